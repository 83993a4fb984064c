//! What each method has on the wire: its route, its cost, and requests that a server reads as a client writes them.
pub(crate) mod requests;

use http::Method as Verb;
use people_http::{Call, Change, Cost, Query, Returns, effective_verb, route};
use people_model::{Method, Resources};
use proptest::{prelude::*, test_runner::TestRunner};

/// A method, as this test expects it.
struct Row {
    /// An address of the method.
    address: &'static str,
    /// The resource that the address names.
    resource_name: Option<&'static str>,
    /// Critical reads and writes.
    cost: (u32, u32),
    /// Requests, as a client may make them.
    requests: BoxedStrategy<Call>,
}

impl Row {
    fn new(address: &'static str, cost: (u32, u32), requests: BoxedStrategy<Call>) -> Self {
        Self {
            address,
            resource_name: None,
            cost,
            requests,
        }
    }

    fn of(self, name: &'static str) -> Self {
        Self {
            resource_name: Some(name),
            ..self
        }
    }
}

/// The row of a method. For a new one: an address, its cost (rule Q1), and a strategy in `methods/requests.rs` that
/// draws every member of its request.
fn row(method: Method) -> Row {
    match method {
        Method::BatchCreateContacts => Row::new(
            "/v1/people:batchCreateContacts",
            (6, 6),
            requests::batch_create_contacts(),
        ),
        Method::BatchDeleteContacts => Row::new(
            "/v1/people:batchDeleteContacts",
            (0, 10),
            requests::batch_delete_contacts(),
        ),
        Method::BatchUpdateContacts => Row::new(
            "/v1/people:batchUpdateContacts",
            (6, 6),
            requests::batch_update_contacts(),
        ),
        Method::CreateContact => Row::new(
            "/v1/people:createContact",
            (1, 1),
            requests::create_contact(),
        ),
        Method::DeleteContact => Row::new(
            "/v1/people/c1:deleteContact",
            (0, 1),
            requests::delete_contact(),
        )
        .of("people/c1"),
        Method::DeleteContactPhoto => Row::new(
            "/v1/people/c1:deleteContactPhoto",
            (0, 1),
            requests::delete_contact_photo(),
        )
        .of("people/c1"),
        Method::GetPerson => {
            Row::new("/v1/people/me", (1, 0), requests::get_person()).of("people/me")
        }
        Method::GetPeople => Row::new("/v1/people:batchGet", (1, 0), requests::get_people()),
        Method::ListDirectoryPeople => Row::new(
            "/v1/people:listDirectoryPeople",
            (0, 0),
            requests::list_directory_people(),
        ),
        Method::SearchContacts => Row::new(
            "/v1/people:searchContacts",
            (0, 0),
            requests::search_contacts(),
        ),
        Method::SearchDirectoryPeople => Row::new(
            "/v1/people:searchDirectoryPeople",
            (0, 0),
            requests::search_directory_people(),
        ),
        Method::UpdateContact => Row::new(
            "/v1/people/c1:updateContact",
            (1, 1),
            requests::update_contact(),
        )
        .of("people/c1"),
        Method::UpdateContactPhoto => Row::new(
            "/v1/people/c1:updateContactPhoto",
            (0, 1),
            requests::update_contact_photo(),
        )
        .of("people/c1"),
        Method::ListConnections => Row::new(
            "/v1/people/me/connections",
            (1, 0),
            requests::list_connections(),
        )
        .of("people/me"),
        Method::BatchGetContactGroups => Row::new(
            "/v1/contactGroups:batchGet",
            (0, 0),
            requests::batch_get_contact_groups(),
        ),
        Method::CreateContactGroup => Row::new(
            "/v1/contactGroups",
            (0, 1),
            requests::create_contact_group(),
        ),
        Method::DeleteContactGroup => Row::new(
            "/v1/contactGroups/1f",
            (0, 1),
            requests::delete_contact_group(),
        )
        .of("contactGroups/1f"),
        Method::GetContactGroup => Row::new(
            "/v1/contactGroups/1f",
            (0, 0),
            requests::get_contact_group(),
        )
        .of("contactGroups/1f"),
        Method::ListContactGroups => {
            Row::new("/v1/contactGroups", (0, 0), requests::list_contact_groups())
        }
        Method::UpdateContactGroup => Row::new(
            "/v1/contactGroups/1f",
            (0, 1),
            requests::update_contact_group(),
        )
        .of("contactGroups/1f"),
        Method::ModifyContactGroupMembers => Row::new(
            "/v1/contactGroups/1f/members:modify",
            (0, 1),
            requests::modify_contact_group_members(),
        )
        .of("contactGroups/1f"),
        Method::CopyOtherContactToMyContactsGroup => Row::new(
            "/v1/otherContacts/c1:copyOtherContactToMyContactsGroup",
            (0, 1),
            requests::copy_other_contact(),
        )
        .of("otherContacts/c1"),
        Method::ListOtherContacts => {
            Row::new("/v1/otherContacts", (0, 0), requests::list_other_contacts())
        }
        Method::SearchOtherContacts => Row::new(
            "/v1/otherContacts:search",
            (0, 0),
            requests::search_other_contacts(),
        ),
    }
}

