//! Batches of the client against a server in this process, over a network that loses what it carries (rule
//! R9).
use std::{
    convert::Infallible,
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::Full;
use people_http::{Client, Error, RetryPolicy};
use people_model::{FieldMask, Nickname, Person, UpdateMask};
use people_server::{Dev, Front, People, ResponseBody, Settings};
use people_store::Memory;
use tower::{Service, ServiceExt};

use crate::named;

const SEED: u64 = 1815;
const CONTACTS: usize = 450;
const ROUNDS: usize = 8;

/// What became of the contacts of all rounds: none of these may be zero.
#[derive(Debug, Default)]
struct Seen {
    done: usize,
    refused: usize,
    ambiguous: usize,
    not_tried: usize,
}

impl Seen {
    fn note<T>(&mut self, outcome: &Result<T, Error>) {
        *match outcome {
            Ok(_) => &mut self.done,
            Err(error) if error.is_not_tried() => &mut self.not_tried,
            Err(error) if error.is_ambiguous() => &mut self.ambiguous,
            Err(_) => &mut self.refused,
        } += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r9_no_contact_is_lost_or_made_twice_over_a_bad_network() {
    let server = People::open(Memory::new(), Settings::default()).await;
    let server = Front::new(server.expect("a server"), Dev);
    let steady = Client::builder().token("ada").build_over(server.clone());
    let steady = steady.expect("a client");
    let retry = RetryPolicy::default().attempts(3);
    let retry = retry.first_wait(Duration::from_millis(1));
    let shaky = Client::builder().token("ada").retry(retry);
    let shaky = shaky.build_over(shaky_network(server)).expect("a client");
    let mut seen = Seen::default();
    for round in 0..ROUNDS {
        create(&shaky, &steady, round, &mut seen).await;
        update(&shaky, &steady, round, &mut seen).await;
        delete(&shaky, &steady, &mut seen).await;
    }
    let Seen {
        done,
        refused,
        ambiguous,
        not_tried,
    } = seen;
    assert!(
        [done, refused, ambiguous, not_tried]
            .iter()
            .all(|it| *it > 0),
        "the network shows nothing: {seen:?}"
    );
}

/// Creates contacts, one of them without a field; looks how often each is there.
async fn create(shaky: &Client, steady: &Client, round: usize, seen: &mut Seen) {
    let name = |number: usize| format!("{round}.{number}");
    let mut new: Vec<Person> = (0..CONTACTS).map(|number| named(&name(number))).collect();
    new[300] = Person::new();
    let created = shaky.create_contacts(new).all().await;
    assert_eq!(created.len(), CONTACTS);
    let all = all(steady).await;
    for (number, outcome) in created.iter().enumerate() {
        seen.note(outcome);
        let name = name(number);
        let there = all.iter().filter(|it| it.names[0].given_name == name);
        let there: Vec<_> = there.map(|it| it.resource_name.as_str()).collect();
        match outcome {
            Ok(created) => assert_eq!(there, [created.resource_name.as_str()]),
            Err(error) if error.is_ambiguous() => assert!(there.len() <= 1, "{there:?}"),
            Err(error) => assert!(there.is_empty(), "{error}"),
        }
    }
    let left = CONTACTS - all.len();
    let more = (0..left).map(|number| named(&format!("{round}.more.{number}")));
    for outcome in steady.create_contacts(more).all().await {
        outcome.expect("a contact");
    }
}

/// Gives all contacts a nickname, of which somebody else has changed one and deleted another.
async fn update(shaky: &Client, steady: &Client, round: usize, seen: &mut Seen) {
    let mut people = all(steady).await;
    let nicknamed = |person: &Person, nickname: &str| {
        let nickname = Nickname::new().value(nickname);
        person.clone().nicknames([nickname])
    };
    let theirs = nicknamed(&people[10], "theirs");
    steady
        .update(theirs, UpdateMask::NICKNAMES)
        .await
        .expect("an update");
    steady.delete(&people[20]).await.expect("a delete");
    let ours = format!("ours {round}");
    people = people.iter().map(|it| nicknamed(it, &ours)).collect();
    let updated = shaky.update_contacts(people.clone(), UpdateMask::NICKNAMES);
    let updated = { updated }.all().await;
    assert_eq!(updated.len(), people.len());
    let all = all(steady).await;
    for (place, (person, outcome)) in people.iter().zip(&updated).enumerate() {
        seen.note(outcome);
        let now = all
            .iter()
            .find(|it| it.resource_name == person.resource_name);
        let now = now.map(|it| it.nicknames.iter().any(|it| it.value == ours));
        match outcome {
            Ok(_) => assert_eq!(now, Some(true)),
            Err(error) if error.is_ambiguous() => {}
            Err(error) => assert_ne!(now, Some(true), "{error}"),
        }
        match place {
            10 => assert_eq!(now, Some(false)),
            20 => assert_eq!(now, None),
            _ => assert!(now.is_some()),
        }
    }
}

/// Deletes all contacts and one that was deleted before.
async fn delete(shaky: &Client, steady: &Client, seen: &mut Seen) {
    let people = all(steady).await;
    let gone = steady.create(named("gone")).await.expect("a contact");
    steady.delete(&gone).await.expect("a delete");
    let mut names: Vec<_> = people.iter().map(|it| it.resource_name.as_str()).collect();
    names.insert(names.len() / 2, &gone.resource_name);
    let deleted = shaky.delete_contacts(names.iter().copied()).all().await;
    assert_eq!(deleted.len(), names.len());
    let left = all(steady).await;
    for (name, outcome) in names.iter().zip(&deleted) {
        seen.note(outcome);
        let is_there = left.iter().any(|it| it.resource_name == **name);
        match outcome {
            Ok(()) => assert!(!is_there),
            Err(error) if error.is_ambiguous() => {}
            Err(error) if error.is_not_found() => assert_eq!(*name, gone.resource_name),
            Err(error) => assert!(is_there || *name == gone.resource_name, "{error}"),
        }
    }
    let rest = left.iter().map(|it| it.resource_name.as_str());
    for outcome in steady.delete_contacts(rest).all().await {
        outcome.expect("a delete");
    }
}

async fn all(client: &Client) -> Vec<Person> {
    let fields = FieldMask::NAMES | FieldMask::NICKNAMES | FieldMask::METADATA;
    client.connections(fields).all().await.expect("a list")
}

/// What becomes of a call and its reply.
#[derive(Clone, Copy)]
enum Fault {
    None,
    Lose,
    LoseReply,
    TurnAway,
    Unavailable,
}

/// A server whose changes meet faults, chosen by a generator with a seed. Reads meet none.
fn shaky_network<S>(
    server: S,
) -> impl Service<
    Request<Full<Bytes>>,
    Response = Response<ResponseBody>,
    Error = io::Error,
    Future: Send,
> + Clone
+ Send
+ 'static
where
    S: Service<
            Request<Full<Bytes>>,
            Response = Response<ResponseBody>,
            Error = Infallible,
            Future: Send,
        > + Clone
        + Send
        + 'static,
{
    use Fault::{Lose, LoseReply, None, TurnAway, Unavailable};
    const FAULTS: [Fault; 8] = [
        None,
        None,
        None,
        None,
        Lose,
        LoseReply,
        TurnAway,
        Unavailable,
    ];
    let random = Arc::new(Mutex::new(fastrand::Rng::with_seed(SEED)));
    tower::service_fn(move |request: Request<Full<Bytes>>| {
        let reads = request.method() == Method::GET
            || request.headers().contains_key("x-http-method-override");
        let fault = match reads {
            true => None,
            false => {
                let mut random = random.lock().expect("a generator");
                *random.choice(&FAULTS).expect("there are some")
            }
        };
        let server = server.clone();
        async move {
            let lost = || Err(io::Error::from(io::ErrorKind::ConnectionReset));
            let refused = |status: u16| {
                let reply = Response::builder().status(status);
                Ok(reply.body(Bytes::new().into()).expect("a reply"))
            };
            match fault {
                Lose => return lost(),
                TurnAway => return refused(429),
                Unavailable => return refused(503),
                None | LoseReply => {}
            }
            let Ok(reply) = server.oneshot(request).await;
            match fault {
                LoseReply => lost(),
                _ => Ok(reply),
            }
        }
    })
}
