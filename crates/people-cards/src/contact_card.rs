//! A contact of an account, as a card for other programs.

use people_model::{GroupResourceName, Membership, Person, SystemGroup};

use crate::{
    flavour::Flavour,
    groups::Groups,
    photo::CardPhoto,
    rest::{Rest, from_person, to_person},
    version::Version,
};

/// Writes a contact of an account as a card for other programs, with the stored lines of the card that it came from
/// (rule `Z21`).
///
/// ```
/// use people_cards::{ContactCard, Flavour, Groups, Rest, Version};
/// use people_model::{Name, Person};
///
/// let ada = Person::new().names([Name::new().unstructured_name("Ada")]);
/// let kept = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada\r\nX-MOON:full\r\nEND:VCARD\r\n";
/// let (_, rest) = Rest::of_all([Some(&kept[..]), None], &Groups::new()).ok_or("a card").unwrap();
/// let mut contact = ContactCard::new(&ada);
/// contact.rest = Some(&rest);
/// assert_eq!(contact.write(Version::V4, Flavour::Rfc, &Groups::new()), kept);
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ContactCard<'c> {
    /// The contact, with the text of the card for every value that is still as the card said it.
    pub person: &'c Person,
    /// The card that it came from.
    pub rest: Option<&'c Rest>,
    /// Its photo.
    pub photo: Option<CardPhoto<'c>>,
}

impl<'c> ContactCard<'c> {
    /// A contact without a photo that came from no card.
    #[must_use]
    pub const fn new(person: &'c Person) -> Self {
        Self {
            person,
            rest: None,
            photo: None,
        }
    }

    /// The card, with a line end at its end.
    #[must_use]
    pub fn write(&self, version: Version, flavour: Flavour, groups: &Groups) -> Vec<u8> {
        let mut person = self.person.clone();
        self.leave_my_contacts(&mut person, flavour, groups);
        // Its address is that of a server; the photo itself stands in the card.
        if self.photo.is_some() {
            person.photos.clear();
        }
        let card = from_person(&person, self.rest, version, flavour, groups);
        let mut bytes = card.with_photo(self.photo).to_bytes();
        // The last line of a file may have no end.
        if !bytes.ends_with(b"\n") {
            bytes.extend_from_slice(b"\r\n");
        }
        bytes
    }

    /// Leaves out the group that a reader puts contacts into anyway: other programs would show it as a category of
    /// everybody. Google's cards name it, and those that named it when they came.
    fn leave_my_contacts(&self, person: &mut Person, flavour: Flavour, groups: &Groups) {
        let of = |membership: &Membership| {
            let group = membership.contact_group_membership.as_ref()?;
            match GroupResourceName::parse(&group.contact_group_resource_name)? {
                GroupResourceName::System(group) => Some(group),
                GroupResourceName::User(_) => None,
            }
        };
        let is_it = |membership: &Membership| of(membership) == Some(SystemGroup::MyContacts);
        let mut others = person.memberships.iter().filter(|it| !is_it(it));
        let is_added = others.all(|it| of(it).is_none());
        let said = self.rest.is_some_and(|rest| {
            let (said, _) = to_person(rest.card(), groups);
            said.memberships.iter().any(is_it)
        });
        let is_googles = self.rest.is_none() && flavour == Flavour::Google;
        if is_added && !said && !is_googles {
            person.memberships.retain(|membership| !is_it(membership));
        }
    }
}
