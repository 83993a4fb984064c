//! The embedded engine keeps what it acknowledged: a store is closed and opened again.
//!
//! `cargo run -p people-store --example on_disk`
use people_store::{
    Account, Batch, Condition, Embedded, EmbeddedOptions, Record, RowKind, Store, Write,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let account = Account::new("ada@example.com")?;
    {
        let store = Embedded::open(folder.path(), EmbeddedOptions::default())?;
        let record = Record {
            body: r#"{"names":[{"givenName":"Ada"}]}"#.into(),
            ..Record::default()
        };
        let condition = Condition::Absent;
        let write = Write::Put {
            kind: RowKind::Contact,
            id: 17,
            record,
            condition,
        };
        store
            .commit(
                &account,
                Batch {
                    writes: vec![write],
                    time: 1_700_000_000_000_000,
                },
            )
            .await?;
        store.close().await?;
    }
    let store = Embedded::open(folder.path(), EmbeddedOptions::default())?;
    let row = store
        .get(&account, RowKind::Contact, 17)
        .await?
        .ok_or("the contact is there")?;
    println!("{:?}", row.version);
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("it runs");
}
