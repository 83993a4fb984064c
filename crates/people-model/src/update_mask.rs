use std::fmt;

use crate::{FieldMask, PersonField};

/// A mask that is fit for an update: not empty, and updatable throughout (rule `U2`).
///
/// Holding one is the proof; nothing downstream checks again.
///
/// ```
/// use people_model::{FieldMask, InvalidUpdateMask, PersonField, UpdateMask};
///
/// let mask = UpdateMask::try_from(FieldMask::NAMES)?;
/// assert_eq!(mask.fields(), FieldMask::NAMES);
///
/// let photos = UpdateMask::try_from(FieldMask::NAMES | FieldMask::PHOTOS);
/// assert_eq!(photos, Err(InvalidUpdateMask::NotUpdatable(PersonField::Photos)));
/// # Ok::<(), InvalidUpdateMask>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UpdateMask(FieldMask);

/// Why a [`FieldMask`] is no [`UpdateMask`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidUpdateMask {
    /// It selects nothing.
    #[error("the mask of an update selects no field")]
    Empty,
    /// It selects a field that no update may replace; the first such in wire order.
    #[error("`{}` cannot be updated", .0.as_str())]
    NotUpdatable(PersonField),
}

impl UpdateMask {
    /// Replaces every field that an update may replace.
    pub const ALL: Self = Self(FieldMask::UPDATABLE);

    /// The fields to replace.
    #[must_use]
    pub const fn fields(self) -> FieldMask {
        self.0
    }
}

impl TryFrom<FieldMask> for UpdateMask {
    type Error = InvalidUpdateMask;

    /// # Errors
    ///
    /// When the mask is empty, or selects a field that no update may replace.
    fn try_from(mask: FieldMask) -> Result<Self, Self::Error> {
        if let Some(field) = mask.difference(FieldMask::UPDATABLE).iter().next() {
            Err(InvalidUpdateMask::NotUpdatable(field))
        } else if mask.is_empty() {
            Err(InvalidUpdateMask::Empty)
        } else {
            Ok(Self(mask))
        }
    }
}

impl From<UpdateMask> for FieldMask {
    fn from(mask: UpdateMask) -> Self {
        mask.fields()
    }
}

/// As its [`fields`](UpdateMask::fields).
impl fmt::Display for UpdateMask {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
