//! H1 to H4, N7: photos.
use base64::{Engine, engine::general_purpose::STANDARD};
use people_rules::Contract;
use people_store::{
    Account, Batch, Condition, Embedded, EmbeddedOptions, Memory, RowKind, Store, Version, Write,
};
use serde_json::{Value, json};

use super::{Server, edited, list, text};
use crate::fake::{Answer, anonymous, send};

/// A PNG of one pixel, with a text in it that makes it another one.
pub(super) fn png(text: &str) -> Vec<u8> {
    png_of(1, text.as_bytes())
}

pub(super) fn png_of(side: u32, text: &[u8]) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let side = side.to_be_bytes();
    let header = [&side[..], &side, &[8, 0, 0, 0, 0]].concat();
    for (name, data) in [(b"IHDR", &*header), (b"IDAT", text), (b"IEND", b"")] {
        let length = u32::try_from(data.len()).expect("a length");
        png.extend(length.to_be_bytes());
        png.extend(name);
        png.extend(data);
        png.extend(b"csum");
    }
    png
}

const JPEG: &[u8] = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\x01\xff\xd9";

pub(super) fn base64(file: &[u8]) -> String {
    STANDARD.encode(file)
}

impl<S: Store> Server<S> {
    async fn set_photo(&self, name: &str, file: &[u8]) -> Answer {
        let address = format!("/v1/{name}:updateContactPhoto");
        let body = json!({"photoBytes": base64(file), "personFields": "photos"});
        self.call("ada", "PATCH", &address, &body).await
    }

    async fn delete_photo(&self, name: &str) -> Answer {
        let address = format!("/v1/{name}:deleteContactPhoto?personFields=photos");
        self.call("ada", "DELETE", &address, &Value::Null).await
    }

    /// The photo that a contact shows.
    pub(super) async fn photo_of(&self, name: &str) -> Value {
        let address = format!("/v1/{name}?personFields=photos");
        let mut person = self.get("ada", &address).await;
        person["photos"][0].take()
    }

    /// What anybody gets who has the address of a photo.
    pub(super) async fn fetch(&self, url: &str) -> Answer {
        let path = url.strip_prefix("http://127.0.0.1:8710").expect("a URL");
        send(self.front.clone().into_router(), anonymous("GET", path, "")).await
    }

    async fn a_contact(&self) -> String {
        let person = json!({"names": [{"givenName": "Charles"}]});
        let person = self.create("ada", &person).await;
        text(&person, "resourceName").to_owned()
    }
}

fn ada() -> Account {
    Account::new("ada").expect("a name")
}

pub(super) fn url(photo: &Value) -> String {
    text(photo, "url").to_owned()
}

#[tokio::test]
async fn a_photo_is_kept_beside_its_contact() {
    let store = Memory::with_secret([7; 32]);
    photos_come_and_go(store).await;
}

#[tokio::test]
async fn a_photo_is_kept_in_the_embedded_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default());
    photos_come_and_go(store.expect("a store")).await;
}

