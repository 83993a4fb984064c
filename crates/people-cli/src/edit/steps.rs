//! What an edit does, step by step.
use std::collections::BTreeMap;

use people_model::{Entry, EntryVisitor, FieldMask, PersonField};
use people_rules::Edit;

use super::{
    entry, member,
    which::{Which, choose},
};

/// The edit as it was asked for, with the names of fields checked.
pub(super) struct Steps {
    clear: Vec<PersonField>,
    remove: Vec<(PersonField, Which)>,
    set: Vec<Setting>,
    add: Vec<(PersonField, String)>,
}

/// A member of an entry, or its main one, and the new value.
struct Setting {
    field: PersonField,
    which: Which,
    member: Option<String>,
    value: String,
}

/// The positions of the removed entries in the lists as they were read.
type Removed = BTreeMap<PersonField, Vec<usize>>;

impl Steps {
    pub(super) fn read(args: &super::EditArgs) -> Result<Self, String> {
        let clear = args.clear.iter().map(|name| field(name));
        let remove = args.remove.iter().map(|text| {
            let (field, entry) = pair(text, "ENTRY")?;
            Ok((field, Which::read(&entry)))
        });
        let set = args.set.iter().map(|text| Setting::read(text));
        let add = args.add.iter().map(|text| pair(text, "TEXT"));
        Ok(Self {
            clear: clear.collect::<Result<_, String>>()?,
            remove: remove.collect::<Result<_, String>>()?,
            set: set.collect::<Result<_, String>>()?,
            add: add.collect::<Result<_, String>>()?,
        })
    }

    pub(super) fn apply(&self, edit: &mut Edit) -> Result<(), String> {
        for &field in &self.clear {
            edit.clear(field);
        }
        // Numbers are those of the contact as it was read, so that all are looked up first.
        let mut removed = Removed::new();
        for (field, which) in &self.remove {
            let position = visit(*field, Find { edit, which })??;
            removed.entry(*field).or_default().push(position);
        }
        for (&field, positions) in &removed {
            visit(field, Remove { edit, positions })?;
        }
        for setting in &self.set {
            let removed = removed.get(&setting.field).map_or(&[][..], Vec::as_slice);
            let set = Set {
                edit,
                setting,
                removed,
            };
            visit(setting.field, set)??;
        }
        for (field, text) in &self.add {
            visit(*field, Add { edit, text })??;
        }
        Ok(())
    }
}

/// A field that an update can replace.
fn field(name: &str) -> Result<PersonField, String> {
    let field = PersonField::from_wire(name).filter(|field| field.is_updatable());
    field.ok_or_else(|| {
        format!(
            "`{name}` is no field that can be edited; those are {}",
            FieldMask::UPDATABLE
        )
    })
}

fn pair(text: &str, value: &str) -> Result<(PersonField, String), String> {
    let (name, entry) = text
        .split_once('=')
        .ok_or_else(|| format!("`{text}` is not FIELD={value}"))?;
    Ok((field(name)?, entry.to_owned()))
}

impl Setting {
    /// `names.givenName=Ada`, `emailAddresses[ada@example.com].type=work`, `birthdays=--12-10`,
    /// `phoneNumbers[#2]=+442079460018`.
    fn read(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is not FIELD=VALUE, FIELD.MEMBER=VALUE, FIELD[ENTRY]=VALUE or \
                 FIELD[ENTRY].MEMBER=VALUE"
            )
        };
        let (name, rest) = text.split_at(text.find(['.', '[', '=']).ok_or_else(wrong)?);
        let (which, rest) = match rest.strip_prefix('[') {
            Some(rest) => {
                let ends = ["].", "]="].map(|end| rest.find(end));
                let end = ends.into_iter().flatten().min().ok_or_else(wrong)?;
                (Which::read(&rest[..end]), &rest[end + 1..])
            }
            None => (Which::Only, rest),
        };
        let (member, value) = match rest.strip_prefix('.') {
            Some(rest) => {
                let (member, value) = rest.split_once('=').ok_or_else(wrong)?;
                (Some(member.to_owned()), value)
            }
            None => (None, rest.strip_prefix('=').ok_or_else(wrong)?),
        };
        Ok(Self {
            field: field(name)?,
            which,
            member,
            value: value.to_owned(),
        })
    }

    fn path(&self, number: usize) -> String {
        let field = self.field.as_str();
        match &self.member {
            Some(member) => format!("--set '{field}[#{number}].{member}=…'"),
            None => format!("--set '{field}[#{number}]=…'"),
        }
    }
}

fn visit<V: EntryVisitor>(field: PersonField, visitor: V) -> Result<V::Output, String> {
    let output = field.visit(visitor);
    output.ok_or_else(|| format!("`{}` has no entries", field.as_str()))
}

/// Finds an entry that is to be removed.
struct Find<'a> {
    edit: &'a Edit,
    which: &'a Which,
}

impl EntryVisitor for Find<'_> {
    type Output = Result<usize, String>;

    fn visit<T: Entry>(self) -> Self::Output {
        let field = T::FIELD.as_str();
        let usage = |number| format!("--remove '{field}=#{number}'");
        let found = choose::<T>(self.edit, self.which, &[], usage)?;
        found.ok_or_else(|| format!("`{field}` has no entries"))
    }
}

struct Remove<'a> {
    edit: &'a mut Edit,
    positions: &'a [usize],
}

impl EntryVisitor for Remove<'_> {
    type Output = usize;

    fn visit<T: Entry>(self) -> usize {
        self.edit.remove_at::<T>(self.positions)
    }
}

struct Set<'a> {
    edit: &'a mut Edit,
    setting: &'a Setting,
    removed: &'a [usize],
}

impl EntryVisitor for Set<'_> {
    type Output = Result<(), String>;

    fn visit<T: Entry>(self) -> Self::Output {
        let Setting { which, member, .. } = self.setting;
        let usage = |number| self.setting.path(number);
        let position = choose::<T>(self.edit, which, self.removed, usage)?;
        let value = &self.setting.value;
        let members = match member {
            Some(member) => vec![member::member::<T>(member, value)?],
            None => entry::replaced_by::<T>(which, value)?,
        };
        let entry = match position {
            Some(position) => self.edit.at_mut::<T>(position).ok_or("it is not there")?,
            None => self.edit.only::<T>(),
        };
        entry::set(entry, members)
    }
}

struct Add<'a> {
    edit: &'a mut Edit,
    text: &'a str,
}

impl EntryVisitor for Add<'_> {
    type Output = Result<(), String>;

    fn visit<T: Entry>(self) -> Self::Output {
        let mut added = T::default();
        entry::set(&mut added, entry::said_by::<T>(self.text)?)?;
        let name = T::FIELD.as_str();
        if !added.has_content() {
            return Err(format!("`--add {name}={}` says nothing", self.text));
        }
        self.edit.complete(added);
        if T::FIELD.is_singleton() && self.edit.all::<T>().count() > 1 {
            return Err(format!(
                "`{name}` has its one value already; --set {name}=… changes it"
            ));
        }
        Ok(())
    }
}
