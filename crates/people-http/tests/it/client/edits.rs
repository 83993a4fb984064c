//! Edits: what is sent, and what becomes of them when others edit, too (rule R8).
use std::time::Duration;

use people_http::{Client, RetryPolicy};
use people_model::{
    Birthday, EmailAddress, FieldMask, Name, Nickname, Person, PersonField, UserDefined,
};
use people_rules::{Contract, Edit, Resolution, Violation};
use serde_json::{Value, json};

use super::{
    predicates,
    script::{Answer, Script, held, ok, stale, status},
};

/// A contact as it is read, with this etag and these members.
fn contact(etag: &str, members: Value) -> Answer {
    ok(&person(etag, members))
}

fn person(etag: &str, members: Value) -> String {
    let mut person = json!({
        "resourceName": "people/c17",
        "etag": format!("%{etag}"),
        "metadata": {"sources": [{"type": "CONTACT", "id": "11", "etag": format!("#{etag}")}]},
    });
    let Value::Object(members) = members else {
        panic!("members are an object")
    };
    person.as_object_mut().unwrap().extend(members);
    person.to_string()
}

fn ada() -> Value {
    json!({"names": [{"displayName": "Ada Byron", "givenName": "Ada", "familyName": "Byron"}]})
}

fn married(edit: &mut Edit) {
    edit.only::<Name>().family_name = "King".to_owned();
}

fn client(script: &Script) -> Client {
    let mut policy = RetryPolicy::default();
    policy.attempts = 2;
    policy.merges = 3;
    let builder = Script::builder().contract(Contract::Documented);
    builder.retry(policy).build_over(script.clone()).unwrap()
}

fn sent(script: &Script, index: usize) -> Value {
    serde_json::from_str(&script.asked()[index].body).unwrap()
}

#[tokio::test(start_paused = true)]
async fn r8_an_edit_sends_what_it_changes_and_nothing_else() {
    let script = Script::new([contact("1", ada()), contact("2", json!({"names": []}))]);
    let person = client(&script).edit("people/c17", married).await.unwrap();
    assert_eq!(person.etag, "%2");
    let asked = script.asked();
    assert_eq!(asked[0].line, "GET /v1/people/c17");
    assert!(asked[0].query.contains("urls") && asked[0].query.contains("metadata"));
    assert!(
        asked[0]
            .query
            .ends_with("&sources=READ_SOURCE_TYPE_CONTACT")
    );
    assert_eq!(asked[1].line, "PATCH /v1/people/c17:updateContact");
    assert!(
        asked[1]
            .query
            .starts_with("updatePersonFields=names&personFields=")
    );
    assert_eq!(
        sent(&script, 1),
        json!({
            "resourceName": "people/c17",
            "etag": "%1",
            "metadata": {"sources": [{"type": "CONTACT", "id": "11", "etag": "#1"}]},
            "names": [{"givenName": "Ada", "familyName": "King"}],
        }),
    );
}

/// Who reads the request sees that the field was not forgotten.
#[tokio::test(start_paused = true)]
async fn r8_a_field_that_is_cleared_is_sent_as_an_empty_list() {
    let script = Script::new([contact("1", ada()), contact("2", json!({}))]);
    let client = client(&script);
    let edited = client.edit("people/c17", |edit| {
        edit.clear(PersonField::Names);
        edit.add(Nickname::new().value("Countess"));
    });
    edited.await.unwrap();
    let sent = sent(&script, 1);
    assert_eq!(sent["names"], json!([]));
    assert_eq!(sent["nicknames"], json!([{"value": "Countess"}]));
    assert_eq!(sent.get("urls"), None);
}

#[tokio::test(start_paused = true)]
async fn r8_an_edit_of_nothing_sends_nothing() {
    let script = Script::new([contact("1", ada())]);
    let edit = |edit: &mut Edit| edit.only::<Name>().display_name = "Countess".to_owned();
    let person = client(&script).edit("people/c17", edit).await.unwrap();
    assert_eq!(person.etag, "%1");
}

