//! The keys of an issuer, each with the algorithms that it may be used for.
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::Value;

/// A JSON Web Key Set, without the keys that sign nothing for us.
pub(super) struct Keys(Vec<Key>);

/// A public key, and what a token must hold that it signed.
///
/// The key decides the algorithm, not the token. A token that calls the same bytes a shared secret, or says `none`,
/// names an algorithm that no key here has.
pub(super) struct Key {
    id: Option<String>,
    pub(super) decoding: DecodingKey,
    pub(super) validation: Validation,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Value>,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum InvalidKeys {
    #[error("the file is not a JSON Web Key Set")]
    Json(#[from] serde_json::Error),
    #[error("the file has no public key for signatures: RSA, P-256, P-384 or Ed25519")]
    None,
}

impl Keys {
    /// Reads a key set. Keys of other kinds may be in it, and say nothing.
    pub(super) fn from_json(json: &[u8], validation: &Validation) -> Result<Self, InvalidKeys> {
        let set: KeySet = serde_json::from_slice(json)?;
        let keys = set.keys.into_iter();
        let keys: Vec<Key> = keys.filter_map(|key| Key::new(key, validation)).collect();
        if keys.is_empty() {
            return Err(InvalidKeys::None);
        }
        Ok(Self(keys))
    }

    /// The key that a token names, if it is for that algorithm. Where the token names none, there must be no choice.
    pub(super) fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<&Key> {
        let fits = |key: &&Key| key.validation.algorithms.contains(&algorithm);
        match (id, &*self.0) {
            (Some(id), keys) => keys.iter().filter(|key| key.has_id(id)).find(fits),
            (None, [only]) => Some(only).filter(fits),
            (None, _) => None,
        }
    }

    pub(super) fn knows(&self, id: &str) -> bool {
        self.0.iter().any(|key| key.has_id(id))
    }
}

impl Key {
    fn new(key: Value, validation: &Validation) -> Option<Self> {
        let key: Jwk = serde_json::from_value(key).ok()?;
        let verifies =
            |operations: &Vec<KeyOperations>| operations.contains(&KeyOperations::Verify);
        let signs = key
            .common
            .public_key_use
            .as_ref()
            .is_none_or(|purpose| *purpose == PublicKeyUse::Signature)
            && key.common.key_operations.as_ref().is_none_or(verifies);
        let algorithms = algorithms(&key);
        if !signs || algorithms.is_empty() {
            return None;
        }
        Some(Self {
            decoding: DecodingKey::from_jwk(&key).ok()?,
            id: key.common.key_id,
            validation: Validation {
                algorithms,
                ..validation.clone()
            },
        })
    }

    fn has_id(&self, id: &str) -> bool {
        self.id.as_deref() == Some(id)
    }
}

const RSA: &[Algorithm] = &[
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
];

/// Whether some key could have this algorithm: asymmetric ones only.
pub(super) fn is_accepted(algorithm: Algorithm) -> bool {
    RSA.contains(&algorithm)
        || matches!(
            algorithm,
            Algorithm::ES256 | Algorithm::ES384 | Algorithm::EdDSA
        )
}

/// The algorithms that fit the kind of a key. If the key names one, it is only that one.
fn algorithms(key: &Jwk) -> Vec<Algorithm> {
    let by_kind: &[Algorithm] = match &key.algorithm {
        AlgorithmParameters::RSA(_) => RSA,
        AlgorithmParameters::EllipticCurve(key) => match key.curve {
            EllipticCurve::P256 => &[Algorithm::ES256],
            EllipticCurve::P384 => &[Algorithm::ES384],
            _ => &[],
        },
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
            &[Algorithm::EdDSA]
        }
        _ => &[],
    };
    let said = key.common.key_algorithm;
    let meant =
        |algorithm: &&Algorithm| said.is_none_or(|it| it == KeyAlgorithm::from(**algorithm));
    by_kind.iter().filter(meant).copied().collect()
}
