//! CPU time of the server, which shares a process with its clients.
use std::{collections::HashMap, fs, process, time::Duration};

/// The name of the threads that belong to the clients. The main thread does too.
pub(crate) const CLIENT: &str = "client";

/// What each of the server's threads has used so far.
pub(crate) struct Cpu(HashMap<u32, u64>);

impl Cpu {
    /// `None` where the system does not tell it for each thread: elsewhere than on Linux.
    pub(crate) fn now() -> Option<Self> {
        let mut used = HashMap::new();
        for thread in fs::read_dir("/proc/self/task").ok()?.flatten() {
            let id: u32 = thread.file_name().to_str()?.parse().ok()?;
            let read = |name| fs::read_to_string(thread.path().join(name));
            // A thread may end while the folder is read.
            let (Ok(name), Ok(times)) = (read("comm"), read("schedstat")) else {
                continue;
            };
            if id == process::id() || name.trim_end() == CLIENT {
                continue;
            }
            used.insert(id, times.split(' ').next()?.parse().ok()?);
        }
        Some(Self(used))
    }

    /// What the server has used from `self` to `later`.
    pub(crate) fn until(&self, later: &Self) -> Duration {
        let used = later.0.iter().map(|(id, nanos)| {
            let before = self.0.get(id).copied().unwrap_or_default();
            nanos.saturating_sub(before)
        });
        Duration::from_nanos(used.sum())
    }
}
