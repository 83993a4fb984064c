//! The state of accounts and domains (rules `J1`, `J2`): `/emulator/v1/accounts`, `/emulator/v1/domains` and
//! `/emulator/v1/seed`.
use std::{future::Future, pin::Pin};

use http::StatusCode;
use people_http::Call;
use people_model::{Code, ContactId, Person, Status};
use people_rules::Resolution;
use people_server::{
    Clock, Failure, ImportOptions, ImportedEntry, ImportedFile, KeptSource, Seed, SeedReport,
    Sizes, SourceEntry, SourceFile, SourceGroup, SyncToken, Union,
};
use people_store::{Account, RowKind, Standing, Store};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Asked, clock, to_json};
use crate::words::{invalid, nearest};
use crate::{
    Accounts,
    accounts::{SaveInfo, Told, of_seed},
};

/// How many accounts a page has.
const PAGE: usize = 1_000;

/// What is done with the state of accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OfAccounts {
    /// Says which accounts there are.
    List,
    /// Removes all of them.
    RemoveAll,
    /// Adds a seed.
    Seed,
    /// Something with one of them.
    One(Whose, OfOne),
    /// Something with the clock of one.
    Clock(clock::OfClock),
}

/// Whose state it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    Account,
    Domain,
}

/// What is done with the state of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OfOne {
    Dump,
    Load,
    Remove,
    Reset,
    Save,
    Restore,
    Saves,
    Forget,
}

/// What answers these requests, over any store.
pub(crate) trait Keeping: std::fmt::Debug + Send + Sync {
    /// Does what is asked.
    fn answer(&self, operation: OfAccounts, asked: Asked) -> Answering<'_>;

    /// Whether an account has anything, or a seed.
    fn has<'a>(&'a self, account: &'a Account) -> Boxed<'a, bool>;

    /// The accounts that have anything, at most `limit`.
    fn names(&self, limit: usize) -> Boxed<'_, Vec<Account>>;

    /// The clocks of the accounts.
    fn clock(&self) -> &dyn Clock;

    /// Makes one contact of two, as [`People::unite`](people_server::People::unite) does.
    fn unite<'a>(
        &'a self,
        account: &'a Account,
        people: [&'a Person; 2],
        after: &'a Person,
    ) -> Boxed<'a, Result<Union, Failure>>;

    /// Opens a sync token, as [`People::open_sync_token`](people_server::People::open_sync_token) does.
    fn open_sync_token<'a>(
        &'a self,
        account: &'a Account,
        list: &'a Call,
        token: &'a str,
    ) -> Boxed<'a, Result<Option<SyncToken>, Failure>>;

    /// What can be made two contacts again, the oldest first.
    fn unions<'a>(&'a self, account: &'a Account) -> Boxed<'a, Result<Vec<Union>, Failure>>;

    /// Makes two contacts of one again, as [`People::divide`](people_server::People::divide) does.
    fn divide<'a>(
        &'a self,
        account: &'a Account,
        id: u64,
        resolution: Resolution,
    ) -> Boxed<'a, Result<Union, Failure>>;

    /// What files said of contacts, as [`People::kept_sources`](people_server::People::kept_sources) has it.
    fn kept_sources<'a>(
        &'a self,
        account: &'a Account,
        contacts: &'a [ContactId],
    ) -> Boxed<'a, Result<Vec<Vec<KeptSource>>, Failure>>;

    /// The groups that a file names, as [`People::source_groups`](people_server::People::source_groups) finds them.
    fn source_groups<'a>(
        &'a self,
        account: &'a Account,
        names: Vec<String>,
        dry_run: bool,
    ) -> Boxed<'a, Result<Vec<SourceGroup>, Failure>>;

    /// Imports so many entries of a file, as [`People::import_file`](people_server::People::import_file) does.
    fn import_file<'a>(
        &'a self,
        account: &'a Account,
        file: &'a str,
        entries: usize,
        read: &'a ReadEntry<'a>,
        options: ImportOptions,
    ) -> Boxed<'a, Result<(Vec<ImportedEntry>, SourceFile), Failure>>;

    /// What is known of earlier files of this name, as
    /// [`People::imported_file`](people_server::People::imported_file) has it.
    fn imported_file<'a>(
        &'a self,
        account: &'a Account,
        file: &'a str,
    ) -> Boxed<'a, Result<Option<ImportedFile>, Failure>>;

    /// How much there may be of each thing.
    fn sizes(&self) -> &Sizes;

    /// Calls `told` after an account was put into another state, until `told` answers `false`.
    fn when_replaced(&self, told: Told);
}

