//! What becomes of a command whose output is not taken: no panic, and the status that it has anyway.
use std::{
    fs::File,
    io,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::json;

use crate::{Server, people, store::text, wait::ended};

/// How an output is lost.
#[derive(Clone, Copy, Debug)]
enum Lost {
    /// The reader is gone.
    Closed,
    /// The disk is full.
    Full,
}

impl Lost {
    fn stdio(self) -> Stdio {
        match self {
            Self::Closed => {
                let (reader, writer) = io::pipe().expect("a pipe");
                drop(reader);
                writer.into()
            }
            Self::Full => {
                let full = File::options().write(true).open("/dev/full");
                full.expect("a full disk").into()
            }
        }
    }
}

/// The status of the command with these outputs.
fn status(args: &[&str], stdout: Stdio, stderr: Stdio) -> i32 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
    let command = command.args(args).stdout(stdout).stderr(stderr);
    let mut child = command.spawn().expect("the binary starts");
    ended(&mut child).code().expect("a status, and no signal")
}

/// Commands, with what each ends with.
struct Commands {
    folder: tempfile::TempDir,
    server: Server,
    contact: String,
}

impl Commands {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let server = Server::start("memory", &[]);
        let person = json!({"names": [{"givenName": "Ada"}]});
        let person = serde_json::from_value(person).expect("a person");
        let created = server.client("ada").create(person).await;
        let contact = created.expect("a contact").resource_name;
        let commands = Self {
            folder,
            server,
            contact,
        };
        let name = |given: &str| json!({"names": [{"givenName": given}], "foo": given});
        for (file, value) in [
            ("base", name("Ada")),
            ("ours", name("Augusta")),
            ("theirs", name("Adah")),
            (
                "seed",
                json!({"accounts": {"ada": {"contacts": [
                    {"resourceName": "people/c7", "names": [{"givenName": "Ada"}]},
                ]}}}),
            ),
            (
                "other",
                json!({"accounts": {"ada": {"contacts": [
                    {"resourceName": "people/c7", "names": [{"givenName": "Bea"}]},
                ]}}}),
            ),
            ("stale", json!({"etag": "%stale", "names": [{}, {}]})),
        ] {
            std::fs::write(commands.path(file), value.to_string()).expect("a file");
        }
        let imported = people(&[
            "import",
            &commands.path("seed"),
            "--data",
            &commands.path("data"),
        ]);
        assert!(imported.status.success(), "{}", text(&imported.stderr));
        commands
    }

    fn path(&self, name: &str) -> String {
        let path: &Path = self.folder.path();
        path.join(name).to_str().expect("text").to_owned()
    }

    /// Every command that prints and ends, and its status. Each of `round` gets files of its own.
    fn all(&self, round: usize) -> Vec<(Vec<String>, i32)> {
        let path = |name: &str| self.path(name);
        let new = |name: &str| self.path(&format!("{name}-{round}"));
        let (url, contact) = (&*self.server.url, &*self.contact);
        let tokens = path("tokens");
        let commands: Vec<(Vec<&str>, i32)> = vec![
            (vec!["get", contact, "--url", url], 0),
            (vec!["list", "--url", url], 0),
            (vec!["search", "ada", "--url", url], 0),
            (vec!["group", "list", "--url", url], 0),
            (vec!["get", "people/c1", "--url", url], 1),
            (
                vec![
                    "edit",
                    contact,
                    "--url",
                    url,
                    "--set",
                    "names.familyName=King",
                    "--plan",
                ],
                0,
            ),
            (
                vec![
                    "edit",
                    contact,
                    "--url",
                    url,
                    "--add",
                    "names=Bea",
                    "--plan",
                ],
                1,
            ),
            (vec!["token", "list", "--file"], 0),
            (vec!["token", "revoke", "none", "--file"], 1),
            (vec!["demo"], 0),
            (vec!["demo", "--curl"], 0),
            (vec!["completions", "bash"], 0),
            (vec!["check-config"], 0),
            (vec!["check-config", "--max-calls", "none"], 2),
            (vec!["--help"], 0),
            (vec!["--version"], 0),
            (vec!["nonsense"], 2),
        ];
        let mut all: Vec<(Vec<String>, i32)> = commands
            .into_iter()
            .map(|(args, status)| (args.into_iter().map(str::to_owned).collect(), status))
            .collect();
        for (args, _) in &mut all {
            if args[0] == "token" {
                args.push(tokens.clone());
            }
        }
        let mut add = |args: &[&str], status: i32| {
            all.push((args.iter().map(|&it| it.to_owned()).collect(), status));
        };
        let sides = [path("base"), path("ours"), path("theirs")];
        let [base, ours, theirs] = sides.each_ref().map(String::as_str);
        add(&["merge", base, ours, theirs], 1);
        add(&["merge", base, ours, theirs, "--on-conflict", "ours"], 0);
        add(
            &[
                "update",
                contact,
                "--url",
                url,
                "--mask",
                "names",
                "--person",
                &path("stale"),
            ],
            1,
        );
        add(&["import", &path("seed"), "--data", &path("data")], 0);
        add(&["import", &path("other"), "--data", &path("data")], 1);
        add(&["store", "check", &path("data")], 0);
        add(&["store", "check", &path("nothing")], 1);
        add(&["store", "backup", &path("data"), &new("backup")], 0);
        add(&["store", "restore", &new("backup"), &new("restored")], 0);
        add(&["store", "copy", &path("data"), &new("copied")], 0);
        add(&["man", &new("man")], 0);
        all
    }
}

