use std::fmt;

use people_model::{
    BadRequest, Code, FieldViolation, PersonField, Problem, Status, SyntaxError, SyntaxErrorKind,
};
use people_rules::{EtagKind, MaskParameter, Violation};

use crate::selector::InvalidSelector;

/// Why a request was not understood, or which rule it broke before anything was looked up.
///
/// `Display` is the message the API sends.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Rejection {
    /// Parameters of the query or members of the body that do not fit the method, all of them.
    Fields(Vec<FieldViolation>),
    /// The body is not JSON. It has the whole message.
    Syntax(String),
    /// The request asks for a reply in another form, such as `alt=proto`.
    Format(String),
    /// The parameter `fields` is not a selection.
    Selector(InvalidSelector),
    /// A rule about names and masks.
    Rule(Violation),
}

impl Rejection {
    /// The rejection as the wire states it.
    pub fn status(&self) -> Status {
        match self {
            Self::Rule(violation) => status_of(violation),
            Self::Fields(violations) => Status::new(Code::InvalidArgument, self.to_string())
                .with_detail(BadRequest {
                    field_violations: violations.clone(),
                }),
            Self::Syntax(_) | Self::Format(_) | Self::Selector(_) => {
                Status::new(Code::InvalidArgument, self.to_string())
            }
        }
    }
}

impl Rejection {
    /// The id of the rule that the request broke, as in `docs/semantics.md`. `None` for [`Fields`](Self::Fields), which
    /// can break a rule of the query (`F3`) or of the body (`F4`).
    ///
    /// ```
    /// use people_http::{Call, Query, route};
    ///
    /// let route = route(&http::Method::GET, "/v1/people/c1").expect("a method");
    /// let refused = Call::from_http(&route, &Query::parse(""), b"").unwrap_err();
    /// assert_eq!(refused.rule(), Some("U3"));
    /// ```
    pub fn rule(&self) -> Option<&'static str> {
        match self {
            Self::Rule(violation) => Some(violation.rule()),
            Self::Syntax(_) => Some("F4"),
            Self::Format(_) => Some("F12"),
            Self::Selector(_) => Some("F8"),
            Self::Fields(_) => None,
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields(violations) => {
                for (index, violation) in violations.iter().enumerate() {
                    if index > 0 {
                        f.write_str("\n")?;
                    }
                    f.write_str(&violation.description)?;
                }
                Ok(())
            }
            Self::Syntax(message) | Self::Format(message) => f.write_str(message),
            Self::Selector(invalid) => invalid.fmt(f),
            Self::Rule(violation) => violation.fmt(f),
        }
    }
}

impl std::error::Error for Rejection {}

impl From<Violation> for Rejection {
    fn from(violation: Violation) -> Self {
        Self::Rule(violation)
    }
}

impl From<InvalidSelector> for Rejection {
    fn from(invalid: InvalidSelector) -> Self {
        Self::Selector(invalid)
    }
}

impl From<&Rejection> for Status {
    fn from(rejection: &Rejection) -> Self {
        rejection.status()
    }
}

impl From<Rejection> for Status {
    fn from(rejection: Rejection) -> Self {
        rejection.status()
    }
}

/// A broken rule as the wire states it: the only place where one becomes the other, but for
/// [`violation_of`], which reads it back.
///
/// ```
/// use people_http::status_of;
/// use people_model::Code;
/// use people_rules::Violation;
///
/// let status = status_of(&Violation::NotFound);
///
/// assert_eq!(status.code(), Some(Code::NotFound));
/// assert_eq!(status.message, "Requested entity was not found.");
/// assert!(status.details.is_empty());
/// ```
pub fn status_of(violation: &Violation) -> Status {
    let message = violation.to_string();
    let status = Status::new(violation.code(), message.clone());
    match violation {
        Violation::MalformedMask { parameter, .. } => status.with_detail(BadRequest {
            field_violations: vec![FieldViolation {
                field: parameter.proto().to_owned(),
                description: message,
            }],
        }),
        _ => status,
    }
}

