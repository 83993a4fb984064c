//! Photos. They are in rows beside those of their people, and have addresses that cannot be guessed (rules `H1` to
//! `H4`).
//!
//! The row of a contact has a term that says which photo belongs to it. So a list of contacts reads no
//! photos, and a contact is deleted together with its photo without reading that either.
use aes_siv::siv::Aes128Siv;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use people_model::{Code, FieldMask, FieldMetadata, Fields, Person, Source, SourceType};
use people_rules::PhotoFormat;
use people_store::{Account, Condition, Record, RowKind, Store, Terms, Version, Write};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Service, etags::PROFILE_ROW, sizes::Sizes};
use crate::api::{Failure, Photo};

/// A photo that may be stored.
#[derive(Clone)]
pub(super) struct NewPhoto {
    digest: String,
    record: Record,
}

impl NewPhoto {
    /// Takes a file that is a photo (rule `H2`), and not too large (rule `N7`).
    pub(super) fn of(file: &[u8], sizes: &Sizes) -> Result<Self, Failure> {
        let format = PhotoFormat::of(file)?;
        let most = sizes.photo.min(MOST);
        if file.len() > most {
            let text = format!("Photo has more than {most} bytes.");
            return Err(Failure::new(Code::InvalidArgument, text).by_rule("N7"));
        }
        let media_type = format.media_type();
        let digest = digest(media_type, file);
        let stored = StoredPhoto {
            media_type,
            digest: &digest,
            bytes: &STANDARD.encode(file),
        };
        let body = serde_json::to_string(&stored)
            .map_err(|error| Failure::internal("encode a photo", &error))?;
        let record = Record {
            body,
            ..Record::default()
        };
        Ok(Self { digest, record })
    }

    /// How long its row is.
    pub(super) fn bytes(&self) -> usize {
        self.record.body.len()
    }

    /// What the row of the contact says of it.
    pub(super) fn mark(&self) -> PhotoMark {
        PhotoMark {
            digest: self.digest.clone(),
            version: None,
        }
    }

    /// The digest that distinguishes it from other photos.
    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    /// Stores it as the photo of an account's profile, which has none.
    pub(super) fn put_of_profile(&self) -> Write {
        Write::Put {
            kind: RowKind::ProfilePhoto,
            id: PROFILE_ROW,
            record: self.record.clone(),
            condition: Condition::Absent,
        }
    }

    /// Stores it in the place of the one that there was `before`.
    pub(super) fn put(&self, id: u64, before: Option<&PhotoMark>) -> Write {
        Write::Put {
            kind: RowKind::Photo,
            id,
            record: self.record.clone(),
            condition: match before.and_then(|mark| mark.version) {
                Some(version) => Condition::Version(version),
                None => Condition::Absent,
            },
        }
    }
}

/// What a row holds of the longest photo: in base64, with its type and digest.
const MOST: usize = (Record::MAX_BODY - 256) / 4 * 3;

/// Distinguishes two photos, without showing them.
pub(super) fn digest(media_type: &str, file: &[u8]) -> String {
    let hash = Sha256::new()
        .chain_update(media_type)
        .chain_update([0])
        .chain_update(file)
        .finalize();
    URL_SAFE_NO_PAD.encode(&hash[..16])
}

/// A photo as its row holds it. None of its texts has a character that JSON escapes.
#[derive(Serialize, Deserialize)]
struct StoredPhoto<'p> {
    #[serde(rename = "type")]
    media_type: &'p str,
    digest: &'p str,
    bytes: &'p str,
}

/// Whether the body of a row is a photo's with this digest.
pub(super) fn is_photo(body: &str, with: &str) -> bool {
    read(body, with).is_some_and(|photo| digest(photo.format.media_type(), &photo.bytes) == with)
}

/// The file of a photo's row.
pub(super) fn bytes(body: &str) -> Option<Vec<u8>> {
    let stored: StoredPhoto<'_> = serde_json::from_str(body).ok()?;
    STANDARD.decode(stored.bytes).ok()
}

