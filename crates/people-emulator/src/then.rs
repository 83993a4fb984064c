//! What a rule does to a call.
mod steps;

use std::time::Duration;

use http::StatusCode;
use people_http::Bucket;
use people_model::{Code, ContactId, Person, UpdateMask};
use serde_json::Value;

pub(crate) use self::steps::Steps;
pub use self::steps::{EditGrammar, EditStep};
use crate::{
    duration::{self, Span},
    members::Members,
    words::nearest,
};

/// What a rule does to a call.
#[derive(Clone, Debug)]
pub(crate) enum Then {
    /// The call fails, as the API says it.
    Fail {
        error: Error,
        retry_after: Option<Duration>,
    },
    /// A page of a proxy answers, and no call is made.
    Page(StatusCode),
    /// The call waits.
    Delay(Duration),
    Drop(When),
    /// A read answers what it answered before the last write.
    Lag(Lag),
    /// A search finds nothing until one with an empty query was made.
    WarmUp,
    /// Another program edits a contact just before the call.
    Edit(Box<Edit>),
}

/// Why a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Error {
    Code(Code),
    /// A bucket of the quota is empty.
    Quota(Bucket),
    ExpiredSyncToken,
}

/// When the connection breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// Before the call: nothing is changed.
    Before,
    /// After the commit, and before the reply.
    After,
    /// In the middle of the reply's body.
    Body,
}

impl When {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
            Self::Body => "body",
        }
    }
}

/// How long reads lag behind a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lag {
    Time(Duration),
    Reads(u64),
}

/// An edit by another program.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    pub(crate) id: ContactId,
    pub(crate) change: Change,
}

/// What an edit changes.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// The fields of the mask become those of the person.
    Person {
        person: Box<Person>,
        mask: UpdateMask,
    },
    /// The steps of a command line.
    Steps(Steps),
}

/// What else a status may be.
const EXPIRED: &str = "EXPIRED_SYNC_TOKEN";

