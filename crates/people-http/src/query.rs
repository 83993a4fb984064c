use std::{borrow::Cow, collections::BTreeSet, str::FromStr};

use people_model::{
    FieldMask, Method, Parameter, ParseFieldMaskErrorKind, ValueKind, parse_bool, parse_int32,
};
use people_rules::MaskParameter;

use crate::rejection::Problems;

/// The parameters of a query, in order, decoded but not yet understood.
///
/// `+` and `%20` are spaces, commas may be literal or escaped, a name may occur again.
///
/// ```
/// use people_http::Query;
///
/// let query = Query::parse("updatePersonFields=names%2Curls&sources=READ_SOURCE_TYPE_CONTACT");
///
/// assert_eq!(query.iter().next(), Some(("updatePersonFields", "names,urls")));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query<'q>(Vec<(Cow<'q, str>, Cow<'q, str>)>);

impl<'q> Query<'q> {
    /// Takes a query apart. Every text is valid.
    pub fn parse(text: &'q str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).collect())
    }

    /// Adds the parameters of another query.
    ///
    /// A `GET` whose address would be too long comes as a `POST` with
    /// `X-HTTP-Method-Override: GET` and its parameters as a form: append the form.
    pub fn append(&mut self, text: &'q str) {
        self.0.extend(form_urlencoded::parse(text.as_bytes()));
    }

    /// The names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Keeps the parameters for which `keep` holds.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&str, &str) -> bool) {
        self.0.retain(|(name, value)| keep(name, value));
    }
}

/// The parameters of one method, checked against its row of the method table.
///
/// A mask that is given several times is one argument: the union of all its values (rules `U2`, `U3`).
pub(crate) struct Arguments<'a>(Vec<(&'static Parameter, Cow<'a, str>)>);

impl<'a> Arguments<'a> {
    /// Finds each parameter and checks its value; what does not fit goes to `problems`.
    pub(crate) fn bind(query: &'a Query<'_>, method: Method, problems: &mut Problems) -> Self {
        let parameters = method.query();
        let mut unknown = BTreeSet::new();
        let mut arguments = Self(Vec::with_capacity(query.0.len()));
        for (name, value) in query.iter() {
            let parameter = parameters
                .iter()
                .find(|parameter| parameter.json == name || parameter.proto == name);
            match parameter {
                Some(parameter) => {
                    check(parameter, value, problems);
                    arguments.add(parameter, value);
                }
                None if unknown.insert(name) => problems.unknown_parameter(name),
                None => {}
            }
        }
        arguments
    }

    fn add(&mut self, parameter: &'static Parameter, value: &'a str) {
        let is_mask = matches!(parameter.kind, ValueKind::FieldMask);
        let mut given = self.0.iter_mut();
        let given = given.find(|(it, _)| is_mask && it.json == parameter.json);
        match given {
            Some((_, mask)) => {
                let mask = mask.to_mut();
                mask.push(',');
                mask.push_str(value);
            }
            None => self.0.push((parameter, Cow::Borrowed(value))),
        }
    }

    /// Every value of a parameter, in order.
    pub(crate) fn all(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(parameter, _)| parameter.json == name)
            .map(|(_, value)| &**value)
    }

    /// The value of a parameter that is not repeated. Given again, all values of a mask count, and
    /// of any other the last.
    pub(crate) fn text(&self, name: &'static str) -> &str {
        self.all(name).last().unwrap_or_default()
    }

    pub(crate) fn int32(&self, name: &'static str) -> i32 {
        parse_int32(self.text(name)).unwrap_or_default()
    }

    pub(crate) fn boolean(&self, name: &'static str) -> bool {
        parse_bool(self.text(name)).unwrap_or_default()
    }

    /// The values of an enum, repeated or not.
    pub(crate) fn enums<E: FromStr>(&self, name: &'static str) -> impl Iterator<Item = E> {
        self.all(name).filter_map(|value| value.parse().ok())
    }
}

fn check(parameter: &'static Parameter, value: &str, problems: &mut Problems) {
    let fits = match parameter.kind {
        ValueKind::Bool => parse_bool(value).is_some(),
        ValueKind::Int32 => parse_int32(value).is_some(),
        ValueKind::Enum(set) => set.parse(value).is_some(),
        ValueKind::FieldMask => return check_mask(parameter, value, problems),
        // Every text is valid. No parameter is of the other kinds: a query has no place for them.
        ValueKind::String
        | ValueKind::Timestamp
        | ValueKind::Bytes
        | ValueKind::Struct
        | ValueKind::Message(_)
        | ValueKind::Map(_) => true,
    };
    if !fits {
        problems.invalid_value(parameter.proto, &parameter.kind.type_name(), value);
    }
}

/// A text that is not a mask is refused here, before its paths are looked at.
fn check_mask(parameter: &'static Parameter, value: &str, problems: &mut Problems) {
    if is_malformed_mask(value)
        && let Some(mask) = mask_parameter(parameter.json)
    {
        problems.malformed_mask(mask, value);
    }
}

pub(crate) fn is_malformed_mask(text: &str) -> bool {
    FieldMask::parse(text).is_err_and(|error| error.kind() == ParseFieldMaskErrorKind::Malformed)
}

fn mask_parameter(name: &str) -> Option<MaskParameter> {
    [
        MaskParameter::UpdatePersonFields,
        MaskParameter::PersonFields,
        MaskParameter::IncludeField,
        MaskParameter::ReadMask,
        MaskParameter::GroupFields,
    ]
    .into_iter()
    .find(|mask| mask.as_str() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bind(query: &Query<'_>, method: Method, name: &'static str) -> String {
        let arguments = Arguments::bind(query, method, &mut Problems::default());
        arguments.text(name).to_owned()
    }

    /// Holds for methods that are not served yet, since it follows from the kind.
    #[test]
    fn f03_a_mask_given_again_is_a_union_and_of_any_other_the_last_counts() {
        let mut masks = 0;
        for method in Method::ALL {
            for parameter in method.query() {
                let Parameter { json, proto, .. } = *parameter;
                let text = format!("{json}=a&{proto}=b,c&{json}=&{json}=a");
                let is_mask = matches!(parameter.kind, ValueKind::FieldMask);
                let expected = if is_mask { "a,b,c,,a" } else { "a" };
                assert_eq!(bind(&Query::parse(&text), method, json), expected);
                masks += usize::from(is_mask);
            }
        }
        assert!(masks > 15, "{masks}");
    }

    #[test]
    fn f03_each_value_of_a_mask_must_be_one() {
        let query = Query::parse("personFields=names&personFields=(&personFields=)");
        let mut problems = Problems::default();
        Arguments::bind(&query, Method::GetPerson, &mut problems);
        let rejection = problems.finish().expect_err("two problems").to_string();
        assert_eq!(rejection.lines().count(), 2, "{rejection}");
    }
}
