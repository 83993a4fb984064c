use bytes::Bytes;
use http::{HeaderMap, HeaderName};
use people_model::{Message, Method};

use crate::{query::Query, rejection::Rejection, route::Route, shape::Shape};

/// A call of one method, with all its arguments.
///
/// Both directions are here, so that what a client writes is what a server reads:
/// `from_http(to_http(r)) == r`.
pub trait Request: Sized + Send + Sync + sealed::Sealed {
    /// The method that is called.
    const METHOD: Method;

    /// What a successful call returns.
    type Response: Message;

    /// The request, for your own HTTP stack, with an address that begins at `/v1`.
    ///
    /// It carries no credential. A `GET` too long for an address comes as a `POST` with `X-HTTP-Method-Override`, see
    /// [`effective_verb`]. A resource name that does not fit the method gives a path that [`route`](crate::route) does
    /// not know.
    fn to_http(&self) -> http::Request<Bytes> {
        self.encode().request
    }

    /// What the call is about, in words that methods share.
    fn shape(&self) -> Shape<'_>;

    #[doc(hidden)]
    fn encode(&self) -> Encoded;

    /// Reads a request that was routed here. `query` holds the method's own parameters only: see
    /// [`SystemParameters::split`](crate::SystemParameters::split).
    ///
    /// # Errors
    ///
    /// The first of these: all faults of the query and the body at once; a resource name of the wrong kind; a mask that
    /// is missing or invalid.
    fn from_http(route: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection>;
}

/// A request that is written, with what a client needs to know before it sends it.
#[derive(Debug)]
#[allow(unreachable_pub)] // of a method that is hidden
pub struct Encoded {
    pub(crate) request: http::Request<Bytes>,
    /// The resource that the path names; empty where it names none.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) resource_name: String,
    /// Whether the path leads to the method. It does not if the name does not fit the method.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) is_addressed: bool,
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

pub(crate) const METHOD_OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");