#[tokio::test(start_paused = true)]
async fn r8_an_edit_is_replayed_on_what_others_made_of_the_contact() {
    let theirs = json!({"names": [{"givenName": "Augusta", "familyName": "Byron"}]});
    let script = Script::new([
        contact("1", ada()),
        stale(),
        contact("2", theirs),
        contact("3", json!({})),
    ]);
    client(&script).edit("people/c17", married).await.unwrap();
    let sent = sent(&script, 3);
    assert_eq!(
        (&sent["etag"], &sent["names"]),
        (
            &json!("%2"),
            &json!([{"givenName": "Augusta", "familyName": "King"}])
        )
    );
}

/// Four attempts for three merges; the last error is the service's.
#[tokio::test(start_paused = true)]
async fn r8_a_stale_etag_that_keeps_coming_is_given_up() {
    let rounds = (0..4).flat_map(|round| [contact(&round.to_string(), ada()), stale()]);
    let script = Script::new(rounds);
    let error = client(&script)
        .edit("people/c17", married)
        .await
        .unwrap_err();
    assert_eq!(predicates(&error), "stale");
    assert_eq!(script.asked().len(), 8);
    // It waits a little in between, and never long.
    assert!(script.gaps().iter().sum::<Duration>() < Duration::from_secs(1));
}

fn conflicting() -> Script {
    let theirs = json!({"names": [{"givenName": "Ada", "familyName": "Noel"}]});
    Script::new([
        contact("1", ada()),
        stale(),
        contact("2", theirs),
        contact("3", json!({})),
    ])
}

