use std::sync::Arc;

use people_model::Fields;

use super::{photos::PhotoMark, profiles::Profile};

/// What a contact is after an update, for the reply.
pub(super) struct Replaced {
    pub(super) fields: Fields,
    pub(super) photo: Option<PhotoMark>,
    pub(super) linked: Option<Arc<Profile>>,
}
