//! What an operator sets up: files of docs/deploy, completions, manual pages, a checked configuration.
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{Server, people, wait::output};

fn file(name: &str) -> String {
    let path = root().join("docs/deploy").join(name);
    fs::read_to_string(path).expect(name)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether the program is there; CI has all of them.
fn is_there(tool: &str) -> bool {
    let there = Command::new(tool).arg("--version").output().is_ok();
    let required = std::env::var("PEOPLE_TEST_TOOLS").is_ok_and(|value| value == "required");
    assert!(there || !required, "`{tool}` is not installed");
    if !there {
        eprintln!("SKIPPED: it needs `{tool}`, which is not installed");
    }
    there
}

/// The variables of a server that a text sets, each with its value.
fn variables(text: &str) -> Vec<(String, String)> {
    let set = text.lines().filter(|line| !line.starts_with('#'));
    let set = set.filter_map(|line| {
        let line = line.trim().strip_prefix("ENV ").unwrap_or(line.trim());
        let (name, value) = line.split_once(['=', ':'])?;
        let value = value.trim().trim_matches('"');
        name.starts_with("PEOPLE_")
            .then(|| (name.to_owned(), value.to_owned()))
    });
    set.collect()
}

#[test]
fn the_image_and_its_composition_set_what_the_server_reads() {
    let help = text(&people(&["serve", "--help"]).stdout);
    // It is folded to the width of a terminal.
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    let image = variables(&file("Dockerfile"));
    let composed = variables(&file("compose.yaml"));
    assert_eq!((image.len(), composed.len()), (2, 4));
    for (name, _) in image.iter().chain(&composed) {
        assert!(help.contains(&format!("[env: {name}")), "{name}");
    }
    let mut check = Command::new(env!("CARGO_BIN_EXE_people"));
    check.arg("check-config").envs(image.clone()).envs(composed);
    let checked = output(&mut check);
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    let said = text(&checked.stdout);
    assert!(
        said.contains("listen 0.0.0.0:8710, data /data, contract observed"),
        "{said}"
    );
    // By itself, the image accepts no callers of dev authentication from other machines.
    let mut check = Command::new(env!("CARGO_BIN_EXE_people"));
    let refused = output(check.arg("check-config").envs(image));
    let said = text(&refused.stderr);
    assert!(
        !refused.status.success() && said.contains("--dev-listen-anywhere"),
        "{said}"
    );
}

#[test]
fn the_image_is_built_from_what_is_there() {
    let dockerfile = file("Dockerfile");
    let copied = dockerfile
        .lines()
        .filter_map(|line| line.strip_prefix("COPY "));
    let of_ours: Vec<&str> = copied.filter(|line| !line.starts_with("--from=")).collect();
    assert_eq!(of_ours.len(), 4);
    for line in of_ours {
        let (sources, _) = line.rsplit_once(' ').expect("a place");
        for source in sources.split(' ') {
            assert!(root().join(source).exists(), "{source}");
        }
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let version = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "));
    let version = version.expect("a version").trim_matches('"');
    assert!(dockerfile.contains(&format!("FROM rust:{version}-bookworm AS build")));
    assert!(dockerfile.contains("cargo build --release --locked --package people-cli --target"));
    let task = fs::read_to_string(root().join("xtask/src/portable.rs")).expect("the task");
    let flags = dockerfile
        .split('\'')
        .find(|text| text.contains("crt-static"))
        .expect("flags");
    let quoted = format!("{flags:?}");
    assert!(
        task.contains(&quoted),
        "`cargo xtask static` builds by other flags: {flags}"
    );
    let compose = file("compose.yaml");
    assert!(compose.contains("dockerfile: docs/deploy/Dockerfile"));
    assert!(
        compose.contains("- \"127.0.0.1:8710:8710\""),
        "published to this machine only"
    );
}

/// The unit, with this binary and this configuration where it names those that are installed.
#[test]
fn the_unit_of_systemd_is_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = installed(folder.path());
    let unit = file("people.service")
        .replace("/usr/local/bin/people", env!("CARGO_BIN_EXE_people"))
        .replace("/etc/people/people.toml", config.to_str().expect("text"));
    assert!(unit.contains("[Install]\nWantedBy=multi-user.target\n"));
    for line in unit.lines() {
        let started = line
            .strip_prefix("ExecStartPre=")
            .or(line.strip_prefix("ExecStart="));
        let Some(started) = started else { continue };
        let mut words = started.split(' ');
        let mut command = Command::new(words.next().expect("a program"));
        let command = command.args(words.map(|word| {
            if word == "serve" {
                "check-config"
            } else {
                word
            }
        }));
        let checked = output(command);
        assert!(
            checked.status.success(),
            "{started}: {}",
            text(&checked.stderr)
        );
    }
    if !is_there("systemd-analyze") {
        return;
    }
    let path = folder.path().join("people.service");
    fs::write(&path, unit).expect("a file to write");
    let verified = output(
        Command::new("systemd-analyze")
            .args(["verify", "--man=no"])
            .arg(&path),
    );
    let said = text(&verified.stderr);
    let about_it: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("people"))
        .collect();
    assert!(verified.status.success() && about_it.is_empty(), "{said}");
}

