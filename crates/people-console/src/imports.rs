//! Files of contacts that were uploaded, until they are imported.
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use people_cards::{ContactFile, ContactFileError, FileContact, Groups};
use people_model::SystemGroup;
use people_server::{ImportedEntry, ImportedFile, SourceConflicts, SourceEntry, SourceFile};
use people_store::Account;

use crate::{answer::Refused, console::secret};

/// Bytes of a file. `people import` takes larger ones.
pub(crate) const LARGEST: usize = 16 << 20;
/// Contacts of a file.
pub(crate) const MOST_CONTACTS: usize = 10_000;
/// Groups that a file may name beside the system groups, even if an account may have fewer.
const MOST_GROUPS: usize = 5_000;
/// The most files that are kept, and about how many bytes of memory they may take together.
const MOST_FILES: usize = 16;
const MOST_BYTES: usize = 64 << 20;
/// About how many bytes a contact of a file takes beside those of the file: its place, and what became of it.
const OF_CONTACT: usize = 1 << 10;
/// How long a file is kept.
const KEPT: Duration = Duration::from_secs(3_600);

/// The files of all accounts. If there are too many, the oldest goes.
#[derive(Default)]
pub(crate) struct Imports(Mutex<VecDeque<Arc<Upload>>>);

/// A file, and what became of it.
pub(crate) struct Upload {
    pub(crate) id: String,
    account: Account,
    /// By what a later version of the file is known.
    source: Mutex<Arc<str>>,
    pub(crate) file: ContactFile,
    /// About how many bytes of memory it takes.
    bytes: usize,
    since: Instant,
    /// The digests of the conflicts of each contact, by its place, as a page showed them last.
    pub(crate) shown: Mutex<BTreeMap<usize, Digest>>,
    /// Allows one import of it at a time.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// What the import did.
    pub(crate) outcome: OnceLock<Outcome>,
}

/// The digest of the conflicts of a contact.
pub(crate) type Digest = [u8; 32];

/// What an import did, or would do.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What became of each contact of the file, in its order.
    pub(crate) entries: Vec<ImportedEntry>,
    pub(crate) file: SourceFile,
    /// What was known of earlier files of this name.
    pub(crate) earlier: Option<ImportedFile>,
    /// Which side wins in each contact of the file.
    pub(crate) decided: Vec<SourceConflicts>,
    /// Contacts whose conflicts are others than a page showed: no decision is about them.
    pub(crate) unseen: BTreeSet<usize>,
    /// The groups of the account that the file names.
    pub(crate) groups: Groups,
    /// Names of groups that are new.
    pub(crate) new_groups: Vec<String>,
    /// Names that no group can have, and why.
    pub(crate) refused_groups: Vec<(String, String)>,
}

impl Imports {
    /// Keeps a file of an account, which has room for so many groups.
    pub(crate) fn keep(
        &self,
        account: &Account,
        source: &str,
        file: Vec<u8>,
        most_groups: u64,
    ) -> Result<Arc<Upload>, Refused> {
        if file.is_empty() {
            return Err(Refused::invalid("Choose a file that is not empty."));
        }
        if file.len() > LARGEST {
            let most = LARGEST >> 20;
            let text = format!("The file has more than {most} MiB: use `people import` for it.");
            return Err(Refused::invalid(text));
        }
        let bytes = file.len();
        let file = ContactFile::read_at_most(file, None, MOST_CONTACTS).map_err(|error| match error {
            ContactFileError::TooMany(most) => Refused::invalid(format!(
                "The file has more than {most} contacts: use `people import` for it."
            )),
            ContactFileError::Table(error) => Refused::invalid(format!(
                "{error}. For a table of another program, `people import --map` says what its columns are."
            )),
            error => Refused::invalid(format!("{error}.")),
        })?;
        // A file of 16 MiB may name millions of groups: each would be looked for, and refused. Below that, a group for
        // which the account has no room is refused by its name, and the contacts are imported without it.
        let limit = usize::try_from(most_groups).unwrap_or(usize::MAX);
        let most = limit
            .max(MOST_GROUPS)
            .saturating_add(SystemGroup::ALL.len());
        if file.group_names().nth(most).is_some() {
            return Err(Refused::invalid(format!(
                "The file names more than {most} groups: use `people import` for it."
            )));
        }
        let bytes = bytes + OF_CONTACT * (file.lines().len() + file.refused().len());
        let id = secret().map_err(|error| Refused::broken(format!("{error}.")))?;
        let upload = Arc::new(Upload {
            id,
            account: account.clone(),
            source: Mutex::new(source.into()),
            file,
            bytes,
            since: Instant::now(),
            shown: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            outcome: OnceLock::new(),
        });
        let mut all = self.all();
        all.push_back(Arc::clone(&upload));
        let bytes = |all: &VecDeque<Arc<Upload>>| all.iter().map(|it| it.bytes).sum::<usize>();
        while all.len() > MOST_FILES || bytes(&all) > MOST_BYTES {
            all.pop_front();
        }
        Ok(upload)
    }

