//! What a client writes is what a server reads.

use std::fmt::Debug;

use people_http::{
    BatchCreateContacts, BatchDeleteContacts, BatchGetContactGroups, BatchUpdateContacts, Call,
    CopyOtherContactToMyContactsGroup, CreateContact, CreateContactGroup, DeleteContact,
    DeleteContactGroup, DeleteContactPhoto, GetContactGroup, GetPeople, GetPerson, GroupFields,
    ListConnections, ListContactGroups, ListDirectoryPeople, ListOtherContacts,
    ModifyContactGroupMembers, Query, Rejection, Request, SearchContacts, SearchDirectoryPeople,
    SearchOtherContacts, UpdateContact, UpdateContactGroup, UpdateContactPhoto, effective_verb,
    route,
};
use people_model::{
    ContactGroup, ContactId, Descriptor, FieldMask, Message, Person, ReadSourceType, SortOrder,
    ValueKind, decode, strategy,
};
use people_rules::{DirectorySources, OTHER_CONTACT_FIELDS, Sources};
use proptest::prelude::*;
use serde_json::Value;

/// Sends a request to itself.
fn receive<R: Request>(request: &R) -> Result<R, Rejection> {
    let sent = request.to_http();
    let verb = effective_verb(sent.method(), sent.headers());
    let path = sent.uri().path();
    let found = route(&verb, path).unwrap_or_else(|| panic!("{verb} {path} has no route"));
    assert_eq!(found.method, R::METHOD);
    let mut query = Query::parse(sent.uri().query().unwrap_or_default());
    let mut body = &**sent.body();
    if sent.method() != verb {
        query.append(str::from_utf8(body).unwrap());
        body = b"";
    }
    // The same request out of the enum of all of them.
    let call = Call::from_http(&found, &query, body).map(|call| call.method());
    let request = R::from_http(&found, &query, body);
    assert_eq!(
        call,
        request.as_ref().map(|_| R::METHOD).map_err(Clone::clone)
    );
    request
}

#[track_caller]
fn check<R: Request + PartialEq + Debug>(request: &R) {
    assert_eq!(receive(request).as_ref(), Ok(request));
}

/// The message without what its schema does not have.
fn known<T: Message>(message: &T) -> T {
    let mut json = serde_json::to_value(message).unwrap();
    retain_known(&mut json, ValueKind::Message(T::DESCRIPTOR));
    let decoded = decode::<T>(json.to_string().as_bytes(), "").unwrap();
    assert_eq!(decoded.problems, []);
    decoded.value
}

fn retain_known(value: &mut Value, kind: ValueKind) {
    match (value, kind) {
        (Value::Array(entries), _) => entries
            .iter_mut()
            .for_each(|entry| retain_known(entry, kind)),
        (Value::Object(members), ValueKind::Message(message)) => members.retain(|name, value| {
            message.member(name).is_some_and(|member| {
                retain_known(value, member.kind);
                member.json == name && !is_unknown(value, member.kind)
            })
        }),
        _ => {}
    }
}

fn is_unknown(value: &Value, kind: ValueKind) -> bool {
    match (value, kind) {
        (Value::Array(entries), _) => entries.iter().any(|entry| is_unknown(entry, kind)),
        (Value::String(name), ValueKind::Enum(set)) => set.number(name).is_none(),
        (Value::Number(_), ValueKind::Enum(_)) => true,
        _ => false,
    }
}

fn contact_id() -> impl Strategy<Value = ContactId> {
    any::<u64>().prop_filter_map("zero is no id", ContactId::new)
}

fn sources() -> impl Strategy<Value = Sources> {
    let types = [
        ReadSourceType::Unspecified,
        ReadSourceType::Profile,
        ReadSourceType::Contact,
        ReadSourceType::DomainContact,
        ReadSourceType::OtherContact,
    ];
    prop::sample::subsequence(types.to_vec(), 0..=5).prop_map(Sources::from_iter)
}

/// What `personFields` may be where it is required.
fn read_mask() -> impl Strategy<Value = FieldMask> {
    strategy::field_mask().prop_map(|mask| {
        if mask.is_empty() {
            FieldMask::ALL
        } else {
            mask
        }
    })
}

