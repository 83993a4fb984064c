//! Which contacts of an account may be one person, found beside the pages and not while one is made.
use std::{
    collections::{HashMap, VecDeque},
    fmt::Display,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use people_http::{Call, ListConnections};
use people_model::{FieldMask, ListConnectionsResponse};
use people_rules::{Duplicates, Found, Sources, Verdict};
use people_store::Account;
use tokio::sync::{Semaphore, watch};

use crate::{answer::Refused, backend::Backend};

/// What is compared.
const COMPARED: FieldMask = FieldMask::NAMES
    .union(FieldMask::EMAIL_ADDRESSES)
    .union(FieldMask::PHONE_NUMBERS)
    .union(FieldMask::EXTERNAL_IDS)
    .union(FieldMask::ORGANIZATIONS)
    .union(FieldMask::BIRTHDAYS)
    .union(FieldMask::GENDERS);
/// Contacts that are read at once. Other calls of the API come between.
const READ: i32 = 500;
/// The most groups that are kept of an account.
const MOST_GROUPS: usize = 2_000;
/// The most reasons that are kept of a group.
const MOST_REASONS: usize = 8;
/// The most accounts whose groups are kept.
const MOST_ACCOUNTS: usize = 16;
/// How long a page waits for a search that it begins.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long the result of a search is valid that took longer than this. An open page reloads when a search ends.
/// Without this time, it would begin another search each time while a program writes.
const STANDS: Duration = Duration::from_secs(30);

/// The searches of all accounts. One runs at a time.
pub(crate) struct Searches {
    known: Mutex<VecDeque<Known>>,
    /// The place for the search that runs.
    turn: Arc<Semaphore>,
    patience: Duration,
    stands: Duration,
}

impl Default for Searches {
    fn default() -> Self {
        Self {
            known: Mutex::default(),
            turn: Arc::new(Semaphore::new(1)),
            patience: PATIENCE,
            stands: STANDS,
        }
    }
}

/// What is known of an account. The account that was asked about last is the last one.
struct Known {
    account: Account,
    /// What the last search found.
    found: Option<Arc<Proposal>>,
    /// The search that runs, or ended last.
    search: watch::Receiver<Progress>,
}

/// How far a search is.
#[derive(Clone, Debug)]
pub(crate) enum Progress {
    /// So many contacts are read.
    Reading(usize),
    /// So many contacts are compared.
    Comparing(usize),
    Done(Arc<Proposal>),
    Failed(String),
}

/// The groups of contacts that may be one person.
#[derive(Debug)]
pub(crate) struct Proposal {
    /// The first of them: not more than are ever shown.
    pub(crate) groups: Vec<Proposed>,
    /// How many there are, and how many of them are *same*.
    pub(crate) all: usize,
    pub(crate) same: usize,
    /// How many contacts were compared.
    pub(crate) contacts: usize,
    /// Whether the contacts have changed since then.
    sync_token: String,
    /// Until when no page begins another search, even if they have.
    stands_until: Instant,
}

/// Contacts that may be one person.
#[derive(Debug)]
pub(crate) struct Proposed {
    /// Their resource names.
    pub(crate) contacts: Vec<String>,
    pub(crate) verdict: Verdict,
    /// What speaks for it, and against it.
    pub(crate) reasons: Vec<String>,
    pub(crate) contradictions: Vec<String>,
}

/// What a page shows.
pub(crate) struct Standing {
    pub(crate) found: Option<Arc<Proposal>>,
    /// How far the search is that looks again.
    pub(crate) running: Option<Progress>,
    /// Whether the contacts have changed since they were compared, and no search runs.
    pub(crate) is_old: bool,
}

impl Searches {
    /// The groups of an account. If its contacts have changed since the last search, another one begins; if it takes
    /// long, the page shows what the last one found. After a search that took long none begins for some time by
    /// itself.
    pub(crate) async fn look(
        &self,
        backend: &Arc<dyn Backend>,
        account: &Account,
    ) -> Result<Standing, Refused> {
        if let Some(Progress::Done(found)) = self.last(account) {
            let is_old = !is_latest(&**backend, account, &found.sync_token).await;
            let stands = Instant::now() < found.stands_until;
            if !is_old || stands {
                return Ok(Standing {
                    found: Some(found),
                    running: None,
                    is_old,
                });
            }
        }
        let (before, mut search) = self.begin(backend, account)?;
        let ended = tokio::time::timeout(self.patience, search.wait_for(Progress::has_ended)).await;
        drop(ended);
        let progress = search.borrow().clone();
        match progress {
            Progress::Done(found) => Ok(Standing {
                found: Some(found),
                running: None,
                is_old: false,
            }),
            Progress::Failed(why) => Err(Refused::new(
                http::StatusCode::SERVICE_UNAVAILABLE,
                format!("The contacts cannot be compared: {why}"),
            )),
            running => Ok(Standing {
                found: before,
                running: Some(running),
                is_old: false,
            }),
        }
    }

    /// The search that runs for an account, if one does.
    pub(crate) fn running(&self, account: &Account) -> Option<watch::Receiver<Progress>> {
        let known = self.known();
        let known = known.iter().find(|known| known.account == *account)?;
        let is_running = !known.search.borrow().has_ended();
        is_running.then(|| known.search.clone())
    }

    /// How far the last search of an account came.
    fn last(&self, account: &Account) -> Option<Progress> {
        let known = self.known();
        let known = known.iter().find(|known| known.account == *account)?;
        let progress = known.search.borrow().clone();
        Some(progress)
    }

    /// Begins a search, unless one runs for this account; and says what the last one found.
    pub(crate) fn begin(
        &self,
        backend: &Arc<dyn Backend>,
        account: &Account,
    ) -> Result<(Option<Arc<Proposal>>, watch::Receiver<Progress>), Refused> {
        let mut all = self.known();
        let at = all.iter().position(|known| known.account == *account);
        let mut found = None;
        if let Some(mut known) = at.and_then(|at| all.remove(at)) {
            let progress = known.search.borrow().clone();
            if let Progress::Done(done) = &progress {
                known.found = Some(Arc::clone(done));
            }
            found = known.found.take();
            if !progress.has_ended() {
                let search = known.search.clone();
                known.found.clone_from(&found);
                all.push_back(known);
                return Ok((found, search));
            }
        }
        if all.len() >= MOST_ACCOUNTS {
            let idle = all
                .iter()
                .position(|known| known.search.borrow().has_ended());
            let Some(idle) = idle else {
                return Err(Refused::new(
                    http::StatusCode::SERVICE_UNAVAILABLE,
                    "The contacts of too many accounts are being compared. Load this page again.",
                ));
            };
            all.remove(idle);
        }
        let (news, search) = watch::channel(Progress::Reading(0));
        all.push_back(Known {
            account: account.clone(),
            found: found.clone(),
            search: search.clone(),
        });
        drop(all);
        let (backend, turn) = (Arc::clone(backend), Arc::clone(&self.turn));
        let (begun, patience, stands) = (Instant::now(), self.patience, self.stands);
        let account = account.clone();
        tokio::spawn(async move {
            let _turn = turn.acquire_owned().await;
            let stopping = backend.stopping();
            let ended = tokio::select! {
                ended = search_all(&*backend, &account, &news) => ended,
                () = stopping => Err("The server stops.".to_owned()),
            };
            news.send_replace(match ended {
                Ok(mut found) => {
                    if begun.elapsed() >= patience {
                        found.stands_until = Instant::now() + stands;
                    }
                    Progress::Done(Arc::new(found))
                }
                Err(why) => Progress::Failed(why),
            });
        });
        Ok((found, search))
    }

    fn known(&self) -> MutexGuard<'_, VecDeque<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress {
    pub(crate) fn has_ended(&self) -> bool {
        match self {
            Self::Reading(_) | Self::Comparing(_) => false,
            Self::Done(_) | Self::Failed(_) => true,
        }
    }
}

/// Whether no contact has changed since a token was given.
async fn is_latest(backend: &dyn Backend, account: &Account, sync_token: &str) -> bool {
    let list = list(1).sync_token(sync_token);
    let Ok(reply) = backend.call(account, Call::ListConnections(list)).await else {
        return false; // Such as a token that has expired.
    };
    let listed: Result<ListConnectionsResponse, _> = serde_json::from_slice(&reply.body);
    listed.is_ok_and(|listed| listed.connections.is_empty())
}

fn list(page_size: i32) -> ListConnections {
    let list = ListConnections::new(COMPARED | FieldMask::METADATA);
    list.sources(Sources::CONTACT)
        .page_size(page_size)
        .request_sync_token(true)
}

/// Reads and compares all contacts of an account. All that needs long is done beside the threads of the API.
async fn search_all(
    backend: &dyn Backend,
    account: &Account,
    news: &watch::Sender<Progress>,
) -> Result<Proposal, String> {
    let (mut all, mut names) = (Duplicates::new(), Vec::new());
    let mut page_token = String::new();
    let sync_token = loop {
        let list = list(READ).page_token(page_token);
        let reply = backend.call(account, Call::ListConnections(list)).await;
        let reply = reply.map_err(|failure| failure.status().message.clone())?;
        let added = beside(move || {
            let listed: Result<ListConnectionsResponse, _> = serde_json::from_slice(&reply.body);
            let listed = listed.map_err(in_words)?;
            for person in &listed.connections {
                all.add(person);
            }
            let read = listed.connections.into_iter();
            let read: Vec<String> = read.map(|person| person.resource_name).collect();
            Ok((all, read, listed.next_page_token, listed.next_sync_token))
        });
        let (next, read, next_page, next_sync) = added.await?;
        all = next;
        names.extend(read);
        news.send_replace(Progress::Reading(names.len()));
        if next_page.is_empty() {
            break next_sync;
        }
        page_token = next_page;
    };
    news.send_replace(Progress::Comparing(names.len()));
    beside(move || {
        let found = all.find();
        Ok(Proposal::of(&found, &names, MOST_GROUPS, sync_token))
    })
    .await
}

/// Does long work in a thread that answers no requests.
async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    tokio::task::spawn_blocking(work).await.map_err(in_words)?
}