    /// A file of this account.
    pub(crate) fn find(&self, account: &Account, id: &str) -> Result<Arc<Upload>, Refused> {
        let all = self.all();
        let found = all.iter().find(|it| it.id == id && it.account == *account);
        found.cloned().ok_or_else(|| {
            Refused::not_found(
                "This file is no longer kept: an hour has passed, later files came, the account was removed or is another one \
                 now, or the server was started again. Nothing was changed \
                 by this page. Choose the file once more.",
            )
        })
    }

    /// Forgets the files of an account.
    pub(crate) fn forget(&self, account: &Account) {
        self.all().retain(|it| it.account != *account);
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<Arc<Upload>>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        end_old(&mut all, Instant::now());
        all
    }
}

impl Upload {
    /// By what a later version of the file is known.
    pub(crate) fn source(&self) -> Arc<str> {
        Arc::clone(&self.source.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Gives the file another name. Call it in the file's turn.
    pub(crate) fn name(&self, source: &str) {
        *self.source.lock().unwrap_or_else(PoisonError::into_inner) = source.into();
    }
}

/// Forgets the files whose time is over.
fn end_old(all: &mut VecDeque<Arc<Upload>>, now: Instant) {
    all.retain(|it| now.saturating_duration_since(it.since) < KEPT);
}

/// A contact of a file as it is imported.
pub(crate) fn entry(contact: FileContact) -> SourceEntry {
    let mut entry = SourceEntry::new(contact.person).key(contact.key);
    entry.photo = contact.photo;
    entry.rest = contact.rest;
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(name: &str) -> Vec<u8> {
        format!("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name}\r\nEND:VCARD\r\n").into_bytes()
    }

    #[test]
    fn w49_so_many_files_are_kept_and_no_account_sees_that_of_another() {
        let imports = Imports::default();
        let [ada, grace] = ["ada", "grace"].map(|it| Account::new(it).expect("an account"));
        let first = imports.keep(&ada, "a.vcf", card("A"), 9);
        let first = first.expect("kept").id.clone();
        assert!(imports.find(&ada, &first).is_ok());
        assert!(imports.find(&grace, &first).is_err(), "it is ada's");
        for number in 0..MOST_FILES {
            let kept = imports.keep(&grace, "b.vcf", card(&number.to_string()), 9);
            assert!(kept.is_ok());
        }
        assert!(imports.find(&ada, &first).is_err(), "too many came later");
    }

    #[test]
    fn w49_a_file_is_kept_for_an_hour_and_as_long_as_its_account() {
        let imports = Imports::default();
        let [ada, grace] = ["ada", "grace"].map(|it| Account::new(it).expect("an account"));
        for account in [&ada, &grace] {
            let kept = imports.keep(account, "a.vcf", card("A"), 9);
            assert!(kept.is_ok());
        }
        imports.forget(&ada);
        assert_eq!(imports.all().len(), 1, "the file of grace");
        let mut all = imports.all();
        end_old(&mut all, Instant::now() + KEPT - Duration::from_secs(60));
        assert_eq!(all.len(), 1);
        end_old(&mut all, Instant::now() + KEPT);
        assert_eq!(all.len(), 0);
    }

    #[test]
    fn w49_a_file_of_too_many_contacts_and_one_of_none_are_refused() {
        let imports = Imports::default();
        let ada = Account::new("ada").expect("an account");
        let refused = |file: Vec<u8>| {
            let kept = imports.keep(&ada, "a.vcf", file, 9);
            kept.err().expect("refused").text().to_owned()
        };
        let many = card("A").repeat(MOST_CONTACTS + 1);
        assert!(refused(many).contains("more than 10000 contacts"));
        let cut_off = b"BEGIN:VCARD\n".repeat(MOST_CONTACTS + 1);
        assert!(refused(cut_off).contains("more than 10000 contacts"));
        let rows = format!("First Name,Labels\n{}", "a\n".repeat(MOST_CONTACTS + 1));
        assert!(refused(rows.into_bytes()).contains("more than 10000 contacts"));
        assert!(refused(vec![b' '; LARGEST + 1]).contains("more than 16 MiB"));
        assert!(refused(b"{}".to_vec()).contains("no vCard"));
        assert!(refused(b"Colour,Size\r\nred,7\r\n".to_vec()).contains("--map"));
        assert!(refused(Vec::new()).contains("not empty"));
    }

    #[test]
    fn w49_a_file_names_no_more_groups_than_can_be_looked_for() {
        let imports = Imports::default();
        let ada = Account::new("ada").expect("an account");
        let systems = SystemGroup::ALL.len();
        // What an account may have counts only if it is more than 5,000.
        for (limit, most) in [(3, 5_000), (5_000, 5_000), (5_001, 5_001)] {
            for (more, is_kept) in [(0, true), (1, false)] {
                let names: Vec<String> = (0..most + systems + more)
                    .map(|it| format!("g{it}"))
                    .collect();
                let file = card(&format!("A\r\nCATEGORIES:{}", names.join(",")));
                let kept = imports.keep(&ada, "a.vcf", file, limit);
                let refused = kept.err().map(|it| it.text().to_owned());
                assert_eq!(refused.is_none(), is_kept, "{limit} {more}: {refused:?}");
                if let Some(why) = refused {
                    let most = most + systems;
                    assert!(why.contains(&format!("more than {most} groups")), "{why}");
                }
            }
        }
    }
}