impl Then {
    /// Reads what a test wrote; `grammar` knows the edits of a command line.
    pub(crate) fn read(value: Value, grammar: Option<&dyn EditGrammar>) -> Result<Self, String> {
        let mut members = Members::new("then", r#"{"status": "UNAVAILABLE"}"#, value)?;
        let retry_after = span(&mut members, "retryAfter")?;
        let fail = |error| Self::Fail { error, retry_after };
        let chosen = [
            members.take("status").map(error).transpose()?.map(fail),
            members
                .text("quota", r#""writes""#)?
                .map(|name| bucket(&name))
                .transpose()?
                .map(|bucket| fail(Error::Quota(bucket))),
            members.number("page", 502)?.map(page).transpose()?,
            span(&mut members, "delay")?.map(Self::Delay),
            members.take("drop").map(when).transpose()?.map(Self::Drop),
            members.take("lag").map(lag).transpose()?.map(Self::Lag),
            members.take("warmUp").map(warm_up).transpose()?,
            members
                .take("edit")
                .map(|form| edit(form, grammar))
                .transpose()?,
        ];
        members.finish()?;
        let mut chosen = chosen.into_iter().flatten();
        match (chosen.next(), chosen.next()) {
            (Some(then), None) if retry_after.is_some() && !matches!(then, Self::Fail { .. }) => {
                Err("`retryAfter` belongs to `status` or `quota`".to_owned())
            }
            (Some(then), None) => Ok(then),
            (None, _) => Err(format!("`then` has one of {KINDS}")),
            (Some(_), Some(_)) => Err(format!(
                "`then` has only one of {KINDS}; for two of them write two rules"
            )),
        }
    }
}

const KINDS: &str = "`status`, `quota`, `page`, `delay`, `drop`, `lag`, `warmUp` and `edit`";

fn span(members: &mut Members, name: &'static str) -> Result<Option<Duration>, String> {
    let span = members.parsed::<Span>(name, duration::EXAMPLE)?;
    Ok(span.map(|Span(time)| time))
}

fn error(name: Value) -> Result<Error, String> {
    let Value::String(name) = name else {
        let status = name.as_u64().and_then(|status| u16::try_from(status).ok());
        let code = status.and_then(|status| code_of(StatusCode::from_u16(status).ok()?));
        let code = code.unwrap_or(Code::Unavailable).as_str();
        return Err(format!(
            "`status` is the name of an error, and not `{name}`; write `\"{code}\"`"
        ));
    };
    if name == EXPIRED {
        return Ok(Error::ExpiredSyncToken);
    }
    match name.parse() {
        Ok(Code::Ok) | Err(_) => {
            let names = Code::ALL.iter().map(|code| code.as_str());
            let names = names
                .filter(|name| *name != Code::Ok.as_str())
                .chain([EXPIRED]);
            let near = nearest(&name, names).unwrap_or(Code::Unavailable.as_str());
            Err(format!(
                "`{name}` is no error of the API; write for instance `{near}`"
            ))
        }
        Ok(code) => Ok(Error::Code(code)),
    }
}

/// The code that the API sends with a status most often.
pub(crate) fn code_of(status: StatusCode) -> Option<Code> {
    Some(match status.as_u16() {
        400 => Code::InvalidArgument,
        401 => Code::Unauthenticated,
        403 => Code::PermissionDenied,
        404 => Code::NotFound,
        409 => Code::Aborted,
        429 => Code::ResourceExhausted,
        499 => Code::Cancelled,
        500 => Code::Internal,
        501 => Code::Unimplemented,
        503 => Code::Unavailable,
        504 => Code::DeadlineExceeded,
        _ => return None,
    })
}

fn bucket(name: &str) -> Result<Bucket, String> {
    match name {
        "reads" => Ok(Bucket::Reads),
        "writes" => Ok(Bucket::Writes),
        _ => Err(format!("`quota` is `reads` or `writes`, and not `{name}`")),
    }
}

fn page(status: u64) -> Result<Then, String> {
    let code = u16::try_from(status).ok();
    let code = code.and_then(|status| StatusCode::from_u16(status).ok());
    let code = code.filter(|code| code.is_client_error() || code.is_server_error());
    let code = code.ok_or_else(|| format!("`page` is a status such as 502, and not {status}"))?;
    Ok(Then::Page(code))
}

fn when(value: Value) -> Result<When, String> {
    match value.as_str() {
        Some("before") => Ok(When::Before),
        Some("after") => Ok(When::After),
        Some("body") => Ok(When::Body),
        _ => Err(format!(
            "`drop` is one of `before`, `after`, `body`, and not `{value}`"
        )),
    }
}

fn lag(value: Value) -> Result<Lag, String> {
    match &value {
        Value::String(text) => {
            let Span(time) = text.parse().map_err(|why| format!("`lag`: {why}"))?;
            Ok(Lag::Time(time))
        }
        Value::Number(reads) if reads.is_u64() => {
            Ok(Lag::Reads(reads.as_u64().unwrap_or_default()))
        }
        _ => Err(format!(
            "`lag` is a time such as `\"5s\"`, or a number of reads such as `3`, and not `{value}`"
        )),
    }
}

fn warm_up(value: Value) -> Result<Then, String> {
    match value {
        Value::Bool(true) => Ok(Then::WarmUp),
        _ => Err(format!(
            "`warmUp` is `true`, or left out, and not `{value}`"
        )),
    }
}

fn edit(form: Value, grammar: Option<&dyn EditGrammar>) -> Result<Then, String> {
    let mut members = Members::new("edit", EDIT, form)?;
    let name = members.text("resourceName", r#""people/c17""#)?;
    let name = name.ok_or_else(|| format!("`edit` names a contact: `{EDIT}`"))?;
    let id = ContactId::parse(&name);
    let id =
        id.ok_or_else(|| format!("`{name}` is no contact; write for instance `people/c17`"))?;
    let (person, mask) = (members.take("person"), members.text("mask", r#""names""#)?);
    let steps = Steps::read(&mut members, grammar)?;
    members.finish()?;
    let change = match (person, mask, steps) {
        (Some(person), Some(mask), None) => {
            let person: Person =
                serde_json::from_value(person).map_err(|error| format!("`person`: {error}"))?;
            let mask = mask.parse().map_err(|error| format!("`mask`: {error}"))?;
            let person = Box::new(person);
            Change::Person { person, mask }
        }
        (None, None, Some(steps)) => Change::Steps(steps),
        _ => {
            return Err(format!(
                "`edit` has `person` and `mask`, or steps of `people edit`: `{EDIT}` or `{STEPS}`"
            ));
        }
    };
    Ok(Then::Edit(Box::new(Edit { id, change })))
}

const EDIT: &str = r#"{"resourceName": "people/c17", "person": {…}, "mask": "names"}"#;

const STEPS: &str = r#"{"resourceName": "people/c17", "set": "names.familyName=Byron"}"#;
