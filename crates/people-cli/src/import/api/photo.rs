//! The photos of contacts.
use people_model::{ContactId, FieldMask};
use people_server::{Mirror, PlannedPhoto};

use super::{Done, Fate, OverApi, Task, account, account::Account, fate, written};
use crate::{
    import::state::{Kept, KeptPhoto},
    remote::explained,
};

impl OverApi {
    /// Writes the photo of an entry, if the contact still has the one that it had when it was `shown`. Returns
    /// whether it did.
    pub(super) async fn write_photo(
        &mut self,
        name: &str,
        shown: Option<&str>,
        task: &mut Task,
    ) -> Done<bool> {
        let id: ContactId = name.parse()?;
        if let Some(shown) = shown {
            let now = self.client.get(name, PHOTO).await;
            let now = match now {
                Ok(now) => now,
                Err(error) if error.is_not_found() => return Ok(false),
                Err(error) => return Err(explained(error)),
            };
            if account::photo(&now).unwrap_or_default() != shown {
                return Ok(false);
            }
        }
        let sources = task.planned.sources.clone();
        let outcome = match (task.planned.photo, task.photo.take()) {
            (Some(PlannedPhoto::Set), Some(photo)) => {
                let digest = Mirror::photo_digest(&photo).unwrap_or_default();
                let set = self.client.set_photo(id, photo).await;
                set.map(|person| {
                    let photo = account::photo(&person).map(|address| KeptPhoto {
                        address: address.to_owned(),
                        digest,
                    });
                    written(sources, photo, &person)
                })
            }
            _ => {
                let deleted = self.client.delete_photo(id).await;
                let before = self.state.contact(name).cloned().unwrap_or_default();
                let kept = Kept {
                    sources,
                    photo: None,
                    ..before
                };
                match deleted {
                    Err(error) if !error.is_not_found() => Err(error),
                    _ => Ok(kept),
                }
            }
        };
        match outcome.map_err(fate) {
            Ok(kept) => {
                self.state.keep([(name.to_owned(), kept)])?;
                Ok(true)
            }
            Err(Fate::Again(_)) => Ok(false),
            Err(Fate::Refused(why)) => {
                task.planned.imported.photo_refused = Some(why);
                Ok(true)
            }
            Err(Fate::End(error)) => Err(error),
        }
    }

    /// Reads the photo that a contact has, so that it can be compared. Returns whether the contact is still there.
    pub(super) async fn look_at_photo(&self, account: &mut Account, id: ContactId) -> Done<bool> {
        let photo = match self.client.photo(id).await {
            Ok(photo) => photo,
            Err(error) if error.is_not_found() => return Ok(false),
            Err(error) => return Err(explained(error)),
        };
        let Some(person) = account.contacts.get(&id.get()) else {
            return Ok(false);
        };
        let digest = photo.map(|photo| {
            let digest = Mirror::photo_digest(&photo);
            digest.unwrap_or_else(|| "another".to_owned())
        });
        let kept = self.state.contact(&person.resource_name);
        let sources = kept.map(|kept| &kept.sources);
        let put = account
            .mirror
            .put_contact(person, digest.as_deref(), sources);
        put.await.map_err(super::failed)?;
        Ok(true)
    }
}

const PHOTO: FieldMask = FieldMask::PHOTOS.union(FieldMask::METADATA);
