//! The values of a person's fields, member by member.

use serde_json::{Map, Value};

use crate::{Extra, FieldMetadata, Message, Person, PersonField, decode};

/// A value of a field of [`Person`] that is a list, taken apart by member.
///
/// What treats all fields alike, such as a merge, is written once over this trait.
/// Members are named by their position in [`Message::DESCRIPTOR`]. Implemented by every
/// message that a field's values consist of, and by nothing else.
///
/// ```
/// use people_model::{EmailAddress, Entry, Person, PersonField};
///
/// let ada: Person = serde_json::from_str(r#"{"emailAddresses": [{"value": "ada@example.com"}]}"#)?;
/// let email = &EmailAddress::of(&ada)[0];
///
/// assert_eq!(EmailAddress::FIELD, PersonField::EmailAddresses);
/// assert_eq!(email.member(EmailAddress::IDENTITY[0]), Some("ada@example.com".into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait Entry: Message {
    /// The field whose values these are.
    const FIELD: PersonField;

    /// The members that identify an entry: see [`PersonField::identity`].
    const IDENTITY: &'static [usize];

    /// The members that a client can set, in groups that only make sense together. Most units have one member. A
    /// birthday's date and text are one unit, because they are two forms of the same value.
    const UNITS: &'static [&'static [usize]];

    /// The member that the API composes of others unless it is sent: the text of a name or an
    /// address (rules `D4`, `D5`). `None` where there is no such member.
    const COMPOSED: Option<Composed>;

    /// The person's values of the field.
    fn of(person: &Person) -> &Vec<Self>;

    /// The person's values of the field, to change them.
    fn of_mut(person: &mut Person) -> &mut Vec<Self>;

    /// Where the value comes from, and whether it leads.
    fn metadata(&self) -> Option<&FieldMetadata>;

    /// Where the value comes from, and whether it leads, to change it.
    fn metadata_mut(&mut self) -> &mut Option<FieldMetadata>;

    /// The members that this version does not know.
    fn extra(&self) -> &Extra;

    /// Whether any member is set that is neither metadata nor output-only.
    fn has_content(&self) -> bool;

    /// Clears what only the server sets, as [`Person::strip_output_only`] does.
    fn strip_output_only(&mut self);

    /// Whether a member is the same as in `other`.
    fn member_eq(&self, other: &Self, position: usize) -> bool;

    /// Sets a member to its value in `other`.
    fn copy_member(&mut self, other: &Self, position: usize);

    /// A member that is text; none when it is unset, or not text.
    fn text(&self, position: usize) -> Option<&str>;

    /// A member as JSON has it; none when it is unset.
    fn member(&self, position: usize) -> Option<Value>;

    /// Sets a member from JSON, with the leniency of [`decode`](crate::decode()); `null`
    /// unsets it. Returns whether the value is of the member's type, and changes nothing
    /// when it is not.
    fn set_member(&mut self, position: usize, value: Value) -> bool {
        let Some(member) = Self::DESCRIPTOR.members.get(position) else {
            return false;
        };
        let json = Value::from(Map::from_iter([(member.json.to_owned(), value)])).to_string();
        match decode::<Self>(json.as_bytes(), "") {
            Ok(decoded) if decoded.problems.is_empty() => {
                self.copy_member(&decoded.value, position);
                true
            }
            _ => false,
        }
    }
}

/// A member that the API composes of others, by position in [`Message::DESCRIPTOR`].
///
/// ```
/// use people_model::{Entry, Message, Name};
///
/// let composed = Name::COMPOSED.ok_or("a name has its whole text")?;
/// let member = |position: usize| Name::DESCRIPTOR.members[position].json;
/// assert_eq!(member(composed.whole), "unstructuredName");
/// assert_eq!(member(composed.parts[0]), "familyName");
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Composed {
    /// The member that is composed.
    pub whole: usize,
    /// The members that it is composed of.
    pub parts: &'static [usize],
}

/// What [`PersonField::visit`] calls with the type of a field's values.
///
/// ```
/// use people_model::{Entry, EntryVisitor, PersonField};
///
/// struct Name;
///
/// impl EntryVisitor for Name {
///     type Output = &'static str;
///
///     fn visit<T: Entry>(self) -> &'static str {
///         T::DESCRIPTOR.name
///     }
/// }
///
/// assert_eq!(PersonField::EmailAddresses.visit(Name), Some("EmailAddress"));
/// assert_eq!(PersonField::Metadata.visit(Name), None);
/// ```
pub trait EntryVisitor {
    /// What the visit returns.
    type Output;

    /// Does its work for the field whose values are `T`.
    fn visit<T: Entry>(self) -> Self::Output;
}
