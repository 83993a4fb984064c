//! A PostgreSQL server to throw away, from the binaries that Debian and others install.
use std::{
    fs,
    io::{self, Write},
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        LazyLock, Mutex, Once,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use crate::wait::{ended, output, until};

/// `required`, and tests fail where there is no server; or the address of one, which is used.
const VARIABLE: &str = "PEOPLE_TEST_POSTGRES";

/// Sockets are named after it.
const PORT: u16 = 5432;

/// An address with nothing at it, on a server that all tests share; none where there is no server.
pub(crate) fn fresh() -> Option<String> {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    static SHARED: LazyLock<Option<String>> = LazyLock::new(|| {
        if let Some(url) = given() {
            return Some(url);
        }
        let server = Server::start()?;
        let url = server.url();
        // Until the process ends, and its watcher with it.
        std::mem::forget(server);
        Some(url)
    });
    Some(schema_at(&SHARED.clone()?, &NUMBER))
}

/// An address with nothing at it, in a schema of its own at `url`.
pub(crate) fn schema_at(url: &str, number: &AtomicU32) -> String {
    let number = number.fetch_add(1, Ordering::Relaxed);
    let schema = format!("people_{}_{number}", std::process::id());
    psql(url, &format!("CREATE SCHEMA {schema}"));
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}options=-csearch_path%3D{schema},public")
}

/// Has `psql` carry out some SQL, and returns what it printed.
pub(crate) fn psql(url: &str, sql: &str) -> String {
    let output = output(Command::new(binary("psql").expect("psql")).args([
        "--no-psqlrc",
        "-qAt",
        "-v",
        "ON_ERROR_STOP=1",
        "-c",
        sql,
        url,
    ]));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{sql}: {errors}");
    String::from_utf8(output.stdout).expect("text")
}

fn given() -> Option<String> {
    std::env::var(VARIABLE)
        .ok()
        .filter(|value| value.starts_with("postgres"))
}

/// A server of its own, which ends and is deleted with this, and with the process.
pub(crate) struct Server {
    folder: PathBuf,
    port: u16,
    settings: Vec<String>,
    user: Option<(u32, u32)>,
    process: Mutex<Option<Child>>,
    _watcher: Watcher,
}

impl Server {
    /// None, with a line that says so, where no server is installed.
    pub(crate) fn start() -> Option<Self> {
        Self::start_with(PORT, &[], &[], &[])
    }

    /// One that has checksums of its pages.
    #[allow(dead_code)] // the program's tests
    pub(crate) fn start_with_checksums() -> Option<Self> {
        Self::start_with(PORT, &[], &[], &["--data-checksums"])
    }

    /// One that keeps what it acknowledged also without power, as others are set up.
    #[allow(dead_code)] // the benchmark's
    pub(crate) fn start_durable() -> Option<Self> {
        let settings = ["fsync=on", "full_page_writes=on"].map(str::to_owned);
        Self::start_with(PORT, &settings, &[], &[])
    }

    /// One that is reached by TCP as well, at a port of its own, and has TLS if it gets a certificate
    /// and its key.
    pub(crate) fn start_on_tcp(certificate: Option<[String; 2]>) -> Option<Self> {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let mut settings = vec!["listen_addresses=127.0.0.1".to_owned()];
        let mut files = Vec::new();
        if let Some(texts) = certificate {
            // Their names are PostgreSQL's own.
            files.extend(["server.crt", "server.key"].into_iter().zip(texts));
            settings.push("ssl=on".to_owned());
        }
        Self::start_with(port, &settings, &files, &[])
    }

    /// With these settings, these files among its data, and these flags of `initdb`.
    fn start_with(
        port: u16,
        settings: &[String],
        files: &[(&str, String)],
        flags: &[&str],
    ) -> Option<Self> {
        let Some(initdb) = binary("initdb") else {
            assert!(
                !std::env::var(VARIABLE).is_ok_and(|value| value == "required"),
                "PostgreSQL is not installed, and {VARIABLE} is `required`"
            );
            // Straight to the terminal: what a test prints is shown when it fails, and this passes.
            static TOLD: Once = Once::new();
            let line = "\nskipped: tests of PostgreSQL, which is not installed\n";
            TOLD.call_once(|| drop(io::stderr().write_all(line.as_bytes())));
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder").keep();
        let user = somebody();
        if let Some((uid, gid)) = user {
            std::os::unix::fs::chown(&folder, Some(uid), Some(gid)).expect("a folder to hand over");
        }
        let server = Self {
            _watcher: Watcher::start(&folder),
            folder,
            port,
            settings: settings.to_vec(),
            user,
            process: Mutex::default(),
        };
        let output = output(
            server
                .command(&initdb)
                .args(["--auth=trust", "--username=people", "--encoding=UTF8"])
                .args(flags)
                .args(["--locale=C", "--no-sync", "-D"])
                .arg(server.data()),
        );
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        for (name, text) in files {
            server.write(name, text);
        }
        server.resume();
        Some(server)
    }

    /// Where it listens: a socket in its folder, which no other process can take.
    pub(crate) fn url(&self) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://people@{folder}:{}/postgres", self.port)
    }

