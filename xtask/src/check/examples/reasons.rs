//! Public items that need no example of their own, and why.

/// Items of a crate, and the reason that they share.
pub(super) struct Reasons {
    pub(super) library: &'static str,
    pub(super) why: &'static str,
    pub(super) items: &'static [&'static str],
}

/// An example that has one would only unpack it.
const GIVEN: &str = "a function gives it back, and the function's example shows it";
const ERROR: &str = "an error: the function that fails says when, in its section of errors";
const DETAIL: &str = "a detail of a status: the example of `Status` shows how one is read";
const ROW: &str = "a row of a generated table: the docs of its members say what each is";
const CHOICE: &str = "a choice: the docs of its values say what each means";
const NAME: &str = "a name for another type";

pub(super) const REASONS: &[Reasons] = &[
    Reasons {
        library: "people-model",
        why: ROW,
        items: &[
            "Body",
            "Descriptor",
            "Member",
            "Parameter",
            "Scope",
            "SystemParameter",
            "ValueKind",
        ],
    },
    Reasons {
        library: "people-model",
        why: DETAIL,
        items: &[
            "BadRequest",
            "FieldViolation",
            "QuotaFailure",
            "QuotaViolation",
        ],
    },
    Reasons {
        library: "people-model",
        why: GIVEN,
        items: &["Decoded", "Problem"],
    },
    Reasons {
        library: "people-model",
        why: ERROR,
        items: &["ParseCodeError", "ParseEnumError", "SyntaxErrorKind"],
    },
    Reasons {
        library: "people-rules",
        why: GIVEN,
        items: &["Checked", "Merge", "Precondition"],
    },
    Reasons {
        library: "people-rules",
        why: ERROR,
        items: &["ParseContractError"],
    },
    Reasons {
        library: "people-rules",
        why: CHOICE,
        items: &["EtagKind"],
    },
    Reasons {
        library: "people-rules",
        why: "a part of a `View`, as its contact is: the example of `project` makes one",
        items: &["ProfileSource"],
    },
    Reasons {
        library: "people-rules",
        why: NAME,
        items: &["CanonicalPhone", "DialledForms"],
    },
    Reasons {
        library: "people-http",
        why: GIVEN,
        items: &["EditOutcome", "Route"],
    },
    Reasons {
        library: "people-http",
        why: ERROR,
        items: &["MalformedReply"],
    },
    Reasons {
        library: "people-http",
        why: "programs name it only as a bound: the example of `Pages` shows what it is for",
        items: &["Paged"],
    },
    Reasons {
        library: "people-store",
        why: GIVEN,
        items: &[
            "Committed",
            "Copied",
            "Fault",
            "Inspection",
            "PostgresInspection",
            "Stats",
        ],
    },
    Reasons {
        library: "people-store",
        why: ERROR,
        items: &["CopyError", "Invalid", "InvalidCursor", "Unavailable"],
    },
    Reasons {
        library: "people-store",
        why: CHOICE,
        items: &["Durability", "Order"],
    },
    Reasons {
        library: "people-store",
        why: NAME,
        items: &["Cause", "Micros"],
    },
    Reasons {
        library: "people-store",
        why: "only an engine implements it: the example of `copy` uses two",
        items: &["CopyTarget"],
    },
    Reasons {
        library: "people-server",
        why: GIVEN,
        items: &[
            "Differing",
            "Imported",
            "Photo",
            "SecretToken",
            "SeedReport",
            "TokenEntry",
        ],
    },
    Reasons {
        library: "people-server",
        why: ERROR,
        items: &["NotLoopback"],
    },
];
