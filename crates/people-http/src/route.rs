use std::{ops::Range, sync::LazyLock};

use people_model::{ContactId, Method};
use people_rules::Violation;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What a verb and a path ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The resource the path names, decoded: `people/c1`, `contactGroups/myContacts`.
    ///
    /// `None` for the methods whose path names none.
    pub resource_name: Option<String>,
}

impl Route {
    /// The resource the path names, or nothing.
    pub(crate) fn name(&self) -> &str {
        self.resource_name.as_deref().unwrap_or_default()
    }

    /// The contact that the path names: only a contact can be written to (rule `U1`).
    pub(crate) fn contact_id(&self) -> Result<ContactId, Violation> {
        ContactId::parse(self.name()).ok_or_else(|| Violation::NotAContact {
            resource_name: self.name().to_owned(),
        })
    }
}

/// Finds the method that answers `verb` on `path`.
///
/// Derived from the path templates of the method table, so that it cannot differ from what
/// [`Request::to_http`](crate::Request::to_http) writes. A path that matches no template is `None`,
/// for which the API has a page and no JSON.
///
/// Segments are split first and percent-decoded afterwards: `people%2Fc1` is one segment, and no path matches it. The
/// last literal colon of the last segment always begins a custom verb; in an id it is written `%3A`. An empty segment,
/// or one whose escapes are not UTF-8, matches nothing.
///
/// ```
/// use people_http::route;
/// use people_model::Method;
///
/// let route_of = |path| route(&http::Method::PATCH, path);
///
/// let route = route_of("/v1/people/c1:updateContact").unwrap();
/// assert_eq!(route.method, Method::UpdateContact);
/// assert_eq!(route.resource_name.as_deref(), Some("people/c1"));
/// assert_eq!(route_of("/v1/people%2Fc1:updateContact"), None);
/// assert_eq!(route_of("/v1/people/c1"), None);
/// ```
pub fn route(verb: &http::Method, path: &str) -> Option<Route> {
    let path = Path::split(path)?;
    TEMPLATES
        .iter()
        .filter(|template| template.verb == verb.as_str())
        .find(|template| template.matches(&path))
        .and_then(|template| template.route(&path))
}

/// The verb and the path of a call, the other way round.
///
/// A `name` that does not fit the template (`""`, `people`, `groups/x`) gives a path that
/// [`route`] does not answer.
pub(crate) fn locate(method: Method, name: &str) -> (http::Method, Place) {
    let template = TEMPLATES
        .iter()
        .find(|template| template.method == method)
        .expect("TEMPLATES holds every method of the table");
    let verb = http::Method::from_bytes(template.verb.as_bytes())
        .expect("the method table's verbs are tokens");
    (verb, template.place(name))
}

/// Where a call goes.
pub(crate) struct Place {
    pub(crate) path: String,
    /// Whether [`route`] finds the method there.
    pub(crate) is_method: bool,
}

static TEMPLATES: LazyLock<Vec<Template>> =
    LazyLock::new(|| Method::ALL.iter().copied().map(Template::new).collect());

/// One row of the method table, such as `PATCH /v1/{person.resourceName=people/*}:updateContact`.
struct Template {
    method: Method,
    verb: &'static str,
    segments: Vec<Segment>,
    /// Which segments make up the resource name.
    name: Range<usize>,
    custom_verb: Option<&'static str>,
}

#[derive(Clone, Copy)]
enum Segment {
    Literal(&'static str),
    Any,
}

impl Template {
    fn new(method: Method) -> Self {
        let path = method.path();
        // No colon occurs in a variable, and every custom verb ends the path.
        let (path, custom_verb) = match path.rsplit_once(':') {
            Some((path, verb)) => (path, Some(verb)),
            None => (path, None),
        };
        let mut segments = Vec::new();
        let mut name = 0..0;
        for piece in path.split('/').skip(1) {
            let piece = match piece.split_once('=') {
                Some((_, first)) => {
                    name.start = segments.len();
                    first
                }
                None => piece,
            };
            let (piece, ends_name) = match piece.strip_suffix('}') {
                Some(piece) => (piece, true),
                None => (piece, false),
            };
            segments.push(match piece {
                "*" => Segment::Any,
                literal => Segment::Literal(literal),
            });
            if ends_name {
                name.end = segments.len();
            }
        }
        Self {
            method,
            verb: method.verb(),
            segments,
            name,
            custom_verb,
        }
    }

