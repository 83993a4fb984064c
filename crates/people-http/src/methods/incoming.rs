use people_model::{ContactId, FieldMask, Message, Method, PersonField, mask_paths};
use people_rules::{MaskParameter, Sources, Violation, read_mask};

use crate::{
    body,
    group_fields::GroupFields,
    query::{Arguments, Query},
    rejection::{Problems, Rejection},
};

/// A request's parameters, checked against the method's row of the table, and read by the names that
/// several methods share.
pub(super) struct Incoming<'q> {
    method: Method,
    pub(super) arguments: Arguments<'q>,
}

impl<'q> Incoming<'q> {
    /// The parameters of a method without a body.
    ///
    /// # Errors
    ///
    /// Everything that does not fit in the query.
    pub(super) fn read(method: Method, query: &'q Query<'_>) -> Result<Self, Rejection> {
        let mut problems = Problems::default();
        let arguments = Arguments::bind(query, method, &mut problems);
        problems.finish()?;
        Ok(Self { method, arguments })
    }

    /// The parameters and the body.
    ///
    /// # Errors
    ///
    /// Everything that does not fit in the query and the body, that of the query first.
    pub(super) fn read_with_body<T: Message>(
        method: Method,
        query: &'q Query<'_>,
        body: &[u8],
    ) -> Result<(Self, T), Rejection> {
        let mut problems = Problems::default();
        let arguments = Arguments::bind(query, method, &mut problems);
        let root = method.body().and_then(|body| body.field);
        let body = body::decode(body, root.unwrap_or_default(), problems)?;
        Ok((Self { method, arguments }, body))
    }

    /// `personFields`, or the older parameter in its place (rule `U3`). If it is not set, it means every field, unless
    /// the method table says that the method requires it.
    pub(super) fn person_fields(&self) -> Result<FieldMask, Violation> {
        let parameter = MaskParameter::PersonFields;
        let text = |name| self.arguments.text(name);
        let mask = match read_mask(parameter, text(parameter.as_str()))? {
            Some(mask) => Some(mask),
            None => include_field(text("requestMask.includeField"))?,
        };
        match mask {
            None if self.requires(parameter.as_str()) => Err(Violation::MaskRequired { parameter }),
            mask => Ok(mask.unwrap_or(FieldMask::ALL)),
        }
    }

    /// `groupFields`.
    pub(super) fn group_fields(&self) -> Result<GroupFields, Violation> {
        let parameter = MaskParameter::GroupFields;
        let text = self.arguments.text(parameter.as_str());
        GroupFields::parse(parameter, text, GroupFields::DEFAULT)
    }

    /// `readMask`, which is required (rule `U3`).
    pub(super) fn read_mask(&self) -> Result<FieldMask, Violation> {
        let parameter = MaskParameter::ReadMask;
        let mask = read_mask(parameter, self.arguments.text(parameter.as_str()))?;
        mask.ok_or(Violation::MaskRequired { parameter })
    }

    /// `sources` (rule `U4`).
    pub(super) fn sources(&self) -> Sources {
        self.sources_or(Sources::DEFAULT)
    }

    /// The same for a method that has other sources when the parameter is unset.
    pub(super) fn sources_or(&self, default: Sources) -> Sources {
        Sources::named(self.arguments.enums("sources")).unwrap_or(default)
    }

    /// `resourceNames`: at most this number, and at least one if the table says that they are required.
    pub(super) fn resource_names(&self, most: usize) -> Result<Vec<String>, Violation> {
        const NAME: &str = "resourceNames";
        let names: Vec<String> = self.arguments.all(NAME).map(str::to_owned).collect();
        if names.len() > most || (names.is_empty() && self.requires(NAME)) {
            return Err(Violation::InvalidArgument);
        }
        Ok(names)
    }

    /// Whether the table says that a call must set the parameter.
    fn requires(&self, name: &str) -> bool {
        let mut parameters = self.method.query().iter();
        parameters.any(|parameter| parameter.json == name && parameter.required)
    }
}

/// A contact that a body names (rule `U1`).
pub(super) fn contact_id(resource_name: String) -> Result<ContactId, Violation> {
    ContactId::parse(&resource_name).ok_or(Violation::NotAContact { resource_name })
}

/// Paths here begin at the reply: `person.names`. A bare `names` is understood.
fn include_field(text: &str) -> Result<Option<FieldMask>, Violation> {
    let mut mask = FieldMask::EMPTY;
    for path in mask_paths(text) {
        let name = path.strip_prefix("person.").unwrap_or(path);
        let field = PersonField::from_wire(name).ok_or_else(|| Violation::InvalidMaskPath {
            parameter: MaskParameter::IncludeField,
            path: path.to_owned(),
        })?;
        mask = mask.union(FieldMask::only(field));
    }
    Ok((!mask.is_empty()).then_some(mask))
}
