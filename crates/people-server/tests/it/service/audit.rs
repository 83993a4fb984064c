//! The audit of a store finds nothing in what a server writes, and everything else.
use people_rules::Contract;
use people_server::Audit;
use people_store::{Account, Memory, Order, Record, Row, RowKind, Store, Terms};
use serde_json::json;

use super::{
    Server, edited,
    photos::{base64, png},
};

const SEED: &str = r#"{"domains": {"corp.example": {"people": [{"names": [{"givenName": "Xavier"}]}]}},
    "accounts": {"ada": {
    "domain": "corp.example",
    "region": "NL",
    "profile": {"id": "100000000000000000001", "person": {
        "names": [{"givenName": "Ada"}], "emailAddresses": [{"value": "Ada@example.com"}]}},
    "groups": [{"name": "Engine Room"}, {"name": "Été"}],
    "contacts": [{
        "resourceName": "people/c17",
        "names": [{"givenName": "Charles", "familyName": "Babbage"}],
        "emailAddresses": [{"value": " Charles@Example.com "}],
        "phoneNumbers": [{"value": "06 12345678"}, {"value": "no number"}],
        "memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/Engine Room"}}]
    }],
    "otherContacts": [{"names": [{"givenName": "Ben"}], "emailAddresses": [{"value": "B@example.com"}]}]
}}}"#;

