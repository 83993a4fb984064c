//! What the pages ask, without the type of the API.
use std::pin::Pin;

use bytes::Bytes;
use http::Method as Verb;
use people_emulator::{Emulator, Selection};
use people_http::Call;
use people_model::{ContactId, Person, Status};
use people_rules::Resolution;
use people_server::{
    Api, Caller, Failure, ImportOptions, ImportedEntry, ImportedFile, KeptSource, Photo, Reply,
    Scopes, Sizes, SourceEntry, SourceFile, SourceGroup, Union,
};
use people_store::Account;
use serde_json::Value;

/// An emulator and the API inside it.
pub(crate) trait Backend: Send + Sync {
    /// Makes a call of the API as an account.
    fn call(&self, account: &Account, call: Call) -> Answering<'_, Result<Reply, Failure>>;
    /// The photo that has an address ending with this token.
    fn photo<'a>(&'a self, token: &'a str) -> Answering<'a, Result<Option<Photo>, Failure>>;
    /// Answers as `/emulator/v1/…`.
    fn control<'a>(
        &'a self,
        verb: Verb,
        address: &'a str,
        body: Bytes,
    ) -> Answering<'a, Result<Value, Status>>;
    /// Makes one contact of two in one commit.
    fn unite<'a>(
        &'a self,
        account: &'a Account,
        people: [&'a Person; 2],
        after: &'a Person,
    ) -> Answering<'a, Result<Union, Failure>>;
    /// What can be made two contacts again, the oldest first.
    fn unions<'a>(&'a self, account: &'a Account) -> Answering<'a, Result<Vec<Union>, Failure>>;
    /// Makes two contacts of one again, in one commit.
    fn divide<'a>(
        &'a self,
        account: &'a Account,
        id: u64,
        resolution: Resolution,
    ) -> Answering<'a, Result<Union, Failure>>;
    /// What files said of a contact, the file that said something last at the end.
    fn kept_sources<'a>(
        &'a self,
        account: &'a Account,
        contact: ContactId,
    ) -> Answering<'a, Result<Vec<KeptSource>, Failure>>;
    /// The groups that a file names. Those that do not exist are made, unless it is a dry run.
    fn source_groups<'a>(
        &'a self,
        account: &'a Account,
        names: Vec<String>,
        dry_run: bool,
    ) -> Answering<'a, Result<Vec<SourceGroup>, Failure>>;
    /// Imports so many entries of a file.
    fn import_file<'a>(
        &'a self,
        account: &'a Account,
        file: &'a str,
        entries: usize,
        read: &'a ReadEntry<'a>,
        options: ImportOptions,
    ) -> Answering<'a, Result<(Vec<ImportedEntry>, SourceFile), Failure>>;
    /// What is known of earlier files of this name.
    fn imported_file<'a>(
        &'a self,
        account: &'a Account,
        file: &'a str,
    ) -> Answering<'a, Result<Option<ImportedFile>, Failure>>;
    /// How much there may be of each thing; none if the emulator keeps no accounts.
    fn sizes(&self) -> Option<&Sizes>;
    /// The newest requests of a selection, newest first.
    fn recent(&self, selection: &Selection, limit: usize) -> Result<Vec<Value>, Status>;
    /// Completes once there may be another request.
    fn more_requests(&self) -> Answering<'_, ()>;
    /// Completes once the server stops.
    fn stopping(&self) -> Answering<'static, ()>;
}

/// Makes an entry of a file, by its place.
pub(crate) type ReadEntry<'a> = dyn Fn(usize) -> SourceEntry + Send + Sync + 'a;

pub(crate) type Answering<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The backend of a console.
pub(crate) struct Inside<A>(pub(crate) Emulator<A>);

impl<A: Api> Backend for Inside<A> {
    fn call(&self, account: &Account, call: Call) -> Answering<'_, Result<Reply, Failure>> {
        let caller = Caller::new(account.clone(), Scopes::ALL);
        Box::pin(async move { self.0.api().call(&caller, call).await })
    }

    fn photo<'a>(&'a self, token: &'a str) -> Answering<'a, Result<Option<Photo>, Failure>> {
        Box::pin(self.0.api().photo(token))
    }

    fn control<'a>(
        &'a self,
        verb: Verb,
        address: &'a str,
        body: Bytes,
    ) -> Answering<'a, Result<Value, Status>> {
        Box::pin(self.0.control(verb, address, body))
    }

    fn unite<'a>(
        &'a self,
        account: &'a Account,
        [kept, gone]: [&'a Person; 2],
        after: &'a Person,
    ) -> Answering<'a, Result<Union, Failure>> {
        Box::pin(self.0.unite(account, kept, gone, after))
    }

    fn unions<'a>(&'a self, account: &'a Account) -> Answering<'a, Result<Vec<Union>, Failure>> {
        Box::pin(self.0.unions(account))
    }

    fn divide<'a>(
        &'a self,
        account: &'a Account,
        id: u64,
        resolution: Resolution,
    ) -> Answering<'a, Result<Union, Failure>> {
        Box::pin(self.0.divide(account, id, resolution))
    }

    fn kept_sources<'a>(
        &'a self,
        account: &'a Account,
        contact: ContactId,
    ) -> Answering<'a, Result<Vec<KeptSource>, Failure>> {
        Box::pin(async move {
            let kept = self.0.kept_sources(account, &[contact]).await?;
            Ok(kept.into_iter().flatten().collect())
        })
    }

    fn source_groups<'a>(
        &'a self,
        account: &'a Account,
        names: Vec<String>,
        dry_run: bool,
    ) -> Answering<'a, Result<Vec<SourceGroup>, Failure>> {
        Box::pin(self.0.source_groups(account, names, dry_run))
    }

    fn import_file<'a>(
        &'a self,
        account: &'a Account,
        file: &'a str,
        entries: usize,
        read: &'a ReadEntry<'a>,
        options: ImportOptions,
    ) -> Answering<'a, Result<(Vec<ImportedEntry>, SourceFile), Failure>> {
        Box::pin(self.0.import_file(account, file, entries, read, options))
    }

    fn imported_file<'a>(
        &'a self,
        account: &'a Account,
        file: &'a str,
    ) -> Answering<'a, Result<Option<ImportedFile>, Failure>> {
        Box::pin(self.0.imported_file(account, file))
    }

    fn sizes(&self) -> Option<&Sizes> {
        self.0.sizes()
    }

    fn recent(&self, selection: &Selection, limit: usize) -> Result<Vec<Value>, Status> {
        self.0.recent(selection, limit)
    }

    fn more_requests(&self) -> Answering<'_, ()> {
        Box::pin(self.0.more_requests())
    }

    fn stopping(&self) -> Answering<'static, ()> {
        Box::pin(self.0.stopping())
    }
}
