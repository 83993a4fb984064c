//! The console in front of a router.
use std::{
    error::Error,
    fmt::{self, Write as _},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
};
use http::{HeaderValue, Method as Verb, StatusCode, header};
use people_emulator::Emulator;
use people_server::{Api, HostCheck};
use tokio::{runtime::Handle, sync::Semaphore};

use crate::{
    answer::{self, Answer, Refused, Response},
    assets,
    backend::{Backend, Inside},
    creations::Creations,
    duplicates::Searches,
    guard::Guard,
    imports::Imports,
    pages::{merges::Undone, request::Later},
    routes,
    visit::{self, Visit},
};

/// Pages that show what an emulator holds, at `/console`.
///
/// It calls the [`Api`] inside the emulator, as the account that a page is about: so its calls meet no rule and are
/// in no journal. Cheap to clone; all clones are one console. The crate's first page has an example.
#[derive(Clone, Debug)]
pub struct Console {
    shared: Arc<Shared>,
}

/// What all requests of a console share.
pub(crate) struct Shared {
    pub(crate) backend: Arc<dyn Backend>,
    pub(crate) guard: Guard,
    pub(crate) creations: Creations,
    /// For pages.
    pages: Places,
    /// For files that are read or imported: this takes longer than a page.
    files: Places,
    /// For browsers that may not see pages: what they send takes no place of those that may.
    strangers: Places,
    /// Places for requests that are sent again.
    replays: Semaphore,
    /// Places for pages that listen.
    pub(crate) listeners: Arc<Semaphore>,
    /// What may be one person, of each account.
    pub(crate) searches: Searches,
    /// Merges that were undone.
    pub(crate) undone: Undone,
    /// Files that were uploaded.
    pub(crate) imports: Arc<Imports>,
}

/// Places for what is made at the same time.
struct Places {
    made: Arc<Semaphore>,
    /// For requests that wait for one, or are read.
    waiting: Semaphore,
    /// What a browser hears that finds none.
    busy: &'static str,
}

/// The most requests for pages that are read or wait at the same time.
const WAITING: usize = 32;
/// The most files that are read or imported at the same time, beside the pages; and the most requests for it that are
/// read or wait.
const FILES: usize = 1;
const WAITING_FILES: usize = 4;
/// The most requests of browsers that may not see pages: each is answered by the page that says so.
const STRANGERS: usize = 1;
/// The most requests that are sent again at the same time: fewer than may wait, so that pages can still be read.
const REPLAYS: usize = 8;
/// The most pages that listen at the same time.
const LISTENERS: usize = 32;
/// How long a page waits for its place.
const PATIENCE: Duration = Duration::from_secs(10);

/// The system gave no random bytes.
///
/// ```
/// use people_console::NoRandom;
///
/// fn explain(error: &NoRandom) -> String {
///     error.to_string()
/// }
/// # let _ = explain;
/// ```
#[derive(Debug)]
pub struct NoRandom(getrandom::Error);

impl fmt::Display for NoRandom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the system gives no random bytes: {}", self.0)
    }
}

impl Error for NoRandom {}

impl Console {
    /// The console of an emulator. `own` says which names and origins are the server's own: no other request gets a
    /// page (rule `W20`).
    ///
    /// # Errors
    ///
    /// When the system gives no random bytes, of which the tokens of forms are made.
    pub fn new<A: Api>(emulator: &Emulator<A>, own: HostCheck) -> Result<Self, NoRandom> {
        let imports = Arc::new(Imports::default());
        let of_emulator = Arc::downgrade(&imports);
        // What a page said of a file is no longer so.
        emulator.when_replaced(move |account| match of_emulator.upgrade() {
            Some(imports) => {
                imports.forget(account);
                true
            }
            None => false,
        });
        let guard = Guard::new(own, emulator.options(), secret()?, secret()?);
        Ok(Self {
            shared: Arc::new(Shared {
                backend: Arc::new(Inside(emulator.clone())),
                guard,
                creations: Creations::default(),
                pages: Places::new(places(), WAITING, BUSY),
                files: Places::new(FILES, WAITING_FILES, BUSY_FILES),
                strangers: Places::new(STRANGERS, WAITING, BUSY),
                replays: Semaphore::new(REPLAYS),
                listeners: Arc::new(Semaphore::new(LISTENERS)),
                searches: Searches::default(),
                undone: Undone::default(),
                imports,
            }),
        })
    }

