mod batches;
mod builder;
mod calls;
mod credentials;
mod directory;
mod edit;
mod error;
mod exchange;
#[cfg(feature = "google-credentials")]
mod google;
mod groups;
mod landed;
mod lost;
mod others;
mod pages;
mod photos;
mod queue;
mod quota;
mod retry;
mod search;
mod tls;
mod transport;

use std::{fmt, sync::Arc, time::Duration};

use people_rules::Contract;

#[cfg(feature = "google-credentials")]
pub use self::google::GoogleCredentials;
pub use self::{
    batches::Batches,
    builder::{BaseUrl, ClientBuilder},
    credentials::{Credentials, Token},
    edit::{EditContact, EditOutcome, Plan},
    error::Error,
    lost::Sendable,
    pages::{Paged, Pages},
    retry::RetryPolicy,
};
use self::{credentials::AnyCredentials, queue::Queue, quota::Budget, transport::Transport};
use crate::quota::Quota;

/// Calls the API at one address, as one user.
///
/// Cloning is cheap. Clones share their connections, and they are the same user, whose mutations
/// go through one queue (rule `U13`).
///
/// ```no_run
/// use people_http::Client;
/// use people_model::{FieldMask, PersonField};
///
/// # async fn example() -> Result<(), people_http::Error> {
/// let client = Client::builder()
///     .base_url("http://127.0.0.1:8710")
///     .token("ada")
///     .build()?;
///
/// let ada = client.get("people/c1", FieldMask::NAMES).await?;
/// println!("{}", ada.names[0].display_name);
/// client.edit("people/c1", |ada| ada.clear(PersonField::Nicknames)).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Order
///
/// A call that changes something waits until all earlier calls of the same user are over. Its place in the
/// queue is the moment when its future is first polled. Reads do not wait.
///
/// # Cancellation
///
/// If you drop a call while it waits, for its turn or for another attempt, it is not made. If you drop it while its
/// request is on the wire, the request continues in its own task until it has a reply or times out. Only then the next
/// call has its turn. So a later change never overtakes one that may still arrive, and nothing blocks the queue for
/// longer than the [timeout](ClientBuilder::timeout). The caller has to find out its outcome, as after any other
/// [ambiguous](Error::is_ambiguous) call.
///
/// # Runtime
///
/// It needs a tokio runtime with time, for every transport.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    user: Arc<User>,
}

/// The parts that all users share.
struct Shared {
    transport: Box<dyn Transport>,
    base_url: String,
    timeout: Duration,
    longest_reply: usize,
    retry: RetryPolicy,
    quota: Option<Quota>,
    contract: Contract,
}

/// The user of the calls.
struct User {
    credentials: Option<Box<dyn AnyCredentials>>,
    queue: Queue,
    budget: Option<Budget>,
}

impl Client {
    /// Starts to build a client: set the address and the credentials.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// The same client for another user, who has a separate queue and quota.
    ///
    /// For a program that works for many users, such as one with a service account that may act as
    /// each of them. Keep one client for each user: two that are made for the same one have two
    /// queues.
    pub fn as_user(&self, credentials: impl Credentials) -> Self {
        Self::new(Arc::clone(&self.shared), Some(Box::new(credentials)))
    }

    fn new(shared: Arc<Shared>, credentials: Option<Box<dyn AnyCredentials>>) -> Self {
        let user = User {
            credentials,
            queue: Queue::default(),
            budget: shared.quota.map(Budget::new),
        };
        Self {
            shared,
            user: Arc::new(user),
        }
    }
}

/// Shows where, and not as whom.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.shared.base_url)
            .finish_non_exhaustive()
    }
}

/// An error of any type.
pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;
