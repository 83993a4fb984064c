//! Clears stale composed texts from the edit of one side, before it is merged (rule `M5`).
use people_model::Entry;

use crate::entries::{BASE, Own, Threads, clear_stale_composed, content_eq, leads, set_leads};

/// Clears the composed text of each entry whose parts the side changed.
pub(super) fn settle_all<T: Entry>(
    base: &[Own<T>],
    edited: &mut [Own<T>],
    found: &Threads,
    side: usize,
) {
    let read = (!found.certain).then(|| edited.to_vec());
    for thread in &found.threads {
        let (Some(before), Some(after)) = (thread[BASE], thread[side]) else {
            continue;
        };
        if base[before].is_shared(&edited[after]) {
            continue;
        }
        clear_stale_composed(&base[before].entry, edited[after].entry_mut());
        let Some(read) = &read else { continue };
        let settled = &edited[after].entry;
        if *settled == read[after].entry {
            continue;
        }
        // Its copies are as stale.
        let settled = settled.clone();
        for (own, other) in edited.iter_mut().zip(read) {
            if content_eq(&other.entry, &read[after].entry) {
                let leads = leads(&own.entry);
                let entry = own.entry_mut();
                *entry = settled.clone();
                set_leads(entry, leads);
            }
        }
    }
}
