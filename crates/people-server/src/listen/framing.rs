//! Requests whose end two readers may see in different places: request smuggling (rule `F16`).
//!
//! A proxy in front may read a head in another way than hyper does. hyper refuses most ambiguous heads, but accepts
//! some without saying so: a `Content-Length` beside `Transfer-Encoding` is gone when the service sees the request. So
//! the bytes of a connection are followed as they are read, far enough to know where each head begins and ends.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, Request, Version, header, uri::Authority};

/// Follows the bytes of one HTTP/1 connection from head to head.
///
/// It reads what hyper reads, and keeps only the beginning of one line. What hyper refuses itself ends the connection,
/// so this code need not recognise it.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    state: State,
    line: Line,
    head: Head,
    verdicts: Verdicts,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    /// Empty lines may come before a request.
    #[default]
    BeforeHead,
    InHead,
    /// In a body, or in a chunk and the line end after it.
    Skip {
        left: u64,
        then: Next,
    },
    ChunkSize,
    Trailers,
    /// The connection ends, or hyper will end it.
    Done,
}

#[derive(Clone, Copy, Debug)]
enum Next {
    Head,
    ChunkSize,
}

/// The beginning of a line, and what is known of the rest.
#[derive(Debug, Default)]
struct Line {
    start: Vec<u8>,
    length: usize,
    last: Option<u8>,
}

/// What the head that is being read says of its body.
#[derive(Debug, Default)]
struct Head {
    length: Option<u64>,
    is_chunked: bool,
    fault: Option<Fault>,
}

/// Why a request is refused with 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("a line of the head ends without a carriage return")]
    BareLineFeed,
    #[error("it has both Content-Length and Transfer-Encoding")]
    TwoLengths,
    #[error("its Content-Length or Transfer-Encoding is too long")]
    LongFraming,
    #[error("its Transfer-Encoding is not just `chunked`")]
    TransferEncoding,
    #[error("it has no Host field, or more than one")]
    Hosts,
    #[error("its Host field is not a host name or address")]
    Host,
}

/// What the scanner found, for the service: it is asked once for each request, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdicts(Arc<Mutex<Found>>);

#[derive(Debug, Default)]
struct Found {
    /// Heads that ended, and heads that were asked for.
    ended: u64,
    asked: u64,
    /// The first with a fault. The connection ends with it.
    fault: Option<(u64, Fault)>,
}

impl Verdicts {
    /// What is wrong with the next request, of which hyper has made this one.
    pub(super) fn next<B>(&self, request: &Request<B>) -> Result<(), Fault> {
        let mut found = self.lock();
        found.asked += 1;
        match found.fault {
            Some((head, fault)) if head <= found.asked => Err(fault),
            _ => check(request.version(), request.headers()),
        }
    }

    fn end_head(&self, fault: Option<Fault>) {
        let mut found = self.lock();
        found.ended += 1;
        let head = found.ended;
        found.fault = found.fault.or(fault.map(|fault| (head, fault)));
    }

    fn lock(&self) -> MutexGuard<'_, Found> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is wrong with the fields that hyper hands on.
fn check(version: Version, headers: &HeaderMap) -> Result<(), Fault> {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) if version == Version::HTTP_10 => {}
        (Some(host), None) => {
            // RFC 9110, 7.2: it is empty where the address has no authority.
            let is_host = host.to_str().is_ok_and(|host| {
                host.is_empty() || (host.parse::<Authority>().is_ok() && !host.contains('@'))
            });
            if !is_host {
                return Err(Fault::Host);
            }
        }
        _ => return Err(Fault::Hosts),
    }
    let mut codings = headers.get_all(header::TRANSFER_ENCODING).iter();
    match (codings.next(), codings.next()) {
        (None, _) => Ok(()),
        (Some(coding), None) if coding.as_bytes().eq_ignore_ascii_case(b"chunked") => Ok(()),
        _ => Err(Fault::TransferEncoding),
    }
}

impl Scanner {
    /// What the service asks.
    pub(super) fn verdicts(&self) -> Verdicts {
        self.verdicts.clone()
    }

