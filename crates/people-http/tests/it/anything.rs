//! Any bytes get an answer: nothing panics.

use http::{Method as Verb, StatusCode};
use people_http::{Call, ErrorBody, Query, Route, Selector, SystemParameters, rewrite, route};
use people_model::Method;
use proptest::prelude::*;

const VERBS: [Verb; 6] = [
    Verb::GET,
    Verb::POST,
    Verb::PUT,
    Verb::PATCH,
    Verb::DELETE,
    Verb::OPTIONS,
];

/// A route of each method, with a name that fits.
fn routes() -> Vec<Route> {
    Method::ALL
        .iter()
        .map(|method| {
            let path = method.path();
            let path = match (path.find('{'), path.find('='), path.find('}')) {
                (Some(start), Some(equals), Some(end)) => {
                    let pattern = path[equals + 1..end].replace('*', "c1");
                    format!("{}{pattern}{}", &path[..start], &path[end + 1..])
                }
                _ => path.to_owned(),
            };
            let verb = Verb::from_bytes(method.verb().as_bytes()).unwrap();
            route(&verb, &path).unwrap_or_else(|| panic!("{verb} {path} has no route"))
        })
        .collect()
}

/// Text in which the characters that mean something are frequent.
fn text(meaningful: &'static str) -> impl Strategy<Value = String> {
    let meaningful: Vec<String> = meaningful.split(' ').map(str::to_owned).collect();
    let piece = prop_oneof![
        4 => prop::sample::select(meaningful),
        1 => any::<String>(),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn path() -> impl Strategy<Value = String> {
    text(
        "/v1 / people /people/ contactGroups otherContacts c1 me : :updateContact :batchGet /connections /members :modify % %2F %3A %ff . ..",
    )
}

fn query() -> impl Strategy<Value = String> {
    text(
        "& = , + % %2C %ff ; ( ) [ ] { } \" * . / $ personFields person_fields updatePersonFields \
         requestMask.includeField sources resourceNames groupFields pageSize sortOrder \
         requestSyncToken names person.names person. READ_SOURCE_TYPE_CONTACT true 1 1e9 -0.0 alt \
         json prettyPrint fields $.xgafv $alt enum-encoding=int",
    )
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let near_json = text(
        "{ } [ ] : , \" null true 1 1e999 -0.5 \"\" {\"names\": \"names\": \"givenName\": \
         \"birthdays\":[{\"date\":{ \"year\": \"metadata\": \"sources\": \"type\": \"CONTACT\" \
         \"contactGroup\": \"readGroupFields\": \"name\": \\u00e9 \\ud83d \\",
    );
    prop_oneof![
        near_json.prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..64),
    ]
}

fn answer(route: &Route, query: &str, body: &[u8]) {
    let decoded = SystemParameters::split(Query::parse(query))
        .and_then(|(_, query)| Call::from_http(route, &query, body));
    match decoded {
        Ok(call) => assert_eq!(call.method(), route.method),
        Err(rejection) => {
            let error = ErrorBody::new(rejection.status());
            assert_eq!(error.http_status(), 400, "{rejection}");
            let json = error.to_json(true);
            assert_eq!(ErrorBody::decode(StatusCode::BAD_REQUEST, &json), error);
        }
    }
}

proptest! {
    #[test]
    fn any_path_query_and_body(
        verb in prop::sample::select(VERBS.to_vec()),
        path in path(),
        query in query(),
        body in body(),
    ) {
        if let Some(route) = route(&verb, &path) {
            answer(&route, &query, &body);
        }
    }

    #[test]
    fn any_query_and_body_of_any_method(
        route in prop::sample::select(routes()),
        query in query(),
        body in body(),
    ) {
        answer(&route, &query, &body);
    }

    #[test]
    fn any_bytes_for_a_query(
        route in prop::sample::select(routes()),
        query in prop::collection::vec(any::<u8>(), 0..128),
    ) {
        answer(&route, &String::from_utf8_lossy(&query), b"{}");
    }

    /// And a selection of a selection is itself.
    #[test]
    fn any_selection(fields in text("a b connections names / . , ( ) * nextPageToken"), body in body()) {
        if let Ok(selector) = fields.parse::<Selector>()
            && let Ok(once) = rewrite(body, Some(&selector), None)
        {
            prop_assert_eq!(rewrite(once.clone(), Some(&selector), None), Ok(once));
        }
    }

    #[test]
    fn any_reply_that_is_an_error(http in 400_u16..600, body in body()) {
        let error = ErrorBody::decode(StatusCode::from_u16(http).unwrap(), &body);
        let json = error.to_json(false);
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&json).is_ok());
    }
}
