use people_model::Fingerprint;
use people_store::{Account, RowKind, Version};
use siphasher::{sip::SipHasher24, sip128};

/// The id of an account's one profile row.
pub(super) const PROFILE_ROW: u64 = 1;

/// Mints fingerprints from versions (rule `E1`).
///
/// It is keyed, so that a client with two etags does not learn how many commits are between them, or which came first.
/// The key is in the store, so that etags stay valid after a restart.
pub(super) struct Mint {
    key: [u8; 16],
}

impl Mint {
    pub(super) fn new(secret: &[u8; 32]) -> Self {
        let mut of_secret = [0; 16];
        of_secret.copy_from_slice(&secret[..16]);
        let derived = sip128::SipHasher24::new_with_key(&of_secret).hash(b"people etag key");
        Self {
            key: derived.as_bytes(),
        }
    }

    /// The fingerprint of one row's data at one version.
    pub(super) fn row(
        &self,
        account: &Account,
        kind: RowKind,
        id: u64,
        version: Version,
    ) -> Fingerprint {
        let kind: u8 = match kind {
            RowKind::Contact => 0,
            RowKind::Group => 1,
            RowKind::Profile => 2,
            // 3 and 4 are the first bytes of other messages below.
            RowKind::Photo => 5,
            RowKind::ProfilePhoto => 6,
            RowKind::OtherContact => 7,
            RowKind::DirectoryPerson => 8,
            RowKind::Domain => 9,
            RowKind::Source => 10,
            RowKind::Undo => 11,
        };
        let mut message = Vec::with_capacity(17 + account.as_str().len());
        message.push(kind);
        message.extend_from_slice(&id.to_le_bytes());
        message.extend_from_slice(&version.0.to_le_bytes());
        message.extend_from_slice(account.as_str().as_bytes());
        self.hash(&message)
    }

    /// The fingerprint of an account's profile at one version.
    pub(super) fn profile(&self, account: &Account, version: Version) -> Fingerprint {
        self.row(account, RowKind::Profile, PROFILE_ROW, version)
    }

    /// The fingerprint of a person with two sources: it changes when either does (rule `E3`).
    pub(super) fn joined(&self, contact: Fingerprint, profile: Fingerprint) -> Fingerprint {
        let mut message = [3; 17];
        message[1..9].copy_from_slice(&contact.0);
        message[9..].copy_from_slice(&profile.0);
        self.hash(&message)
    }

    /// An id for a contact that says this, and came so often before: only who has the key can tell
    /// what it says from it.
    pub(super) fn entry(&self, account: &Account, text: &str, times: u64) -> u64 {
        let mut message = vec![4];
        message.extend_from_slice(&times.to_le_bytes());
        message.extend_from_slice(account.as_str().as_bytes());
        // No account has it in its name.
        message.push(0);
        message.extend_from_slice(text.as_bytes());
        let Fingerprint(bytes) = self.hash(&message);
        u64::from_le_bytes(bytes) >> 1
    }

    fn hash(&self, message: &[u8]) -> Fingerprint {
        Fingerprint(
            SipHasher24::new_with_key(&self.key)
                .hash(message)
                .to_le_bytes(),
        )
    }
}
