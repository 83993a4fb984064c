//! Request bodies: read to the end, bounded in bytes and time, inflated.
use std::{
    io::Read,
    pin::{Pin, pin},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use flate2::bufread::MultiGzDecoder;
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use hyper::body::Body;
use people_store::Account;

use super::{
    memory::{FREE, Memory, Taken},
    within::within,
};
use crate::limits::Limits;

/// Why a body could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unread {
    /// The text is that of other Google APIs.
    #[error("Request payload size exceeds the limit: {limit} bytes.")]
    TooLarge { limit: usize },
    #[error("Request body ended early, or its framing is broken.")]
    Broken,
    #[error("Request body took too long to arrive.")]
    Slow,
    #[error("Request body is not valid gzip data, which its Content-Encoding says it is.")]
    NotGzip,
    /// Too much of other bodies is in memory (rule `V1`).
    #[error("The service is currently unavailable.")]
    NoMemory,
    #[error("Unsupported Content-Encoding \"{0}\". A request body comes as it is, or as gzip.")]
    Encoding(String),
}

/// How the body of a request is encoded (rule `F5`).
///
/// ```
/// use http::{HeaderMap, HeaderValue, header};
/// use people_server::ContentEncoding;
///
/// let mut headers = HeaderMap::new();
/// assert_eq!(ContentEncoding::of(&headers), Some(ContentEncoding::Identity));
/// headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("x-gzip"));
/// assert_eq!(ContentEncoding::of(&headers), Some(ContentEncoding::Gzip));
/// headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
/// assert_eq!(ContentEncoding::of(&headers), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ContentEncoding {
    /// The body comes as it is.
    Identity,
    /// The body is gzip: one member, or several.
    Gzip,
}

impl ContentEncoding {
    /// The encoding of a body with these header fields; none if the server does not read it.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(header::CONTENT_ENCODING).iter();
        match (values.next(), values.next()) {
            (None, _) => Some(Self::Identity),
            (Some(value), None) => Self::named(value.as_bytes()),
            (Some(_), Some(_)) => None,
        }
    }

    /// The encoding that a value of `Content-Encoding` names; none if the server does not read it.
    pub fn named(value: &[u8]) -> Option<Self> {
        let value = value.trim_ascii();
        let is = |name: &str| value.eq_ignore_ascii_case(name.as_bytes());
        if is("") || is("identity") {
            return Some(Self::Identity);
        }
        (is("gzip") || is("x-gzip")).then_some(Self::Gzip)
    }
}

/// A body that was read.
#[derive(Debug)]
pub(crate) struct Whole<'m> {
    pub(crate) bytes: Bytes,
    /// The memory that the body takes; released with it.
    memory: Charge<'m>,
}

impl Whole<'_> {
    /// Takes the memory for what is decoded of the body, which has so many bytes more.
    pub(crate) fn decoded(&mut self, more: usize) -> Result<(), Unread> {
        self.memory.grow(self.bytes.len().saturating_add(more))
    }
}

/// How much of a body is read, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    sent: usize,
    inflated: usize,
    time: Duration,
}

impl Bounds {
    /// The limit of a method whose body may be this many times as large as that of one contact.
    pub(crate) fn of_body(limits: &Limits, room: u32) -> Self {
        let room = usize::try_from(room).unwrap_or(usize::MAX);
        Self {
            sent: limits.body.saturating_mul(room),
            inflated: limits.inflated_body.saturating_mul(room),
            time: limits.body_time,
        }
    }

    /// Of a query: what a head may have.
    pub(crate) fn of_form(limits: &Limits) -> Self {
        Self::of_body(limits, 1).at_most(limits.head)
    }

    /// Of a query or a batch that may say who calls: what takes nothing of the memory that is for all.
    pub(crate) fn of_a_stranger(limits: &Limits) -> Self {
        Self::of_form(limits).at_most(FREE)
    }

    fn at_most(self, bytes: usize) -> Self {
        Self {
            sent: self.sent.min(bytes),
            inflated: self.inflated.min(bytes),
            ..self
        }
    }
}

/// The memory for bodies, and the account of this body. `None` for an unknown caller, who gets no memory.
pub(crate) type Room<'m> = Option<(&'m Memory, &'m Account)>;

/// What one body takes of it.
#[derive(Debug)]
struct Charge<'m> {
    room: Room<'m>,
    taken: Option<Taken>,
}

