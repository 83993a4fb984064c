//! What a console in the same process sees of an emulator, and does with it.

use axum::{body::Body, extract::Request};
use bytes::Bytes;
use http::Method as Verb;
use http_body_util::BodyExt;
use people_model::{Code, ContactId, Person, Status};
use people_rules::Resolution;
use people_server::{
    Api, Failure, ImportOptions, ImportedEntry, ImportedFile, KeptSource, Sizes, SourceEntry,
    SourceFile, SourceGroup, Union,
};
use people_store::Account;
use serde_json::Value;

use crate::{
    Emulator, Options, control,
    journal::{Filter, Resource},
};

/// Which requests of the journal a page shows.
///
/// ```
/// use people_emulator::Selection;
///
/// let mut failed = Selection::default();
/// failed.account = Some("ada".to_owned());
/// failed.status = Some("4xx".to_owned());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Selection {
    /// Those of this account.
    pub account: Option<String>,
    /// Those of the method with this id.
    pub method: Option<String>,
    /// Those of this test.
    pub test: Option<String>,
    /// Those with this status, such as `404` or `4xx`.
    pub status: Option<String>,
    /// Those that name this resource, in their address or in the body of the request.
    pub resource: Option<String>,
    /// Those with a smaller number.
    pub before: Option<u64>,
}

/// For a console in the same process, which has its own guard.
impl<A: Api> Emulator<A> {
    /// The API inside. What is called here meets no rule, is in no journal and belongs to no program under test.
    pub fn api(&self) -> &A {
        &self.api
    }

    /// What the operator chose.
    pub fn options(&self) -> &Options {
        &self.shared.options
    }

    /// Answers as `/emulator/v1/…` does, without asking who may. An answer that is not JSON is one text.
    ///
    /// `address` is absolute where the answer depends on where the server was reached.
    ///
    /// # Errors
    ///
    /// The status that a request to the address gets.
    pub async fn control(&self, verb: Verb, address: &str, body: Bytes) -> Result<Value, Status> {
        let refused = |error: http::Error| invalid(format!("`{address}`: {error}."));
        let request = Request::builder().method(verb).uri(address);
        let request = request.body(Body::from(body)).map_err(refused)?;
        let uri = request.uri();
        let scheme = uri.scheme_str().unwrap_or("http");
        let host = uri.authority().map_or("", |authority| authority.as_str());
        let base = format!("{scheme}://{host}");
        let answer = control::operate(self, base, request).await?;
        let body = answer.into_body().collect().await;
        let body = body.map_err(|error| Status::new(Code::Internal, error.to_string()))?;
        let body = body.to_bytes();
        Ok(serde_json::from_slice(&body)
            .unwrap_or_else(|_| String::from_utf8_lossy(&body).into_owned().into()))
    }

    /// Makes one contact of two in one commit, as [`People::unite`](people_server::People::unite) does.
    ///
    /// # Errors
    ///
    /// As `People::unite`, and `UNIMPLEMENTED` for an emulator without [accounts](Self::with_accounts).
    pub async fn unite(
        &self,
        account: &Account,
        kept: &Person,
        gone: &Person,
        after: &Person,
    ) -> Result<Union, Failure> {
        let keeping = self.keeping().ok_or_else(control::no_accounts)?;
        keeping.unite(account, [kept, gone], after).await
    }

    /// What can be made two contacts again, the oldest first.
    ///
    /// # Errors
    ///
    /// As [`People::unions`](people_server::People::unions), and `UNIMPLEMENTED` for an emulator without
    /// [accounts](Self::with_accounts).
    pub async fn unions(&self, account: &Account) -> Result<Vec<Union>, Failure> {
        let keeping = self.keeping().ok_or_else(control::no_accounts)?;
        keeping.unions(account).await
    }

    /// Makes two contacts of one again, as [`People::divide`](people_server::People::divide) does.
    ///
    /// # Errors
    ///
    /// As `People::divide`, and `UNIMPLEMENTED` for an emulator without [accounts](Self::with_accounts).
    pub async fn divide(
        &self,
        account: &Account,
        id: u64,
        resolution: Resolution,
    ) -> Result<Union, Failure> {
        let keeping = self.keeping().ok_or_else(control::no_accounts)?;
        keeping.divide(account, id, resolution).await
    }

