//! Requests of each method, as a client may make them.
use people_http::{
    BatchCreateContacts, BatchDeleteContacts, BatchGetContactGroups, BatchUpdateContacts, Call,
    CopyOtherContactToMyContactsGroup, CreateContact, CreateContactGroup, DeleteContact,
    DeleteContactGroup, DeleteContactPhoto, GetContactGroup, GetPeople, GetPerson, GroupFields,
    ListConnections, ListContactGroups, ListDirectoryPeople, ListOtherContacts,
    ModifyContactGroupMembers, SearchContacts, SearchDirectoryPeople, SearchOtherContacts,
    UpdateContact, UpdateContactGroup, UpdateContactPhoto,
};
use people_model::{
    ContactId, FieldMask, Message, ReadSourceType, SortOrder, ValueKind, decode, strategy,
};
use people_rules::{DirectorySources, OTHER_CONTACT_FIELDS, Sources};
use proptest::{collection::vec, prelude::*};
use serde_json::Value;

/// Requests out of what a strategy draws.
pub(super) fn calls<S: Strategy + 'static, R: Into<Call> + 'static>(
    of: S,
    request: impl Fn(S::Value) -> R + 'static,
) -> BoxedStrategy<Call> {
    of.prop_map(move |drawn| request(drawn).into()).boxed()
}

pub(super) fn update_contact() -> BoxedStrategy<Call> {
    let drawn = (
        contact_id(),
        strategy::person(),
        strategy::update_mask(),
        read_mask(),
        sources(),
    );
    calls(drawn, |(id, person, mask, read, sources)| {
        UpdateContact::new(id, known(&person), mask).returning(read, sources)
    })
}

pub(super) fn create_contact() -> BoxedStrategy<Call> {
    let drawn = (strategy::person(), read_mask(), sources());
    calls(drawn, |(person, read, sources)| {
        CreateContact::new(known(&person)).returning(read, sources)
    })
}

pub(super) fn delete_contact() -> BoxedStrategy<Call> {
    calls(contact_id(), DeleteContact::new)
}

pub(super) fn get_person() -> BoxedStrategy<Call> {
    let drawn = (name("people"), read_mask(), sources());
    calls(drawn, |(name, read, sources)| {
        GetPerson::new(name, read).sources(sources)
    })
}

pub(super) fn get_people() -> BoxedStrategy<Call> {
    let drawn = (vec(any::<String>(), 1..=200), read_mask(), sources());
    calls(drawn, |(names, read, sources)| {
        GetPeople::new(names, read).sources(sources)
    })
}

pub(super) fn list_connections() -> BoxedStrategy<Call> {
    let sort_order = prop::sample::select(vec![
        SortOrder::LastModifiedAscending,
        SortOrder::LastModifiedDescending,
        SortOrder::FirstNameAscending,
        SortOrder::LastNameAscending,
    ]);
    let drawn = (name("people"), read_mask(), sources(), pages(), sort_order);
    calls(drawn, |(name, read, sources, pages, sort_order)| {
        let mut list = ListConnections::new(read);
        list.resource_name = name;
        list.sources = sources;
        list.sort_order = sort_order;
        list.page_size(pages.size)
            .page_token(pages.token)
            .request_sync_token(pages.request_sync_token)
            .sync_token(pages.sync_token)
    })
}

pub(super) fn list_other_contacts() -> BoxedStrategy<Call> {
    let drawn = (read_mask(), any::<bool>(), pages());
    calls(drawn, |(read, with_profiles, pages)| {
        let read = match with_profiles {
            true => read,
            false => of_other_contacts(read),
        };
        ListOtherContacts::new(read)
            .with_profiles(with_profiles)
            .page_size(pages.size)
            .page_token(pages.token)
            .request_sync_token(pages.request_sync_token)
            .sync_token(pages.sync_token)
    })
}

