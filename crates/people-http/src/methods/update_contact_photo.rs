use std::{borrow::Cow, fmt};

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{
        DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig,
        general_purpose::STANDARD as PADDED,
    },
};
use bytes::Bytes;
use people_model::{
    ContactId, FieldMask, FieldViolation, Method, UpdateContactPhotoRequest,
    UpdateContactPhotoResponse,
};
use people_rules::{MaskParameter, Sources, read_mask};

use super::{Incoming, Outgoing, setters::setters};
use crate::{
    query::Query,
    rejection::Rejection,
    request::{Encoded, Request, sealed::Sealed},
    route::Route,
    shape::{Change, Returns, Shape},
};

/// `people.updateContactPhoto`: gives a contact a photo (rule `H1`).
///
/// ```
/// use people_http::{Request, UpdateContactPhoto};
/// use people_model::ContactId;
///
/// let update = UpdateContactPhoto::new(ContactId::new(17).unwrap(), b"\x89PNG".to_vec());
/// let sent = update.to_http();
/// assert_eq!(*sent.uri(), "/v1/people/c17:updateContactPhoto");
/// assert_eq!(sent.body(), r#"{"photoBytes":"iVBORw=="}"#);
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UpdateContactPhoto {
    /// The contact.
    pub id: ContactId,
    /// The file: JPEG or PNG. On the wire it is base64; either alphabet is read, with padding or without,
    /// and blanks in it do not count.
    pub photo: Bytes,
    /// The fields to return (rule `U3`). Where it is empty, as it is at first, no contact is returned.
    pub read: FieldMask,
    /// The source types to return (rule `U4`).
    pub sources: Sources,
}

impl UpdateContactPhoto {
    /// Gives a contact this photo.
    pub fn new(id: ContactId, photo: impl Into<Bytes>) -> Self {
        Self {
            id,
            photo: photo.into(),
            read: FieldMask::EMPTY,
            sources: Sources::DEFAULT,
        }
    }
}

/// Shows the size of the photo, and not its content.
impl fmt::Debug for UpdateContactPhoto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateContactPhoto")
            .field("id", &self.id)
            .field("photo_bytes", &self.photo.len())
            .field("read", &self.read)
            .field("sources", &self.sources)
            .finish()
    }
}

impl UpdateContactPhoto {
    /// Reads the bytes of a photo from base64, in every form that the API's front end takes.
    ///
    /// ```
    /// use people_http::UpdateContactPhoto;
    ///
    /// assert_eq!(UpdateContactPhoto::decode("_9j_"), UpdateContactPhoto::decode("/9j/"));
    /// assert!(UpdateContactPhoto::decode("no base64!").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// When the text is not base64. The error has the beginning of the text.
    pub fn decode(text: &str) -> Result<Vec<u8>, Rejection> {
        /// With or without padding; surplus bits are ignored.
        const ANY: GeneralPurpose = GeneralPurpose::new(
            &STANDARD,
            GeneralPurposeConfig::new()
                .with_decode_allow_trailing_bits(true)
                .with_decode_padding_mode(DecodePaddingMode::Indifferent),
        );

        let is_other = |byte: u8| matches!(byte, b'-' | b'_') || byte.is_ascii_whitespace();
        let standard = match text.bytes().any(is_other) {
            false => Cow::Borrowed(text.as_bytes()),
            true => {
                let bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
                let bytes = bytes.map(|byte| match byte {
                    b'-' => b'+',
                    b'_' => b'/',
                    byte => byte,
                });
                Cow::Owned(bytes.collect())
            }
        };
        ANY.decode(&*standard).map_err(|_| {
            let shown: String = text.chars().take(MOST_SHOWN).collect();
            Rejection::Fields(vec![FieldViolation {
                field: "photo_bytes".to_owned(),
                description: format!(
                    "Invalid value at 'photo_bytes' (TYPE_BYTES), Base64 decoding failed for \"{shown}\""
                ),
            }])
        })
    }
}

setters!(UpdateContactPhoto: returning);

impl Sealed for UpdateContactPhoto {}

impl Request for UpdateContactPhoto {
    const METHOD: Method = Method::UpdateContactPhoto;
    type Response = UpdateContactPhotoResponse;

    fn shape(&self) -> Shape<'_> {
        Shape::change(
            Self::METHOD,
            Change::Photo(self.id),
            Returns::People {
                read: self.read,
                sources: self.sources,
            },
        )
    }

    fn encode(&self) -> Encoded {
        let mut body = UpdateContactPhotoRequest::new()
            .photo_bytes(PADDED.encode(&self.photo))
            .person_fields(self.read.to_string());
        body.sources = self.sources.unless_default();
        Outgoing::new(Self::METHOD)
            .name(self.id.resource_name())
            .body(&body)
            .finish()
    }

    fn from_http(route: &Route, query: &Query<'_>, body: &[u8]) -> Result<Self, Rejection> {
        let (_, body): (_, UpdateContactPhotoRequest) =
            Incoming::read_with_body(Self::METHOD, query, body)?;
        let photo = Self::decode(&body.photo_bytes)?;
        Ok(Self {
            id: route.contact_id()?,
            photo: photo.into(),
            read: read_mask(MaskParameter::PersonFields, &body.person_fields)?.unwrap_or_default(),
            sources: body.sources.into_iter().collect(),
        })
    }
}

/// How many characters of a text that is not base64 an error repeats.
const MOST_SHOWN: usize = 100;
