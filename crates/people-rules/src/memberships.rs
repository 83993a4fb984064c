//! A contact joins a contact group, or leaves one (rules `G7`, `G8`).
use people_model::{
    ContactGroupMembership, FieldMask, Fields, GroupName, Membership, Person, SystemGroup,
};

use crate::{
    apply::{Contact, Context, group_term},
    check::names_group,
    derive,
};

/// What becomes of a contact that leaves a contact group.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::exhaustive_enums)] // these three are all there are
#[allow(clippy::large_enum_variant)] // callers take the contact out at once, and keep none of these
pub enum Departure {
    /// It was not in the group.
    NoMember,
    /// It stays: it is in no other group, and a contact is always in one.
    Last,
    /// It left, and this is the contact now.
    Left(Contact),
}

/// The contact as a member of the group; none where it is one already.
///
/// ```
/// use people_model::{ContactId, GroupName, Nickname, Person, SystemGroup};
/// use people_rules::{Context, Contract, Departure, create, join, leave};
///
/// let (id, contract) = (ContactId::new(17).unwrap(), Contract::Documented);
/// let context = Context { id, contract, canonical_phone: &|_| None };
/// let ada = create(Person::new().nicknames([Nickname::new().value("Ada")]), &context)?;
/// let my_contacts = GroupName::from(SystemGroup::MyContacts);
/// let starred = GroupName::from(SystemGroup::Starred);
///
/// assert_eq!(join(&ada, &my_contacts, &context), None);
/// let joined = join(&ada, &starred, &context).unwrap();
/// assert_eq!(joined.index.terms, ["group:myContacts", "group:starred"]);
///
/// assert_eq!(leave(&ada, &starred, None, &context), Departure::NoMember);
/// assert_eq!(leave(&ada, &my_contacts, None, &context), Departure::Last);
/// assert_eq!(leave(&joined, &starred, None, &context), Departure::Left(ada));
/// # Ok::<(), people_rules::Violation>(())
/// ```
pub fn join(current: &Contact, group: &GroupName, context: &Context<'_>) -> Option<Contact> {
    if is_in(current, group) {
        return None;
    }
    let mut memberships = current.fields.to_person().memberships;
    memberships.push(membership(group));
    Some(replaced(current, memberships, context))
}

/// The contact without the group. One that would then be in none is put in `instead`, where that is
/// given.
pub fn leave(
    current: &Contact,
    group: &GroupName,
    instead: Option<SystemGroup>,
    context: &Context<'_>,
) -> Departure {
    if !is_in(current, group) {
        return Departure::NoMember;
    }
    let mut memberships = current.fields.to_person().memberships;
    memberships.retain(|membership| {
        let named = membership.contact_group_membership.as_ref();
        named.is_none_or(|it| it.contact_group_resource_name != group.as_str())
    });
    if !memberships.iter().any(names_group) {
        match instead {
            Some(instead) => memberships.push(membership(&instead.into())),
            None => return Departure::Last,
        }
    }
    Departure::Left(replaced(current, memberships, context))
}

fn is_in(contact: &Contact, group: &GroupName) -> bool {
    let term = group_term(group.id());
    contact.index.terms.binary_search(&term).is_ok()
}

pub(crate) fn membership(group: &GroupName) -> Membership {
    let group = ContactGroupMembership::new().contact_group_resource_name(group.as_str());
    Membership::new().contact_group_membership(group)
}

fn replaced(current: &Contact, memberships: Vec<Membership>, context: &Context<'_>) -> Contact {
    let mask = FieldMask::MEMBERSHIPS;
    let mut person = Person::new().memberships(memberships);
    derive::normalize(&mut person, mask);
    derive::derive(&mut person, mask, context);
    Contact {
        fields: current
            .fields
            .replace(mask, &Fields::from_person(&person, mask)),
        index: current.index.replace(mask, &person),
    }
}
