//! The public API of each library, as a text that is committed: what a change breaks is seen in its review.

use std::{
    error::Error,
    fs, io,
    path::PathBuf,
    process::{Command, ExitCode},
};

use public_api::{Builder, PublicApi};

use crate::{TaskResult, usage, workspace};

/// `cargo xtask api [--check]`.
pub(crate) fn task(arguments: &[&str]) -> TaskResult {
    match arguments {
        [] => write(),
        ["--check"] => match check()? {
            Checked::Known(true) => Ok(ExitCode::SUCCESS),
            Checked::Known(false) => Ok(ExitCode::FAILURE),
            Checked::Unreadable(why) => Err(why.into()),
        },
        _ => usage(),
    }
}

fn write() -> TaskResult {
    let compiler = Compiler::find().map_err(|why| -> Box<dyn Error> { why.into() })?;
    for library in workspace::LIBRARIES {
        let text = compiler.read(library)?.to_string();
        let path = committed(library);
        fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        fs::write(&path, text)?;
        eprintln!("wrote {}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// What a comparison came to.
pub(crate) enum Checked {
    /// Whether all are as committed.
    Known(bool),
    /// No compiler here writes what can be read, and why.
    Unreadable(String),
}

/// Compares, and says for each library what was added and removed.
pub(crate) fn check() -> Result<Checked, Box<dyn Error>> {
    let compiler = match Compiler::find() {
        Ok(compiler) => compiler,
        Err(why) => return Ok(Checked::Unreadable(why)),
    };
    let mut same = true;
    for library in workspace::LIBRARIES {
        let path = committed(library);
        let before = match fs::read_to_string(&path) {
            Ok(before) => before,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error.into()),
        };
        let now = compiler.read(library)?.to_string();
        if before == now {
            continue;
        }
        same = false;
        eprintln!(
            "{}: the public API is another (`cargo xtask api` writes it)",
            path.display()
        );
        let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
        for line in old.iter().filter(|line| !new.contains(line)) {
            eprintln!("- {line}");
        }
        for line in new.iter().filter(|line| !old.contains(line)) {
            eprintln!("+ {line}");
        }
    }
    Ok(Checked::Known(same))
}

fn committed(library: &str) -> PathBuf {
    workspace::root()
        .join("docs/api")
        .join(format!("{library}.txt"))
}

/// A compiler whose rustdoc writes JSON of the form that is known here.
struct Compiler {
    toolchain: Option<&'static str>,
}

impl Compiler {
    /// The one at hand, since that is what everybody has, or else a nightly one. Tried on the smallest library.
    fn find() -> Result<Self, String> {
        let mut reasons = Vec::new();
        for toolchain in [None, Some("+nightly")] {
            let compiler = Self { toolchain };
            match compiler.read(workspace::LIBRARIES[0]) {
                Ok(_) => return Ok(compiler),
                Err(error) => reasons.push(format!("{}: {error}", toolchain.unwrap_or("stable"))),
            }
        }
        Err(format!(
            "no rustdoc here writes JSON that can be read ({})",
            reasons.join("; ")
        ))
    }

    /// The API of a library with all its features.
    fn read(&self, library: &str) -> Result<PublicApi, Box<dyn Error>> {
        let mut cargo = match self.toolchain {
            // Through rustup, which `cargo` of a toolchain does not ask.
            Some(toolchain) => {
                let mut cargo = Command::new("cargo");
                cargo.arg(toolchain).current_dir(workspace::root());
                cargo.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
                cargo
            }
            None => workspace::cargo(),
        };
        let target = workspace::metadata()?.target_directory.join("api");
        let output = cargo
            .args([
                "rustdoc",
                "--quiet",
                "--locked",
                "--lib",
                "--all-features",
                "--package",
            ])
            .args([library, "--target-dir", target.as_str()])
            .args([
                "--",
                "-Z",
                "unstable-options",
                "--output-format",
                "json",
                "--cap-lints",
                "allow",
            ])
            // JSON is not promised to stay as it is, which is why a stable compiler hides it.
            .env("RUSTC_BOOTSTRAP", "1")
            .output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(said.lines().next().unwrap_or("rustdoc fails").into());
        }
        let json = target
            .join("doc")
            .join(format!("{}.json", library.replace('-', "_")));
        let api = Builder::from_rustdoc_json(json)
            .omit_blanket_impls(true)
            .omit_auto_trait_impls(true)
            .omit_auto_derived_impls(true)
            .build()?;
        Ok(api)
    }
}