/// The reader of the output may stop at any time, as `head` does: the status of the command is the same.
#[tokio::test]
async fn a_reader_that_has_read_enough_changes_no_status() {
    let commands = Commands::new().await;
    let created = people(&["token", "create", "ada", "--file", &commands.path("tokens")]);
    assert!(created.status.success());
    for (args, expected) in commands.all(0) {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let status = status(&args, Lost::Closed.stdio(), Stdio::null());
        assert_eq!(status, expected, "people {}", args.join(" "));
    }
    // A token that nobody has read is of no use.
    let create = ["token", "create", "bea", "--file", &commands.path("tokens")];
    assert_eq!(status(&create, Lost::Closed.stdio(), Stdio::null()), 1);
    let listed = people(&["token", "list", "--file", &commands.path("tokens")]);
    assert!(
        !text(&listed.stdout).contains("bea"),
        "{}",
        text(&listed.stdout)
    );
}

/// An error that cannot be shown is still one, and no other.
#[tokio::test]
async fn an_error_that_cannot_be_shown_changes_no_status() {
    let commands = Commands::new().await;
    let created = people(&["token", "create", "ada", "--file", &commands.path("tokens")]);
    assert!(created.status.success());
    for (round, lost) in [Lost::Closed, Lost::Full].into_iter().enumerate() {
        for (args, expected) in commands.all(round) {
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let status = status(&args, Stdio::null(), lost.stdio());
            assert_eq!(status, expected, "{lost:?}: people {}", args.join(" "));
        }
    }
}

/// What cannot be written is not there: a full disk is an error.
#[tokio::test]
async fn an_output_that_cannot_be_written_is_an_error() {
    let commands = Commands::new().await;
    let created = people(&["token", "create", "ada", "--file", &commands.path("tokens")]);
    assert!(created.status.success());
    for (args, expected) in commands.all(0) {
        let prints = !matches!(&*args[0], "--help" | "--version" | "man");
        if expected == 0 && prints {
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let status = status(&args, Lost::Full.stdio(), Stdio::null());
            assert_eq!(status, 1, "people {}", args.join(" "));
        }
    }
}

/// A server continues when its log cannot be written, in either format.
#[tokio::test]
async fn a_server_whose_log_is_not_read_goes_on() {
    for format in ["text", "json"] {
        for lost in [Lost::Closed, Lost::Full] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
            let command = command
                .args(["serve", "--listen", "127.0.0.1:0", "--data", "memory"])
                .args(["--log", "debug", "--log-format", format])
                .stdout(Stdio::piped())
                .stderr(lost.stdio());
            let server = Server::listening(command.spawn().expect("the binary starts"));
            let person = json!({"names": [{"givenName": "Ada"}]});
            let person = serde_json::from_value(person).expect("a person");
            let created = server.client("ada").create(person).await;
            created.expect("a contact");
            server
                .client("ada")
                .get("people/c1", people_model::FieldMask::ALL)
                .await
                .expect_err("none");
            server.stop();
        }
    }
}