/// Makes an entry of a file, by its place.
pub(crate) type ReadEntry<'a> = dyn Fn(usize) -> SourceEntry + Send + Sync + 'a;

pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

pub(crate) type Answering<'a> = Boxed<'a, Answer>;

impl<S: Store> Keeping for Accounts<S> {
    fn answer(&self, operation: OfAccounts, asked: Asked) -> Answering<'_> {
        Box::pin(async move {
            let answered = match operation {
                OfAccounts::List => list(self, &asked).await,
                OfAccounts::RemoveAll => remove_all(self, &asked).await,
                OfAccounts::Seed => seed(self, &asked).await,
                OfAccounts::One(whose, operation) => one(self, whose, operation, &asked).await,
                OfAccounts::Clock(operation) => {
                    let account = named(&asked, Whose::Account)?;
                    clock::answer(self.clocks(), &account, operation, &asked).map_err(Failure::from)
                }
            };
            let answered = answered.map_err(Failure::into_status)?;
            Ok(to_json(StatusCode::OK, &answered))
        })
    }

    fn has<'a>(&'a self, account: &'a Account) -> Boxed<'a, bool> {
        Box::pin(async move {
            let standing = self.standing(account).await;
            self.has_seed(account) || standing.is_ok_and(|standing| standing.rows() > 0)
        })
    }

    fn names(&self, limit: usize) -> Boxed<'_, Vec<Account>> {
        Box::pin(async move {
            let listed = self.list(None, limit).await;
            let accounts = listed.map(|(accounts, _)| accounts).unwrap_or_default();
            let accounts = accounts.into_iter().map(|(account, _)| account);
            accounts
                .filter(|account| account.domain().is_none())
                .collect()
        })
    }

    fn clock(&self) -> &dyn Clock {
        self.clocks()
    }

    fn unite<'a>(
        &'a self,
        account: &'a Account,
        [kept, gone]: [&'a Person; 2],
        after: &'a Person,
    ) -> Boxed<'a, Result<Union, Failure>> {
        Box::pin(self.people().unite(account, kept, gone, after))
    }

    fn open_sync_token<'a>(
        &'a self,
        account: &'a Account,
        list: &'a Call,
        token: &'a str,
    ) -> Boxed<'a, Result<Option<SyncToken>, Failure>> {
        Box::pin(self.people().open_sync_token(account, list, token))
    }

    fn unions<'a>(&'a self, account: &'a Account) -> Boxed<'a, Result<Vec<Union>, Failure>> {
        Box::pin(self.people().unions(account))
    }

    fn divide<'a>(
        &'a self,
        account: &'a Account,
        id: u64,
        resolution: Resolution,
    ) -> Boxed<'a, Result<Union, Failure>> {
        Box::pin(self.people().divide(account, id, resolution))
    }

    fn kept_sources<'a>(
        &'a self,
        account: &'a Account,
        contacts: &'a [ContactId],
    ) -> Boxed<'a, Result<Vec<Vec<KeptSource>>, Failure>> {
        Box::pin(async move { Ok(self.people().kept_sources(account, contacts).await?) })
    }

    fn source_groups<'a>(
        &'a self,
        account: &'a Account,
        names: Vec<String>,
        dry_run: bool,
    ) -> Boxed<'a, Result<Vec<SourceGroup>, Failure>> {
        Box::pin(async move {
            let groups = self.people().source_groups(account, names, dry_run);
            Ok(groups.await?)
        })
    }

    fn import_file<'a>(
        &'a self,
        account: &'a Account,
        file: &'a str,
        entries: usize,
        read: &'a ReadEntry<'a>,
        options: ImportOptions,
    ) -> Boxed<'a, Result<(Vec<ImportedEntry>, SourceFile), Failure>> {
        Box::pin(async move {
            let places: Vec<usize> = (0..entries).collect();
            let mut imported: Vec<Option<ImportedEntry>> = vec![None; entries];
            let done = |place: usize, entry| imported[place] = Some(entry);
            let read = |place: &usize| read(*place);
            let people = self.people();
            let file = people.import_file(account, file, &places, read, options, done);
            let file = file.await?;
            Ok((imported.into_iter().flatten().collect(), file))
        })
    }

    fn imported_file<'a>(
        &'a self,
        account: &'a Account,
        file: &'a str,
    ) -> Boxed<'a, Result<Option<ImportedFile>, Failure>> {
        Box::pin(async move { Ok(self.people().imported_file(account, file).await?) })
    }

    fn sizes(&self) -> &Sizes {
        self.people().sizes()
    }

    fn when_replaced(&self, told: Told) {
        self.when_replaced(told);
    }
}

