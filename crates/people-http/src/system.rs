use people_model::parse_bool;

use crate::{
    query::Query,
    rejection::{Problems, Rejection},
};

/// The parameters that every method has: how to answer, and for whom.
///
/// Each may be written with a leading `$`. `alt` leaves no trace: JSON is what there is.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SystemParameters {
    /// `prettyPrint`: whether the reply has line breaks and indentation. It does when unset.
    pub pretty_print: bool,
    /// `fields`: the [`Selector`](crate::Selector) of a partial reply.
    pub fields: Option<String>,
    /// `$.xgafv`: the form of errors, with `errors[]` (1) or without (2).
    pub xgafv: Option<u8>,
    /// `$alt=json;enum-encoding=int`: enum values as numbers.
    pub enums_as_numbers: bool,
    /// `access_token`, or `oauth_token`: the credential of a caller that cannot set a header.
    pub access_token: Option<String>,
    /// `key`: names a project; it does not authenticate a caller.
    pub key: Option<String>,
    /// `quotaUser`.
    pub quota_user: Option<String>,
    /// `callback`: the name of a function to wrap the reply in.
    pub callback: Option<String>,
}

impl SystemParameters {
    /// Splits a query into these parameters and the method's own.
    ///
    /// # Errors
    ///
    /// When the reply is asked for in a form other than JSON, or a value is out of its range.
    ///
    /// ```
    /// use people_http::{Query, SystemParameters};
    ///
    /// let query = Query::parse("personFields=names&alt=json&prettyPrint=false");
    /// let (system, query) = SystemParameters::split(query)?;
    ///
    /// assert!(!system.pretty_print);
    /// assert_eq!(query.iter().collect::<Vec<_>>(), [("personFields", "names")]);
    /// assert!(SystemParameters::split(Query::parse("alt=proto")).is_err());
    /// # Ok::<(), people_http::Rejection>(())
    /// ```
    pub fn split(mut query: Query<'_>) -> Result<(Self, Query<'_>), Rejection> {
        let mut system = Self::default();
        let mut problems = Problems::default();
        let mut format = Ok(());
        query.retain(|name, value| match system.read(name, value) {
            Read::NotOurs => true,
            Read::Done => false,
            Read::Invalid(expected) => {
                problems.invalid_value(name, expected, value);
                false
            }
            Read::Format => {
                format = Err(Rejection::Format(format!(
                    "Unsupported response format \"{value}\". Replies are JSON: alt=json."
                )));
                false
            }
        });
        problems.finish()?;
        format?;
        Ok((system, query))
    }

    /// Whether an error lists `errors[]` beside its status.
    ///
    /// Errors in the first version of the error form do. So do errors for the client libraries that were written for
    /// that version: they name themselves in `User-Agent`.
    pub fn lists_errors(&self, user_agent: Option<&str>) -> bool {
        const OLD_LIBRARIES: [&str; 4] = [
            "google-api-nodejs-client/",
            "google-api-go-client/",
            "google-api-php-client/",
            "google-api-dotnet-client/",
        ];
        match self.xgafv {
            Some(version) => version == 1,
            None => user_agent
                .is_some_and(|agent| OLD_LIBRARIES.iter().any(|name| agent.contains(name))),
        }
    }

    fn read(&mut self, name: &str, value: &str) -> Read {
        let text = || Some(value.to_owned());
        match name.strip_prefix('$').unwrap_or(name) {
            "alt" => {
                let (format, option) = value.split_once(';').unwrap_or((value, ""));
                match (format, option) {
                    ("json" | "", "") => {}
                    ("json", "enum-encoding=int") => self.enums_as_numbers = true,
                    _ => return Read::Format,
                }
            }
            "prettyPrint" | "pretty_print" if value.is_empty() => self.pretty_print = true,
            "prettyPrint" | "pretty_print" => match parse_bool(value) {
                Some(pretty) => self.pretty_print = pretty,
                None => return Read::Invalid("TYPE_BOOL"),
            },
            ".xgafv" | "xgafv" => match value {
                "1" => self.xgafv = Some(1),
                "2" => self.xgafv = Some(2),
                _ => return Read::Invalid("TYPE_ENUM"),
            },
            "fields" if value.is_empty() => {}
            // Given again, it is the union, as of every mask.
            "fields" => match &mut self.fields {
                Some(fields) => {
                    fields.push(',');
                    fields.push_str(value);
                }
                None => self.fields = text(),
            },
            "access_token" | "oauth_token" => self.access_token = text(),
            "key" => self.key = text(),
            "quotaUser" | "quota_user" => self.quota_user = text(),
            "callback" => self.callback = text(),
            // How a body comes; there is one way.
            "uploadType" | "upload_type" | "uploadProtocol" | "upload_protocol" => {}
            _ => return Read::NotOurs,
        }
        Read::Done
    }
}

impl Default for SystemParameters {
    fn default() -> Self {
        Self {
            pretty_print: true,
            fields: None,
            xgafv: None,
            enums_as_numbers: false,
            access_token: None,
            key: None,
            quota_user: None,
            callback: None,
        }
    }
}

/// Shows no credential.
impl std::fmt::Debug for SystemParameters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SystemParameters")
            .field("pretty_print", &self.pretty_print)
            .field("fields", &self.fields)
            .field("xgafv", &self.xgafv)
            .field("enums_as_numbers", &self.enums_as_numbers)
            .finish_non_exhaustive()
    }
}

enum Read {
    NotOurs,
    Done,
    /// The value does not belong to this type.
    Invalid(&'static str),
    Format,
}