fn group_fields() -> impl Strategy<Value = GroupFields> {
    let fields = vec![
        GroupFields::METADATA,
        GroupFields::GROUP_TYPE,
        GroupFields::NAME,
        GroupFields::MEMBER_COUNT,
        GroupFields::CLIENT_DATA,
    ];
    prop::sample::subsequence(fields, 1..=5)
        .prop_map(|fields| fields.into_iter().reduce(GroupFields::union).unwrap())
}

/// Any id that is one segment and not empty.
fn name(collection: &'static str) -> impl Strategy<Value = String> {
    let id = prop_oneof![
        "[a-z0-9]{1,12}",
        "[:/%.+ ?#&=~_*é-]{1,6}",
        any::<String>().prop_filter("an id is not empty", |id| !id.is_empty()),
    ];
    id.prop_map(move |id| format!("{collection}/{id}"))
}

proptest! {
    #[test]
    fn update_contact(
        id in contact_id(),
        person in strategy::person(),
        mask in strategy::update_mask(),
        read in read_mask(),
        sources in sources(),
    ) {
        let request = UpdateContact::new(id, known(&person), mask).returning(read, sources);
        check(&request);
    }

    #[test]
    fn create_contact(
        person in strategy::person(),
        read in read_mask(),
        sources in sources(),
    ) {
        check(&CreateContact::new(known(&person)).returning(read, sources));
    }

    /// A client sends what it does not know; the server refuses it, and says where.
    #[test]
    fn unknown_members_are_sent_and_refused(
        id in contact_id(),
        person in strategy::person(),
        mask in strategy::update_mask(),
    ) {
        let problems = decode::<Person>(person.to_json().as_bytes(), "person").unwrap().problems;
        let request = UpdateContact::new(id, person, mask);
        match receive(&request) {
            Ok(received) => {
                prop_assert_eq!(problems, []);
                prop_assert_eq!(received, request);
            }
            Err(Rejection::Fields(violations)) => {
                let fields = violations.iter().map(|violation| violation.field.as_str());
                let paths = problems.iter().map(|problem| problem.path()).take(100);
                prop_assert!(fields.eq(paths));
                prop_assert!(!problems.is_empty());
            }
            Err(rejection) => prop_assert!(false, "{}", rejection),
        }
    }

    #[test]
    fn get_person(name in name("people"), read in read_mask(), sources in sources()) {
        check(&GetPerson::new(name, read).sources(sources));
    }

    #[test]
    fn get_people(
        names in prop::collection::vec(any::<String>(), 1..=200),
        read in read_mask(),
        sources in sources(),
    ) {
        check(&GetPeople::new(names, read).sources(sources));
    }

    #[test]
    fn delete_contact(id in contact_id()) {
        check(&DeleteContact::new(id));
    }

    #[test]
    fn list_connections(
        name in name("people"),
        read in read_mask(),
        sources in sources(),
        page_size in any::<i32>(),
        page_token in any::<String>(),
        request_sync_token in any::<bool>(),
        sync_token in any::<String>(),
        sort_order in prop::sample::select(vec![
            SortOrder::LastModifiedAscending,
            SortOrder::LastModifiedDescending,
            SortOrder::FirstNameAscending,
            SortOrder::LastNameAscending,
        ]),
    ) {
        let mut list = ListConnections::new(read);
        list.resource_name = name;
        list.sources = sources;
        list.page_size = page_size;
        list.page_token = page_token;
        list.request_sync_token = request_sync_token;
        list.sync_token = sync_token;
        list.sort_order = sort_order;
        check(&list);
    }

    #[test]
    fn list_other_contacts(
        read in read_mask(),
        with_profiles in any::<bool>(),
        page_size in any::<i32>(),
        page_token in any::<String>(),
        request_sync_token in any::<bool>(),
        sync_token in any::<String>(),
    ) {
        let others = FieldMask::METADATA | FieldMask::PHOTOS | OTHER_CONTACT_FIELDS;
        let read = if with_profiles { read } else { (read & others) | FieldMask::METADATA };
        let list = ListOtherContacts::new(read)
            .with_profiles(with_profiles)
            .page_size(page_size)
            .page_token(page_token)
            .request_sync_token(request_sync_token)
            .sync_token(sync_token);
        check(&list);
    }

    #[test]
    fn list_directory_people(
        read in read_mask(),
        (profiles, contacts) in prop::sample::select(vec![(true, false), (false, true), (true, true)]),
        merge_contacts in any::<bool>(),
        page_size in any::<i32>(),
        page_token in any::<String>(),
        request_sync_token in any::<bool>(),
        sync_token in any::<String>(),
    ) {
        let sources = DirectorySources { profiles, contacts, merge_contacts };
        let list = ListDirectoryPeople::new(read, sources)
            .page_size(page_size)
            .page_token(page_token)
            .request_sync_token(request_sync_token)
            .sync_token(sync_token);
        check(&list);
    }

    #[test]
    fn copy_other_contact(
        name in name("otherContacts"),
        copy in prop::sample::select(vec![
            FieldMask::NAMES,
            FieldMask::EMAIL_ADDRESSES | FieldMask::PHONE_NUMBERS,
            OTHER_CONTACT_FIELDS,
        ]),
        returned in prop::option::of((read_mask(), sources())),
    ) {
        let mut request = CopyOtherContactToMyContactsGroup::new(name, copy);
        if let Some((read, sources)) = returned {
            request = request.returning(read, sources);
        }
        check(&request);
    }

    #[test]
    fn search_contacts(
        query in any::<String>(),
        read in read_mask(),
        sources in sources(),
        page_size in any::<i32>(),
    ) {
        check(&SearchContacts::new(query, read).sources(sources).page_size(page_size));
    }

    #[test]
    fn search_other_contacts(query in any::<String>(), read in read_mask(), page_size in any::<i32>()) {
        let others = FieldMask::METADATA | FieldMask::PHOTOS | OTHER_CONTACT_FIELDS;
        let read = (read & others) | FieldMask::METADATA;
        check(&SearchOtherContacts::new(query, read).page_size(page_size));
    }

    #[test]
    fn search_directory_people(
        query in "(?s).+",
        read in read_mask(),
        (profiles, contacts) in prop::sample::select(vec![(true, false), (false, true), (true, true)]),
        merge_contacts in any::<bool>(),
        page_size in any::<i32>(),
        page_token in any::<String>(),
    ) {
        let sources = DirectorySources { profiles, contacts, merge_contacts };
        let search = SearchDirectoryPeople::new(query, read, sources);
        check(&search.page_size(page_size).page_token(page_token));
    }

    #[test]
    fn list_contact_groups(
        read in group_fields(),
        page_size in any::<i32>(),
        page_token in any::<String>(),
        sync_token in any::<String>(),
    ) {
        let mut list = ListContactGroups::new();
        list.read = read;
        list.page_size = page_size;
        list.page_token = page_token;
        list.sync_token = sync_token;
        check(&list);
    }

    #[test]
    fn get_contact_group(
        name in name("contactGroups"),
        read in group_fields(),
        max_members in any::<i32>(),
    ) {
        let mut get = GetContactGroup::new(name);
        get.read = read;
        get.max_members = max_members;
        check(&get);
    }

    #[test]
    fn batch_create_contacts(
        people in prop::collection::vec(strategy::person(), 1..4),
        read in strategy::field_mask(),
        sources in sources(),
    ) {
        let people = people.iter().map(known);
        check(&BatchCreateContacts::new(people).returning(read, sources));
    }

    #[test]
    fn batch_update_contacts(
        contacts in prop::collection::btree_map(contact_id(), strategy::person(), 1..4),
        mask in strategy::update_mask(),
        read in strategy::field_mask(),
        sources in sources(),
    ) {
        // The order is kept.
        let contacts = contacts.iter().rev().map(|(id, person)| (*id, known(person)));
        check(&BatchUpdateContacts::new(contacts, mask).returning(read, sources));
    }

    #[test]
    fn batch_delete_contacts(ids in prop::collection::vec(contact_id(), 1..=BatchDeleteContacts::MAX)) {
        check(&BatchDeleteContacts::new(ids));
    }

    #[test]
    fn batch_get_contact_groups(
        names in prop::collection::vec(any::<String>(), 1..=200),
        read in group_fields(),
        max_members in any::<i32>(),
    ) {
        check(&BatchGetContactGroups::new(names).read(read).max_members(max_members));
    }

    #[test]
    fn delete_contact_group(name in name("contactGroups"), delete_contacts in any::<bool>()) {
        let mut delete = DeleteContactGroup::new(name);
        delete.delete_contacts = delete_contacts;
        check(&delete);
    }

    #[test]
    fn modify_contact_group_members(
        name in name("contactGroups"),
        ids in prop::collection::btree_set(contact_id(), 0..=ModifyContactGroupMembers::MAX),
        added in any::<prop::sample::Index>(),
    ) {
        let ids: Vec<ContactId> = ids.into_iter().collect();
        let (add, remove) = ids.split_at(added.index(ids.len() + 1));
        let modify = ModifyContactGroupMembers::new(name).add(add.to_vec()).remove(remove.to_vec());
        check(&modify);
    }

    #[test]
    fn update_contact_photo(
        id in contact_id(),
        photo in prop::collection::vec(any::<u8>(), 0..1000),
        read in strategy::field_mask(),
        sources in sources(),
    ) {
        check(&UpdateContactPhoto::new(id, photo).returning(read, sources));
    }

    #[test]
    fn delete_contact_photo(id in contact_id(), read in strategy::field_mask(), sources in sources()) {
        check(&DeleteContactPhoto::new(id).returning(read, sources));
    }

    #[test]
    fn update_contact_group(
        name in name("contactGroups"),
        group in strategy::contact_group(),
        update in prop::sample::select(vec![
            GroupFields::NAME,
            GroupFields::CLIENT_DATA,
            GroupFields::NAME | GroupFields::CLIENT_DATA,
        ]),
        read in group_fields(),
    ) {
        let group: ContactGroup = known(&group);
        check(&UpdateContactGroup::new(name, group).updating(update).returning(read));
    }

    #[test]
    fn create_contact_group(group in strategy::contact_group(), read in group_fields()) {
        let group: ContactGroup = known(&group);
        let mut create = CreateContactGroup::new(group);
        create.read = read;
        check(&create);
    }
}

