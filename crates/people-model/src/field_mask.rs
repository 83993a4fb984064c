use std::{
    fmt,
    iter::FusedIterator,
    ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, Sub, SubAssign},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::PersonField;

/// A set of top-level [`Person`](crate::Person) fields.
///
/// On the wire a mask is a comma-separated list such as `names,emailAddresses`. Here it is a set: duplicates collapse,
/// and the order is that of [`PersonField::ALL`]. So two masks are equal exactly when they select the same fields.
///
/// ```
/// use people_model::{FieldMask, PersonField};
///
/// let mask: FieldMask = "emailAddresses,names".parse()?;
///
/// assert_eq!(mask, FieldMask::NAMES | FieldMask::EMAIL_ADDRESSES);
/// assert!(mask.contains(PersonField::Names));
/// assert_eq!(mask.to_string(), "names,emailAddresses");
/// assert_eq!(mask - PersonField::Names, FieldMask::EMAIL_ADDRESSES);
/// assert_eq!(mask, PersonField::ALL.into_iter().filter(|&it| mask.contains(it)).collect());
/// for field in mask {
///     println!("{}", field.as_str());
/// }
/// # Ok::<(), people_model::ParseFieldMaskError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct FieldMask(u64);

/// Why a text is not a [`FieldMask`].
///
/// ```
/// use people_model::{FieldMask, ParseFieldMaskErrorKind};
///
/// let error = "names,shoeSize".parse::<FieldMask>().unwrap_err();
/// assert_eq!(error.kind(), ParseFieldMaskErrorKind::UnknownPath);
/// assert_eq!(error.path(), "shoeSize");
/// ```
///
/// `Display` is for logs; what the API answers is decided where the mask's parameter is
/// known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} `{text}`", match kind {
    ParseFieldMaskErrorKind::Malformed => "malformed field mask",
    ParseFieldMaskErrorKind::UnknownPath => "unknown field mask path",
})]
pub struct ParseFieldMaskError {
    kind: ParseFieldMaskErrorKind,
    text: String,
}

/// What kind of fault a [`ParseFieldMaskError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseFieldMaskErrorKind {
    /// The text cannot be a mask of any message. It has a quote, a bracket, a brace, a parenthesis or a colon, or a
    /// control character within a path.
    Malformed,
    /// A path names no field that a mask can name.
    UnknownPath,
}

impl FieldMask {
    /// Selects nothing.
    pub const EMPTY: Self = Self(0);

    /// Selects every field (rule `U3`).
    pub const ALL: Self = {
        let mut mask = Self::EMPTY;
        let mut index = 0;
        while index < PersonField::ALL.len() {
            mask = mask.union(Self::only(PersonField::ALL[index]));
            index += 1;
        }
        mask
    };

    /// Selects every field that an update may replace (rule `U2`).
    pub const UPDATABLE: Self = {
        let mut mask = Self::EMPTY;
        let mut index = 0;
        while index < PersonField::ALL.len() {
            if PersonField::ALL[index].is_updatable() {
                mask = mask.union(Self::only(PersonField::ALL[index]));
            }
            index += 1;
        }
        mask
    };

    /// Selects every field of which a contact has at most one value (rule `U8`).
    pub const SINGLETON: Self = {
        let mut mask = Self::EMPTY;
        let mut index = 0;
        while index < PersonField::ALL.len() {
            if PersonField::ALL[index].is_singleton() {
                mask = mask.union(Self::only(PersonField::ALL[index]));
            }
            index += 1;
        }
        mask
    };

    /// Selects exactly `field`.
    #[must_use]
    pub const fn only(field: PersonField) -> Self {
        Self(1 << field as u64)
    }

    /// The fields in either mask; `|` for use in `const` items.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The fields in both masks.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The fields in this mask and not in `other`.
    #[must_use]
    pub const fn difference(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the mask selects `field`.
    #[must_use]
    pub const fn contains(self, field: PersonField) -> bool {
        self.contains_all(Self::only(field))
    }

    /// Whether the mask selects every field that `other` does.
    #[must_use]
    pub const fn contains_all(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// Whether the mask selects nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many fields the mask selects.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The selected fields, in wire order.
    #[must_use]
    pub const fn iter(self) -> FieldMaskIter {
        FieldMaskIter(self.0)
    }

    /// Reads a mask as a parameter spells it (rules `U2`, `U3`).
    ///
    /// Its paths are those of [`mask_paths`]; duplicates collapse. Names are accepted in
    /// `camelCase` and in `snake_case`. There is no `*`, and a path has one segment.
    ///
    /// # Errors
    ///
    /// When the text is not a mask at all, or for the first path that is not a field.
    pub fn parse(text: &str) -> Result<Self, ParseFieldMaskError> {
        let mut mask = Self::EMPTY;
        for path in mask_paths(text) {
            match PersonField::from_wire(path) {
                Some(field) => mask |= Self::only(field),
                None => return Err(ParseFieldMaskError::new(text, path)),
            }
        }
        Ok(mask)
    }
}

/// The paths of a mask of any message, as a parameter or a member spells it (rule `U2`).
///
/// Commas separate them. Blanks and line breaks around a path do not count, and empty paths
/// are skipped. Whether a path names anything is for its message to say.
///
/// ```
/// let paths: Vec<&str> = people_model::mask_paths(" name, memberCount,,").collect();
///
/// assert_eq!(paths, ["name", "memberCount"]);
/// ```
pub fn mask_paths(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let path;
            (path, rest) = first_path(rest);
            let path = path.trim_ascii();
            if !path.is_empty() {
                return Some(path);
            }
        }
        None
    })
}

