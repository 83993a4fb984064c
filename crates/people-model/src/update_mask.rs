use std::{
    fmt,
    ops::{BitAnd, BitOr, BitOrAssign, Sub},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{FieldMask, ParseFieldMaskError, PersonField, field_mask::FieldMaskIter};

/// A mask that is fit for an update: not empty, and updatable throughout (rule `U2`).
///
/// Holding one is the proof; nothing downstream checks again.
///
/// ```
/// use people_model::{FieldMask, InvalidUpdateMask, PersonField, UpdateMask};
///
/// let mask = UpdateMask::NAMES | UpdateMask::URLS;
/// assert_eq!("names,urls".parse(), Ok(mask));
/// assert_eq!(mask.fields(), FieldMask::NAMES | FieldMask::URLS);
///
/// let photos = UpdateMask::try_from(FieldMask::NAMES | FieldMask::PHOTOS);
/// assert_eq!(photos, Err(InvalidUpdateMask::NotUpdatable(PersonField::Photos)));
/// # Ok::<(), InvalidUpdateMask>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UpdateMask(FieldMask);

/// Why a [`FieldMask`] or a text is not an [`UpdateMask`].
///
/// ```
/// use people_model::{InvalidUpdateMask, UpdateMask};
///
/// let error = "names,photos".parse::<UpdateMask>().unwrap_err();
/// assert_eq!(error.to_string(), "`photos` cannot be updated");
/// assert_eq!("".parse::<UpdateMask>(), Err(InvalidUpdateMask::Empty));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidUpdateMask {
    /// The text is not a mask at all.
    #[error(transparent)]
    NotAMask(#[from] ParseFieldMaskError),
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

    /// The mask of only this field; `None` if no update may replace it.
    pub(crate) const fn only(field: PersonField) -> Option<Self> {
        if field.is_updatable() {
            Some(Self(FieldMask::only(field)))
        } else {
            None
        }
    }

    /// The fields in either mask; `|` for use in `const` items.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0.union(other.0))
    }

    /// Whether the mask selects `field`.
    #[must_use]
    pub const fn contains(self, field: PersonField) -> bool {
        self.0.contains(field)
    }

    /// The selected fields, in wire order.
    #[must_use]
    pub const fn iter(self) -> FieldMaskIter {
        self.0.iter()
    }
}

/// The fields in either. Both are fit for an update, and so are the two together.
impl BitOr for UpdateMask {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl BitOrAssign for UpdateMask {
    fn bitor_assign(&mut self, other: Self) {
        *self = self.union(other);
    }
}

/// The fields in both. There may be none, which is no mask for an update.
impl<T: Into<FieldMask>> BitAnd<T> for UpdateMask {
    type Output = FieldMask;

    fn bitand(self, other: T) -> FieldMask {
        self.0 & other
    }
}

/// The fields in this mask and not in the other. There may be none, which is no mask for an
/// update.
impl<T: Into<FieldMask>> Sub<T> for UpdateMask {
    type Output = FieldMask;

    fn sub(self, other: T) -> FieldMask {
        self.0 - other
    }
}

impl IntoIterator for UpdateMask {
    type Item = PersonField;
    type IntoIter = FieldMaskIter;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for &UpdateMask {
    type Item = PersonField;
    type IntoIter = FieldMaskIter;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl TryFrom<PersonField> for UpdateMask {
    type Error = InvalidUpdateMask;

    /// # Errors
    ///
    /// When no update may replace the field.
    fn try_from(field: PersonField) -> Result<Self, Self::Error> {
        Self::only(field).ok_or(InvalidUpdateMask::NotUpdatable(field))
    }
}

/// Reads a mask as a parameter spells it: see [`FieldMask::parse`].
impl FromStr for UpdateMask {
    type Err = InvalidUpdateMask;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        FieldMask::parse(text)?.try_into()
    }
}

impl Serialize for UpdateMask {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for UpdateMask {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mask = FieldMask::deserialize(deserializer)?;
        mask.try_into().map_err(de::Error::custom)
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
