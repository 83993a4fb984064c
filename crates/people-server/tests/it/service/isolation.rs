//! What is another account's is as if it were not there (rules `U15`, `S4`, `P1`), method by method.
mod places;

use std::collections::BTreeSet;

use people_model::Method;
use people_store::Memory;
use serde_json::{Value, json};

use super::{
    Server,
    photos::{base64, png},
    text,
};
use crate::fake::Answer;

/// The resources that a request may name: ada's own, mary's, or ones that do not exist.
struct Names {
    contact: String,
    /// The etag of the contact's source; of mary's where nobody has the contact.
    etag: String,
    group: String,
    profile: String,
    /// Tokens; for nobody ones that were never handed out.
    page: String,
    group_page: String,
    sync: String,
    other: String,
    other_page: String,
    other_sync: String,
    directory_page: String,
    directory_sync: String,
    search_page: String,
}

const DIRECTORY: &str =
    "/v1/people:listDirectoryPeople?readMask=names&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE";

const SEARCH: &str = "/v1/people:searchDirectoryPeople?query=pa&readMask=names\
                      &sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE";

impl Names {
    fn all(&self) -> [&str; 13] {
        let segment = self.contact.rsplit('/').next().unwrap_or_default();
        [
            &self.contact,
            segment,
            &self.group,
            &self.profile,
            &self.page,
            &self.group_page,
            &self.sync,
            &self.other,
            &self.other_page,
            &self.other_sync,
            &self.directory_page,
            &self.directory_sync,
            &self.search_page,
        ]
    }
}

/// A request, by its address and its body, and whether it succeeds with one's own names.
type Request = (String, Value, bool);

