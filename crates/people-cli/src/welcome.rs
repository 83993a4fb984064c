//! What `people serve` prints: lines to paste that show the method at work.
use people_rules::Contract;

/// What the callers of the server show.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// The name of an account.
    Any,
    /// A token that somebody gave them, which these lines cannot know.
    HandedOut,
}

/// Lines for a POSIX shell with curl and sed. Each can be pasted as it is; those below `$name` and
/// `$etag` need the ones that set them.
pub(crate) fn lines(url: &str, contract: Contract, token: Token) -> String {
    if token == Token::HandedOut {
        return TOKEN_TEMPLATE.replace("{url}", url);
    }
    let (profile, unsourced) = match contract {
        Contract::Documented => (
            "a source that is not the contact's: 400 by the documented contract",
            "no metadata.sources: 400 by the documented contract",
        ),
        Contract::Observed => (
            "a source that is not the contact's, but person.etag: 200 by the observed contract",
            "no metadata.sources, but person.etag: 200 by the observed contract",
        ),
    };
    TEMPLATE
        .replace("{url}", url)
        .replace("{profile}", profile)
        .replace("{unsourced}", unsourced)
}

const TOKEN_TEMPLATE: &str = r#"
# With a token of an account in $token:
curl -sS -H "Authorization: Bearer $token" '{url}/v1/people/me/connections?personFields=names'
"#;

const TEMPLATE: &str = r#"
# Paste these into another terminal. Any bearer token is an account of that name.
call() { curl -sS -H 'Authorization: Bearer ada' -H 'Content-Type: application/json' "$@"; }
member() { sed -n 's/^  "'$1'": "\(.*\)",$/\1/p'; }
api={url}/v1

# create
name=$(call "$api/people:createContact" -d '{"names": [{"givenName": "Ada"}], "birthdays": [{"date": {"month": 12, "day": 10}}]}' | tee /dev/stderr | member resourceName)
# get
etag=$(call "$api/$name?personFields=names,metadata" | tee /dev/stderr | member etag)
# update with the right etag: 200 and a new etag
sources='{"sources": [{"type": "CONTACT"}]}'
call -X PATCH "$api/$name:updateContact?updatePersonFields=names&personFields=names" -d '{"etag": "'$etag'", "metadata": '"$sources"', "names": [{"givenName": "Ada", "familyName": "Lovelace"}]}'
# the same update again: 400 FAILED_PRECONDITION, the etag is stale
call -X PATCH "$api/$name:updateContact?updatePersonFields=names&personFields=names" -d '{"etag": "'$etag'", "metadata": '"$sources"', "names": [{"givenName": "Ada", "familyName": "Lovelace"}]}'
# from here on with the current etag
etag=$(call "$api/$name?personFields=metadata" | member etag)
# two birthdays: 400
call -X PATCH "$api/$name:updateContact?updatePersonFields=birthdays" -d '{"etag": "'$etag'", "metadata": '"$sources"', "birthdays": [{"date": {"year": 1815}}, {"date": {"year": 1816}}]}'
# memberships in the mask and none given: 400
call -X PATCH "$api/$name:updateContact?updatePersonFields=memberships" -d '{"etag": "'$etag'", "metadata": '"$sources"'}'
# {profile}
call -X PATCH "$api/$name:updateContact?updatePersonFields=nicknames" -d '{"etag": "'$etag'", "metadata": {"sources": [{"type": "PROFILE"}]}}'
# no mask: 400
call -X PATCH "$api/$name:updateContact" -d '{"etag": "'$etag'", "metadata": '"$sources"'}'
# a path that does not exist: 400
call -X PATCH "$api/$name:updateContact?updatePersonFields=shoeSize" -d '{"etag": "'$etag'", "metadata": '"$sources"'}'
# a contact that does not exist: 404
call -X PATCH "$api/people/c1:updateContact?updatePersonFields=names" -d '{"etag": "'$etag'", "metadata": '"$sources"'}'
# another account's contact: 404 too
curl -sS -H 'Authorization: Bearer charles' "$api/$name?personFields=names"
# {unsourced}
etag=$(call "$api/$name?personFields=metadata" | member etag)
call -X PATCH "$api/$name:updateContact?updatePersonFields=nicknames&personFields=nicknames" -d '{"etag": "'$etag'", "nicknames": [{"value": "Countess"}]}'
"#;