    fn matches(&self, path: &Path<'_>) -> bool {
        self.custom_verb == path.custom_verb
            && self.segments.len() == path.len
            && self
                .segments
                .iter()
                .zip(path.segments)
                .all(|(segment, found)| match segment {
                    Segment::Literal(literal) => *literal == found,
                    Segment::Any => true,
                })
    }

    fn route(&self, path: &Path<'_>) -> Option<Route> {
        let mut name = String::new();
        for segment in &path.segments[self.name.clone()] {
            if !name.is_empty() {
                name.push('/');
            }
            name.push_str(&percent_decode_str(segment).decode_utf8().ok()?);
        }
        Some(Route {
            method: self.method,
            resource_name: (!name.is_empty()).then_some(name),
        })
    }

    fn place(&self, name: &str) -> Place {
        let mut path = String::with_capacity(64);
        let mut is_method = true;
        for (index, segment) in self.segments.iter().enumerate() {
            if self.name.contains(&index) {
                if index == self.name.start {
                    path.push('/');
                    is_method = self.push_name(&mut path, name);
                }
            } else if let Segment::Literal(literal) = segment {
                path.push('/');
                path.push_str(literal);
            }
        }
        if let Some(verb) = self.custom_verb {
            path.push(':');
            path.push_str(verb);
        }
        Place { path, is_method }
    }

    /// Writes the collection as it is, and everything after it as one segment. It returns whether the name belongs to
    /// the collection.
    fn push_name(&self, path: &mut String, name: &str) -> bool {
        let Some(Segment::Literal(collection)) = self.segments.get(self.name.start) else {
            return false;
        };
        let id = name
            .strip_prefix(collection)
            .and_then(|rest| rest.strip_prefix('/'));
        let text = match id {
            Some(id) => {
                path.push_str(collection);
                path.push('/');
                id
            }
            None => name,
        };
        path.extend(utf8_percent_encode(text, SEGMENT));
        id.is_some_and(|id| !id.is_empty())
    }
}

/// Everything but the characters that RFC 3986 calls unreserved.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request's path, taken apart.
struct Path<'p> {
    segments: [&'p str; MAX_SEGMENTS],
    len: usize,
    custom_verb: Option<&'p str>,
}

/// The number of segments of the longest template.
const MAX_SEGMENTS: usize = 4;

impl<'p> Path<'p> {
    fn split(path: &'p str) -> Option<Self> {
        let path = path.strip_prefix('/')?;
        let (path, custom_verb) = match path.rsplit_once(':') {
            Some((path, verb)) if !verb.contains('/') => (path, Some(verb)),
            _ => (path, None),
        };
        let mut segments = [""; MAX_SEGMENTS];
        let mut len = 0;
        for segment in path.split('/') {
            if segment.is_empty() {
                return None;
            }
            *segments.get_mut(len)? = segment;
            len += 1;
        }
        Some(Self {
            segments,
            len,
            custom_verb,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A client sends what is addressed, and does not route it again.
    #[test]
    fn a_place_is_the_methods_where_it_is_routed_there() {
        let names = [
            "",
            "/",
            "people",
            "people/",
            "people/c1",
            "people/a/b",
            "people/c1:updateContact",
            "people//",
            "peoples/c1",
            "contactGroups/myContacts",
            "contactGroups/",
            "otherContacts/c1",
            "people/ä %2F?#",
        ];
        for method in Method::ALL {
            for name in names {
                let (verb, place) = locate(method, name);
                let found = route(&verb, &place.path).filter(|found| found.method == method);
                assert_eq!(place.is_method, found.is_some(), "{method:?} {name}");
            }
        }
    }
}
