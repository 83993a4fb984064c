//! Tokens of Google accounts, over yup-oauth2.
use std::{env, fmt, io, path::PathBuf};

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client as HttpClient, connect::HttpConnector},
    rt::TokioExecutor,
};
use people_model::Method;
use serde_json::{Map, Value};
use yup_oauth2::{
    AccessToken, ApplicationDefaultCredentialsAuthenticator as Instance,
    ApplicationDefaultCredentialsFlowOpts, AuthorizedUserAuthenticator, CustomHyperClientBuilder,
    ServiceAccountAuthenticator,
    authenticator::{ApplicationDefaultCredentialsTypes, Authenticator},
};

use super::{
    BoxError,
    credentials::{Credentials, Token},
    error::{Error, ErrorKind},
    tls,
};

/// The credentials of a Google account or service account.
///
/// A token is kept until shortly before it expires, and replaced when the service refuses it.
///
/// ```no_run
/// # async fn example(key: &str) -> Result<(), people_http::Error> {
/// use people_http::{Client, GoogleCredentials};
///
/// // The user whom `gcloud auth application-default login` logged in.
/// let credentials = GoogleCredentials::application_default().await?;
/// let client = Client::builder().credentials(credentials).build()?;
///
/// // Any user of a domain that trusts a service account.
/// let ada = GoogleCredentials::delegated(key, "ada@example.com").await?;
/// let ada = client.as_user(ada);
/// # Ok(())
/// # }
/// ```
///
/// The library that it uses writes what it sends and receives to [`log`](https://docs.rs/log) at the level debug,
/// including secrets. Filter `yup_oauth2` out of logs of that level.
pub struct GoogleCredentials {
    authenticator: Authenticator<Connector>,
    scopes: Vec<String>,
    kind: &'static str,
}

impl GoogleCredentials {
    /// The default credentials of this machine. The first of these that exists: the key file that
    /// `GOOGLE_APPLICATION_CREDENTIALS` names, the file of `gcloud auth application-default login`, the metadata server
    /// of the cloud.
    ///
    /// # Errors
    ///
    /// When the key file cannot be read, or is not a key file.
    pub async fn application_default() -> Result<Self, Error> {
        let named = env::var_os("GOOGLE_APPLICATION_CREDENTIALS").map(PathBuf::from);
        let file = match named {
            Some(file) => Some(file),
            None => gcloud_file().filter(|file| file.exists()),
        };
        let Some(file) = file else {
            let host = env::var("GCE_METADATA_HOST");
            return Self::metadata_server(host.as_deref().unwrap_or(METADATA_SERVER)).await;
        };
        let json = std::fs::read_to_string(file)
            .map_err(|source| setup("the key file cannot be read").because(source))?;
        Self::from_json(&json).await
    }

    /// Those of a key file's text: a service account's, or an `authorized_user`'s, which is the
    /// refresh token of an installed program.
    ///
    /// # Errors
    ///
    /// When the text is not a key of one of these kinds.
    pub async fn from_json(json: &str) -> Result<Self, Error> {
        match kind(json)?.as_str() {
            "service_account" => Self::service_account(json, None).await,
            "authorized_user" => Self::authorized_user(json).await,
            _ => Err(setup(
                "the key is neither a `service_account` nor an `authorized_user`",
            )),
        }
    }

    /// Those of a user of a domain that lets a service account act for its users: domain-wide
    /// delegation. `subject` is the user's e-mail address.
    ///
    /// # Errors
    ///
    /// When the text is not a key of a service account.
    pub async fn delegated(json: &str, subject: &str) -> Result<Self, Error> {
        match kind(json)?.as_str() {
            "service_account" => Self::service_account(json, Some(subject)).await,
            _ => Err(setup("the key is not a `service_account`")),
        }
    }

    /// Those of a user who gave an installed program a refresh token.
    ///
    /// # Errors
    ///
    /// When the machine has no certificates to trust.
    pub async fn refresh_token(
        client_id: &str,
        client_secret: &str,
        refresh_token: &str,
    ) -> Result<Self, Error> {
        let secret = serde_json::json!({
            "type": "authorized_user",
            "client_id": client_id,
            "client_secret": client_secret,
            "refresh_token": refresh_token,
        });
        Self::authorized_user(&secret.to_string()).await
    }

