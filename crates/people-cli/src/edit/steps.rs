//! What an edit does, step by step.
use std::collections::BTreeMap;

use clap::{ArgMatches, Args, Command, FromArgMatches};
use people_model::{Entry, EntryVisitor, FieldMask, Person, PersonField};
use people_rules::Edit;

use super::{
    entry,
    groups::Groups,
    member::{self, Part},
    which::{Numbers, Which, choose},
    written::written,
};

/// The flags that are steps.
#[derive(Args)]
struct Flags {
    /// Remove all values of a field: `--clear birthdays`.
    #[arg(long, value_name = "FIELD", value_parser = Step::clear)]
    clear: Vec<Step>,
    /// Remove an entry: `--remove phoneNumbers=+442079460018`, `--remove phoneNumbers=#2`.
    #[arg(long, value_name = "FIELD=ENTRY", value_parser = Step::remove)]
    remove: Vec<Step>,
    /// Set a member and keep the rest: `--set names.givenName=Ada`. For one of several entries: `--set
    /// emailAddresses[ada@example.com].type=work`. Without a member, set the main one: `--set birthdays=--12-10`.
    /// Without a text after `=`, clear the member.
    #[arg(long, value_name = "FIELD[ENTRY].MEMBER=VALUE", value_parser = Step::set)]
    set: Vec<Step>,
    /// Add an entry and keep the others: `--add emailAddresses=ada@example.com,type=work`. If there is an entry with
    /// the same address, number or key, fill in its unset members. But if one of its members has another value, such as
    /// another type, add a second entry.
    #[arg(long, value_name = "FIELD=TEXT", value_parser = Step::add)]
    add: Vec<Step>,
}

/// The edit as it was asked for, in the order of the command line.
#[derive(Clone)]
pub(crate) struct Steps(Vec<Step>);

/// A step, of which all is checked that can be without the contact and its groups.
#[derive(Clone)]
enum Step {
    Clear(PersonField),
    Remove(PersonField, Which),
    Set(Setting),
    Add(PersonField, String),
}

impl Args for Steps {
    fn augment_args(command: Command) -> Command {
        Flags::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Flags::augment_args_for_update(command)
    }
}

impl FromArgMatches for Steps {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let Flags {
            clear,
            remove,
            set,
            add,
        } = Flags::from_arg_matches(matches)?;
        let mut steps = BTreeMap::new();
        for (id, given) in [
            ("clear", clear),
            ("remove", remove),
            ("set", set),
            ("add", add),
        ] {
            let places = matches.indices_of(id).into_iter().flatten();
            steps.extend(places.zip(given));
        }
        Ok(Self(steps.into_values().collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// A member of an entry, or its main one, and the new value.
#[derive(Clone)]
struct Setting {
    field: PersonField,
    which: Which,
    member: Option<String>,
    value: String,
}

/// The positions of the removed entries in the lists as they were read.
type Removed = BTreeMap<PersonField, Vec<usize>>;

impl Steps {
    /// The step of one flag, by its name: `clear`, `remove`, `set` or `add`.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    pub(crate) fn of_flag(flag: &str, text: &str) -> Result<Self, String> {
        let step = match flag {
            "clear" => Step::clear(text),
            "remove" => Step::remove(text),
            "set" => Step::set(text),
            "add" => Step::add(text),
            _ => return Err(format!("there is no step `{flag}`")),
        };
        Ok(Self(vec![step?]))
    }

    /// Whether a step names a contact group.
    pub(super) fn name_groups(&self) -> bool {
        self.0.iter().any(|step| match step {
            Step::Remove(field, _) | Step::Add(field, _) => *field == PersonField::Memberships,
            Step::Set(setting) => setting.field == PersonField::Memberships,
            Step::Clear(_) => false,
        })
    }

    /// Writes the resource names of the groups that the steps name.
    pub(super) fn resolve(&mut self, groups: &Groups) -> Result<(), String> {
        for step in &mut self.0 {
            match step {
                Step::Add(PersonField::Memberships, text) => *text = groups.existing(text)?,
                Step::Remove(PersonField::Memberships, Which::Named(text)) => {
                    if let Some(name) = groups.find(text) {
                        *text = name;
                    }
                }
                Step::Set(setting) if setting.field == PersonField::Memberships => {
                    let is_main = setting.member.is_none() && !setting.value.is_empty();
                    if is_main {
                        setting.value = groups.existing(&setting.value)?;
                    }
                    if let Which::Named(text) = &mut setting.which
                        && let Some(name) = groups.find(text)
                    {
                        *text = name;
                    }
                }
                Step::Clear(_) | Step::Remove(..) | Step::Set(_) | Step::Add(..) => {}
            }
        }
        Ok(())
    }

    pub(crate) fn apply(&self, edit: &mut Edit) -> Result<(), String> {
        let before = edit.person().clone();
        let mut removed = Removed::new();
        for step in &self.0 {
            step.apply(edit, &mut removed)?;
        }
        for field in edit.touched().iter() {
            visit(
                field,
                Tidy {
                    edit,
                    before: &before,
                },
            )??;
        }
        Ok(())
    }
}

impl Step {
    fn clear(text: &str) -> Result<Self, String> {
        field(text).map(Self::Clear)
    }

    fn remove(text: &str) -> Result<Self, String> {
        let (field, entry) = pair(text, "ENTRY")?;
        Ok(Self::Remove(field, Which::read(&entry)))
    }

    fn set(text: &str) -> Result<Self, String> {
        let setting = Setting::read(text)?;
        visit(setting.field, Parts { setting: &setting })??;
        Ok(Self::Set(setting))
    }

    fn add(text: &str) -> Result<Self, String> {
        let (field, text) = pair(text, "TEXT")?;
        visit(field, New { text: &text })??;
        Ok(Self::Add(field, text))
    }

    fn apply(&self, edit: &mut Edit, removed: &mut Removed) -> Result<(), String> {
        match self {
            Self::Clear(field) => {
                let gone = removed.entry(*field).or_default();
                let own = visit(*field, Own { edit })?;
                gone.extend(as_read(gone, &own));
                edit.clear(*field);
            }
            Self::Remove(field, which) => {
                let gone = removed.entry(*field).or_default();
                let find = Find {
                    edit,
                    which,
                    removed: gone,
                };
                let position = visit(*field, find)??;
                gone.extend(as_read(gone, &[position]));
                let positions = &[position];
                visit(*field, Remove { edit, positions })?;
            }
            Self::Set(setting) => {
                let removed = removed.get(&setting.field).map_or(&[][..], Vec::as_slice);
                let set = Set {
                    edit,
                    setting,
                    removed,
                };
                visit(setting.field, set)??;
            }
            Self::Add(field, text) => visit(*field, Add { edit, text })??,
        }
        Ok(())
    }
}

/// Where the entries at these positions were in the list as it was read, of which some were removed.
fn as_read(removed: &[usize], positions: &[usize]) -> Vec<usize> {
    let numbers = Numbers::new(removed);
    positions.iter().map(|&at| numbers.of(at) - 1).collect()
}

/// A field that an update can replace.
fn field(name: &str) -> Result<PersonField, String> {
    let field = PersonField::from_wire(name).filter(|field| field.is_updatable());
    field.ok_or_else(|| {
        format!(
            "`{name}` is not a field that can be edited; these are {}",
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

/// The positions of the contact's own entries.
struct Own<'a> {
    edit: &'a Edit,
}

impl EntryVisitor for Own<'_> {
    type Output = Vec<usize>;

    fn visit<T: Entry>(self) -> Vec<usize> {
        self.edit.own::<T>().collect()
    }
}

/// Finds an entry to remove.
struct Find<'a> {
    edit: &'a Edit,
    which: &'a Which,
    removed: &'a [usize],
}

impl EntryVisitor for Find<'_> {
    type Output = Result<usize, String>;

    fn visit<T: Entry>(self) -> Self::Output {
        let field = T::FIELD.as_str();
        let usage = |number| format!("--remove '{field}=#{number}'");
        let found = choose::<T>(self.edit, self.which, self.removed, usage)?;
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
        let which = &self.setting.which;
        let usage = |number| self.setting.path(number);
        let position = choose::<T>(self.edit, which, self.removed, usage)?;
        let setting = self.setting;
        let members = Parts { setting }.visit::<T>()?;
        let entry = match position {
            Some(position) => self
                .edit
                .at_mut::<T>(position)
                .ok_or("the entry was removed by an earlier step")?,
            None => self.edit.only::<T>(),
        };
        entry::set(entry, members)
    }
}

/// The members that a setting sets.
struct Parts<'a> {
    setting: &'a Setting,
}

impl EntryVisitor for Parts<'_> {
    type Output = Result<Vec<Part>, String>;

