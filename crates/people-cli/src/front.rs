//! The HTTP side of a server, with or without an emulator.
use std::sync::Arc;

use axum::Router;
use people_console::{Console, NoRandom};
use people_emulator::Emulator;
use people_server::{Api, Authenticate, Clock, Cors, Front, HostCheck, Limits, Metrics, PublicUrl};

/// What all fronts of a server have.
pub(crate) struct Fronts<'a> {
    pub(crate) limits: Limits,
    pub(crate) cors: Cors,
    pub(crate) own: PublicUrl,
    pub(crate) public: &'a [PublicUrl],
    pub(crate) metrics: Option<Metrics>,
    /// The clock that quotas fill by, if it is not the real time.
    pub(crate) clock: Option<Arc<dyn Clock>>,
}

impl Fronts<'_> {
    /// The routes of an API.
    pub(crate) fn router<A: Api, C: Authenticate>(&self, api: A, authenticate: C) -> Router {
        let mut front = Front::with_limits(api, authenticate, self.limits.clone())
            .with_cors(self.cors.clone())
            .with_urls(&self.own, self.public);
        if let Some(metrics) = &self.metrics {
            front = front.with_metrics(metrics.clone());
        }
        if let Some(clock) = &self.clock {
            front = front.with_clock(Arc::clone(clock));
        }
        front.into_router()
    }

    /// The routes of an emulator, with its console. Any caller is believed, so that requests of other sites are
    /// refused.
    ///
    /// # Errors
    ///
    /// When the system gives no random bytes.
    pub(crate) fn emulated<A: Api, C: Authenticate>(
        &self,
        emulator: &Emulator<A>,
        authenticate: C,
    ) -> Result<Router, NoRandom> {
        let check = HostCheck::new(&self.own).with_cors(self.cors.clone());
        let add = |check: HostCheck, url| check.with_public_url(url);
        let check = self.public.iter().fold(check, add);
        let router = self.router(emulator.clone(), emulator.knowing(authenticate));
        let router = emulator.layer(router, check.clone());
        let console = Console::new(emulator, check.clone())?;
        Ok(check.layer(console.layer(router)))
    }
}
