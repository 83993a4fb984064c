//! `people duplicates` and `people undo`, against `people serve` and on a store that is not served.
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use people_model::{FieldMask, Person};
use people_rules::unite;
use serde_json::{Value, json};

use crate::{Server, people, wait};

/// The smallest picture.
const PHOTO: &[u8] = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\x01\xff\xd9";

/// A server, and a file for its merges.
struct Desk {
    server: Server,
    _folder: tempfile::TempDir,
    state: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            server: Server::start("memory", &[]),
            state: folder.path().join("state/merges.jsonl"),
            _folder: folder,
        }
    }

    fn place(&self) -> Vec<String> {
        let state = self.state.display().to_string();
        [
            "--url",
            &self.server.url,
            "--token",
            "ada",
            "--state",
            &state,
        ]
        .map(str::to_owned)
        .to_vec()
    }

    /// What merges of an account are kept under.
    async fn kept_under(&self, account: &str) -> String {
        let client = self.server.client(account);
        let me = client.get("people/me", FieldMask::METADATA).await;
        let name = me.expect("a profile").resource_name;
        format!("{name} at {}/", self.server.url)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let place = self.place();
        let place = place.iter().map(String::as_str);
        let all: Vec<&str> = arguments.iter().copied().chain(place).collect();
        people(&all)
    }

    /// The same with answers on standard input.
    fn answer(&self, arguments: &[&str], answers: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
        command.args(arguments).args(self.place());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let _watchdog = wait::Watchdog::of(&child);
        let mut stdin = child.stdin.take().expect("a pipe");
        // It may end before it has read all.
        stdin.write_all(answers.as_bytes()).ok();
        drop(stdin);
        child.wait_with_output().expect("an end")
    }

    /// The same as another account.
    fn run_as(&self, account: &str, arguments: &[&str]) -> Output {
        let state = self.state.display().to_string();
        let place = [
            "--url",
            &self.server.url,
            "--token",
            account,
            "--state",
            &state,
        ];
        people(&[arguments, &place].concat())
    }

    /// Keeps a merge of ada's that was cut off.
    async fn cut_off(&self, mut merge: Value) {
        merge["id"] = json!(7);
        merge
            .as_object_mut()
            .expect("an object")
            .entry("time")
            .or_insert(json!(1));
        merge["place"] = json!(self.kept_under("ada").await);
        std::fs::create_dir_all(self.state.parent().expect("a folder")).expect("a folder");
        std::fs::write(&self.state, format!("{merge}\n")).expect("a file");
    }

    async fn create(&self, json: Value) -> Person {
        let person = serde_json::from_value(json).expect("a person");
        let client = self.server.client("ada");
        client.create(person).await.expect("a contact")
    }

    async fn all(&self) -> Vec<Person> {
        let client = self.server.client("ada");
        let list = people_http::ListConnections::new(FieldMask::ALL).page_size(1000);
        client.list(list).all().await.expect("contacts")
    }
}

