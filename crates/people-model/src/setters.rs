//! What the table of setters expands to.

/// A constructor and a chainable setter for each member of a message.
///
/// The word before a type says what the setter takes: a `plain` value as it is, a `value` by
/// [`Into`], a `message` or an option of one, a `list` or a `map` from anything that can be
/// iterated. Numbers and truth values are `plain`, so that a literal needs no type.
macro_rules! setters {
    ($message:ident { $($member:ident: $kind:ident $of:ty,)* }) => {
        /// Chainable setters, one for each member, under the member's name.
        impl $message {
            #[doc = concat!("A `", stringify!($message), "` without any member.")]
            #[must_use]
            pub fn new() -> Self {
                <Self as Default>::default() // some have a setter of that name
            }

            $($crate::setters::setter! { $member: $kind $of })*
        }
    };
}

macro_rules! setter {
    ($member:ident: plain $of:ty) => {
        #[doc = concat!("Sets `", stringify!($member), "`.")]
        #[must_use]
        pub fn $member(mut self, $member: $of) -> Self {
            self.$member = $member;
            self
        }
    };
    ($member:ident: value $of:ty) => {
        #[doc = concat!("Sets `", stringify!($member), "`.")]
        #[must_use]
        pub fn $member(mut self, $member: impl Into<$of>) -> Self {
            self.$member = $member.into();
            self
        }
    };
    ($member:ident: message $of:ty) => {
        #[doc = concat!("Sets `", stringify!($member), "`; `None` unsets it.")]
        #[must_use]
        pub fn $member(mut self, $member: impl Into<Option<$of>>) -> Self {
            self.$member = $member.into();
            self
        }
    };
    ($member:ident: list $of:ty) => {
        #[doc = concat!("Sets all values of `", stringify!($member), "`.")]
        #[must_use]
        pub fn $member(mut self, $member: impl IntoIterator<Item = impl Into<$of>>) -> Self {
            self.$member = $member.into_iter().map(Into::into).collect();
            self
        }
    };
    ($member:ident: map $of:ty) => {
        #[doc = concat!("Sets all entries of `", stringify!($member), "`.")]
        #[must_use]
        pub fn $member(
            mut self,
            $member: impl IntoIterator<Item = (impl Into<String>, impl Into<$of>)>,
        ) -> Self {
            let entries = $member.into_iter();
            self.$member = entries
                .map(|(key, value)| (key.into(), value.into()))
                .collect();
            self
        }
    };
}

pub(crate) use {setter, setters};