/// The photo of a row.
pub(super) fn of_row(body: &str) -> Option<Photo> {
    let stored: StoredPhoto<'_> = serde_json::from_str(body).ok()?;
    read(body, stored.digest)
}

/// The photo of a row, if it still has this digest.
fn read(body: &str, digest: &str) -> Option<Photo> {
    let stored: StoredPhoto<'_> = serde_json::from_str(body).ok()?;
    let format = PhotoFormat::from_media_type(stored.media_type)?;
    if stored.digest != digest {
        return None;
    }
    let bytes = STANDARD.decode(stored.bytes).ok()?;
    Some(Photo::new(format, bytes))
}

/// The term of a person's row that names its photo.
///
/// It also says which commit wrote the photo: with the first write of the person, that was the same commit,
/// whose version was not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PhotoMark {
    digest: String,
    /// None in a row that is not written yet.
    version: Option<Version>,
}

impl PhotoMark {
    /// That of a photo of which only the digest is known.
    pub(super) fn of_digest(digest: &str) -> Self {
        Self {
            digest: digest.to_owned(),
            version: None,
        }
    }

    /// The mark among the terms of a row, which a commit of this version wrote.
    pub(super) fn of(terms: &Terms, written: Version) -> Option<Self> {
        let (digest, version) = parts(terms)?;
        Some(Self {
            digest: digest.to_owned(),
            version: Some(version.unwrap_or(written)),
        })
    }

    /// The digest that the mark among the terms of a row has: what a read shows of it.
    pub(super) fn digest_of(terms: &Terms) -> Option<&str> {
        parts(terms).map(|(digest, _)| digest)
    }

    /// Takes it out of them.
    pub(super) fn take(terms: &mut Terms, written: Version) -> Option<Self> {
        let mark = Self::of(terms, written);
        if terms.beginning_with(TERM).next().is_some() {
            terms.retain(|term| !is_mark(term));
        }
        mark
    }

    pub(super) fn term(&self) -> String {
        match self.version {
            Some(Version(version)) => format!("{TERM}{}:{version}", self.digest),
            None => format!("{TERM}{}", self.digest),
        }
    }

    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    /// The version of the photo's row; none if it is not written yet.
    pub(super) fn version(&self) -> Option<Version> {
        self.version
    }

    /// Deletes the photo with the person.
    pub(super) fn delete(&self, id: u64) -> Option<Write> {
        Some(Write::Delete {
            kind: RowKind::Photo,
            id,
            version: self.version?,
        })
    }
}

const TERM: &str = "photo:";

/// The digest of the mark among the terms of a row, and the version if the mark has one.
fn parts(terms: &Terms) -> Option<(&str, Option<Version>)> {
    let mark = terms.beginning_with(TERM).next()?.strip_prefix(TERM)?;
    let mut parts = mark.split(':');
    let digest = parts.next()?;
    let version = parts.next().map(|version| version.parse().map(Version));
    Some((digest, version.transpose().ok()?))
}

/// Whether a term is a mark: no rule makes it of a person's fields.
pub(super) fn is_mark(term: &str) -> bool {
    term.starts_with(TERM)
}

/// The addresses of photos. An address is a sealed text that says whose photo it is, and which one. So another photo
/// has another address, and the same photo of the same contact has the same address.
pub(super) struct Addresses {
    key: [u8; 32],
}

impl Addresses {
    pub(super) fn new(secret: &[u8; 32]) -> Self {
        let derived = Sha256::new()
            .chain_update(b"people photo key")
            .chain_update(secret)
            .finalize();
        Self {
            key: derived.into(),
        }
    }

    /// What follows the last slash of an address.
    pub(super) fn seal(&self, account: &Account, id: u64, digest: &str) -> String {
        let text = format!("{id:x}:{digest}:{account}", account = account.as_str());
        let sealed = self.cipher().encrypt([BINDING], text.as_bytes());
        // It fails only for more headers than there are.
        URL_SAFE_NO_PAD.encode(sealed.unwrap_or_default())
    }

