//! Answers one call: finds the caller, reads the request, and makes the reply.
use bytes::Bytes;
use http::{HeaderMap, Version, header, request::Parts};
use hyper::body::Body;
use people_http::{
    Call, Cost, Query, Rejection, Route, Selector, SystemParameters, effective_verb, route,
};
use people_model::Method;
use people_store::Account;

use super::{
    body::{self, Bounds, Unread, Whole},
    page,
    parts::FrontParts,
    refusal::{BrokenRule, Refusal},
    reply::{Form, accepts_gzip},
    response::Response,
    values,
    within::within,
};
use crate::{
    api::{Answer, Api, Caller, Piece, Received},
    auth::{Authenticate, Credential, Denied},
    called::Called,
    fault_log,
    listen::{Stage, Standing},
    metrics::Metrics,
};

/// Where a call comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is a whole request, not a part of a batch.
    Alone,
    /// It is the part of a batch with this number, from 1 on. The batch takes the memory for the replies to all its
    /// calls.
    InBatch(usize),
}

/// What a caller wants of a reply.
struct Wanted<'s> {
    system: &'s SystemParameters,
    /// It may be sent in pieces.
    in_pieces: bool,
}

impl<A: Api, C: Authenticate> FrontParts<A, C> {
    /// Answers a call, and says which method it was for.
    pub(super) async fn answer_call<B>(
        &self,
        mut head: Parts,
        body: B,
        metrics: Option<&Metrics>,
        place: Place,
    ) -> (Response, Called)
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Send,
    {
        let standing = Standing::of(&mut head.extensions);
        standing.set(Stage::Stranger);

        let verb = effective_verb(&head.method, &head.headers);
        let Some(route) = route(&verb, head.uri.path()) else {
            body::forsake(&head.headers, body);
            let mut response = page::not_found(head.uri.path());
            response.extensions_mut().insert(BrokenRule("F1"));
            return (response, Called::Nothing);
        };

        let forsake = |body: Option<B>| {
            body.into_iter()
                .for_each(|body| body::forsake(&head.headers, body));
        };
        let address = || Query::parse(head.uri.query().unwrap_or_default());
        let mut query = address();
        let mut body = Some(body);
        let is_form = is_form(&head, &verb);
        // Who says in the head who they are is known before anything else of theirs is read.
        let names_caller = Credential::of(&head.headers, &query) != Credential::Missing;
        let form;
        if let Some(body) = body.take_if(|_| is_form && !names_caller) {
            let bounds = Bounds::of_a_stranger(&self.limits);
            form = match self.read_form(&head.headers, body, bounds, None).await {
                Ok(form) => form,
                Err(unread) => {
                    let system = SystemParameters::default();
                    let response = Refusal::Body(unread).response(&system, &head.headers);
                    return (response, Called::Method(route.method));
                }
            };
            query.append(&form);
        }
        let credential = Credential::of(&head.headers, &query);
        let (mut system, query) = split(query);

        let answered = async {
            let form;
            let mut query = query;
            let caller = match self.admit(route.method, &credential).await {
                Ok(caller) => caller,
                Err(refusal) => {
                    forsake(body);
                    return Err(refusal);
                }
            };
            standing.set(Stage::Receiving);
            let account = Some(&caller.account);
            let body = match (body, route.method.body()) {
                (Some(body), _) if is_form => {
                    let bounds = Bounds::of_form(&self.limits);
                    form = self.read_form(&head.headers, body, bounds, account).await?;
                    let mut whole = address();
                    whole.append(&form);
                    (system, query) = split(whole);
                    None
                }
                (Some(body), Some(described)) => {
                    let bounds = Bounds::of_body(&self.limits, described.room);
                    Some(self.read(&head.headers, body, bounds, account).await)
                }
                (body, _) => {
                    forsake(body);
                    None
                }
            };
            let query = query.map_err(|rejection| Refusal::request(rejection, "F3"))?;
            let mut body = body.transpose()?;
            if !standing.set(Stage::Admitted) {
                return Err(Refusal::Busy); // not sent: the connection is being closed to make room
            }
            let waiting = metrics.map(Metrics::waiting);
            let _pass = self.gate.enter(&caller.account).await?;
            drop(waiting);
            let whole = body.as_ref().map(|body| body.bytes.clone());
            let received = Received {
                verb: &verb,
                uri: &head.uri,
                body: &whole.unwrap_or_default(),
                selector: None,
                part: match place {
                    Place::Alone => None,
                    Place::InBatch(part) => Some(part),
                },
            };
            let wanted = Wanted {
                system: &system,
                // Where HTTP does not say that a reply broke off, a reply is whole.
                in_pieces: place == Place::Alone && head.version > Version::HTTP_10,
            };
            let performed = self.perform(&caller, &route, query, wanted, body.as_mut(), received);
            let (answer, selector) = performed.await?;
            let (reply, rest) = match answer {
                Answer::Whole(reply) => (reply, None),
                Answer::Begun { begun, rest } => (begun, Some(rest)),
            };
            let form = Form {
                selector,
                enums: system.enums_as_numbers.then_some(reply.descriptor),
                pretty: system.pretty_print,
                gzip: accepts_gzip(&head.headers),
            };
            let json = reply.body;
            match (place, rest) {
                (Place::InBatch(_), _) => self.replies.write_part(json, form).await,
                (Place::Alone, None) => self.reply(&caller, route.method, json, form).await,
                (Place::Alone, rest) => {
                    let (first, time) = (Piece { json, rest }, self.limits.call_time);
                    let reply = self.replies.stream(&caller.account, first, &form, time);
                    reply.await
                }
            }
        };
        let response = match answered.await {
            Ok(response) => response,
            Err(refusal) => refusal.response(&system, &head.headers),
        };
        (response, Called::Method(route.method))
    }

