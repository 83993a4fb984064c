mod date;
mod find;

use people_model::{Entry, FieldMask, Person, PersonField};

pub use self::date::{ParseDateError, parse_date};
use self::find::{can_say, find, is_of_the_same, said};
use crate::{
    check::is_own,
    entries::{leads, set_leads},
};

/// A contact under an edit. You name entries by their content, and add, change or remove them; all others
/// stay as they are.
///
/// The mask of the update follows from the difference between the person before and after, so that only
/// changed fields are sent. Values of a linked profile are neither found nor changed. Members that the API
/// fills in are composed again: set the parts of a name, not its display name.
///
/// ```
/// use people_model::{EmailAddress, Name, Person, PersonField, PhoneNumber};
/// use people_rules::Edit;
///
/// let ada: Person = serde_json::from_str(
///     r#"{
///         "names": [{"givenName": "Ada", "familyName": "Byron"}],
///         "emailAddresses": [{"value": "ada@example.com", "type": "home"}],
///         "phoneNumbers": [{"value": "+44 20 7946 0018"}, {"value": "+44 20 7946 0099"}],
///         "birthdays": [{"date": {"year": 1815}}]
///     }"#,
/// )?;
///
/// let mut edit = Edit::new(ada);
/// edit.only::<Name>().family_name = "Lovelace".to_owned(); // the given name stays
/// let mut email = EmailAddress::default();
/// email.value = "countess@example.com".to_owned();
/// edit.add(email);
/// edit.get_mut::<EmailAddress>("Ada@Example.com").unwrap().r#type = "work".to_owned();
/// edit.remove::<PhoneNumber>("+442079460099");
/// edit.clear(PersonField::Birthdays);
///
/// let ada = edit.into_person();
/// assert_eq!(ada.names[0].given_name, "Ada");
/// assert_eq!(ada.email_addresses.len(), 2);
/// assert_eq!(ada.phone_numbers.len(), 1);
/// assert!(ada.birthdays.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edit {
    person: Person,
    touched: FieldMask,
}

impl Edit {
    /// An edit of a person that was read.
    pub fn new(person: Person) -> Self {
        Self {
            person,
            touched: FieldMask::EMPTY,
        }
    }

    /// The person with the edits so far.
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// The person with the edits so far, for changes that the other methods do not offer.
    ///
    /// Values that you remove here are removed by the update.
    pub fn person_mut(&mut self) -> &mut Person {
        &mut self.person
    }

    /// The fields in which the edit asked to change, remove or clear something, even if it found
    /// nothing. Changes by [`person_mut`](Self::person_mut) do not count.
    ///
    /// Clearing a field that was not read changes nothing; this method shows that the edit asked for it.
    ///
    /// ```
    /// use people_model::{FieldMask, Person, PersonField, PhoneNumber};
    /// use people_rules::Edit;
    ///
    /// let mut edit = Edit::new(Person::default());
    /// edit.clear(PersonField::Birthdays);
    /// edit.remove::<PhoneNumber>("+442079460018");
    /// assert_eq!(edit.touched(), FieldMask::BIRTHDAYS | FieldMask::PHONE_NUMBERS);
    /// ```
    pub fn touched(&self) -> FieldMask {
        self.touched
    }

    /// The person after the edit.
    pub fn into_person(self) -> Person {
        self.person
    }

    /// The contact's own entries of a kind.
    pub fn all<T: Entry>(&self) -> impl Iterator<Item = &T> {
        T::of(&self.person)
            .iter()
            .filter(|entry| is_own(entry.metadata()))
    }

