use std::fmt;

use crate::{FieldMask, PersonField, places::Places};

/// [`Fields`](crate::Fields) in a text that somebody else has: a read copies of it only what it shows.
///
/// `Debug` shows which slots there are and how long they are, not what they say.
///
/// ```
/// use people_model::{FieldMask, Fields, FieldsRef, PersonField};
///
/// let fields = Fields::from_json(r#"{"names":[{"givenName":"Ada"}],"urls":[{"value":"x"}]}"#)?;
/// let (json, layout) = (fields.as_json(), fields.layout());
///
/// let borrowed = FieldsRef::from_parts(json, &layout).expect("the table fits");
/// assert_eq!(borrowed.get(PersonField::Urls), Some(r#"[{"value":"x"}]"#));
/// assert_eq!(borrowed, fields.borrowed());
/// # Ok::<(), people_model::InvalidFields>(())
/// ```
#[derive(Clone, Copy)]
pub struct FieldsRef<'a> {
    json: &'a str,
    places: Places,
}

impl<'a> FieldsRef<'a> {
    /// The slots of a text that are in these places.
    pub(crate) const fn new(json: &'a str, places: Places) -> Self {
        Self { json, places }
    }

    /// Puts together what [`Fields::as_json`] and [`Fields::layout`] gave. None when the table does not fit the
    /// text: then [`Fields::from_parts`] scans it. What the lists contain is not checked.
    ///
    /// [`Fields::as_json`]: crate::Fields::as_json
    /// [`Fields::layout`]: crate::Fields::layout
    /// [`Fields::from_parts`]: crate::Fields::from_parts
    #[must_use]
    pub fn from_parts(json: &'a str, layout: &[u8]) -> Option<Self> {
        Some(Self::new(json, Places::locate(json, layout)?))
    }

    /// A field's list as compact JSON, with its brackets; none when it has no values.
    #[must_use]
    pub fn get(&self, field: PersonField) -> Option<&'a str> {
        self.places.list(self.json, field)
    }

    /// The fields that have values.
    #[must_use]
    pub const fn mask(&self) -> FieldMask {
        self.places.mask()
    }

    /// Appends the fields that are in the mask to an object under construction, as
    /// [`Fields::append_members`](crate::Fields::append_members) does.
    pub fn append_members(&self, mask: FieldMask, out: &mut String) {
        self.places.append_members(self.json, mask, out);
    }

    /// All of it as one JSON object.
    #[must_use]
    pub const fn as_json(&self) -> &'a str {
        self.json
    }
}

/// Equal when they are written alike.
impl PartialEq for FieldsRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

impl Eq for FieldsRef<'_> {}

impl fmt::Debug for FieldsRef<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = |field: PersonField| (field.as_str(), self.get(field).map_or(0, str::len));
        formatter.write_str("Fields ")?;
        let sizes = self.mask().iter().map(size);
        formatter.debug_map().entries(sizes).finish()
    }
}
