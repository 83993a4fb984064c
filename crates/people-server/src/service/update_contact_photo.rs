use std::sync::Arc;

use people_http::{DeleteContactPhoto, UpdateContactPhoto};
use people_model::{
    ContactId, DeleteContactPhotoResponse, Descriptor, FieldMask, Message,
    UpdateContactPhotoResponse,
};
use people_rules::{Sources, Violation};
use people_store::{Account, Condition, RowKind, Store, Write};

use super::{
    Service,
    photos::NewPhoto,
    profiles::Profile,
    rows::{Stored, as_stored},
    write::{Change, Desk, Needs, Plan, Rows},
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `people.updateContactPhoto`: rules `H1` and `H2`.
    pub(super) async fn update_contact_photo(
        &self,
        account: &Account,
        call: UpdateContactPhoto,
    ) -> Result<Reply, Failure> {
        let UpdateContactPhoto {
            id,
            photo,
            read,
            sources,
            ..
        } = call;
        let photo = NewPhoto::of(&photo, &self.facts.settings.sizes)?;
        let set = SetPhoto {
            id,
            photo: Some(photo),
        };
        let descriptor = UpdateContactPhotoResponse::DESCRIPTOR;
        self.set_photo(account, set, read, sources, descriptor)
            .await
    }

    /// `people.deleteContactPhoto`: rule `H3`.
    pub(super) async fn delete_contact_photo(
        &self,
        account: &Account,
        call: DeleteContactPhoto,
    ) -> Result<Reply, Failure> {
        let DeleteContactPhoto {
            id, read, sources, ..
        } = call;
        let set = SetPhoto { id, photo: None };
        let descriptor = DeleteContactPhotoResponse::DESCRIPTOR;
        self.set_photo(account, set, read, sources, descriptor)
            .await
    }

    async fn set_photo(
        &self,
        account: &Account,
        set: SetPhoto,
        read: FieldMask,
        sources: Sources,
        descriptor: &'static Descriptor,
    ) -> Result<Reply, Failure> {
        let (Shown { mut stored, linked }, moment) = self.write(account, set).await?;
        if read.is_empty() {
            return Ok(Reply::new("{}", descriptor));
        }
        (stored.version, stored.update_time) = (moment.version, moment.time);
        let shown = self.shown(account, read, sources);
        let mut body = String::from("{\"person\":");
        shown.push_stored(&stored, linked.as_deref(), &mut body);
        body.push('}');
        Ok(Reply::new(body, descriptor))
    }
}

/// Sets the photo of a contact, or removes it if there is no new one. Its row is written too, so that its etag changes
/// and lists of changes have it.
struct SetPhoto {
    id: ContactId,
    photo: Option<NewPhoto>,
}

struct Shown {
    stored: Stored,
    linked: Option<Arc<Profile>>,
}

impl Change for SetPhoto {
    type Outcome = Shown;

    fn needs(&self) -> Needs {
        Needs::contact(self.id)
    }

    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<Shown>, Failure> {
        let id = self.id.get();
        let mut stored = Stored::from_row(rows.take_contact(self.id)?)?;
        let write = match (&self.photo, &stored.photo) {
            (Some(photo), before) => Some(photo.put(id, before.as_ref())),
            (None, Some(before)) => before.delete(id),
            (None, None) => return Err(Violation::NotFound.into()),
        };
        stored.photo = self.photo.as_ref().map(NewPhoto::mark);
        let put = Write::Put {
            kind: RowKind::Contact,
            id,
            // Of any size: what was stored stays stored.
            record: as_stored(stored.contact.clone(), stored.photo.as_ref()),
            condition: Condition::Version(stored.version),
        };
        let linked = desk
            .facts
            .profiles
            .linked(stored.contact.index.terms.iter());
        Ok(Plan {
            writes: [Some(put), write].into_iter().flatten().collect(),
            outcome: Shown { stored, linked },
        })
    }
}
