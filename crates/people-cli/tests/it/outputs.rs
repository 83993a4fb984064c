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
    // A token that could not be printed is revoked.
    let create = ["token", "create", "bea", "--file", &commands.path("tokens")];
    assert_eq!(status(&create, Lost::Closed.stdio(), Stdio::null()), 1);
    let listed = people(&["token", "list", "--file", &commands.path("tokens")]);
    // The id of a token is hexadecimal, and may have these letters.
    let listed = text(&listed.stdout);
    let is_hers = |line: &str| line.split('\t').nth(1) == Some("bea");
    assert!(!listed.lines().any(is_hers), "{listed}");
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

/// What is not done is in the file of `--left`, also when nothing can be printed.
#[tokio::test]
async fn what_is_left_of_a_batch_is_kept_on_a_full_disk() {
    let server = Server::start("memory", &[]);
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let left = path("left.json");
    let full = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
        command.args(["batch"]).args(args);
        command.args(["--left", &left, "--url", &server.url, "--token", "ada"]);
        command.stdout(Lost::Full.stdio()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let status = ended(&mut child).code();
        let mut said = String::new();
        let stderr = child.stderr.as_mut().expect("a pipe");
        io::Read::read_to_string(stderr, &mut said).expect("text");
        (status, said)
    };
    let kept = || std::fs::read_to_string(&left).expect("a file");
    let names = |number: usize| json!({"names": [{"givenName": number.to_string()}]}).to_string();
    let lines: Vec<String> = (0..450).map(names).collect();
    let file = path("people.json");
    std::fs::write(&file, lines.join("\n")).expect("a file");
    let list = || {
        let listed = people(&["list", "--json", "--url", &server.url, "--token", "ada"]);
        std::fs::write(&file, &listed.stdout).expect("a file");
        text(&listed.stdout).lines().count()
    };
    let partly = |told: (Option<i32>, String), word: &str| {
        let (status, said) = told;
        assert_eq!(status, Some(1), "{said}");
        for part in ["250 not tried", "standard output", "No space left", word] {
            assert!(said.contains(part), "{part} is not in: {said}");
        }
        assert_eq!(kept().lines().count(), 250);
    };
    let url = &*server.url;
    let create =
        |file: &str| ["batch", "create", file, "--url", url, "--token", "ada"].map(str::to_owned);
    for flags in [&[][..], &["--json"]] {
        std::fs::write(&file, lines.join("\n")).expect("a file");
        let partial = [&["create", &file][..], flags].concat();
        partly(full(&partial), "200 of 450 contacts created");
        assert_eq!(kept(), format!("{}\n", lines[200..].join("\n")));
        // All is done, and is not shown.
        std::fs::write(&file, lines[..100].join("\n")).expect("a file");
        let (status, said) = full(&partial);
        assert_eq!(status, Some(1), "{said}");
        assert!(
            said.contains("100 of 100 contacts created; standard"),
            "{said}"
        );
        assert_eq!(kept(), "");
        std::fs::write(&file, lines[..150].join("\n")).expect("a file");
        assert!(
            people(&create(&file).each_ref().map(String::as_str))
                .status
                .success()
        );
        assert_eq!(list(), 450);
        let update = [&["update", &file, "--mask", "names"][..], flags].concat();
        partly(full(&update), "200 of 450 contacts updated");
        // A batch of deletes is larger.
        std::fs::write(&file, lines[..300].join("\n")).expect("a file");
        assert!(
            people(&create(&file).each_ref().map(String::as_str))
                .status
                .success()
        );
        assert_eq!(list(), 750);
        let delete = [&["delete", &file][..], flags].concat();
        partly(full(&delete), "500 of 750 contacts deleted");
        assert_eq!(list(), 250);
        let delete = [
            "batch",
            "delete",
            &file,
            "--url",
            &server.url,
            "--token",
            "ada",
        ];
        assert!(people(&delete).status.success());
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
