//! `PersonField`: the fields that a mask can name.

use super::match_by_length;
use crate::codegen::{
    names::{pascal, snake},
    schema::{Schema, Type},
};

pub(super) fn source(schema: &Schema) -> String {
    let fields = schema.person_fields();
    let overlay = &schema.overlay;
    let table = |name: &dyn Fn(&str) -> String| -> String {
        fields
            .iter()
            .map(|field| format!("Self::{} => {},", pascal(&field.name), name(&field.name)))
            .collect()
    };
    let any = |list: &[String]| -> String {
        let variants: Vec<String> = fields
            .iter()
            .filter(|field| list.contains(&field.name))
            .map(|field| format!("Self::{}", pascal(&field.name)))
            .collect();
        if variants.is_empty() {
            "false".to_owned()
        } else {
            format!("matches!(self, {})", variants.join("|"))
        }
    };

    let variants: String = fields
        .iter()
        .enumerate()
        .map(|(index, field)| {
            format!(
                "#[doc = {:?}] {} = {index},",
                format!(" `{}`: {}", field.name, field.doc),
                pascal(&field.name)
            )
        })
        .collect();
    let all: String = fields
        .iter()
        .map(|field| format!("Self::{},", pascal(&field.name)))
        .collect();
    let count = fields.len();
    let spellings = fields.iter().flat_map(|field| {
        let value = format!("Some(Self::{})", pascal(&field.name));
        let proto = snake(&field.name);
        let both = proto != field.name;
        [(field.name.clone(), value.clone())]
            .into_iter()
            .chain(both.then_some((proto, value)))
    });
    let spellings: Vec<(String, String)> = spellings.collect();
    let from_wire = match_by_length(
        "name",
        spellings
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone())),
        "None",
    );
    let as_str = table(&|name| format!("{name:?}"));
    let proto = table(&|name| format!("{:?}", snake(name)));
    let etag_ids = table(&|name| {
        format!(
            "&{:?}",
            overlay.etag_ids.get(name).map_or(&[][..], Vec::as_slice)
        )
    });
    let identity = table(&|name| {
        format!(
            "&{:?}",
            overlay.identity.get(name).map_or(&[][..], Vec::as_slice)
        )
    });
    let updatable = any(&overlay.updatable);
    let singleton = any(&overlay.singletons);
    let typed: Vec<String> = fields
        .iter()
        .filter(|field| {
            let Type::Named(entry) = &field.ty else {
                return false;
            };
            schema
                .messages
                .get(entry)
                .is_some_and(|entry| entry.members.iter().any(|m| m.name == "type"))
        })
        .map(|field| field.name.clone())
        .collect();
    let has_type = any(&typed);

    format!(
        r#"
/// A field of [`Person`](crate::Person) that a mask can name, in wire order (rules U2, U3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum PersonField {{ {variants} }}

const _: () = assert!(PersonField::ALL.len() <= 64, "a mask is a set of 64 bits");

impl PersonField {{
    /// Every field, in wire order: the position of a field is its discriminant.
    pub const ALL: [Self; {count}] = [{all}];

    /// The name as JSON and masks spell it: `emailAddresses`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {{ match self {{ {as_str} }} }}

    /// The name as protobuf spells it: `email_addresses`. Paths in error messages use it.
    #[must_use]
    pub const fn proto(self) -> &'static str {{ match self {{ {proto} }} }}

    /// The field with this name, in either spelling.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Self> {{ {from_wire} }}

    /// Whether `updatePersonFields` may name the field (rule U2).
    #[must_use]
    pub const fn is_updatable(self) -> bool {{ {updatable} }}

    /// Whether a contact source has at most one value of the field (rule U8).
    #[must_use]
    pub const fn is_singleton(self) -> bool {{ {singleton} }}

    /// Whether the field's values have a `type` member.
    #[must_use]
    pub const fn has_type(self) -> bool {{ {has_type} }}

    /// The ids that stand for the field inside a person etag.
    #[must_use]
    pub const fn etag_ids(self) -> &'static [u8] {{ match self {{ {etag_ids} }} }}

    /// The members, as JSON spells them, by which a merge recognises one entry of the
    /// field. Empty: there is one entry per source, or entries are compared whole.
    #[must_use]
    pub const fn identity(self) -> &'static [&'static str] {{ match self {{ {identity} }} }}
}}
"#
    )
}
