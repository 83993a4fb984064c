//! What the pages ask, without the type of the API.
use std::pin::Pin;

use bytes::Bytes;
use http::Method as Verb;
use people_emulator::{Emulator, Selection};
use people_http::Call;
use people_model::Status;
use people_server::{Api, Caller, Failure, Photo, Reply, Scopes};
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
    /// The newest requests of a selection, newest first.
    fn recent(&self, selection: &Selection, limit: usize) -> Result<Vec<Value>, Status>;
    /// Completes once there may be another request.
    fn more_requests(&self) -> Answering<'_, ()>;
    /// Completes once the server stops.
    fn stopping(&self) -> Answering<'static, ()>;
}

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
