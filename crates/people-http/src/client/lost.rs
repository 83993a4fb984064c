//! What a client does when the reply to a call is lost (rules `R3` to `R5`).
use bytes::Bytes;
use people_model::{
    ContactGroup, DeleteContactPhotoResponse, Empty, FieldMask, Person, PersonField,
    ReadSourceType, UpdateContactPhotoResponse,
};
use people_rules::Sources;

use super::landed::holds;
use crate::{
    group_fields::GroupFields,
    methods::{
        BatchCreateContacts, BatchDeleteContacts, BatchUpdateContacts,
        CopyOtherContactToMyContactsGroup, CreateContact, CreateContactGroup, DeleteContact,
        DeleteContactGroup, DeleteContactPhoto, GetContactGroup, GetPerson,
        ModifyContactGroupMembers, UpdateContact, UpdateContactGroup, UpdateContactPhoto,
    },
    request::Request,
};

/// A request that a client sends, with what the client does when the reply is lost.
///
/// A read is repeated. The client repeats a request that changes something only if a second call does no harm. The
/// request may say how to find out whether the first call happened.
///
/// ```
/// use people_http::{CreateContact, GetPerson, Sendable};
/// use people_model::{FieldMask, Person};
///
/// assert!(GetPerson::new("people/c17", FieldMask::NAMES).is_repeatable());
/// assert!(!CreateContact::new(Person::default()).is_repeatable());
/// ```
pub trait Sendable: Request {
    /// Whether a second call does no harm, even if the first one landed (rule `R3`).
    fn is_repeatable(&self) -> bool {
        !Self::METHOD.mutates()
    }

    /// What to read to find out whether the call happened, when a second call is refused because something changed
    /// since then. `None` if a read would not show it (rule `R4`).
    fn read_back(&self) -> Option<GetPerson> {
        None
    }

    /// The reply that was lost, if what [`read_back`](Self::read_back) found shows that the call
    /// happened.
    fn reply_from(&self, found: Person) -> Option<Self::Response> {
        let _ = found;
        None
    }

    /// The same for a call that changes a contact group.
    fn read_back_group(&self) -> Option<GetContactGroup> {
        None
    }

    /// The same for what [`read_back_group`](Self::read_back_group) found.
    fn reply_from_group(&self, found: ContactGroup) -> Option<Self::Response> {
        let _ = found;
        None
    }

    /// The same for a call that changes the photo of a contact. Such a call is not repeated: this is what to read when
    /// its reply is lost.
    fn read_back_photo(&self) -> Option<GetPerson> {
        None
    }

    /// The same for what [`read_back_photo`](Self::read_back_photo) found, and the photo that the contact has.
    fn reply_from_photo(&self, found: Person, photo: Option<Bytes>) -> Option<Self::Response> {
        let _ = (found, photo);
        None
    }

    /// The reply that was lost, if the call happened when a second one finds nothing (rule `R5`).
    fn reply_if_gone(&self) -> Option<Self::Response> {
        None
    }
}

// `generated/call.rs` has the reads. A method that changes something needs an entry here.

impl Sendable for UpdateContact {
    fn is_repeatable(&self) -> bool {
        has_etag(&self.person)
    }

    fn read_back(&self) -> Option<GetPerson> {
        let shows_it = self.sources.contains(ReadSourceType::Contact);
        let read = self.read.union(self.mask.fields());
        shows_it.then(|| GetPerson::new(self.id.resource_name(), read).sources(self.sources))
    }

    fn reply_from(&self, mut found: Person) -> Option<Person> {
        if !holds(&found, &self.person, self.mask) {
            return None;
        }
        for field in self.mask.fields().difference(self.read).iter() {
            found.clear_field(field);
        }
        Some(found)
    }
}

impl Sendable for DeleteContact {
    fn is_repeatable(&self) -> bool {
        true
    }

    fn reply_if_gone(&self) -> Option<Empty> {
        Some(Empty::default())
    }
}

/// The contacts are gone together or not at all. If a second call finds one of several contacts missing, it is not
/// clear whether the first call deleted it. For a single contact it is clear.
impl Sendable for BatchDeleteContacts {
    fn is_repeatable(&self) -> bool {
        true
    }