    /// The positions of the contact's own entries of a kind, in the person's list.
    ///
    /// ```
    /// use people_model::{Nickname, Person};
    /// use people_rules::Edit;
    ///
    /// let ada: Person = serde_json::from_str(
    ///     r#"{"nicknames": [
    ///         {"metadata": {"source": {"type": "PROFILE"}}, "value": "Countess"},
    ///         {"value": "Ada"}
    ///     ]}"#,
    /// )?;
    /// assert_eq!(Edit::new(ada).own::<Nickname>().collect::<Vec<_>>(), [1]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn own<T: Entry>(&self) -> impl Iterator<Item = usize> {
        let entries = T::of(&self.person).iter().enumerate();
        entries
            .filter(|(_, entry)| is_own(entry.metadata()))
            .map(|(position, _)| position)
    }

    /// Adds an entry at the end, unless an equal one exists, and returns whether it did.
    ///
    /// It becomes the contact's own value, even if it was copied from a profile. A singleton such as the
    /// birthday can have only one: see [`only`](Self::only).
    pub fn add<T: Entry>(&mut self, mut entry: T) -> bool {
        self.touch(T::FIELD);
        let leads = leads(&entry);
        set_leads(&mut entry, leads);
        let mut stripped = entry.clone();
        stripped.strip_output_only();
        let there = self.all::<T>().any(|known| {
            let mut known = known.clone();
            known.strip_output_only();
            *known.metadata_mut() = stripped.metadata().cloned();
            known == stripped
        });
        if !there {
            T::of_mut(&mut self.person).push(entry);
        }
        !there
    }

    /// Adds an entry, or fills in the unset members of the entry with the same address, number or key.
    /// Returns whether it changed anything.
    ///
    /// Members that are set stay. An entry with another label is another entry: a fax may share its number
    /// with a telephone.
    ///
    /// ```
    /// use people_model::EmailAddress;
    /// use people_rules::Edit;
    ///
    /// let mut email = EmailAddress::default();
    /// email.value = "ada@example.com".to_owned();
    /// let mut edit = Edit::default();
    /// assert!(edit.complete(email.clone()));
    ///
    /// email.r#type = "work".to_owned();
    /// assert!(edit.complete(email.clone()));
    /// assert!(!edit.complete(email.clone()), "it is there");
    /// assert_eq!(edit.all::<EmailAddress>().count(), 1);
    ///
    /// email.r#type = "home".to_owned();
    /// assert!(edit.complete(email));
    /// assert_eq!(edit.all::<EmailAddress>().count(), 2);
    /// ```
    pub fn complete<T: Entry>(&mut self, entry: T) -> bool {
        self.touch(T::FIELD);
        let known = T::of(&self.person).iter().enumerate();
        let fitting = known.filter(|(_, known)| {
            is_own(known.metadata()) && is_of_the_same(*known, &entry) && can_say(*known, &entry)
        });
        let missing = |known: &T| {
            said(&entry)
                .filter(|&at| known.member(at).is_none())
                .count()
        };
        let nearest = fitting.min_by_key(|(_, known)| missing(known));
        let Some((position, _)) = nearest else {
            return self.add(entry);
        };
        let known = &mut T::of_mut(&mut self.person)[position];
        let open: Vec<usize> = said(&entry)
            .filter(|&at| known.member(at).is_none())
            .collect();
        for &member in &open {
            known.copy_member(&entry, member);
        }
        !open.is_empty()
    }

    /// The positions, in the person's list, of the contact's own entries that this name identifies.
    ///
    /// It finds an e-mail address in any case, a phone number in any spelling, and a membership by the group's name or
    /// id. It finds any other entry by the members of its identity (see [`PersonField::identity`]): all of them,
    /// separated by blanks, or one of them. If no entry matches, it is found by its
    /// [`main_member`](crate::main_member), an address also by its street, and a job by its title.
    ///
    /// ```
    /// use people_model::{Address, Person};
    /// use people_rules::Edit;
    ///
    /// let ada: Person = serde_json::from_str(
    ///     r#"{"addresses": [
    ///         {"type": "home", "streetAddress": "12 St James's Square", "city": "London"},
    ///         {"type": "home", "formattedValue": "Ockham Park\nSurrey"}
    ///     ]}"#,
    /// )?;
    /// let edit = Edit::new(ada);
    /// assert_eq!(edit.find::<Address>("home"), [0, 1]);
    /// assert_eq!(edit.find::<Address>("12 St James's Square"), [0]);
    /// assert_eq!(edit.find::<Address>("Ockham Park, Surrey"), [1]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn find<T: Entry>(&self, name: &str) -> Vec<usize> {
        find::<T>(&self.person, name)
    }

    /// The entry at this position of the person's list, to change it. `None` if there is no entry, or if it is not the
    /// contact's own.
    ///
    /// ```
    /// use people_model::{Person, Url};
    /// use people_rules::Edit;
    ///
    /// let ada: Person = serde_json::from_str(r#"{"urls": [{"value": "https://example.com"}]}"#)?;
    /// let mut edit = Edit::new(ada);
    /// let [position] = edit.find::<Url>("https://example.com")[..] else { panic!() };
    /// edit.at_mut::<Url>(position).unwrap().r#type = "blog".to_owned();
    /// assert!(edit.at_mut::<Url>(1).is_none());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn at_mut<T: Entry>(&mut self, position: usize) -> Option<&mut T> {
        self.touch(T::FIELD);
        let entry = T::of_mut(&mut self.person).get_mut(position);
        entry.filter(|entry| is_own(entry.metadata()))
    }

    /// The first of the contact's own entries that [`find`](Self::find) finds by this name, to change it.
    pub fn get_mut<T: Entry>(&mut self, name: &str) -> Option<&mut T> {
        let found = self.find::<T>(name).first().copied();
        self.touch(T::FIELD);
        self.at_mut(found?)
    }

    /// Removes the contact's own entries that [`find`](Self::find) finds by this name, and returns how many
    /// there were.
    pub fn remove<T: Entry>(&mut self, name: &str) -> usize {
        let found = self.find::<T>(name);
        self.remove_at::<T>(&found)
    }

    /// Removes the contact's own entries at these positions of the person's list, and returns how
    /// many there were.
    ///
    /// ```
    /// use people_model::{Nickname, Person};
    /// use people_rules::Edit;
    ///
    /// let ada: Person = serde_json::from_str(r#"{"nicknames": [{"value": "A"}, {"value": "B"}]}"#)?;
    /// let mut edit = Edit::new(ada);
    /// assert_eq!(edit.remove_at::<Nickname>(&[0, 7]), 1);
    /// assert_eq!(edit.person().nicknames[0].value, "B");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn remove_at<T: Entry>(&mut self, positions: &[usize]) -> usize {
        self.touch(T::FIELD);
        let entries = T::of_mut(&mut self.person);
        let before = entries.len();
        let mut position = 0;
        entries.retain(|entry| {
            let meant = positions.contains(&position) && is_own(entry.metadata());
            position += 1;
            !meant
        });
        before - entries.len()
    }

    /// The contact's own first entry of a kind, or a new one. For fields with a single value, such as the
    /// name, the birthday and the biography.
    pub fn only<T: Entry>(&mut self) -> &mut T {
        self.touch(T::FIELD);
        let entries = T::of_mut(&mut self.person);
        let at = entries.iter().position(|entry| is_own(entry.metadata()));
        let at = at.unwrap_or_else(|| {
            entries.insert(0, T::default());
            0
        });
        &mut entries[at]
    }

    /// Removes all of the contact's own values of a field.
    pub fn clear(&mut self, field: PersonField) {
        self.touch(field);
        self.person
            .retain_values(field, |metadata| !is_own(metadata));
    }

    fn touch(&mut self, field: PersonField) {
        self.touched |= FieldMask::only(field);
    }
}
