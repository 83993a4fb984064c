//! What a visitor that takes an object says to every other value.

/// The methods of a [`Visitor`](serde::de::Visitor) with a `place`: `null` is nothing, and each other value is
/// reported there.
macro_rules! not_an_object {
    () => {
        fn visit_unit<E>(self) -> Result<bool, E> {
            Ok(false)
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, list: A) -> Result<bool, A::Error> {
            let list = serde::de::Visitor::visit_seq($crate::decode::any::AnyVisitor, list)?;
            self.place.list(&list);
            Ok(false)
        }

        not_an_object!(visit_str(&str));
        not_an_object!(visit_bool(bool));
        not_an_object!(visit_i64(i64));
        not_an_object!(visit_u64(u64));
        not_an_object!(visit_f64(f64));
    };
    ($visit:ident($value:ty)) => {
        fn $visit<E>(self, value: $value) -> Result<bool, E> {
            self.place.invalid(&value.into());
            Ok(false)
        }
    };
}

pub(super) use not_an_object;
