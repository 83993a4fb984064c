//! H2: what a photo may be.
use people_rules::{PhotoFormat, Violation};
use proptest::prelude::*;

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("a length").to_be_bytes();
    // The checksum is not verified.
    [&length[..], name, data, b"csum"].concat()
}

fn header(width: u32, height: u32) -> Vec<u8> {
    let [width, height] = [width, height].map(u32::to_be_bytes);
    [&width[..], &height, &[8, 6, 0, 0, 0]].concat()
}

/// A PNG with this header and these chunks after it.
fn png_of(header: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    let header = chunk(b"IHDR", header);
    [&b"\x89PNG\r\n\x1a\n"[..], &header, &chunks.concat()].concat()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let chunks = [chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")];
    png_of(&header(width, height), &chunks)
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("a length");
    [&[0xff, marker], &length.to_be_bytes()[..], data].concat()
}

fn frame(width: u16, height: u16) -> Vec<u8> {
    let [width, height] = [width, height].map(u16::to_be_bytes);
    [&[8][..], &height, &width, &[1, 1, 0x11, 0]].concat()
}

fn jpeg_of(segments: &[Vec<u8>], scan: &[u8]) -> Vec<u8> {
    [&[0xff, 0xd8][..], &segments.concat(), scan].concat()
}

/// The header of a scan.
const SCAN: &[u8] = &[1, 1, 0, 0, 63, 0];

/// A JPEG as cameras write it, without an end.
fn endless(width: u16, height: u16) -> Vec<u8> {
    let segments = [
        segment(0xe0, b"JFIF\0"),
        segment(0xdb, &[0; 65]),
        segment(0xc2, &frame(width, height)),
        segment(0xda, SCAN),
    ];
    // With a byte of the data that is FF, and a restart.
    let mut jpeg = jpeg_of(&segments, b"\x12\xff\x00\x34\xff\xd0\x56");
    jpeg.extend(segment(0xc4, &[0; 20]));
    jpeg.extend(segment(0xda, SCAN));
    jpeg.extend(b"more");
    jpeg
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    [endless(width, height), b"\xff\xd9".to_vec()].concat()
}

#[test]
fn h2_photos_are_jpeg_or_png() {
    for (file, format) in [
        (png(1, 1), PhotoFormat::Png),
        (png(16_384, 4_096), PhotoFormat::Png),
        (jpeg(1, 1), PhotoFormat::Jpeg),
        (jpeg(8_160, 6_144), PhotoFormat::Jpeg),
        // Cameras append images, and zeros.
        (
            [jpeg(9, 9), jpeg(1, 1), vec![0; 9], jpeg(2, 2), vec![0; 3]].concat(),
            PhotoFormat::Jpeg,
        ),
        // Any number of FF may stand before a marker.
        (
            jpeg_of(
                &[
                    b"\xff\xff".to_vec(),
                    segment(0xc0, &frame(1, 1)),
                    segment(0xda, SCAN),
                ],
                b"data\xff\xd9",
            ),
            PhotoFormat::Jpeg,
        ),
        // Their ends are missing.
        (endless(3, 4), PhotoFormat::Jpeg),
        (
            jpeg_of(
                &[segment(0xc0, &frame(1, 1)), segment(0xda, SCAN)],
                b"data\xff\xc4\x01\x00\x00",
            ),
            PhotoFormat::Jpeg,
        ),
        (
            png_of(&header(3, 4), &[b"\0\0\x10\0IDAT".to_vec(), vec![1; 100]]),
            PhotoFormat::Png,
        ),
    ] {
        assert_eq!(PhotoFormat::of(&file), Ok(format), "{file:02x?}");
        assert_eq!(
            PhotoFormat::from_media_type(format.media_type()),
            Some(format)
        );
    }
}

#[test]
fn h2_everything_else_is_no_photo() {
    let html = b"<html><script>alert(1)</script></html>";
    let files: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(),
        b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(),
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(),
        b"BM\0\0\0\0".to_vec(),
        b"\0\0\0\x1cftypavif".to_vec(),
        html.to_vec(),
        // A header that ends before its numbers do, or has some that no image has.
        b"\x89PNG\r\n\x1a\n".to_vec(),
        png(1, 1)[..32].to_vec(),
        png(0, 1),
        png(1, 0),
        png_of(&[&header(1, 1)[..8], &[3, 6, 0, 0, 0]].concat(), &[]),
        png_of(&[&header(1, 1)[..8], &[8, 5, 0, 0, 0]].concat(), &[]),
        png_of(&[&header(1, 1)[..8], &[8, 6, 1, 0, 0]].concat(), &[]),
        png_of(&[&header(1, 1)[..], &[0]].concat(), &[]),
        [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IDAT", &header(1, 1))].concat(),
        b"\xff\xd8\xff".to_vec(),
        b"\xff\xd8\xff\xd9".to_vec(),
        jpeg_of(&[segment(0xe0, b"JFIF\0")], b""),
        jpeg_of(&[segment(0xda, SCAN)], b"data\xff\xd9"),
        jpeg_of(&[segment(0xc0, &frame(0, 1))], b"\xff\xd9"),
        jpeg_of(&[segment(0xc0, &frame(1, 0))], b"\xff\xd9"),
        jpeg_of(&[segment(0xc0, &frame(1, 1)[..6])], b"\xff\xd9"),
        jpeg_of(&[segment(0xc0, &frame(1, 1))], b"\xff\xd8\xff\xd9"),
        jpeg_of(
            &[b"\xff\xe0\0\x01".to_vec(), segment(0xc0, &frame(1, 1))],
            b"\xff\xd9",
        ),
        // Two files in one.
        [&png(1, 1)[..], html].concat(),
        [&png(1, 1)[..], b"PK\x03\x04"].concat(),
        [&png(1, 1)[..], b"\0"].concat(),
        png_of(&header(1, 1), &[chunk(b"1234", html)]),
        [&jpeg(1, 1)[..], html].concat(),
        [&jpeg(1, 1)[..], &[0; 8], b"PK\x03\x04"].concat(),
        [&jpeg(1, 1)[..], &png(1, 1)].concat(),
        jpeg_of(&[segment(0xc0, &frame(1, 1)), html.to_vec()], b"\xff\xd9"),
        [html, &jpeg(1, 1)[..]].concat(),
    ];
    for file in files {
        assert_eq!(
            PhotoFormat::of(&file),
            Err(Violation::InvalidPhoto),
            "{file:02x?}"
        );
    }
}

/// A header alone is no photo, and neither is one with all that may stand beside an image.
#[test]
fn h2_a_photo_has_something_of_an_image() {
    let text = chunk(b"tEXt", b"Comment\0none");
    let end = chunk(b"IEND", b"");
    let none = chunk(b"IDAT", b"");
    let pngs = [
        vec![],
        vec![end.clone()],
        vec![text.clone(), end.clone()],
        vec![none.clone(), none.clone(), end.clone()],
        vec![text.clone(), b"\0\0\x10\0IDAT".to_vec()],
        // After its end there is nothing.
        vec![end.clone(), chunk(b"IDAT", b"pixels")],
    ];
    let pngs = pngs.iter().map(|chunks| png_of(&header(3, 4), chunks));
    let start = [segment(0xe0, b"JFIF\0"), segment(0xc2, &frame(3, 4))];
    let with_scan = [&start[..], &[segment(0xda, SCAN)]].concat();
    let jpegs = [
        jpeg_of(&start, b""),
        jpeg_of(&start, b"\xff\xd9"),
        jpeg_of(&start, b"\xff\xc4\x01\x00\x00"),
        jpeg_of(&with_scan, b""),
        jpeg_of(&with_scan, b"\xff\xd9"),
        // Cameras append images, and not their headers.
        [jpeg(9, 9), jpeg_of(&start, b"\xff\xd9")].concat(),
    ];
    for file in pngs.chain(jpegs) {
        let judged = PhotoFormat::of(&file);
        assert_eq!(judged, Err(Violation::InvalidPhoto), "{file:02x?}");
    }
}

/// A hundred bytes can promise gigabytes of pixels.
#[test]
fn h2_a_photo_has_so_many_pixels() {
    for (file, width, height) in [
        (png(16_385, 1), 16_385, 1),
        (png(1, 16_385), 1, 16_385),
        (png(8_193, 8_192), 8_193, 8_192),
        (png(u32::MAX, u32::MAX), u32::MAX, u32::MAX),
        (jpeg(65_535, 65_535), 65_535, 65_535),
    ] {
        let too_large = Violation::PhotoTooLarge { width, height };
        assert_eq!(PhotoFormat::of(&file), Err(too_large));
    }
    assert_eq!(PhotoFormat::of(&png(8_192, 8_192)), Ok(PhotoFormat::Png));
}

proptest! {
    /// Whatever is cut off a photo, or added to it, it is judged without a panic; what is taken begins with
    /// a signature.
    #[test]
    fn h2_any_bytes_are_judged(
        file in prop_oneof![Just(png(3, 4)), Just(jpeg(3, 4)), Just(endless(3, 4))],
        at in any::<prop::sample::Index>(),
        end in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        more in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut file = file;
        let at = at.index(file.len());
        file[at] = byte;
        file.truncate(end.index(file.len() + 1));
        file.extend(more);
        if PhotoFormat::of(&file).is_ok() {
            let is_signed = file.starts_with(b"\x89PNG\r\n\x1a\n") || file.starts_with(b"\xff\xd8\xff");
            prop_assert!(is_signed);
        }
    }
}
