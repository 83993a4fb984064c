//! Ids that are the same at every run (rule `J4`).
use std::{
    collections::HashMap,
    hash::Hasher,
    sync::{Mutex, MutexGuard, PoisonError},
};

use people_server::Ids;
use people_store::Account;
use sha2::{Digest, Sha256};
use siphasher::sip::SipHasher24;

/// Ids that are derived from a seed, the account, and the number of ids that the account has taken. They are the same
/// in every run, and do not depend on other accounts.
///
/// ```
/// use people_emulator::Sequence;
/// use people_server::Ids;
/// use people_store::Account;
///
/// let (ada, bob) = (Account::new("ada")?, Account::new("bob")?);
/// let [one, other] = [Sequence::new("7"), Sequence::new("7")];
/// one.next(&bob);
/// assert_eq!(one.next(&ada), other.next(&ada));
/// # Ok::<(), people_store::InvalidAccount>(())
/// ```
#[derive(Debug)]
pub struct Sequence {
    key: [u8; 16],
    taken: Mutex<HashMap<Account, u64>>,
}

impl Sequence {
    /// The ids of a seed.
    pub fn new(seed: &str) -> Self {
        let mut key = [0; 16];
        key.copy_from_slice(&hashed("people ids", seed)[..16]);
        Self {
            key,
            taken: Mutex::default(),
        }
    }

    /// The secret of a store in memory that follows from a seed: so etags and the addresses of photos do too.
    pub fn secret(seed: &str) -> [u8; 32] {
        hashed("people store secret", seed)
    }

    /// How many ids an account has taken.
    pub(crate) fn taken(&self, account: &Account) -> u64 {
        self.lock().get(account).copied().unwrap_or(0)
    }

    /// Has an account take ids from there on.
    pub(crate) fn go_on(&self, account: &Account, taken: u64) {
        self.lock().insert(account.clone(), taken);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Account, u64>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ids for Sequence {
    fn next(&self, account: &Account) -> u64 {
        let number = {
            let mut taken = self.lock();
            let taken = taken.entry(account.clone()).or_default();
            *taken += 1;
            *taken
        };
        let mut hasher = SipHasher24::new_with_key(&self.key);
        hasher.write(&number.to_le_bytes());
        hasher.write(account.as_str().as_bytes());
        (hasher.finish() >> 1).max(1)
    }
}

fn hashed(what: &str, seed: &str) -> [u8; 32] {
    let hash = Sha256::new()
        .chain_update(what)
        .chain_update([0])
        .chain_update(seed);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn j4_ids_follow_from_seed_and_account() {
        let [ada, bob] = ["ada", "bob"].map(|name| Account::new(name).expect("a name"));
        let sequence = Sequence::new("7");
        let first: Vec<u64> = (0..3).map(|_| sequence.next(&ada)).collect();
        assert_ne!(first[0], first[1]);
        assert_ne!(sequence.next(&bob), first[0]);
        assert_ne!(Sequence::new("8").next(&ada), first[0]);
        let taken = sequence.taken(&ada);
        let more = sequence.next(&ada);
        sequence.go_on(&ada, taken);
        assert_eq!(sequence.next(&ada), more);
        sequence.go_on(&ada, 0);
        assert_eq!(
            (0..3).map(|_| sequence.next(&ada)).collect::<Vec<_>>(),
            first
        );
        assert_ne!(Sequence::secret("7"), Sequence::secret("8"));
    }
}