pub(super) fn list_directory_people() -> BoxedStrategy<Call> {
    let drawn = (read_mask(), directory_sources(), pages());
    calls(drawn, |(read, sources, pages)| {
        ListDirectoryPeople::new(read, sources)
            .page_size(pages.size)
            .page_token(pages.token)
            .request_sync_token(pages.request_sync_token)
            .sync_token(pages.sync_token)
    })
}

pub(super) fn copy_other_contact() -> BoxedStrategy<Call> {
    let copy = prop::sample::select(vec![
        FieldMask::NAMES,
        FieldMask::EMAIL_ADDRESSES | FieldMask::PHONE_NUMBERS,
        OTHER_CONTACT_FIELDS,
    ]);
    let returned = prop::option::of((read_mask(), sources()));
    calls(
        (name("otherContacts"), copy, returned),
        |(name, copy, returned)| {
            let copy = CopyOtherContactToMyContactsGroup::new(name, copy);
            match returned {
                Some((read, sources)) => copy.returning(read, sources),
                None => copy,
            }
        },
    )
}

pub(super) fn search_contacts() -> BoxedStrategy<Call> {
    let drawn = (any::<String>(), read_mask(), sources(), any::<i32>());
    calls(drawn, |(query, read, sources, page_size)| {
        SearchContacts::new(query, read)
            .sources(sources)
            .page_size(page_size)
    })
}

pub(super) fn search_other_contacts() -> BoxedStrategy<Call> {
    let drawn = (any::<String>(), read_mask(), any::<i32>());
    calls(drawn, |(query, read, page_size)| {
        SearchOtherContacts::new(query, of_other_contacts(read)).page_size(page_size)
    })
}

pub(super) fn search_directory_people() -> BoxedStrategy<Call> {
    let drawn = ("(?s).+", read_mask(), directory_sources(), pages());
    calls(drawn, |(query, read, sources, pages)| {
        SearchDirectoryPeople::new(query, read, sources)
            .page_size(pages.size)
            .page_token(pages.token)
    })
}

pub(super) fn list_contact_groups() -> BoxedStrategy<Call> {
    calls((group_fields(), pages()), |(read, pages)| {
        ListContactGroups::new()
            .read(read)
            .page_size(pages.size)
            .page_token(pages.token)
            .sync_token(pages.sync_token)
    })
}

pub(super) fn get_contact_group() -> BoxedStrategy<Call> {
    let drawn = (name("contactGroups"), group_fields(), any::<i32>());
    calls(drawn, |(name, read, max_members)| {
        let mut get = GetContactGroup::new(name);
        (get.read, get.max_members) = (read, max_members);
        get
    })
}

pub(super) fn batch_get_contact_groups() -> BoxedStrategy<Call> {
    let drawn = (vec(any::<String>(), 1..=200), group_fields(), any::<i32>());
    calls(drawn, |(names, read, max_members)| {
        BatchGetContactGroups::new(names)
            .read(read)
            .max_members(max_members)
    })
}

pub(super) fn create_contact_group() -> BoxedStrategy<Call> {
    let drawn = (strategy::contact_group(), group_fields());
    calls(drawn, |(group, read)| {
        let mut create = CreateContactGroup::new(known(&group));
        create.read = read;
        create
    })
}

pub(super) fn update_contact_group() -> BoxedStrategy<Call> {
    let update = prop::sample::select(vec![
        GroupFields::NAME,
        GroupFields::CLIENT_DATA,
        GroupFields::NAME | GroupFields::CLIENT_DATA,
    ]);
    let drawn = (
        name("contactGroups"),
        strategy::contact_group(),
        update,
        group_fields(),
    );
    calls(drawn, |(name, group, update, read)| {
        UpdateContactGroup::new(name, known(&group))
            .updating(update)
            .returning(read)
    })
}

pub(super) fn delete_contact_group() -> BoxedStrategy<Call> {
    let drawn = (name("contactGroups"), any::<bool>());
    calls(drawn, |(name, delete_contacts)| {
        let mut delete = DeleteContactGroup::new(name);
        delete.delete_contacts = delete_contacts;
        delete
    })
}

