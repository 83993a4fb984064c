//! The files that pages load. They are in the binary, and named by their content.
use std::sync::LazyLock;

use http::{HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

use crate::answer::{Answer, Refused, with_type};

/// A file of the binary.
pub(crate) struct Asset {
    /// With a part of its digest, so that a browser may keep it.
    pub(crate) name: String,
    kind: &'static str,
    bytes: &'static [u8],
}

impl Asset {
    fn new(stem: &str, ending: &str, kind: &'static str, bytes: &'static [u8]) -> Self {
        let digest = Sha256::digest(bytes);
        let digest: String = digest[..6]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self {
            name: format!("{stem}-{digest}.{ending}"),
            kind,
            bytes,
        }
    }
}

pub(crate) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let bytes = people_emulator::STYLE_SHEET.as_bytes();
    Asset::new("console", "css", "text/css; charset=utf-8", bytes)
});

pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let bytes = include_bytes!("../assets/console.js");
    Asset::new("console", "js", "text/javascript; charset=utf-8", bytes)
});

pub(crate) static ICON: LazyLock<Asset> = LazyLock::new(|| {
    let bytes = include_bytes!("../assets/icon.svg");
    Asset::new("icon", "svg", "image/svg+xml", bytes)
});

/// The file of this name.
pub(crate) fn find(name: &str) -> Answer {
    let all = [&*STYLE, &*SCRIPT, &*ICON];
    let asset = all.into_iter().find(|asset| asset.name == name);
    let none = || Refused::bare(StatusCode::NOT_FOUND, "There is no such file.");
    let asset = asset.ok_or_else(none)?;
    let mut response = with_type(StatusCode::OK, asset.kind, asset.bytes);
    let long = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, long);
    Ok(response)
}
