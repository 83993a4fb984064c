//! Keeps the passwords of database addresses out of messages.

/// `text` with an ellipsis for the password of every address in it, and for the value of every parameter
/// named `password`.
///
/// ```text
/// postgres://people:secret@db.example/people  ->  postgres://people:…@db.example/people
/// ```
///
/// A parser does not accept an address with a typing error, but its password must not show either. So everything up to
/// the last `@` of the line counts as the name and the password.
pub(crate) fn hidden(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(hidden_in_line).collect();
    lines.join("\n")
}

fn hidden_in_line(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + "://".len());
        shown.push_str(before);
        let is_database = before.ends_with("postgres://") || before.ends_with("postgresql://");
        let end = match is_database {
            true => after.len(),
            false => after.find(char::is_whitespace).unwrap_or(after.len()),
        };
        rest = after;
        if let Some(sign) = after[..end].rfind('@') {
            let (user, password) = match after[..sign].split_once(':') {
                Some((user, _)) => (user, ":…"),
                None => (&after[..sign], ""),
            };
            shown.push_str(user);
            shown.push_str(password);
            rest = &after[sign..];
        }
    }
    shown.push_str(rest);
    without_parameters(&shown)
}

/// Of an address (`?password=`), and of the other form of libpq (`host=db password=secret`).
fn without_parameters(line: &str) -> String {
    const NAME: &str = "password=";

    let mut shown = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(NAME) {
        let (before, after) = rest.split_at(at + NAME.len());
        let end = match after.strip_prefix('\'') {
            // A quoted value may hold spaces; all of the line goes where the quote does not end.
            Some(quoted) => quoted.find('\'').map_or(after.len(), |end| end + 2),
            None => after
                .find(|c: char| c.is_whitespace() || c == '&')
                .unwrap_or(after.len()),
        };
        shown.push_str(before);
        shown.push('…');
        rest = &after[end..];
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_hidden_and_the_rest_stays() {
        for (text, expected) in [
            ("no address", "no address"),
            (
                "postgres://people:secret@db.example/people",
                "postgres://people:…@db.example/people",
            ),
            (
                "cannot open 'postgres://people:secret@db/people' now",
                "cannot open 'postgres://people:…@db/people' now",
            ),
            // Typed wrong: each of these would be encoded in a good address.
            (
                "postgres://p:se@cr/et?@db/people",
                "postgres://p:…@db/people",
            ),
            ("postgresql://p:se cr'et@db", "postgresql://p:…@db"),
            ("postgress://p:secret@db", "postgress://p:…@db"),
            ("http://p:secret@a b@c", "http://p:…@a b@c"),
            ("postgres://people@db,db2/x", "postgres://people@db,db2/x"),
            (
                "postgres://db/x?password=secret&sslmode=disable",
                "postgres://db/x?password=…&sslmode=disable",
            ),
            ("host=db password=secret x", "host=db password=… x"),
            ("password='se cret' host=db", "password=… host=db"),
            (
                "a postgres://u:x@h\nand postgres://v:y@i",
                "a postgres://u:…@h\nand postgres://v:…@i",
            ),
        ] {
            assert_eq!(hidden(text), expected);
        }
    }
}
