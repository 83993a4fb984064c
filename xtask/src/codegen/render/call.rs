//! A request for any of the methods: the enum of people-http, and how one is read.

use super::doc;
use crate::codegen::schema::{Method, Schema};

pub(super) fn source(schema: &Schema) -> String {
    let (built, unbuilt): (Vec<&Method>, Vec<&Method>) = schema
        .methods
        .iter()
        .partition(|method| schema.call(method).built);
    let variants: String = built
        .iter()
        .map(|method| {
            let request = match method.body {
                Some(_) => format!("Box<{}>", method.rpc),
                None => method.rpc.clone(),
            };
            let about = doc(&format!("`{}`: {}", method.id, method.doc));
            format!("{about}{}({request}),", method.rpc)
        })
        .collect();
    let from_http: String = built
        .iter()
        .map(|Method { rpc, body, .. }| {
            let read = format!("{rpc}::from_http(route, query, body)?");
            match body {
                Some(_) => format!("Method::{rpc} => Self::{rpc}(Box::new({read})),"),
                None => format!("Method::{rpc} => Self::{rpc}({read}),"),
            }
        })
        .collect();
    let methods: String = built
        .iter()
        .map(|Method { rpc, .. }| format!("Self::{rpc}(_) => Method::{rpc},"))
        .collect();
    let unbuilt = match &*unbuilt {
        [] => String::new(),
        unbuilt => {
            let names = unbuilt
                .iter()
                .map(|method| format!("Method::{}", method.rpc));
            let names: Vec<String> = names.collect();
            format!(
                "method @ ({}) => Self::Unimplemented(method),",
                names.join(" | ")
            )
        }
    };
    let reads: String = built
        .iter()
        .filter(|method| method.verb == "GET")
        .map(|Method { rpc, .. }| {
            format!("#[cfg(feature = \"client\")] impl Sendable for {rpc} {{}}")
        })
        .collect();
    let names = built.iter().map(|method| method.rpc.as_str());
    let names = names.collect::<Vec<_>>().join(", ");
    let sendable: String = built
        .iter()
        .map(|Method { rpc, .. }| format!("is_sendable::<{rpc}>();"))
        .collect();

    format!(
        r#"
use people_model::Method;

#[cfg(feature = "client")]
use crate::client::Sendable;
use crate::{{
    methods::{{{names}}},
    query::Query,
    rejection::Rejection,
    request::Request,
    route::Route,
}};

/// A request for any of the methods, decoded.
///
/// ```
/// use people_http::{{Call, Query, route}};
///
/// let route = route(&http::Method::GET, "/v1/people/me").unwrap();
/// let call = Call::from_http(&route, &Query::parse("personFields=names"), b"")?;
///
/// assert!(matches!(call, Call::GetPerson(get) if get.resource_name == "people/me"));
/// # Ok::<(), people_http::Rejection>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::exhaustive_enums)] // what answers calls has to meet a new method
pub enum Call {{
    {variants}
    /// A method of the API that this crate has no request for. Nothing of it was decoded.
    Unimplemented(Method),
}}

impl Call {{
    /// Reads a request as the method it was routed to.
    ///
    /// # Errors
    ///
    /// See [`Request::from_http`].
    pub fn from_http(route: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {{
        Ok(match route.method {{ {from_http} {unbuilt} }})
    }}

    /// The method that is called.
    #[must_use]
    pub fn method(&self) -> Method {{
        match self {{ {methods} Self::Unimplemented(method) => *method, }}
    }}
}}

{reads}

/// A method that the client does not know how to send does not compile.
#[cfg(feature = "client")]
const _: fn() = || {{
    fn is_sendable<R: Sendable>() {{}}
    {sendable}
}};
"#
    )
}