#[tokio::test(start_paused = true)]
async fn r8_a_conflict_is_an_error_that_says_where() {
    let script = conflicting();
    let error = client(&script)
        .edit("people/c17", married)
        .await
        .unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(predicates(&error), "");
    assert_eq!(
        error.to_string(),
        "UpdateContact people/c17: another program changed the same value: names.familyName"
    );
    assert_eq!(
        format!("{error:?}"),
        "Error { method: \"UpdateContact\", kind: \"another program changed the same value\", \
         conflicts: [\"names\"] }",
    );
    let [conflict] = error.conflicts() else {
        panic!("{} conflicts", error.conflicts().len())
    };
    assert_eq!(conflict.field, PersonField::Names);
    assert_eq!(conflict.ours, Some(json!("King")));
    assert_eq!(conflict.theirs, Some(json!("Noel")));
    // Nothing was sent but the first attempt.
    assert_eq!(script.asked().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn r8_a_policy_decides_a_conflict() {
    let outcome = async |resolution: Resolution| {
        let script = conflicting();
        let client = client(&script);
        let edit = client.edit("people/c17", married);
        let person = edit.on_conflict(|_| resolution.clone()).await.unwrap();
        let sent = script.asked().len() == 4;
        let family = sent.then(|| self::sent(&script, 3)["names"][0]["familyName"].clone());
        (person.etag, family)
    };
    let value = Resolution::Value(json!("King-Noel"));
    assert_eq!(
        outcome(Resolution::Ours).await,
        ("%3".to_owned(), Some(json!("King")))
    );
    assert_eq!(
        outcome(value).await,
        ("%3".to_owned(), Some(json!("King-Noel")))
    );
    // There is nothing left to send.
    assert_eq!(outcome(Resolution::Theirs).await, ("%2".to_owned(), None));
}

/// The reply was lost, the repetition finds the etag stale, and the contact shows that somebody
/// changed something else since: the edit is there and is not made twice.
#[tokio::test(start_paused = true)]
async fn r8_an_edit_whose_reply_was_lost_is_not_made_twice() {
    let edit = |edit: &mut Edit| {
        let mut mine = Nickname::default();
        mine.value = "Countess".to_owned();
        edit.add(mine);
    };
    let now = json!({"nicknames": [{"value": "Countess"}, {"value": "Enchantress"}]});
    let script = Script::new([
        contact("1", json!({})),
        Answer::Reset,
        stale(),
        contact("3", now.clone()),
        contact("3", now),
    ]);
    let person = client(&script).edit("people/c17", edit).await.unwrap();
    assert_eq!(person.nicknames.len(), 2);
}

/// The same where the entries look alike: the address that was added has landed, its reply was lost,
/// and somebody corrected, replaced or removed another work address since.
#[tokio::test(start_paused = true)]
async fn r8_an_added_entry_whose_reply_was_lost_is_not_added_twice() {
    let work = |value: &str| json!({"value": value, "type": "work"});
    let edit = |edit: &mut Edit| {
        let mut mine = EmailAddress::default();
        mine.value = "new@example.com".to_owned();
        mine.r#type = "work".to_owned();
        edit.add(mine);
    };
    for other in [Some("ada@example.com"), Some("king@example.org"), None] {
        let addresses: Vec<Value> = other
            .into_iter()
            .chain(["new@example.com"])
            .map(work)
            .collect();
        let now = json!({"emailAddresses": addresses});
        let script = Script::new([
            contact("1", json!({"emailAddresses": [work("ada@exmaple.com")]})),
            Answer::Reset,
            stale(),
            contact("3", now.clone()),
            contact("3", now),
        ]);
        let person = client(&script).edit("people/c17", edit).await.unwrap();
        assert_eq!(person.email_addresses.len(), addresses.len());
        let patches = script.asked();
        let patches = patches
            .iter()
            .filter(|asked| asked.line.starts_with("PATCH"));
        assert_eq!(patches.count(), 2, "the first, and its repetition");
    }
}

/// The edit may have been made, and undone by somebody else: the caller learns that.
#[tokio::test(start_paused = true)]
async fn an_edit_remembers_what_was_lost() {
    let noel = || {
        contact(
            "2",
            json!({"names": [{"givenName": "Ada", "familyName": "Noel"}]}),
        )
    };
    let lost = [contact("1", ada()), Answer::Reset, stale(), noel()];
    let script = Script::new(lost.into_iter().chain([noel()]));
    let error = client(&script).edit("people/c17", married).await;
    let error = error.unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(predicates(&error), "ambiguous");
    let lost = [contact("1", ada()), Answer::Reset, stale(), noel()];
    let script = Script::new(lost.into_iter().chain([status(404, "")]));
    let error = client(&script).edit("people/c17", married).await;
    assert_eq!(predicates(&error.unwrap_err()), "not found, ambiguous");
}

/// No attempt had a reply; what the contact holds decides.
#[tokio::test(start_paused = true)]
async fn r8_an_edit_without_any_reply_is_settled_by_reading() {
    let happened = json!({"names": [{"givenName": "Ada", "familyName": "King", "unstructuredName": "Ada King"}]});
    let script = |now: Value| {
        Script::new([
            contact("1", ada()),
            Answer::Cut,
            Answer::Silence,
            contact("2", now),
        ])
    };
    let edited = script(happened);
    let person = client(&edited).edit("people/c17", married).await.unwrap();
    assert_eq!(person.etag, "%2");
    let untouched = script(ada());
    let error = client(&untouched).edit("people/c17", married).await;
    assert_eq!(predicates(&error.unwrap_err()), "ambiguous");
}

#[tokio::test(start_paused = true)]
async fn r8_an_edit_is_checked_before_it_is_sent() {
    let group = json!({"memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/a"}}]});
    let script = Script::new([contact("1", group)]);
    let edit = |edit: &mut Edit| edit.clear(PersonField::Memberships);
    let error = client(&script).edit("people/c17", edit).await.unwrap_err();
    assert_eq!(predicates(&error), "invalid");
    assert_eq!(error.violations(), [Violation::NoMembership]);
}

