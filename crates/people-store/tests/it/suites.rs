//! Every engine against the one suite.

use people_store::{Embedded, EmbeddedOptions, Memory, conformance_suite};

conformance_suite!(memory, async || (Memory::new(), ()));

conformance_suite!(embedded, async || {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    (store, folder)
});
