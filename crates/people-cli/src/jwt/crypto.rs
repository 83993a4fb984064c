//! The arithmetic behind signatures: ring's, which TLS brings along.
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{ErrorKind, Result},
};
use ring::signature::{self as by, RsaParameters, UnparsedPublicKey, VerificationAlgorithm};
use signature::Verifier;

/// For the whole process, which is this program.
pub(super) fn install() {
    PROVIDER.install_default().ok(); // it was, by an earlier call
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: sign,
    verifier_factory: verify,
    key_utils: KeyUtils::new_unimplemented(),
};

/// Nothing is signed here.
fn sign(_: &Algorithm, _: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    Err(ErrorKind::InvalidAlgorithm.into())
}

fn verify(&algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    Ok(Box::new(Verify {
        algorithm,
        key: key.clone(),
    }))
}

struct Verify {
    algorithm: Algorithm,
    key: DecodingKey,
}

impl JwtVerifier for Verify {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

impl Verifier<Vec<u8>> for Verify {
    fn verify(&self, message: &[u8], signed: &Vec<u8>) -> signature::Result<()> {
        match self.algorithm {
            Algorithm::RS256 => self.by_rsa(&by::RSA_PKCS1_2048_8192_SHA256, message, signed),
            Algorithm::RS384 => self.by_rsa(&by::RSA_PKCS1_2048_8192_SHA384, message, signed),
            Algorithm::RS512 => self.by_rsa(&by::RSA_PKCS1_2048_8192_SHA512, message, signed),
            Algorithm::PS256 => self.by_rsa(&by::RSA_PSS_2048_8192_SHA256, message, signed),
            Algorithm::PS384 => self.by_rsa(&by::RSA_PSS_2048_8192_SHA384, message, signed),
            Algorithm::PS512 => self.by_rsa(&by::RSA_PSS_2048_8192_SHA512, message, signed),
            Algorithm::ES256 => self.by_bytes(&by::ECDSA_P256_SHA256_FIXED, message, signed),
            Algorithm::ES384 => self.by_bytes(&by::ECDSA_P384_SHA384_FIXED, message, signed),
            Algorithm::EdDSA => self.by_bytes(&by::ED25519, message, signed),
            _ => Err(signature::Error::new()),
        }
    }
}

impl Verify {
    fn by_rsa(
        &self,
        parameters: &'static RsaParameters,
        message: &[u8],
        signed: &[u8],
    ) -> signature::Result<()> {
        let jsonwebtoken::DecodingKeyKind::RsaModulusExponent { n, e } = self.key.kind() else {
            return Err(signature::Error::new());
        };
        by::RsaPublicKeyComponents { n, e }
            .verify(parameters, message, signed)
            .map_err(|_| signature::Error::new())
    }

    fn by_bytes(
        &self,
        algorithm: &'static dyn VerificationAlgorithm,
        message: &[u8],
        signed: &[u8],
    ) -> signature::Result<()> {
        let key = self.key.try_get_as_bytes();
        let key = key.map_err(|_| signature::Error::new())?;
        UnparsedPublicKey::new(algorithm, key)
            .verify(message, signed)
            .map_err(|_| signature::Error::new())
    }
}
