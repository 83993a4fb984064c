//! Calls to paste into a shell: `people demo --curl`.
use people_rules::Contract;

/// Where to call, as whom, and what to expect.
#[derive(Clone, Debug)]
pub(crate) struct Calls<'a> {
    pub(crate) url: &'a str,
    pub(crate) token: &'a str,
    pub(crate) contract: Contract,
}

/// What an apostrophe, a line end or an expansion would make of the lines.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} has a character that a shell would interpret: remove it")]
pub(crate) struct Unquotable {
    what: &'static str,
}

impl Calls<'_> {
    /// The lines, for sh, bash, dash and zsh with curl and sed, all together or one by one.
    ///
    /// They have no comments, because an interactive zsh takes them for commands, and no words that a shell expands. So
    /// labels are echoed, and names are in braces: `$name:u` would be the name in capitals to zsh.
    ///
    /// # Errors
    ///
    /// When the address or the token cannot stand between quotes.
    pub(crate) fn lines(&self) -> Result<String, Unquotable> {
        check("the address", self.url)?;
        check("the token", self.token)?;
        let verdict = match self.contract {
            Contract::Documented => "refused by the documented contract",
            Contract::Observed => "accepted by the observed contract, with person.etag",
        };
        Ok(TEMPLATE
            .replace("<token>", self.token)
            .replace("<url>", self.url.trim_end_matches('/'))
            .replace("<verdict>", verdict))
    }
}

fn check(what: &'static str, text: &str) -> Result<(), Unquotable> {
    let is_plain =
        |c: char| c.is_ascii_graphic() && !matches!(c, '\'' | '"' | '`' | '$' | '\\' | '!');
    match text.chars().all(is_plain) {
        true => Ok(()),
        false => Err(Unquotable { what }),
    }
}

const TEMPLATE: &str = r#"token='<token>'
api='<url>/v1'
call() { curl -sS -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" "$@"; }
member() { sed -n 's/^  "'"${1}"'": "\(.*\)",$/\1/p'; }
sources='{"sources": [{"type": "CONTACT"}]}'
echo '== Create a contact, and keep its name.'
name=$(call "${api}/people:createContact" -d '{"names": [{"givenName": "Ada"}], "birthdays": [{"date": {"month": 12, "day": 10}}]}' | tee /dev/stderr | member resourceName)
echo '== Read it, and keep its etag.'
etag=$(call "${api}/${name}?personFields=names,metadata" | tee /dev/stderr | member etag)
echo '== Update it with the right etag: 200 and a new etag.'
call -X PATCH "${api}/${name}:updateContact?updatePersonFields=names&personFields=names" -d '{"etag": "'"${etag}"'", "metadata": '"${sources}"', "names": [{"givenName": "Ada", "familyName": "Lovelace"}]}'
echo '== The same update again: 400 FAILED_PRECONDITION, since the etag is stale.'
call -X PATCH "${api}/${name}:updateContact?updatePersonFields=names&personFields=names" -d '{"etag": "'"${etag}"'", "metadata": '"${sources}"', "names": [{"givenName": "Ada", "familyName": "Lovelace"}]}'
echo '== Read the current etag, for what follows.'
etag=$(call "${api}/${name}?personFields=metadata" | member etag)
echo '== Two birthdays: 400.'
call -X PATCH "${api}/${name}:updateContact?updatePersonFields=birthdays" -d '{"etag": "'"${etag}"'", "metadata": '"${sources}"', "birthdays": [{"date": {"year": 1815}}, {"date": {"year": 1816}}]}'
echo '== Memberships in the mask, and none in the person: 400.'
call -X PATCH "${api}/${name}:updateContact?updatePersonFields=memberships" -d '{"etag": "'"${etag}"'", "metadata": '"${sources}"'}'
echo '== A source that is not a contact: <verdict>.'
call -X PATCH "${api}/${name}:updateContact?updatePersonFields=nicknames" -d '{"etag": "'"${etag}"'", "metadata": {"sources": [{"type": "PROFILE"}]}}'
echo '== No mask: 400.'
call -X PATCH "${api}/${name}:updateContact" -d '{"etag": "'"${etag}"'", "metadata": '"${sources}"'}'
echo '== A path that does not exist: 400.'
call -X PATCH "${api}/${name}:updateContact?updatePersonFields=shoeSize" -d '{"etag": "'"${etag}"'", "metadata": '"${sources}"'}'
echo '== A contact that does not exist: 404.'
call -X PATCH "${api}/people/c1:updateContact?updatePersonFields=names" -d '{"etag": "'"${etag}"'", "metadata": '"${sources}"'}'
echo '== No metadata.sources: <verdict>.'
etag=$(call "${api}/${name}?personFields=metadata" | member etag)
call -X PATCH "${api}/${name}:updateContact?updatePersonFields=nicknames&personFields=nicknames" -d '{"etag": "'"${etag}"'", "nicknames": [{"value": "Countess"}]}'
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn calls<'a>(url: &'a str, token: &'a str) -> Calls<'a> {
        Calls {
            url,
            token,
            contract: Contract::Documented,
        }
    }

    #[test]
    fn no_line_has_what_a_shell_reads_in_its_own_way() {
        let lines = calls("http://127.0.0.1:8710", "ada")
            .lines()
            .expect("plain");
        for line in lines.lines() {
            assert!(!line.trim_start().starts_with('#'), "a comment: {line}");
            assert!(
                !line.contains('!'),
                "the history of an interactive shell: {line}"
            );
            assert_eq!(line.matches('\'').count() % 2, 0, "an apostrophe: {line}");
            let unbraced = line.match_indices('$').any(|(at, _)| {
                !line[at + 1..].starts_with(['{', '(', '@']) && !line[at..].starts_with("$/")
            });
            assert!(!unbraced, "a name without braces: {line}");
            if let Some(label) = line.strip_prefix("echo ") {
                assert!(
                    label.starts_with("'== ")
                        && label.ends_with('\'')
                        && label.matches('\'').count() == 2,
                    "{line}"
                );
            }
        }
    }

    #[test]
    fn what_would_leave_its_quotes_is_refused() {
        for token in ["a'b", "a b", "a\nb", "$(reboot)", "a`b", ""] {
            let refused = calls("http://127.0.0.1:8710", token).lines();
            assert_eq!(refused.is_err(), !token.is_empty(), "{token:?}");
        }
        assert!(calls("http://127.0.0.1:8710/'", "ada").lines().is_err());
    }
}
