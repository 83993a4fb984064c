//! Files of contacts, and contacts as files (rules `W49` and `W50`).
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    held_store::HeldStore,
    server::{Answer, Server},
};

const FIRST: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:Ada Lovelace\r\nEMAIL:ada@example.com\r\nTEL:+44 20 7946 0100\r\n\
                     CATEGORIES:Engine\r\nX-MOON:full\r\nEND:VCARD\r\n\
                     BEGIN:VCARD\r\nVERSION:3.0\r\nUID:2\r\nFN:Grace Hopper\r\nEND:VCARD\r\n\
                     BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cut off\r\n";

/// Uploads a file, and gives where its import is.
pub(crate) async fn upload(server: &Server, account: &str, file: &str) -> String {
    let sent = server
        .post_file(&format!("/console/@{account}/import"), &[], "a.vcf", file)
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    sent.field("location").to_owned()
}

async fn contacts(server: &Server, account: &str) -> Vec<Value> {
    let path = "/v1/people/me/connections?personFields=metadata,names,emailAddresses,phoneNumbers,memberships";
    let listed = server.call(Method::GET, path, account, "").await;
    listed["connections"]
        .as_array()
        .cloned()
        .unwrap_or_default()
}

/// The contact of Ada Lovelace, which is in each file.
async fn lovelace(server: &Server) -> Value {
    let mut all = contacts(server, "ada").await.into_iter();
    let ada = all.find(|it| it["names"][0]["displayName"] == "Ada Lovelace");
    ada.expect("ada")
}

/// Gives her another address over the API, and returns the name of the contact.
async fn edit(server: &Server, email: &str) -> String {
    let mut ada = lovelace(server).await;
    ada["emailAddresses"] = json!([{"value": email}]);
    let name = ada["resourceName"].as_str().expect("a name");
    let path = format!("/v1/{name}:updateContact?updatePersonFields=emailAddresses");
    let text = ada.to_string();
    server.call(Method::PATCH, &path, "ada", &text).await;
    name.to_owned()
}

async fn import(server: &Server, file: &str) -> Answer {
    let review = upload(server, "ada", file).await;
    server.submit(&review, &[]).await
}

#[tokio::test]
async fn w49_a_file_is_shown_before_it_is_imported_once() {
    let server = Server::start().await;
    let review = upload(&server, "ada", FIRST).await;
    let page = server.get(&review).await;
    page.shows("2 new contacts, 0 to update, 0 unchanged, 1 refused.");
    page.shows("New groups: <bdi>Engine</bdi>");
    page.shows("<bdi>Ada Lovelace</bdi>");
    page.shows("<bdi>X-MOON</bdi>");
    page.shows("<bdi>line 15</bdi>");
    assert_eq!(contacts(&server, "ada").await, Vec::<Value>::new());

    let done = server.submit(&review, &[]).await;
    done.shows("2 contacts added, 0 updated, 0 unchanged, 1 refused.");
    assert_eq!(contacts(&server, "ada").await.len(), 2);
    // The same form once more does nothing, and its answer is the same.
    let again = server.submit(&review, &[]).await;
    again.shows("2 contacts added");
    assert_eq!(contacts(&server, "ada").await.len(), 2);
    // So does the same file.
    import(&server, FIRST)
        .await
        .shows("0 contacts added, 0 updated, 2 unchanged");
}

#[tokio::test]
async fn w49_a_second_import_keeps_edits_of_both_and_asks_about_conflicts() {
    let server = Server::start().await;
    for (decision, email) in [
        ("file", "ada@file.example"),
        ("account", "ada@here.example"),
        ("leave", "ada@here.example"),
    ] {
        server
            .call(Method::DELETE, "/emulator/v1/accounts/ada", "", "")
            .await;
        import(&server, FIRST).await;
        let name = edit(&server, "ada@here.example").await;

        let changed = FIRST
            .replace("ada@example.com", "ada@file.example")
            .replace("0100", "0199");
        let review = upload(&server, "ada", &changed).await;
        let page = server.get(&review).await;
        page.shows("<bdi>ada@file.example</bdi>");
        page.shows("<bdi>ada@here.example</bdi>");
        page.shows("name=\"decide.0\"");
        let done = server.submit(&review, &[("decide.0", decision)]).await;
        done.shows(match decision {
            "file" => "The file’s values were taken.",
            "account" => "The account’s values were kept.",
            _ => "the next import asks again",
        });
        let read = contacts(&server, "ada").await;
        let ada = read
            .iter()
            .find(|it| it["resourceName"] == name)
            .expect("ada");
        assert_eq!(ada["emailAddresses"][0]["value"], email, "{decision}");
        assert_eq!(
            ada["phoneNumbers"][0]["value"], "+44 20 7946 0199",
            "{decision}"
        );

        // What was not decided is asked again, and nothing else is.
        let next = server.get(&upload(&server, "ada", &changed).await).await;
        match decision {
            "leave" => next.shows("name=\"decide.0\""),
            _ => next.hides("name=\"decide.0\""),
        }
    }
}

