//! Where files are imported into.
use std::error::Error;

use people_server::{
    ImportOptions, ImportedEntry, People, Settings, SourceEntry, SourceFile, SourceGroup,
};
use people_store::{Account, Store};

/// An address book that takes what files say of contacts. What the files say, and how it is reported, is the same
/// for each.
pub(super) trait Target {
    /// How many bytes a photo may have.
    fn photo(&self) -> usize;

    /// The groups that have these names. Those that do not exist are made, unless it is a dry run.
    async fn groups(&mut self, names: Vec<String>) -> Result<Vec<SourceGroup>, Box<dyn Error>>;

    /// Brings the entries of a file into it. `read` may be called more than once for an entry, and `done` is called
    /// once for each, in any order, when what the entry changes is written.
    async fn import<E>(
        &mut self,
        file: &str,
        entries: &[E],
        read: impl Fn(&E) -> SourceEntry,
        done: impl FnMut(usize, ImportedEntry),
    ) -> Result<SourceFile, Box<dyn Error>>;
}

/// An account of a store that is not served.
pub(super) struct InStore<'a, S> {
    people: People<S>,
    account: &'a Account,
    options: ImportOptions,
    photo: usize,
}

impl<'a, S: Store> InStore<'a, S> {
    pub(super) async fn open(
        store: S,
        settings: Settings,
        account: &'a Account,
        options: ImportOptions,
    ) -> Result<Self, Box<dyn Error>> {
        let photo = settings.sizes.photo;
        Ok(Self {
            people: People::open(store, settings).await?,
            account,
            options,
            photo,
        })
    }
}

impl<S: Store> Target for InStore<'_, S> {
    fn photo(&self) -> usize {
        self.photo
    }

    async fn groups(&mut self, names: Vec<String>) -> Result<Vec<SourceGroup>, Box<dyn Error>> {
        let groups = self
            .people
            .source_groups(self.account, names, self.options.dry_run);
        Ok(groups.await?)
    }

    async fn import<E>(
        &mut self,
        file: &str,
        entries: &[E],
        read: impl Fn(&E) -> SourceEntry,
        done: impl FnMut(usize, ImportedEntry),
    ) -> Result<SourceFile, Box<dyn Error>> {
        let imported =
            self.people
                .import_file(self.account, file, entries, read, self.options, done);
        imported
            .await
            .map_err(|failure| failure.status().message.clone().into())
    }
}