/// The configuration that is shown, with its files in that folder.
fn installed(folder: &Path) -> PathBuf {
    let place = |name: &str| folder.join(name).to_str().expect("text").to_owned();
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]);
    let certified = certified.expect("a certificate");
    fs::write(place("cert.pem"), certified.cert.pem()).expect("a file to write");
    fs::write(place("key.pem"), certified.signing_key.serialize_pem()).expect("a file to write");
    let tokens = place("tokens.json");
    assert!(
        people(&["token", "create", "ada", "--file", &tokens])
            .status
            .success()
    );
    let config = file("people.toml").replace("\"/etc/people/", &format!("\"{}/", folder.display()));
    let config = config.replace(
        "tokens=/etc/people/",
        &format!("tokens={}/", folder.display()),
    );
    fs::write(place("people.toml"), config).expect("a file to write");
    folder.join("people.toml")
}

#[test]
fn a_configuration_is_checked_without_a_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = installed(folder.path());
    let config = config.to_str().expect("text");
    let check = |more: &[&str]| people(&[&["check-config", "--config", config], more].concat());
    let checked = check(&[]);
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    assert!(!Path::new("data").exists(), "no store is made");
    let missing = folder.path().join("missing");
    let missing = missing.to_str().expect("text");
    let tokens = format!("tokens={missing}");
    for (more, said) in [
        (&["--tls-key", missing][..], missing),
        (&["--auth", &tokens], missing),
        (&["--auth", "jwt"], "--auth jwt needs --jwt-keys"),
        (&["--seed", missing], missing),
        (&["--data", config], "not a folder"),
        (&["--data", "mysql://db"], "`mysql` is not a kind of store"),
        (&["--auth", "dev"], "use --dev-listen-anywhere"),
        (&["--dev-listen-anywhere"], "only for --auth dev"),
    ] {
        let refused = check(more);
        let stderr = text(&refused.stderr);
        assert!(
            !refused.status.success() && stderr.contains(said),
            "{more:?}: {stderr}"
        );
    }
}