impl Charge<'_> {
    /// Takes the memory for `bytes` bytes. It does not wait, because those who hold memory may be waiting too.
    fn grow(&mut self, bytes: usize) -> Result<(), Unread> {
        if bytes <= FREE {
            return Ok(());
        }
        let (memory, account) = self.room.ok_or(Unread::NoMemory)?;
        if !memory.fits(bytes) {
            return Err(Unread::NoMemory);
        }
        let grown = memory.grow(account, &mut self.taken, bytes);
        grown.map_err(|_busy| Unread::NoMemory)
    }
}

/// Reads a body, and inflates it if it is compressed (rules `F5`, `F6`).
pub(crate) async fn read<'m, B>(
    headers: &HeaderMap,
    body: B,
    bounds: Bounds,
    room: Room<'m>,
) -> Result<Whole<'m>, Unread>
where
    B: Body<Data = Bytes>,
{
    let mut charge = Charge { room, taken: None };
    let mut bytes = collect(headers, body, bounds, &mut charge).await?;
    if !bytes.is_empty() && is_gzip(headers)? {
        bytes = inflate(&bytes, bounds.inflated)?.into();
        charge.grow(bytes.len())?;
    }
    Ok(Whole {
        bytes,
        memory: charge,
    })
}

/// Discards a body whose request is answered without it.
///
/// A client that is still sending when the connection is closed may never see the answer. So the
/// server reads and discards what arrives, for a moment, while it sends the answer; if the body has not
/// ended then, it closes the connection.
pub(crate) fn forsake<B>(headers: &HeaderMap, body: B)
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Send,
{
    const MOMENT: Duration = Duration::from_secs(1);

    if !body.is_end_stream() && !waits_to_send(headers) {
        tokio::spawn(async move {
            let body = pin!(body);
            within(MOMENT, drain(body, LINGER)).await;
        });
    }
}

/// How much of a body is read only to be discarded.
const LINGER: u64 = 64 << 20;

async fn collect<B>(
    headers: &HeaderMap,
    body: B,
    bounds: Bounds,
    charge: &mut Charge<'_>,
) -> Result<Bytes, Unread>
where
    B: Body<Data = Bytes>,
{
    let declared = body.size_hint().lower();
    if declared == 0 && body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let mut body = pin!(body);
    let too_large = Unread::TooLarge { limit: bounds.sent };
    if declared > bounds.sent as u64 && (declared > LINGER || waits_to_send(headers)) {
        return Err(too_large);
    }
    let collected = async {
        // A body that came in one piece is not copied.
        let mut first = Bytes::new();
        let mut all = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else {
                continue; // trailers
            };
            let length = first.len() + all.len() + data.len();
            let refused = match length > bounds.sent {
                true => Some(too_large.clone()),
                false => charge.grow(length).err(),
            };
            if let Some(refused) = refused {
                // What is only discarded takes no memory from others.
                drop((first, all, data));
                charge.taken = None;
                drain(body.as_mut(), LINGER).await;
                return Err(refused);
            }
            if first.is_empty() && all.is_empty() {
                first = data;
                continue;
            }
            if all.is_empty() {
                all.reserve((declared as usize).max(first.len() + data.len()));
                all.extend_from_slice(&first);
                first = Bytes::new();
            }
            all.extend_from_slice(&data);
        }
        Ok(if all.is_empty() { first } else { all.freeze() })
    };
    within(bounds.time, collected)
        .await
        .unwrap_or(Err(Unread::Slow))
}

async fn drain<B>(mut body: Pin<&mut B>, mut left: u64)
where
    B: Body<Data = Bytes>,
{
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, Bytes::len) as u64;
        match left.checked_sub(length) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

/// Whether the client waits for `100 Continue` before it sends its body.
fn waits_to_send(headers: &HeaderMap) -> bool {
    headers
        .get(header::EXPECT)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

fn is_gzip(headers: &HeaderMap) -> Result<bool, Unread> {
    let encoding = ContentEncoding::of(headers).ok_or_else(|| {
        let value = headers.get(header::CONTENT_ENCODING);
        let value = value.map_or(&[][..], |value| value.as_bytes());
        let name = String::from_utf8_lossy(value);
        Unread::Encoding(name.chars().take(100).collect())
    })?;
    Ok(encoding == ContentEncoding::Gzip)
}

/// A hundred bytes can be a megabyte inflated, so not one byte more than `limit` is.
fn inflate(gzip: &[u8], limit: usize) -> Result<Vec<u8>, Unread> {
    let mut inflated = Vec::with_capacity(limit.min(gzip.len().saturating_mul(4)));
    let length = MultiGzDecoder::new(gzip)
        .take(limit as u64 + 1)
        .read_to_end(&mut inflated)
        .map_err(|_| Unread::NotGzip)?;
    if length > limit {
        return Err(Unread::TooLarge { limit });
    }
    Ok(inflated)
}