    /// Puts the console in front of the routes of `router`: it answers `/console`, and redirects a browser from `/` to
    /// it.
    pub fn layer(&self, router: Router) -> Router {
        let shared = Arc::clone(&self.shared);
        let api = router.clone();
        router.layer(from_fn(move |request: Request, next: Next| {
            let (shared, api) = (Arc::clone(&shared), api.clone());
            async move {
                match request.uri().path() {
                    "/" if is_browser(&request) => answer::see_other("/console"),
                    path if is_console(path) => shared.answer(request, api).await,
                    _ => next.run(request).await,
                }
            }
        }))
    }
}

/// Shows no secret, and nothing of what the emulator holds.
impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Shared {
    async fn answer(self: &Arc<Self>, request: Request, api: Router) -> Response {
        let is_head = request.method() == Verb::HEAD;
        let answered = self.page(request, api).await;
        let mut response = answered.unwrap_or_else(|refused| refused.into_response(self));
        answer::protect(&mut response);
        if is_head {
            *response.body_mut() = axum::body::Body::empty();
        }
        response
    }

    async fn page(self: &Arc<Self>, request: Request, api: Router) -> Answer {
        let segments = visit::segments(request.uri().path())?;
        self.guard.admit_origin(request.uri(), request.headers())?;
        if let [folder, name] = &segments[..]
            && folder == "assets"
            && matches!(*request.method(), Verb::GET | Verb::HEAD)
        {
            return assets::find(name);
        }
        // A visitor who may see no page and sends slowly must not hold up others.
        let knows = self.guard.admit_visitor(request.headers());
        let places = match knows {
            Err(_) => &self.strangers,
            Ok(()) if routes::is_of_file(request.method(), &segments) => &self.files,
            Ok(()) => &self.pages,
        };
        let _waits = places.waiting.try_acquire().map_err(|_| places.busy())?;
        let visit = Visit::read(request, segments, &self.guard, api, knows.is_ok()).await?;
        let standing = match knows {
            Ok(()) => routes::wait(self, &visit).await?,
            Err(_) => None,
        };
        let shared = Arc::clone(self);
        let made = places.make(async move {
            let visit = visit.parsed().await?;
            if visit.verb == Verb::POST {
                shared.guard.admit_form(visit.form.get("_token"))?;
            }
            match knows {
                Ok(()) => routes::answer(&shared, &visit, standing).await,
                Err(refused) => routes::sign_in(&shared, &visit, refused),
            }
        });
        let mut response = made.await?;
        if let Some(later) = response.extensions_mut().remove::<Later>() {
            let _place = self.replays.try_acquire().map_err(|_| self.pages.busy())?;
            later.send().await;
        }
        Ok(response)
    }
}

impl Places {
    fn new(made: usize, waiting: usize, busy: &'static str) -> Self {
        Self {
            made: Arc::new(Semaphore::new(made)),
            waiting: Semaphore::new(waiting),
            busy,
        }
    }

    fn busy(&self) -> Refused {
        Refused::new(StatusCode::SERVICE_UNAVAILABLE, self.busy)
    }

    /// Makes a page in a thread that answers no calls of the API, once there is a place for it. It is made to its end
    /// even if the browser has gone.
    async fn make(&self, page: impl Future<Output = Answer> + Send + 'static) -> Answer {
        let place = Arc::clone(&self.made).acquire_owned();
        let place = tokio::time::timeout(PATIENCE, place).await;
        let place = place.map_err(|_| self.busy())?;
        let place = place.map_err(|_| self.busy())?;
        let runtime = Handle::current();
        let made = tokio::task::spawn_blocking(move || {
            let _place = place;
            runtime.block_on(page)
        });
        made.await
            .unwrap_or_else(|error| Err(Refused::broken(format!("The page is not made: {error}."))))
    }
}

/// How many pages are made at the same time. The other processors are for the API.
fn places() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    (processors / 2).max(1)
}

const BUSY: &str = "Too many pages are asked for at the same time. Load this one again.";
const BUSY_FILES: &str =
    "Other files are being read or imported. Load this page again: nothing is imported twice.";

fn is_console(path: &str) -> bool {
    path.strip_prefix("/console")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a person looks at the answer.
fn is_browser(request: &Request) -> bool {
    let accepts_pages = |value: &HeaderValue| {
        let value = value.to_str().unwrap_or_default();
        value.to_ascii_lowercase().contains("text/html")
    };
    let accept = request.headers().get_all(header::ACCEPT);
    matches!(*request.method(), Verb::GET | Verb::HEAD) && accept.iter().any(accepts_pages)
}

/// 128 random bits in hexadecimal.
pub(crate) fn secret() -> Result<String, NoRandom> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(NoRandom)?;
    Ok(hex(&bytes))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap_or_default(); // a text takes everything
        text
    })
}