#[test]
fn every_method_has_its_route() {
    for method in Method::ALL {
        let Row {
            address,
            resource_name,
            ..
        } = row(method);
        let verb = Verb::from_bytes(method.verb().as_bytes()).expect("a verb");
        let found =
            route(&verb, address).unwrap_or_else(|| panic!("{verb} {address} has no route"));
        assert_eq!(found.method, method, "{verb} {address}");
        let name = found.resource_name.as_deref();
        assert_eq!(name, resource_name, "{verb} {address}");
    }
}

/// Q1.
#[test]
fn q1_calls_have_their_costs() {
    for method in Method::ALL {
        let cost = Cost::of(method);
        let expected = row(method).cost;
        assert_eq!((cost.reads, cost.writes), expected, "{}", method.id());
    }
}

/// What a client writes is what a server reads, and its shape is as the method table says.
#[test]
fn every_method_reads_what_it_writes() {
    for method in Method::ALL {
        let tested = TestRunner::default().run(&row(method).requests, |call| {
            prop_assert_eq!(call.method(), method);
            let received = receive(&call);
            prop_assert_eq!(received.as_ref(), Some(&call));
            check_shape(&call)
        });
        if let Err(error) = tested {
            panic!("{}: {error}", method.id());
        }
    }
}

/// A shape says of a request what the method table says of its method.
fn check_shape(call: &Call) -> Result<(), TestCaseError> {
    let method = call.method();
    let shape = call.shape();
    let has = |name| {
        method
            .query()
            .iter()
            .any(|parameter| parameter.json == name)
    };
    prop_assert_eq!(shape.method, method);
    prop_assert_eq!(shape.change != Change::None, method.mutates());
    prop_assert_eq!(shape.list.is_some(), has("syncToken"));
    prop_assert_eq!(call.as_list().is_some(), has("syncToken"));
    prop_assert_eq!(shape.search.is_some(), has("query"));
    if let Some(list) = &shape.list {
        let always = !has("requestSyncToken");
        prop_assert_eq!(list.always_gives_sync_token, always);
    }
    let of = match shape.returns {
        Returns::People { .. } | Returns::OtherContacts(_) | Returns::DirectoryPeople(_) => {
            "people"
        }
        Returns::Groups(_) => "groups",
        Returns::Nothing => "nothing",
    };
    let returned = match method.returned() {
        Resources::People(_) => "people",
        Resources::Groups(_) => "groups",
        Resources::None => "nothing",
    };
    prop_assert_eq!(of, returned);
    // All that is lost is the values of contacts.
    let mut owned = shape.clone().into_owned();
    if let (
        Change::UpdateContacts { contacts, .. },
        Change::UpdateContacts { contacts: full, .. },
    ) = (&mut owned.change, &shape.change)
    {
        prop_assert!(contacts.iter().all(|(_, person)| person.is_none()));
        contacts.clone_from(full);
    }
    prop_assert_eq!(owned, shape);
    Ok(())
}

/// What a server reads of a request that was sent.
fn receive(call: &Call) -> Option<Call> {
    let sent = call.to_http()?;
    let verb = effective_verb(sent.method(), sent.headers());
    let found = route(&verb, sent.uri().path())?;
    let mut query = Query::parse(sent.uri().query().unwrap_or_default());
    let mut body = &**sent.body();
    if sent.method() != verb {
        query.append(str::from_utf8(body).expect("a form"));
        body = b"";
    }
    Call::from_http(&found, &query, body).ok()
}
