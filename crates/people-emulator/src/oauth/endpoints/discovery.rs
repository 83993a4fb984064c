//! What this server is, as OpenID Connect says it: `/.well-known/openid-configuration` and `/oauth2/v3/certs`.
use axum::{body::Body, response::Response};
use http::StatusCode;
use people_server::Api;
use serde_json::json;

use super::{Desk, Refusal, token::Grant};
use crate::{control::to_json, oauth::scopes::ScopeSet};

/// The addresses, all under the one that the request called.
pub(super) fn document(base: &str) -> Response<Body> {
    let document = json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}/o/oauth2/v2/auth"),
        "device_authorization_endpoint": format!("{base}/device/code"),
        "token_endpoint": format!("{base}/token"),
        "userinfo_endpoint": format!("{base}/oauth2/v3/userinfo"),
        "revocation_endpoint": format!("{base}/revoke"),
        "jwks_uri": format!("{base}/oauth2/v3/certs"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ScopeSet::all().iter().collect::<Vec<_>>(),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "claims_supported": [
            "aud", "email", "email_verified", "exp", "family_name", "given_name", "iat", "iss", "name", "picture", "sub"
        ],
        "code_challenge_methods_supported": ["plain", "S256"],
        "grant_types_supported": Grant::ALL.map(Grant::name),
        "authorization_response_iss_parameter_supported": true,
    });
    to_json(StatusCode::OK, &document)
}

/// The key that checks id tokens.
pub(super) async fn keys<A: Api>(desk: &Desk<'_, A>) -> Result<Response<Body>, Refusal> {
    let key = desk.oauth.key().await?;
    Ok(to_json(
        StatusCode::OK,
        &json!({"keys": [key.public().to_jwk()]}),
    ))
}
