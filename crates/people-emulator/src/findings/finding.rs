//! The report of one fault of a program.
use std::{fmt, str::FromStr, sync::Arc};

use people_store::Account;
use serde::Serialize;
use serde_json::Value;

/// What a program did wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Kind {
    FieldErased,
    MemberErased,
    EntryDropped,
    MembershipDropped,
    BlindOverwrite,
    EditLost,
    CreateRepeated,
    StaleRetried,
    SyncAbandoned,
    RetryStorm,
    ParallelWrites,
}

impl Kind {
    /// What to do about it.
    pub(crate) fn advice(self) -> &'static str {
        match self {
            Self::FieldErased => {
                "Name only fields in the mask that the body has. To clear a field, send `[]`."
            }
            Self::MemberErased => {
                "Read the whole field, change the entry that was read, and send it back with all its members. \
                 To clear a member, send `\"\"` or `null`."
            }
            Self::EntryDropped => {
                "Read the whole list, change it, and send all of it. An update replaces the whole list."
            }
            Self::MembershipDropped => {
                "Read the memberships and send them all, or use contactGroups.members.modify."
            }
            Self::BlindOverwrite => {
                "Take the etag from a reply that has the fields that the update replaces."
            }
            Self::EditLost => {
                "Make the edit on the values that you read together with the etag, not on an older copy."
            }
            Self::CreateRepeated => {
                "After a lost reply, look for the contact before you create it again."
            }
            Self::StaleRetried => {
                "After a stale etag, read the person again, make the edit on what you read, and send that."
            }
            Self::SyncAbandoned => {
                "After an expired sync token, list everything without a token. Read all pages: the last one has \
                 the sync token."
            }
            Self::RetryStorm => {
                "Wait before each try, longer each time, and as long as `Retry-After` says."
            }
            Self::ParallelWrites => "Send the writes of one user one after the other.",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FieldErased => "FIELD_ERASED",
            Self::MemberErased => "MEMBER_ERASED",
            Self::EntryDropped => "ENTRY_DROPPED",
            Self::MembershipDropped => "MEMBERSHIP_DROPPED",
            Self::BlindOverwrite => "BLIND_OVERWRITE",
            Self::EditLost => "EDIT_LOST",
            Self::CreateRepeated => "CREATE_REPEATED",
            Self::StaleRetried => "STALE_RETRIED",
            Self::SyncAbandoned => "SYNC_ABANDONED",
            Self::RetryStorm => "RETRY_STORM",
            Self::ParallelWrites => "PARALLEL_WRITES",
        })
    }
}

/// How bad a finding is. A lower grade comes first.
///
/// ```
/// use people_emulator::Grade;
///
/// let grade: Grade = "error".parse()?;
/// assert!(grade > Grade::Warning);
/// # Ok::<(), people_emulator::UnknownGrade>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(clippy::exhaustive_enums)] // the grades are these three
pub enum Grade {
    /// It may be meant.
    #[default]
    Note,
    /// It is rarely meant, or it will go wrong under load.
    Warning,
    /// Data is lost, doubled or out of date.
    Error,
}

impl FromStr for Grade {
    type Err = UnknownGrade;

    fn from_str(text: &str) -> Result<Self, UnknownGrade> {
        match text {
            "note" => Ok(Self::Note),
            "warning" => Ok(Self::Warning),
            "error" => Ok(Self::Error),
            _ => Err(UnknownGrade(())),
        }
    }
}

/// A text names no grade.
///
/// ```
/// use people_emulator::{Grade, UnknownGrade};
///
/// let unknown: Result<Grade, UnknownGrade> = "fatal".parse();
/// assert_eq!(unknown.unwrap_err().to_string(), "a grade is `error`, `warning` or `note`");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a grade is `error`, `warning` or `note`")]
pub struct UnknownGrade(());

/// One fault of a program.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Finding {
    /// From 1 on, in the order in which they were found. That of one which may still be withdrawn is 0.
    pub(crate) number: u64,
    pub(crate) id: Kind,
    pub(crate) grade: Grade,
    #[serde(serialize_with = "account_name")]
    pub(crate) account: Account,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "test_name")]
    pub(crate) test: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resource_name: Option<String>,
    /// What happened, in a sentence.
    pub(crate) text: String,
    /// The numbers of the requests in the journal: what led to it, and what did it.
    pub(crate) requests: Vec<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) values: Vec<LostValue>,
    pub(crate) advice: &'static str,
}

/// A value, before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LostValue {
    /// Such as `emailAddresses[ada@example.com].type`.
    pub(crate) path: String,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
}

fn account_name<S: serde::Serializer>(account: &Account, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(account.as_str())
}

fn test_name<S: serde::Serializer>(test: &Option<Arc<str>>, to: S) -> Result<S::Ok, S::Error> {
    test.as_deref().serialize(to)
}