fn in_words(error: impl Display) -> String {
    format!("{error}.")
}

impl Proposal {
    /// The groups, at most so many, each with the reasons of its pairs.
    fn of(found: &Found, names: &[String], most: usize, sync_token: String) -> Self {
        let kept = &found.groups[..found.groups.len().min(most)];
        let mut groups: Vec<Proposed> = Vec::with_capacity(kept.len());
        let mut groups_of: HashMap<usize, Vec<usize>> = HashMap::new();
        for group in kept {
            for contact in &group.contacts {
                groups_of.entry(*contact).or_default().push(groups.len());
            }
            groups.push(Proposed {
                contacts: group.contacts.iter().map(|at| names[*at].clone()).collect(),
                verdict: group.verdict,
                reasons: Vec::new(),
                contradictions: Vec::new(),
            });
        }
        for pair in &found.pairs {
            let of = |at: usize| groups_of.get(&at).map_or(&[][..], Vec::as_slice);
            let [one, other] = pair.contacts;
            for group in of(one).iter().filter(|group| of(other).contains(group)) {
                let group = &mut groups[*group];
                pair.reasons
                    .iter()
                    .for_each(|it| keep(&mut group.reasons, it));
                pair.contradictions
                    .iter()
                    .for_each(|it| keep(&mut group.contradictions, it));
            }
        }
        let same = found
            .groups
            .iter()
            .filter(|group| group.verdict == Verdict::Same);
        Self {
            groups,
            all: found.groups.len(),
            same: same.count(),
            contacts: names.len(),
            sync_token,
            stands_until: Instant::now(),
        }
    }
}

fn keep(all: &mut Vec<String>, one: &impl Display) {
    let one = one.to_string();
    if all.len() < MOST_REASONS && !all.contains(&one) {
        all.push(one);
    }
}

#[cfg(test)]
mod tests;
