//! Files of contacts that were uploaded, until they are imported.
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use people_cards::{ContactFile, ContactFileError, FileContact, Groups};
use people_server::{ImportedEntry, SourceConflicts, SourceEntry, SourceFile};
use people_store::Account;

use crate::{answer::Refused, console::secret};

/// Bytes of a file. `people import` takes larger ones.
pub(crate) const LARGEST: usize = 16 << 20;
/// Contacts of a file.
pub(crate) const MOST_CONTACTS: usize = 10_000;
/// Files that are kept, and bytes of all of them.
const MOST_FILES: usize = 16;
const MOST_BYTES: usize = 64 << 20;

/// The files of all accounts. If there are too many, the oldest goes.
#[derive(Default)]
pub(crate) struct Imports(Mutex<VecDeque<Arc<Upload>>>);

/// A file, and what became of it.
pub(crate) struct Upload {
    pub(crate) id: String,
    account: Account,
    /// By what a later version of the file is known.
    pub(crate) source: String,
    pub(crate) file: ContactFile,
    bytes: usize,
    /// One import of it at a time.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// What the import did.
    pub(crate) outcome: OnceLock<Outcome>,
}

/// What an import did, or would do.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What became of each contact of the file, in its order.
    pub(crate) entries: Vec<ImportedEntry>,
    pub(crate) file: SourceFile,
    /// Which side wins in each contact of the file.
    pub(crate) decided: Vec<SourceConflicts>,
    /// The groups of the account that the file names.
    pub(crate) groups: Groups,
    /// Names of groups that are new.
    pub(crate) new_groups: Vec<String>,
    /// Names that no group can have, and why.
    pub(crate) refused_groups: Vec<(String, String)>,
}

impl Imports {
    /// Keeps a file of an account.
    pub(crate) fn keep(
        &self,
        account: &Account,
        source: String,
        file: Vec<u8>,
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
        let file = ContactFile::read(file, None).map_err(|error| match error {
            ContactFileError::Table(error) => Refused::invalid(format!(
                "{error}. For a table of another program, `people import --map` says what its columns are."
            )),
            error => Refused::invalid(format!("{error}.")),
        })?;
        if file.lines().len() > MOST_CONTACTS {
            return Err(Refused::invalid(format!(
                "The file has more than {MOST_CONTACTS} contacts: use `people import` for it."
            )));
        }
        let id = secret().map_err(|error| Refused::broken(format!("{error}.")))?;
        let upload = Arc::new(Upload {
            id,
            account: account.clone(),
            source,
            file,
            bytes,
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
                "This file is no longer kept: later files came, or the server was started again. Nothing was changed \
                 by this page. Choose the file once more.",
            )
        })
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<Arc<Upload>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
        let first = imports.keep(&ada, "a.vcf".to_owned(), card("A"));
        let first = first.expect("kept").id.clone();
        assert!(imports.find(&ada, &first).is_ok());
        assert!(imports.find(&grace, &first).is_err(), "it is ada's");
        for number in 0..MOST_FILES {
            let kept = imports.keep(&grace, "b.vcf".to_owned(), card(&number.to_string()));
            assert!(kept.is_ok());
        }
        assert!(imports.find(&ada, &first).is_err(), "too many came later");
    }

    #[test]
    fn w49_a_file_of_too_many_contacts_and_one_of_none_are_refused() {
        let imports = Imports::default();
        let ada = Account::new("ada").expect("an account");
        let refused = |file: Vec<u8>| {
            let kept = imports.keep(&ada, "a.vcf".to_owned(), file);
            kept.err().expect("refused").text().to_owned()
        };
        let many = card("A").repeat(MOST_CONTACTS + 1);
        assert!(refused(many).contains("more than 10000 contacts"));
        assert!(refused(vec![b' '; LARGEST + 1]).contains("more than 16 MiB"));
        assert!(refused(b"{}".to_vec()).contains("no vCard"));
        assert!(refused(b"Colour,Size\r\nred,7\r\n".to_vec()).contains("--map"));
        assert!(refused(Vec::new()).contains("not empty"));
    }
}
