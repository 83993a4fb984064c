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
    let each = |arm: &str| -> String {
        let arms = built
            .iter()
            .map(|Method { rpc, .. }| format!("Self::{rpc}(call) => {arm},"));
        arms.collect()
    };
    let (to_http, shape) = (each("Some(call.to_http())"), each("call.shape()"));
    let from: String = built
        .iter()
        .map(|Method { rpc, body, .. }| {
            let call = match body {
                Some(_) => "Box::new(call)",
                None => "call",
            };
            format!(
                "impl From<{rpc}> for Call {{ fn from(call: {rpc}) -> Self {{ Self::{rpc}({call}) }} }}"
            )
        })
        .collect();
    let is_synced = |method: &Method| method.query.iter().any(|it| it.name == "syncToken");
    let (lists, others): (Vec<&Method>, Vec<&Method>) =
        built.iter().copied().partition(|method| is_synced(method));
    let list_variants: String = lists
        .iter()
        .map(
            |Method {
                 id,
                 rpc,
                 doc: about,
                 ..
             }| { format!("{}{rpc}(&'c {rpc}),", doc(&format!("`{id}`: {about}"))) },
        )
        .collect();
    let list_arms: String = lists
        .iter()
        .map(|Method { rpc, .. }| format!("Self::{rpc}(call) => Some(ListCall::{rpc}(call)),"))
        .collect();
    let no_lists: String = others
        .iter()
        .map(|Method { rpc, .. }| format!("Self::{rpc}(_) |"))
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
    shape::{{Change, Returns, Shape}},
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

    /// The request, for your own HTTP stack: see [`Request::to_http`]. None for one that was not decoded.
    #[must_use]
    pub fn to_http(&self) -> Option<http::Request<bytes::Bytes>> {{
        match self {{ {to_http} Self::Unimplemented(_) => None, }}
    }}

    /// What the call is about, in words that methods share.
    #[must_use]
    pub fn shape(&self) -> Shape<'_> {{
        match self {{
            {shape}
            Self::Unimplemented(method) => Shape::change(*method, Change::None, Returns::Nothing),
        }}
    }}

    /// The call, if it is a list that has sync tokens.
    #[must_use]
    pub fn as_list(&self) -> Option<ListCall<'_>> {{
        match self {{ {list_arms} {no_lists} Self::Unimplemented(_) => None, }}
    }}
}}

{from}

/// A call of a list that has sync tokens.
///
/// ```
/// use people_http::{{Call, ListCall, ListContactGroups}};
///
/// let call = Call::ListContactGroups(ListContactGroups::new());
/// assert!(matches!(call.as_list(), Some(ListCall::ListContactGroups(_))));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(clippy::exhaustive_enums)] // what knows lists has to meet a new one
pub enum ListCall<'c> {{
    {list_variants}
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