/// A field that was not read looks empty, and an update would make it so.
#[tokio::test(start_paused = true)]
async fn r8_an_edit_of_what_was_not_read_is_refused() {
    let script = Script::new([
        contact("1", ada()),
        contact("1", ada()),
        contact("2", json!({})),
        contact("2", ada()),
        contact("2", ada()),
    ]);
    let client = client(&script);
    let names = FieldMask::NAMES;
    let edit = |edit: &mut Edit| {
        married(edit);
        let mut field = UserDefined::default();
        field.key = "a".to_owned();
        edit.add(field);
    };
    let error = client.edit("people/c17", edit).fields(names).await;
    assert_eq!(predicates(&error.unwrap_err()), "invalid");
    client
        .edit("people/c17", married)
        .fields(names)
        .await
        .unwrap();
    // Nothing is there to be cleared, and that is not known.
    for read in 3..5 {
        let clear = |edit: &mut Edit| match read {
            3 => edit.clear(PersonField::Birthdays),
            _ => drop(edit.remove::<Nickname>("Countess")),
        };
        let cleared = client.edit("people/c17", clear).fields(names).await;
        assert_eq!(predicates(&cleared.unwrap_err()), "invalid");
    }
    let query = "personFields=metadata%2Cnames&sources=READ_SOURCE_TYPE_CONTACT";
    assert_eq!(script.asked()[0].query, query);
    assert_eq!(
        script.asked()[2].query,
        format!("updatePersonFields=names&{query}")
    );
}

/// A contact has an etag; what has none is not the contact, although there is nothing to clear in it.
#[tokio::test(start_paused = true)]
async fn r8_an_edit_of_nobody_fails() {
    for body in ["{}", r#"{"resourceName": "people/c17"}"#] {
        let script = Script::new([ok(body)]);
        let edit = |edit: &mut Edit| edit.clear(PersonField::Birthdays);
        let error = client(&script).edit("people/c17", edit).await;
        assert_eq!(predicates(&error.unwrap_err()), "", "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn r8_a_plan_sends_nothing() {
    let script = Script::new([
        contact("1", ada()),
        contact("1", ada()),
        contact("1", ada()),
    ]);
    let client = client(&script);
    let plan = client.plan("people/c17", married).await.unwrap();
    assert_eq!(plan.diff.changes[0].path(), "names.familyName");
    assert_eq!(plan.request.unwrap().mask.fields(), FieldMask::NAMES);
    assert_eq!(plan.violations, []);
    let plan = client.plan("people/c17", |_| {}).await.unwrap();
    assert!(plan.diff.is_empty() && plan.request.is_none());
    let plan = client.plan("people/c17", |edit| {
        edit.only::<Birthday>().date.get_or_insert_default().month = 13;
    });
    let plan = plan.await.unwrap();
    assert_eq!(plan.violations[0].rule(), "U14");
    assert!(plan.request.is_some());
}

#[tokio::test(start_paused = true)]
async fn r8_only_a_contact_can_be_edited() {
    let client = client(&Script::new([]));
    let error = client.edit("people/me", married).await.unwrap_err();
    assert_eq!(predicates(&error), "invalid");
}

#[tokio::test(start_paused = true)]
async fn an_edit_of_what_is_gone_says_so() {
    let script = Script::new([contact("1", ada()), stale(), status(404, "")]);
    let error = client(&script).edit("people/c17", married).await;
    assert_eq!(predicates(&error.unwrap_err()), "not found");
}

/// U13: from its first read to its last write, nobody else of this client changes anything.
#[tokio::test(start_paused = true)]
async fn u13_an_edit_is_one_turn() {
    let (read, go_on) = held(&person("1", ada()));
    let script = Script::new([read, contact("2", json!({})), ok("{}")]);
    let client = client(&script);
    let edit = async {
        let edit: Person = client.edit("people/c17", married).await.unwrap();
        edit
    };
    let delete = async {
        tokio::task::yield_now().await;
        client.delete("people/c17").await.unwrap();
    };
    let release = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(script.asked().len(), 1);
        go_on.notify_one();
    };
    tokio::join!(edit, delete, release);
    let lines = script.lines();
    assert_eq!(lines[2], "DELETE /v1/people/c17:deleteContact");
}

#[test]
fn an_edit_moves_between_threads_and_hides_its_data() {
    fn check(_: &impl Send) {}
    let client = client(&Script::new([]));
    let edit = client.edit("people/c17", married);
    assert!(format!("{edit:?}").contains("people/c17"));
    check(&edit.into_future());
    check(&client.plan("people/c17", married));
}

#[tokio::test(start_paused = true)]
async fn r8_an_edit_that_fails_sends_nothing() {
    let script = Script::new([contact("1", ada())]);
    let client = client(&script);
    let edit = client.edit("people/c17", |ada| {
        married(ada);
        Err::<(), &str>("she did not marry")
    });
    let error = edit.await.unwrap_err();
    assert!(error.is_edit_failed() && !error.is_invalid() && !error.is_ambiguous());
    assert_eq!(
        error.to_string(),
        "UpdateContact people/c17: the edit failed, and nothing was sent"
    );
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "she did not marry");
    assert_eq!(script.asked().len(), 1);
    // A clone is the same error, its source included.
    let clone = error.clone();
    assert_eq!(format!("{clone:?} {clone}"), format!("{error:?} {error}"));
    assert!(std::error::Error::source(&clone).is_some());
}

