//! `route` against addresses that only look like those of methods (`methods.rs` has those of methods).
use http::Method as Verb;
use people_http::route;
use people_model::Method;

#[test]
fn what_is_no_method_has_no_route() {
    let table = [
        // Another verb.
        (Verb::POST, "/v1/people/c1:updateContact"),
        (Verb::PATCH, "/v1/contactGroups/1f"),
        (Verb::HEAD, "/v1/people/c1"),
        (Verb::DELETE, "/v1/people/c1"),
        // Without the custom verb, or with another one.
        (Verb::PATCH, "/v1/people/c1"),
        (Verb::PATCH, "/v1/people/c1:updatecontact"),
        (Verb::PATCH, "/v1/people/c1:"),
        (Verb::POST, "/v1/people/me:createContact"),
        (Verb::GET, "/v1/people/c1:x"),
        // Segments that are empty, missing or too many.
        (Verb::GET, "/v1/people/"),
        (Verb::GET, "/v1/people"),
        (Verb::PATCH, "/v1/people/:updateContact"),
        (Verb::PATCH, "/v1/people//c1:updateContact"),
        (Verb::PATCH, "//v1/people/c1:updateContact"),
        (Verb::GET, "/v1/people/me/connections/"),
        (Verb::GET, "/v1/people/me/connections/more"),
        (Verb::GET, "/v1/contactGroups/"),
        (Verb::POST, "/v1/contactGroups/1f/members"),
        // Escaped separators, and another spelling of what is literal.
        (Verb::PATCH, "/v1/people%2Fc1:updateContact"),
        (Verb::PATCH, "/v1/people/c1%3AupdateContact"),
        (Verb::GET, "/v1/%70eople/me"),
        (Verb::GET, "/v1/People/me"),
        // No UTF-8.
        (Verb::GET, "/v1/people/%ff"),
        // Another version, no version, no path.
        (Verb::GET, "/v2/people/me"),
        (Verb::GET, "/people/me"),
        (Verb::GET, "v1/people/me"),
        (Verb::GET, "/"),
        (Verb::GET, ""),
        (Verb::OPTIONS, "*"),
    ];
    for (verb, path) in &table {
        assert_eq!(route(verb, path), None, "{verb} {path}");
    }
}

#[test]
fn ids_are_decoded() {
    let table = [
        ("/v1/people/%2e%2e", "people/.."),
        ("/v1/people/..", "people/.."),
        ("/v1/people/c1%2Fx", "people/c1/x"),
        ("/v1/people/a%3Ab", "people/a:b"),
        ("/v1/people/%C3%A9", "people/é"),
        ("/v1/people/a+b", "people/a+b"),
        ("/v1/people/%zz", "people/%zz"),
    ];
    for (path, name) in table {
        let found = route(&Verb::GET, path).unwrap_or_else(|| panic!("{path} has no route"));
        assert_eq!(found.method, Method::GetPerson, "{path}");
        assert_eq!(found.resource_name.as_deref(), Some(name), "{path}");
    }
    let found = route(&Verb::PATCH, "/v1/people/a:b:updateContact").unwrap();
    assert_eq!(found.method, Method::UpdateContact);
    assert_eq!(found.resource_name.as_deref(), Some("people/a:b"));
    let found = route(&Verb::GET, "/v1/people/a:b/connections").unwrap();
    assert_eq!(found.resource_name.as_deref(), Some("people/a:b"));
}
