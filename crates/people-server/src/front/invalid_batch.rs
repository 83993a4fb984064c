//! What is wrong with a batch, or with one of its parts.
use people_model::Code;

/// The most calls that the API accepts in a batch.
pub(super) const MAX_PARTS: usize = 1000;

/// Why a body is not a batch of calls. Nothing of it is done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidBatch {
    #[error(
        "A batch has the content type multipart/mixed with a boundary, such as \
         multipart/mixed; boundary=batch_1."
    )]
    ContentType,
    #[error(
        "The boundary of a batch has 1 to 70 characters: letters, digits, blanks inside, and '()+_,-./:=?."
    )]
    Boundary,
    #[error("A batch has at least one call. There is no line --{boundary} in this one.")]
    Empty { boundary: String },
    #[error("A batch has at most {MAX_PARTS} calls. This one has more.")]
    TooMany,
    #[error(
        "A batch ends with the line --{boundary}--. This one does not; it may have been cut off."
    )]
    Open { boundary: String },
}

/// Why a part is not a call. Only this part is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidPart {
    #[error("A part of a batch has the content type application/http.")]
    ContentType,
    #[error(
        "A part of a batch is a request: its first line is a verb and a path, such as \
         GET /v1/people/me?personFields=names."
    )]
    RequestLine,
    #[error("A request in a batch has a path that begins with a slash, and no full URL.")]
    FullUrl,
    #[error("A batch has no batches in it.")]
    Nested,
    #[error("Line {line} of the header of a request in a batch is no header field.")]
    Header { line: usize },
    #[error("The header of a request in a batch has at most {limit} fields.")]
    TooManyHeaders { limit: usize },
    #[error("The header of a request in a batch has at most {limit} bytes.")]
    TooLong { limit: usize },
}

/// Why a call of a batch was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unmade {
    #[error(
        "The replies to the other calls of this batch take all the room that a batch has. \
         Send this call again, by itself or in a smaller batch."
    )]
    NoRoom,
    #[error("The service is currently unavailable.")]
    NoTime,
}

impl Unmade {
    pub(super) fn code(self) -> Code {
        match self {
            Self::NoRoom => Code::ResourceExhausted,
            Self::NoTime => Code::Unavailable,
        }
    }
}
