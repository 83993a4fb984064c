//! What each method has on the wire: its route, its cost, and requests that a server reads as a client writes them.
pub(crate) mod requests;

use std::collections::{BTreeMap, BTreeSet};

use http::Method as Verb;
use people_http::{Call, Change, Cost, Query, Returns, Shape, effective_verb, route};
use people_model::{ContactId, Method, Resources};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::Value;

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

/// A shape agrees with the method table, and with what the request has on the wire.
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
    check_values(&shape, &Sent::of(call).expect("a request"))?;
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

/// Compares the values of a shape with those on the wire.
fn check_values(shape: &Shape<'_>, sent: &Sent) -> Result<(), TestCaseError> {
    if let Some(list) = &shape.list {
        prop_assert_eq!(&*list.page_token, sent.text("pageToken"));
        prop_assert_eq!(&*list.sync_token, sent.text("syncToken"));
        let asks = sent.text("requestSyncToken") == "true";
        prop_assert_eq!(list.asks_for_sync_token, asks);
    }
    prop_assert_eq!(
        shape.search.as_deref().unwrap_or_default(),
        sent.text("query")
    );
    let masks = ["personFields", "readMask", "groupFields", "readGroupFields"];
    let mut read = masks.iter().map(|name| sent.text(name));
    if let Some(read) = read.find(|text| !text.is_empty()) {
        prop_assert_eq!(shape.returns.to_string(), read);
    }
    let names = |ids: &mut dyn Iterator<Item = ContactId>| -> BTreeSet<String> {
        ids.map(|id| id.resource_name().to_string()).collect()
    };
    match &shape.change {
        Change::UpdateContacts { contacts, mask } => {
            let named = names(&mut contacts.iter().map(|(id, _)| *id));
            prop_assert_eq!(named, sent.names("contacts"));
            let masks = ["updatePersonFields", "updateMask"].map(|name| sent.text(name));
            prop_assert_eq!(mask.fields().to_string(), masks.concat());
        }
        Change::DeleteContacts(ids) => {
            prop_assert_eq!(names(&mut ids.iter().copied()), sent.names("resourceNames"));
        }
        Change::Photo(id) => prop_assert_eq!(id.resource_name().to_string(), &*sent.resource_name),
        Change::UpdateGroup {
            resource_name,
            fields,
        } => {
            prop_assert_eq!(&**resource_name, &*sent.resource_name);
            let mask = sent.text("updateGroupFields");
            prop_assert!(mask.is_empty() || mask == fields.to_string());
        }
        Change::Members {
            resource_name,
            added,
        } => {
            prop_assert_eq!(&**resource_name, &*sent.resource_name);
            let added = names(&mut added.iter().copied());
            prop_assert_eq!(added, sent.names("resourceNamesToAdd"));
        }
        Change::None | Change::CreateContacts | Change::CreateGroup | Change::DeleteGroup => {}
    }
    Ok(())
}

/// What a request has on the wire.
struct Sent {
    /// The resource that its path names; empty if it names none.
    resource_name: String,
    parameters: BTreeMap<String, String>,
    body: Value,
}

impl Sent {
    fn of(call: &Call) -> Option<Self> {
        let sent = call.to_http()?;
        let verb = effective_verb(sent.method(), sent.headers());
        let found = route(&verb, sent.uri().path())?;
        let (mut query, mut body) = (sent.uri().query().unwrap_or_default(), &**sent.body());
        if sent.method() != verb {
            (query, body) = (str::from_utf8(body).ok()?, b"");
        }
        let parameters = form_urlencoded::parse(query.as_bytes());
        Some(Self {
            resource_name: found.resource_name.unwrap_or_default(),
            parameters: parameters.into_owned().collect(),
            body: serde_json::from_slice(body).unwrap_or_default(),
        })
    }

    /// A parameter, or a member of the body that is text; empty if there is none.
    fn text(&self, name: &str) -> &str {
        let member = || self.body[name].as_str().unwrap_or_default();
        self.parameters
            .get(name)
            .map_or_else(member, String::as_str)
    }

    /// The names in a list or a map of the body; without a body, the name in the path.
    fn names(&self, member: &str) -> BTreeSet<String> {
        match (&self.body[member], &*self.resource_name) {
            (Value::Array(names), _) => names
                .iter()
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect(),
            (Value::Object(named), _) => named.keys().cloned().collect(),
            (_, name) if name.starts_with("people/") => [name.to_owned()].into(),
            _ => BTreeSet::new(),
        }
    }
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
