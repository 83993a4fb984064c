//! Every engine against the one suite.

use people_store::{Embedded, EmbeddedOptions, Memory, conformance_suite};

#[cfg(unix)]
use crate::postgres::{citus, several::Several};

conformance_suite!(memory, async || (Memory::new(), ()));

conformance_suite!(embedded, async || {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    (store, folder)
});

// Two stores on one database: what holds of them together holds of one.
#[cfg(unix)]
conformance_suite!(postgres, async || {
    let url = citus::for_conformance().await?;
    Some((Several::open(&url).await, ()))
});