    /// What files said of each of these contacts, as [`People::kept_sources`](people_server::People::kept_sources)
    /// has it.
    ///
    /// # Errors
    ///
    /// When the store fails, and `UNIMPLEMENTED` for an emulator without [accounts](Self::with_accounts).
    pub async fn kept_sources(
        &self,
        account: &Account,
        contacts: &[ContactId],
    ) -> Result<Vec<Vec<KeptSource>>, Failure> {
        let keeping = self.keeping().ok_or_else(control::no_accounts)?;
        keeping.kept_sources(account, contacts).await
    }

    /// The groups of an account that a file names, as
    /// [`People::source_groups`](people_server::People::source_groups) finds or makes them.
    ///
    /// # Errors
    ///
    /// When the store fails, and `UNIMPLEMENTED` for an emulator without [accounts](Self::with_accounts).
    pub async fn source_groups(
        &self,
        account: &Account,
        names: Vec<String>,
        dry_run: bool,
    ) -> Result<Vec<SourceGroup>, Failure> {
        let keeping = self.keeping().ok_or_else(control::no_accounts)?;
        keeping.source_groups(account, names, dry_run).await
    }

    /// Imports so many entries of a file, as [`People::import_file`](people_server::People::import_file) does, and
    /// says what became of each, in their order.
    ///
    /// # Errors
    ///
    /// As `People::import_file`, and `UNIMPLEMENTED` for an emulator without [accounts](Self::with_accounts).
    pub async fn import_file(
        &self,
        account: &Account,
        file: &str,
        entries: usize,
        read: &(dyn Fn(usize) -> SourceEntry + Send + Sync),
        options: ImportOptions,
    ) -> Result<(Vec<ImportedEntry>, SourceFile), Failure> {
        let keeping = self.keeping().ok_or_else(control::no_accounts)?;
        keeping
            .import_file(account, file, entries, read, options)
            .await
    }

    /// What is known of earlier files of this name, as
    /// [`People::imported_file`](people_server::People::imported_file) has it.
    ///
    /// # Errors
    ///
    /// When the store fails, and `UNIMPLEMENTED` for an emulator without [accounts](Self::with_accounts).
    pub async fn imported_file(
        &self,
        account: &Account,
        file: &str,
    ) -> Result<Option<ImportedFile>, Failure> {
        let keeping = self.keeping().ok_or_else(control::no_accounts)?;
        keeping.imported_file(account, file).await
    }

    /// How much there may be of each thing; none without [accounts](Self::with_accounts).
    pub fn sizes(&self) -> Option<&Sizes> {
        self.keeping().map(|keeping| keeping.sizes())
    }

    /// Calls `told` after an account was put into another state: reset, restored, loaded or removed. It calls `told`
    /// until that answers `false`. An emulator without [accounts](Self::with_accounts) never calls it.
    pub fn when_replaced(&self, told: impl Fn(&Account) -> bool + Send + Sync + 'static) {
        if let Some(keeping) = self.keeping() {
            keeping.when_replaced(Box::new(told));
        }
    }

    /// The newest requests of a selection, newest first: at most `limit`, each without header fields and bodies;
    /// of a refusal the `error` too.
    ///
    /// # Errors
    ///
    /// 400 if the selection names no method or status.
    pub fn recent(&self, selection: &Selection, limit: usize) -> Result<Vec<Value>, Status> {
        let named = |error: String| invalid(format!("{error}."));
        let parsed = |text: &Option<String>| text.as_deref().map(str::parse).transpose();
        let filter = Filter {
            account: selection.account.clone(),
            method: parsed(&selection.method).map_err(named)?,
            test: selection.test.clone(),
            status: match &selection.status {
                Some(status) => Some(status.parse().map_err(named)?),
                None => None,
            },
            after: None,
            body: None,
        };
        let mut entries = self.journal().all();
        entries.reverse();
        let resource = selection.resource.as_deref().map(Resource::new);
        let chosen = entries.into_iter().filter(|entry| {
            selection.before.is_none_or(|before| entry.number < before)
                && filter.matches(entry)
                && resource.as_ref().is_none_or(|it| it.is_in(entry))
        });
        Ok(chosen.take(limit).map(|entry| entry.line()).collect())
    }

    /// Completes once the journal may have another entry. It listens from now on, and not from the first poll.
    pub fn more_requests(&self) -> impl Future<Output = ()> + Send + '_ {
        self.journal().more()
    }

    /// Completes once the server stops.
    pub fn stopping(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut stop = self.shared.stop.subscribe();
        async move {
            stop.wait_for(|stop| *stop).await.ok();
        }
    }
}

fn invalid(message: String) -> Status {
    Status::new(Code::InvalidArgument, message)
}
