//! Log lines about faults that come in thousands, such as a full disk.
use std::{
    collections::HashMap,
    fmt::Display,
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::runtime::Handle;

/// Logs a fault at `error`: the first of a kind at once, then one line a second with the number of those
/// left out.
pub(crate) fn error(kind: &str, fault: impl Display) {
    FAULTS.log(kind, fault, |line| tracing::error!("{line}"));
}

/// The same at `warn`.
pub(crate) fn warn(kind: &str, fault: impl Display) {
    FAULTS.log(kind, fault, |line| tracing::warn!("{line}"));
}

static FAULTS: FaultLog = FaultLog(LazyLock::new(Mutex::default));

const WINDOW: Duration = Duration::from_secs(1);
/// A window lasts at most this long, even if it is not closed because its runtime ended.
const STALE: Duration = Duration::from_secs(3);

struct FaultLog(LazyLock<Mutex<HashMap<String, Window>>>);

/// How long after a line other lines of its kind are left out.
struct Window {
    since: Instant,
    left_out: u64,
    last: String,
}

impl FaultLog {
    fn log(&'static self, kind: &str, fault: impl Display, write: fn(&str)) {
        let line = format!("{kind}: {fault}");
        if let Some(window) = self.lock().get_mut(kind)
            && window.since.elapsed() < STALE
        {
            window.left_out += 1;
            window.last = line;
            return;
        }
        write(&line);
        // Without a runtime no task could log how many were left out.
        if let Ok(runtime) = Handle::try_current() {
            self.lock().insert(kind.to_owned(), Window::default());
            let kind = kind.to_owned();
            runtime.spawn(async move {
                loop {
                    tokio::time::sleep(WINDOW).await;
                    match self.next_line(&kind) {
                        Some(line) => write(&line),
                        None => return,
                    }
                }
            });
        }
    }

    /// The line for what was left out, and the begin of another window. `None` where nothing was.
    fn next_line(&self, kind: &str) -> Option<String> {
        let mut windows = self.lock();
        let window = windows.remove(kind).filter(|window| window.left_out > 0)?;
        windows.insert(kind.to_owned(), Window::default());
        Some(match window.left_out - 1 {
            0 => window.last,
            more => format!("{} ({more} more like it in the last second)", window.last),
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Window>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Window {
    fn default() -> Self {
        Self {
            since: Instant::now(),
            left_out: 0,
            last: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

    fn lines() -> Vec<String> {
        std::mem::take(&mut *LINES.lock().expect("no test panics while it holds this"))
    }

    #[tokio::test(start_paused = true)]
    async fn one_line_a_second_says_how_many_were_left_out() {
        static LOG: FaultLog = FaultLog(LazyLock::new(Mutex::default));
        let log = |kind: &str, fault: u32| {
            let write = |line: &str| LINES.lock().expect("a list").push(line.to_owned());
            LOG.log(kind, fault, write);
        };
        (0..1000).for_each(|fault| log("disk", fault));
        log("network", 7);
        assert_eq!(lines(), ["disk: 0", "network: 7"]);
        tokio::time::sleep(WINDOW * 3 / 2).await;
        assert_eq!(lines(), ["disk: 999 (998 more like it in the last second)"]);
        log("disk", 1);
        tokio::time::sleep(WINDOW).await;
        assert_eq!(lines(), ["disk: 1"]);
        // After a second without any, the next one is written at once.
        tokio::time::sleep(WINDOW * 2).await;
        log("disk", 2);
        log("network", 8);
        assert_eq!(lines(), ["disk: 2", "network: 8"]);
    }
}
