//! A seed that is imported: all of it is checked before anything is written, and compared after.
mod add;
mod check;
mod compare;

use people_store::Store;

use super::{Differing, Seed, SeedError, SeedReport, part::Part};
use crate::service::People;

/// The result of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Imported {
    /// What was not there before.
    pub added: SeedReport,
    /// How many entries the seed has: profiles, groups, contacts, other contacts,
    /// domains and the people of their directories.
    pub entries: u64,
    /// Those that the store does not hold as the seed has them.
    pub differing: Vec<Differing>,
}

impl<S: Store> People<S> {
    /// Adds what a seed has and the store has not, and then compares the two.
    ///
    /// Existing entries stay unchanged; those with other values are reported. All entries are
    /// checked before the first is written. Call it again to resume an import that was
    /// interrupted: a contact without a resource name gets an id that is derived from its
    /// content, so that it is found again. `progress` is called with the number of entries that are
    /// done, and of all.
    ///
    /// ```
    /// use people_server::{People, Seed, Settings};
    /// use people_store::Memory;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let people = People::open(Memory::new(), Settings::default()).await?;
    /// let seed = r#"{"accounts": {"ada": {"contacts": [{"names": [{"givenName": "Charles"}]}]}}}"#;
    /// let seed = Seed::from_json(seed)?;
    /// assert_eq!(people.import(&seed, |_done, _all| {}).await?.added.contacts, 1);
    /// assert_eq!(people.import(&seed, |_done, _all| {}).await?.added.contacts, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// [`SeedError::Refused`] for the first entry that cannot be stored, when nothing was written;
    /// [`SeedError::Store`] when the store failed, and keeps what came before.
    pub async fn import(
        &self,
        seed: &Seed,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Imported, SeedError> {
        let parts = seed.accounts.iter();
        let parts: Vec<Part<'_, S>> = parts
            .map(|(name, content)| Part::new(&self.inner, name, content))
            .collect::<Result<_, _>>()?;
        let directories = self.inner.directories(seed).await?;
        let of_directories = directories.iter().map(|it| it.entries() as u64);
        let entries = parts.iter().map(Part::entries).sum::<u64>() + of_directories.sum::<u64>();
        let mut done = 0;
        let mut progress = |more: u64| {
            done += more;
            progress(done, 3 * entries);
        };
        let mut imported = Imported {
            entries,
            ..Imported::default()
        };
        imported.added.accounts = parts.len();
        let service = &self.inner;
        for part in &parts {
            // Every account has the system groups that a list may have: they are nothing to import.
            imported.entries -= part.check(&mut progress).await?;
        }
        for directory in &directories {
            service.check_directory(directory)?;
            progress(directory.entries() as u64);
        }
        for part in &parts {
            part.add(&mut imported.added, &mut progress).await?;
        }
        // Another process may have stored a domain since.
        let directories = service.directories(seed).await?;
        for directory in &directories {
            imported.added.directory_people += service.add_directory(directory).await?;
            progress(directory.entries() as u64);
        }
        for part in &parts {
            part.compare(&mut imported.differing, &mut progress).await?;
        }
        for directory in &directories {
            let differing = &mut imported.differing;
            service.compare_directory(directory, differing).await?;
            progress(directory.entries() as u64);
        }
        Ok(imported)
    }

    /// What the store has otherwise than a seed: [`seed`](Self::seed) and [`import`](Self::import) leave
    /// it as it is. What the store does not have is not among it.
    ///
    /// ```
    /// use people_server::{People, Seed, Settings};
    /// use people_store::Memory;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let people = People::open(Memory::new(), Settings::default()).await?;
    /// let shares = r#"{"accounts": {}, "domains": {"corp.example": {"sharing": true}}}"#;
    /// people.seed(Seed::from_json(shares)?).await?;
    /// let seed = Seed::from_json(&shares.replace("true", "false"))?;
    /// assert_eq!(people.differing(&seed).await?.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// [`SeedError::Refused`] for an entry that cannot be stored, [`SeedError::Store`] when the store
    /// failed.
    pub async fn differing(&self, seed: &Seed) -> Result<Vec<Differing>, SeedError> {
        let mut differing = Vec::new();
        for (name, content) in &seed.accounts {
            let part = Part::new(&self.inner, name, content)?;
            part.compare(&mut differing, &mut |_| {}).await?;
        }
        for directory in self.inner.directories(seed).await? {
            let compared = self.inner.compare_directory(&directory, &mut differing);
            compared.await?;
        }
        differing.retain(|entry| entry.is_there);
        Ok(differing)
    }
}
