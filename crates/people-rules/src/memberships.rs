//! The contact groups of a contact: those that an update names, and how a contact joins and leaves a group (rules `U15`
//! to `U17`, `G7`, `G8`).
use people_model::{
    ContactGroupMembership, FieldMask, GroupResourceName, Membership, Person, PersonField,
    SystemGroup,
};

use crate::{
    check::{is_own, names_group},
    contact::Contact,
    context::Context,
    contract::Contract,
    derive,
    index::{Index, group_term},
    violation::Violation,
};

/// The result of removing a contact from a contact group.
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

/// The contact as a member of the group; `None` if it already is a member.
///
/// ```
/// use people_model::{ContactId, GroupResourceName, Nickname, Person, SystemGroup};
/// use people_rules::{Context, Contract, Departure, create, join, leave};
///
/// let (id, contract) = (ContactId::new(17).unwrap(), Contract::Documented);
/// let context = Context { id, contract, canonical_phone: &|_| None, dialled_forms: &|_| Vec::new() };
/// let ada = create(Person::new().nicknames([Nickname::new().value("Ada")]), &context)?;
/// let my_contacts = GroupResourceName::from(SystemGroup::MyContacts);
/// let starred = GroupResourceName::from(SystemGroup::Starred);
///
/// assert_eq!(join(&ada, &my_contacts, &context), None);
/// let joined = join(&ada, &starred, &context).unwrap();
/// assert!(joined.index.terms.contains("group:starred"));
///
/// assert_eq!(leave(&ada, &starred, None, &context), Departure::NoMember);
/// assert_eq!(leave(&ada, &my_contacts, None, &context), Departure::Last);
/// assert_eq!(leave(&joined, &starred, None, &context), Departure::Left(ada));
/// # Ok::<(), people_rules::Violation>(())
/// ```
pub fn join(
    current: &Contact,
    group: &GroupResourceName,
    context: &Context<'_>,
) -> Option<Contact> {
    if is_in(current, group) {
        return None;
    }
    let mut memberships = current.fields.to_person().memberships;
    memberships.push(membership(group));
    Some(replaced(current, memberships, context))
}

/// The contact without the group. If it would then be in no group, it is put in `instead`, if that is
/// given.
pub fn leave(
    current: &Contact,
    group: &GroupResourceName,
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

/// The user groups that an update puts the contact in and that it is not in yet; each must exist
/// (rule `U15`).
///
/// ```
/// use people_model::{ContactGroupMembership, Membership, Person};
/// use people_rules::{Index, Violation, added_groups};
///
/// let member = |group: &str| {
///     let group = ContactGroupMembership::new().contact_group_resource_name(group);
///     Person::new().memberships([Membership::new().contact_group_membership(group)])
/// };
/// let book_club = member("contactGroups/1f");
///
/// assert_eq!(added_groups(&Index::default(), &book_club)?[0].id(), "1f");
/// let all = added_groups(&Index::default(), &member("contactGroups/all"));
/// assert_eq!(all, Err(Violation::DeprecatedGroup));
/// # Ok::<(), Violation>(())
/// ```
///
/// # Errors
///
/// [`Violation::DeprecatedGroup`] for a system group that takes no members (rule `U16`), and
/// [`Violation::NotFound`] for a name that no group has.
pub fn added_groups(current: &Index, person: &Person) -> Result<Vec<GroupResourceName>, Violation> {
    let mut added = Vec::new();
    for membership in &person.memberships {
        let Some(group) = &membership.contact_group_membership else {
            continue;
        };
        let name = group.contact_group_resource_name.as_str();
        if name.is_empty() || !is_own(membership.metadata.as_ref()) {
            continue;
        }
        let Some(group) = GroupResourceName::parse(name) else {
            return Err(Violation::NotFound);
        };
        if current.terms.contains(&group_term(group.id())) {
            continue;
        }
        match group.system() {
            Some(system) if !system.takes_members() => return Err(Violation::DeprecatedGroup),
            Some(_) => {}
            None => added.push(group),
        }
    }
    Ok(added)
}

/// If an update of memberships leaves `myContacts` out, Google's documentation says that the contact leaves that group.
/// The live service was seen to keep it (rule `U17`).
pub(crate) fn keep_my_contacts(
    person: &mut Person,
    mask: FieldMask,
    current: &Contact,
    contract: Contract,
) {
    if contract != Contract::Observed || !mask.contains(PersonField::Memberships) {
        return;
    }
    let my_contacts = GroupResourceName::from(SystemGroup::MyContacts);
    let named = person.memberships.iter().any(|membership| {
        let group = membership.contact_group_membership.as_ref();
        group.is_some_and(|group| group.contact_group_resource_name == my_contacts.as_str())
    });
    if !named && is_in(current, &my_contacts) {
        person.memberships.push(membership(&my_contacts));
    }
}

fn is_in(contact: &Contact, group: &GroupResourceName) -> bool {
    let term = group_term(group.id());
    contact.index.terms.contains(&term)
}

pub(crate) fn membership(group: &GroupResourceName) -> Membership {
    let group = ContactGroupMembership::new().contact_group_resource_name(group.as_str());
    Membership::new().contact_group_membership(group)
}

fn replaced(current: &Contact, memberships: Vec<Membership>, context: &Context<'_>) -> Contact {
    let mask = FieldMask::MEMBERSHIPS;
    let mut person = Person::new().memberships(memberships);
    derive::normalize(&mut person, mask);
    derive::derive(&mut person, mask, context);
    let current = current.clone();
    current.replace(mask, &person, context.dialled_forms)
}
