//! Photos wherever their contacts go (rules `H1`, `H4`).
use people_http::UpdateContactPhoto;
use people_model::{ContactId, FieldMask};
use people_rules::Sources;
use people_store::{Account, Batch, Embedded, EmbeddedOptions, RowKind, Store, Write};

use crate::{Server, named, people};

const JPEG: &[u8] = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\x01\xff\xd9";

/// A backup and copies of a store serve its photos, at the addresses that they had.
#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_in_backups_and_copies() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (data, backup) = (path("data"), path("backup"));
    let (restored, copy) = (path("restored"), path("copy"));

    let server = Server::start(&data, &[]);
    let client = server.client("ada");
    let person = client.create(named("Ada")).await.expect("a contact");
    let id = ContactId::parse(&person.resource_name).expect("a contact");
    let update = UpdateContactPhoto::new(id, JPEG.to_vec());
    let update = update.returning(FieldMask::PHOTOS, Sources::DEFAULT);
    let updated = client.send(update).await.expect("a photo");
    let url = updated.person.expect("a contact").photos[0].url.clone();
    let address = url.splitn(4, '/').nth(3).expect("a path").to_owned();
    serves(&server, &address, "200");
    done(&["store", "backup", &data, &backup]);
    server.stop();

    done(&["store", "restore", &backup, &restored]);
    done(&["store", "copy", &data, &copy]);
    let mut stores = vec![data.clone(), restored, copy];
    #[cfg(unix)]
    if let Some(database) = crate::postgres::server::fresh() {
        done(&["store", "copy", &data, &database]);
        stores.push(database);
    }
    for store in &stores {
        done(&["store", "check", store]);
        let server = Server::start(store, &[]);
        serves(&server, &address, "200");
        let client = server.client("ada");
        client
            .delete(&person.resource_name)
            .await
            .expect("a delete");
        serves(&server, &address, "404");
        server.stop();
        done(&["store", "check", store]);
    }
}

/// A contact names a photo that is lost: a check says so, of a folder and of a database.
#[tokio::test(flavor = "multi_thread")]
async fn h1_a_check_finds_a_photo_that_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data").to_string_lossy().into_owned();
    let server = Server::start(&data, &[]);
    let client = server.client("ada");
    let person = client.create(named("Ada")).await.expect("a contact");
    let id = ContactId::parse(&person.resource_name).expect("a contact");
    let update = UpdateContactPhoto::new(id, JPEG.to_vec());
    client.send(update).await.expect("a photo");
    server.stop();

    let store = Embedded::open(&data, EmbeddedOptions::default()).expect("a store");
    let account = Account::new("ada").expect("a name");
    let row = store.get(&account, RowKind::Photo, id.get()).await;
    let delete = Write::Delete {
        kind: RowKind::Photo,
        id: id.get(),
        version: row.expect("a read").expect("a photo").version,
    };
    let writes = vec![delete];
    let lost = store.commit(&account, Batch { writes, time: 1 }).await;
    lost.expect("a commit");
    store.close().await.expect("closed");

    let mut stores = vec![data.clone()];
    #[cfg(unix)]
    if let Some(database) = crate::postgres::server::fresh() {
        done(&["store", "copy", &data, &database]);
        stores.push(database);
    }
    for store in &stores {
        let output = people(&["store", "check", store]);
        assert!(!output.status.success());
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let id = id.get();
        let expected = format!("account `ada`, contact {id}: its photo is missing\n");
        assert_eq!(said, expected, "{store}");
    }
}

fn serves(server: &Server, address: &str, status: &str) {
    let answer = server.exchange(&format!(
        "GET /{address} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
    ));
    assert_eq!(answer.get(9..12), Some(status), "{answer}");
}

fn done(arguments: &[&str]) {
    let output = people(arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
}