async fn photos_come_and_go<S: Store>(store: S) {
    let server = Server::over(store.clone(), Contract::Documented).await;
    let name = server.a_contact().await;
    let default = server.photo_of(&name).await;
    assert_eq!(default["default"], true);

    let mut urls: Vec<String> = Vec::new();
    for (file, media_type) in [
        (png("a"), "image/png"),
        (JPEG.to_vec(), "image/jpeg"),
        (png("b"), "image/png"),
    ] {
        let before = store.version(&ada()).await.expect("a version");
        let etag = server
            .get("ada", &format!("/v1/{name}?personFields=names"))
            .await;
        let answer = server.set_photo(&name, &file).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let person = &answer.json()["person"];
        let after = store.version(&ada()).await.expect("a version");
        assert_eq!(after.0, before.0 + 1, "one commit");
        assert_ne!(person["etag"], etag["etag"]);

        let photo = &person["photos"][0];
        assert_eq!(photo.get("default"), None);
        assert_eq!(photo["metadata"]["primary"], true);
        assert_eq!(server.photo_of(&name).await, *photo);
        let served = server.fetch(&url(photo)).await;
        assert_eq!(served.status, 200);
        assert_eq!(served.body, file);
        assert_eq!(served.headers["content-type"], media_type);
        assert_eq!(served.headers["x-content-type-options"], "nosniff");
        assert_eq!(served.headers["referrer-policy"], "no-referrer");
        assert_eq!(
            served.headers["content-security-policy"],
            "default-src 'none'; sandbox"
        );
        assert_eq!(
            served.headers["cache-control"],
            "private, max-age=86400, immutable"
        );
        for old in &urls {
            assert_eq!(server.fetch(old).await.status, 404, "replaced");
        }
        urls.push(url(photo));
    }
    // The same photo again is at the same address.
    let again = server.set_photo(&name, &png("b")).await.json();
    assert_eq!(url(&again["person"]["photos"][0]), urls[2]);
    // Nothing of it is in the contact.
    let id = 1_001;
    let row = store
        .get(&ada(), RowKind::Contact, id)
        .await
        .expect("rows")
        .expect("a row");
    assert!(!row.record.body.contains("photo"), "{}", row.record.body);

    let before = store.version(&ada()).await.expect("a version");
    let deleted = server.delete_photo(&name).await;
    assert_eq!(deleted.status, 200, "{}", deleted.text());
    let person = &deleted.json()["person"];
    assert_eq!(person["photos"][0], default);
    assert_ne!(person["etag"], again["person"]["etag"]);
    let after = store.version(&ada()).await.expect("a version");
    assert_eq!(after.0, before.0 + 1, "one commit");
    for old in &urls {
        assert_eq!(server.fetch(old).await.status, 404, "deleted");
    }
    let answer = server.delete_photo(&name).await;
    assert_eq!(
        (answer.status.as_u16(), &*answer.message()),
        (404, "Requested entity was not found.")
    );
}