/// Every way in which the method names a resource.
///
/// # Panics
///
/// For a method that is not here yet.
fn requests(method: Method, names: &Names, own: &Names) -> Vec<Request> {
    let Names {
        contact,
        etag,
        group,
        profile,
        page,
        group_page,
        sync,
        other,
        other_page,
        other_sync,
        directory_page,
        directory_sync,
        search_page,
    } = names;
    let sources = |etag: &str| json!({"sources": [{"type": "CONTACT", "etag": etag}]});
    let member = json!([{"contactGroupMembership": {"contactGroupResourceName": group}}]);
    match method {
        Method::GetPerson => vec![
            (
                format!("/v1/{contact}?personFields=metadata,names"),
                Value::Null,
                true,
            ),
            (
                format!("/v1/{profile}?personFields=metadata,names"),
                Value::Null,
                true,
            ),
        ],
        Method::GetPeople => vec![(
            format!(
                "/v1/people:batchGet?personFields=names&resourceNames={contact}&resourceNames={profile}"
            ),
            Value::Null,
            true,
        )],
        Method::UpdateContact => vec![
            (
                format!("/v1/{contact}:updateContact?updatePersonFields=nicknames"),
                json!({"resourceName": contact, "metadata": sources(etag), "nicknames": [{"value": "Nick"}]}),
                true,
            ),
            (
                format!(
                    "/v1/{}:updateContact?updatePersonFields=memberships",
                    own.contact
                ),
                json!({"etag": "", "metadata": sources(&own.etag), "memberships": member}),
                // The first update took the etag; what is answered then is still the same for both.
                false,
            ),
        ],
        Method::CreateContact => vec![(
            "/v1/people:createContact?personFields=memberships".to_owned(),
            json!({"resourceName": contact, "nicknames": [{"value": "Nick"}], "memberships": member}),
            true,
        )],
        Method::DeleteContact => vec![(format!("/v1/{contact}:deleteContact"), Value::Null, true)],
        Method::ListConnections => vec![
            (
                format!("/v1/{contact}/connections?personFields=names"),
                Value::Null,
                false,
            ),
            (
                format!("/v1/{profile}/connections?personFields=names"),
                Value::Null,
                false,
            ),
            (
                format!("/v1/people/me/connections?personFields=names&pageSize=1&pageToken={page}"),
                Value::Null,
                true,
            ),
            (
                format!("/v1/people/me/connections?personFields=names&syncToken={sync}"),
                Value::Null,
                true,
            ),
        ],
        Method::ListContactGroups => vec![
            (
                format!("/v1/contactGroups?pageSize=1&pageToken={group_page}"),
                Value::Null,
                true,
            ),
            (
                format!("/v1/contactGroups?syncToken={sync}"),
                Value::Null,
                false,
            ),
        ],
        Method::ListOtherContacts => vec![
            (
                format!("/v1/otherContacts?readMask=names&pageSize=1&pageToken={other_page}"),
                Value::Null,
                true,
            ),
            (
                format!("/v1/otherContacts?readMask=names&syncToken={other_sync}"),
                Value::Null,
                true,
            ),
        ],
        Method::ListDirectoryPeople => vec![
            (
                format!("{DIRECTORY}&pageSize=1&pageToken={directory_page}"),
                Value::Null,
                true,
            ),
            (
                format!("{DIRECTORY}&syncToken={directory_sync}"),
                Value::Null,
                true,
            ),
        ],
        Method::SearchDirectoryPeople => vec![(
            format!("{SEARCH}&pageSize=1&pageToken={search_page}"),
            Value::Null,
            true,
        )],
        Method::GetContactGroup => vec![(format!("/v1/{group}?maxMembers=10"), Value::Null, true)],
        Method::BatchGetContactGroups => {
            vec![(
                format!("/v1/contactGroups:batchGet?resourceNames={group}"),
                Value::Null,
                true,
            )]
        }
        // A name in the body is that of nothing yet; the group's own name is taken by ada.
        Method::CreateContactGroup => vec![(
            "/v1/contactGroups".to_owned(),
            json!({"contactGroup": {"resourceName": group, "name": "Engine"}}),
            false,
        )],
        Method::UpdateContactGroup => {
            vec![(
                format!("/v1/{group}"),
                json!({"contactGroup": {"resourceName": group, "name": "Renamed"}}),
                true,
            )]
        }
        Method::DeleteContactGroup => {
            vec![(
                format!("/v1/{group}?deleteContacts=true"),
                Value::Null,
                true,
            )]
        }
        Method::ModifyContactGroupMembers => vec![
            (
                format!("/v1/{group}/members:modify"),
                json!({"resourceNamesToAdd": [own.contact], "resourceNamesToRemove": []}),
                true,
            ),
            (
                format!("/v1/{}/members:modify", own.group),
                json!({"resourceNamesToAdd": [contact]}),
                true,
            ),
            (
                format!("/v1/{}/members:modify", own.group),
                json!({"resourceNamesToRemove": [contact]}),
                true,
            ),
        ],
        Method::BatchCreateContacts => vec![(
            "/v1/people:batchCreateContacts".to_owned(),
            json!({"contacts": [{"contactPerson": {"resourceName": contact, "nicknames": [{"value": "Nick"}], "memberships": member}}], "readMask": "names"}),
            true,
        )],
        Method::BatchDeleteContacts => vec![(
            "/v1/people:batchDeleteContacts".to_owned(),
            json!({"resourceNames": [contact]}),
            true,
        )],
        Method::BatchUpdateContacts => vec![(
            "/v1/people:batchUpdateContacts".to_owned(),
            json!({"contacts": {contact: {"resourceName": contact, "metadata": sources(etag), "memberships": member}}, "updateMask": "nicknames", "readMask": "names"}),
            true,
        )],
        Method::UpdateContactPhoto => {
            vec![(
                format!("/v1/{contact}:updateContactPhoto"),
                json!({"photoBytes": base64(&png("a"))}),
                true,
            )]
        }
        Method::DeleteContactPhoto => {
            vec![(
                format!("/v1/{contact}:deleteContactPhoto"),
                Value::Null,
                true,
            )]
        }
        Method::CopyOtherContactToMyContactsGroup => vec![(
            format!("/v1/{other}:copyOtherContactToMyContactsGroup"),
            json!({"copyMask": "names"}),
            true,
        )],
        // These name nothing but the caller.
        Method::SearchContacts | Method::SearchOtherContacts => Vec::new(),
    }
}

