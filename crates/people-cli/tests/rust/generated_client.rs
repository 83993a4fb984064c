//! google-people1, the Rust client that is generated from Google's description of the API, calls every
//! method of it.
//!
//!     cargo run -- PATH/TO/people

use std::{
    collections::BTreeSet,
    env,
    error::Error,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use google_people1::{
    Delegate, FieldMask, PeopleService,
    api::{
        BatchCreateContactsRequest, BatchDeleteContactsRequest, BatchUpdateContactsRequest,
        ContactGroup, ContactToCreate, CopyOtherContactToMyContactsGroupRequest,
        CreateContactGroupRequest, ModifyContactGroupMembersRequest, Person,
        UpdateContactGroupRequest, UpdateContactPhotoRequest,
    },
    common,
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

const OTHER: &str = "otherContacts/c5000000";
const COLLEAGUE: &str = "people/100000000000000000042";
const PROFILES: &str = "DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let binary = env::args_os().nth(1);
    let binary = binary.ok_or("the path of the binary `people` is the argument")?;
    let server = Server::start(Path::new(&binary))?;
    let mut story = Story::new(&server.url);
    story.contacts().await?;
    story.search_of_contacts().await?;
    story.batches().await?;
    story.photos().await?;
    story.contact_groups().await?;
    story.other_contacts().await?;
    story.directory().await?;
    story.every_method_was_called().await
}

/// Sends a request and takes its reply, and notes the method.
macro_rules! call {
    ($story:ident, $request:expr) => {
        $request
            .delegate(&mut $story.called)
            .doit()
            .await
            .map(|(_, reply)| reply)
    };
}

struct Story {
    hub: PeopleService<HttpConnector>,
    http: common::Client<HttpConnector>,
    url: String,
    called: Called,
}

impl Story {
    fn new(url: &str) -> Self {
        let http = Client::builder(TokioExecutor::new()).build_http();
        let mut hub = PeopleService::new(http.clone(), "ada".to_owned());
        hub.base_url(format!("{url}/"));
        hub.root_url(format!("{url}/"));
        Self {
            hub,
            http,
            url: url.to_owned(),
            called: Called::default(),
        }
    }

    async fn contacts(&mut self) -> Outcome {
        let people = self.hub.people();
        let created = call!(self, people.create_contact(ada()))?;
        let name = name(&created);
        let fields = mask(&["names", "emailAddresses", "metadata"]);
        let mut got = call!(self, people.get(&name).person_fields(fields.clone()))?;
        assert_eq!(value(&got)["emailAddresses"][0]["value"], "ada@example.com");
        got.names =
            person(json!({"names": [{"givenName": "Augusta", "familyName": "King"}]})).names;
        let names = mask(&["names"]);
        let update = people.update_contact(got.clone(), &name);
        let updated = call!(self, update.update_person_fields(names.clone()))?;
        assert_eq!(value(&updated)["names"][0]["displayName"], "Augusta King");

        // U6: the client hands on the error.
        let update = people.update_contact(got, &name);
        let stale = call!(self, update.update_person_fields(names.clone()));
        let stale = stale.expect_err("a stale etag is refused");
        let common::Error::BadRequest(stale) = stale else {
            return Err(stale.into());
        };
        assert_eq!(stale["error"]["status"], "FAILED_PRECONDITION");

        let list = people.connections_list("people/me").person_fields(names);
        let list = list.add_sources("READ_SOURCE_TYPE_CONTACT");
        let list = list.sort_order("LAST_NAME_ASCENDING");
        let listed = call!(self, list)?.connections.unwrap_or_default();
        assert_eq!(listed.iter().map(self::name).collect::<Vec<_>>(), [&*name]);
        call!(self, people.delete_contact(&name))?;
        let gone = call!(self, people.get(&name).person_fields(fields));
        assert!(
            matches!(gone, Err(common::Error::BadRequest(error)) if error["error"]["code"] == 404)
        );
        Ok(())
    }

    async fn search_of_contacts(&mut self) -> Outcome {
        let people = self.hub.people();
        let contact = name(&call!(self, people.create_contact(ada()))?);
        let search = people
            .search_contacts()
            .query("ada l")
            .read_mask(mask(&["names"]));
        let found = value(&call!(self, search)?);
        assert_eq!(found["results"][0]["person"]["resourceName"], *contact);
        call!(self, people.delete_contact(&contact))?;
        Ok(())
    }

    async fn batches(&mut self) -> Outcome {
        let people = self.hub.people();
        let contacts = ["A", "B", "C"].map(|given| ContactToCreate {
            contact_person: Some(person(json!({"names": [{"givenName": given}]}))),
        });
        let request = BatchCreateContactsRequest {
            contacts: Some(contacts.to_vec()),
            read_mask: Some(mask(&["names", "metadata"])),
            sources: None,
        };
        let created = call!(self, people.batch_create_contacts(request))?;
        let created = created.created_people.unwrap_or_default().into_iter();
        let created: Vec<Person> = created.filter_map(|created| created.person).collect();
        let names: Vec<String> = created.iter().map(name).collect();
        assert_eq!(names.len(), 3);

        let changed = created.into_iter().map(|mut changed| {
            changed.nicknames = person(json!({"nicknames": [{"value": "Countess"}]})).nicknames;
            (name(&changed), changed)
        });
        let nicknames = mask(&["nicknames"]);
        let request = BatchUpdateContactsRequest {
            contacts: Some(changed.collect()),
            update_mask: Some(nicknames.clone()),
            read_mask: Some(nicknames.clone()),
            sources: None,
        };
        let updated = call!(self, people.batch_update_contacts(request))?;
        let updated = updated.update_result.unwrap_or_default();
        assert!(names.iter().all(|name| updated.contains_key(name)));

        let get = people.get_batch_get().person_fields(nicknames);
        let get = names
            .iter()
            .fold(get, |get, name| get.add_resource_names(name));
        let got = value(&call!(self, get)?);
        for place in 0..3 {
            let person = &got["responses"][place]["person"];
            assert_eq!(person["resourceName"], *names[place]);
            assert_eq!(person["nicknames"][0]["value"], "Countess");
        }
        let resource_names = Some(names);
        let request = BatchDeleteContactsRequest { resource_names };
        call!(self, people.batch_delete_contacts(request))?;
        Ok(())
    }

    async fn photos(&mut self) -> Outcome {
        let people = self.hub.people();
        let contact = name(&call!(self, people.create_contact(ada()))?);
        let request = UpdateContactPhotoRequest {
            photo_bytes: Some(PNG.to_vec()),
            person_fields: Some(mask(&["photos"])),
            sources: None,
        };
        let changed = value(&call!(
            self,
            people.update_contact_photo(request, &contact)
        )?);
        let photo = &changed["person"]["photos"][0];
        assert_eq!(photo["default"], Value::Null);
        let address = photo["url"].as_str().ok_or("a photo has an address")?;
        assert_eq!(get(&self.http, address).await?, PNG);
        let delete = people.delete_contact_photo(&contact);
        let deleted = value(&call!(self, delete.person_fields(mask(&["photos"])))?);
        assert_eq!(deleted["person"]["photos"][0]["default"], true);
        call!(self, people.delete_contact(&contact))?;
        Ok(())
    }

    async fn contact_groups(&mut self) -> Outcome {
        let (people, groups) = (self.hub.people(), self.hub.contact_groups());
        let contact = name(&call!(self, people.create_contact(ada()))?);
        let named = |name: &str| {
            Some(ContactGroup {
                name: Some(name.to_owned()),
                ..ContactGroup::default()
            })
        };
        let request = CreateContactGroupRequest {
            contact_group: named("Engine"),
            read_group_fields: None,
        };
        let group = call!(self, groups.create(request))?.resource_name;
        let group = group.ok_or("a group has a name")?;
        let request = UpdateContactGroupRequest {
            contact_group: named("Größe"),
            ..UpdateContactGroupRequest::default()
        };
        let renamed = call!(self, groups.update(request, &group))?;
        assert_eq!(renamed.name.as_deref(), Some("Größe"));
        let request = ModifyContactGroupMembersRequest {
            resource_names_to_add: Some(vec![contact.clone(), "people/c404".to_owned()]),
            resource_names_to_remove: None,
        };
        let modified = call!(self, groups.members_modify(request, &group))?;
        let missing = modified.not_found_resource_names.unwrap_or_default();
        assert_eq!(missing, ["people/c404"]);
        let got = call!(self, groups.get(&group).max_members(5))?;
        assert_eq!(got.member_resource_names.unwrap_or_default(), [&*contact]);
        let listed = call!(self, groups.list())?
            .contact_groups
            .unwrap_or_default();
        assert!(
            listed
                .iter()
                .any(|one| one.resource_name.as_ref() == Some(&group))
        );
        let both = [&*group, "contactGroups/myContacts"];
        let get = both
            .iter()
            .fold(groups.batch_get(), |get, name| get.add_resource_names(name));
        let got = value(&call!(self, get)?);
        for (place, name) in both.into_iter().enumerate() {
            assert_eq!(got["responses"][place]["requestedResourceName"], name);
        }
        call!(self, groups.delete(&group).delete_contacts(true))?;
        let get = people.get(&contact).person_fields(mask(&["names"]));
        assert!(call!(self, get).is_err(), "deleted with its group");
        Ok(())
    }

    async fn other_contacts(&mut self) -> Outcome {
        let others = self.hub.other_contacts();
        let fields = mask(&["names", "emailAddresses"]);
        let listed = call!(self, others.list().read_mask(fields.clone()))?;
        let listed = listed.other_contacts.unwrap_or_default();
        assert_eq!(listed.iter().map(name).collect::<Vec<_>>(), [OTHER]);
        let search = others.search().query("somer").read_mask(mask(&["names"]));
        let found = value(&call!(self, search)?);
        assert_eq!(found["results"][0]["person"]["resourceName"], OTHER);
        let request = CopyOtherContactToMyContactsGroupRequest {
            copy_mask: Some(fields),
            ..CopyOtherContactToMyContactsGroupRequest::default()
        };
        let copy = others.copy_other_contact_to_my_contacts_group(request, OTHER);
        let copied = call!(self, copy)?;
        assert!(name(&copied).starts_with("people/c"));
        assert_eq!(
            value(&copied)["emailAddresses"][0]["value"],
            "mary@else.example"
        );
        Ok(())
    }

    async fn directory(&mut self) -> Outcome {
        let people = self.hub.people();
        let fields = mask(&["names", "emailAddresses"]);
        let list = people.list_directory_people().add_sources(PROFILES);
        let listed = call!(self, list.read_mask(fields.clone()))?;
        let listed = listed.people.unwrap_or_default();
        assert!(listed.iter().any(|person| name(person) == COLLEAGUE));
        let search = people.search_directory_people().add_sources(PROFILES);
        let found = call!(self, search.query("babb").read_mask(fields))?;
        let found = found.people.unwrap_or_default();
        assert_eq!(found.iter().map(name).collect::<Vec<_>>(), [COLLEAGUE]);
        Ok(())
    }

    /// A method that the server gains is called here too.
    async fn every_method_was_called(&self) -> Outcome {
        let place = format!("{}/$discovery/rest?version=v1", self.url);
        let document: Value = serde_json::from_slice(&get(&self.http, &place).await?)?;
        let mut described = BTreeSet::new();
        methods(&document, &mut described);
        let called = self.called.0.iter();
        let called: BTreeSet<String> = called.map(|id| (*id).to_owned()).collect();
        assert_eq!(called, described);
        println!("{} methods were called", called.len());
        Ok(())
    }
}

/// The ids of the methods that were called.
#[derive(Default)]
struct Called(BTreeSet<&'static str>);

impl Delegate for Called {
    fn begin(&mut self, method: common::MethodInfo) {
        self.0.insert(method.id);
    }
}

/// `people serve` on a free port; it keeps its data in memory.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(binary: &Path) -> Result<Self, Box<dyn Error>> {
        let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../clients/seed.json");
        let mut process = Command::new(binary)
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--data",
                "memory",
                "--seed",
            ])
            .arg(seed)
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take();
        let mut server = Self {
            process,
            url: String::new(),
        };
        let mut first = String::new();
        if let Some(output) = output {
            BufReader::new(output).read_line(&mut first)?;
        }
        let url = first.strip_prefix("listening on ");
        let url = url.ok_or_else(|| format!("the server did not start; it said {first:?}"))?;
        server.url = url.split_whitespace().next().unwrap_or_default().to_owned();
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn get(
    http: &common::Client<HttpConnector>,
    address: &str,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let answer = http.get(address.parse()?).await?;
    assert!(
        answer.status().is_success(),
        "{address}: {}",
        answer.status()
    );
    let body = common::to_bytes(common::Body::new(answer.into_body())).await;
    Ok(body.ok_or("the answer breaks off")?.to_vec())
}

/// The ids of all methods in a discovery document.
fn methods(resource: &Value, ids: &mut BTreeSet<String>) {
    let members = |name: &str| resource[name].as_object().into_iter().flatten();
    ids.extend(
        members("methods").filter_map(|(_, method)| method["id"].as_str().map(str::to_owned)),
    );
    for (_, inner) in members("resources") {
        methods(inner, ids);
    }
}

fn ada() -> Person {
    person(json!({
        "names": [{"givenName": "Ada", "familyName": "Lovelace"}],
        "emailAddresses": [{"value": "ada@example.com", "type": "work"}],
    }))
}

fn person(value: Value) -> Person {
    serde_json::from_value(value).expect("a person")
}

fn mask(fields: &[&str]) -> FieldMask {
    FieldMask::new(fields)
}

fn name(person: &Person) -> String {
    person.resource_name.clone().unwrap_or_default()
}

fn value(reply: &impl serde::Serialize) -> Value {
    serde_json::to_value(reply).expect("JSON")
}

/// A grey dot.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\
    \0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\
    \0\0\0\x0aIDATx\x9cch\0\0\0\x82\0\x81w\xcdr\xb6\
    \0\0\0\0IEND\xaeB`\x82";
