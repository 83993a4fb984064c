//! The files that programs log in with, in Google's form.
use people_server::PublicUrl;
use serde_json::{Value, json};

use super::{
    clients::{Clients, InvalidClient},
    keys::SigningKey,
    random::Random,
};

/// A client file and a service-account file that lead to one server, with new secrets.
///
/// ```
/// use people_emulator::{Clients, OAuthFiles};
///
/// let files = OAuthFiles::generate(&"http://127.0.0.1:8710".parse()?)?;
/// let mut clients = Clients::default();
/// clients.add(&files.client)?;
/// clients.add(&files.service_account)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OAuthFiles {
    /// What Google calls `client_secret.json`, of an installed app.
    pub client: String,
    /// The key of a service account.
    pub service_account: String,
}

/// Keys cannot be generated: the operating system has no random numbers.
///
/// ```
/// use people_emulator::{CannotGenerate, OAuthFiles};
///
/// let generated: Result<OAuthFiles, CannotGenerate> =
///     OAuthFiles::generate(&"http://127.0.0.1:8710".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key cannot be generated: {0}")]
pub struct CannotGenerate(String);

/// The project that both files name.
const PROJECT: &str = "people-emulator";

impl OAuthFiles {
    /// Makes the files for the server at this address. The app may be sent to any port of `localhost`, `127.0.0.1` and
    /// `[::1]`.
    ///
    /// # Errors
    ///
    /// When the operating system has no random numbers.
    pub fn generate(url: &PublicUrl) -> Result<Self, CannotGenerate> {
        let key = SigningKey::generate().map_err(|error| CannotGenerate(error.to_string()))?;
        let pem = key
            .to_pem()
            .map_err(|error| CannotGenerate(error.to_string()))?;
        let text = || {
            let text = Random::System.text("");
            text.map_err(|_| CannotGenerate("there are no random numbers".to_owned()))
        };
        let url = url.as_str();
        let certificates = format!("{url}/oauth2/v3/certs");
        let client = json!({"installed": {
            "client_id": format!("{}.apps.googleusercontent.com", text()?.to_lowercase().replace('_', "-")),
            "project_id": PROJECT,
            "auth_uri": format!("{url}/o/oauth2/auth"),
            "token_uri": format!("{url}/token"),
            "auth_provider_x509_cert_url": certificates,
            "client_secret": text()?,
            "redirect_uris": ["http://localhost", "http://127.0.0.1", "http://[::1]"],
        }});
        let id = &key.public().id;
        let service_account = json!({
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": id,
            "private_key": pem,
            "client_email": format!("people-{}@{PROJECT}.iam.gserviceaccount.com", &id[..8]),
            "client_id": format!("service-account-{id}"),
            "auth_uri": format!("{url}/o/oauth2/auth"),
            "token_uri": format!("{url}/token"),
            "auth_provider_x509_cert_url": certificates,
            "client_x509_cert_url": certificates,
            "universe_domain": "googleapis.com",
        });
        let file = |value: &Value| format!("{value:#}\n");
        Ok(Self {
            client: file(&client),
            service_account: file(&service_account),
        })
    }

    /// The clients of both files.
    ///
    /// # Errors
    ///
    /// When one of them was changed and is no longer a client file.
    pub fn clients(&self) -> Result<Clients, InvalidClient> {
        let mut clients = Clients::default();
        clients.add(&self.client)?;
        clients.add(&self.service_account)?;
        Ok(clients)
    }
}

/// Shows nothing of the secrets.
impl std::fmt::Debug for OAuthFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OAuthFiles").finish_non_exhaustive()
    }
}
