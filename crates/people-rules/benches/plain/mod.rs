//! A person as most programs would write it: derived serde, every member a `String`.
use serde::{Deserialize, Serialize};

macro_rules! message {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* }) => {
        #[derive(Clone, Default, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        pub(crate) struct $name {
            $($(#[$field_meta])* #[serde(skip_serializing_if = "is_default")] pub(crate) $field: $kind,)*
        }
    };
}

fn is_default<T: Default + IsDefault>(value: &T) -> bool {
    value.is_default()
}

pub(crate) trait IsDefault {
    fn is_default(&self) -> bool;
}
impl IsDefault for String {
    fn is_default(&self) -> bool {
        self.is_empty()
    }
}
impl IsDefault for bool {
    fn is_default(&self) -> bool {
        !*self
    }
}
impl IsDefault for i32 {
    fn is_default(&self) -> bool {
        *self == 0
    }
}
impl<T> IsDefault for Vec<T> {
    fn is_default(&self) -> bool {
        self.is_empty()
    }
}
impl<T> IsDefault for Option<T> {
    fn is_default(&self) -> bool {
        self.is_none()
    }
}

message!(Person {
    resource_name: String,
    etag: String,
    metadata: Option<PersonMetadata>,
    names: Vec<Name>,
    nicknames: Vec<Value>,
    photos: Vec<Photo>,
    birthdays: Vec<Dated>,
    addresses: Vec<Address>,
    email_addresses: Vec<Value>,
    phone_numbers: Vec<Value>,
    biographies: Vec<Value>,
    urls: Vec<Value>,
    organizations: Vec<Organization>,
    memberships: Vec<Membership>,
    events: Vec<Dated>,
    relations: Vec<Value>,
    user_defined: Vec<Value>,
});
message!(PersonMetadata {
    sources: Vec<Source>,
    object_type: String,
});
message!(Source {
    #[serde(rename = "type")]
    kind: String,
    id: String,
    etag: String,
    update_time: String,
});
message!(FieldMetadata {
    primary: bool,
    verified: bool,
    source: Option<Source>,
    source_primary: bool,
});
message!(Name {
    metadata: Option<FieldMetadata>,
    display_name: String,
    family_name: String,
    given_name: String,
    middle_name: String,
    honorific_prefix: String,
    honorific_suffix: String,
    display_name_last_first: String,
    unstructured_name: String,
});
message!(Value {
    metadata: Option<FieldMetadata>,
    key: String,
    value: String,
    person: String,
    canonical_form: String,
    #[serde(rename = "type")]
    kind: String,
    formatted_type: String,
    content_type: String,
});
message!(Photo {
    metadata: Option<FieldMetadata>,
    url: String,
    default: bool,
});
message!(Dated {
    metadata: Option<FieldMetadata>,
    date: Option<Date>,
    #[serde(rename = "type")]
    kind: String,
    formatted_type: String,
});
message!(Date {
    year: i32,
    month: i32,
    day: i32,
});
message!(Address {
    metadata: Option<FieldMetadata>,
    formatted_value: String,
    #[serde(rename = "type")]
    kind: String,
    formatted_type: String,
    street_address: String,
    city: String,
    region: String,
    postal_code: String,
    country: String,
    country_code: String,
});
message!(Organization {
    metadata: Option<FieldMetadata>,
    name: String,
    department: String,
    title: String,
});
message!(Membership {
    metadata: Option<FieldMetadata>,
    contact_group_membership: Option<ContactGroupMembership>,
});
message!(ContactGroupMembership {
    contact_group_id: String,
    contact_group_resource_name: String,
});

/// What an update must fill by any account: metadata, display names, formatted types.
pub(crate) fn fill(person: &mut Person, id: &str) {
    for (index, name) in person.names.iter_mut().enumerate() {
        let parts = [
            &name.honorific_prefix,
            &name.given_name,
            &name.middle_name,
            &name.family_name,
        ];
        let parts: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        name.display_name = parts.join(" ");
        name.display_name_last_first = format!(
            "{}, {} {} {}",
            name.family_name, name.honorific_prefix, name.given_name, name.middle_name
        );
        name.unstructured_name.clone_from(&name.display_name);
        name.metadata = Some(FieldMetadata {
            source_primary: true,
            ..field_metadata(index, id)
        });
    }
    for list in [&mut person.email_addresses, &mut person.phone_numbers] {
        for (index, value) in list.iter_mut().enumerate() {
            value.formatted_type.clone_from(&value.kind);
            if let Some(first) = value.formatted_type.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            value.metadata = Some(field_metadata(index, id));
        }
    }
}

fn field_metadata(index: usize, id: &str) -> FieldMetadata {
    let source = Source {
        kind: "CONTACT".to_owned(),
        id: id.to_owned(),
        ..Source::default()
    };
    FieldMetadata {
        primary: index == 0,
        source: Some(source),
        ..FieldMetadata::default()
    }
}

pub(crate) fn metadata(id: &str, etag: &str) -> PersonMetadata {
    let source = Source {
        kind: "CONTACT".to_owned(),
        id: id.to_owned(),
        etag: etag.to_owned(),
        update_time: "2026-01-02T03:04:05.678901Z".to_owned(),
    };
    PersonMetadata {
        sources: vec![source],
        object_type: "PERSON".to_owned(),
    }
}

pub(crate) fn photo(id: &str) -> Photo {
    let url = format!("http://127.0.0.1:8710/photos/{id}=s100");
    Photo {
        metadata: Some(field_metadata(0, id)),
        url,
        default: true,
    }
}
