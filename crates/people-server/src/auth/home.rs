use std::net::IpAddr;

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::IntoResponse,
};
use http::{HeaderMap, Uri, header, uri::Authority};
use people_http::ErrorBody;
use people_model::{Code, Status};

use super::Dev;
use crate::front::reply::{self, Form};

impl Dev {
    /// Answers only what was sent to this machine by its own name (rule `A3`), with 403 for the rest.
    ///
    /// A page of any site can have a browser send requests here, and, where its name is made to lead
    /// here, read the answers. Such a request names that site. Good names are those of loopback, that
    /// of `public_url`, and Google's, for clients that are led here from there.
    ///
    /// ```
    /// use people_server::{Dev, People, Settings, router};
    /// use people_store::Memory;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let people = People::open(Memory::new(), Settings::default()).await?;
    /// let router = Dev::at_home(router(people, Dev), "http://127.0.0.1:8710");
    /// # Ok::<(), people_store::StoreError>(())
    /// # }).unwrap();
    /// ```
    pub fn at_home(router: Router, public_url: &str) -> Router {
        let public = Uri::try_from(public_url).ok();
        let public = public.and_then(|url| Some(url.host()?.to_ascii_lowercase()));
        router.layer(from_fn(move |request: Request, next: Next| {
            let stranger = stranger(request.uri(), request.headers(), public.as_deref());
            async move {
                match stranger {
                    None => next.run(request).await,
                    Some(name) => refusal(&name).into_response(),
                }
            }
        }))
    }
}

/// The name in the request that is not this machine's.
fn stranger(uri: &Uri, headers: &HeaderMap, public: Option<&str>) -> Option<String> {
    let text = |name| Some(headers.get(name)?.to_str().unwrap_or_default());
    let asked = uri.authority().map(Authority::as_str);
    let asked = asked.or_else(|| text(header::HOST));
    let origin = text(header::ORIGIN).map(|origin| match origin.split_once("://") {
        Some((_, authority)) => authority,
        None => origin,
    });
    let is_stranger = |name: &&str| !is_home(name, public);
    asked
        .into_iter()
        .chain(origin)
        .find(is_stranger)
        .map(str::to_owned)
}

fn is_home(authority: &str, public: Option<&str>) -> bool {
    let Ok(authority) = Authority::try_from(authority) else {
        // Who leaves it empty names nobody.
        return authority.is_empty();
    };
    let host = authority.host().to_ascii_lowercase();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let is_loopback = |ip: IpAddr| ip.to_canonical().is_loopback();
    address.parse().is_ok_and(is_loopback)
        || host == "localhost"
        || host.ends_with(".localhost")
        || host.ends_with(".googleapis.com")
        || public == Some(&host)
}

fn refusal(name: &str) -> http::Response<axum::body::Body> {
    let message = format!("With dev authentication this server is localhost, and not `{name}`.");
    let error = ErrorBody::new(Status::new(Code::PermissionDenied, message));
    let form = Form {
        pretty: true,
        gzip: false,
    };
    reply::json(http::StatusCode::FORBIDDEN, error.to_json(false), form).map(axum::body::Body::new)
}