    /// Those of the service account of the machine, from the metadata server at `host`.
    ///
    /// # Errors
    ///
    /// Only if the HTTP client cannot start: the server is asked when a token is needed.
    pub async fn metadata_server(host: &str) -> Result<Self, Error> {
        let opts = ApplicationDefaultCredentialsFlowOpts {
            metadata_url: Some(format!("http://{host}{TOKEN_OF_INSTANCE}")),
        };
        // That variable is looked at here, where its file may be of any kind.
        let builder = match Instance::with_client(opts, http(false)?).await {
            ApplicationDefaultCredentialsTypes::InstanceMetadata(builder) => builder,
            ApplicationDefaultCredentialsTypes::ServiceAccount(_) => {
                return Err(setup(
                    "the default credentials are a key file, so the metadata server is not asked",
                ));
            }
        };
        Self::new("metadata_server", builder.build().await)
    }

    /// Asks for tokens of other scopes than that of contacts. A refresh token has its own.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    async fn service_account(json: &str, subject: Option<&str>) -> Result<Self, Error> {
        // No source: it might repeat parts of the key.
        let key = yup_oauth2::parse_service_account_key(json)
            .map_err(|_| setup("the key of the service account is incomplete"))?;
        let http = http(key.token_uri.starts_with("https:"))?;
        let mut builder = ServiceAccountAuthenticator::with_client(key, http);
        if let Some(subject) = subject {
            builder = builder.subject(subject);
        }
        Self::new("service_account", builder.build().await)
    }

    async fn authorized_user(json: &str) -> Result<Self, Error> {
        let secret = serde_json::from_str(json)
            .map_err(|_| setup("the key of the authorized user is incomplete"))?;
        let builder = AuthorizedUserAuthenticator::with_client(secret, http(true)?);
        Self::new("authorized_user", builder.build().await)
    }

    fn new(
        kind: &'static str,
        authenticator: io::Result<Authenticator<Connector>>,
    ) -> Result<Self, Error> {
        let authenticator =
            authenticator.map_err(|_| setup("the key of the service account cannot be used"))?;
        let contacts = Method::UpdateContact.scopes();
        Ok(Self {
            authenticator,
            scopes: contacts.iter().map(|&scope| scope.to_owned()).collect(),
            kind,
        })
    }
}

impl Credentials for GoogleCredentials {
    async fn token(&self) -> Result<Token, BoxError> {
        text(self.authenticator.token(&self.scopes).await?)
    }

    async fn refresh(&self, refused: &Token) -> Result<Option<Token>, BoxError> {
        let current = Credentials::token(self).await?;
        if current != *refused {
            // Another call was faster.
            return Ok(Some(current));
        }
        let fresh = self
            .authenticator
            .force_refreshed_token(&self.scopes)
            .await?;
        text(fresh).map(Some)
    }
}

/// Shows only their kind.
impl fmt::Debug for GoogleCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GoogleCredentials")
            .field("kind", &self.kind)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

type Connector = HttpsConnector<HttpConnector>;

const METADATA_SERVER: &str = "metadata.google.internal";
const TOKEN_OF_INSTANCE: &str = "/computeMetadata/v1/instance/service-accounts/default/token";

/// Where `gcloud` keeps the key of the user who is logged in.
fn gcloud_file() -> Option<PathBuf> {
    let folder = match env::var_os("CLOUDSDK_CONFIG") {
        Some(folder) => PathBuf::from(folder),
        None if cfg!(windows) => PathBuf::from(env::var_os("APPDATA")?).join("gcloud"),
        None => PathBuf::from(env::var_os("HOME")?).join(".config/gcloud"),
    };
    Some(folder.join("application_default_credentials.json"))
}

fn kind(json: &str) -> Result<String, Error> {
    let key: Map<String, Value> =
        serde_json::from_str(json).map_err(|_| setup("the key file is not a JSON object"))?;
    let kind = key.get("type").and_then(Value::as_str);
    Ok(kind.unwrap_or_default().to_owned())
}

/// What tokens are fetched with: TLS as the client's own.
fn http(secure: bool) -> Result<CustomHyperClientBuilder<Connector>, Error> {
    let tls = tls::config(secure).map_err(|source| {
        setup("cannot load the trusted certificates of this machine").because(source)
    })?;
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(tls)
        .https_or_http()
        .enable_http1()
        .build();
    let client = HttpClient::builder(TokioExecutor::new()).build::<_, String>(connector);
    Ok(client.into())
}

fn text(token: AccessToken) -> Result<Token, BoxError> {
    let text = token.token().ok_or("the reply has no access token")?;
    Ok(Token::new(text))
}

fn setup(reason: &'static str) -> Error {
    Error::new(None, ErrorKind::Setup(reason))
}
