//! A request for a page, read to its end.
use std::time::Duration;

use axum::{Router, body::Body, extract::Request};
use bytes::Bytes;
use http::{HeaderMap, Method as Verb, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use percent_encoding::percent_decode_str;

use crate::{answer::Refused, guard::Guard};

/// A request for a page.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) verb: Verb,
    /// What follows `/console/`, decoded.
    pub(crate) segments: Vec<String>,
    pub(crate) query: Fields,
    /// What a form sent.
    pub(crate) form: Fields,
    /// The file that a form sent.
    pub(crate) file: Bytes,
    /// What the browser calls this file.
    pub(crate) file_name: String,
    /// Where the server was reached: scheme and host.
    pub(crate) base: String,
    /// Everything behind the console: the emulator and the API.
    pub(crate) api: Router,
    /// What was sent, until it is parsed.
    body: Bytes,
    /// The boundary of its parts, if it has parts.
    boundary: Option<String>,
}

/// Bytes of a form: a contact in each of its three states.
const LARGEST_FORM: usize = 32 << 20;
/// Bytes of the form of a browser that has not signed in: it has two tokens to send.
const LARGEST_OF_STRANGERS: usize = 16 << 10;
/// How long a form may take to arrive.
const FORM_TIME: Duration = Duration::from_secs(30);
/// Fields of a form: more than a contact has.
const MOST_FIELDS: usize = 50_000;
const TOO_MANY: &str = "The form has too many fields.";

impl Visit {
    /// Reads a request: little of it, unless the browser may see pages.
    pub(crate) async fn read(
        request: Request,
        segments: Vec<String>,
        guard: &Guard,
        api: Router,
        is_known: bool,
    ) -> Result<Self, Refused> {
        let (head, body) = request.into_parts();
        let query = head.uri.query().unwrap_or_default();
        let mut visit = Self {
            base: guard.base(&head.uri, &head.headers),
            query: Fields::parse(query.as_bytes())?,
            form: Fields::default(),
            file: Bytes::new(),
            file_name: String::new(),
            verb: head.method,
            segments,
            api,
            body: Bytes::new(),
            boundary: None,
        };
        if visit.verb == Verb::POST {
            let largest = match is_known {
                true => LARGEST_FORM,
                false => LARGEST_OF_STRANGERS,
            };
            let limited = Limited::new(body, largest);
            let body = tokio::time::timeout(FORM_TIME, limited.collect()).await;
            visit.body = match body {
                Ok(Ok(body)) => body.to_bytes(),
                Ok(Err(error)) if error.is::<LengthLimitError>() => {
                    let most = largest >> 10;
                    return Err(Refused::new(
                        StatusCode::BAD_REQUEST,
                        format!(
                            "The form has more than {most} KiB. For a large file of contacts there is \
                             `people import`."
                        ),
                    ));
                }
                Ok(Err(_)) | Err(_) => return Err(invalid("The form did not arrive.")),
            };
            let kind = text(&head.headers, header::CONTENT_TYPE);
            visit.boundary = multer::parse_boundary(kind).ok();
        }
        Ok(visit)
    }

    /// The request with the fields of its form. A large form takes a while.
    pub(crate) async fn parsed(mut self) -> Result<Self, Refused> {
        let body = std::mem::take(&mut self.body);
        match self.boundary.take() {
            Some(boundary) => self.read_parts(body, boundary).await?,
            None => self.form = Fields::parse(&body)?,
        }
        Ok(self)
    }

    async fn read_parts(&mut self, body: Bytes, boundary: String) -> Result<(), Refused> {
        let wrong = |_| invalid("The form cannot be read.");
        let mut parts = multer::Multipart::new(Body::from(body).into_data_stream(), boundary);
        let mut count = 0;
        while let Some(part) = parts.next_field().await.map_err(wrong)? {
            count += 1;
            if count > MOST_FIELDS {
                return Err(invalid(TOO_MANY));
            }
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name() {
                Some(file) => {
                    self.file_name = file.to_owned();
                    self.file = part.bytes().await.map_err(wrong)?;
                }
                None => {
                    let value = part.text().await.map_err(wrong)?;
                    self.form.0.push((name, value));
                }
            }
        }
        Ok(())
    }
}

/// Names and values, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    fn parse(text: &[u8]) -> Result<Self, Refused> {
        let fields = form_urlencoded::parse(text).into_owned();
        let fields: Vec<_> = fields.take(MOST_FIELDS + 1).collect();
        match fields.len() > MOST_FIELDS {
            true => Err(invalid(TOO_MANY)),
            false => Ok(Self(fields)),
        }
    }

    /// The value of a field; none if it is not there. Of several, the last one counts.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let named = self.0.iter().rev().find(|(own, _)| own == name);
        named.map(|(_, value)| value.as_str())
    }

    /// The value of a field, which may be empty.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// The value of a field, unless it is empty.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }
}

/// The segments of a path behind `/console`, decoded.
pub(crate) fn segments(path: &str) -> Result<Vec<String>, Refused> {
    let rest = path.strip_prefix("/console").unwrap_or(path);
    let segments = rest.split('/').filter(|segment| !segment.is_empty());
    let decoded = segments.map(|segment| {
        let decoded = percent_decode_str(segment).decode_utf8();
        decoded.map(|it| it.into_owned())
    });
    let decoded: Result<Vec<String>, _> = decoded.collect();
    decoded.map_err(|_| Refused::bare(StatusCode::NOT_FOUND, "There is no such page."))
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

fn invalid(text: &str) -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, text)
}
