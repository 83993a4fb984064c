//! `PersonField`: the fields that a mask can name.

use super::match_by_length;
use crate::codegen::{
    schema::{Member, Schema},
    spellings::{pascal, screaming, snake},
};

pub(super) fn source(schema: &Schema) -> String {
    let fields = schema.person_fields();
    let overlay = &schema.overlay;
    let table = |value: &dyn Fn(&Member) -> String| -> String {
        let arm = |field: &&Member| format!("Self::{} => {},", pascal(&field.name), value(field));
        fields.iter().map(arm).collect()
    };
    let any = |is: &dyn Fn(&Member) -> bool| -> String {
        let chosen = fields.iter().filter(|field| is(field));
        let variants: Vec<String> = chosen
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
    let mut spellings: Vec<(String, String)> = Vec::new();
    for field in &fields {
        let value = format!("Some(Self::{})", pascal(&field.name));
        let proto = snake(&field.name);
        if proto != field.name {
            spellings.push((proto, value.clone()));
        }
        spellings.push((field.name.clone(), value));
    }
    let from_wire = match_by_length(
        "name",
        spellings
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone())),
        "None",
    );
    let as_str = table(&|field| format!("{:?}", field.name));
    let proto = table(&|field| format!("{:?}", snake(&field.name)));
    let etag_ids = table(&|field| {
        format!(
            "&{:?}",
            overlay
                .etag_ids
                .get(&field.name)
                .map_or(&[][..], Vec::as_slice)
        )
    });
    let identity = table(&|field| {
        format!(
            "&{:?}",
            overlay
                .identity
                .get(&field.name)
                .map_or(&[][..], Vec::as_slice)
        )
    });
    let constants = |chosen: &dyn Fn(&Member) -> bool, value: &dyn Fn(&str) -> String| -> String {
        fields
            .iter()
            .filter(|field| chosen(field))
            .map(|field| {
                let variant = pascal(&field.name);
                format!(
                    "/// [`PersonField::{variant}`] alone.\npub const {}: Self = {};",
                    screaming(&field.name),
                    value(&format!("PersonField::{variant}"))
                )
            })
            .collect()
    };
    let masks = constants(&|_| true, &|field| format!("Self::only({field})"));
    let update_masks = constants(&|field| overlay.updatable.contains(&field.name), &|field| {
        format!("Self::only({field}).unwrap()")
    });
    let descriptor = table(&|field| format!("&descriptors::{}", screaming(schema.entry(field))));
    let displayed = table(&|field| displayed(schema.entry(field), schema));
    let updatable = any(&|field| overlay.updatable.contains(&field.name));
    let singleton = any(&|field| overlay.singletons.contains(&field.name));
    let has_type = any(&|field| schema.position(schema.entry(field), "type").is_some());

    format!(
        r#"
use std::{{fmt, str::FromStr}};
use crate::{{descriptor::{{Descriptor, Member}}, field_mask::{{FieldMask, ParseFieldMaskError}}, update_mask::UpdateMask}};
use super::descriptors;

/// A field of [`Person`](crate::Person) that a mask can name, in wire order (rules U2, U3).
///
/// ```
/// use people_model::PersonField;
///
/// for field in PersonField::ALL {{
///     assert_eq!(field.as_str().parse(), Ok(field));
///     assert_eq!(field.proto().parse(), Ok(field));
/// }}
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums)] // a `match` over the fields has to meet a new one
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

    /// What one value of the field looks like.
    #[must_use]
    pub fn descriptor(self) -> &'static Descriptor {{ match self {{ {descriptor} }} }}

    /// The member that says of which kind a value is, and which the API also displays.
    pub(crate) fn displayed(self) -> Option<&'static Member> {{ match self {{ {displayed} }} }}
}}

/// The name in either spelling.
impl FromStr for PersonField {{
    type Err = ParseFieldMaskError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {{
        Self::from_wire(name).ok_or_else(|| ParseFieldMaskError::new(name, name))
    }}
}}

/// The name as JSON spells it.
impl fmt::Display for PersonField {{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{ f.pad(self.as_str()) }}
}}

impl AsRef<str> for PersonField {{
    fn as_ref(&self) -> &str {{ self.as_str() }}
}}

/// One mask for each field.
impl FieldMask {{ {masks} }}

/// One mask for each field that an update may replace.
impl UpdateMask {{ {update_masks} }}
"#
    )
}

/// The member beside an output-only `formattedType`, or else `formattedValue`.
fn displayed(entry: &str, schema: &Schema) -> String {
    let members = &schema.messages[entry].members;
    let shown = |formatted: &str| members.iter().any(|m| m.name == formatted && m.output_only);
    let position = match () {
        () if shown("formattedType") => schema.position(entry, "type"),
        () if shown("formattedValue") => schema.position(entry, "value"),
        () => None,
    };
    position.map_or_else(
        || "None".to_owned(),
        |position| {
            format!(
                "Some(&descriptors::{}.members[{position}])",
                screaming(entry)
            )
        },
    )
}