    /// Whose photo it is, and which; none for a text that this did not seal.
    pub(super) fn open(&self, token: &str) -> Option<(Account, u64, String)> {
        let sealed = URL_SAFE_NO_PAD.decode(token).ok()?;
        let text = self.cipher().decrypt([BINDING], &sealed).ok()?;
        let text = String::from_utf8(text).ok()?;
        let mut parts = text.splitn(3, ':');
        let id = u64::from_str_radix(parts.next()?, 16).ok()?;
        let digest = parts.next()?.to_owned();
        let account = parts.next()?;
        let account = match account.strip_prefix(Account::OF_DOMAIN) {
            Some(domain) => Account::of_domain(domain),
            None => Account::new(account),
        };
        Some((account.ok()?, id, digest))
    }

    fn cipher(&self) -> Aes128Siv {
        use aes_siv::KeyInit;

        Aes128Siv::new(&self.key.into())
    }
}

const BINDING: &[u8] = b"people photo";

/// Stands for the profile of the account, instead of the id of a photo's row.
pub(super) const OF_PROFILE: u64 = 0;

/// The values of `photos` of a person with this source.
pub(super) fn field(url: String, source: SourceType, id: &str) -> Fields {
    let source = Source::new().r#type(source).id(id);
    let metadata = FieldMetadata::new().primary(true).source(source);
    let photo = people_model::Photo::new().metadata(metadata).url(url);
    Fields::from_person(&Person::new().photos([photo]), FieldMask::PHOTOS)
}

impl<S: Store> Service<S> {
    /// The photo with this address; none where it was replaced or deleted, or never was there (rule `H4`).
    pub(super) async fn photo(&self, token: &str) -> Result<Option<Photo>, Failure> {
        let Some((account, id, digest)) = self.facts.addresses.open(token) else {
            return Ok(None);
        };
        let (kind, id) = match id {
            OF_PROFILE => (RowKind::ProfilePhoto, PROFILE_ROW),
            id => (RowKind::Photo, id),
        };
        let Some(row) = self.store.get(&account, kind, id).await? else {
            return Ok(None);
        };
        let decoded = move || read(&row.record.body, &digest);
        let decoded = tokio::task::spawn_blocking(decoded).await;
        decoded.map_err(|error| Failure::internal("decode a photo", &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_says_which_commit_wrote_the_photo() {
        let mark = PhotoMark {
            digest: "abc".to_owned(),
            version: None,
        };
        let mut terms = Terms::from(["email:a", &mark.term(), "zone:b"]);
        let written = PhotoMark::take(&mut terms, Version(7)).unwrap();
        assert_eq!(terms, ["email:a", "zone:b"]);
        assert_eq!(written.version(), Some(Version(7)));
        let mut terms = Terms::from([written.term()]);
        let again = PhotoMark::take(&mut terms, Version(9));
        assert_eq!(again, Some(written));
        assert_eq!(PhotoMark::take(&mut terms, Version(9)), None);
    }

    #[test]
    fn h4_an_address_is_opened_by_its_key_alone() {
        let [ada, bob] = ["ada", "bob:1:2"].map(|name| Account::new(name).unwrap());
        let addresses = Addresses::new(&[7; 32]);
        let token = addresses.seal(&bob, 17, "abc");
        assert_eq!(
            addresses.open(&token),
            Some((bob.clone(), 17, "abc".to_owned()))
        );
        assert_eq!(addresses.seal(&bob, 17, "abc"), token);
        for (account, id, digest) in [(&ada, 17, "abc"), (&bob, 18, "abc"), (&bob, 17, "abd")] {
            assert_ne!(addresses.seal(account, id, digest), token);
        }
        assert_eq!(Addresses::new(&[8; 32]).open(&token), None);
        for at in 0..token.len() {
            let mut other = token.clone().into_bytes();
            other[at] = if other[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(addresses.open(&String::from_utf8(other).unwrap()), None);
        }
        assert_eq!(addresses.open(""), None);
        assert!(!token.contains("bob"));
    }
}