#[track_caller]
fn done(output: Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

fn zoe() -> Value {
    json!({
        "names": [{"givenName": "Zoë", "familyName": "Müller"}],
        "emailAddresses": [{"value": "zoe@example.com"}, {"value": "z@work.example", "type": "work"}],
    })
}

fn zoe_again() -> Value {
    json!({
        "names": [{"unstructuredName": "Mueller, Zoe"}],
        "emailAddresses": [{"value": "Zoe@example.com", "type": "home"}],
        "nicknames": [{"value": "Zo"}],
    })
}

/// A contact that says the same name in the same words.
fn zoe_in_part() -> Value {
    json!({
        "names": [{"givenName": "Zoë", "familyName": "Müller"}],
        "emailAddresses": [{"value": "Zoe@example.com", "type": "home"}],
        "nicknames": [{"value": "Zo"}],
    })
}

#[tokio::test]
async fn m41_duplicates_are_shown_with_their_reasons() {
    let desk = Desk::new();
    let (one, other) = (desk.create(zoe()).await, desk.create(zoe_again()).await);
    desk.create(json!({"names": [{"givenName": "Ada"}]})).await;

    let lines = done(desk.run(&["duplicates", "--json"]));
    let [pair] = lines.lines().collect::<Vec<_>>()[..] else {
        panic!("{lines}")
    };
    let pair: Value = serde_json::from_str(pair).expect("JSON");
    let names = [&one.resource_name, &other.resource_name];
    assert_eq!(pair["verdict"], "same");
    assert!(names.iter().all(|name| {
        pair["contacts"]
            .as_array()
            .expect("a list")
            .contains(&json!(name))
    }));
    assert_eq!(pair["reasons"], json!(["e-mail zoe@example.com", "name"]));
    let table = done(desk.run(&["duplicates"]));
    assert!(
        table.contains("VERDICT") && table.contains("e-mail zoe@example.com, name"),
        "{table}"
    );
    // Looking changes nothing.
    assert_eq!(desk.all().await.len(), 3);
    assert!(!desk.state.exists());
}

#[tokio::test]
async fn m41_one_contact_is_made_of_two() {
    let desk = Desk::new();
    let (kept, gone) = (desk.create(zoe()).await, desk.create(zoe_in_part()).await);
    let printed = done(desk.run(&["duplicates", "--merge", "--yes"]));
    assert!(
        printed.contains(&format!(
            "merged {} into {}",
            gone.resource_name, kept.resource_name
        )),
        "{printed}"
    );
    let [person] = &desk.all().await[..] else {
        panic!("one contact")
    };
    assert_eq!(person.resource_name, kept.resource_name);
    let emails = person.email_addresses.iter();
    let emails: Vec<_> = emails
        .map(|it| (it.value.to_lowercase(), &*it.r#type))
        .collect();
    assert_eq!(emails[0], ("zoe@example.com".to_owned(), "home"));
    assert_eq!(emails[1], ("z@work.example".to_owned(), "work"));
    assert_eq!(person.nicknames[0].value, "Zo");
    assert_eq!(done(desk.run(&["duplicates", "--json"])), "");
}

#[tokio::test]
async fn m41_what_contacts_say_differently_is_asked() {
    let desk = Desk::new();
    let mut other = zoe_in_part();
    other["emailAddresses"][0]["type"] = json!("other");
    let mut first = zoe();
    first["emailAddresses"][0]["type"] = json!("home");
    desk.create(first).await;
    desk.create(other).await;
    // Nobody decides: the two stay apart.
    let output = desk.run(&["duplicates", "--merge", "--yes"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && told.contains("stay apart"),
        "{told}"
    );
    for answers in ["n\n", "", "y\nn\n", "y\n"] {
        done(desk.answer(&["duplicates", "--merge"], answers));
        assert_eq!(desk.all().await.len(), 2, "{answers:?}");
    }
    done(desk.answer(&["duplicates", "--merge"], "what?\nyes\n2\n"));
    let [person] = &desk.all().await[..] else {
        panic!("one contact")
    };
    assert_eq!(person.email_addresses[0].r#type, "other");
}

#[tokio::test]
async fn m41_a_merge_that_was_cut_off_is_finished() {
    let desk = Desk::new();
    for is_updated in [false, true] {
        let (kept, gone) = (desk.create(zoe()).await, desk.create(zoe_in_part()).await);
        let client = desk.server.client("ada");
        let after = unite(&kept, &gone).merge.person;
        if is_updated {
            let update = client.edit(&*kept.resource_name, |edit| {
                for field in FieldMask::UPDATABLE.iter() {
                    edit.person_mut().copy_field(&after, field);
                }
            });
            update.await.expect("the update");
        }
        // Somebody edits the contact that stays meanwhile.
        let edit = client.edit(&*kept.resource_name, |edit| {
            edit.add(people_model::Url::new().value("https://zoe.example"));
        });
        edit.await.expect("an edit");
        let place = desk.kept_under("ada").await;
        let begun = json!({
            "id": 7, "time": 1, "place": place, "kept": kept.resource_name, "other": gone.resource_name,
            "before": kept, "after": after, "gone": gone, "step": "begun",
        });
        std::fs::create_dir_all(desk.state.parent().expect("a folder")).expect("a folder");
        std::fs::write(&desk.state, format!("{begun}\n")).expect("a file");
        let output = desk.run(&["duplicates", "--merge", "--yes"]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.success() && told.contains("which was interrupted"),
            "{told}"
        );
        let [person] = &desk.all().await[..] else {
            panic!("one contact: {told}")
        };
        assert_eq!(
            (
                person.email_addresses.len(),
                person.nicknames.len(),
                person.urls.len()
            ),
            (2, 1, 1)
        );
        client.delete(&*kept.resource_name).await.expect("a delete");
    }
}

#[tokio::test]
async fn m41_an_update_is_made_once() {
    let desk = Desk::new();
    let (kept, gone) = (desk.create(zoe()).await, desk.create(zoe_in_part()).await);
    let client = desk.server.client("ada");
    let after = unite(&kept, &gone).merge.person;
    let (own, other) = (PHOTO, "cGhvdG8=");
    // The update was made. Then somebody took a part of it back, and set a photo.
    let photo = client.set_photo(&*kept.resource_name, own).await;
    photo.expect("a photo");
    desk.cut_off(json!({
        "kept": kept.resource_name, "other": gone.resource_name, "before": kept, "after": after, "gone": gone,
        "photo": other, "tookPhoto": true, "step": "updated",
    }))
    .await;
    done(desk.run(&["duplicates", "--merge", "--yes"]));
    let [person] = &desk.all().await[..] else {
        panic!("one contact")
    };
    assert!(person.nicknames.is_empty(), "the edit stays");
    let has = client.photo(&*kept.resource_name).await.expect("a photo");
    assert_eq!(has.as_deref(), Some(own));
}

#[tokio::test]
async fn m41_an_edit_of_the_contact_that_goes_is_not_lost() {
    let desk = Desk::new();
    let (kept, gone) = (desk.create(zoe()).await, desk.create(zoe_in_part()).await);
    let client = desk.server.client("ada");
    let edit = client.edit(&*gone.resource_name, |edit| {
        edit.add(people_model::Url::new().value("https://zoe.example"));
    });
    edit.await.expect("an edit");
    // The merge that was cut off does not know of it.
    let begun = json!({
        "id": 7, "time": 1, "place": desk.kept_under("ada").await, "kept": kept.resource_name, "other": gone.resource_name,
        "before": kept, "after": unite(&kept, &gone).merge.person, "gone": gone, "step": "begun",
    });
    std::fs::create_dir_all(desk.state.parent().expect("a folder")).expect("a folder");
    std::fs::write(&desk.state, format!("{begun}\n")).expect("a file");
    done(desk.run(&["duplicates", "--merge", "--yes"]));
    let [person] = &desk.all().await[..] else {
        panic!("one contact")
    };
    assert_eq!(person.urls.len(), 1);
}

#[tokio::test]
async fn m42_an_undo_takes_back_the_merge_and_nothing_else() {
    let desk = Desk::new();
    let (kept, gone) = (desk.create(zoe()).await, desk.create(zoe_in_part()).await);
    done(desk.run(&["duplicates", "--merge", "--yes"]));
    let listed = done(desk.run(&["undo", "--list", "--json"]));
    assert_eq!(
        serde_json::from_str::<Value>(&listed).expect("JSON"),
        json!({"undo": 1, "kept": kept.resource_name, "other": gone.resource_name})
    );
    let client = desk.server.client("ada");
    let edit = client.edit(&*kept.resource_name, |edit| {
        edit.add(people_model::Url::new().value("https://zoe.example"));
    });
    edit.await.expect("an edit");
    let undone: Value =
        serde_json::from_str(&done(desk.run(&["undo", "1", "--json"]))).expect("JSON");
    assert_eq!(undone["kept"], json!(kept.resource_name));
    let all = desk.all().await;
    let of = |name: &str| {
        all.iter()
            .find(|it| it.resource_name == name)
            .expect("a contact")
    };
    let now = of(&kept.resource_name);
    assert!(now.nicknames.is_empty());
    assert_eq!(now.email_addresses[0].r#type, "");
    assert_eq!(now.urls.len(), 1, "the edit since stays");
    let back = of(undone["restored"].as_str().expect("a name"));
    assert_eq!(
        (&*back.email_addresses[0].value, &*back.nicknames[0].value),
        ("Zoe@example.com", "Zo")
    );
    done(desk.run(&["duplicates", "--merge", "--yes"]));
    let unnamed = desk.run(&["undo"]);
    let told = String::from_utf8_lossy(&unnamed.stderr).into_owned();
    assert!(
        unnamed.status.success() && told.contains("undoing merge 2"),
        "{told}"
    );
    let again = desk.run(&["undo"]);
    assert_eq!(again.status.code(), Some(1));
}

#[tokio::test]
async fn m42_what_was_changed_since_is_a_conflict() {
    let desk = Desk::new();
    let (kept, _) = (desk.create(zoe()).await, desk.create(zoe_in_part()).await);
    done(desk.run(&["duplicates", "--merge", "--yes"]));
    let client = desk.server.client("ada");
    let edit = client.edit(&*kept.resource_name, |edit| {
        let email = edit.get_mut::<people_model::EmailAddress>("zoe@example.com");
        email.expect("an address").r#type = "other".to_owned();
    });
    edit.await.expect("an edit");
    let output = desk.run(&["undo"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(
        told.contains("nothing was undone") && told.contains("type"),
        "{told}"
    );
    assert_eq!(desk.all().await.len(), 1);
    done(desk.run(&["undo", "--on-conflict", "theirs"]));
    let all = desk.all().await;
    let now = all
        .iter()
        .find(|it| it.resource_name == kept.resource_name)
        .expect("a contact");
    assert_eq!((all.len(), &*now.email_addresses[0].r#type), (2, "other"));
}

#[tokio::test]
async fn m42_a_merge_is_of_one_account() {
    let desk = Desk::new();
    let kept = desk.create(zoe()).await;
    desk.create(zoe_in_part()).await;
    done(desk.run(&["duplicates", "--merge", "--yes"]));
    assert_eq!(done(desk.run_as("bob", &["undo", "--list", "--json"])), "");
    for undo in [&["undo"][..], &["undo", "1"]] {
        assert_eq!(desk.run_as("bob", undo).status.code(), Some(1));
    }
    let list = people_http::ListConnections::new(FieldMask::ALL);
    let bobs = desk.server.client("bob").list(list).all().await;
    assert!(bobs.expect("contacts").is_empty());
    // A merge that was cut off is finished by its account alone.
    let kept_file = std::fs::read_to_string(&desk.state).expect("a file");
    let begun = kept_file.replace(r#""step":"done""#, r#""step":"begun""#);
    std::fs::write(&desk.state, &begun).expect("a file");
    done(desk.run_as("bob", &["duplicates", "--merge", "--yes"]));
    assert_eq!(std::fs::read_to_string(&desk.state).expect("a file"), begun);
    std::fs::write(&desk.state, kept_file).expect("a file");
    // The contact that went comes back also where the other one was deleted since.
    let client = desk.server.client("ada");
    client.delete(&*kept.resource_name).await.expect("a delete");
    done(desk.run(&["undo"]));
    let list = people_http::ListConnections::new(FieldMask::ALL);
    let all = client.list(list).all().await.expect("contacts");
    let [back] = &all[..] else { panic!("{all:?}") };
    assert_eq!(back.nicknames[0].value, "Zo");
}

#[tokio::test]
async fn m41_photos_are_kept() {
    let desk = Desk::new();
    let (kept, gone) = (desk.create(zoe()).await, desk.create(zoe_in_part()).await);
    let client = desk.server.client("ada");
    client
        .set_photo(&*gone.resource_name, PHOTO)
        .await
        .expect("a photo");
    done(desk.run(&["duplicates", "--merge", "--yes"]));
    let has = client.photo(&*kept.resource_name).await.expect("a photo");
    assert_eq!(has.as_deref(), Some(PHOTO));
    let undone: Value = serde_json::from_str(&done(desk.run(&["undo", "--json"]))).expect("JSON");
    assert_eq!(
        client.photo(&*kept.resource_name).await.expect("none"),
        None
    );
    let back = client
        .photo(undone["restored"].as_str().expect("a name"))
        .await
        .expect("a photo");
    assert_eq!(back.as_deref(), Some(PHOTO));
}

#[tokio::test]
async fn m42_a_merge_that_cannot_be_finished_can_be_taken_back() {
    let desk = Desk::new();
    let (kept, gone) = (desk.create(zoe()).await, desk.create(zoe_in_part()).await);
    let client = desk.server.client("ada");
    let after = unite(&kept, &gone).merge.person;
    let update = client.edit(&*kept.resource_name, |edit| {
        for field in FieldMask::UPDATABLE.iter() {
            edit.person_mut().copy_field(&after, field);
        }
    });
    update.await.expect("the update");
    // After the update, somebody edits the other, so that the two say their names differently.
    let edit = client.edit(&*gone.resource_name, |edit| {
        edit.person_mut().names = vec![people_model::Name::new().given_name("Zora")];
    });
    edit.await.expect("an edit");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    desk.cut_off(json!({
        "time": now.expect("a time").as_secs(), "kept": kept.resource_name, "other": gone.resource_name,
        "before": kept, "after": after, "gone": gone, "step": "updated",
    }))
    .await;
    done(desk.run(&["duplicates", "--merge", "--yes"]));
    assert_eq!(desk.all().await.len(), 2);
    let undone: Value =
        serde_json::from_str(&done(desk.run(&["undo", "7", "--json"]))).expect("JSON");
    assert_eq!(undone["restored"], json!(gone.resource_name));
    let all = desk.all().await;
    let of = |name: &str| all.iter().find(|it| it.resource_name == name);
    assert_eq!(all.len(), 2);
    assert!(
        of(&kept.resource_name)
            .expect("a contact")
            .nicknames
            .is_empty()
    );
    let other = of(&gone.resource_name).expect("a contact");
    assert_eq!(other.names[0].given_name, "Zora");
}

#[tokio::test]
async fn m42_an_undo_that_was_cut_off_is_finished() {
    let desk = Desk::new();
    let client = desk.server.client("ada");
    for is_created in [false, true] {
        for is_known in [false, true] {
            let (kept, gone) = (desk.create(zoe()).await, desk.create(zoe_in_part()).await);
            let photo = client.set_photo(&*gone.resource_name, PHOTO).await;
            photo.expect("a photo");
            done(desk.run(&["duplicates", "--merge", "--yes"]));
            // Another contact says the same, and was there before.
            let twin = desk.create(zoe_in_part()).await;
            let mut restoring = json!({"restoring": [twin.resource_name]});
            if is_created {
                let created = desk.create(zoe_in_part()).await;
                if is_known {
                    restoring = json!({"restored": created.resource_name});
                }
            }
            let text = std::fs::read_to_string(&desk.state).expect("a file");
            // The ones before were undone.
            let (before, last) = text.trim_end().rsplit_once('\n').unwrap_or(("", &text));
            let mut merge: Value = serde_json::from_str(last).expect("JSON");
            merge["step"] = restoring;
            std::fs::write(&desk.state, format!("{before}\n{merge}\n").trim_start())
                .expect("a file");
            let undone = done(desk.run(&["undo", "--json"]));
            let undone: Value = serde_json::from_str(&undone).expect("JSON");
            let restored = undone["restored"].as_str().expect("a name");
            assert_ne!(restored, twin.resource_name);
            let all = desk.all().await;
            assert_eq!(all.len(), 3, "it is created once");
            let has = client.photo(restored).await.expect("a photo");
            assert_eq!(has.as_deref(), Some(PHOTO));
            let has = client.photo(&*kept.resource_name).await;
            assert_eq!(has.expect("none"), None);
            for person in all {
                let name = &*person.resource_name;
                client.delete(name).await.expect("a delete");
            }
        }
    }
}

#[tokio::test]
async fn m42_a_group_that_was_deleted_since_is_left_out() {
    let desk = Desk::new();
    let client = desk.server.client("ada");
    let (deleted, left) = (
        client.create_group("Deleted").await.expect("a group"),
        client.create_group("Left").await.expect("a group"),
    );
    // It says more, and stays.
    let mut first = zoe();
    first["urls"] = ["a", "b", "c"].map(|path| json!({"value": path})).into();
    desk.create(first).await;
    let mut other = zoe_in_part();
    other["memberships"] = json!([
        {"contactGroupMembership": {"contactGroupResourceName": deleted.resource_name}},
        {"contactGroupMembership": {"contactGroupResourceName": left.resource_name}},
    ]);
    desk.create(other).await;
    done(desk.run(&["duplicates", "--merge", "--yes"]));
    let delete = people_http::DeleteContactGroup::new(deleted.resource_name.clone());
    client.send(delete).await.expect("a delete");
    let undone: Value = serde_json::from_str(&done(desk.run(&["undo", "--json"]))).expect("JSON");
    let restored = undone["restored"].as_str().expect("a name");
    let back = client.get(restored, FieldMask::ALL).await;
    let back = back.expect("a contact").memberships;
    let groups = back.iter().filter_map(|it| {
        let group = it.contact_group_membership.as_ref()?;
        Some(&*group.contact_group_resource_name)
    });
    let groups: Vec<&str> = groups.collect();
    assert!(groups.contains(&&*left.resource_name), "{groups:?}");
    assert!(!groups.contains(&&*deleted.resource_name), "{groups:?}");
}

/// What a store that is not served has, by a server that is started for it.
async fn stored(data: &Path) -> Vec<Person> {
    let server = Server::start(data, &[]);
    let list = people_http::ListConnections::new(FieldMask::ALL).page_size(1000);
    let all = server
        .client("ada")
        .list(list)
        .all()
        .await
        .expect("contacts");
    server.stop();
    all
}

#[tokio::test]
async fn m43_a_store_that_is_not_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let server = Server::start(&data, &[]);
    let client = server.client("ada");
    let mut names = Vec::new();
    for json in [zoe(), zoe_in_part()] {
        let person: Person = serde_json::from_value(json).expect("a person");
        names.push(
            client
                .create(person)
                .await
                .expect("a contact")
                .resource_name,
        );
    }
    server.stop();
    let before = stored(&data).await;
    let (data_text, state) = (
        data.display().to_string(),
        folder.path().join("merges").display().to_string(),
    );
    let run = |arguments: &[&str]| {
        let place = ["--account", "ada", "--data", &data_text, "--state", &state];
        done(people(&[arguments, &place].concat()))
    };
    assert_eq!(run(&["duplicates", "--json"]).lines().count(), 1);
    run(&["duplicates", "--merge", "--yes"]);
    let [person] = &stored(&data).await[..] else {
        panic!("one contact")
    };
    assert_eq!(
        (person.nicknames.len(), person.email_addresses.len()),
        (1, 2)
    );
    let listed = run(&["undo", "--list"]);
    assert!(
        listed.contains(&names[0]) && listed.contains(&names[1]),
        "{listed}"
    );
    run(&["undo"]);
    let after = stored(&data).await;
    let found = |name: &String| after.iter().any(|it| it.resource_name == *name);
    assert!(names.iter().all(found), "each has its name");
    assert!(!Path::new(&state).exists(), "the store keeps it");
    let said = |all: &[Person]| {
        let mut all: Vec<String> = all
            .iter()
            .map(|it| {
                format!(
                    "{:?}{:?}",
                    it.email_addresses
                        .iter()
                        .map(|it| (&it.value, &it.r#type))
                        .collect::<Vec<_>>(),
                    it.nicknames.len()
                )
            })
            .collect();
        all.sort();
        all
    };
    assert_eq!(said(&after), said(&before));
    let missing = folder.path().join("nothing").display().to_string();
    let none = people(&[
        "duplicates",
        "--account",
        "ada",
        "--data",
        &missing,
        "--state",
        &state,
    ]);
    assert_eq!(none.status.code(), Some(1));
    assert!(!Path::new(&missing).exists(), "no store is made");
}
