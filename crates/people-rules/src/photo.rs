use crate::violation::Violation;

/// The format of a photo: those that the API takes (rule `H2`).
///
/// ```
/// use people_rules::{PhotoFormat, Violation};
///
/// assert_eq!(PhotoFormat::of(b"GIF89a"), Err(Violation::InvalidPhoto));
/// assert_eq!(PhotoFormat::Png.media_type(), "image/png");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // the API has these two
pub enum PhotoFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl PhotoFormat {
    /// The most pixels of a side.
    pub const MAX_SIDE: u32 = 16_384;
    /// The most pixels in all: 64 Mi. A program that shows the photo needs four bytes for each.
    pub const MAX_PIXELS: u64 = 64 << 20;

    /// The format of a file, by its signature, its header and the lengths of its parts.
    ///
    /// The image itself is never decoded: a broken one, or one whose end is missing, is taken, if it has
    /// begun. Bytes after its end are not, because they may be another file.
    ///
    /// # Errors
    ///
    /// [`Violation::InvalidPhoto`] for everything else, and [`Violation::PhotoTooLarge`] for a header that
    /// promises too many pixels.
    pub fn of(file: &[u8]) -> Result<Self, Violation> {
        let (format, size) = if file.starts_with(PNG) {
            (Self::Png, png(file))
        } else if file.starts_with(JPEG) {
            (Self::Jpeg, jpeg(file))
        } else {
            return Err(Violation::InvalidPhoto);
        };
        let (width, height) = size.ok_or(Violation::InvalidPhoto)?;
        let pixels = u64::from(width) * u64::from(height);
        if width.max(height) > Self::MAX_SIDE || pixels > Self::MAX_PIXELS {
            return Err(Violation::PhotoTooLarge { width, height });
        }
        Ok(format)
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The format with this media type.
    pub fn from_media_type(text: &str) -> Option<Self> {
        [Self::Jpeg, Self::Png]
            .into_iter()
            .find(|format| format.media_type() == text)
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The start of the image, and that of the next marker.
const JPEG: &[u8] = b"\xff\xd8\xff";

/// Width and height of a PNG. None if the file is not a PNG, has no image data, or has data after its end.
fn png(file: &[u8]) -> Option<(u32, u32)> {
    let mut rest = file.get(PNG.len()..)?;
    let header = chunk(&mut rest)?;
    let [width, height] = [header.data.get(..4)?, header.data.get(4..8)?].map(number);
    let &[depth, color, compression, filter, interlace] = header.data.get(8..)? else {
        return None;
    };
    let depths: &[u8] = match color {
        0 => &[1, 2, 4, 8, 16],
        2 | 4 | 6 => &[8, 16],
        3 => &[1, 2, 4, 8],
        _ => return None,
    };
    let is_header = &header.name == b"IHDR"
        && depths.contains(&depth)
        && (compression, filter) == (0, 0)
        && interlace <= 1
        && width > 0
        && height > 0;
    if !is_header {
        return None;
    }
    let mut has_image = false;
    while rest.len() >= 8 {
        if !rest[4..8].iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        has_image |= &rest[4..8] == b"IDAT" && rest.len() > 8 && rest[..4] != [0; 4];
        // One whose end is missing is broken.
        let Some(chunk) = chunk(&mut rest) else {
            break;
        };
        if &chunk.name == b"IEND" {
            has_image &= rest.is_empty();
            break;
        }
    }
    has_image.then_some((width, height))
}

struct Chunk<'f> {
    name: [u8; 4],
    data: &'f [u8],
}

/// Takes a whole chunk off the beginning: its length, name, data and checksum.
fn chunk<'f>(rest: &mut &'f [u8]) -> Option<Chunk<'f>> {
    let length = usize::try_from(number(rest.get(..4)?)).ok()?;
    let name = rest.get(4..8)?.try_into().ok()?;
    let end = length.checked_add(8)?;
    let data = rest.get(8..end)?;
    *rest = rest.get(end.checked_add(4)?..)?;
    Some(Chunk { name, data })
}

/// Width and height of a JPEG. None if the file is not a JPEG, has no image data, or has other data after its end than
/// more images, which cameras append.
fn jpeg(file: &[u8]) -> Option<(u32, u32)> {
    let (size, mut rest) = jpeg_image(file)?;
    while let Some(start) = rest.iter().position(|byte| *byte != 0) {
        rest = &rest[start..];
        if !rest.starts_with(JPEG) {
            return None;
        }
        (_, rest) = jpeg_image(rest)?;
    }
    Some(size)
}

/// Width and height of a JPEG image, and what follows it.
fn jpeg_image<'f>(file: &'f [u8]) -> Option<((u32, u32), &'f [u8])> {
    let (mut size, mut has_image) = (None, false);
    let mut rest = file.get(2..)?;
    loop {
        let whole = |rest: &'f [u8]| Some((size.filter(|_| has_image)?, rest));
        let Some((marker, after)) = marker(rest)? else {
            // The rest of the image is missing.
            return whole(&[]);
        };
        rest = after;
        match marker {
            0xd9 => return whole(rest),
            // Another start, or what has no place outside of the image's data.
            0x00..=0x01 | 0xd0..=0xd8 => return None,
            _ => {}
        }
        let Some(segment) = segment(&mut rest)? else {
            return whole(&[]);
        };
        match marker {
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf if size.is_none() => {
                size = Some(frame(segment)?);
            }
            0xda => {
                size?;
                let after = after_scan(rest);
                has_image |= after.len() < rest.len();
                rest = after;
            }
            _ => {}
        }
    }
}

/// The marker that a text begins with, and what follows it: `Some(None)` where it ends before, `None` where
/// it begins with something else.
#[allow(clippy::option_option)]
fn marker(rest: &[u8]) -> Option<Option<(u8, &[u8])>> {
    let fill = rest.iter().take_while(|byte| **byte == 0xff).count();
    match rest.get(fill) {
        None => Some(None),
        Some(_) if fill == 0 => None,
        Some(&code) => Some(Some((code, &rest[fill + 1..]))),
    }
}

/// Takes a segment from the beginning: `Some(None)` if its end is missing, `None` if its length is not valid.
#[allow(clippy::option_option)]
fn segment<'f>(rest: &mut &'f [u8]) -> Option<Option<&'f [u8]>> {
    let Some(&[high, low]) = rest.get(..2) else {
        return Some(None);
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    if length < 2 {
        return None;
    }
    let Some(segment) = rest.get(2..length) else {
        return Some(None);
    };
    *rest = &rest[length..];
    Some(Some(segment))
}

/// Width and height by the header of a frame: precision, height, width, and three bytes for each component.
fn frame(header: &[u8]) -> Option<(u32, u32)> {
    let &[precision, h1, h0, w1, w0, components, ref rest @ ..] = header else {
        return None;
    };
    let [width, height] = [[w1, w0], [h1, h0]].map(u16::from_be_bytes);
    let is_header = matches!(precision, 2..=16)
        && matches!(components, 1..=4)
        && rest.len() == 3 * usize::from(components)
        && width > 0
        && height > 0;
    is_header.then_some((width.into(), height.into()))
}

/// What follows the data of a scan: the next marker that is not part of them.
fn after_scan(data: &[u8]) -> &[u8] {
    let is_end = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff);
    let end = data.windows(2).position(is_end);
    end.map_or(&[][..], |end| &data[end..])
}

/// A number of four bytes.
fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |all, byte| all << 8 | u32::from(*byte))
}