    fn visit<T: Entry>(self) -> Self::Output {
        let Setting {
            which,
            member,
            value,
            ..
        } = self.setting;
        match member {
            Some(member) => Ok(vec![member::member::<T>(member, value)?]),
            None => entry::replaced_by::<T>(which, value),
        }
    }
}

struct Add<'a> {
    edit: &'a mut Edit,
    text: &'a str,
}

impl EntryVisitor for Add<'_> {
    type Output = Result<(), String>;

    fn visit<T: Entry>(self) -> Self::Output {
        self.edit.complete(new::<T>(self.text)?);
        if T::FIELD.is_singleton() && self.edit.all::<T>().count() > 1 {
            let name = T::FIELD.as_str();
            return Err(format!(
                "`{name}` can have only one value, and has it: change it by --set {name}=…"
            ));
        }
        Ok(())
    }
}

/// Whether a text says a new entry.
struct New<'a> {
    text: &'a str,
}

impl EntryVisitor for New<'_> {
    type Output = Result<(), String>;

    fn visit<T: Entry>(self) -> Self::Output {
        new::<T>(self.text).map(drop)
    }
}

/// The entry that a text says.
fn new<T: Entry>(text: &str) -> Result<T, String> {
    let mut new = T::default();
    entry::set(&mut new, entry::said_by::<T>(text)?)?;
    match new.has_content() {
        true => Ok(new),
        false => Err(format!("`{}={text}` is empty", T::FIELD.as_str())),
    }
}

/// Removes the entries that the steps left without content, and refuses those with only a label.
struct Tidy<'a> {
    edit: &'a mut Edit,
    before: &'a Person,
}

impl EntryVisitor for Tidy<'_> {
    type Output = Result<(), String>;

    fn visit<T: Entry>(self) -> Self::Output {
        let own: Vec<usize> = self.edit.own::<T>().collect();
        let at = |position: usize| T::of(self.edit.person()).get(position);
        let is_empty = |position: &usize| at(*position).is_some_and(|it| !it.has_content());
        let empty: Vec<usize> = own.into_iter().filter(is_empty).collect();
        self.edit.remove_at::<T>(&empty);
        let known = T::of(self.before);
        let mut own = self.edit.all::<T>();
        match own.find(|entry| entry::is_label(*entry) && !known.contains(entry)) {
            None => Ok(()),
            Some(entry) => {
                let field = T::FIELD.as_str();
                Err(format!(
                    "`{field}` would have an entry with a label and no value, `{}`: --add it with a value, or \
                     --remove it",
                    written(entry)
                ))
            }
        }
    }
}
