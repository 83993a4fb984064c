//! Waits that end: a test that waits for another process fails, where it would hang.
use std::{
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

/// How long a process of a test lives at most. It needs a small part of that, also on a busy machine.
const LIFE: Duration = Duration::from_secs(900);
/// How long a test waits for something to happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);

const REST: Duration = Duration::from_millis(20);

/// Kills a process that lives too long. Its pipes and connections close with it, so that every wait
/// for it ends.
pub(crate) struct Watchdog {
    /// The watching thread sees that it is dropped.
    _watched: mpsc::Sender<()>,
}

impl Watchdog {
    /// Watches a process until this is dropped, which comes after the process is waited for.
    pub(crate) fn of(child: &Child) -> Self {
        Self::with_limit(child, LIFE)
    }

    fn with_limit(child: &Child, limit: Duration) -> Self {
        let (watched, dropped) = mpsc::channel();
        let process = child.id().to_string();
        thread::spawn(move || {
            if dropped.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                eprintln!("process {process} did not end within {limit:?} and is killed");
                let killed = Command::new("kill").args(["-KILL", &process]).status();
                killed.expect("kill starts");
            }
        });
        Self { _watched: watched }
    }
}

/// Runs a command to its end and returns what it printed.
pub(crate) fn output(command: &mut Command) -> Output {
    let command = command.stdin(Stdio::null());
    let started = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    finished(started.spawn().expect("the command starts"))
}

/// Waits for the end of a process and returns what it printed.
pub(crate) fn finished(child: Child) -> Output {
    let _watchdog = Watchdog::of(&child);
    child.wait_with_output().expect("a process to wait for")
}

/// Waits for the end of a process.
pub(crate) fn ended(child: &mut Child) -> ExitStatus {
    let _watchdog = Watchdog::of(child);
    child.wait().expect("a process to wait for")
}

/// Looks again and again until something is found.
#[track_caller]
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Deadline::new();
    loop {
        if let Some(found) = look() {
            return found;
        }
        end.check(what);
        thread::sleep(REST);
    }
}

/// The end of a wait that has a loop of its own.
pub(crate) struct Deadline(Instant);

impl Deadline {
    pub(crate) fn new() -> Self {
        Self(Instant::now() + PATIENCE)
    }

    /// Fails the test that has waited too long.
    #[track_caller]
    pub(crate) fn check(&self, what: &str) {
        assert!(Instant::now() < self.0, "waited too long until {what}");
    }
}

#[test]
fn a_process_that_does_not_end_is_killed() {
    let mut child = Command::new("sleep").arg("100000").spawn().expect("sleep");
    let _watchdog = Watchdog::with_limit(&child, Duration::from_millis(1));
    assert!(!child.wait().expect("it ends").success());
}

#[test]
#[should_panic(expected = "waited too long until it rains")]
fn a_wait_without_end_fails() {
    Deadline(Instant::now()).check("it rains");
}
