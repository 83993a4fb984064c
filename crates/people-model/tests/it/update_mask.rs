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