#[tokio::test(start_paused = true)]
async fn r8_an_edit_that_succeeds_is_sent() {
    let script = Script::new([contact("1", ada()), contact("2", json!({}))]);
    let client = client(&script);
    let edit = client.edit("people/c17", |ada| {
        ada.only::<Name>().family_name = "King".parse()?;
        Ok::<(), std::convert::Infallible>(())
    });
    assert_eq!(edit.await.unwrap().etag, "%2");
}

#[tokio::test(start_paused = true)]
async fn a_contact_is_named_by_text_by_id_and_by_itself() {
    let read = Person::new().resource_name("people/c17");
    let id = people_model::ContactId::new(17).unwrap();
    let name = String::from("people/c17");
    let script = Script::new((0..6).map(|_| contact("1", ada())));
    let client = client(&script);
    client.plan(&read, married).await.unwrap();
    client.plan(id, married).await.unwrap();
    client.plan(&name, married).await.unwrap();
    client.get(&read, FieldMask::NAMES).await.unwrap();
    client.get(id, FieldMask::NAMES).await.unwrap();
    client.get(name, FieldMask::NAMES).await.unwrap();
    let asked = script.asked();
    assert!(asked.iter().all(|it| it.line == "GET /v1/people/c17"));

    let error = client.edit(&Person::new(), married).await.unwrap_err();
    assert!(error.is_invalid());
    let error = client.get("contactGroups/starred", FieldMask::NAMES).await;
    let error = error.unwrap_err();
    assert_eq!((error.is_invalid(), error.http_status()), (true, None));
    assert_eq!(error.resource_name(), Some("contactGroups/starred"));
    assert_eq!(script.asked().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn a_plan_shows_all_of_it_and_debugs_without_contact_data() {
    let script = Script::new([contact("1", ada()), contact("1", ada())]);
    let plan = client(&script).plan("people/c17", married).await.unwrap();
    let shown = plan.to_string();
    let body = serde_json::to_string_pretty(&plan.request.as_ref().unwrap().person).unwrap();
    assert!(
        shown.starts_with("names.familyName: \"Byron\" → \"King\"\n\nPATCH /v1/people/c17:"),
        "{shown}"
    );
    assert!(shown.contains(&body));
    assert!(
        shown.ends_with("\nmask: names\nviolations: none"),
        "{shown}"
    );
    let debug = format!("{plan:?}");
    assert!(
        !debug.contains("King") && !debug.contains("Byron"),
        "{debug}"
    );

    let nothing = client(&script).plan("people/c17", |_| ()).await.unwrap();
    assert_eq!(
        nothing.to_string(),
        "nothing to send: the contact already has these values"
    );
}