/// Rule A3.
#[test]
fn a3_dev_listens_anywhere_when_that_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("people.toml");
    fs::write(&config, "dev-listen-anywhere = true\n").expect("a file to write");
    let log = folder.path().join("log");
    let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
    command
        .args(["serve", "--listen", "0.0.0.0:0", "--config"])
        .arg(&config);
    command
        .arg("--data")
        .arg(folder.path().join("data"))
        .stdout(Stdio::piped());
    let logged = fs::File::create(&log).expect("a file to write");
    let started = command.stderr(logged).spawn().expect("it starts");
    let mut server = Server::listening(started);
    let banner = server.banner();
    assert!(
        banner.contains("callers   every machine that reaches it"),
        "{banner}"
    );
    let warned = fs::read_to_string(&log).expect("a log");
    assert!(
        warned.contains("can read and change the data of every account"),
        "{warned}"
    );
    // The names it answers to are the same as on loopback.
    let port = server.url.rsplit_once(':').expect("a port").1;
    for (host, status) in [("localhost", "200"), ("contacts.example", "403")] {
        let answer = crate::exchange(
            &format!("127.0.0.1:{port}"),
            &format!(
                "GET /v1/people/me?personFields=names HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer ada\r\nconnection: close\r\n\r\n"
            ),
        );
        assert_eq!(answer.get(9..12), Some(status), "{host}: {answer}");
    }
}

#[test]
fn completions_are_what_their_shells_read() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = people(&["completions", shell]);
        assert!(script.status.success());
        assert!(text(&script.stdout).contains("check-config"), "{shell}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let script = |shell: &str| {
        let path = folder.path().join(shell);
        fs::write(&path, people(&["completions", shell]).stdout).expect("a file to write");
        path.to_str().expect("text").to_owned()
    };
    if is_there("bash") {
        let source = script("bash");
        let complete = format!(
            "source '{source}'; COMP_WORDS=(people serve --dur); COMP_CWORD=2; \
             _people people --dur serve; echo \"${{COMPREPLY[@]}}\""
        );
        let completed = output(Command::new("bash").args(["--norc", "-c", &complete]));
        assert_eq!(
            text(&completed.stdout).trim(),
            "--durability",
            "{}",
            text(&completed.stderr)
        );
    }
    if is_there("zsh") {
        let source = script("zsh");
        let load = format!(
            "autoload -U compinit && compinit -D -u && source '{source}' && print ${{_comps[people]}}"
        );
        let loaded = output(Command::new("zsh").args(["-f", "-c", &load]));
        assert_eq!(
            text(&loaded.stdout).trim(),
            "_people",
            "{}",
            text(&loaded.stderr)
        );
    }
}

#[test]
fn manual_pages_name_every_flag_and_no_value_of_the_environment() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = folder.path().join("share/man1");
    let mut write = Command::new(env!("CARGO_BIN_EXE_people"));
    write
        .arg("man")
        .arg(&pages)
        .env("PEOPLE_REGION", "secret-region");
    let written = output(write.env("PEOPLE_DATA", "postgres://people:secret-word@db/people"));
    assert!(written.status.success(), "{}", text(&written.stderr));
    let names: Vec<_> = fs::read_dir(&pages).expect("a folder").flatten().collect();
    for name in [
        "people.1",
        "people-serve.1",
        "people-store-check.1",
        "people-check-config.1",
    ] {
        assert!(pages.join(name).is_file(), "{name} is not in {names:?}");
    }
    let page = fs::read_to_string(pages.join("people-serve.1")).expect("a page");
    let page = page.replace('\\', "");
    let help = text(&people(&["serve", "--help"]).stdout);
    let flags = help
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--"));
    let flags: Vec<&str> = flags
        .map(|line| line.split(' ').next().unwrap_or(line))
        .collect();
    assert!(flags.len() > 40, "{flags:?}");
    for flag in flags {
        assert!(page.contains(&format!("--{flag}")), "{flag}");
    }
    assert!(page.contains("PEOPLE_DATA"));
    for name in names {
        let page = fs::read_to_string(name.path()).expect("a page");
        let page = page.replace('\\', "");
        for secret in ["secret-region", "secret-word"] {
            assert!(!page.contains(secret), "{}", name.path().display());
        }
    }
    let nowhere = folder.path().join("file");
    fs::write(&nowhere, "").expect("a file to write");
    let nowhere = nowhere.to_str().expect("text");
    let refused = people(&["man", nowhere]);
    assert!(text(&refused.stderr).contains(nowhere));
}
