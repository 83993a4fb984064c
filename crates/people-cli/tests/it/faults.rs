//! Edits over a network that loses, delays, repeats and breaks off what it carries (rules R3 to R8).
use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use people_http::{Client, Error, RetryPolicy};
use people_model::{FieldMask, UserDefined};
use people_rules::Edit;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::sleep,
};

use crate::{Server, named};

const CLIENTS: usize = 6;
const EDITS: usize = 12;
const SEED: u64 = 1843;

/// What becomes of a request and its reply.
#[derive(Clone, Copy, Debug)]
enum Fault {
    None,
    /// The request is not passed on.
    Lose,
    /// The request is passed on, and the reply is not.
    LoseReply,
    /// The reply breaks off.
    Cut,
    /// The request arrives after the client has given up on it.
    Late,
    /// The request arrives late, and is answered.
    Delay,
    /// The request arrives twice, and the second reply is passed on.
    Twice,
}

/// Chosen by a generator with a seed. Every other request is left alone.
fn choose(random: &mut fastrand::Rng) -> Fault {
    const FAULTS: [Fault; 6] = [
        Fault::Lose,
        Fault::LoseReply,
        Fault::Cut,
        Fault::Late,
        Fault::Delay,
        Fault::Twice,
    ];
    match random.bool() {
        true => *random.choice(&FAULTS).expect("there are some"),
        false => Fault::None,
    }
}

/// A proxy of one request for each connection.
async fn proxy(server: SocketAddr) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let mut random = fastrand::Rng::with_seed(SEED);
        while let Ok((client, _)) = listener.accept().await {
            let fault = choose(&mut random);
            let pause = Duration::from_millis(random.u64(1..20));
            // An error between two broken connections is expected.
            tokio::spawn(async move { carry(client, server, fault, pause).await.ok() });
        }
    });
    url
}

async fn carry(
    mut client: TcpStream,
    server: SocketAddr,
    fault: Fault,
    pause: Duration,
) -> io::Result<()> {
    let request = request(&mut client).await?;
    match fault {
        Fault::Lose => return Ok(()),
        Fault::Late => {
            drop(client);
            sleep(pause).await;
            return exchange(server, &request).await.map(|_| ());
        }
        Fault::Delay => sleep(pause).await,
        Fault::Twice => drop(exchange(server, &request).await?),
        Fault::None | Fault::LoseReply | Fault::Cut => {}
    }
    let reply = exchange(server, &request).await?;
    match fault {
        Fault::LoseReply => Ok(()),
        Fault::Cut => client.write_all(&reply[..reply.len() - 5]).await,
        _ => client.write_all(&reply).await,
    }
}

/// One request, head and body.
async fn request(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut request = Vec::new();
    loop {
        if client.read_buf(&mut request).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let text = String::from_utf8_lossy(&request).to_ascii_lowercase();
        let Some(head) = text.find("\r\n\r\n") else {
            continue;
        };
        let length = text[..head].split("content-length: ").nth(1);
        let length = length.and_then(|rest| rest.lines().next());
        let length: usize = length.map_or(0, |length| length.trim().parse().expect("a number"));
        if request.len() >= head + 4 + length {
            return Ok(request);
        }
    }
}

/// Sends a request and reads all that comes back.
async fn exchange(server: SocketAddr, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut socket = TcpStream::connect(server).await?;
    let (line, rest) = request.split_at(request.iter().position(|&b| b == b'\n').unwrap_or(0) + 1);
    socket
        .write_all(&[line, b"connection: close\r\n", rest].concat())
        .await?;
    let mut reply = Vec::new();
    socket.read_to_end(&mut reply).await?;
    Ok(reply)
}

/// What a client knows of its edits.
#[derive(Debug, Default)]
struct Known {
    done: usize,
    /// Neither done nor not done, as far as it knows.
    ambiguous: usize,
}

/// Each client counts up a number of its own. An edit that is lost leaves it too low, and one that is
/// made twice too high.
#[tokio::test(flavor = "multi_thread")]
async fn r8_no_edit_is_lost_or_made_twice_over_a_bad_network() {
    let server = Server::start(std::path::Path::new("memory"), &[]);
    let address = server
        .url
        .trim_start_matches("http://")
        .parse()
        .expect("an address");
    let url = Arc::new(proxy(address).await);
    let name = server
        .client("ada")
        .create(named("Ada"))
        .await
        .expect("a contact")
        .resource_name;
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let (url, name) = (Arc::clone(&url), name.clone());
            tokio::spawn(async move {
                let client = impatient(&url);
                let mut known = Known::default();
                for _ in 0..EDITS {
                    match client.edit(&name, |edit| count_up(edit, number)).await {
                        Ok(_) => known.done += 1,
                        Err(error) => note(&mut known, &error),
                    }
                }
                known
            })
        })
        .collect();
    let mut known = Vec::new();
    for client in clients {
        known.push(client.await.expect("the client ends"));
    }
    // All late requests have arrived by now.
    sleep(Duration::from_millis(100)).await;
    let contact = server
        .client("ada")
        .get(&name, FieldMask::USER_DEFINED)
        .await;
    let counts = contact.expect("the contact").user_defined;
    assert!(counts.len() <= CLIENTS, "{counts:?}");
    for (number, known) in known.iter().enumerate() {
        let count = counts.iter().find(|it| it.key == key(number));
        let count = count.map_or(0, |it| it.value.parse().expect("a number"));
        let possible = known.done..=known.done + known.ambiguous;
        assert!(possible.contains(&count), "{number} is {count}: {known:?}");
    }
    let done: usize = known.iter().map(|known| known.done).sum();
    assert!(done > CLIENTS * EDITS / 2, "{known:?}");
}

/// A client that soon tries again.
fn impatient(url: &str) -> Client {
    let mut policy = RetryPolicy::default();
    policy.first_wait = Duration::from_millis(2);
    policy.longest_wait = Duration::from_millis(20);
    let builder = Client::builder().base_url(url).token("ada");
    builder.retry(policy).build().expect("a client")
}

fn count_up(edit: &mut Edit, number: usize) {
    let key = key(number);
    if edit.get_mut::<UserDefined>(&key).is_none() {
        let mut count = UserDefined::default();
        count.key.clone_from(&key);
        count.value = "0".to_owned();
        edit.add(count);
    }
    let count = edit.get_mut::<UserDefined>(&key).expect("it is there");
    let up: usize = count.value.parse().expect("a number");
    count.value = (up + 1).to_string();
}

fn key(number: usize) -> String {
    format!("count-{number}")
}

/// A failure either left everything as it was, or says that it may not have.
fn note(known: &mut Known, error: &Error) {
    if error.is_ambiguous() {
        known.ambiguous += 1;
    }
}