const SEED: &str = r#"{"accounts": {
    "ada": {"domain": "corp.example", "groups": [{"name": "Engine"}], "profile": {"id": "100000000000000000017"},
            "contacts": [{"resourceName": "people/c17", "nicknames": [{"value": "Charley"}]},
                         {"resourceName": "people/c18", "nicknames": [{"value": "Anne"}]}],
            "otherContacts": [{"resourceName": "otherContacts/c5017", "names": [{"givenName": "Ben"}]},
                              {"resourceName": "otherContacts/c5018", "names": [{"givenName": "Bea"}]}]},
    "mary": {"domain": "corp.example", "groups": [{"name": "Society"}], "profile": {"id": "100000000000000000042"},
             "contacts": [{"resourceName": "people/c42", "nicknames": [{"value": "Caroline"}],
                           "memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/Society"}}]},
                          {"resourceName": "people/c45", "nicknames": [{"value": "William"}]}],
             "otherContacts": [{"resourceName": "otherContacts/c5042", "names": [{"givenName": "Fanny"}]},
                               {"resourceName": "otherContacts/c5045", "names": [{"givenName": "Felix"}]}]}
}, "domains": {"corp.example": {"people": [{"names": [{"givenName": "Paul"}]}, {"names": [{"givenName": "Pat"}]}]}}}"#;

async fn names(server: &Server<Memory>, account: &str) -> Names {
    let list = async |query: &str| {
        let address = format!("/v1/people/me/connections?personFields={query}");
        server.get(account, &address).await
    };
    let contacts = list("metadata").await;
    let contact = text(&contacts["connections"][0], "resourceName").to_owned();
    let photo = json!({"photoBytes": base64(&png("a"))});
    let address = format!("/v1/{contact}:updateContactPhoto");
    let answer = server.call(account, "PATCH", &address, &photo).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let contact = server
        .get(account, &format!("/v1/{contact}?personFields=metadata"))
        .await;
    let page = list("names&pageSize=1").await;
    let sync = list("names&requestSyncToken=true").await;
    let groups = server.get(account, "/v1/contactGroups?pageSize=1").await;
    let me = server
        .get(account, "/v1/people/me?personFields=metadata")
        .await;
    let others = async |query: &str| {
        let address = format!("/v1/otherContacts?readMask=names{query}");
        server.get(account, &address).await
    };
    let (other, other_sync) = (
        others("&pageSize=1").await,
        others("&requestSyncToken=true").await,
    );
    let directory = async |query: &str| server.get(account, &format!("{DIRECTORY}{query}")).await;
    let directory_page = directory("&pageSize=1").await;
    let directory_sync = directory("&requestSyncToken=true").await;
    let search_page = server.get(account, &format!("{SEARCH}&pageSize=1")).await;
    Names {
        search_page: text(&search_page, "nextPageToken").to_owned(),
        directory_page: text(&directory_page, "nextPageToken").to_owned(),
        directory_sync: text(&directory_sync, "nextSyncToken").to_owned(),
        other: text(&other["otherContacts"][0], "resourceName").to_owned(),
        other_page: text(&other, "nextPageToken").to_owned(),
        other_sync: text(&other_sync, "nextSyncToken").to_owned(),
        contact: text(&contact, "resourceName").to_owned(),
        etag: text(&contact["metadata"]["sources"][0], "etag").to_owned(),
        group: text(&groups["contactGroups"][0], "resourceName").to_owned(),
        profile: text(&me, "resourceName").to_owned(),
        page: text(&page, "nextPageToken").to_owned(),
        group_page: text(&groups, "nextPageToken").to_owned(),
        sync: text(&sync, "nextSyncToken").to_owned(),
    }
}

/// All that mary has, etags included.
async fn state(server: &Server<Memory>) -> [Value; 3] {
    [
        server
            .get("mary", "/v1/otherContacts?readMask=names,metadata")
            .await,
        server
            .get(
                "mary",
                "/v1/people/me/connections?personFields=metadata,nicknames,memberships,photos",
            )
            .await,
        // Without the sync token, which is another each time.
        server
            .get("mary", "/v1/contactGroups?fields=contactGroups,totalItems")
            .await,
    ]
}

