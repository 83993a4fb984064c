//! Which property is which field: the tables of the mapping (rule `Z2`).

use people_model::PersonField;
use serde_json::{Map, Value};

/// A value of a field, by the names of its members.
pub(crate) type Entry = Map<String, Value>;

/// What a line says of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Property {
    /// `N`, `FN` and the phonetic names: one name.
    Name,
    FullName,
    Phonetic,
    /// A text, a type, and whether it leads: the member that has the text.
    Typed(PersonField, &'static str),
    Phone,
    Address,
    Nickname(&'static str),
    Birthday,
    /// A date of a known type.
    Event(&'static str),
    /// A date whose type is its label.
    LabelledDate,
    /// A relative of a known type.
    RelatedAs(&'static str),
    Related,
    Gender,
    /// `PRONOUNS` and `GRAMGENDER`: how somebody is addressed.
    Pronouns,
    Organization,
    Title,
    Role,
    Im,
    /// A messenger that the property names.
    ImOf(&'static str),
    Sip,
    Categories,
    FreeBusy,
    Profile,
    Android,
    ClientData,
    Keyword,
    UserDefined,
    /// A value that no property can have, as JSON.
    Whole,
}

use PersonField as F;
use Property as P;

/// The properties that have a place in a person, in capitals. The first one of a field is what is written.
pub(crate) const PROPERTIES: &[(&str, Property)] = &[
    ("N", P::Name),
    ("FN", P::FullName),
    ("X-PHONETIC-FIRST-NAME", P::Phonetic),
    ("X-PHONETIC-MIDDLE-NAME", P::Phonetic),
    ("X-PHONETIC-LAST-NAME", P::Phonetic),
    ("NICKNAME", P::Nickname("DEFAULT")),
    ("X-NICKNAME", P::Nickname("DEFAULT")),
    ("X-MAIDENNAME", P::Nickname("MAIDEN_NAME")),
    ("X-INITIALS", P::Nickname("INITIALS")),
    ("X-SHORT-NAME", P::Nickname("SHORT_NAME")),
    ("EMAIL", P::Typed(F::EmailAddresses, "value")),
    ("TEL", P::Phone),
    ("ADR", P::Address),
    ("URL", P::Typed(F::Urls, "value")),
    ("SOCIALPROFILE", P::Profile),
    ("X-SOCIALPROFILE", P::Profile),
    ("NOTE", P::Typed(F::Biographies, "value")),
    ("BDAY", P::Birthday),
    ("ANNIVERSARY", P::Event("anniversary")),
    ("X-ANNIVERSARY", P::Event("anniversary")),
    ("X-EVOLUTION-ANNIVERSARY", P::Event("anniversary")),
    ("X-KADDRESSBOOK-X-ANNIVERSARY", P::Event("anniversary")),
    ("X-MS-ANNIVERSARY", P::Event("anniversary")),
    ("X-WEDDING", P::Event("anniversary")),
    ("X-ABDATE", P::LabelledDate),
    ("RELATED", P::Related),
    ("X-ABRELATEDNAMES", P::Typed(F::Relations, "person")),
    ("X-SPOUSE", P::RelatedAs("spouse")),
    ("X-EVOLUTION-SPOUSE", P::RelatedAs("spouse")),
    ("X-MS-SPOUSE", P::RelatedAs("spouse")),
    ("X-KADDRESSBOOK-X-SPOUSESNAME", P::RelatedAs("spouse")),
    ("X-MANAGER", P::RelatedAs("manager")),
    ("X-EVOLUTION-MANAGER", P::RelatedAs("manager")),
    ("X-MS-MANAGER", P::RelatedAs("manager")),
    ("X-KADDRESSBOOK-X-MANAGERSNAME", P::RelatedAs("manager")),
    ("X-ASSISTANT", P::RelatedAs("assistant")),
    ("X-EVOLUTION-ASSISTANT", P::RelatedAs("assistant")),
    ("X-MS-ASSISTANT", P::RelatedAs("assistant")),
    ("X-KADDRESSBOOK-X-ASSISTANTSNAME", P::RelatedAs("assistant")),
    ("X-MS-CHILD", P::RelatedAs("child")),
    ("ORG", P::Organization),
    ("TITLE", P::Title),
    ("ROLE", P::Role),
    ("GENDER", P::Gender),
    ("X-GENDER", P::Gender),
    ("PRONOUNS", P::Pronouns),
    ("GRAMGENDER", P::Pronouns),
    ("IMPP", P::Im),
    ("X-MS-IMADDRESS", P::ImOf("")),
    ("X-JABBER", P::ImOf("jabber")),
    ("X-GOOGLE-TALK", P::ImOf("googleTalk")),
    ("X-GTALK", P::ImOf("googleTalk")),
    ("X-SKYPE", P::ImOf("skype")),
    ("X-SKYPE-USERNAME", P::ImOf("skype")),
    ("X-AIM", P::ImOf("aim")),
    ("X-ICQ", P::ImOf("icq")),
    ("X-QQ", P::ImOf("qq")),
    ("X-MSN", P::ImOf("msn")),
    ("X-YAHOO", P::ImOf("yahoo")),
    ("X-NETMEETING", P::ImOf("netMeeting")),
    ("X-SIP", P::Sip),
    ("CATEGORIES", P::Categories),
    ("LANG", P::Typed(F::Locales, "value")),
    ("X-LANGUAGE", P::Typed(F::Locales, "value")),
    ("INTEREST", P::Typed(F::Interests, "value")),
    ("X-INTEREST", P::Typed(F::Interests, "value")),
    ("HOBBY", P::Typed(F::Interests, "value")),
    ("X-HOBBY", P::Typed(F::Interests, "value")),
    ("CALURI", P::Typed(F::CalendarUrls, "url")),
    ("FBURL", P::FreeBusy),
    ("X-ANDROID-CUSTOM", P::Android),
    ("X-PEOPLE-FIELD", P::UserDefined),
    ("X-PEOPLE-CLIENT-DATA", P::ClientData),
    ("X-PEOPLE-EXTERNAL-ID", P::Typed(F::ExternalIds, "value")),
    ("X-PEOPLE-LOCATION", P::Typed(F::Locations, "value")),
    ("X-PEOPLE-KEYWORD", P::Keyword),
    (WHOLE, P::Whole),
];

/// A value as JSON: what no property can have.
pub(crate) const WHOLE: &str = "X-PEOPLE-ENTRY";
/// A member that the property of its group cannot have.
pub(crate) const MEMBER: &str = "X-PEOPLE-MEMBER";
/// The label of the property of its group.
pub(crate) const LABEL: &str = "X-ABLABEL";
/// The country of the address of its group.
pub(crate) const COUNTRY: &str = "X-ABADR";

/// What a property says of a person; none if it has no place in one.
pub(crate) fn property(name: &str) -> Option<Property> {
    PROPERTIES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, property)| *property)
}

/// Whether a field comes from a card: all that a client can set. What only a server fills in does not; a card that
/// has it keeps it as it is.
pub(crate) const fn is_mapped(field: PersonField) -> bool {
    match field {
        F::Addresses
        | F::Biographies
        | F::Birthdays
        | F::CalendarUrls
        | F::ClientData
        | F::EmailAddresses
        | F::Events
        | F::ExternalIds
        | F::Genders
        | F::ImClients
        | F::Interests
        | F::Locales
        | F::Locations
        | F::Memberships
        | F::MiscKeywords
        | F::Names
        | F::Nicknames
        | F::Occupations
        | F::Organizations
        | F::PhoneNumbers
        | F::Relations
        | F::SipAddresses
        | F::Urls
        | F::UserDefined => true,
        F::AgeRanges | F::CoverPhotos | F::Metadata | F::Photos | F::Skills => false,
    }
}

/// The messengers: what the API calls one, what Apple and Google call it, and the scheme of its addresses.
pub(crate) const MESSENGERS: &[(&str, &str, &str)] = &[
    ("jabber", "Jabber", "xmpp"),
    ("googleTalk", "GoogleTalk", "xmpp"),
    ("skype", "Skype", "skype"),
    ("aim", "AIM", "aim"),
    ("icq", "ICQ", "icq"),
    ("qq", "QQ", "x-apple"),
    ("msn", "MSN", "msnim"),
    ("yahoo", "Yahoo", "ymsgr"),
    ("netMeeting", "NetMeeting", "x-apple"),
];

/// The genders: what the API calls one, and the letter of vCard 4.0.
pub(crate) const GENDERS: &[(&str, &str)] = &[
    ("male", "M"),
    ("female", "F"),
    ("unspecified", "U"),
    ("none", "N"),
    ("other", "O"),
];

/// How to address somebody: what the API calls it, and RFC 9554.
pub(crate) const GRAMMATICAL_GENDERS: &[(&str, &str)] = &[
    ("male", "masculine"),
    ("female", "feminine"),
    ("neutral", "neuter"),
];

/// The members of an address, in the order of `ADR`.
pub(crate) const ADDRESS: [&str; 7] = [
    "poBox",
    "extendedAddress",
    "streetAddress",
    "city",
    "region",
    "postalCode",
    "country",
];

/// The members of a name, in the order of `N`.
pub(crate) const NAME: [&str; 5] = [
    "familyName",
    "givenName",
    "middleName",
    "honorificPrefix",
    "honorificSuffix",
];

/// The phonetic names, and the property that has each.
pub(crate) const PHONETIC: [(&str, &str); 3] = [
    ("phoneticGivenName", "X-PHONETIC-FIRST-NAME"),
    ("phoneticMiddleName", "X-PHONETIC-MIDDLE-NAME"),
    ("phoneticFamilyName", "X-PHONETIC-LAST-NAME"),
];

/// Android's numbers of what has no property: by kind, the types from 0, which is a type of one's own.
pub(crate) const ANDROID: &[(&str, PersonField, &str, &[&str])] = &[
    (
        "vnd.android.cursor.item/nickname",
        F::Nicknames,
        "value",
        &[
            "",
            "DEFAULT",
            "OTHER_NAME",
            "MAIDEN_NAME",
            "SHORT_NAME",
            "INITIALS",
        ],
    ),
    (
        "vnd.android.cursor.item/contact_event",
        F::Events,
        "date",
        &["", "anniversary", "other"],
    ),
    (
        "vnd.android.cursor.item/relation",
        F::Relations,
        "person",
        &[
            "",
            "assistant",
            "brother",
            "child",
            "domesticPartner",
            "father",
            "friend",
            "manager",
            "mother",
            "parent",
            "partner",
            "referredBy",
            "relative",
            "sister",
            "spouse",
        ],
    ),
];
