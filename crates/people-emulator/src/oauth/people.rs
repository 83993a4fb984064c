//! Who logs in: the existing accounts, and what a program may learn about them.
use people_http::{Call, GetPerson};
use people_model::{FieldMask, Person};
use people_server::{Api, Caller, Scopes};
use people_store::Account;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{OAuth, scopes::ScopeSet};
use crate::Emulator;

/// What follows the name in the e-mail address of an account that is not one itself.
const DOMAIN: &str = "example.com";

/// The account that a program names by its name or its e-mail address (rule `X49`). It must exist, or have logged in
/// before.
pub(super) async fn find<A: Api>(
    emulator: &Emulator<A>,
    oauth: &OAuth,
    name: &str,
) -> Option<Account> {
    let named = Account::new(name).ok()?;
    if is_there(emulator, oauth, &named).await {
        return Some(named);
    }
    let (name, domain) = name.rsplit_once('@')?;
    let local = Account::new(name).ok().filter(|_| domain == DOMAIN)?;
    is_there(emulator, oauth, &local).await.then_some(local)
}

async fn is_there<A: Api>(emulator: &Emulator<A>, oauth: &OAuth, account: &Account) -> bool {
    let is_known = {
        let state = oauth.state();
        state.named.contains(account) || state.grants.knows(account)
    };
    match emulator.keeping() {
        _ if is_known => true,
        Some(keeping) => keeping.has(account).await,
        None => false,
    }
}

/// Accounts that a page offers at most.
const OFFERED: usize = 100;

/// The accounts that a page offers.
pub(super) async fn offered<A: Api>(emulator: &Emulator<A>, oauth: &OAuth) -> Vec<Account> {
    let mut accounts = match emulator.keeping() {
        Some(keeping) => keeping.names(OFFERED).await,
        None => Vec::new(),
    };
    accounts.extend(oauth.state().named.iter().take(OFFERED).cloned());
    accounts.sort();
    accounts.dedup();
    accounts.truncate(OFFERED);
    accounts
}

/// The e-mail address of an account.
pub(super) fn email(account: &Account) -> String {
    match account.as_str() {
        name if name.contains('@') => name.to_owned(),
        name => format!("{name}@{DOMAIN}"),
    }
}

/// What a token with these scopes says of an account, as claims of OpenID Connect.
pub(super) async fn claims<A: Api>(
    emulator: &Emulator<A>,
    account: &Account,
    scopes: ScopeSet,
) -> Map<String, Value> {
    let person = profile(emulator, account).await;
    let mut claims = Map::new();
    let mut add = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    add("sub", subject(account, &person).into());
    if scopes.has_email() {
        add("email", email(account).into());
        add("email_verified", true.into());
    }
    if scopes.has_profile() {
        if let Some(name) = person.names.first() {
            for (claim, text) in [
                ("name", &name.display_name),
                ("given_name", &name.given_name),
                ("family_name", &name.family_name),
            ] {
                if !text.is_empty() {
                    add(claim, text.as_str().into());
                }
            }
        }
        if let Some(photo) = person.photos.first() {
            add("picture", photo.url.as_str().into());
        }
    }
    claims
}

/// The profile of an account; empty if it has none.
async fn profile<A: Api>(emulator: &Emulator<A>, account: &Account) -> Person {
    let caller = Caller::new(account.clone(), Scopes::ALL);
    let mask = FieldMask::NAMES | FieldMask::PHOTOS | FieldMask::METADATA;
    let get = Call::GetPerson(GetPerson::new("people/me", mask));
    match emulator.api().call(&caller, get).await {
        Ok(reply) => serde_json::from_slice(&reply.body).unwrap_or_default(),
        Err(_) => Person::default(),
    }
}

/// The number that identifies an account: that of its profile, as Google has it, or one that follows from its name.
fn subject(account: &Account, person: &Person) -> String {
    let number = person.resource_name.strip_prefix("people/");
    match number {
        Some(number) if number.bytes().all(|byte| byte.is_ascii_digit()) => number.to_owned(),
        _ => {
            let hash = Sha256::digest(account.as_str());
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&hash[..8]);
            format!("1{:020}", u64::from_be_bytes(bytes))
        }
    }
}
