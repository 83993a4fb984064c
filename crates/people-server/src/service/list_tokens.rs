use pasetors::{
    Local,
    keys::SymmetricKey,
    token::UntrustedToken,
    version4::{LocalToken, V4},
};
use people_rules::Violation;
use people_store::Account;

use crate::api::Failure;

/// Seals the content of page tokens and sync tokens (rules `P1`, `P2`). The result is a PASETO `v4.local` token:
/// encrypted, authenticated, and bound to the account and to the parameters of the first call.
pub(super) struct ListTokens {
    key: SymmetricKey<V4>,
}

impl ListTokens {
    pub(super) fn new(secret: &[u8; 32]) -> Self {
        let key = SymmetricKey::from(secret).expect("a v4.local key is 32 bytes");
        Self { key }
    }

    /// Seals `content`, which must not be empty.
    pub(super) fn seal(
        &self,
        content: &str,
        account: &Account,
        parameters: &str,
    ) -> Result<String, Failure> {
        let binding = binding(account, parameters);
        LocalToken::encrypt(
            &self.key,
            content.as_bytes(),
            None,
            Some(binding.as_bytes()),
        )
        .map(|token| token.trim_start_matches(HEADER).to_owned())
        .map_err(|error| {
            Failure::internal(
                "seal a token of a list",
                &std::io::Error::other(format!("{error:?}")),
            )
        })
    }

    /// Opens a token that [`seal`](Self::seal) made for the same account and parameters.
    ///
    /// # Errors
    ///
    /// `InvalidArgument` for any other text.
    pub(super) fn open(
        &self,
        token: &str,
        account: &Account,
        parameters: &str,
    ) -> Result<String, Failure> {
        let refused = || Failure::from(Violation::InvalidArgument);
        let token = format!("{HEADER}{token}");
        let token = UntrustedToken::<Local, V4>::try_from(token.as_str()).map_err(|_| refused())?;
        let binding = binding(account, parameters);
        let opened = LocalToken::decrypt(&self.key, &token, None, Some(binding.as_bytes()));
        Ok(opened.map_err(|_| refused())?.payload().to_owned())
    }
}

const HEADER: &str = "v4.local.";

/// Account names hold no control characters, so the separator cannot be forged.
fn binding(account: &Account, parameters: &str) -> String {
    format!("{}\u{1f}{parameters}", account.as_str())
}
