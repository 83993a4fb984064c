//! Masks are sets of fields, and what an update replaces is a set that the API accepts.
//!
//! `cargo run -p people-model --example masks`
use people_model::{FieldMask, InvalidUpdateMask, Name, Person, PersonField, UpdateMask};

fn main() -> Result<(), InvalidUpdateMask> {
    let read: FieldMask = "emailAddresses,names,photos".parse()?;
    let update: UpdateMask = (read & FieldMask::UPDATABLE).try_into()?;
    println!("read {read}, replace {update}");
    assert_eq!(update, UpdateMask::NAMES | UpdateMask::EMAIL_ADDRESSES);

    // A masked field that the person leaves out is cleared.
    let ada = Person::new().names([Name::new().given_name("Ada")]);
    for field in update - ada.fields() {
        println!("this update removes all {field}");
        assert_eq!(field, PersonField::EmailAddresses);
    }

    let error = "names,photos".parse::<UpdateMask>().unwrap_err();
    println!("{error}");
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("it runs");
}
