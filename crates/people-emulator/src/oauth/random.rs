//! Texts that cannot be guessed: codes, tokens, and the one-time values of pages.
use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, PoisonError},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Where random numbers come from.
pub(super) enum Random {
    /// The operating system.
    System,
    /// A text, so that a run is the same as the one before (rule `J4`).
    Seeded {
        seed: String,
        /// How many each owner has taken, so that the actions of others make no difference.
        taken: Mutex<HashMap<String, u64>>,
    },
}

/// The operating system has no random numbers.
#[derive(Debug)]
pub(super) struct NoRandom;

impl Random {
    pub(super) fn seeded(seed: &str) -> Self {
        Self::Seeded {
            seed: seed.to_owned(),
            taken: Mutex::default(),
        }
    }

    /// 256 random bits as a text that needs no escape in an address. With a seed they follow from the owner and
    /// how many it took.
    pub(super) fn text(&self, owner: &str) -> Result<String, NoRandom> {
        Ok(URL_SAFE_NO_PAD.encode(self.bytes(owner)?))
    }

    /// Eight consonants with a hyphen, which a person types.
    pub(super) fn user_code(&self, owner: &str) -> Result<String, NoRandom> {
        /// 16 letters, so that each byte chooses all of them equally often. Without vowels there are no words.
        const LETTERS: &[u8; 16] = b"BCDFGHJKLMNPQRST";

        let bytes = self.bytes(owner)?;
        let mut letters = bytes
            .iter()
            .map(|byte| char::from(LETTERS[usize::from(byte % 16)]));
        let half: String = letters.by_ref().take(4).collect();
        Ok(format!("{half}-{}", letters.take(4).collect::<String>()))
    }

    fn bytes(&self, owner: &str) -> Result<[u8; 32], NoRandom> {
        match self {
            Self::System => {
                let mut bytes = [0; 32];
                getrandom::fill(&mut bytes).map_err(|_| NoRandom)?;
                Ok(bytes)
            }
            Self::Seeded { seed, taken } => {
                let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
                let taken = taken.entry(owner.to_owned()).or_default();
                *taken += 1;
                let hash = Sha256::new()
                    .chain_update("people oauth")
                    .chain_update([0])
                    .chain_update(seed)
                    .chain_update([0])
                    .chain_update(owner)
                    .chain_update(taken.to_le_bytes());
                Ok(hash.finalize().into())
            }
        }
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::System => "System",
            Self::Seeded { .. } => "Seeded",
        })
    }
}
