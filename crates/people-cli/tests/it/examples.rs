//! The examples, as tests.
use std::{
    convert::Infallible,
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http_body_util::Full;
use people_http::{Client, RetryPolicy};
use people_model::{EmailAddress, FieldMask, Name, Person, PhoneNumber};
use people_server::{Dev, Front, People, ResponseBody, Settings};
use people_store::Memory;
use tower::ServiceExt;

#[path = "../../examples/plan.rs"]
mod plan;
#[allow(dead_code)] // its `main` is for the command line
#[path = "../../../people-http/examples/sync_csv.rs"]
mod sync_csv;
#[path = "../../examples/two_editors.rs"]
mod two_editors;

/// A CSV file is synced twice with a server in this process, which turns every third call away.
#[tokio::test]
async fn sync_csv_finds_edits_and_creates() -> Result<(), Box<dyn Error>> {
    let server = Front::new(People::open(Memory::new(), Settings::default()).await?, Dev);
    let other = Client::builder().token("ada").build_over(server.clone())?;
    let retry = RetryPolicy::default().first_wait(Duration::from_millis(1));
    let client = Client::builder().token("ada").retry(retry);
    let client = client.build_over(every_third_turned_away(server))?;

    let email = |value: &str| EmailAddress::new().value(value);
    let ada = Person::new()
        .names([Name::new().given_name("Ada").family_name("Byron")])
        .email_addresses([email("Ada@example.com")]);
    let ada = other.create(ada).await?;

    let mut known = sync_csv::Known::default();
    let csv = "email,given_name,family_name,phone\n\
               ada@example.com,Ada,Lovelace,+44 20 7946 0018\n\
               charles@example.com,Charles,Babbage,\n";
    sync_csv::sync(&client, &mut known, csv.as_bytes()).await?;
    assert_eq!(other.connections(FieldMask::NAMES).all().await?.len(), 2);

    let all = FieldMask::ALL;
    let synced = other.get(&ada, all).await?;
    assert_eq!(synced.names[0].display_name, "Ada Lovelace");
    assert_eq!(synced.email_addresses[0].value, "Ada@example.com");
    assert_eq!(synced.phone_numbers[0].value, "+44 20 7946 0018");

    // Somebody gives Charles another address and deletes Ada: the next sync learns both.
    let people = other.connections(all).all().await?;
    let charles = people.iter().find(|it| it.names[0].given_name == "Charles");
    let charles = charles.ok_or("Charles is created")?;
    other
        .edit(charles, |charles| {
            charles.add(email("babbage@example.com"));
            charles.add(PhoneNumber::new().value("+44 20 7946 0019"));
        })
        .await?;
    other.delete(&ada).await?;
    let csv = "email,given_name,family_name,phone\n\
               babbage@example.com,Charles,Babbage FRS,\n\
               ada@example.com,Ada,Lovelace,\n";
    sync_csv::sync(&client, &mut known, csv.as_bytes()).await?;
    assert_eq!(other.connections(FieldMask::NAMES).all().await?.len(), 2);
    let charles = other.get(charles, all).await?;
    assert_eq!(charles.names[0].family_name, "Babbage FRS");
    assert_eq!(charles.phone_numbers.len(), 1);
    assert_eq!(other.connections(all).all().await?.len(), 2);

    let nameless = "email,given_name,family_name,phone\nada@example.com,,,\n";
    let error = sync_csv::sync(&client, &mut known, nameless.as_bytes()).await;
    let error = error.unwrap_err();
    let source = error.source().ok_or("the closure's error")?;
    assert_eq!(source.to_string(), "ada@example.com has no family name");
    Ok(())
}

/// The same service, but of three requests one is refused for its quota.
fn every_third_turned_away<S>(
    service: S,
) -> impl tower::Service<
    http::Request<Full<Bytes>>,
    Response = http::Response<ResponseBody>,
    Error = Infallible,
    Future: Send,
> + Clone
+ Send
+ 'static
where
    S: tower::Service<
            http::Request<Full<Bytes>>,
            Response = http::Response<ResponseBody>,
            Error = Infallible,
            Future: Send,
        > + Clone
        + Send
        + 'static,
{
    let calls = Arc::new(AtomicUsize::new(0));
    tower::service_fn(move |request| {
        let (service, count) = (service.clone(), calls.fetch_add(1, Ordering::Relaxed));
        async move {
            if count % 3 != 2 {
                return service.oneshot(request).await;
            }
            let mut refused = http::Response::new(Bytes::new().into());
            *refused.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
            Ok(refused)
        }
    })
}
