//! A program that depends on a client alone: ours, and the other Rust client of the API.

use std::{error::Error, fs, path::Path, time::Instant};

use super::{empty, run};
use crate::workspace;

/// A program that depends on one client, with the client's default features.
struct Subject {
    name: &'static str,
    dependency: String,
}

/// Both in turn, twice, each in an empty folder.
pub(super) fn measure(folder: &Path) -> Result<(), Box<dyn Error>> {
    let ours = workspace::root().join("crates/people-http");
    let subjects = [
        Subject {
            name: "people-http",
            dependency: format!(
                "people-http = {{ path = {:?} }}",
                ours.display().to_string()
            ),
        },
        Subject {
            name: "google-people1",
            dependency: "google-people1 = \"7\"".to_owned(),
        },
    ];
    let mut best = [f64::MAX; 2];
    for subject in &subjects {
        prepare(&folder.join(subject.name), subject)?;
    }
    for _ in 0..2 {
        for (subject, best) in subjects.iter().zip(&mut best) {
            let seconds = build(&folder.join(subject.name))?;
            eprintln!("{}: {seconds:.1} s", subject.name);
            *best = best.min(seconds);
        }
    }
    for (subject, best) in subjects.iter().zip(best) {
        println!("cold.{}\t{best:.1}\ts", subject.name);
    }
    println!(
        "cold.ratio\t{:.2}\tof {}",
        best[0] / best[1],
        subjects[1].name
    );
    Ok(())
}

/// A package in a separate workspace; its dependencies are downloaded before the measurement.
fn prepare(folder: &Path, subject: &Subject) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder.join("src"))?;
    let manifest = format!(
        "[package]\nname = \"cold\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{}\n\n[workspace]\n",
        subject.dependency
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/main.rs"), "fn main() {}\n")?;
    run(folder, &folder.join("target"), &["fetch"])
}

/// Builds from nothing, in the development profile.
fn build(folder: &Path) -> Result<f64, Box<dyn Error>> {
    let target = folder.join("target");
    empty(&target)?;
    let start = Instant::now();
    run(folder, &target, &["build", "--offline"])?;
    Ok(start.elapsed().as_secs_f64())
}
