//! Devices that wait until their user permits something elsewhere (RFC 8628; rule `X48`).
use std::sync::Arc;

use people_store::{Account, Micros};

use super::{bounded::Bounded, scopes::ScopeSet};

/// Seconds that a device waits at most.
pub(super) const LIFETIME: i64 = 1_800;
/// Seconds between two questions of a device.
pub(super) const INTERVAL: i64 = 5;

const SECOND: Micros = 1_000_000;

/// All devices that wait.
#[derive(Debug)]
pub(super) struct Devices(Bounded<Device>);

/// A device, under its code.
#[derive(Clone, Debug)]
pub(super) struct Device {
    pub(super) client: Arc<str>,
    pub(super) scopes: ScopeSet,
    /// What the user types.
    user_code: String,
    expires: Micros,
    /// When the next question may come.
    not_before: Micros,
    interval: Micros,
    decision: Decision,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Decision {
    Pending,
    Denied,
    Allowed(Account, ScopeSet),
}

/// Why a device gets no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoToken {
    Unknown,
    Expired,
    Pending,
    SlowDown,
    Denied,
}

impl Default for Devices {
    fn default() -> Self {
        Self(Bounded::new(1_000))
    }
}

impl Devices {
    pub(super) fn add(
        &mut self,
        code: String,
        user_code: String,
        client: Arc<str>,
        scopes: ScopeSet,
        now: Micros,
    ) {
        let device = Device {
            client,
            scopes,
            user_code,
            expires: now.saturating_add(LIFETIME * SECOND),
            not_before: now,
            interval: INTERVAL * SECOND,
            decision: Decision::Pending,
        };
        self.0.insert(code, device);
    }

    /// The device code and the device of which the user has this code, if the user has not decided yet. What is typed in
    /// small letters, or without the hyphen, is the same.
    pub(super) fn of_user(&self, user_code: &str, now: Micros) -> Option<(&str, &Device)> {
        let letters = |code: &str| {
            let letters = code.chars().filter(char::is_ascii_alphanumeric);
            letters.collect::<String>().to_ascii_uppercase()
        };
        let typed = letters(user_code);
        self.0.iter().find(|(_, device)| {
            letters(&device.user_code) == typed
                && device.expires > now
                && device.decision == Decision::Pending
        })
    }

    /// The device of this code.
    pub(super) fn get(&self, code: &str) -> Option<&Device> {
        self.0.get(code)
    }

    /// The decision of the user: the account and the scopes that it permits, or nothing. Returns whether the device
    /// still waits.
    pub(super) fn decide(
        &mut self,
        code: &str,
        allowed: Option<(Account, ScopeSet)>,
        now: Micros,
    ) -> bool {
        match self.0.get_mut(code) {
            Some(device) if device.expires > now && device.decision == Decision::Pending => {
                device.decision = match allowed {
                    Some((account, scopes)) => Decision::Allowed(account, scopes),
                    None => Decision::Denied,
                };
                true
            }
            _ => false,
        }
    }

    /// Forgets the devices to which an account permitted something for a client, and that did not ask since; for any
    /// client, if none is named.
    pub(super) fn revoke(&mut self, account: &Account, client: Option<&str>) {
        self.0.retain(|device| match &device.decision {
            Decision::Allowed(of, _) => {
                of != account || client.is_some_and(|client| client != &*device.client)
            }
            Decision::Pending | Decision::Denied => true,
        });
    }

    /// The result for the device with this code, which gets it once: the account and the scopes that it permits.
    pub(super) fn poll(
        &mut self,
        code: &str,
        client: &str,
        now: Micros,
    ) -> Result<(Account, ScopeSet), NoToken> {
        let device = self
            .0
            .get_mut(code)
            .filter(|device| *device.client == *client);
        let device = device.ok_or(NoToken::Unknown)?;
        if device.expires <= now {
            return Err(NoToken::Expired);
        }
        match device.decision.clone() {
            Decision::Allowed(account, scopes) => {
                self.0.remove(code);
                Ok((account, scopes))
            }
            Decision::Denied => {
                self.0.remove(code);
                Err(NoToken::Denied)
            }
            Decision::Pending if now < device.not_before => {
                // RFC 8628, 3.5: and from now on five seconds more.
                device.interval += INTERVAL * SECOND;
                device.not_before = now.saturating_add(device.interval);
                Err(NoToken::SlowDown)
            }
            Decision::Pending => {
                device.not_before = now.saturating_add(device.interval);
                Err(NoToken::Pending)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x48_a_device_asks_at_its_pace() {
        let mut devices = Devices::default();
        let client: Arc<str> = "app".into();
        devices.add(
            "code".into(),
            "BCDF-GHJK".into(),
            client,
            ScopeSet::all(),
            0,
        );
        let mut poll = |at: i64| devices.poll("code", "app", at * SECOND);
        assert_eq!(poll(0), Err(NoToken::Pending));
        assert_eq!(poll(5), Err(NoToken::Pending));
        assert_eq!(poll(9), Err(NoToken::SlowDown));
        assert_eq!(poll(18), Err(NoToken::SlowDown), "ten seconds by now");
        assert_eq!(poll(33), Err(NoToken::Pending), "fifteen");
        assert_eq!(poll(LIFETIME), Err(NoToken::Expired));
        assert_eq!(devices.poll("code", "other", 0), Err(NoToken::Unknown));
    }

    #[test]
    fn x48_a_user_decides_once() {
        let ada = Account::new("ada").expect("a name");
        let mut devices = Devices::default();
        devices.add(
            "code".into(),
            "BCDF-GHJK".into(),
            "app".into(),
            ScopeSet::all(),
            0,
        );
        for typed in ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk "] {
            assert!(devices.of_user(typed, 0).is_some(), "{typed}");
        }
        assert!(devices.of_user("BCDF-GHJL", 0).is_none());
        assert!(devices.of_user("", 0).is_none());
        assert!(devices.of_user("BCDF-GHJK", LIFETIME * SECOND).is_none());
        assert!(!devices.decide("code", None, LIFETIME * SECOND));
        assert!(devices.decide("code", Some((ada.clone(), ScopeSet::NONE)), 0));
        assert!(!devices.decide("code", None, 0));
        assert!(devices.of_user("BCDF-GHJK", 0).is_none());
        assert_eq!(devices.poll("code", "app", 0), Ok((ada, ScopeSet::NONE)));
        assert_eq!(devices.poll("code", "app", 0), Err(NoToken::Unknown));
    }
}
