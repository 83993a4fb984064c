//! RSA keys: those that the server signs with, and those of service accounts.
use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use getrandom::SysRng;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, crypto::verify, errors};
use rsa::{
    PrivateKey,
    pkcs1::EncodeRsaPrivateKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding},
    traits::PublicKeyParts,
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::crypto;

/// Bits of a key, as Google's have.
const BITS: usize = 2048;

/// A key that signs.
#[derive(Clone)]
pub(super) struct SigningKey {
    private: PrivateKey,
    public: PublicKey,
    encoding: EncodingKey,
}

/// A key that checks what a [`SigningKey`] signed.
#[derive(Clone)]
pub(super) struct PublicKey {
    pub(super) id: String,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

/// Why a key cannot be used: without a word of the key.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct InvalidKey(String);

impl SigningKey {
    /// A new key. This takes a tenth of a second or more.
    pub(super) fn generate() -> Result<Self, InvalidKey> {
        Self::of(PrivateKey::new(&mut SysRng, BITS).map_err(invalid)?)
    }

    /// The key of a PEM file, PKCS#8.
    pub(super) fn from_pem(pem: &str) -> Result<Self, InvalidKey> {
        Self::of(PrivateKey::from_pkcs8_pem(pem).map_err(invalid)?)
    }

    fn of(private: PrivateKey) -> Result<Self, InvalidKey> {
        crypto::install();
        let der = private.to_pkcs1_der().map_err(invalid)?;
        let modulus = private.n_bytes().to_vec();
        if modulus.len() * 8 < BITS {
            let bits = modulus.len() * 8;
            return Err(InvalidKey(format!("it has {bits} bits, and needs {BITS}")));
        }
        let exponent = private.e_bytes().to_vec();
        // Any name that no other key has. RFC 7638 would do as well, and say no more.
        let hash = Sha256::digest(&modulus);
        let id = hash[..20]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self {
            encoding: EncodingKey::from_rsa_der(der.as_bytes()),
            public: PublicKey {
                id,
                modulus,
                exponent,
            },
            private,
        })
    }

    pub(super) fn public(&self) -> &PublicKey {
        &self.public
    }

    /// As a PEM file, PKCS#8.
    pub(super) fn to_pem(&self) -> Result<String, InvalidKey> {
        let pem = self.private.to_pkcs8_pem(LineEnding::LF).map_err(invalid)?;
        Ok(pem.as_str().to_owned())
    }

    /// A JWT with these claims, RS256.
    pub(super) fn sign(&self, claims: &impl Serialize) -> Result<String, errors::Error> {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.public.id.clone());
        jsonwebtoken::encode(&header, claims, &self.encoding)
    }
}

impl PublicKey {
    /// The claims of a JWT that the other half of this key signed; of the claims nothing is checked.
    pub(super) fn verify(&self, token: &str) -> Option<Map<String, Value>> {
        let claims = Unverified::read(token)?.claims;
        let (message, signature) = token.rsplit_once('.')?;
        let signature = signature.trim_end_matches('=');
        let key = DecodingKey::from_rsa_raw_components(&self.modulus, &self.exponent);
        let is_signed = verify(signature, message.as_bytes(), &key, Algorithm::RS256);
        is_signed.is_ok_and(|is_signed| is_signed).then_some(claims)
    }

    /// As a JSON Web Key (RFC 7517).
    pub(super) fn to_jwk(&self) -> Value {
        json!({
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "n": URL_SAFE_NO_PAD.encode(&self.modulus),
            "e": URL_SAFE_NO_PAD.encode(&self.exponent),
        })
    }
}

/// The content of a JWT with RS256, before its signature is checked.
pub(super) struct Unverified {
    pub(super) key_id: Option<String>,
    pub(super) claims: Map<String, Value>,
}

impl Unverified {
    /// `None` for a text that is not a JWT with RS256, and for one that requires an extension.
    ///
    /// The parts may have padding, as those of yup-oauth2 do. Google accepts it, but `jsonwebtoken` does not.
    pub(super) fn read(token: &str) -> Option<Self> {
        let mut parts = token.split('.');
        let (Some(header), Some(claims), Some(_), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok();
        let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
        let claims = serde_json::from_slice(&decode(claims)?).ok()?;
        let is_read = header.alg == Algorithm::RS256 && header.crit.is_none();
        is_read.then_some(Self {
            key_id: header.kid,
            claims,
        })
    }
}

fn invalid(error: impl fmt::Display) -> InvalidKey {
    InvalidKey(error.to_string())
}

/// Shows nothing of the private key.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.public.id).finish()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PublicKey").field(&self.id).finish()
    }
}