impl ParseFieldMaskError {
    /// What kind of fault it is.
    #[must_use]
    pub const fn kind(&self) -> ParseFieldMaskErrorKind {
        self.kind
    }

    /// The first path that names no field, without the blanks around it; all of the text when it is
    /// [malformed](ParseFieldMaskErrorKind::Malformed).
    #[must_use]
    pub fn path(&self) -> &str {
        &self.text
    }

    /// A malformed text is refused before its paths are looked at, so it is known as one
    /// wherever the first unknown path is.
    #[cold]
    pub(crate) fn new(text: &str, path: &str) -> Self {
        let malformed = |byte: u8| byte.is_ascii_control() || b"\"[]{}():".contains(&byte);
        if mask_paths(text).any(|path| path.bytes().any(malformed)) {
            Self {
                kind: ParseFieldMaskErrorKind::Malformed,
                text: text.to_owned(),
            }
        } else {
            Self {
                kind: ParseFieldMaskErrorKind::UnknownPath,
                text: path.to_owned(),
            }
        }
    }
}

/// Splits at the first comma. Paths are short, for which a plain loop beats `split`.
fn first_path(text: &str) -> (&str, &str) {
    match text.bytes().position(|byte| byte == b',') {
        Some(comma) => (&text[..comma], &text[comma + 1..]),
        None => (text, ""),
    }
}

/// The fields in either.
impl<T: Into<Self>> BitOr<T> for FieldMask {
    type Output = Self;

    fn bitor(self, other: T) -> Self {
        self.union(other.into())
    }
}

impl<T: Into<Self>> BitOrAssign<T> for FieldMask {
    fn bitor_assign(&mut self, other: T) {
        *self = self.union(other.into());
    }
}

/// The fields in both.
impl<T: Into<Self>> BitAnd<T> for FieldMask {
    type Output = Self;

    fn bitand(self, other: T) -> Self {
        self.intersection(other.into())
    }
}

impl<T: Into<Self>> BitAndAssign<T> for FieldMask {
    fn bitand_assign(&mut self, other: T) {
        *self = self.intersection(other.into());
    }
}

/// The fields in this mask and not in the other.
impl<T: Into<Self>> Sub<T> for FieldMask {
    type Output = Self;

    fn sub(self, other: T) -> Self {
        self.difference(other.into())
    }
}

impl<T: Into<Self>> SubAssign<T> for FieldMask {
    fn sub_assign(&mut self, other: T) {
        *self = self.difference(other.into());
    }
}

impl From<PersonField> for FieldMask {
    fn from(field: PersonField) -> Self {
        Self::only(field)
    }
}

/// The fields, or the union of masks.
impl<T: Into<FieldMask>> FromIterator<T> for FieldMask {
    fn from_iter<I: IntoIterator<Item = T>>(fields: I) -> Self {
        let mut mask = Self::EMPTY;
        mask.extend(fields);
        mask
    }
}

impl<T: Into<FieldMask>> Extend<T> for FieldMask {
    fn extend<I: IntoIterator<Item = T>>(&mut self, fields: I) {
        for field in fields {
            *self |= field;
        }
    }
}

impl IntoIterator for FieldMask {
    type Item = PersonField;
    type IntoIter = FieldMaskIter;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for &FieldMask {
    type Item = PersonField;
    type IntoIter = FieldMaskIter;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The fields of a [`FieldMask`] or an [`UpdateMask`](crate::UpdateMask), in wire order.
///
/// ```
/// use people_model::{FieldMask, PersonField};
///
/// let mut fields = (FieldMask::NAMES | FieldMask::URLS).iter();
///
/// assert_eq!(fields.len(), 2);
/// assert_eq!(fields.next_back(), Some(PersonField::Urls));
/// assert_eq!(fields.next(), Some(PersonField::Names));
/// assert_eq!(fields.next(), None);
/// ```
#[derive(Clone, Debug)]
pub struct FieldMaskIter(u64);

impl Iterator for FieldMaskIter {
    type Item = PersonField;

    fn next(&mut self) -> Option<PersonField> {
        let field = *PersonField::ALL.get(self.0.trailing_zeros() as usize)?;
        self.0 &= self.0 - 1;
        Some(field)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let count = self.0.count_ones() as usize;
        (count, Some(count))
    }
}

impl DoubleEndedIterator for FieldMaskIter {
    fn next_back(&mut self) -> Option<PersonField> {
        let last = self.0.checked_ilog2()?;
        self.0 &= !(1 << last);
        PersonField::ALL.get(last as usize).copied()
    }
}

impl ExactSizeIterator for FieldMaskIter {}

impl FusedIterator for FieldMaskIter {}

impl FromStr for FieldMask {
    type Err = ParseFieldMaskError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// The comma-separated names, in wire order.
impl fmt::Display for FieldMask {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, field) in self.iter().enumerate() {
            if index > 0 {
                formatter.write_str(",")?;
            }
            formatter.write_str(field.as_str())?;
        }
        Ok(())
    }
}

impl fmt::Debug for FieldMask {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FieldMask({self})")
    }
}

impl Serialize for FieldMask {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FieldMask {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = FieldMask;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a comma-separated list of fields")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<FieldMask, E> {
                FieldMask::parse(text).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}
