use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::FieldMask;

/// What an etag says about the state of a contact, person or group: two states of one
/// have two fingerprints.
///
/// Etags are compared by their fingerprints, never as text: a person's etag also says
/// how the person was read (rule `E2`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs)] // stores mint versions and construct these
pub struct Fingerprint(pub [u8; 8]);

impl Fingerprint {
    /// The etag of a contact group: plain base64.
    #[must_use]
    pub fn to_group_etag(self) -> String {
        let mut etag = String::with_capacity(TEXT);
        self.push_base64(&mut etag);
        etag
    }

    /// The fingerprint in the etag of a contact group.
    #[must_use]
    pub fn from_group_etag(etag: &str) -> Option<Self> {
        Self::from_base64(etag.as_bytes())
    }

    fn push_base64(self, out: &mut String) {
        out.extend(self.to_base64().map(char::from));
    }

    fn to_base64(self) -> [u8; TEXT] {
        let mut text = [b'='; TEXT];
        // It fits: eight bytes are twelve characters.
        let written = STANDARD.encode_slice(self.0, &mut text);
        debug_assert_eq!(written, Ok(TEXT));
        text
    }

    fn from_base64(text: &[u8]) -> Option<Self> {
        let text: &[u8; TEXT] = text.try_into().ok()?;
        let mut bytes = [0; 9]; // what twelve characters could hold
        match STANDARD.decode_slice(text, &mut bytes) {
            Ok(8) => Some(Self(*bytes.first_chunk()?)),
            _ => None,
        }
    }
}

/// The length of a fingerprint in padded base64.
const TEXT: usize = 12;

/// The etag of a contact or a profile as a person's source: `#` and the base64 of its
/// fingerprint (rule `E1`).
///
/// ```
/// use people_model::{Fingerprint, SourceEtag};
///
/// let etag = SourceEtag::new(Fingerprint([0, 1, 2, 3, 4, 5, 6, 7]));
///
/// assert_eq!(etag.to_string(), "#AAECAwQFBgc=");
/// assert_eq!(SourceEtag::parse("#AAECAwQFBgc="), Some(etag.fingerprint()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceEtag(Fingerprint);

impl SourceEtag {
    /// The etag of a source in this state.
    #[must_use]
    pub const fn new(fingerprint: Fingerprint) -> Self {
        Self(fingerprint)
    }

    /// The state that the etag stands for.
    #[must_use]
    pub const fn fingerprint(self) -> Fingerprint {
        self.0
    }

    /// The fingerprint in a source's etag; none when the text is not such an etag.
    #[must_use]
    pub fn parse(etag: &str) -> Option<Fingerprint> {
        Fingerprint::from_base64(etag.strip_prefix('#')?.as_bytes())
    }

    /// Appends the etag to `out`.
    pub fn encode_into(self, out: &mut String) {
        out.push('#');
        self.0.push_base64(out);
    }
}

impl fmt::Display for SourceEtag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(1 + TEXT);
        self.encode_into(&mut text);
        formatter.write_str(&text)
    }
}

/// The etag of a person: it says how the person was read, and in which state it was (rule `E2`).
///
/// It is `%` and the base64 of a protobuf message. Field 2 lists the ids of the requested fields, field 3 the
/// containers that were read, and field 4 has the base64 of the fingerprint. So two reads of one state with different
/// masks have different etags, and either is good for an update with any mask.
///
/// **Ids.** 1, 46 and 55 are always there, and [`PersonField::etag_ids`] adds those of each field. The mask of all
/// fields, [`FieldMask::ALL`], has the forty ids that the live service was seen to send. For some fields the published
/// replies do not show which id is whose. We chose: each of these fields has one of the remaining ids, in wire order.
/// Nothing depends on this choice, because only fingerprints are compared.
///
/// ```
/// use people_model::{FieldMask, Fingerprint, PersonEtag};
///
/// let fingerprint = Fingerprint([0, 1, 2, 3, 4, 5, 6, 7]);
/// let names = PersonEtag::new(FieldMask::NAMES, &[2], fingerprint).to_string();
/// let urls = PersonEtag::new(FieldMask::URLS, &[2], fingerprint).to_string();
///
/// assert_ne!(names, urls);
/// assert_eq!(PersonEtag::parse(&names), PersonEtag::parse(&urls));
/// ```
///
/// [`PersonField::etag_ids`]: crate::PersonField::etag_ids
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonEtag<'a> {
    mask: FieldMask,
    containers: &'a [u8],
    fingerprint: Option<Fingerprint>,
}

impl<'a> PersonEtag<'a> {
    /// The etag of a person in this state, read with this mask from these containers. The containers are 1 profile, 2
    /// contact, 5 account, 7 domain profile and 8 domain contact.
    #[must_use]
    pub const fn new(mask: FieldMask, containers: &'a [u8], fingerprint: Fingerprint) -> Self {
        Self {
            mask,
            containers,
            fingerprint: Some(fingerprint),
        }
    }