/// The reverse direction: the broken rule that a text on the wire stands for. `None` if no rule has this text.
///
/// It does not distinguish the faults of masks or bodies: a request of this crate has neither.
///
/// ```
/// use people_http::{status_of, violation_of};
/// use people_rules::{EtagKind, Violation};
///
/// let stale = Violation::StaleEtag { etag: EtagKind::Person };
///
/// assert_eq!(violation_of(&status_of(&stale)), Some(stale));
/// ```
pub fn violation_of(status: &Status) -> Option<Violation> {
    let message = status.message.as_str();
    let fixed = [
        Violation::StaleEtag {
            etag: EtagKind::Person,
        },
        Violation::StaleEtag {
            etag: EtagKind::Source,
        },
        Violation::EtagRequired,
        Violation::SourcesRequired,
        Violation::NoContactSource,
        Violation::NoMembership,
        Violation::PhotosOfSearch,
        Violation::DirectorySourcesRequired,
        Violation::NoDomain,
        Violation::SharingOff,
        Violation::StaleGroup,
        Violation::NotFound,
        Violation::DeprecatedGroup,
        Violation::PersonRequired,
        Violation::NoContactField,
        Violation::InvalidPhoto,
        Violation::InvalidArgument,
    ];
    let of_field = PersonField::ALL.into_iter().flat_map(|field| {
        [
            Violation::TooManyValues { field },
            Violation::TwoSourcePrimaries { field },
            Violation::NotOfOtherContacts { field },
        ]
    });
    let quoting = [
        not_a_contact(message),
        system_group(message),
        invalid_date(message),
        photo_too_large(message),
    ];
    fixed
        .into_iter()
        .chain(of_field)
        .chain(quoting.into_iter().flatten())
        .find(|violation| {
            status.code() == Some(violation.code()) && violation.to_string() == message
        })
}

fn not_a_contact(message: &str) -> Option<Violation> {
    Some(Violation::NotAContact {
        resource_name: message.split('"').nth(1)?.to_owned(),
    })
}

fn system_group(message: &str) -> Option<Violation> {
    Some(Violation::SystemGroup {
        resource_name: message.split('"').nth(1)?.to_owned(),
    })
}

fn invalid_date(message: &str) -> Option<Violation> {
    let (_, rest) = message.split_once('\'')?;
    let (path, rest) = rest.split_once("': ")?;
    let mut parts = rest.split(' ').next()?.rsplitn(3, '-');
    let mut part = || parts.next()?.parse().ok();
    let (day, month, year) = (part()?, part()?, part()?);
    Some(Violation::InvalidDate {
        path: path.to_owned(),
        year,
        month,
        day,
    })
}

fn photo_too_large(message: &str) -> Option<Violation> {
    let sides = message.strip_prefix("Photo of ")?;
    let (width, rest) = sides.split_once(" x ")?;
    let (height, _) = rest.split_once(' ')?;
    Some(Violation::PhotoTooLarge {
        width: width.parse().ok()?,
        height: height.parse().ok()?,
    })
}

/// What is wrong with a request's query and body, as it is found.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<FieldViolation>);

/// The most faults that a reply lists. A request can have as many faults as bytes.
const MAX_PROBLEMS: usize = 100;

/// The beginning of a message about the request as a whole. A message about a value does not have it.
const RECEIVED: &str = "Invalid JSON payload received. ";

/// How much of a value a message repeats.
const MAX_VALUE: usize = 100;

impl Problems {
    pub(crate) fn unknown_parameter(&mut self, name: &str) {
        let description = format!(
            "{RECEIVED}Unknown name \"{name}\": Cannot bind query parameter. \
             Field '{name}' could not be found in request message."
        );
        self.push("", description);
    }

    pub(crate) fn invalid_value(&mut self, field: &str, expected: &str, value: &str) {
        let value = prefix(value, MAX_VALUE);
        self.push(
            field,
            format!("Invalid value at '{field}' ({expected}), \"{value}\""),
        );
    }

    pub(crate) fn malformed_mask(&mut self, parameter: MaskParameter, text: &str) {
        let violation = Violation::MalformedMask {
            parameter,
            text: text.to_owned(),
        };
        self.push(parameter.proto(), violation.to_string());
    }

    pub(crate) fn member(&mut self, problem: &Problem) {
        let prefix = if problem.is_payload_error() {
            RECEIVED
        } else {
            ""
        };
        self.push(problem.path(), format!("{prefix}{}", problem.message()));
    }

    fn push(&mut self, field: &str, description: String) {
        if self.0.len() < MAX_PROBLEMS {
            self.0.push(FieldViolation {
                field: field.to_owned(),
                description,
            });
        }
    }

    /// The rejection of a body that does not parse.
    ///
    /// If the query has faults, they are reported instead: a reply never has a syntax error together with other faults.
    pub(crate) fn syntax(mut self, error: &SyntaxError) -> Rejection {
        let description = format!("{RECEIVED}{}", error.message());
        if error.kind() == SyntaxErrorKind::NotAnObject {
            self.push("", description);
        } else if self.0.is_empty() {
            return Rejection::Syntax(description);
        }
        Rejection::Fields(self.0)
    }

    pub(crate) fn finish(self) -> Result<(), Rejection> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Rejection::Fields(self.0))
        }
    }
}

fn prefix(text: &str, max: usize) -> &str {
    match text.char_indices().nth(max) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
