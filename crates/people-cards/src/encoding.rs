//! How bytes stand for text, and text for bytes.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How a value is encoded.
///
/// ```
/// use people_cards::{Card, ValueEncoding};
///
/// let card = Card::parse(b"BEGIN:VCARD\nKEY;ENCODING=b:AQID\nEND:VCARD\n")?;
///
/// assert_eq!(card.lines()[1].encoding(), ValueEncoding::Base64);
/// assert_eq!(card.lines()[1].bytes(), Some(vec![1, 2, 3]));
/// # Ok::<(), people_cards::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums)] // those of vCard
pub enum ValueEncoding {
    /// As text.
    Plain,
    /// As vCard 2.1 encodes text that is not ASCII.
    QuotedPrintable,
    /// As bytes are encoded.
    Base64,
}

pub(crate) fn encoding_of(value: &str) -> Option<ValueEncoding> {
    if value.eq_ignore_ascii_case("QUOTED-PRINTABLE") {
        Some(ValueEncoding::QuotedPrintable)
    } else if value.eq_ignore_ascii_case("BASE64") || value.eq_ignore_ascii_case("B") {
        Some(ValueEncoding::Base64)
    } else {
        None
    }
}

/// Text in the charset that its line names, or else in UTF-8, or else in Windows-1252, which has a character for each
/// byte.
pub(crate) fn decode_text(bytes: &[u8], charset: Option<&str>) -> String {
    let named = charset.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let named = named.filter(|&encoding| encoding != UTF_8);
    match (named, std::str::from_utf8(bytes)) {
        (Some(encoding), _) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) => WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    }
}

pub(crate) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
    let text: String = text.split_ascii_whitespace().collect();
    engine.decode(text).ok()
}
