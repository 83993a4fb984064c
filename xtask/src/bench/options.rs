//! What the command line asks of a run.

/// A run of the benchmarks.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Options<'a> {
    /// Minutes instead of an hour, and figures that say less.
    pub(super) quick: bool,
    /// The file for the measures as they are.
    pub(super) json: Option<&'a str>,
    /// Whether the table goes into the document.
    pub(super) write: bool,
    /// Those that were named.
    pub(super) harnesses: Vec<&'a str>,
}

impl<'a> Options<'a> {
    /// # Errors
    ///
    /// An unknown option or harness, an option without its value, and a table of a part for the document.
    pub(super) fn parse(arguments: &[&'a str], all: &[&str]) -> Result<Self, String> {
        let mut options = Self::default();
        let mut rest = arguments.iter();
        while let Some(&argument) = rest.next() {
            match argument {
                "--quick" => options.quick = true,
                "--write" => options.write = true,
                "--json" => {
                    let file = rest.next().ok_or("--json needs a file")?;
                    options.json = Some(file);
                }
                name if all.contains(&name) => options.harnesses.push(name),
                other => return Err(format!("`{other}` is neither an option nor a benchmark")),
            }
        }
        if options.write && (options.quick || !options.harnesses.is_empty()) {
            return Err(
                "the document has the table of a whole run: --write stands alone".to_owned(),
            );
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&str; 2] = ["http", "merge"];

    #[test]
    fn options_and_harnesses_stand_in_any_order() {
        let options = Options::parse(&["merge", "--json", "a.json", "--quick"], &ALL).unwrap();
        let expected = Options {
            quick: true,
            json: Some("a.json"),
            write: false,
            harnesses: vec!["merge"],
        };
        assert_eq!(options, expected);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for arguments in [
            &["--quik"][..],
            &["htpp"],
            &["--json"],
            &["--write", "http"],
            &["--write", "--quick"],
        ] {
            assert!(Options::parse(arguments, &ALL).is_err(), "{arguments:?}");
        }
    }
}
