//! The programs in Rust of docs/emulator/first-test.md. `tests/python/first_test.py` runs those in other
//! languages.
use std::{env, fs, process::Command};

use people_http::{Client, Error};
use people_model::FieldMask;

use crate::wait::output;

#[allow(unreachable_pub)] // as a reader writes it
mod kept;
mod lost;

const PAGE: &str = include_str!("../../../../docs/emulator/first-test.md");

/// That of `lost`, for the mended program.
#[tokio::test]
#[ignore = "a program for another test"]
async fn adds_the_address_and_keeps_the_others() -> Result<(), Error> {
    let url = env::var("PEOPLE_URL").expect("an address");
    let client = Client::builder().base_url(url).token("ada").build()?;
    kept::add_address(&client, "people/c17", "augusta@work.example").await?;
    let person = client.get("people/c17", FieldMask::ALL).await?;
    let added = ["home", "club", "work"].map(|place| format!("augusta@{place}.example"));
    for address in added {
        let mut addresses = person.email_addresses.iter();
        assert!(addresses.any(|it| it.value == address), "{address}");
    }
    Ok(())
}

#[test]
fn the_first_test_fails_until_its_program_is_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, mark) in [("seed.json", "{\"accounts\""), ("rules.json", "[{")] {
        let file = blocks("json").find(|block| block.starts_with(mark));
        fs::write(folder.path().join(name), file.expect(name)).expect("a file to write");
    }
    let run = |test: &str| {
        let program = env::current_exe().expect("this program");
        let mut exec = Command::new(env!("CARGO_BIN_EXE_people"));
        exec.current_dir(folder.path());
        exec.args(["exec", "--seed", "seed.json", "--rules", "rules.json"]);
        exec.args(["--fail-on-findings", "--"]);
        exec.arg(program).args(["--exact", test, "--ignored", "-q"]);
        let done = output(&mut exec);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        (done.status.code(), said)
    };
    let (status, said) = run("first_test::lost::adds_the_address");
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("error: STALE_RETRIED"), "{said}");
    let (status, said) = run("first_test::adds_the_address_and_keeps_the_others");
    assert_eq!((status, said.as_str()), (Some(0), ""));
}

#[test]
fn the_first_test_in_the_docs_is_the_one_that_runs() {
    let lost = include_str!("first_test/lost.rs");
    let lost = lost.replace("#[ignore = \"a program for another test\"]\n", "");
    let shown: Vec<&str> = blocks("rust").collect();
    assert_eq!(shown, [&lost, include_str!("first_test/kept.rs")]);
}

/// The page's blocks of a language.
fn blocks(language: &str) -> impl Iterator<Item = &'static str> {
    let opening = format!("```{language}\n");
    let mut rest = PAGE;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(&opening)?;
        let (block, after) = after.split_once("```")?;
        rest = after;
        Some(block)
    })
}
