use bytes::Bytes;
use http::{HeaderName, HeaderValue, Uri, header};
use people_model::{FieldMask, Message, Method, Person};
use people_rules::Sources;

use crate::{
    request::{Encoded, METHOD_OVERRIDE},
    route::locate,
};

/// Writes a request, parameter by parameter. What is unset is left out.
pub(crate) struct Outgoing {
    method: Method,
    name: String,
    query: form_urlencoded::Serializer<'static, String>,
    body: Option<Vec<u8>>,
}

impl Outgoing {
    pub(crate) fn new(method: Method) -> Self {
        Self {
            method,
            name: String::new(),
            query: form_urlencoded::Serializer::new(String::new()),
            body: None,
        }
    }

    pub(crate) fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    pub(crate) fn text(mut self, parameter: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.query.append_pair(parameter, value);
        }
        self
    }

    pub(crate) fn texts(mut self, parameter: &str, values: &[String]) -> Self {
        for value in values {
            self.query.append_pair(parameter, value);
        }
        self
    }

    pub(crate) fn int32(self, parameter: &str, value: i32) -> Self {
        if value == 0 {
            return self;
        }
        self.text(parameter, &value.to_string())
    }

    pub(crate) fn boolean(self, parameter: &str, value: bool) -> Self {
        self.text(parameter, if value { "true" } else { "" })
    }

    pub(crate) fn mask(self, parameter: &str, mask: FieldMask) -> Self {
        self.text(parameter, &mask.to_string())
    }

    /// A mask whose absence means every field.
    pub(crate) fn mask_or_all(self, parameter: &str, mask: FieldMask) -> Self {
        if mask == FieldMask::ALL {
            return self;
        }
        self.mask(parameter, mask)
    }

    pub(crate) fn sources(self, sources: Sources) -> Self {
        self.sources_unless(Sources::DEFAULT, sources)
    }

    /// The same for a method whose default is another.
    pub(crate) fn sources_unless(mut self, default: Sources, sources: Sources) -> Self {
        if sources != default {
            for source in sources.iter() {
                self.query.append_pair("sources", source.as_str());
            }
        }
        self
    }

    pub(crate) fn body(mut self, message: &impl Message) -> Self {
        self.body = Some(message.to_json().into_bytes());
        self
    }

    /// The new values of a person for these fields, as [`person_to_json`] writes them.
    pub(crate) fn person(mut self, person: &Person, replaced: FieldMask) -> Self {
        self.body = Some(person_to_json(person, replaced).into_bytes());
        self
    }

    /// A body that is written already.
    pub(crate) fn json(mut self, json: String) -> Self {
        self.body = Some(json.into_bytes());
        self
    }

    /// The request, and whether its resource name fits the method.
    pub(crate) fn finish(mut self) -> Encoded {
        let (verb, place) = locate(self.method, &self.name);
        let query = self.query.finish();
        let mut request = http::Request::new(Bytes::new());
        if let Some(json) = self.body {
            *request.body_mut() = json.into();
            set(&mut request, header::CONTENT_TYPE, "application/json");
        }
        let mut address = place.path;
        if verb == http::Method::GET && query.len() > MAX_QUERY {
            *request.body_mut() = query.into();
            *request.method_mut() = http::Method::POST;
            set(&mut request, METHOD_OVERRIDE, "GET");
            set(
                &mut request,
                header::CONTENT_TYPE,
                "application/x-www-form-urlencoded",
            );
        } else {
            *request.method_mut() = verb;
            if !query.is_empty() {
                address.push('?');
                address.push_str(&query);
            }
        }
        let uri = Uri::try_from(address);
        let is_addressed = place.is_method && uri.is_ok();
        // Only a name longer than any address can be is left over; `/` is routed nowhere either.
        *request.uri_mut() = uri.unwrap_or_else(|_| Uri::from_static("/"));
        Encoded {
            request,
            resource_name: self.name,
            is_addressed,
        }
    }
}

/// A person with an empty list for each masked field that has no value. The list shows that the request means to clear
/// the field, and has not forgotten it (rule `R8`).
pub(crate) fn person_to_json(person: &Person, replaced: FieldMask) -> String {
    let mut json = person.to_json();
    for field in replaced - person.fields() {
        json.pop(); // the end of the object
        let comma = if json.len() > 1 { "," } else { "" };
        json.push_str(&format!("{comma}\"{}\":[]}}", field.as_str()));
    }
    json
}

fn set(request: &mut http::Request<Bytes>, name: HeaderName, value: &'static str) {
    let value = HeaderValue::from_static(value);
    request.headers_mut().insert(name, value);
}

/// A `GET` with a longer query is sent as a form: servers and proxies refuse long addresses.
const MAX_QUERY: usize = 2000;