#[test]
fn what_is_unset_is_not_sent() {
    let uri = |request: http::Request<bytes::Bytes>| request.uri().to_string();
    let person = Person::default();
    let id = ContactId::new(1).unwrap();
    let mask = FieldMask::NAMES.try_into().unwrap();
    assert_eq!(
        uri(UpdateContact::new(id, person.clone(), mask).to_http()),
        "/v1/people/c1:updateContact?updatePersonFields=names",
    );
    assert_eq!(
        uri(CreateContact::new(person).to_http()),
        "/v1/people:createContact"
    );
    assert_eq!(
        uri(DeleteContact::new(id).to_http()),
        "/v1/people/c1:deleteContact"
    );
    assert_eq!(
        uri(ListConnections::new(FieldMask::NAMES).to_http()),
        "/v1/people/me/connections?personFields=names",
    );
    assert_eq!(uri(ListContactGroups::new().to_http()), "/v1/contactGroups");
    assert_eq!(
        uri(GetContactGroup::new("contactGroups/1f").to_http()),
        "/v1/contactGroups/1f"
    );
    let create = CreateContactGroup::new(ContactGroup::default()).to_http();
    assert_eq!(&**create.body(), br#"{"contactGroup":{}}"#);
    assert_eq!(create.headers()["content-type"], "application/json");
}

/// Every mask but that of all fields is sent, the largest ones too.
#[test]
fn only_the_mask_of_all_fields_is_left_out() {
    for field in FieldMask::ALL.iter() {
        let read = FieldMask::ALL.difference(field.into());
        let create = CreateContact::new(Person::default());
        check(&create.clone().returning(read, Sources::DEFAULT));
        check(&create.returning(field.into(), Sources::DEFAULT));
    }
    check(&CreateContact::new(Person::default()).returning(FieldMask::UPDATABLE, Sources::DEFAULT));
}

/// The walk that the tests above rely on drops what is unknown and nothing else.
#[test]
fn known_members_stay() {
    let descriptor: &Descriptor = Person::DESCRIPTOR;
    let mut json = serde_json::json!({
        "names": [{"givenName": "Ada", "x": 1}],
        "metadata": {"objectType": "NEW", "sources": [{"type": "CONTACT"}]},
        "y": {},
    });
    retain_known(&mut json, ValueKind::Message(descriptor));
    assert_eq!(
        json,
        serde_json::json!({
            "names": [{"givenName": "Ada"}],
            "metadata": {"sources": [{"type": "CONTACT"}]},
        }),
    );
}
