use people_model::{FieldMask, InvalidUpdateMask, PersonField, UpdateMask};
use proptest::{prelude::*, sample::subsequence};

#[test]
fn an_empty_mask_updates_nothing() {
    assert_eq!(
        UpdateMask::try_from(FieldMask::EMPTY),
        Err(InvalidUpdateMask::Empty)
    );
    assert_eq!(
        InvalidUpdateMask::Empty.to_string(),
        "the mask of an update selects no field"
    );
}

#[test]
fn a_field_that_is_only_read_is_refused() {
    let error = UpdateMask::try_from(FieldMask::ALL).unwrap_err();
    assert_eq!(
        error,
        InvalidUpdateMask::NotUpdatable(PersonField::Metadata)
    );

    let error = UpdateMask::try_from(FieldMask::PHOTOS).unwrap_err();
    assert_eq!(error.to_string(), "`photos` cannot be updated");
}

#[test]
fn all_are_the_updatable_fields() {
    assert_eq!(
        UpdateMask::try_from(FieldMask::UPDATABLE),
        Ok(UpdateMask::ALL)
    );
    assert_eq!(FieldMask::from(UpdateMask::ALL).len(), 24);
}

#[test]
fn is_text_that_is_fit_for_an_update() {
    assert_eq!(
        "urls,names".parse(),
        Ok(UpdateMask::NAMES | UpdateMask::URLS)
    );
    assert_eq!("".parse::<UpdateMask>(), Err(InvalidUpdateMask::Empty));
    let unknown = "names,shoeSize".parse::<UpdateMask>().unwrap_err();
    assert_eq!(unknown.to_string(), "unknown field mask path `shoeSize`");

    let json = serde_json::to_string(&UpdateMask::NAMES).unwrap();
    assert_eq!(json, r#""names""#);
    assert_eq!(
        serde_json::from_str::<UpdateMask>(&json).unwrap(),
        UpdateMask::NAMES
    );
    assert!(serde_json::from_str::<UpdateMask>(r#""photos""#).is_err());
}

#[test]
fn what_is_left_of_an_update_may_be_nothing() {
    const MASK: UpdateMask = UpdateMask::NAMES.union(UpdateMask::BIRTHDAYS);
    assert_eq!(MASK - PersonField::Names, FieldMask::BIRTHDAYS);
    assert_eq!(MASK - MASK, FieldMask::EMPTY);
    assert_eq!(MASK & FieldMask::URLS, FieldMask::EMPTY);
    let mut mask = UpdateMask::URLS;
    mask |= MASK;
    assert_eq!(mask.into_iter().count(), 3);
}

#[test]
fn every_updatable_field_has_a_constant() {
    for field in PersonField::ALL {
        let mask = UpdateMask::try_from(field);
        assert_eq!(mask.is_ok(), field.is_updatable());
        assert_eq!(mask.ok(), UpdateMask::try_from(FieldMask::only(field)).ok());
    }
    assert_eq!(
        UpdateMask::try_from(PersonField::SipAddresses),
        Ok(UpdateMask::SIP_ADDRESSES)
    );
}

proptest! {
    /// U2: a mask is fit for an update exactly when it selects something, and nothing that
    /// cannot be updated.
    #[test]
    fn holding_one_is_the_proof(fields in subsequence(PersonField::ALL.to_vec(), 0..=29)) {
        let fit = !fields.is_empty() && fields.iter().all(|field| field.is_updatable());
        let mask = FieldMask::from_iter(fields);
        match UpdateMask::try_from(mask) {
            Ok(update) => {
                prop_assert!(fit);
                prop_assert_eq!(update.fields(), mask);
                prop_assert_eq!(update.to_string(), mask.to_string());
            }
            Err(InvalidUpdateMask::NotUpdatable(field)) => {
                prop_assert!(mask.contains(field) && !field.is_updatable());
            }
            Err(_) => prop_assert!(mask.is_empty()),
        }
    }
}