    fn reply_if_gone(&self) -> Option<Empty> {
        matches!(self.ids[..], [_]).then(Empty::default)
    }
}

/// A second call may make every contact a second time.
impl Sendable for BatchCreateContacts {}

/// The etags make the second call a no-op if the first was done.
impl Sendable for BatchUpdateContacts {
    fn is_repeatable(&self) -> bool {
        self.contacts.iter().any(|(_, person)| has_etag(person))
    }
}

/// A second call may make a second contact.
impl Sendable for CreateContact {}

/// The same.
impl Sendable for CopyOtherContactToMyContactsGroup {}

/// With an etag, the second call is refused if the first was made. Without an etag, it would undo what another program
/// has changed in the group since then.
impl Sendable for UpdateContactGroup {
    fn is_repeatable(&self) -> bool {
        !self.group.etag.is_empty()
    }

    fn read_back_group(&self) -> Option<GetContactGroup> {
        let mut read = GetContactGroup::new(self.resource_name.as_str());
        read.read = self.read.union(self.update);
        Some(read)
    }

    fn reply_from_group(&self, mut found: ContactGroup) -> Option<ContactGroup> {
        let names = self.update.contains(GroupFields::NAME);
        let data = self.update.contains(GroupFields::CLIENT_DATA);
        if names && found.name != self.group.name.trim()
            || data && found.client_data != self.group.client_data
        {
            return None;
        }
        if !self.read.contains(GroupFields::NAME) {
            found.name.clear();
            found.formatted_name.clear();
        }
        if !self.read.contains(GroupFields::CLIENT_DATA) {
            found.client_data.clear();
        }
        Some(found)
    }
}

/// A second call goes on where the first one ended.
impl Sendable for DeleteContactGroup {
    fn is_repeatable(&self) -> bool {
        true
    }

    fn reply_if_gone(&self) -> Option<Empty> {
        Some(Empty::default())
    }
}

/// Who is in the group already, or out of it, stays so.
impl Sendable for ModifyContactGroupMembers {
    fn is_repeatable(&self) -> bool {
        true
    }
}

/// A second call would replace a photo that another program has set since then.
impl Sendable for UpdateContactPhoto {
    fn read_back_photo(&self) -> Option<GetPerson> {
        with_photo(self.id.resource_name(), self.read, self.sources)
    }

    fn reply_from_photo(
        &self,
        found: Person,
        photo: Option<Bytes>,
    ) -> Option<UpdateContactPhotoResponse> {
        let mut reply = UpdateContactPhotoResponse::default();
        reply.person = shown(found, self.read);
        (photo? == self.photo).then_some(reply)
    }
}

/// A second call would delete a photo that another program has set since then.
impl Sendable for DeleteContactPhoto {
    fn read_back_photo(&self) -> Option<GetPerson> {
        with_photo(self.id.resource_name(), self.read, self.sources)
    }

    fn reply_from_photo(
        &self,
        found: Person,
        photo: Option<Bytes>,
    ) -> Option<DeleteContactPhotoResponse> {
        let mut reply = DeleteContactPhotoResponse::default();
        reply.person = shown(found, self.read);
        photo.is_none().then_some(reply)
    }
}

/// A second call may find the group of the first, but cannot distinguish it from a group of another program.
impl Sendable for CreateContactGroup {}

fn has_etag(person: &Person) -> bool {
    let metadata = person.metadata.as_ref();
    let sources = metadata.map_or(&[][..], |metadata| &metadata.sources);
    !person.etag.is_empty() || sources.iter().any(|source| !source.etag.is_empty())
}

/// Reads a contact's photo beside these fields, where that is shown.
fn with_photo(name: String, read: FieldMask, sources: Sources) -> Option<GetPerson> {
    let read = read.union(FieldMask::PHOTOS);
    let shows_it = sources.contains(ReadSourceType::Contact);
    shows_it.then(|| GetPerson::new(name, read).sources(sources))
}

/// The contact with the fields that are asked for; none if there are none.
fn shown(mut found: Person, read: FieldMask) -> Option<Person> {
    if !read.contains(PersonField::Photos) {
        found.clear_field(PersonField::Photos);
    }
    (!read.is_empty()).then_some(found)
}