pub(super) fn modify_contact_group_members() -> BoxedStrategy<Call> {
    let ids = prop::collection::btree_set(contact_id(), 0..=ModifyContactGroupMembers::MAX);
    let drawn = (name("contactGroups"), ids, any::<prop::sample::Index>());
    calls(drawn, |(name, ids, added)| {
        let ids: Vec<ContactId> = ids.into_iter().collect();
        let (add, remove) = ids.split_at(added.index(ids.len() + 1));
        ModifyContactGroupMembers::new(name)
            .add(add.to_vec())
            .remove(remove.to_vec())
    })
}

pub(super) fn batch_create_contacts() -> BoxedStrategy<Call> {
    let drawn = (
        vec(strategy::person(), 1..4),
        strategy::field_mask(),
        sources(),
    );
    calls(drawn, |(people, read, sources)| {
        BatchCreateContacts::new(people.iter().map(known)).returning(read, sources)
    })
}

pub(super) fn batch_update_contacts() -> BoxedStrategy<Call> {
    let contacts = prop::collection::btree_map(contact_id(), strategy::person(), 1..4);
    let drawn = (
        contacts,
        strategy::update_mask(),
        strategy::field_mask(),
        sources(),
    );
    calls(drawn, |(contacts, mask, read, sources)| {
        // The order is kept.
        let contacts = contacts.iter().rev();
        let contacts = contacts.map(|(id, person)| (*id, known(person)));
        BatchUpdateContacts::new(contacts, mask).returning(read, sources)
    })
}

pub(super) fn batch_delete_contacts() -> BoxedStrategy<Call> {
    let ids = vec(contact_id(), 1..=BatchDeleteContacts::MAX);
    calls(ids, BatchDeleteContacts::new)
}

pub(super) fn update_contact_photo() -> BoxedStrategy<Call> {
    let photo = vec(any::<u8>(), 0..1000);
    let drawn = (contact_id(), photo, strategy::field_mask(), sources());
    calls(drawn, |(id, photo, read, sources)| {
        UpdateContactPhoto::new(id, photo).returning(read, sources)
    })
}

pub(super) fn delete_contact_photo() -> BoxedStrategy<Call> {
    let drawn = (contact_id(), strategy::field_mask(), sources());
    calls(drawn, |(id, read, sources)| {
        DeleteContactPhoto::new(id).returning(read, sources)
    })
}

/// Where a list begins.
#[derive(Clone, Debug)]
struct Pages {
    size: i32,
    token: String,
    request_sync_token: bool,
    sync_token: String,
}

fn pages() -> impl Strategy<Value = Pages> {
    let drawn = (
        any::<i32>(),
        any::<String>(),
        any::<bool>(),
        any::<String>(),
    );
    drawn.prop_map(|(size, token, request_sync_token, sync_token)| Pages {
        size,
        token,
        request_sync_token,
        sync_token,
    })
}

/// The fields of a mask that other contacts have, and at least one.
fn of_other_contacts(read: FieldMask) -> FieldMask {
    let others = FieldMask::METADATA | FieldMask::PHOTOS | OTHER_CONTACT_FIELDS;
    (read & others) | FieldMask::METADATA
}

fn directory_sources() -> impl Strategy<Value = DirectorySources> {
    let wanted = prop::sample::select(vec![(true, false), (false, true), (true, true)]);
    let drawn = (wanted, any::<bool>());
    drawn.prop_map(|((profiles, contacts), merge_contacts)| DirectorySources {
        profiles,
        contacts,
        merge_contacts,
    })
}

pub(crate) fn contact_id() -> impl Strategy<Value = ContactId> {
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

/// The message without what its schema does not have.
fn known<T: Message>(message: &T) -> T {
    let mut json = serde_json::to_value(message).unwrap();
    retain_known(&mut json, ValueKind::Message(T::DESCRIPTOR));
    let decoded = decode::<T>(json.to_string().as_bytes(), "").unwrap();
    assert_eq!(decoded.problems, []);
    decoded.value
}

pub(crate) fn retain_known(value: &mut Value, kind: ValueKind) {
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
