//! One connection, and what it asks.
use std::{fmt::Write as _, net::SocketAddr};

use axum::body::Bytes;
use http::{HeaderMap, Request, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use people_model::{FieldMask, Person};
use tokio::net::TcpStream;

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Call {
    Get,
    /// Of the account with a thousand contacts.
    List,
    /// The same with line breaks and blanks, as a reply has them unless the caller says otherwise.
    PrettyList,
    Update,
    /// As many updates as a batch takes.
    Batch,
}

impl Call {
    /// How many contacts the caller knows and the call is about; a list is always of the same account.
    pub(crate) const fn contacts(self) -> usize {
        match self {
            Self::Get | Self::List | Self::PrettyList | Self::Update => 1,
            Self::Batch => 200,
        }
    }
}

/// The account with a thousand contacts.
const LISTED: &str = "Bearer listed";

/// Makes the account that [`Call::List`] reads.
pub(crate) async fn fill(address: SocketAddr) {
    let mut client = Client::connect(address, LISTED.to_owned()).await;
    for _ in 0..1_000 {
        client.prepare().await;
    }
}

pub(crate) struct Client {
    sender: http1::SendRequest<Full<Bytes>>,
    authorization: String,
}

/// What a client knows of its contact: the least that the next update needs.
pub(crate) struct Known {
    name: String,
    etag: String,
    body: String,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr, authorization: String) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("HTTP");
        tokio::spawn(connection);
        Self {
            sender,
            authorization,
        }
    }

    /// Creates the typical contact.
    pub(crate) async fn prepare(&mut self) -> Known {
        let uri = "/v1/people:createContact?prettyPrint=false";
        let (_, reply) = self.send("POST", uri, contact()).await;
        let person: Person = serde_json::from_slice(&reply).expect("a person");
        Known {
            name: person.resource_name,
            etag: person.etag,
            body: update_body(),
        }
    }

    /// Makes one call, and answers with the reply.
    pub(crate) async fn exchange(
        &mut self,
        call: Call,
        contacts: &mut [Known],
    ) -> (HeaderMap, Bytes) {
        let known = &mut contacts[0];
        match call {
            Call::Get => {
                let uri = format!(
                    "/v1/{}?personFields={}&prettyPrint=false",
                    known.name,
                    FieldMask::UPDATABLE
                );
                self.send("GET", &uri, String::new()).await
            }
            Call::List | Call::PrettyList => {
                // All connections read one account, which holds a thousand contacts.
                let uri = format!(
                    "/v1/people/me/connections?pageSize=1000&personFields={}&prettyPrint={}",
                    FieldMask::UPDATABLE,
                    call == Call::PrettyList
                );
                self.authorization = LISTED.to_owned();
                let reply = self.send("GET", &uri, String::new()).await;
                let length = reply.1.len();
                assert!(length > 1_000_000, "{length} bytes are not 1,000 contacts");
                reply
            }
            Call::Update => {
                let uri = format!(
                    "/v1/{}:updateContact?updatePersonFields=names,emailAddresses,phoneNumbers&prettyPrint=false",
                    known.name
                );
                let body = format!("{{\"etag\":\"{}\",{}", known.etag, known.body);
                let reply = self.send("PATCH", &uri, body).await;
                let begin = std::str::from_utf8(&reply.1[..256]).expect("ASCII so far");
                known.etag = etag_of(begin).to_owned();
                reply
            }
            Call::Batch => {
                // Of the same fields as an update, with the same fields in the reply.
                let mut body = "{\"contacts\":{".to_owned();
                for known in &*contacts {
                    let Known {
                        name,
                        etag,
                        body: rest,
                    } = known;
                    write!(body, "\"{name}\":{{\"etag\":\"{etag}\",{rest},").expect("a text");
                }
                body.pop();
                let read = FieldMask::UPDATABLE;
                write!(
                    body,
                    "}},\"updateMask\":\"names,emailAddresses,phoneNumbers\",\"readMask\":\"{read}\"}}"
                )
                .expect("a text");
                let uri = "/v1/people:batchUpdateContacts?prettyPrint=false";
                let reply = self.send("POST", uri, body).await;
                let text = std::str::from_utf8(&reply.1).expect("JSON");
                let mut persons = text.split("\"person\":{").skip(1);
                for known in contacts {
                    let person = persons.next().expect("a person for each contact");
                    known.etag = etag_of(person).to_owned();
                }
                reply
            }
        }
    }

    async fn send(&mut self, verb: &str, uri: &str, body: String) -> (HeaderMap, Bytes) {
        let request = Request::builder()
            .method(verb)
            .uri(uri)
            .header(header::HOST, "localhost")
            .header(header::AUTHORIZATION, &self.authorization)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body)))
            .expect("a request");
        self.sender.ready().await.expect("a connection");
        let response = self.sender.send_request(request).await.expect("a reply");
        assert!(
            response.status().is_success(),
            "{verb} {uri}: {}",
            response.status()
        );
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        (head.headers, body)
    }
}

/// The typical contact, without its contact group, which no account here has.
pub(crate) fn contact() -> String {
    let contact = include_str!("../../../people-rules/benches/contact.json");
    let mut contact: serde_json::Value = serde_json::from_str(contact).expect("JSON");
    contact["memberships"].take();
    contact.to_string()
}

/// The etag is the second member of every person.
fn etag_of(person: &str) -> &str {
    let from = person.find("\"etag\":\"").expect("an etag") + 8;
    let length = person[from..].find('"').expect("its end");
    &person[from..from + length]
}

/// About a kilobyte: the members of an update after its etag.
fn update_body() -> String {
    let request = include_str!("../../../people-rules/benches/request.json");
    let mut request: serde_json::Value = serde_json::from_str(request).expect("JSON");
    let request = request.as_object_mut().expect("an object");
    request.shift_remove("etag");
    request.shift_remove("resourceName");
    request["metadata"] = serde_json::json!({"sources": [{"type": "CONTACT"}]});
    serde_json::to_string(request).expect("JSON")[1..].to_owned()
}