    /// Where it listens, if by TCP: under a name of this machine.
    pub(crate) fn url_by(&self, name: &str) -> String {
        format!("postgres://people@{name}:{}/postgres", self.port)
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.join(format!(".s.PGSQL.{}", self.port))
    }

    /// Ends all of its processes at once, as a crash does.
    pub(crate) fn kill(&self) {
        let process = self.process.lock().expect("not poisoned").take();
        let mut process = process.expect("a server that runs");
        // It says so where some have ended meanwhile.
        output(
            Command::new("kill")
                .arg("-KILL")
                .arg(process.id().to_string())
                .args(children(process.id())),
        );
        ended(&mut process);
    }

    /// Starts it again, and waits until it has recovered.
    pub(crate) fn resume(&self) {
        let mut starts = 0;
        until("postgres answers", || {
            if self.answers() {
                return Some(());
            }
            let mut process = self.process.lock().expect("not poisoned");
            let running = process.as_mut().map(|it| it.try_wait().expect("a process"));
            if running != Some(None) {
                // It does not start while a process of the last one is still ending.
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                assert!(starts < 100, "postgres does not start: {log}");
                starts += 1;
                *process = Some(self.spawn());
            }
            None
        });
    }

    /// What it has logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).expect("a log")
    }

    /// The CPU time of its processes so far, of those that have ended too, where the system tells.
    #[allow(dead_code)] // the benchmark's
    pub(crate) fn cpu(&self) -> Duration {
        let process = self.process.lock().expect("not poisoned");
        let main = process.as_ref().map_or(0, Child::id).to_string();
        let children = children(main.parse().expect("a number"));
        let of_children = children.iter().map(|child| ticks(child, 2)).sum::<u64>();
        // A hundred of them are a second, on Linux.
        Duration::from_millis(10 * (ticks(&main, 4) + of_children))
    }

    fn spawn(&self) -> Child {
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.join("log"))
            .expect("a log");
        self.command(&binary("postgres").expect("a server beside its initdb"))
            .arg("-D")
            .arg(self.data())
            .arg("-k")
            .arg(&self.folder)
            .args(["-p", &self.port.to_string()])
            .args(["-c", "listen_addresses=", "-c", "max_connections=300"])
            // Only the machine's power would need them.
            .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
            .args(self.settings.iter().flat_map(|setting| ["-c", setting]))
            .stdout(Stdio::null())
            .stderr(log)
            .process_group(0)
            .spawn()
            .expect("postgres starts")
    }

    /// A file that is the server's alone.
    fn write(&self, name: &str, text: &str) {
        let path = self.data().join(name);
        fs::write(&path, text).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("a file of its own");
        if let Some((uid, gid)) = self.user {
            std::os::unix::fs::chown(&path, Some(uid), Some(gid)).expect("a file to hand over");
        }
    }

    fn answers(&self) -> bool {
        let psql = binary("psql").expect("psql");
        let mut psql = Command::new(psql);
        psql.args(["--no-psqlrc", "-qAt", "-c", "SELECT 1", &self.url()]);
        output(&mut psql).status.success()
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// PostgreSQL does not run as root.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder);
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.process.lock().is_ok_and(|process| process.is_some()) {
            self.kill();
        }
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// Ends the server in a folder when the process of the tests ends in any way: its pipe closes.
struct Watcher(Child);

impl Watcher {
    fn start(folder: &Path) -> Self {
        let script =
            r#"read -r _; kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"; rm -rf "$1""#;
        let watcher = Command::new("sh")
            .args(["-c", script, "sh"])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        Self(watcher.expect("a shell"))
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        ended(&mut self.0);
    }
}

/// The processes that a process has started, where the system tells.
fn children(parent: u32) -> Vec<String> {
    let of = |process: fs::DirEntry| {
        let stat = fs::read_to_string(process.path().join("stat")).ok()?;
        let (_, after_name) = stat.rsplit_once(") ")?;
        let of_parent = after_name.split(' ').nth(1)? == parent.to_string();
        of_parent.then(|| process.file_name().to_string_lossy().into_owned())
    };
    let processes = fs::read_dir("/proc").into_iter().flatten();
    processes.filter_map(|process| of(process.ok()?)).collect()
}

/// The CPU time of a process: in user and system mode, and if four parts are wanted, of the children that it has seen end.
fn ticks(process: &str, parts: usize) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let numbers = after_name.split(' ').skip(11).take(parts);
    numbers
        .filter_map(|number| number.parse::<u64>().ok())
        .sum()
}

/// On the path, or where Debian keeps those of each version.
pub(crate) fn binary(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .collect();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&path));
    folders
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

/// The user that Debian makes for it, if this process is root's.
fn somebody() -> Option<(u32, u32)> {
    let root = output(Command::new("id").arg("-u"));
    if String::from_utf8_lossy(&root.stdout).trim() != "0" {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").expect("users");
    let user = users
        .lines()
        .find(|user| user.starts_with("postgres:"))
        .or_else(|| users.lines().find(|user| user.starts_with("nobody:")))
        .expect("a user that is not root");
    let numbers: Vec<u32> = user
        .split(':')
        .skip(2)
        .take(2)
        .map(|id| id.parse().expect("a number"))
        .collect();
    Some((numbers[0], numbers[1]))
}