    /// The etag of a person without its state, which the people of a directory have (rule `W3`).
    ///
    /// ```
    /// use people_model::{FieldMask, PersonEtag};
    ///
    /// let etag = PersonEtag::without_fingerprint(FieldMask::EMAIL_ADDRESSES, &[1, 7, 8]).to_string();
    /// assert_eq!(PersonEtag::parse(&etag), None);
    /// ```
    #[must_use]
    pub const fn without_fingerprint(mask: FieldMask, containers: &'a [u8]) -> Self {
        Self {
            mask,
            containers,
            fingerprint: None,
        }
    }

    /// The fingerprint in a person's etag; none when the text is not such an etag, or has no fingerprint.
    ///
    /// Nothing else in the etag matters, and protobuf fields that we do not know are
    /// skipped.
    #[must_use]
    pub fn parse(etag: &str) -> Option<Fingerprint> {
        let text = etag.strip_prefix('%')?;
        // Those of this crate fit; nothing is allocated for them.
        let mut short = [0; SHORT];
        let long;
        let message = match text.len() <= SHORT {
            true => {
                let length = STANDARD.decode_slice(text, &mut short).ok()?;
                &short[..length]
            }
            false => {
                long = STANDARD.decode(text).ok()?;
                &long[..]
            }
        };
        Fingerprint::from_base64(text_field(message, FINGERPRINT)?)
    }

    /// Appends the etag to `out`.
    pub fn encode_into(self, out: &mut String) {
        let mut message = Vec::with_capacity(96);
        push_ids(&mut message, ids(self.mask));
        push_containers(&mut message, self.containers);
        if let Some(fingerprint) = self.fingerprint {
            push_fingerprint(&mut message, fingerprint);
        }

        out.push('%');
        STANDARD.encode_string(message, out);
    }
}

impl fmt::Display for PersonEtag<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.encode_into(&mut text);
        formatter.write_str(&text)
    }
}

/// The length of an etag that is read without an allocation. What it says is shorter.
const SHORT: usize = 192;

const IDS: u8 = 2;
const CONTAINERS: u8 = 3;
const FINGERPRINT: u8 = 4;

/// The ids that every etag has, for any mask.
const ALWAYS: u128 = bit(1) | bit(46) | bit(55);

/// The ids of the mask of all fields. Some belong to fields that no mask can name.
const EVERY: u128 = bits(1, 23)
    | bit(25)
    | bit(31)
    | bits(33, 39)
    | bit(46)
    | bits(52, 53)
    | bit(55)
    | bits(61, 64);

const fn bit(id: u8) -> u128 {
    1 << id
}

const fn bits(first: u8, last: u8) -> u128 {
    (bit(last) << 1) - bit(first)
}

/// The ids of a mask.
fn ids(mask: FieldMask) -> u128 {
    let of_field = |ids: u128, id: &u8| ids | bit(*id);
    match mask {
        FieldMask::ALL => EVERY,
        _ => mask
            .iter()
            .flat_map(|field| field.etag_ids())
            .fold(ALWAYS, of_field),
    }
}

/// Ascending. Each is less than 128, and so its own varint.
fn push_ids(message: &mut Vec<u8>, ids: u128) {
    push_head(message, IDS, ids.count_ones() as usize);
    // In halves, since a machine word is several times as fast to take apart.
    for (first, half) in [(0, ids as u64), (64, (ids >> 64) as u64)] {
        let mut rest = half;
        while rest != 0 {
            message.push(first + rest.trailing_zeros() as u8);
            rest &= rest - 1;
        }
    }
}

fn push_containers(message: &mut Vec<u8>, containers: &[u8]) {
    if containers.is_empty() {
        return;
    }
    // A small number is its own varint; one of 128 and more takes two bytes.
    let large = containers.iter().filter(|&&value| value > 0x7f).count();
    push_head(message, CONTAINERS, containers.len() + large);
    for &value in containers {
        message.push(value);
        if value > 0x7f {
            message.push(1);
        }
    }
}

fn push_fingerprint(message: &mut Vec<u8>, fingerprint: Fingerprint) {
    push_head(message, FINGERPRINT, TEXT);
    message.extend_from_slice(&fingerprint.to_base64());
}

fn push_head(message: &mut Vec<u8>, field: u8, mut length: usize) {
    message.push(field << 3 | LENGTH_DELIMITED);
    while length > 0x7f {
        message.push(length as u8 | 0x80);
        length >>= 7;
    }
    message.push(length as u8);
}

const LENGTH_DELIMITED: u8 = 2;

/// The last occurrence of a length-delimited field, as protobuf has it; none as well when
/// the message cannot be taken apart.
fn text_field(mut message: &[u8], number: u8) -> Option<&[u8]> {
    let mut found = None;
    while !message.is_empty() {
        let tag = varint(&mut message)?;
        let length = match tag & 7 {
            0 => {
                varint(&mut message)?;
                continue;
            }
            1 => 8,
            2 => usize::try_from(varint(&mut message)?).ok()?,
            5 => 4,
            _ => return None,
        };
        let (value, rest) = message.split_at_checked(length)?;
        message = rest;
        if tag == u64::from(number << 3 | LENGTH_DELIMITED) {
            found = Some(value);
        }
    }
    found
}

fn varint(message: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = message.split_first()?;
        *message = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}
