//! Requests of any bytes. The fuzz target of this crate makes them up, and what it found to differ is
//! played here, so that an ordinary test run sees all of it.
use http::{Method, Uri};
use people_http::{Call, ErrorBody, Query, Selector, SystemParameters, effective_verb, route};

/// A line with the verb and the address, then the body. All of it is also read as the body of a
/// reply.
///
/// # Panics
///
/// When an error is not read as it is written, the request is answered with nothing that can be sent, and when one that is understood is
/// not understood as the same once it was written again.
pub(crate) fn request(bytes: &[u8]) {
    error(&ErrorBody::decode(http::StatusCode::BAD_GATEWAY, bytes));
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    let (Some(line), body) = (parts.next(), parts.next().unwrap_or_default()) else {
        return;
    };
    let line = String::from_utf8_lossy(line);
    let (verb, address) = line.split_once(' ').unwrap_or(("POST", &line));
    let (Ok(verb), Ok(address)) = (verb.parse::<Method>(), address.parse::<Uri>()) else {
        return;
    };
    let verb = effective_verb(&verb, &http::HeaderMap::new());
    let Some(route) = route(&verb, address.path()) else {
        return;
    };
    let read = || {
        let query = Query::parse(address.query().unwrap_or_default());
        let (system, query) = SystemParameters::split(query)?;
        if let Some(fields) = &system.fields {
            fields
                .parse::<Selector>()?
                .resolve(route.method.response())?;
        }
        Call::from_http(&route, &query, body)
    };
    match read() {
        Ok(call) => written_again(&call),
        Err(rejection) => error(&ErrorBody::new(rejection.status())),
    }
}

fn error(error: &ErrorBody) {
    let status = http::StatusCode::from_u16(error.http_status()).expect("a status");
    assert_eq!(&ErrorBody::decode(status, &error.to_json(true)), error);
}

fn written_again(call: &Call) {
    // Of a method without a request type nothing was read.
    let Some(request) = call.to_http() else {
        return;
    };
    let (head, body) = request.into_parts();
    let verb = effective_verb(&head.method, &head.headers);
    let route = route(&verb, head.uri.path()).expect("a route");
    let mut query = Query::parse(head.uri.query().unwrap_or_default());
    // A read with a long address is sent as a form.
    let form = String::from_utf8_lossy(&body);
    let is_form = verb == Method::GET && head.method == Method::POST;
    if is_form {
        query.append(&form);
    }
    let body = if is_form { &[][..] } else { &body };
    assert_eq!(Call::from_http(&route, &query, body).as_ref(), Ok(call));
}

#[cfg(test)]
#[test]
fn the_corpus_of_requests_is_answered() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/request");
    let files: Vec<_> = std::fs::read_dir(corpus).expect("a corpus").collect();
    assert!(files.len() > 50, "{}", files.len());
    for file in files {
        request(&std::fs::read(file.expect("a file").path()).expect("bytes"));
    }
}