async fn list<S: Store>(accounts: &Accounts<S>, asked: &Asked) -> Result<Value, Failure> {
    asked.allow(&["pageToken"])?;
    let after = asked
        .parameter("pageToken")
        .map(|token| match token.split_once(' ') {
            Some(("domain", domain)) => Account::of_domain(domain),
            _ => Account::new(token.strip_prefix("account ").unwrap_or(token)),
        });
    let after = after.transpose();
    let after =
        after.map_err(|_| invalid("`pageToken` is the `nextPageToken` of the page before."))?;
    let (found, next) = accounts.list(after.as_ref(), PAGE).await?;
    let (mut own, mut domains) = (Vec::new(), Vec::new());
    for (account, standing) in found {
        match account.domain() {
            Some(name) => domains.push(json!({
                "name": name,
                "people": standing.count(RowKind::DirectoryPerson)
            })),
            None => own.push(summary(&account, &standing)),
        }
    }
    let mut listed = json!({"accounts": own, "domains": domains});
    if let Some(next) = next {
        listed["nextPageToken"] = match next.domain() {
            Some(domain) => format!("domain {domain}").into(),
            None => format!("account {next}").into(),
        };
    }
    Ok(listed)
}

/// What an account has, in numbers.
fn summary(account: &Account, standing: &Standing) -> Value {
    json!({
        "name": account.as_str(),
        "contacts": standing.count(RowKind::Contact),
        "groups": standing.count(RowKind::Group),
        "otherContacts": standing.count(RowKind::OtherContact),
        "photos": standing.count(RowKind::Photo) + standing.count(RowKind::ProfilePhoto),
        "hasProfile": standing.count(RowKind::Profile) > 0
    })
}

async fn remove_all<S: Store>(accounts: &Accounts<S>, asked: &Asked) -> Result<Value, Failure> {
    asked.allow(&[])?;
    let (mut removed, mut after) = (0, None);
    loop {
        let (found, next) = accounts.list(after.as_ref(), PAGE).await?;
        for (account, _) in &found {
            accounts.remove(account).await?;
            removed += 1;
        }
        match next {
            Some(next) => after = Some(next),
            None => return Ok(json!({"removed": removed})),
        }
    }
}

async fn seed<S: Store>(accounts: &Accounts<S>, asked: &Asked) -> Result<Value, Failure> {
    asked.allow(&[])?;
    let report = accounts.seed(read_seed(asked)?).await;
    report.map(added).map_err(of_seed)
}

