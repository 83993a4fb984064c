//! The method table.

use super::{descriptors::kind, doc};
use crate::codegen::{
    schema::{Method, Schema},
    spellings::{screaming, snake},
};

pub(super) fn source(schema: &Schema) -> String {
    let methods = &schema.methods;
    let table = |value: &dyn Fn(&Method) -> String| -> String {
        methods
            .iter()
            .map(|method| format!("Self::{} => {},", method.rpc, value(method)))
            .collect()
    };
    let variants: String = methods
        .iter()
        .map(|m| format!("{} {},", doc(&format!("`{}`: {}", m.id, m.doc)), m.rpc))
        .collect();
    let all: String = methods
        .iter()
        .map(|method| format!("Self::{},", method.rpc))
        .collect();
    let count = methods.len();
    let service = &schema.service;
    let id = table(&|method| format!("{:?}", method.id));
    let rpc = table(&|method| format!("{:?}", method.rpc));
    let verb = table(&|method| format!("{:?}", method.verb));
    let path = table(&|method| format!("{:?}", method.path));
    let query = table(&|method| parameters(method, schema));
    let body = table(&|method| {
        method.body.as_ref().map_or_else(
            || "None".to_owned(),
            |body| {
                let field = Some(&body.field).filter(|field| *field != "*");
                format!(
                    "Some(Body::new({field:?}, &descriptors::{}, {}, {}))",
                    screaming(&body.message),
                    schema.call(method).room,
                    resources(&body.message, schema)
                )
            },
        )
    });
    let response = table(&|method| format!("&descriptors::{}", screaming(&method.response)));
    let returned = table(&|method| resources(&method.response, schema));
    let scopes = table(&|method| {
        let scopes: String = method
            .scopes
            .iter()
            .map(|scope| format!("\"{}{scope}\",", schema.scope_prefix))
            .collect();
        format!("&[{scopes}]")
    });
    let reads = table(&|method| schema.call(method).cost[0].to_string());
    let writes = table(&|method| schema.call(method).cost[1].to_string());
    let scope_list: String = schema
        .scopes
        .iter()
        .map(|scope| {
            format!(
                "Scope::new(\"{}{}\", {:?}),",
                schema.scope_prefix, scope.name, scope.doc
            )
        })
        .collect();
    let system: String = schema
        .system_parameters
        .iter()
        .map(|p| {
            format!(
                "SystemParameter::new({:?}, {:?}, &{:?}, {:?}),",
                p.name, p.alias, p.values, p.doc
            )
        })
        .collect();

    format!(
        r#"
use crate::{{
    descriptor::{{Descriptor, ValueKind}},
    method::{{Body, Parameter, Resources, Scope, SystemParameter}},
}};
use super::{{descriptors, enums::*}};

/// The gRPC service that every method belongs to; error details name it.
pub const SERVICE: &str = {service:?};

/// Every scope that some method accepts.
pub const SCOPES: &[Scope] = &[{scope_list}];

/// The query parameters that every method takes (rule of the front end, not of a method).
pub const SYSTEM_PARAMETERS: &[SystemParameter] = &[{system}];

/// A method of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums)] // a `match` over the methods has to meet a new one
pub enum Method {{ {variants} }}

impl Method {{
    /// Every method.
    pub const ALL: [Self; {count}] = [{all}];

    /// The id in the API's discovery document: `people.people.updateContact`.
    #[must_use]
    pub const fn id(self) -> &'static str {{ match self {{ {id} }} }}

    /// The name in the gRPC service: `UpdateContact`.
    #[must_use]
    pub const fn rpc(self) -> &'static str {{ match self {{ {rpc} }} }}

    /// The HTTP verb: `PATCH`.
    #[must_use]
    pub const fn verb(self) -> &'static str {{ match self {{ {verb} }} }}

    /// The path, as a gRPC transcoding template:
    /// `/v1/{{person.resourceName=people/*}}:updateContact`.
    #[must_use]
    pub const fn path(self) -> &'static str {{ match self {{ {path} }} }}

    /// The query parameters, beside the [system's](SYSTEM_PARAMETERS).
    #[must_use]
    pub const fn query(self) -> &'static [Parameter] {{ match self {{ {query} }} }}

    /// What the request's body holds, if it has one.
    #[must_use]
    pub const fn body(self) -> Option<Body> {{ match self {{ {body} }} }}

    /// The message that the method answers with.
    #[must_use]
    pub const fn response(self) -> &'static Descriptor {{ match self {{ {response} }} }}

    /// The people or contact groups of the answer, and where it has them.
    #[must_use]
    pub const fn returned(self) -> Resources {{ match self {{ {returned} }} }}

    /// The scopes of which a caller needs one, as full URLs (rule U12).
    #[must_use]
    pub const fn scopes(self) -> &'static [&'static str] {{ match self {{ {scopes} }} }}

    /// The critical reads that a call takes out of the caller's quota (rule Q1).
    #[must_use]
    pub const fn critical_reads(self) -> u32 {{ match self {{ {reads} }} }}

    /// The critical writes that a call takes out of the caller's quota (rule Q1).
    #[must_use]
    pub const fn critical_writes(self) -> u32 {{ match self {{ {writes} }} }}
}}
"#
    )
}

/// The people or contact groups of a message; `verify()` saw that they are at one place at most.
fn resources(message: &str, schema: &Schema) -> String {
    match &*schema.resources(message) {
        [] => "Resources::None".to_owned(),
        [("Person", place), ..] => format!("Resources::People(&{place:?})"),
        [(_, place), ..] => format!("Resources::Groups(&{place:?})"),
    }
}

fn parameters(method: &Method, schema: &Schema) -> String {
    let required = &schema.call(method).required;
    let parameters: String = method
        .query
        .iter()
        .map(|parameter| {
            let kind = kind(&parameter.ty, schema, "descriptors::");
            let repeated = if parameter.repeated {
                ".repeated()"
            } else {
                ""
            };
            let must = required.contains(&parameter.name);
            let required = if must { ".required()" } else { "" };
            format!(
                "Parameter::new({:?}, {:?}, {kind}, {:?}){repeated}{required},",
                parameter.name,
                snake(&parameter.name),
                parameter.doc
            )
        })
        .collect();
    format!("const {{ &[{parameters}] }}")
}
