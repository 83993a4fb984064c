//! `people merge`: three files, and a merge driver for git.
use std::path::{Path, PathBuf};

use clap::Args;
use people_model::{Entry, EntryVisitor, FieldMask, Person, PersonField};
use people_rules::{Conflict, Edit, Resolution, merge_with};
use people_server::Limits;
use serde_json::{Map, Value};

use crate::{
    Outcome,
    edit::OnConflict,
    file::{self, in_file, replace},
    output, report,
};

/// Merge two edits of a contact. Each of the three states is a file of JSON.
///
/// To use it as a merge driver of git, run `git config merge.people.driver 'people merge %O %A %B --write'` and add the
/// line `*.person.json merge=people` to .gitattributes.
#[derive(Args)]
pub(crate) struct MergeArgs {
    /// The state from which both edits started.
    base: PathBuf,
    /// The state after our edit.
    ours: PathBuf,
    /// The state after their edit.
    theirs: PathBuf,
    /// Write the result over OURS instead of printing it. If a conflict is open, the result has the value of OURS
    /// there, and the command fails.
    #[arg(long)]
    write: bool,
    /// Which side wins if both have changed the same value. With `fail`, neither wins: the command merges the rest,
    /// shows the open conflicts and fails.
    #[arg(long, value_enum, default_value_t)]
    on_conflict: OnConflict,
}

pub(crate) fn merge(args: &MergeArgs) -> Outcome {
    let [base, ours, theirs] = [&args.base, &args.ours, &args.theirs].map(|path| read(path));
    let (base, ours, theirs) = (base?, ours?, theirs?);
    let resolution = args.on_conflict.resolution();

    let told = merge_with(&base.person, &ours.person, &theirs.person, |_| {
        resolution.clone()
    });
    let open: Vec<Conflict> = told.unresolved().cloned().collect();
    // A file has to hold something: what is open stays as it is here.
    let mut merged = merge_with(
        &base.person,
        &ours.person,
        &theirs.person,
        |_| match &resolution {
            Resolution::Unresolved => Resolution::Ours,
            decided => decided.clone(),
        },
    );
    let rest = rest(&base.rest, &ours.rest, &theirs.rest, args.on_conflict);
    keep_foreign(&mut merged.person, &theirs.person, merged.mask);
    let text = text(&merged.person, rest.members)?;
    if args.write {
        replace(&args.ours, &text).map_err(|error| in_file(&args.ours, &error))?;
    } else {
        output::bytes(text.as_bytes())?;
    }
    report::conflicts(&open);
    for member in &rest.open {
        let side = |side: &File| side.rest.get(member).cloned();
        report::conflict(member, [&side(&base), &side(&ours), &side(&theirs)]);
    }
    match open.len() + rest.open.len() {
        0 => Ok(()),
        1 => Err("1 conflict is open".into()),
        count => Err(format!("{count} conflicts are open").into()),
    }
}

/// Values of other sources are not merged, and stay as they are in `theirs`.
fn keep_foreign(person: &mut Person, theirs: &Person, mask: FieldMask) {
    struct Append<'a>(&'a mut Person, &'a Person);

    impl EntryVisitor for Append<'_> {
        type Output = ();

        fn visit<T: Entry>(self) {
            T::of_mut(self.0).extend(T::of(self.1).iter().cloned());
        }
    }

    let mut foreign = Edit::new(theirs.clone());
    for field in mask.iter() {
        foreign.clear(field);
        field.visit(Append(person, foreign.person()));
    }
}

/// A person of a file: the fields that clients set, and everything else unchanged.
struct File {
    person: Person,
    rest: Map<String, Value>,
}

fn read(path: &Path) -> Result<File, Box<dyn std::error::Error>> {
    let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = file::text(path, Limits::default().inflated_body as u64)?;
    // A file that one side added has no base: git gives an empty one.
    let text = if text.trim().is_empty() { "{}" } else { &text };
    let mut person: Person = serde_json::from_str(text).map_err(|error| wrong(&error))?;
    let mut rest = person.clone();
    for field in FieldMask::UPDATABLE.iter() {
        rest.clear_field(field);
    }
    let Value::Object(rest) = serde_json::to_value(&rest)? else {
        return Err(wrong(&"not a person").into());
    };
    let mut own = Person::default();
    for field in FieldMask::UPDATABLE.iter() {
        own.copy_field(&person, field);
    }
    person = own;
    Ok(File { person, rest })
}

/// What the server sets, of the version that was read last: all of it is from one side, and it never
/// conflicts.
const VERSION: [&str; 3] = ["resourceName", "etag", "metadata"];

/// The members besides the fields, each as a whole.
struct Rest {
    members: Map<String, Value>,
    open: Vec<String>,
}

fn rest(
    base: &Map<String, Value>,
    ours: &Map<String, Value>,
    theirs: &Map<String, Value>,
    on_conflict: OnConflict,
) -> Rest {
    let mut rest = Rest {
        members: ours.clone(),
        open: Vec::new(),
    };
    let changed = |side: &Map<String, Value>| {
        let mut version = VERSION.iter();
        version.any(|name| side.get(*name) != base.get(*name))
    };
    let takes_version = changed(theirs) && (on_conflict == OnConflict::Theirs || !changed(ours));
    for name in ours.keys().chain(theirs.keys()).chain(base.keys()) {
        let (base, our, their) = (base.get(name), ours.get(name), theirs.get(name));
        let of_version = VERSION.contains(&name.as_str());
        if their == our || !of_version && their == base || of_version && !takes_version {
            continue;
        }
        if !of_version && our != base && on_conflict != OnConflict::Theirs {
            let by_server = PersonField::from_wire(name).is_some_and(|it| !it.is_updatable());
            let open = on_conflict == OnConflict::Fail && !by_server;
            if open && !rest.open.contains(name) {
                rest.open.push(name.clone());
            }
            continue;
        }
        match their {
            Some(their) => rest.members.insert(name.clone(), their.clone()),
            None => rest.members.shift_remove(name),
        };
    }
    rest
}

/// The person as a file has it, members in the order of the wire.
fn text(person: &Person, rest: Map<String, Value>) -> Result<String, Box<dyn std::error::Error>> {
    let Value::Object(mut members) = serde_json::to_value(person)? else {
        return Err("a person is an object".into());
    };
    members.extend(rest);
    let ordered: Person = serde_json::from_value(Value::Object(members))?;
    Ok(format!("{}\n", serde_json::to_string_pretty(&ordered)?))
}