    async fn admit(&self, method: Method, credential: &Credential<'_>) -> Result<Caller, Refusal> {
        let caller = self.know(Some(method), credential).await?;
        if !caller.scopes.permits(method) {
            return Err(Refusal::Scope(method));
        }
        if let Some(meter) = &self.meter {
            meter.spend(&caller.account, Cost::of(method))?;
        }
        Ok(caller)
    }

    /// Finds out who calls a method, or sends a batch.
    pub(super) async fn know(
        &self,
        method: Option<Method>,
        credential: &Credential<'_>,
    ) -> Result<Caller, Refusal> {
        let caller = match credential {
            Credential::Missing => return Err(Refusal::NoCredential(method)),
            Credential::Malformed => return Err(Refusal::BadCredential(method)),
            Credential::Token(token) => self.authenticate.authenticate(token).await,
        };
        caller.map_err(|denied| {
            if let Denied::Because(reason) = denied {
                // Of strangers there may be any number, each with a token that is none.
                fault_log::warn("a token is refused", reason);
            }
            Refusal::BadCredential(method)
        })
    }

    /// Reads a body, in the memory that its account has for bodies.
    pub(super) async fn read<'m, B>(
        &'m self,
        headers: &HeaderMap,
        body: B,
        bounds: Bounds,
        account: Option<&'m Account>,
    ) -> Result<Whole<'m>, Unread>
    where
        B: Body<Data = Bytes>,
    {
        let room = account.map(|account| (&self.bodies, account));
        body::read(headers, body, bounds, room).await
    }

    async fn read_form<B>(
        &self,
        headers: &HeaderMap,
        body: B,
        bounds: Bounds,
        account: Option<&Account>,
    ) -> Result<String, Unread>
    where
        B: Body<Data = Bytes>,
    {
        let form = self.read(headers, body, bounds, account).await?;
        Ok(String::from_utf8_lossy(&form.bytes).into_owned())
    }

    /// Calls the method, and returns its reply with the part of it that the caller wants.
    async fn perform(
        &self,
        caller: &Caller,
        route: &Route,
        query: Query<'_>,
        wanted: Wanted<'_>,
        body: Option<&mut Whole<'_>>,
        received: Received<'_>,
    ) -> Result<(Answer, Option<Selector>), Refusal> {
        let Wanted { system, in_pieces } = wanted;
        // Before the call: what it changes would stay changed.
        let selector = match &system.fields {
            Some(fields) => {
                let selector: Selector = fields.parse()?;
                Some(selector.resolve(route.method.response())?)
            }
            None => None,
        };
        let body = match body {
            Some(body) => {
                let decoded = values::check(route.method, &body.bytes, self.limits.values)?;
                if !self.bodies.fits(body.bytes.len().saturating_add(decoded)) {
                    return Err(values::too_large().into());
                }
                body.decoded(decoded)?;
                &body.bytes[..]
            }
            None => &[],
        };
        let call = Call::from_http(route, &query, body).map_err(|rejection| {
            // Of the query, if another body does not help.
            let again = Call::from_http(route, &query, b"{}");
            let is_query = matches!(again, Err(Rejection::Fields(_)));
            Refusal::request(rejection, if is_query { "F3" } else { "F4" })
        })?;
        if let Some(described) = route.method.body() {
            crate::texts::check(body, described, self.limits.characters)
                .map_err(|rejection| Refusal::request(rejection, "N4"))?;
        }
        let received = Received {
            selector: selector.as_ref(),
            ..received
        };
        // What has to be parsed has to be whole.
        let is_sent_as_it_is = selector.is_none() && !system.enums_as_numbers;
        let called = async {
            match in_pieces && is_sent_as_it_is {
                true => self.api.answer(caller, call, received).await,
                false => self
                    .api
                    .received(caller, call, received)
                    .await
                    .map(Answer::Whole),
            }
        };
        let called = within(self.limits.call_time, called).await;
        Ok((called.ok_or(Refusal::Slow)??, selector))
    }

    /// The reply, once there is memory for it until it is sent.
    async fn reply(
        &self,
        caller: &Caller,
        method: Method,
        json: Vec<u8>,
        form: Form,
    ) -> Result<Response, Refusal> {
        let account = &caller.account;
        if !method.mutates() {
            return self.replies.write(account, json, form).await;
        }
        // What is changed stays changed, so that it is not refused.
        let written = self.replies.write_in_turn(account, json, form);
        let written = within(self.limits.call_time, written).await;
        written.ok_or(Refusal::Slow)?
    }
}

pub(super) fn split(query: Query<'_>) -> (SystemParameters, Result<Query<'_>, Rejection>) {
    match SystemParameters::split(query) {
        Ok((system, query)) => (system, Ok(query)),
        Err(rejection) => (SystemParameters::default(), Err(rejection)),
    }
}

/// Whether a body belongs to the query (rule `F2`): that of a `GET` too long for an address.
fn is_form(head: &Parts, verb: &http::Method) -> bool {
    head.method == http::Method::POST && verb == http::Method::GET && is_form_type(&head.headers)
}

fn is_form_type(headers: &HeaderMap) -> bool {
    const FORM: &[u8] = b"application/x-www-form-urlencoded";
    headers.get(header::CONTENT_TYPE).is_some_and(|value| {
        value
            .as_bytes()
            .get(..FORM.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(FORM))
    })
}
