use people_store::{Micros, Version};

/// When a commit was made: version 0 where there was nothing to commit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moment {
    pub(super) version: Version,
    pub(super) time: Micros,
}
