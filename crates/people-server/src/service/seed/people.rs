//! The persons of a seed, with the photo that may be beside their fields.
use people_http::UpdateContactPhoto;
use people_model::{Message, Person};
use people_store::Store;
use serde_json::{Map, Value};

use super::{Entry, decode, reason::reason};
use crate::{
    service::{
        Service, Sizes,
        photos::{NewPhoto, PhotoMark},
    },
    texts::too_long,
};

/// A person of a seed as it may be stored.
#[derive(Clone, Default)]
pub(super) struct SeedPerson {
    pub(super) person: Person,
    pub(super) photo: Option<NewPhoto>,
}

impl SeedPerson {
    /// What the row of the person says of the photo.
    pub(super) fn mark(&self) -> Option<PhotoMark> {
        self.photo.as_ref().map(NewPhoto::mark)
    }
}

impl Entry {
    /// The person, with texts of any length, and the bytes of the photo.
    pub(super) fn person(&self) -> Result<(Person, Option<Vec<u8>>), String> {
        let (fields, photo) = self.split()?;
        let person = match fields {
            Some(fields) => decode(fields.as_bytes())?,
            None => self.parse()?,
        };
        Ok((person, photo))
    }

    /// The same, with texts as long as those of a request may be (rule `N4`).
    fn short_person(&self, sizes: &Sizes) -> Result<(Person, Option<Vec<u8>>), String> {
        let (fields, photo) = self.split()?;
        let Some(fields) = fields else {
            return Ok((self.decode(sizes)?, photo));
        };
        let long = too_long(fields.as_bytes(), Person::DESCRIPTOR, "", sizes.characters);
        match long {
            Some(text) => Err(text.description),
            None => Ok((decode(fields.as_bytes())?, photo)),
        }
    }

    /// The photo, and what is left of the entry without it; nothing where it has none.
    fn split(&self) -> Result<(Option<String>, Option<Vec<u8>>), String> {
        // Most have none, and are read as they are.
        if !self.0.get().contains("\"photo\"") {
            return Ok((None, None));
        }
        let members: Result<Map<String, Value>, _> = serde_json::from_str(self.0.get());
        let mut members = members.map_err(|error| error.to_string())?;
        let photo = take_photo(&mut members)?;
        Ok((Some(Value::Object(members).to_string()), photo))
    }
}

/// Takes the bytes of the photo out of the members of an entry.
pub(super) fn take_photo(members: &mut Map<String, Value>) -> Result<Option<Vec<u8>>, String> {
    let photo = match members.remove("photo") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(photo)) => UpdateContactPhoto::decode(&photo),
        Some(_) => return Err(NO_BASE64.to_owned()),
    };
    photo.map(Some).map_err(|_| NO_BASE64.to_owned())
}

const NO_BASE64: &str = "its photo is not base64";

impl<S: Store> Service<S> {
    /// The person of an entry, and the photo if it may be stored (rules `H2`, `N7`).
    pub(super) fn seed_person(&self, entry: &Entry) -> Result<SeedPerson, String> {
        let sizes = &self.facts.settings.sizes;
        let (person, photo) = entry.short_person(sizes)?;
        let photo = self.seed_photo(photo)?;
        Ok(SeedPerson { person, photo })
    }

    /// The photo, if it may be stored.
    pub(super) fn seed_photo(&self, photo: Option<Vec<u8>>) -> Result<Option<NewPhoto>, String> {
        let sizes = &self.facts.settings.sizes;
        let photo = photo.map(|photo| NewPhoto::of(&photo, sizes).map_err(reason));
        photo.transpose()
    }
}
