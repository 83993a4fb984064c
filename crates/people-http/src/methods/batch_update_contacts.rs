use people_model::{
    BatchUpdateContactsRequest, BatchUpdateContactsResponse, ContactId, FieldMask, Message, Method,
    Person, UpdateMask,
};
use people_rules::{MaskParameter, Sources, Violation, batch_update_mask, read_mask};

use super::{Incoming, Outgoing, outgoing::person_to_json, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Change, Returns, Shape},
};

/// `people.batchUpdateContacts`: replaces fields of several contacts, or of none of them (rule `B4`).
///
/// ```
/// use people_http::{BatchUpdateContacts, Request};
/// use people_model::{ContactId, Person, UpdateMask};
///
/// let ada = (ContactId::new(17).unwrap(), Person::new().etag("%EgMBLjcaBAECBQciDGFCY0RlRmdIaUprPQ=="));
/// let update = BatchUpdateContacts::new([ada], UpdateMask::NAMES);
/// assert_eq!(
///     &**update.to_http().body(),
///     br#"{"contacts":{"people/c17":{"etag":"%EgMBLjcaBAECBQciDGFCY0RlRmdIaUprPQ==","names":[]}},"updateMask":"names"}"#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BatchUpdateContacts {
    /// 1 to [`BatchUpdateContacts::MAX`] contacts, each with its new values and what they were read from. Of
    /// a contact that is here twice, the last counts.
    pub contacts: Vec<(ContactId, Person)>,
    /// The fields to replace in each of them (rule `U2`).
    pub mask: UpdateMask,
    /// The fields to return (rule `U3`). Where it is empty, as it is at first, the reply is empty too.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl BatchUpdateContacts {
    /// How many contacts one call updates.
    pub const MAX: usize = 200;

    /// Replaces the `mask` fields of several contacts.
    pub fn new(contacts: impl IntoIterator<Item = (ContactId, Person)>, mask: UpdateMask) -> Self {
        Self {
            contacts: contacts.into_iter().collect(),
            mask,
            read: FieldMask::EMPTY,
            sources: Sources::DEFAULT,
        }
    }
}

setters!(BatchUpdateContacts: returning);

impl Sealed for BatchUpdateContacts {}

impl Request for BatchUpdateContacts {
    const METHOD: Method = Method::BatchUpdateContacts;
    type Response = BatchUpdateContactsResponse;

    fn shape(&self) -> Shape<'_> {
        let contacts = self.contacts.iter();
        let change = Change::UpdateContacts {
            contacts: contacts.map(|(id, person)| (*id, Some(person))).collect(),
            mask: self.mask,
        };
        Shape::change(
            Self::METHOD,
            change,
            Returns::People {
                read: self.read,
                sources: self.sources,
            },
        )
    }

    fn encode(&self) -> Encoded {
        let contacts = self.contacts.iter().cloned();
        let mut body = BatchUpdateContactsRequest::new()
            .contacts(contacts.map(|(id, person)| (id.resource_name(), person)))
            .update_mask(self.mask.to_string())
            .read_mask(self.read.to_string());
        body.sources = self.sources.unless_default();
        let contacts = std::mem::take(&mut body.contacts);
        let mut json = r#"{"contacts":{"#.to_owned();
        for (position, (name, person)) in contacts.iter().enumerate() {
            let comma = if position > 0 { "," } else { "" };
            let person = person_to_json(person, self.mask.fields());
            json.push_str(&format!("{comma}\"{name}\":{person}"));
        }
        // The rest has the mask, which is never empty.
        let rest = body.to_json();
        json.push_str("},");
        json.push_str(rest.strip_prefix('{').unwrap_or(&rest));
        Outgoing::new(Self::METHOD).json(json).finish()
    }

    fn from_http(_: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let (_, body): (_, BatchUpdateContactsRequest) =
            Incoming::read_with_body(Self::METHOD, query, body)?;
        if !(1..=Self::MAX).contains(&body.contacts.len()) {
            return Err(Violation::InvalidArgument.into());
        }
        // Of a name that was there twice the map has the last. Another spelling of it is no name.
        let contacts = body.contacts.into_iter();
        let contacts = contacts.map(|(name, person)| match ContactId::parse(&name) {
            Some(id) => Ok((id, person)),
            None => Err(Violation::NotAContact {
                resource_name: name,
            }),
        });
        Ok(Self {
            contacts: contacts.collect::<Result<_, _>>()?,
            mask: batch_update_mask(&body.update_mask)?,
            read: read_mask(MaskParameter::ReadMask, &body.read_mask)?.unwrap_or_default(),
            sources: body.sources.into_iter().collect(),
        })
    }
}