    /// Takes note of bytes that hyper is about to read.
    pub(super) fn read(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            bytes = match self.state {
                State::Done => return,
                State::Skip { left, then } => self.skip(bytes, left, then),
                State::BeforeHead | State::InHead | State::ChunkSize | State::Trailers => {
                    self.read_line(bytes)
                }
            };
        }
    }

    fn skip<'b>(&mut self, bytes: &'b [u8], left: u64, then: Next) -> &'b [u8] {
        let here = usize::try_from(left).map_or(bytes.len(), |left| left.min(bytes.len()));
        let left = left - here as u64;
        self.state = match (left, then) {
            (0, Next::Head) => State::BeforeHead,
            (0, Next::ChunkSize) => State::ChunkSize,
            (left, then) => State::Skip { left, then },
        };
        &bytes[here..]
    }

    fn read_line<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let Some(end) = bytes.iter().position(|&byte| byte == b'\n') else {
            self.line.push(bytes);
            return &[];
        };
        self.line.push(&bytes[..end]);
        let line = std::mem::take(&mut self.line);
        self.state = match self.state {
            State::BeforeHead => self.first_line(&line),
            State::InHead => self.head_line(&line),
            State::ChunkSize => chunk(&line),
            State::Trailers if line.is_empty() => State::BeforeHead,
            state => state,
        };
        self.line = line.cleared();
        &bytes[end + 1..]
    }

    fn first_line(&mut self, line: &Line) -> State {
        if line.is_empty() && line.ends_well() {
            return State::BeforeHead;
        }
        self.head = Head::default();
        self.note(line);
        State::InHead
    }

    fn head_line(&mut self, line: &Line) -> State {
        self.note(line);
        if !line.is_empty() {
            self.head.field(line);
            return State::InHead;
        }
        let Head {
            length,
            is_chunked,
            fault,
        } = self.head;
        let fault = fault.or((is_chunked && length.is_some()).then_some(Fault::TwoLengths));
        self.verdicts.end_head(fault);
        match (fault, is_chunked, length) {
            (Some(_), ..) => State::Done,
            (None, true, _) => State::ChunkSize,
            (None, false, None | Some(0)) => State::BeforeHead,
            (None, false, Some(left)) => State::Skip {
                left,
                then: Next::Head,
            },
        }
    }

    fn note(&mut self, line: &Line) {
        if !line.ends_well() {
            self.head.fault.get_or_insert(Fault::BareLineFeed);
        }
    }
}

impl Head {
    fn field(&mut self, line: &Line) {
        let Some(colon) = line.start.iter().position(|&byte| byte == b':') else {
            return;
        };
        let (name, value) = (&line.start[..colon], &line.start[colon + 1..]);
        let is_length = name.eq_ignore_ascii_case(b"content-length");
        if !is_length && !name.eq_ignore_ascii_case(b"transfer-encoding") {
            return;
        }
        if line.length > line.start.len() {
            self.fault.get_or_insert(Fault::LongFraming);
        }
        if is_length {
            // One that is no number is refused by hyper, and so are two that differ.
            let digits = std::str::from_utf8(value).unwrap_or_default().trim();
            self.length = Some(digits.parse().unwrap_or(u64::MAX));
        } else {
            self.is_chunked = true;
        }
    }
}

/// The size of a chunk, and what comes after it.
fn chunk(line: &Line) -> State {
    let digits = line
        .start
        .iter()
        .take_while(|byte| byte.is_ascii_hexdigit());
    let digits = &line.start[..digits.count()];
    let size = std::str::from_utf8(digits).unwrap_or_default();
    match u64::from_str_radix(size, 16) {
        Ok(0) => State::Trailers,
        Ok(size) => State::Skip {
            left: size.saturating_add(2),
            then: Next::ChunkSize,
        },
        Err(_) => State::Done,
    }
}

impl Line {
    /// Longer than any name and value that says where a body ends.
    const LONGEST: usize = 128;

    fn push(&mut self, bytes: &[u8]) {
        let room = Self::LONGEST - self.start.len();
        self.start
            .extend_from_slice(&bytes[..room.min(bytes.len())]);
        self.length += bytes.len();
        self.last = bytes.last().copied().or(self.last);
    }

    fn ends_well(&self) -> bool {
        self.last == Some(b'\r')
    }

    fn is_empty(&self) -> bool {
        self.length == usize::from(self.ends_well())
    }

    /// An empty one, with the memory of this.
    fn cleared(mut self) -> Self {
        self.start.clear();
        Self {
            start: self.start,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests;
