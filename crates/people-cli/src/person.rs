//! A person as a reader sees it: on a row of a table, or whole.
use people_model::{Entry, EntryVisitor, FieldMask, Person};

use crate::{
    Outcome, edit,
    format::{Format, json},
    output, report,
    style::{FAINT, STRONG},
    table::{Table, cell},
};

/// The fields that a row shows.
const ROW: FieldMask = FieldMask::NAMES
    .union(FieldMask::EMAIL_ADDRESSES)
    .union(FieldMask::PHONE_NUMBERS)
    .union(FieldMask::ORGANIZATIONS);

/// The fields that a list is read with: all for programs.
pub(crate) fn fields(format: Format) -> FieldMask {
    match format.json {
        true => FieldMask::ALL,
        false => ROW,
    }
}

/// Prints persons: a table, or a line of JSON for each. If there are none, it says so, with `what`.
pub(crate) fn list(people: &[Person], what: &str, format: Format) -> Outcome {
    if format.json {
        return people.iter().try_for_each(json);
    }
    let mut table = Table::new(["NAME", "E-MAIL", "PHONE", "RESOURCE NAME"]);
    for person in people {
        let email = person.email_addresses.first();
        let phone = person.phone_numbers.first();
        table.push([
            name(person),
            email.map_or("", |it| &it.value),
            phone.map_or("", |it| &it.value),
            &person.resource_name,
        ]);
    }
    table.print(&format!("no {what}"))
}

/// Prints one person: the entries of each field as `people edit` takes them, or JSON as the API sends it.
pub(crate) fn print(person: &Person, format: Format) -> Outcome {
    if format.json {
        return report::print(person);
    }
    let (name, resource) = (cell(name(person)), output::plain(&person.resource_name));
    output::coloured(format_args!(
        "{STRONG}{name}{STRONG:#}  {FAINT}{resource}{FAINT:#}"
    ))?;
    for field in FieldMask::UPDATABLE.iter() {
        for entry in field.visit(Written(person)).unwrap_or_default() {
            let field = field.as_str();
            output::coloured(format_args!("  {FAINT}{field:<14}{FAINT:#}  {entry}"))?;
        }
    }
    Ok(())
}

/// What to call a person.
pub(crate) fn name(person: &Person) -> &str {
    let name = person.names.first().map(|it| &it.display_name);
    let organization = person.organizations.first().map(|it| &it.name);
    let email = person.email_addresses.first().map(|it| &it.value);
    let phone = person.phone_numbers.first().map(|it| &it.value);
    let names = [name, organization, email, phone].into_iter().flatten();
    names
        .map(String::as_str)
        .find(|name| !name.is_empty())
        .unwrap_or("(no name)")
}

/// The entries of a field, each on one line.
struct Written<'a>(&'a Person);

impl EntryVisitor for Written<'_> {
    type Output = Vec<String>;

    fn visit<T: Entry>(self) -> Vec<String> {
        T::of(self.0).iter().map(edit::written).collect()
    }
}
