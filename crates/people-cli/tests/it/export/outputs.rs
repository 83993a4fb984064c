//! Pipes that an export is written to, and signals that end it (rule Z24).
use std::{
    fs, io,
    process::{Command, Stdio},
};

use super::Place;
use crate::{
    store::text,
    wait::{self, ended, finished},
};

/// A pipe has a name, as `/dev/stdout` and as what a shell makes of `>(gzip > x)`, but that name is not a file's.
#[test]
fn z24_a_pipe_is_written_to_by_its_name() {
    let place = Place::of_all();
    let data = place.text("data");
    let mut export = Command::new(env!("CARGO_BIN_EXE_people"));
    let args = ["export", "--account", "ada", "--format", "vcard4"];
    export.args(args);
    export.args(["--data", &data, "--out", "/dev/stdout"]);
    export.stderr(Stdio::piped());
    let piped = finished(export.stdout(Stdio::piped()).spawn().expect("a process"));
    let told = text(&piped.stderr);
    assert!(piped.status.success(), "{told}");
    assert_eq!(told, "exported 3 contacts\n");
    assert_eq!(text(&piped.stdout).matches("END:VCARD").count(), 3);

    // Who reads a part has read enough, as of standard output.
    let (reader, writer) = io::pipe().expect("a pipe");
    drop(reader);
    let mut closed = export.stdout(writer).spawn().expect("a process");
    let status = ended(&mut closed);
    let told = io::read_to_string(closed.stderr.take().expect("a pipe"));
    assert_eq!((status.code(), &*told.expect("text")), (Some(0), ""));
}

/// A signal leaves no part of an export, and what an export left that was killed does not stand in the way.
#[test]
fn z24_an_export_that_is_ended_leaves_nothing() {
    // It takes connections, and answers none.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("an address"));
    for (signal, status) in [("-TERM", 143), ("-INT", 130)] {
        for out in ["there/", "there/new/", "there/a.vcf"] {
            let place = Place::new();
            fs::create_dir(place.path("there")).expect("a folder");
            let mut export = Command::new(env!("CARGO_BIN_EXE_people"));
            export.env("PEOPLE_TOKEN", "ada").args([
                "export",
                "--url",
                &url,
                "--format",
                "vcard4",
                "--out",
                &place.text(out),
            ]);
            let mut child = export.spawn().expect("a process");
            let left = || {
                let files = fs::read_dir(place.path("there")).expect("a folder");
                files.count()
            };
            wait::until("the export has begun", || (left() == 1).then_some(()));
            let sent = wait::output(Command::new("kill").args([signal, &child.id().to_string()]));
            assert!(sent.status.success());
            assert_eq!(ended(&mut child).code(), Some(status), "{signal} {out}");
            assert_eq!(left(), 0, "{signal} {out}");
        }
    }

    let place = Place::of_all();
    fs::create_dir_all(place.path("there/.people-export-AbC123")).expect("a folder");
    let out = place.text("there");
    let (done, _, told) = place.export(&["--account", "ada", "--format", "vcard4", "--out", &out]);
    assert!(done, "{told}");
    let files = fs::read_dir(out).expect("a folder");
    assert_eq!(files.count(), 4);
}