/// A contact keeps its photo through every change; deleting the contact deletes the photo.
#[tokio::test]
async fn a_photo_stays_with_its_contact() {
    let store = Memory::with_secret([7; 32]);
    let server = Server::over(store.clone(), Contract::Documented).await;
    let mut groups = Vec::new();
    for name in ["Engine", "Looms"] {
        let group = json!({"contactGroup": {"name": name}});
        let made = server
            .call("ada", "POST", "/v1/contactGroups", &group)
            .await
            .json();
        groups.push(text(&made, "resourceName").to_owned());
    }
    let mut names = Vec::new();
    for file in ["a", "b", "c"] {
        let name = server.a_contact().await;
        assert_eq!(server.set_photo(&name, &png(file)).await.status, 200);
        names.push(name);
    }
    let photo = server.photo_of(&names[0]).await;
    let here = async || {
        assert_eq!(server.photo_of(&names[0]).await, photo);
        assert_eq!(server.fetch(&url(&photo)).await.body, png("a"));
    };
    let address = format!("/v1/{}?personFields=metadata", names[0]);
    let now = server.get("ada", &address).await;
    let mut update = edited(&now, "nicknames", json!([{"value": "Babbage"}]));
    // What a client sends of photos is ignored.
    update["photos"] = json!([{"url": "https://example.com/photo.jpg"}]);
    let answer = server.update("ada", "nicknames", &update).await;
    assert_eq!(answer.json()["photos"][0], photo, "{}", answer.text());
    here().await;
    let answer = server.update("ada", "photos", &update).await;
    assert_eq!(answer.status, 400, "{}", answer.text());

    let now = server.get("ada", &address).await;
    let update = edited(&now, "urls", json!([{"value": "https://example.com"}]));
    let batch =
        json!({"contacts": {&names[0]: update}, "updateMask": "urls", "readMask": "photos"});
    let answer = server
        .call("ada", "POST", "/v1/people:batchUpdateContacts", &batch)
        .await;
    let updated = &answer.json()["updateResult"][&names[0]]["person"];
    assert_eq!(updated["photos"][0], photo, "{}", answer.text());
    here().await;

    for group in &groups {
        let modify = json!({"resourceNamesToAdd": [&names[0]]});
        let address = format!("/v1/{group}/members:modify");
        assert_eq!(
            server.call("ada", "POST", &address, &modify).await.status,
            200
        );
        here().await;
    }
    let modify = json!({"resourceNamesToRemove": [&names[0]]});
    let address = format!("/v1/{}/members:modify", groups[0]);
    assert_eq!(
        server.call("ada", "POST", &address, &modify).await.status,
        200
    );
    here().await;
    let address = format!("/v1/{}", groups[0]);
    assert_eq!(
        server
            .call("ada", "DELETE", &address, &Value::Null)
            .await
            .status,
        200
    );
    here().await;
    let all = server
        .get("ada", "/v1/people/me/connections?personFields=photos")
        .await;
    let shown = list(&all, "connections")
        .iter()
        .filter(|person| person["photos"][0].get("default").is_none());
    assert_eq!(shown.count(), 3);

    let count = async || store.count(&ada(), RowKind::Photo).await.expect("a count");
    assert_eq!(count().await, 3);
    let address = format!("/v1/{}?deleteContacts=true", groups[1]);
    assert_eq!(
        server
            .call("ada", "DELETE", &address, &Value::Null)
            .await
            .status,
        200
    );
    assert_eq!(count().await, 2);
    assert_eq!(server.fetch(&url(&photo)).await.status, 404);
    let urls = [
        server.photo_of(&names[1]).await,
        server.photo_of(&names[2]).await,
    ];
    assert_eq!(server.delete("ada", &names[1]).await.status, 200);
    assert_eq!(count().await, 1);
    let batch = json!({"resourceNames": [&names[2]]});
    assert_eq!(
        server
            .call("ada", "POST", "/v1/people:batchDeleteContacts", &batch)
            .await
            .status,
        200
    );
    assert_eq!(count().await, 0);
    for photo in &urls {
        assert_eq!(server.fetch(&url(photo)).await.status, 404);
    }
}

