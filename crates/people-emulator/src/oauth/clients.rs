//! Who may ask for tokens: the programs and service accounts that client files name.
use std::{fmt, sync::Arc};

use serde::Deserialize;
use serde_json::Value;
use subtle::ConstantTimeEq;

use super::{
    keys::{PublicKey, SigningKey},
    redirect::{InvalidRedirect, Redirect},
};

/// The programs and service accounts that may ask for tokens (rule `X41`), as Google's files name them.
///
/// ```
/// use people_emulator::Clients;
///
/// let mut clients = Clients::default();
/// clients.add(r#"{"installed": {
///     "client_id": "tests.apps.googleusercontent.com",
///     "client_secret": "secret",
///     "redirect_uris": ["http://localhost"]
/// }}"#)?;
/// assert!(clients.add("{}").is_err());
/// # Ok::<(), people_emulator::InvalidClient>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Clients {
    apps: Vec<Arc<App>>,
    service_accounts: Vec<Arc<ServiceAccount>>,
}

/// A file is not a client file.
///
/// ```
/// use people_emulator::Clients;
///
/// let error = Clients::default().add("[]").unwrap_err();
/// assert!(error.to_string().contains("installed"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidClient(String);

/// A program that acts for accounts.
pub(super) struct App {
    pub(super) id: Arc<str>,
    secret: String,
    redirects: Vec<Redirect>,
    /// A program on the user's own machine, and no web server.
    pub(super) is_installed: bool,
}

/// A program that acts for itself, and for accounts in its domain.
#[derive(Debug)]
pub(super) struct ServiceAccount {
    pub(super) email: Arc<str>,
    pub(super) key: PublicKey,
}

/// What a file of an app has of it.
#[derive(Deserialize)]
struct AppFile {
    client_id: String,
    client_secret: String,
    #[serde(default)]
    redirect_uris: Vec<String>,
}

#[derive(Deserialize)]
struct ServiceAccountFile {
    client_email: String,
    private_key: String,
}

impl Clients {
    /// Adds the client of a file: a `client_secret.json` (`installed` or `web`), or the key of a service account.
    ///
    /// # Errors
    ///
    /// When the text is neither, when it redirects to another machine, and when it names an existing client.
    pub fn add(&mut self, json: &str) -> Result<(), InvalidClient> {
        let file: Value = serde_json::from_str(json).map_err(invalid)?;
        let kind = file.get("type").and_then(Value::as_str);
        match (file.get("installed"), file.get("web"), kind) {
            (Some(app), None, _) => self.add_app(app, true),
            (None, Some(app), _) => self.add_app(app, false),
            (None, None, Some("service_account")) => self.add_service_account(&file),
            _ => Err(InvalidClient(FORMS.to_owned())),
        }
    }

    fn add_app(&mut self, file: &Value, is_installed: bool) -> Result<(), InvalidClient> {
        let file = AppFile::deserialize(file).map_err(invalid)?;
        if file.client_id.is_empty() || file.client_secret.is_empty() {
            return Err(InvalidClient(
                "`client_id` and `client_secret` are not empty".to_owned(),
            ));
        }
        let redirects = file.redirect_uris.iter();
        let redirects = redirects.map(|uri| Redirect::registered(uri, is_installed));
        let redirects: Result<_, InvalidRedirect> = redirects.collect();
        let app = App {
            id: file.client_id.into(),
            secret: file.client_secret,
            redirects: redirects
                .map_err(|error| InvalidClient(format!("`redirect_uris`: {error}")))?,
            is_installed,
        };
        if self.app(&app.id).is_some() {
            return Err(InvalidClient(format!("`{}` exists already", app.id)));
        }
        self.apps.push(Arc::new(app));
        Ok(())
    }

    fn add_service_account(&mut self, file: &Value) -> Result<(), InvalidClient> {
        let file = ServiceAccountFile::deserialize(file).map_err(invalid)?;
        let key = SigningKey::from_pem(&file.private_key);
        let key = key.map_err(|error| InvalidClient(format!("`private_key`: {error}")))?;
        let account = ServiceAccount {
            email: file.client_email.into(),
            key: key.public().clone(),
        };
        if self.service_account(&account.email).is_some() {
            return Err(InvalidClient(format!("`{}` exists already", account.email)));
        }
        self.service_accounts.push(Arc::new(account));
        Ok(())
    }

    /// Whether there are no clients: then no program gets tokens.
    pub fn is_empty(&self) -> bool {
        self.apps.is_empty() && self.service_accounts.is_empty()
    }

    pub(super) fn app(&self, id: &str) -> Option<&Arc<App>> {
        self.apps.iter().find(|app| &*app.id == id)
    }

    /// The only app, if there is exactly one.
    pub(super) fn only_app(&self) -> Option<&Arc<App>> {
        match &self.apps[..] {
            [app] => Some(app),
            _ => None,
        }
    }

    pub(super) fn apps(&self) -> impl Iterator<Item = &App> {
        self.apps.iter().map(|app| &**app)
    }

    pub(super) fn service_account(&self, email: &str) -> Option<&Arc<ServiceAccount>> {
        self.service_accounts
            .iter()
            .find(|account| &*account.email == email)
    }
}

impl App {
    /// Whether this is its secret. The duration of this comparison reveals only the length of the secret.
    pub(super) fn has_secret(&self, presented: &str) -> bool {
        self.secret.as_bytes().ct_eq(presented.as_bytes()).into()
    }

    /// Whether its users may be sent to this address (rule `X43`).
    pub(super) fn redirects_to(&self, uri: &str) -> bool {
        self.redirects
            .iter()
            .any(|registered| registered.allows(uri))
    }

    /// The addresses that its users may be sent to.
    pub(super) fn redirects(&self) -> impl Iterator<Item = &str> {
        self.redirects.iter().map(Redirect::as_str)
    }
}

/// Shows nothing of the secret.
impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("App").field(&self.id).finish()
    }
}

const FORMS: &str = "it is no file of a client: it has neither `installed` nor `web`, nor \
     `\"type\": \"service_account\"`. `people oauth init` writes both kinds";

fn invalid(error: serde_json::Error) -> InvalidClient {
    InvalidClient(error.to_string())
}
