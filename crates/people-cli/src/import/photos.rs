//! Photos that files name by their addresses (rule `I13`).
mod fetch;
mod public;

use std::{
    collections::{BTreeSet, HashMap},
    error::Error,
    fs,
    path::PathBuf,
};

use people_cards::Card;
use people_server::SourceEntry;
use reqwest::Url;
use tempfile::TempDir;

use self::fetch::{System, fetch};
use crate::progress;

/// The photos that were fetched, in a folder that is deleted with this value.
#[derive(Default)]
pub(super) struct Photos {
    folder: Option<TempDir>,
    found: HashMap<String, Result<PathBuf, String>>,
}

/// How often a host may fail before nothing more is asked of it.
const FAILURES: u32 = 3;

impl Photos {
    /// Fetches the photos that entries name, each once.
    ///
    /// # Errors
    ///
    /// When they cannot be stored on this machine. A photo that cannot be fetched is not an error.
    pub(super) async fn fetch(
        &mut self,
        entries: impl Iterator<Item = SourceEntry>,
        most: usize,
    ) -> Result<(), Box<dyn Error>> {
        let addresses: BTreeSet<String> = entries.filter_map(|entry| address(&entry)).collect();
        let new = addresses
            .into_iter()
            .filter(|it| !self.found.contains_key(it));
        let new: Vec<String> = new.collect();
        let bar = progress::bar("photos, each fetched", new.len() as u64);
        let mut failures: HashMap<String, u32> = HashMap::new();
        for address in new {
            let host = Url::parse(&address).ok();
            let host = host.and_then(|url| url.host_str().map(str::to_owned));
            let failed = failures.entry(host.unwrap_or_default()).or_default();
            let fetched = match *failed < FAILURES {
                true => fetch(&System, &address, most).await,
                false => Err("not fetched: its host has failed too often".to_owned()),
            };
            *failed = if fetched.is_ok() { 0 } else { *failed + 1 };
            let kept = match fetched {
                Ok(file) => Ok(self.keep(&file)?),
                Err(why) => Err(why),
            };
            self.found.insert(address, kept);
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(())
    }

    fn keep(&mut self, file: &[u8]) -> Result<PathBuf, Box<dyn Error>> {
        if self.folder.is_none() {
            self.folder = Some(tempfile::tempdir()?);
        }
        let folder = self
            .folder
            .as_ref()
            .map(TempDir::path)
            .unwrap_or(std::path::Path::new(""));
        let path = folder.join(self.found.len().to_string());
        fs::write(&path, file)?;
        Ok(path)
    }

    /// Gives an entry the photo that it names. If that was not fetched, the contact keeps the photo that it has.
    pub(super) fn attach(&self, mut entry: SourceEntry) -> SourceEntry {
        if let Some(address) = address(&entry) {
            let found = self
                .found
                .get(&address)
                .and_then(|found| found.as_ref().ok());
            entry.photo = found.and_then(|path| fs::read(path).ok());
            entry.photo_is_unread = entry.photo.is_none();
        }
        entry
    }

    /// Why the photo that an entry names was not fetched.
    pub(super) fn refused(&self, entry: &SourceEntry) -> Option<String> {
        let address = address(entry)?;
        let why = self.found.get(&address)?.as_ref().err()?;
        Some(format!("{address}: {why}"))
    }
}

/// The address of the photo of an entry that has no other.
fn address(entry: &SourceEntry) -> Option<String> {
    if entry.photo.is_some() && !entry.photo_is_unread {
        return None;
    }
    let card = Card::parse(entry.rest.as_deref()?).ok()?;
    let lines = card.lines().iter().filter(|line| line.is_named("PHOTO"));
    let mut addresses = lines.map(|line| line.text().trim().to_owned());
    addresses.find(|address| {
        let folded = address.get(..8).unwrap_or_default().to_ascii_lowercase();
        folded.starts_with("http://") || folded == "https://"
    })
}
