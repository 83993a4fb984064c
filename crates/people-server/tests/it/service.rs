//! The methods over a store, seen through the router, without a socket.
//!
//! Nothing here is left to chance: the store's secret is known, the clock moves by a step whenever
//! it is asked, and ids count.
mod audit;
mod batch;
mod batch_writes;
mod directory;
mod file_imports;
mod group_members;
mod group_sync;
mod groups;
mod hostile;
mod import;
mod isolation;
mod observed;
mod other_contacts;
mod paging;
mod photo_seeds;
mod photos;
mod pieces;
mod races;
mod reads;
mod replies;
mod search;
mod seed;
mod sizes;
mod sources;
mod state;
mod sync;
mod turns;
mod unions;
mod unusual;
mod versions;

use std::sync::Arc;

use http::{HeaderValue, Request, Response};
use people_rules::Contract;
use people_server::{Audit, Dev, Front, People, ResponseBody, Seed, Settings, Sizes};
use people_store::{Account, Memory, Order, RowKind, Store};
use serde_json::Value;
use tower::ServiceExt;

use crate::{
    fake::{Answer, anonymous, send},
    steps::{Count, Steps},
};

/// A server in the process.
pub(crate) struct Server<S> {
    front: Front<People<S>, Dev>,
    pub(crate) people: People<S>,
    pub(crate) clock: Steps,
}

impl Server<Memory> {
    /// An empty server of the documented contract.
    pub(crate) async fn new() -> Self {
        Self::of_contract(Contract::Documented).await
    }

    pub(crate) async fn of_contract(contract: Contract) -> Self {
        Self::over(Memory::with_secret([7; 32]), contract).await
    }
}

impl<S: Store> Server<S> {
    pub(crate) async fn over(store: S, contract: Contract) -> Self {
        Self::sized(store, contract, Sizes::default()).await
    }

    pub(crate) async fn sized(store: S, contract: Contract, sizes: Sizes) -> Self {
        Self::of_settings(store, contract, sizes, Settings::default()).await
    }

    pub(crate) async fn of_settings(
        store: S,
        contract: Contract,
        sizes: Sizes,
        mut settings: Settings,
    ) -> Self {
        let clock = Steps::new();
        settings.contract = contract;
        settings.sizes = sizes;
        settings.clock = Arc::new(clock.clone());
        settings.ids = Arc::new(Count::new());
        let people = People::open(store, settings).await.expect("a service");
        let front = Front::new(people.clone(), Dev);
        Self {
            front,
            people,
            clock,
        }
    }

    pub(crate) async fn seeded(self, seed: &str) -> Self {
        let seed = Seed::from_json(seed).expect("a seed");
        self.people
            .seed(seed)
            .await
            .expect("a seed that can be stored");
        self
    }

    pub(crate) async fn send(
        &self,
        request: Request<http_body_util::Full<bytes::Bytes>>,
    ) -> Answer {
        send(self.front.clone(), request).await
    }

    /// Sends a request of an account's; `null` is no body.
    pub(crate) async fn call(
        &self,
        account: &str,
        verb: &str,
        address: &str,
        body: &Value,
    ) -> Answer {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut request = anonymous(verb, address, body);
        let token =
            HeaderValue::try_from(format!("Bearer {account}")).expect("a name of an account");
        request.headers_mut().insert("authorization", token);
        self.send(request).await
    }

    /// The response to a request of an account's, of whose body nothing was read.
    pub(crate) async fn begin(&self, account: &str, address: &str) -> Response<ResponseBody> {
        let mut request = anonymous("GET", address, "");
        let token = HeaderValue::try_from(format!("Bearer {account}")).expect("a name");
        request.headers_mut().insert("authorization", token);
        let Ok(response) = self.front.clone().oneshot(request).await;
        response
    }

    /// Reads something that is there.
    pub(crate) async fn get(&self, account: &str, address: &str) -> Value {
        let answer = self.call(account, "GET", address, &Value::Null).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.text());
        answer.json()
    }

    /// Creates a contact and returns it whole.
    pub(crate) async fn create(&self, account: &str, person: &Value) -> Value {
        let answer = self
            .call(account, "POST", "/v1/people:createContact", person)
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// Updates `mask` of a contact to what `person` says, which holds its name, etag and sources.
    pub(crate) async fn update(&self, account: &str, mask: &str, person: &Value) -> Answer {
        let name = text(person, "resourceName");
        let address = format!("/v1/{name}:updateContact?updatePersonFields={mask}");
        self.call(account, "PATCH", &address, person).await
    }

    pub(crate) async fn delete(&self, account: &str, name: &str) -> Answer {
        let address = format!("/v1/{name}:deleteContact");
        self.call(account, "DELETE", &address, &Value::Null).await
    }
}

#[track_caller]
pub(crate) fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member]
        .as_str()
        .unwrap_or_else(|| panic!("no `{member}` in {value}"))
}

/// The same person with another value of one field.
pub(crate) fn edited(person: &Value, field: &str, value: Value) -> Value {
    let mut person = person.clone();
    person[field] = value;
    person
}

#[track_caller]
pub(crate) fn list<'v>(value: &'v Value, member: &str) -> &'v [Value] {
    match &value[member] {
        Value::Null => &[],
        Value::Array(entries) => entries,
        other => panic!("`{member}` is no list: {other}"),
    }
}

/// What is wrong with the rows of an account, as a check goes through them.
pub(crate) async fn faults<S: Store>(store: &S, account: &Account) -> Vec<String> {
    let (mut audit, mut faults) = (Audit::default(), Vec::new());
    for kind in [
        RowKind::Group,
        RowKind::Source,
        RowKind::Contact,
        RowKind::Photo,
        RowKind::Undo,
    ] {
        let page = store.page(account, kind, Order::Id, None, 100).await;
        for row in page.expect("a page").rows {
            faults.extend(audit.row(account, kind, &row));
        }
    }
    faults.extend(audit.end());
    faults
}
