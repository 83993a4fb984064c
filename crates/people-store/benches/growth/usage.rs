//! What updates use, which does not depend on how busy the machine is.
use std::{fs, time::Duration};

/// What the process has used so far.
pub(crate) struct Usage {
    cpu: Duration,
    bytes: u64,
}

impl Usage {
    /// `None` where the system does not tell it: elsewhere than on Linux.
    pub(crate) fn now() -> Option<Self> {
        let mut nanos = 0;
        for thread in fs::read_dir("/proc/self/task").ok()?.flatten() {
            // A thread may end while the folder is read.
            let Ok(times) = fs::read_to_string(thread.path().join("schedstat")) else {
                continue;
            };
            nanos += times.split(' ').next()?.parse::<u64>().ok()?;
        }
        let io = fs::read_to_string("/proc/self/io").ok()?;
        let written = io.lines().find_map(|line| line.strip_prefix("wchar: "))?;
        Some(Self {
            cpu: Duration::from_nanos(nanos),
            bytes: written.parse().ok()?,
        })
    }

    /// The microseconds of CPU time and the bytes that were written from `self` to `later`, for each of so many.
    pub(crate) fn until(&self, later: &Self, each: u64) -> (f64, f64) {
        let cpu = later.cpu.saturating_sub(self.cpu);
        let bytes = later.bytes - self.bytes;
        (
            cpu.as_secs_f64() * 1e6 / each as f64,
            bytes as f64 / each as f64,
        )
    }
}
