//! The command of `people exec`, from its start until nothing of it is left.
use std::{
    ffi::OsString,
    io::{self, ErrorKind, IsTerminal},
    path::Path,
    process::ExitStatus,
    time::Duration,
};

use tokio::{
    process::{Child, Command},
    time::{Instant, sleep, timeout},
};

use crate::{oauth, output};

/// The exit status that a shell gives to a command that it cannot find.
const NOT_FOUND: u8 = 127;
/// To one that it cannot start.
const NOT_STARTED: u8 = 126;

/// How long the command may take to end after a signal, and its processes after the command.
const GRACE: Duration = Duration::from_secs(5);

/// Runs the command to its end, and returns its exit status as a shell would.
///
/// A signal that asks this process to end is passed on to the command, and the status is then 128 and the signal. What
/// does not end in [`GRACE`], or before a second signal, is killed. Afterwards no process of the command's group is
/// left. The folder `files` has the files that programs log in with.
pub(super) async fn run(words: &[OsString], url: &str, files: &Path) -> io::Result<u8> {
    let mut words = words.iter().map(|word| match word.to_str() {
        Some(word) => word.replace("{url}", url).into(),
        None => word.clone(),
    });
    let program: OsString = words.next().unwrap_or_default();
    let mut command = Command::new(&program);
    command
        .args(words)
        .env("PEOPLE_URL", url)
        .env(
            "GOOGLE_APPLICATION_CREDENTIALS",
            files.join(oauth::SERVICE_ACCOUNT),
        )
        .env("PEOPLE_OAUTH_CLIENT", files.join(oauth::CLIENT))
        // Python's oauthlib calls nothing but HTTPS without it.
        .env("OAUTHLIB_INSECURE_TRANSPORT", "1")
        .kill_on_drop(true);
    let has_group = Group::apart(&mut command);
    let mut signals = Signals::caught()?;
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            output::note(format_args!(
                "people: {}: {error}",
                program.to_string_lossy()
            ));
            return Ok(match error.kind() {
                ErrorKind::NotFound => NOT_FOUND,
                _ => NOT_STARTED,
            });
        }
    };
    let group = Group::of(&child, has_group);
    let status = tokio::select! {
        ended = child.wait() => status(ended?),
        signal = signals.next() => {
            group.send(signal);
            tokio::select! {
                ended = timeout(GRACE, child.wait()) => if let Ok(ended) = ended {
                    ended?;
                },
                _ = signals.next() => {}
            }
            child.start_kill().or_else(gone)?;
            child.wait().await?;
            shell_status(signal)
        }
    };
    group.clean_up(&mut signals).await;
    Ok(status)
}

/// What has ended cannot be killed, and need not.
fn gone(error: io::Error) -> io::Result<()> {
    match error.kind() {
        ErrorKind::InvalidInput => Ok(()),
        _ => Err(error),
    }
}

/// As a shell counts: 128 and the signal, if one ended the command.
fn status(ended: ExitStatus) -> u8 {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&ended);
    #[cfg(not(unix))]
    let signal = None;
    match (ended.code(), signal) {
        // A failure stays one where its number does not fit.
        (Some(code), _) => u8::try_from(code).unwrap_or(1),
        (None, Some(signal)) => shell_status(signal),
        (None, None) => 1,
    }
}

fn shell_status(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(1)
}

/// The processes of a command.
struct Group {
    /// The command, where it can be named.
    #[cfg(unix)]
    leader: Option<rustix::process::Pid>,
    /// Whether they have their own process group.
    #[cfg(unix)]
    is_apart: bool,
}

#[cfg(unix)]
impl Group {
    /// Has the command start in a process group that has no other processes. In a terminal it stays in the group of
    /// this process, or it could not read from the terminal; there, Ctrl-C and Ctrl-Z reach all of the group.
    fn apart(command: &mut Command) -> bool {
        let is_apart = !io::stdin().is_terminal();
        if is_apart {
            command.process_group(0);
        }
        is_apart
    }

    fn of(child: &Child, is_apart: bool) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        let leader = id.and_then(rustix::process::Pid::from_raw);
        Self { leader, is_apart }
    }

    /// Sends a signal to the group, or in a terminal to the command.
    fn send(&self, signal: i32) {
        let signal = rustix::process::Signal::from_named_raw(signal);
        let (Some(leader), Some(signal)) = (self.leader, signal) else {
            return;
        };
        let sent = match self.is_apart {
            true => rustix::process::kill_process_group(leader, signal),
            false => rustix::process::kill_process(leader, signal),
        };
        // It has ended meanwhile.
        let _ = sent;
    }

    /// Ends what the command left behind in its group.
    async fn clean_up(&self, signals: &mut Signals) {
        use rustix::process::{Signal, kill_process_group, test_kill_process_group};

        const LOOK: Duration = Duration::from_millis(20);

        let Some(leader) = self.leader.filter(|_| self.is_apart) else {
            return;
        };
        if kill_process_group(leader, Signal::TERM).is_err() {
            return;
        }
        let end = Instant::now() + GRACE;
        while Instant::now() < end && test_kill_process_group(leader).is_ok() {
            tokio::select! {
                () = sleep(LOOK) => {}
                _ = signals.next() => break,
            }
        }
        // Nothing is left to kill.
        let _ = kill_process_group(leader, Signal::KILL);
    }
}

#[cfg(not(unix))]
impl Group {
    fn apart(_: &mut Command) -> bool {
        false
    }

    fn of(_: &Child, _: bool) -> Self {
        Self {}
    }

    fn send(&self, _: i32) {}

    async fn clean_up(&self, _: &mut Signals) {}
}

/// The signals that ask a process to end. While they are caught, they do not end this one.
struct Signals {
    #[cfg(unix)]
    caught: [(i32, tokio::signal::unix::Signal); 3],
    /// In a terminal, Ctrl-C reaches the command by itself.
    #[cfg(unix)]
    by_terminal: Option<i32>,
}

#[cfg(unix)]
impl Signals {
    fn caught() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        let caught = |kind: SignalKind| Ok::<_, io::Error>((kind.as_raw_value(), signal(kind)?));
        Ok(Self {
            caught: [
                caught(SignalKind::terminate())?,
                caught(SignalKind::hangup())?,
                caught(SignalKind::interrupt())?,
            ],
            by_terminal: io::stdin()
                .is_terminal()
                .then(|| SignalKind::interrupt().as_raw_value()),
        })
    }

    /// The next signal that asks this process to end.
    async fn next(&mut self) -> i32 {
        loop {
            let [(term, terminated), (hup, hung_up), (int, interrupted)] = &mut self.caught;
            let signal = tokio::select! {
                _ = terminated.recv() => *term,
                _ = hung_up.recv() => *hup,
                _ = interrupted.recv() => *int,
            };
            if self.by_terminal != Some(signal) {
                return signal;
            }
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    fn caught() -> io::Result<Self> {
        Ok(Self {})
    }

    async fn next(&mut self) -> i32 {
        std::future::pending().await
    }
}