/// The rows of Ada's account, groups before contacts and those before photos.
async fn rows() -> Vec<(RowKind, Row)> {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    let server = server.seeded(SEED).await;
    let nameless = json!({"phoneNumbers": [{"value": "+31 6 12345678"}]});
    let person = server.create("ada", &nameless).await;
    for (mask, value) in [
        ("names", json!([{"unstructuredName": "Émilie du Châtelet"}])),
        ("emailAddresses", json!([{"value": "E".repeat(1_024)}])),
        (
            "memberships",
            json!([{"contactGroupMembership":
            {"contactGroupResourceName": "contactGroups/starred"}}]),
        ),
    ] {
        let name = person["resourceName"].as_str().expect("a name");
        let now = server
            .get("ada", &format!("/v1/{name}?personFields=metadata"))
            .await;
        let answer = server.update("ada", mask, &edited(&now, mask, value)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    let photo = json!({"photoBytes": base64(&png("a"))});
    let address = "/v1/people/c17:updateContactPhoto";
    let answer = server.call("ada", "PATCH", address, &photo).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let (account, mut rows) = (ada(), Vec::new());
    for kind in [
        RowKind::Profile,
        RowKind::Group,
        RowKind::Contact,
        RowKind::OtherContact,
        RowKind::Domain,
        RowKind::Photo,
    ] {
        let page = store.page(&account, kind, Order::Id, None, 10).await;
        rows.extend(page.expect("rows").rows.into_iter().map(|row| (kind, row)));
    }
    rows
}

fn ada() -> Account {
    Account::new("ada").expect("a name")
}

fn faults(rows: &[(RowKind, Row)]) -> Vec<String> {
    let mut audit = Audit::default();
    let row = |(kind, row): &(RowKind, Row)| audit.row(&ada(), *kind, row);
    let mut faults: Vec<String> = rows.iter().flat_map(row).collect();
    faults.extend(audit.end());
    faults
}

#[tokio::test]
async fn what_a_server_writes_has_no_faults() {
    let rows = rows().await;
    assert_eq!(rows.len(), 8);
    assert_eq!(faults(&rows), [""; 0]);
}

/// Each of these is done to one row of a kind.
#[tokio::test]
async fn what_no_server_writes_is_found() {
    type Damage = fn(&mut Record);
    let cases: &[(RowKind, Damage, &str)] = &[
        (
            RowKind::Contact,
            |it| it.body.truncate(9),
            "the body is not a contact",
        ),
        (
            RowKind::Contact,
            |it| it.body = it.body.replace("Charles", "Karl"),
            "the table of ranges does not match the body",
        ),
        (
            RowKind::Contact,
            |it| it.layout.clear(),
            "the table of ranges does not match the body",
        ),
        (
            RowKind::Contact,
            |it| it.terms = it.terms.iter().skip(1).collect(),
            "its terms do not match its body",
        ),
        (
            RowKind::Contact,
            |it| it.sort_keys.swap(0, 1),
            "its sort keys do not match the name in its body",
        ),
        (
            RowKind::OtherContact,
            |it| it.body.truncate(9),
            "the body is not a contact",
        ),
        (
            RowKind::OtherContact,
            |it| it.terms = Terms::new(),
            "its terms do not match its body",
        ),
        (
            RowKind::Domain,
            |it| it.body = "{}".to_owned(),
            "the body is not a domain",
        ),
        (
            RowKind::Domain,
            |it| it.body = r#"{"sharing": true}"#.to_owned(),
            "the body is not a domain",
        ),
        (
            RowKind::Group,
            |it| it.body = "{}".to_owned(),
            "the body is not a contact group",
        ),
        (
            RowKind::Group,
            |it| it.terms = ["name:x"].into(),
            "its terms do not match the name in its body",
        ),
        (
            RowKind::Profile,
            |it| it.body = "{}".to_owned(),
            "the body is not a profile",
        ),
        (
            RowKind::Profile,
            |it| it.terms = Terms::new(),
            "its terms do not match its body",
        ),
    ];
    let sound = rows().await;
    for (kind, damage, what) in cases {
        let mut rows = sound.clone();
        let of_kind = |(row_kind, row): &&mut (RowKind, Row)| row_kind == kind && row.id != 1001;
        let (_, row) = rows.iter_mut().find(of_kind).expect("a row");
        let mut record = Record::clone(&row.record);
        damage(&mut record);
        row.record = record.into();
        assert!(
            faults(&rows).iter().any(|it| it == what),
            "{what}: {:?}",
            faults(&rows)
        );
    }
}

/// What is wrong between rows: a group that is gone, one name twice, a second profile.
#[tokio::test]
async fn rows_that_do_not_go_together_are_found() {
    let sound = rows().await;
    let without = |kind| {
        let kept = sound.iter().filter(|(other, _)| *other != kind);
        kept.cloned().collect::<Vec<_>>()
    };
    assert_eq!(
        faults(&without(RowKind::Group)),
        ["it is in a group that does not exist"]
    );

    let of_another_commit = |kind: RowKind| {
        let mut rows = sound.clone();
        let row = rows.iter_mut().find(|(other, _)| *other == kind);
        row.expect("a row").1.version.0 += 1;
        rows
    };
    assert_eq!(
        faults(&of_another_commit(RowKind::Photo)),
        ["its person's row names another version of it"]
    );
    let mut rows = sound.clone();
    let (_, row) = rows.last_mut().expect("a photo");
    let mut record = Record::clone(&row.record);
    record.body = record.body.replace("iVBORw", "iVBORx");
    row.record = record.into();
    let changed = "its person's row names another photo";
    assert_eq!(faults(&rows), [changed]);

    let twice = |kind: RowKind| {
        let mut rows = sound.clone();
        let row = rows.iter().find(|(other, _)| *other == kind);
        let mut row = row.expect("a row").clone();
        row.1.id += 1;
        rows.push(row);
        rows
    };
    assert_eq!(
        faults(&twice(RowKind::Group)),
        ["another group has its name"]
    );
    let profiles = faults(&twice(RowKind::Profile));
    assert_eq!(
        profiles,
        ["the account has another profile too, and can have only one"]
    );
}

/// H1, H5: each photo that a row names is there, and none is there that no row names: of contacts, other
/// contacts, profiles and people of a directory, in whatever account.
#[tokio::test]
async fn h1_photos_that_are_lost_or_left_are_found() {
    const PEOPLE: [RowKind; 4] = [
        RowKind::Profile,
        RowKind::Contact,
        RowKind::OtherContact,
        RowKind::DirectoryPerson,
    ];
    let photo = base64(&png("a"));
    let person = |name: &str| json!({"names": [{"givenName": name}], "photo": photo});
    let account = |id: &str| {
        json!({"domain": "corp.example", "profile": {"id": id, "person": person("Own")},
            "contacts": [person("Charles")], "otherContacts": [person("Mary")]})
    };
    let seed = json!({"accounts": {"ada": account("17"), "bob": account("18")},
        "domains": {"corp.example": {"people": [person("Xavier")]}}});
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    server.seeded(&seed.to_string()).await;
    let mut sound = Vec::new();
    let domain = Account::of_domain("corp.example").expect("a name");
    for account in [ada(), Account::new("bob").expect("a name"), domain] {
        for kind in PEOPLE
            .into_iter()
            .chain([RowKind::Photo, RowKind::ProfilePhoto])
        {
            let page = store.page(&account, kind, Order::Id, None, 10).await;
            let rows = page.expect("rows").rows.into_iter();
            sound.extend(rows.map(|row| (account.clone(), kind, row)));
        }
    }
    let audited = |rows: &[&(Account, RowKind, Row)]| {
        let mut audit = Audit::default();
        let mut faults = Vec::new();
        for (account, kind, row) in rows {
            let found = audit.row(account, *kind, row).into_iter();
            faults.extend(
                found.map(|what| format!("account `{account}`, {kind} {}: {what}", row.id)),
            );
        }
        faults.extend(audit.end());
        faults
    };
    assert_eq!(audited(&sound.iter().collect::<Vec<_>>()), [""; 0]);
    let mut cases = 0;
    for without in &sound {
        let (account, kind, row) = without;
        let rest = sound.iter().filter(|other| *other != without);
        let faults = audited(&rest.collect::<Vec<_>>());
        let id = row.id;
        let owns = |(of, other, row): &&(Account, RowKind, Row)| {
            let of_profile = *kind == RowKind::ProfilePhoto;
            of == account
                && row.id == id
                && PEOPLE.contains(other)
                && (*other == RowKind::Profile) == of_profile
        };
        let expected = match kind {
            RowKind::Photo | RowKind::ProfilePhoto => {
                let (_, owner, _) = sound.iter().find(owns).expect("whose photo it is");
                format!("account `{account}`, {owner} {id}: its photo is missing")
            }
            _ => {
                let photo = match kind {
                    RowKind::Profile => RowKind::ProfilePhoto,
                    _ => RowKind::Photo,
                };
                format!("account `{account}`, {photo} {id}: no person's row names this photo")
            }
        };
        assert_eq!(faults, [expected]);
        cases += 1;
    }
    // Three people in each of two accounts; two accounts and a person in the directory.
    assert_eq!(cases, 2 * (3 + 3 + 3));
}

/// W2: the rows of a domain, and each of these faults in one of them.
#[tokio::test]
async fn the_rows_of_a_domain_are_looked_at() {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    server.seeded(SEED).await;
    let domain = Account::of_domain("corp.example").expect("a name");
    let mut sound = Vec::new();
    for kind in [RowKind::Domain, RowKind::DirectoryPerson] {
        let page = store.page(&domain, kind, Order::Id, None, 10).await;
        sound.extend(page.expect("rows").rows.into_iter().map(|row| (kind, row)));
    }
    assert_eq!(sound.len(), 3, "the domain, Xavier and Ada");
    let of = |account: &Account, rows: &[(RowKind, Row)]| {
        let mut audit = Audit::default();
        let rows = rows
            .iter()
            .map(|(kind, row)| audit.row(account, *kind, row));
        rows.flatten().collect::<Vec<String>>()
    };
    assert_eq!(of(&domain, &sound), [""; 0]);
    let misplaced = "a person of a directory, in an account that is not a domain's";
    assert!(of(&ada(), &sound).iter().any(|it| it == misplaced));

    type Damage = fn(&mut Record);
    let cases: &[(usize, Damage, &str)] = &[
        (
            0,
            |it| it.body = "{}".to_owned(),
            "the body is not a domain",
        ),
        (
            1,
            |it| it.body = "{}".to_owned(),
            "the body is not a person",
        ),
        (
            1,
            |it| it.terms.insert("x"),
            "its terms do not match its body",
        ),
        (
            1,
            |it| it.sort_keys[0].push('x'),
            "its sort keys do not match the name in its body",
        ),
    ];
    for (index, damage, what) in cases {
        let mut rows = sound.clone();
        let mut record = Record::clone(&rows[*index].1.record);
        damage(&mut record);
        rows[*index].1.record = record.into();
        assert_eq!(of(&domain, &rows), [*what]);
    }
}
