use std::fmt;

use people_model::mask_paths;
use people_rules::{MaskParameter, Violation};

use crate::query::is_malformed_mask;

/// The fields of a contact group that a read returns: a set, as
/// [`FieldMask`](people_model::FieldMask) is for persons.
///
/// ```
/// use people_http::GroupFields;
///
/// assert_eq!((GroupFields::NAME | GroupFields::METADATA).to_string(), "metadata,name");
/// assert!(GroupFields::DEFAULT.contains(GroupFields::MEMBER_COUNT));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GroupFields(u8);

impl GroupFields {
    /// `metadata`.
    pub const METADATA: Self = Self(1);
    /// `groupType`.
    pub const GROUP_TYPE: Self = Self(1 << 1);
    /// `name`, and the formatted name with it.
    pub const NAME: Self = Self(1 << 2);
    /// `memberCount`.
    pub const MEMBER_COUNT: Self = Self(1 << 3);
    /// `clientData`.
    pub const CLIENT_DATA: Self = Self(1 << 4);
    /// The default of a read.
    pub const DEFAULT: Self = Self::DEFAULT_ON_WRITE.union(Self::MEMBER_COUNT);
    /// The default of a create: no member count.
    pub const DEFAULT_ON_WRITE: Self = Self::METADATA.union(Self::GROUP_TYPE).union(Self::NAME);

    const ALL: Self = Self::DEFAULT.union(Self::CLIENT_DATA);

    const NAMES: [(Self, &'static str, &'static str); 5] = [
        (Self::METADATA, "metadata", "metadata"),
        (Self::GROUP_TYPE, "groupType", "group_type"),
        (Self::NAME, "name", "name"),
        (Self::MEMBER_COUNT, "memberCount", "member_count"),
        (Self::CLIENT_DATA, "clientData", "client_data"),
    ];

    /// Whether all of `fields` are in the set.
    pub const fn contains(self, fields: Self) -> bool {
        self.0 & fields.0 == fields.0
    }

    /// The fields in either set; `|` for use in `const` items.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Reads a mask; `default` when it names nothing.
    pub(crate) fn parse(
        parameter: MaskParameter,
        text: &str,
        default: Self,
    ) -> Result<Self, Violation> {
        Self::parse_of(parameter, text, default, Self::ALL)
    }

    /// Reads a mask that may name some of the fields only.
    pub(crate) fn parse_of(
        parameter: MaskParameter,
        text: &str,
        default: Self,
        among: Self,
    ) -> Result<Self, Violation> {
        if is_malformed_mask(text) {
            let text = text.to_owned();
            return Err(Violation::MalformedMask { parameter, text });
        }
        let mut fields = Self(0);
        for path in mask_paths(text) {
            let (field, ..) = Self::NAMES
                .into_iter()
                .find(|&(_, json, proto)| path == json || path == proto)
                .filter(|&(field, ..)| among.contains(field))
                .ok_or_else(|| Violation::InvalidMaskPath {
                    parameter,
                    path: path.to_owned(),
                })?;
            fields = fields.union(field);
        }
        Ok(if fields.0 == 0 { default } else { fields })
    }

    /// The mask as a parameter: nothing when it is what the method returns anyway.
    pub(crate) fn unless(self, default: Self) -> String {
        if self == default {
            return String::new();
        }
        self.to_string()
    }
}

impl std::ops::BitOr for GroupFields {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl fmt::Display for GroupFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Self::NAMES
            .into_iter()
            .filter(|&(field, ..)| self.contains(field))
            .map(|(_, json, _)| json);
        for (index, name) in names.enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}
