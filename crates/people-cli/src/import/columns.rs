//! Which columns of a table a refusal is about.
use people_cards::Row;
use people_model::PersonField;

/// The columns of a row that a refusal is about, in words; none if it does not say what of the row it is about.
pub(super) fn of(row: &Row, why: &str) -> Option<String> {
    let is_between =
        |letter: char| letter.is_whitespace() || matches!(letter, '\'' | '`' | '"' | ',' | ':');
    let named = why.split(is_between).find_map(|word| {
        let (field, value, member) = path(word)?;
        Some(row.columns(field, value, &member))
    });
    let columns = match named {
        Some(columns) => columns,
        // It is the row as a whole that is too large.
        None if why.contains(" bytes") => row.longest().into_iter().collect(),
        None => Vec::new(),
    };
    match &*columns {
        [] => None,
        [column] => Some(format!("column `{column}`")),
        columns => Some(format!("columns `{}`", columns.join("`, `"))),
    }
}

/// What a path such as `person.email_addresses[1].value` names: the field, which of its values, and the member.
fn path(word: &str) -> Option<(PersonField, usize, String)> {
    let word = word.trim_matches(|letter| matches!(letter, '.' | '(' | ')'));
    let mut parts = word.strip_prefix("person.").unwrap_or(word).split('.');
    let first = parts.next()?;
    let (name, value) = first.split_once('[').unwrap_or((first, "0]"));
    let field = camel(name).parse().ok()?;
    let member = parts.next().unwrap_or_default();
    let member = member.split_once('[').map_or(member, |(member, _)| member);
    Some((field, value.strip_suffix(']')?.parse().ok()?, camel(member)))
}

/// `family_name` as `familyName`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

#[cfg(test)]
mod tests {
    use people_cards::Table;

    use super::*;

    #[test]
    fn i6_a_refusal_names_its_columns() {
        let table = b"First Name,Last Name,Labels,Birthday,Notes,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,\
            Phone 2 - Value,E-mail 1 - Value\nAda,King,Chess,1815-02-31,a note longer than others,,,mobile,1 ::: 2,a@x.example\n";
        let table = Table::read(table, None).expect("a table");
        for (why, columns) in [
            (
                "names[0].family_name has more than 1024 characters.",
                Some("column `Last Name`"),
            ),
            (
                "phone_numbers[0].value has more than 1024 characters.",
                Some("column `Phone 2 - Value`"),
            ),
            ("phoneNumbers[1].type: no", Some("column `Phone 2 - Label`")),
            (
                "phone_numbers[1].canonical_form: no",
                Some("columns `Phone 2 - Label`, `Phone 2 - Value`"),
            ),
            (
                "Invalid date at 'person.birthdays[0].date': no",
                Some("column `Birthday`"),
            ),
            ("person.memberships: no", Some("column `Labels`")),
            ("Person has more than 131072 bytes.", Some("column `Notes`")),
            (
                "phone_numbers[7].value has more than 1024 characters.",
                None,
            ),
            ("it is entry 3 once more", None),
        ] {
            assert_eq!(of(&table.rows()[0], why).as_deref(), columns, "{why}");
        }
    }
}
