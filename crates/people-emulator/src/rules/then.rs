//! What a rule does to a call.
use std::time::Duration;

use http::StatusCode;
use people_http::Bucket;
use people_model::{Code, ContactId, Person, UpdateMask};
use serde::Deserialize;

use crate::{control::nearest, duration::Span};

/// What a rule does to a call.
#[derive(Clone, Debug, PartialEq)]
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
    /// Somebody else edits a contact just before the call.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
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

/// Somebody else's edit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Edit {
    pub(crate) id: ContactId,
    pub(crate) person: Person,
    pub(crate) mask: UpdateMask,
}

/// A [`Then`] as a test writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Form {
    status: Option<String>,
    retry_after: Option<Span>,
    quota: Option<String>,
    page: Option<u16>,
    delay: Option<Span>,
    drop: Option<When>,
    lag: Option<LagForm>,
    warm_up: Option<bool>,
    edit: Option<EditForm>,
}

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "`lag` is a time such as `5s`, or a number of reads"
)]
enum LagForm {
    Time(Span),
    Reads(u64),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct EditForm {
    resource_name: String,
    person: Person,
    mask: UpdateMask,
}

/// What else a status may be.
const EXPIRED: &str = "EXPIRED_SYNC_TOKEN";

impl TryFrom<Form> for Then {
    type Error = String;

    fn try_from(form: Form) -> Result<Self, String> {
        let waits = form.status.is_some() || form.quota.is_some();
        let retry_after = form.retry_after.map(|Span(time)| time);
        if retry_after.is_some() && !waits {
            return Err("`retryAfter` belongs to `status` or `quota`".to_owned());
        }
        let fail = |error| Self::Fail { error, retry_after };
        let chosen = [
            form.status.map(|name| error(&name).map(fail)),
            form.quota
                .map(|name| bucket(&name).map(Error::Quota).map(fail)),
            form.page.map(page),
            form.delay.map(|Span(time)| Ok(Self::Delay(time))),
            form.drop.map(|when| Ok(Self::Drop(when))),
            form.lag.map(|lag| {
                Ok(Self::Lag(match lag {
                    LagForm::Time(Span(time)) => Lag::Time(time),
                    LagForm::Reads(reads) => Lag::Reads(reads),
                }))
            }),
            form.warm_up.map(|warm_up| match warm_up {
                true => Ok(Self::WarmUp),
                false => Err("`warmUp` is `true`, or left out".to_owned()),
            }),
            form.edit.map(edit),
        ];
        let mut chosen = chosen.into_iter().flatten();
        match (chosen.next(), chosen.next()) {
            (Some(then), None) => then,
            (None, _) => Err(format!("`then` has one of {KINDS}")),
            (Some(_), Some(_)) => Err(format!(
                "`then` has only one of {KINDS}; for two of them write two rules"
            )),
        }
    }
}

const KINDS: &str = "`status`, `quota`, `page`, `delay`, `drop`, `lag`, `warmUp` and `edit`";

fn error(name: &str) -> Result<Error, String> {
    if name == EXPIRED {
        return Ok(Error::ExpiredSyncToken);
    }
    match name.parse() {
        Ok(Code::Ok) | Err(_) => {
            let names = Code::ALL.iter().map(|code| code.as_str());
            let names = names
                .filter(|name| *name != Code::Ok.as_str())
                .chain([EXPIRED]);
            let near = nearest(name, names).unwrap_or(Code::Unavailable.as_str());
            Err(format!(
                "`{name}` is no error of the API; write for instance `{near}`"
            ))
        }
        Ok(code) => Ok(Error::Code(code)),
    }
}

fn bucket(name: &str) -> Result<Bucket, String> {
    match name {
        "reads" => Ok(Bucket::Reads),
        "writes" => Ok(Bucket::Writes),
        _ => Err(format!("`quota` is `reads` or `writes`, and not `{name}`")),
    }
}

fn page(status: u16) -> Result<Then, String> {
    let code = StatusCode::from_u16(status).ok();
    let code = code.filter(|code| code.is_client_error() || code.is_server_error());
    let code = code.ok_or_else(|| format!("`page` is a status such as 502, and not {status}"))?;
    Ok(Then::Page(code))
}

fn edit(form: EditForm) -> Result<Then, String> {
    let name = form.resource_name;
    let id = ContactId::parse(&name);
    let id =
        id.ok_or_else(|| format!("`{name}` is no contact; write for instance `people/c17`"))?;
    Ok(Then::Edit(Box::new(Edit {
        id,
        person: form.person,
        mask: form.mask,
    })))
}
