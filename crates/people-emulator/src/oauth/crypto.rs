//! The arithmetic behind signatures: ring's, as `jsonwebtoken` calls it. Only RS256, as at Google's endpoints.
use jsonwebtoken::{
    Algorithm, DecodingKey, DecodingKeyKind, EncodingKey,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{ErrorKind, Result},
};
use ring::{
    rand::SystemRandom,
    rsa::KeyPair,
    signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaPublicKeyComponents},
};
use signature::{Error, Signer, Verifier};

/// For the whole process, unless the program installed a provider itself: any other knows RS256 too.
pub(super) fn install() {
    PROVIDER.install_default().ok(); // it was, by an earlier call
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    match algorithm {
        Algorithm::RS256 => {
            let key = KeyPair::from_der(key.as_bytes());
            let key = key.map_err(|error| ErrorKind::InvalidRsaKey(error.to_string()))?;
            Ok(Box::new(Sign(key)))
        }
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    match algorithm {
        Algorithm::RS256 => Ok(Box::new(Verify(key.clone()))),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

struct Sign(KeyPair);

impl JwtSigner for Sign {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}

impl Signer<Vec<u8>> for Sign {
    fn try_sign(&self, message: &[u8]) -> signature::Result<Vec<u8>> {
        let mut signed = vec![0; self.0.public().modulus_len()];
        self.0
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message,
                &mut signed,
            )
            .map_err(|_| Error::new())?;
        Ok(signed)
    }
}

struct Verify(DecodingKey);

impl JwtVerifier for Verify {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}

impl Verifier<Vec<u8>> for Verify {
    fn verify(&self, message: &[u8], signed: &Vec<u8>) -> signature::Result<()> {
        let DecodingKeyKind::RsaModulusExponent { n, e } = self.0.kind() else {
            return Err(Error::new());
        };
        RsaPublicKeyComponents { n, e }
            .verify(&RSA_PKCS1_2048_8192_SHA256, message, signed)
            .map_err(|_| Error::new())
    }
}