async fn one<S: Store>(
    accounts: &Accounts<S>,
    whose: Whose,
    operation: OfOne,
    asked: &Asked,
) -> Result<Value, Failure> {
    asked.allow(&[])?;
    let account = named(asked, whose)?;
    match operation {
        OfOne::Dump if !accounts.is_there(&account).await? => {
            Err(unknown(accounts, &account).await?)
        }
        OfOne::Dump => accounts.dump(&account).await,
        OfOne::Load => accounts.load(&account, read_seed(asked)?).await.map(added),
        // One that is not there is removed already: a test may clean up without knowing.
        OfOne::Remove => {
            let removed = accounts.standing(&account).await?.rows() > 0;
            accounts.remove(&account).await?;
            Ok(json!({"removed": removed}))
        }
        OfOne::Reset => {
            no_body(asked)?;
            accounts.reset(&account).await?;
            Ok(summary(&account, &accounts.standing(&account).await?))
        }
        OfOne::Save => {
            let saved = accounts
                .save(&account, &asked.json::<Named>()?.name)
                .await?;
            Ok(shown(saved))
        }
        OfOne::Restore => {
            accounts
                .restore(&account, &asked.json::<Named>()?.name)
                .await?;
            Ok(summary(&account, &accounts.standing(&account).await?))
        }
        OfOne::Saves => {
            let saves = accounts.saves(&account).into_iter().map(shown);
            Ok(json!({"saves": saves.collect::<Vec<_>>()}))
        }
        OfOne::Forget => {
            let name = asked.segments.get(1).map_or("", |name| name.as_str());
            accounts.forget(&account, name)?;
            Ok(json!({}))
        }
    }
}

/// The error that there is no such account or domain. It names those that exist.
async fn unknown<S: Store>(accounts: &Accounts<S>, account: &Account) -> Result<Failure, Failure> {
    const SHOWN: usize = 10;

    let (found, _) = accounts.list(None, PAGE).await?;
    let (kind, name) = match account.domain() {
        Some(domain) => ("domain", domain),
        None => ("account", account.as_str()),
    };
    let found = found.iter().map(|(found, _)| found);
    let same = found.filter(|found| found.domain().is_some() == account.domain().is_some());
    let names: Vec<&str> = same
        .map(|found| found.domain().unwrap_or(found.as_str()))
        .collect();
    let more = match names.len() > SHOWN {
        true => " and more",
        false => "",
    };
    let there = match names[..] {
        [] => "There is none yet".to_owned(),
        _ => format!(
            "There are: {}{more}",
            names[..names.len().min(SHOWN)].join(", ")
        ),
    };
    let near = nearest(name, names.iter().copied());
    let near = near.map(|near| format!(" Did you mean `{near}`?"));
    Ok(Failure::new(
        Code::NotFound,
        format!(
            "There is no {kind} `{name}`: it has nothing.{} {there}.",
            near.unwrap_or_default()
        ),
    ))
}

/// The body of a save and a restore.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
}

fn shown(save: SaveInfo) -> Value {
    json!({"name": save.name, "rows": save.rows, "bytes": save.bytes})
}

fn added(report: SeedReport) -> Value {
    json!({
        "accounts": report.accounts,
        "profiles": report.profiles,
        "groups": report.groups,
        "contacts": report.contacts,
        "otherContacts": report.other_contacts,
        "directoryPeople": report.directory_people
    })
}

/// The account in the path.
pub(super) fn named(asked: &Asked, whose: Whose) -> Result<Account, Status> {
    let name = asked.segments.first().map_or("", |name| name.as_str());
    let account = match whose {
        Whose::Account => Account::new(name),
        Whose::Domain => Account::of_domain(&name.to_lowercase()),
    };
    account.map_err(|error| invalid(format!("`{name}`: {error}.")))
}

fn read_seed(asked: &Asked) -> Result<Seed, Status> {
    let text = std::str::from_utf8(&asked.body);
    let text = text.map_err(|_| invalid("The body is a seed, in JSON of UTF-8."))?;
    Seed::from_json(text).map_err(|error| {
        let line = error
            .line(text)
            .map(|line| format!("line {line}: "))
            .unwrap_or_default();
        let mut status = of_seed(error).into_status();
        status.message.insert_str(0, &line);
        status
    })
}

fn no_body(asked: &Asked) -> Result<(), Status> {
    match asked.body.trim_ascii() {
        b"" | b"{}" => Ok(()),
        _ => Err(invalid(
            "A reset takes no body: an account goes back to its seed.",
        )),
    }
}
