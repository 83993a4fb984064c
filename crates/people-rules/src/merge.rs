//! The three-way merge: replays an edit of one state of a contact on a later state.
mod conflict;
mod doubt;
mod entry;
mod field;
mod lines;
mod order;
mod replay;
mod settle;

use people_model::{
    ContactId, Entry, EntryVisitor, FieldMask, Person, PersonMetadata, Source, SourceType,
    UpdateMask,
};

pub use self::conflict::{Conflict, Conflicts, Resolution, Subject};
use crate::check::Update;

/// Replays the edit `base` → `ours` on top of `theirs`, and leaves what conflicts open.
///
/// This is what Google asks a client to do when its etag is stale. `base` is what the client read, `ours` is the
/// client's edit of it, and `theirs` is the latest person. All three are read with the same fields. Entries of lists
/// are matched by their identity: an e-mail address by its value, a membership by its group. Matched entries are merged
/// member by member. Only the contact's own values count, and of those only what clients set (rules `M1` to `M8`).
///
/// If `theirs` is `base`, the result is the edit in the form in which to send it.
///
/// ```
/// use people_model::{FieldMask, Person};
/// use people_rules::merge;
///
/// let person = |json| serde_json::from_str::<Person>(json);
/// let base = person(r#"{"names": [{"givenName": "Ada"}], "urls": [{"value": "https://a.example"}]}"#)?;
/// let ours = person(r#"{"names": [{"givenName": "Augusta"}], "urls": [{"value": "https://a.example"}]}"#)?;
/// let theirs = person(r#"{"names": [{"givenName": "Ada", "familyName": "King"}]}"#)?;
///
/// let merge = merge(&base, &ours, &theirs);
/// assert!(merge.conflicts.is_empty());
/// assert_eq!(merge.person.names[0].given_name, "Augusta"); // ours
/// assert_eq!(merge.person.names[0].family_name, "King"); // theirs
/// assert!(merge.person.urls.is_empty()); // theirs
/// assert_eq!(merge.mask, FieldMask::NAMES);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn merge(base: &Person, ours: &Person, theirs: &Person) -> Merge {
    merge_with(base, ours, theirs, |_| Resolution::Unresolved)
}

/// As [`merge`], and asks `resolve` about each conflict.
///
/// ```
/// use people_model::Person;
/// use people_rules::{Resolution, merge_with};
///
/// let person = |json| serde_json::from_str::<Person>(json);
/// let base = person(r#"{"names": [{"givenName": "Ada"}]}"#)?;
/// let ours = person(r#"{"names": [{"givenName": "Augusta"}]}"#)?;
/// let theirs = person(r#"{"names": [{"givenName": "A."}]}"#)?;
///
/// let merge = merge_with(&base, &ours, &theirs, |conflict| {
///     assert_eq!(conflict.to_string(), r#"names.givenName: base "Ada", ours "Augusta", theirs "A.""#);
///     Resolution::Ours
/// });
/// assert_eq!(merge.person.names[0].given_name, "Augusta");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn merge_with(
    base: &Person,
    ours: &Person,
    theirs: &Person,
    mut resolve: impl FnMut(&Conflict) -> Resolution,
) -> Merge {
    merged(Sides { base, ours, theirs }, &mut resolve)
}

/// The result of a merge.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Merge {
    /// `theirs`, with the merged values in the fields of `mask`: the contact's own values, without the members
    /// that the API fills in. Where a conflict is unresolved, it has the values of `theirs`.
    pub person: Person,
    /// The fields in which the result differs from `theirs`. If it is empty, no update is needed.
    pub mask: FieldMask,
    /// What both sides changed, in wire order, with the decision on each.
    pub conflicts: Vec<Conflict>,
}

impl Merge {
    /// The conflicts that no policy has decided.
    pub fn unresolved(&self) -> impl Iterator<Item = &Conflict> {
        let open = |conflict: &&Conflict| conflict.resolution == Resolution::Unresolved;
        self.conflicts.iter().filter(open)
    }

    /// The update that turns `theirs` into the result; none if they are the same.
    ///
    /// It has only the etags of `theirs`, its contact source and the masked fields. So the mask always agrees with the
    /// body.
    ///
    /// # Errors
    ///
    /// The unresolved conflicts, if there are any.
    pub fn into_update(self, id: ContactId) -> Result<Option<Update>, Conflicts> {
        let unresolved: Vec<Conflict> = self.unresolved().cloned().collect();
        if !unresolved.is_empty() {
            return Err(Conflicts(unresolved));
        }
        let Ok(mask) = UpdateMask::try_from(self.mask) else {
            return Ok(None);
        };
        let mut person = Person::default();
        for field in self.mask.iter() {
            person.copy_field(&self.person, field);
        }
        person.resource_name = id.resource_name();
        person.etag = self.person.etag;
        let mut own = PersonMetadata::default();
        own.sources = self.person.metadata.unwrap_or_default().sources;
        own.sources
            .retain(|source| source.r#type == SourceType::Contact);
        if own.sources.is_empty() {
            // It was read without `metadata`. The person has the etag; this is the rest.
            let mut source = Source::default();
            source.r#type = SourceType::Contact;
            source.id = id.source_id();
            own.sources.push(source);
        }
        person.metadata = Some(own);
        Ok(Some(Update { id, person, mask }))
    }
}

/// The three states of a merge.
#[derive(Clone, Copy)]
struct Sides<'a> {
    base: &'a Person,
    ours: &'a Person,
    theirs: &'a Person,
}

/// It has no type parameter. Otherwise each crate that merges would contain the merge of all fields once more.
fn merged(sides: Sides<'_>, resolve: &mut dyn FnMut(&Conflict) -> Resolution) -> Merge {
    let mut merge = Merge {
        person: sides.theirs.clone(),
        mask: FieldMask::EMPTY,
        conflicts: Vec::new(),
    };
    for field in FieldMask::UPDATABLE.iter() {
        if sides.ours.field_eq(sides.base, field) {
            continue;
        }
        let changed = field.visit(Merged {
            sides,
            person: &mut merge.person,
            judge: &mut Judge {
                resolve: &mut *resolve,
                conflicts: &mut merge.conflicts,
            },
        });
        if changed == Some(true) {
            merge.mask |= FieldMask::only(field);
        }
    }
    merge
}

/// Merges one field into `person`, a copy of `theirs`, and returns whether the field changed.
struct Merged<'a, 'j> {
    sides: Sides<'a>,
    person: &'a mut Person,
    judge: &'a mut Judge<'j>,
}

impl EntryVisitor for Merged<'_, '_> {
    type Output = bool;

    fn visit<T: Entry>(self) -> bool {
        match field::merge::<T>(self.sides, self.judge) {
            Some(values) => {
                *T::of_mut(self.person) = values;
                true
            }
            None => false,
        }
    }
}

/// Asks about conflicts and keeps them.
struct Judge<'j> {
    resolve: &'j mut dyn FnMut(&Conflict) -> Resolution,
    conflicts: &'j mut Vec<Conflict>,
}

impl Judge<'_> {
    /// Asks the policy about a conflict. `fits` says whether a value of the policy has the right type.
    fn decide(
        &mut self,
        mut conflict: Conflict,
        fits: impl FnOnce(&serde_json::Value) -> bool,
    ) -> Resolution {
        let resolution = match (self.resolve)(&conflict) {
            Resolution::Value(value) if !fits(&value) => Resolution::Unresolved,
            resolution => resolution,
        };
        conflict.resolution = resolution.clone();
        self.conflicts.push(conflict);
        resolution
    }
}
