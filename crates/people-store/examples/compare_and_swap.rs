//! Every write names the version that it expects, so that no writer overwrites what it did not read.
//!
//! `cargo run -p people-store --example compare_and_swap`
use people_store::{
    Account, Batch, CommitError, Condition, Memory, Record, RowKind, Store, Version, Write,
};

fn put(body: &str, condition: Condition) -> Batch {
    let record = Record {
        body: body.into(),
        ..Record::default()
    };
    let kind = RowKind::Contact;
    let write = Write::Put {
        kind,
        id: 17,
        record,
        condition,
    };
    Batch {
        writes: vec![write],
        time: 1_700_000_000_000_000,
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let store = Memory::new();
    let account = Account::new("ada@example.com")?;
    let created = put(r#"{"names":[{"givenName":"Ada"}]}"#, Condition::Absent);
    let read = store.commit(&account, created).await?.version;

    // Two writers have read the same version: the first one wins, the second one gets a conflict.
    let one = put(
        r#"{"names":[{"givenName":"Augusta"}]}"#,
        Condition::Version(read),
    );
    let other = put(
        r#"{"names":[{"givenName":"A."}]}"#,
        Condition::Version(read),
    );
    store.commit(&account, one).await?;
    let refused: CommitError = store.commit(&account, other).await.unwrap_err();
    println!("{refused}");

    // A reader that follows the account sees what happened since then.
    let page = store
        .changes(&account, RowKind::Contact, read, None, 100)
        .await?;
    for row in &page.rows {
        println!("{} is at {:?}: {}", row.id, row.version, row.record.body);
    }
    assert_eq!(page.rows[0].version, Version(2));
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("it runs");
}