/// The answer as text, in which names of resources are gone.
fn shown(answer: &Answer, names: &Names) -> String {
    let mut text = format!("{}\n{:?}\n{}", answer.status, answer.headers, answer.text());
    for name in names.all() {
        text = text.replace(name, "it");
    }
    text
}

/// The token with another character near its end.
fn changed(token: &str) -> String {
    let (start, end) = token.split_at(token.len() - 8);
    let other = if end.starts_with('A') { "B" } else { "A" };
    format!("{start}{other}{}", &end[1..])
}

/// U15, S4, O3, W4, W5: for every method of the table that names a resource, somebody else's is answered as
/// one that nobody has, and nothing becomes of it.
#[tokio::test]
async fn another_accounts_resources_are_not_there() {
    let mut walked = 0;
    for method in Method::ALL {
        let server = Server::new().await.seeded(SEED).await;
        let (own, others) = (names(&server, "ada").await, names(&server, "mary").await);
        let nobodys = Names {
            contact: "people/c43".to_owned(),
            etag: others.etag.clone(),
            group: "contactGroups/abcdef0123456789".to_owned(),
            profile: "people/100000000000000000043".to_owned(),
            page: changed(&others.page),
            group_page: changed(&others.group_page),
            sync: changed(&others.sync),
            other: "otherContacts/c5043".to_owned(),
            other_page: changed(&others.other_page),
            other_sync: changed(&others.other_sync),
            directory_page: changed(&others.directory_page),
            directory_sync: changed(&others.directory_sync),
            search_page: changed(&others.search_page),
        };
        let before = state(&server).await;
        let of = |names| requests(method, names, &own);
        let mut filled = BTreeSet::new();
        for (index, (address, body, _)) in of(&others).into_iter().enumerate() {
            filled.extend(places::filled(method, &address, &body, &others.all()));
            let (missing, missing_body, _) = of(&nobodys).swap_remove(index);
            let others_answer = server.call("ada", method.verb(), &address, &body).await;
            let nobodys_answer = server
                .call("ada", method.verb(), &missing, &missing_body)
                .await;
            assert_eq!(
                shown(&others_answer, &others),
                shown(&nobodys_answer, &nobodys),
                "{}: {address}",
                method.id()
            );
            walked += 1;
        }
        let missed: Vec<_> = places::places(method)
            .difference(&filled)
            .cloned()
            .collect();
        assert!(
            missed.is_empty(),
            "{} is not asked for another's at {missed:?}",
            method.id()
        );
        assert_eq!(
            state(&server).await,
            before,
            "{} changed what is another's",
            method.id()
        );

        // That they are refused says something only if they are good requests.
        for (address, body, succeeds) in of(&own) {
            let answer = server.call("ada", method.verb(), &address, &body).await;
            let unimplemented = answer.status == 501;
            assert!(
                unimplemented || !succeeds || answer.status == 200,
                "{}: {address}: {}",
                method.id(),
                answer.text()
            );
        }
    }
    assert!(walked > 20, "{walked}");
}

/// U15: an id that two accounts use is each one's own.
#[tokio::test]
async fn an_id_of_two_accounts_is_two_contacts() {
    let seed = r#"{"accounts": {
        "ada": {"contacts": [{"resourceName": "people/c17", "nicknames": [{"value": "hers"}]}]},
        "mary": {"contacts": [{"resourceName": "people/c17", "nicknames": [{"value": "the other's"}]}]}
    }}"#;
    let server = Server::new().await.seeded(seed).await;
    let address = "/v1/people/c17?personFields=metadata,nicknames";
    let (hers, others) = (
        server.get("ada", address).await,
        server.get("mary", address).await,
    );
    assert_eq!(hers["nicknames"][0]["value"], "hers");
    assert_eq!(others["nicknames"][0]["value"], "the other's");
    assert_ne!(
        hers["etag"], others["etag"],
        "one account's etag is not good for another's contact"
    );

    assert_eq!(server.delete("ada", "people/c17").await.status, 200);
    assert_eq!(server.get("mary", address).await, others);
}