#[tokio::test]
async fn a_delta_has_the_contacts_whose_photos_changed() {
    let server = Server::new().await;
    let (name, other) = (server.a_contact().await, server.a_contact().await);
    let mut address =
        "/v1/people/me/connections?personFields=photos&requestSyncToken=true".to_owned();
    for change in 0..4 {
        let page = server.get("ada", &address).await;
        if change > 0 {
            let [person] = list(&page, "connections") else {
                panic!("{page}");
            };
            assert_eq!(person["resourceName"], *name);
            assert_eq!(person["photos"][0], server.photo_of(&name).await);
        }
        address = format!(
            "/v1/people/me/connections?personFields=photos&syncToken={}",
            text(&page, "nextSyncToken")
        );
        let answer = match change {
            0 | 1 => server.set_photo(&name, &png(&change.to_string())).await,
            2 => server.delete_photo(&name).await,
            _ => server.delete("ada", &other).await,
        };
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
}

#[tokio::test]
async fn what_is_no_photo_changes_nothing() {
    let store = Memory::with_secret([7; 32]);
    let server = Server::over(store.clone(), Contract::Documented).await;
    let name = server.a_contact().await;
    let photo = server.set_photo(&name, &png("a")).await.json()["person"]["photos"][0].clone();
    let before = store.version(&ada()).await.expect("a version");
    let html = b"<html><script>alert(1)</script></html>";
    for (file, message) in [
        (b"".to_vec(), "Invalid photo format"),
        (
            b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(),
            "Invalid photo format",
        ),
        (b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(), "Invalid photo format"),
        (
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(),
            "Invalid photo format",
        ),
        (png("a")[..20].to_vec(), "Invalid photo format"),
        ([&png("a")[..], html].concat(), "Invalid photo format"),
        ([JPEG, html].concat(), "Invalid photo format"),
        (
            png_of(100_000, b"bomb"),
            "Photo of 100000 x 100000 pixels is too large.",
        ),
        (
            png_of(1, &[b'x'; 3_000_000]),
            "Photo has more than 3000000 bytes.",
        ),
    ] {
        let answer = server.set_photo(&name, &file).await;
        assert_eq!(answer.status, 400, "{message}");
        assert_eq!(answer.message(), message);
    }
    let ten_megabytes = server
        .set_photo(&name, &png_of(1, &[b'x'; 10_000_000]))
        .await;
    assert_eq!(ten_megabytes.status, 400);
    assert!(
        ten_megabytes.message().contains("the limit: 4194304 bytes"),
        "{}",
        ten_megabytes.text()
    );
    assert_eq!(store.version(&ada()).await.expect("a version"), before);
    assert_eq!(server.photo_of(&name).await, photo);

    let large = png_of(1, &vec![b'x'; 2_000_000]);
    let answer = server.set_photo(&name, &large).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let photo = server.photo_of(&name).await;
    assert!(server.fetch(&url(&photo)).await.body == large);
}

/// An address says nothing, and no other one leads to a photo.
#[tokio::test]
async fn an_address_of_a_photo_cannot_be_guessed() {
    let server = Server::new().await;
    let name = server.a_contact().await;
    server.set_photo(&name, &png("a")).await;
    let right = url(&server.photo_of(&name).await);
    assert_eq!(server.fetch(&right).await.status, 200);
    let token = right.rsplit('/').next().expect("a token");
    let token = token.split('=').next().expect("a token");
    // The token may have these letters by chance.
    assert!(!right.replace(token, "").contains("ada"), "{right}");
    assert!(token.len() > 40, "{token}");
    for other in [
        right.replace(token, ""),
        right.replace(token, "1"),
        right.replace(token, &token[1..]),
        right.replace(token, &token.to_lowercase()),
        right.replace(token, &format!("{token}A")),
        right.replace(token, "%00%FF"),
    ] {
        let answer = server.fetch(&other).await;
        assert_eq!(answer.status, 404, "{other}");
        assert!(!answer.text().contains(token), "{}", answer.text());
    }
    // Another account's contact of the same id, with the same photo, has another address.
    let other = Server::new().await;
    assert_eq!(
        other.fetch(&right).await.status,
        404,
        "it has no such contact"
    );
    // The size is the client's business.
    for size in ["", "=s48", "=s9999"] {
        let sized = right.replace("=s100", size);
        assert_eq!(server.fetch(&sized).await.body, png("a"), "{sized}");
    }
}

/// A store of an earlier version gets new terms at the start; photos stay.
#[tokio::test]
async fn a_store_that_is_brought_up_to_date_keeps_its_photos() {
    let made = Memory::with_secret([7; 32]);
    let server = Server::over(made.clone(), Contract::Documented).await;
    let name = server.a_contact().await;
    server.set_photo(&name, &png("a")).await;
    let photo = server.photo_of(&name).await;

    // The same rows, before anything is derived of them.
    let store = Memory::with_secret([7; 32]);
    let mut writes = Vec::new();
    for kind in [RowKind::Contact, RowKind::Photo] {
        let row = made
            .get(&ada(), kind, 1_001)
            .await
            .expect("rows")
            .expect("a row");
        let mut record = people_store::Record::clone(&row.record);
        record.layout.clear();
        writes.push(Write::Put {
            kind,
            id: 1_001,
            record,
            condition: Condition::Absent,
        });
    }
    let batch = Batch { writes, time: 1 };
    store.commit(&ada(), batch).await.expect("a commit");
    let server = Server::over(store.clone(), Contract::Documented).await;
    assert_eq!(server.photo_of(&name).await, photo);
    assert_eq!(server.set_photo(&name, &png("b")).await.status, 200);
    assert_eq!(server.delete("ada", &name).await.status, 200);
    assert_eq!(store.version(&ada()).await.expect("a version"), Version(3));
    assert_eq!(
        store.count(&ada(), RowKind::Photo).await.expect("a count"),
        0
    );
}