#[tokio::test]
async fn w49_a_decision_is_about_the_conflicts_that_were_shown() {
    let server = Server::start().await;
    import(&server, FIRST).await;
    edit(&server, "ada@here.example").await;
    let changed = FIRST.replace("ada@example.com", "ada@file.example");
    for (field, seen) in [("decide.0", false), ("others", false), ("decide.0", true)] {
        let review = upload(&server, "ada", &changed).await;
        server.get(&review).await.shows("name=\"decide.0\"");
        if !seen {
            edit(&server, &format!("{field}@new.example")).await;
        }
        let done = server.submit(&review, &[(field, "file")]).await;
        let email = match seen {
            true => {
                done.shows("The file’s values were taken.");
                "ada@file.example".to_owned()
            }
            false => {
                done.shows("has changed since the page showed its conflicts");
                format!("{field}@new.example")
            }
        };
        assert_eq!(lovelace(&server).await["emailAddresses"][0]["value"], email);
    }
}

#[tokio::test]
async fn w49_a_long_name_of_a_file_is_refused_and_what_was_typed_stays() {
    let server = Server::start().await;
    let path = "/console/@ada/import";
    for (name, file) in [("a".repeat(257), FIRST), ("Mine <1>".to_owned(), "{}")] {
        let fields = [("source", &*name)];
        let sent = server.post_file(path, &fields, "a.vcf", file).await;
        assert_eq!(sent.status, StatusCode::BAD_REQUEST);
        let typed = name.replace('<', "&#60;").replace('>', "&#62;");
        sent.shows(&format!("value=\"{typed}\""));
    }
    let name = "ä".repeat(256);
    let fields = [("source", &*name)];
    let sent = server.post_file(path, &fields, "a.vcf", FIRST).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn w49_a_file_is_forgotten_when_its_account_is_another_one() {
    let server = Server::start().await;
    let own = "/emulator/v1/accounts/ada";
    let saved = r#"{"name": "before"}"#;
    let put = |path: &str, body: &str| (Method::PUT, path.to_owned(), body.to_owned());
    let post = |path: &str, body: &str| (Method::POST, path.to_owned(), body.to_owned());
    let delete = |path: &str| (Method::DELETE, path.to_owned(), String::new());
    let changes = [
        post(&format!("{own}:reset"), ""),
        post(&format!("{own}:restore"), saved),
        put(own, r#"{"accounts": {"ada": {"contacts": []}}}"#),
        delete(own),
        delete("/emulator/v1/accounts"),
    ];
    let save = format!("{own}:save");
    server.call(Method::POST, &save, "", saved).await;
    let others = upload(&server, "grace", FIRST).await;
    for (verb, address, body) in changes {
        // Those that are removed are those that are there.
        import(&server, FIRST).await;
        let review = upload(&server, "ada", FIRST).await;
        assert_eq!(server.get(&review).await.status, StatusCode::OK);
        server.call(verb, &address, "", &body).await;
        let page = server.get(&review).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert_eq!(server.get(&others).await.status, StatusCode::OK);
    // By a page it is the same.
    for action in ["reset", "remove"] {
        let review = upload(&server, "ada", FIRST).await;
        let state = "/console/@ada/state";
        server.submit(state, &[("do", action)]).await;
        let page = server.get(&review).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{action}");
    }
}

#[tokio::test]
async fn w49_a_page_says_that_a_file_is_a_later_version_and_names_it_otherwise() {
    let server = Server::start().await;
    let other =
        "First Name,Labels,E-mail 1 - Label,E-mail 1 - Value\r\nGrace,,,grace@x.example\r\n";
    let first = "First Name,Labels,E-mail 1 - Label,E-mail 1 - Value\r\nAda,,,ada@x.example\r\n";
    let review = upload(&server, "ada", first).await;
    server.get(&review).await.hides("later version of <b>");
    server.submit(&review, &[]).await;

    let review = upload(&server, "ada", other).await;
    let page = server.get(&review).await;
    page.shows(
        "Taken as a later version of <b><bdi>a.vcf</bdi></b>, which was imported with 1 contact:",
    );
    page.shows("No longer in the file");
    // Of a contact of two files it is not known when which of them was imported.
    page.hides("<time");

    let long = "a".repeat(257);
    let refused = [("do", "name"), ("source", &*long)];
    let refused = server.post(&review, &refused).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let named = [("do", "name"), ("source", " colleagues ")];
    let page = server.submit(&review, &named).await;
    page.shows("<bdi>colleagues</bdi>");
    page.hides("later version of <b>");
    page.hides("No longer in the file");
    server.submit(&review, &[]).await;
    // Both files are known now, each by its name.
    for (name, file) in [("a.vcf", first), ("colleagues", other)] {
        let fields = [("source", name)];
        let path = "/console/@ada/import";
        let sent = server.post_file(path, &fields, "b.csv", file).await;
        let page = server.get(sent.field("location")).await;
        page.shows("0 new contacts, 0 to update, 1 unchanged, 0 refused.");
        page.hides("No longer in the file");
    }
    // What is done keeps its name.
    let late = [("do", "name"), ("source", "x")];
    let late = server.submit(&review, &late).await;
    late.shows("<bdi>colleagues</bdi>");
}

#[tokio::test]
async fn w49_a_group_that_an_account_has_no_room_for_is_refused_alone() {
    let server = Server::with_settings(|settings| settings.sizes.groups = 2).await;
    let file = FIRST.replace("CATEGORIES:Engine", "CATEGORIES:myContacts,a,b,c");
    let review = upload(&server, "ada", &file).await;
    let page = server.get(&review).await;
    page.shows("New groups: <bdi>a</bdi>, <bdi>b</bdi>.");
    page.shows("<bdi>group c</bdi>");
    let done = server.submit(&review, &[]).await;
    done.shows("2 contacts added, 0 updated, 0 unchanged, 1 refused.");
    done.shows("<bdi>group c</bdi>");
    assert_eq!(contacts(&server, "ada").await.len(), 2);
}

/// What the form of a page says of the page.
fn mark(page: &Answer) -> String {
    let before = "name=\"mark\" value=\"";
    let at = page.text.find(before).expect("a mark") + before.len();
    let rest = &page.text[at..];
    rest[..rest.find('"').expect("its end")].to_owned()
}

#[tokio::test]
async fn w49_an_older_page_imports_nothing_after_another_one_named_the_file() {
    let server = Server::start().await;
    // The file of the name y has a number that the new file lacks.
    let sent = server.post_file("/console/@ada/import", &[("source", "y")], "a.vcf", FIRST);
    server.submit(sent.await.field("location"), &[]).await;
    let file = FIRST.replace("TEL:+44 20 7946 0100\r\n", "");
    let sent = server.post_file("/console/@ada/import", &[("source", "x")], "a.vcf", &file);
    let review = sent.await.field("location").to_owned();
    let page = server.get(&review).await;
    page.shows("What would happen: <bdi>x</bdi>");
    server
        .submit(&review, &[("do", "name"), ("source", "y")])
        .await
        .shows("What would happen: <bdi>y</bdi>");

    let look = server.submit(&review, &[("mark", &mark(&page))]).await;
    look.shows("Nothing is imported: the page that you sent was older");
    look.shows("What would happen: <bdi>y</bdi>");
    let phones = async || {
        let ada = lovelace(&server).await;
        ada["phoneNumbers"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(phones().await, 1, "y is as it was");
    // The page that is shown now imports what it says.
    let done = server.submit(&review, &[("mark", &mark(&look))]).await;
    done.shows("Import of <bdi>y</bdi>");
    assert_eq!(phones().await, 0);
}

#[tokio::test]
async fn w49_an_older_page_decides_nothing_that_another_one_showed() {
    let server = Server::start().await;
    import(&server, FIRST).await;
    edit(&server, "ada@here.example").await;
    let changed = FIRST.replace("ada@example.com", "ada@file.example");
    let review = upload(&server, "ada", &changed).await;
    let older = server.get(&review).await;
    edit(&server, "ada@new.example").await;
    let newer = server.get(&review).await;
    newer.shows("<bdi>ada@new.example</bdi>");
    let decided = |page: &Answer| [("mark", mark(page)), ("decide.0", "file".to_owned())];
    for (page, said) in [
        (&older, "Nothing is imported"),
        (&newer, "The file’s values were taken."),
    ] {
        let form = decided(page);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, it)| (*name, &**it)).collect();
        server.submit(&review, &form).await.shows(said);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn w49_an_import_that_waits_while_its_account_is_reset_writes_nothing() {
    let (store, gate) = HeldStore::new("ada");
    let server = std::sync::Arc::new(Server::with_store(store).await);
    let review = upload(&server, "ada", FIRST).await;
    server.get(&review).await;
    // With a decision, the conflicts are looked for first: there it is held.
    gate.hold();
    let sent = tokio::spawn({
        let (server, review) = (std::sync::Arc::clone(&server), review.clone());
        async move { server.post(&review, &[("others", "file")]).await }
    });
    let gate = tokio::task::spawn_blocking(move || {
        gate.wait();
        gate
    });
    let gate = gate.await.expect("it is held");
    let reset = "/emulator/v1/accounts/ada:reset";
    server.call(Method::POST, reset, "", "").await;
    gate.go_on();
    let sent = sent.await.expect("answered");
    assert_eq!(sent.status, StatusCode::NOT_FOUND, "{}", sent.text);
    sent.shows("This file is no longer kept");
    assert_eq!(contacts(&server, "ada").await, Vec::<Value>::new());
}

#[tokio::test]
async fn w49_what_is_no_file_of_contacts_is_said_on_the_same_page() {
    let server = Server::start().await;
    for (file, why) in [
        ("", "Choose a file that is not empty."),
        ("{}", "no vCard, no jCard and no table"),
        ("Colour,Size\r\nred,7\r\n", "people import --map"),
    ] {
        let sent = server
            .post_file("/console/@ada/import", &[], "a", file)
            .await;
        assert_eq!(sent.status, StatusCode::BAD_REQUEST);
        sent.shows(why);
        sent.shows("type=\"file\"");
    }
}

#[tokio::test]
async fn w28_a_file_of_another_account_is_not_there() {
    let server = Server::start().await;
    let review = upload(&server, "ada", FIRST).await;
    let other = review.replace("@ada", "@grace");
    assert_eq!(server.get(&other).await.status, StatusCode::NOT_FOUND);
    let sent = server.post(&other, &[]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    assert_eq!(contacts(&server, "grace").await, Vec::<Value>::new());
    assert_eq!(contacts(&server, "ada").await, Vec::<Value>::new());
}

#[tokio::test]
async fn w21_a_file_of_another_page_is_not_taken() {
    let server = Server::start().await;
    let body = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.vcf\"\r\n\r\nBEGIN:VCARD\r\n--b--\r\n";
    let fields = [
        ("content-type", "multipart/form-data; boundary=b"),
        ("origin", "http://127.0.0.1:8710"),
    ];
    let sent = server
        .send(Method::POST, "/console/@ada/import", &fields, body)
        .await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn w25_files_are_text() {
    let server = Server::start().await;
    let hostile = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:<script>alert(1)</script>\r\nCATEGORIES:<b>g</b>\r\nX-<I>:1\r\n\
                   END:VCARD\r\n";
    let sent = server
        .post_file(
            "/console/@ada/import",
            &[("source", "<u>s</u>")],
            "a.vcf",
            hostile,
        )
        .await;
    let review = sent.field("location").to_owned();
    for page in [server.get(&review).await, server.submit(&review, &[]).await] {
        assert_eq!(page.status, StatusCode::OK);
        for markup in ["<script>alert", "<b>g", "<u>s", "X-<I>"] {
            page.hides(markup);
        }
        page.shows("&#60;script&#62;alert");
    }
}

#[tokio::test]
async fn w50_a_contact_has_its_card_with_what_a_person_cannot_say() {
    let server = Server::start().await;
    import(&server, FIRST).await;
    let id = lovelace(&server).await["resourceName"]
        .as_str()
        .expect("a name")
        .replace("people/", "");
    let page = server.get(&format!("/console/@ada/contacts/{id}")).await;
    page.shows("X-MOON:full");
    page.shows("CATEGORIES:Engine");

    let card = format!("/console/@ada/contacts/{id}/card");
    let four = server.get(&card).await;
    assert_eq!(four.field("content-type"), "text/vcard; charset=utf-8");
    assert_eq!(
        four.field("content-disposition"),
        format!("attachment; filename=\"{id}.vcf\"")
    );
    four.shows("VERSION:4.0\r\n");
    four.shows("X-MOON:full\r\n");
    // In its own version it is the card that came, byte for byte.
    let three = server.get(&format!("{card}?version=3.0")).await;
    assert_eq!(
        three.text,
        FIRST
            .split_inclusive("END:VCARD\r\n")
            .next()
            .expect("a card")
    );
    let unknown = server.get(&format!("{card}?version=5")).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    let other = server.get(&card.replace("@ada", "@grace")).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn w50_a_card_has_what_each_of_several_files_said() {
    let server = Server::start().await;
    let card = |more: &str| {
        format!("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:Ada Lovelace\r\n{more}\r\nEND:VCARD\r\n")
    };
    for (name, more) in [("a.vcf", "X-MOON:full"), ("b.vcf", "X-TIDE:low")] {
        let path = "/console/@ada/import";
        let sent = server.post_file(path, &[], name, &card(more)).await;
        server.submit(sent.field("location"), &[]).await;
    }
    let read = contacts(&server, "ada").await;
    assert_eq!(read.len(), 1, "one UID is one contact");
    let name = read[0]["resourceName"].as_str().expect("a name");
    let path = format!("/console/@ada/contacts/{}", name.replace("people/", ""));
    for page in [path.clone(), format!("{path}/card")] {
        let page = server.get(&page).await;
        page.shows("X-MOON:full");
        page.shows("X-TIDE:low");
    }
}
