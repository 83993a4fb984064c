use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use people_model::{FieldMask, Message, Method, Person};
use people_rules::Sources;

use crate::{
    people::GetPerson,
    query::Query,
    rejection::Rejection,
    route::{Route, locate},
};

/// A call of one method, with everything it says.
///
/// Both directions are here, so that what a client writes is what a server reads:
/// `from_http(to_http(r)) == r`.
pub trait Request: Sized + Send + Sync + sealed::Sealed {
    /// The method that is called.
    const METHOD: Method;

    /// What a successful call returns.
    type Response: Message;

    /// The request for whoever owns the socket, with an address that begins at `/v1`.
    ///
    /// It carries no credential. A `GET` too long for an address comes as a `POST` with
    /// `X-HTTP-Method-Override`, see [`effective_verb`]. A resource name that is none of the
    /// method's gives a path that [`route`](crate::route) does not answer.
    fn to_http(&self) -> http::Request<Bytes>;

    /// Reads a request that was routed here. `query` holds the method's own parameters only: see
    /// [`SystemParameters::split`](crate::SystemParameters::split).
    ///
    /// # Errors
    ///
    /// The first of: what does not fit in the query and the body, all of it at once; a resource
    /// name of the wrong kind; a mask that is missing or names what it may not.
    fn from_http(route: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection>;

    /// Whether a client that lost the reply may make the call again: whatever came of the first, a
    /// second does no harm (rule `R3`).
    fn is_repeatable(&self) -> bool {
        !Self::METHOD.mutates()
    }

    /// What to read to learn whether the call happened, when a second one is refused because
    /// something changed since; `None` where that tells nothing (rule `R4`).
    fn read_back(&self) -> Option<GetPerson> {
        None
    }

    /// The reply that was lost, if what [`read_back`](Self::read_back) found shows that the call
    /// happened.
    fn reply_from(&self, found: Person) -> Option<Self::Response> {
        let _ = found;
        None
    }

    /// The reply that was lost, if the call happened when a second one finds nothing (rule `R5`).
    fn reply_if_gone(&self) -> Option<Self::Response> {
        None
    }
}

pub(crate) mod sealed {
    /// Requests are those of this crate: more methods may be asked of them later.
    pub trait Sealed {}
}

/// The verb a request means: that of `X-HTTP-Method-Override` on a `POST`, else its own.
///
/// When it turns a `POST` into a `GET`, the body is a form that belongs to the query: see
/// [`Query::append`].
///
/// ```
/// use http::{HeaderMap, Method};
/// use people_http::effective_verb;
///
/// let mut headers = HeaderMap::new();
/// assert_eq!(effective_verb(&Method::POST, &headers), Method::POST);
/// headers.insert("x-http-method-override", "PATCH".parse()?);
/// assert_eq!(effective_verb(&Method::POST, &headers), Method::PATCH);
/// assert_eq!(effective_verb(&Method::GET, &headers), Method::GET);
/// # Ok::<(), http::header::InvalidHeaderValue>(())
/// ```
pub fn effective_verb(verb: &http::Method, headers: &HeaderMap) -> http::Method {
    if verb != http::Method::POST {
        return verb.clone();
    }
    headers
        .get(METHOD_OVERRIDE)
        .and_then(|value| http::Method::from_bytes(value.as_bytes()).ok())
        .unwrap_or_else(|| verb.clone())
}

const METHOD_OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

/// A `GET` with a longer query is sent as a form: servers and proxies refuse long addresses.
const MAX_QUERY: usize = 2000;

/// Writes a request, parameter by parameter. What is unset is left out.
pub(crate) struct Encoder {
    method: Method,
    name: String,
    query: form_urlencoded::Serializer<'static, String>,
    body: Option<Vec<u8>>,
}

impl Encoder {
    pub(crate) fn new(method: Method) -> Self {
        Self {
            method,
            name: String::new(),
            query: form_urlencoded::Serializer::new(String::new()),
            body: None,
        }
    }

    pub(crate) fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    pub(crate) fn text(mut self, parameter: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.query.append_pair(parameter, value);
        }
        self
    }

    pub(crate) fn texts(mut self, parameter: &str, values: &[String]) -> Self {
        for value in values {
            self.query.append_pair(parameter, value);
        }
        self
    }

    pub(crate) fn int32(self, parameter: &str, value: i32) -> Self {
        if value == 0 {
            return self;
        }
        self.text(parameter, &value.to_string())
    }

    pub(crate) fn boolean(self, parameter: &str, value: bool) -> Self {
        self.text(parameter, if value { "true" } else { "" })
    }

    pub(crate) fn mask(self, parameter: &str, mask: FieldMask) -> Self {
        self.text(parameter, &mask.to_string())
    }

    /// A mask whose absence means every field.
    pub(crate) fn mask_or_all(self, parameter: &str, mask: FieldMask) -> Self {
        if mask == FieldMask::ALL {
            return self;
        }
        self.mask(parameter, mask)
    }

    pub(crate) fn sources(mut self, sources: Sources) -> Self {
        if sources != Sources::DEFAULT {
            for source in sources.iter() {
                self.query.append_pair("sources", source.as_str());
            }
        }
        self
    }

    pub(crate) fn body(mut self, message: &impl Message) -> Self {
        self.body = Some(message.to_json().into_bytes());
        self
    }

    pub(crate) fn build(mut self) -> http::Request<Bytes> {
        let (verb, mut address) = locate(self.method, &self.name);
        let query = self.query.finish();
        let mut request = http::Request::new(Bytes::new());
        if let Some(json) = self.body {
            *request.body_mut() = json.into();
            set(&mut request, header::CONTENT_TYPE, "application/json");
        }
        if verb == http::Method::GET && query.len() > MAX_QUERY {
            *request.body_mut() = query.into();
            *request.method_mut() = http::Method::POST;
            set(&mut request, METHOD_OVERRIDE, "GET");
            set(
                &mut request,
                header::CONTENT_TYPE,
                "application/x-www-form-urlencoded",
            );
        } else {
            *request.method_mut() = verb;
            if !query.is_empty() {
                address.push('?');
                address.push_str(&query);
            }
        }
        // Only a name longer than any address can be is left over; `/` is routed nowhere either.
        *request.uri_mut() = Uri::try_from(address).unwrap_or_else(|_| Uri::from_static("/"));
        request
    }
}

fn set(request: &mut http::Request<Bytes>, name: HeaderName, value: &'static str) {
    let value = HeaderValue::from_static(value);
    request.headers_mut().insert(name, value);
}
