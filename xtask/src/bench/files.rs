//! Imports, exports and the search for duplicates, with one address book in each format: rate and largest memory.

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{TaskResult, usage, workspace};

/// How many contacts there are if the command does not say.
const CONTACTS: usize = 25_000;

/// What a step of a measurement returns.
type Done = Result<(), Box<dyn Error>>;

const SEED_IMPORT: [&str; 4] = ["import", "contacts.json", "--data", "seed"];

/// Each so many contacts, one is the one before it again, spelled in another way.
const TWICE: usize = 25;

const FORMATS: [&str; 6] = [
    "vcard4",
    "vcard3",
    "jcard",
    "json",
    "google-csv",
    "outlook-csv",
];

/// `cargo xtask bench files [CONTACTS] [--exports] [--binary FILE]`: builds the binary in release, or takes the one
/// that is named, and prints a table in Markdown. With `--exports`, the contacts come from a seed and are only exported.
pub(super) fn task(arguments: &[&str]) -> TaskResult {
    let (mut contacts, mut binary, mut exports_only) = (CONTACTS, None, false);
    let mut rest = arguments.iter();
    while let Some(&argument) = rest.next() {
        match (argument, argument.parse()) {
            ("--binary", _) => binary = rest.next().map(PathBuf::from),
            ("--exports", _) => exports_only = true,
            (_, Ok(number)) if number > 0 => contacts = number,
            _ => return usage(),
        }
    }
    let binary = match binary {
        Some(binary) => binary,
        None => build()?,
    };
    let folder = workspace::metadata()?.target_directory.join("bench-files");
    let folder = folder.as_std_path();
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut desk = Desk {
        binary,
        folder,
        measured: Vec::new(),
    };
    if exports_only {
        desk.exports(contacts)?;
    } else {
        desk.all(contacts)?;
    }
    print!("{}", table(exports_only, contacts, &desk.measured));
    fs::remove_dir_all(folder)?;
    Ok(ExitCode::SUCCESS)
}

fn build() -> Result<PathBuf, Box<dyn Error>> {
    let built = workspace::cargo()
        .args(["build", "--release", "--locked", "--package", "people-cli"])
        .status()?;
    if !built.success() {
        return Err("the binary does not build".into());
    }
    let target = workspace::metadata()?.target_directory;
    Ok(target.join("release/people").into_std_path_buf())
}

/// What runs commands, where, and what they took.
struct Desk<'d> {
    binary: PathBuf,
    folder: &'d Path,
    measured: Vec<Measured>,
}

/// What a command took.
#[derive(Debug, Clone, PartialEq)]
struct Measured {
    what: String,
    seconds: f64,
    /// The largest memory that was resident, in KiB.
    memory: u64,
}

impl Desk<'_> {
    fn all(&mut self, contacts: usize) -> Done {
        self.write("contacts.vcf", "", contacts, Contact::card)?;
        self.write("contacts.csv", HEADER, contacts, Contact::row)?;
        self.import_seed(contacts)?;
        self.run("seed: the same again", &SEED_IMPORT)?;
        for (format, file, data) in [
            ("vCard", "contacts.vcf", "cards"),
            ("Google CSV", "contacts.csv", "rows"),
        ] {
            let import = ["import", file, "--account", "ada", "--data", data];
            self.run(&format!("{format}: import"), &import)?;
            self.run(&format!("{format}: the same again"), &import)?;
        }
        self.export("cards")?;
        self.run(
            "duplicates",
            &["duplicates", "--account", "ada", "--data", "cards"],
        )
    }

    fn exports(&mut self, contacts: usize) -> Done {
        self.import_seed(contacts)?;
        self.export("seed")
    }

    fn import_seed(&mut self, contacts: usize) -> Done {
        let before = r#"{"accounts": {"ada": {"contacts": ["#;
        self.write("contacts.json", before, contacts, |contact| {
            // The list has no comma after its last one.
            let last = contact.at + 1 == contacts;
            contact.json().to_string() + if last { "]}}}" } else { "," }
        })?;
        self.run("seed: import", &SEED_IMPORT)
    }

    fn export(&mut self, data: &str) -> Done {
        for format in FORMATS {
            let out = format!("out.{format}");
            let export = ["export", "--account", "ada", "--data", data];
            let more = ["--format", format, "--out", &out];
            self.run(
                &format!("export as {format}"),
                &[&export[..], &more].concat(),
            )?;
        }
        Ok(())
    }

    fn write(
        &self,
        name: &str,
        before: &str,
        contacts: usize,
        text: impl Fn(&Contact) -> String,
    ) -> Done {
        let mut file = BufWriter::new(fs::File::create(self.folder.join(name))?);
        file.write_all(before.as_bytes())?;
        for at in 0..contacts {
            file.write_all(text(&Contact::new(at)).as_bytes())?;
        }
        Ok(file.flush()?)
    }

    /// Measures a command.
    fn run(&mut self, what: &str, arguments: &[&str]) -> Done {
        let one = self.measure(what, arguments)?;
        eprintln!(
            "{what}: {:.1} s, {:.0} MB",
            one.seconds,
            megabytes(one.memory)
        );
        self.measured.push(one);
        Ok(())
    }

    /// Runs a command to its end, and looks at its memory meanwhile.
    fn measure(&self, what: &str, arguments: &[&str]) -> Result<Measured, Box<dyn Error>> {
        let log = fs::File::create(self.folder.join("log"))?;
        let begin = Instant::now();
        let mut child = Command::new(&self.binary)
            .args(arguments)
            .current_dir(self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        let status = PathBuf::from(format!("/proc/{}/status", child.id()));
        let mut memory = 0;
        let ended = loop {
            // It only grows, and a process that has ended has none.
            if let Ok(text) = fs::read_to_string(&status) {
                memory = peak(&text).unwrap_or(0).max(memory);
            }
            if let Some(ended) = child.try_wait()? {
                break ended;
            }
            sleep(Duration::from_millis(2));
        };
        let seconds = begin.elapsed().as_secs_f64();
        let log = fs::read_to_string(self.folder.join("log"))?;
        // An export fails if its format cannot hold all; nothing else of it is measured.
        if !ended.success() && !what.starts_with("export as ") {
            return Err(format!("{what}: {ended}: {log}").into());
        }
        Ok(Measured {
            what: what.to_owned(),
            seconds,
            memory,
        })
    }
}

/// `VmHWM` of `/proc/PID/status`, in KiB.
fn peak(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

fn megabytes(kibibytes: u64) -> f64 {
    kibibytes as f64 * 1_024.0 / 1e6
}

/// The table for docs/performance.md.
fn table(exports_only: bool, contacts: usize, measured: &[Measured]) -> String {
    let exports = if exports_only { " --exports" } else { "" };
    let mut table = format!(
        "`cargo xtask bench files {contacts}{exports}`:\n\n| {contacts} contacts | seconds | contacts per second | largest memory |\n\
         |---|---:|---:|---:|\n"
    );
    for Measured {
        what,
        seconds,
        memory,
    } in measured
    {
        let rate = contacts as f64 / seconds;
        let memory = megabytes(*memory);
        // A text takes every line.
        let _ = writeln!(
            table,
            "| {what} | {seconds:.1} | {rate:.0} | {memory:.0} MB |"
        );
    }
    table
}

/// A contact of the address book. The same number is always the same contact.
struct Contact {
    /// Its place in the address book.
    at: usize,
    given: &'static str,
    family: String,
    number: usize,
}

const GIVEN: [&str; 12] = [
    "Ada", "Charles", "Grace", "Alan", "Mary", "Joseph", "Sofja", "Blaise", "Emmy", "Kurt", "Hedy",
    "George",
];

const SYLLABLES: [&str; 16] = [
    "ba", "ker", "lo", "ming", "to", "ver", "sa", "ri", "no", "del", "wick", "ford", "ha", "len",
    "mor", "gan",
];

const HEADER: &str = "First Name,Last Name,Organization Name,Organization Title,Birthday,Notes,Labels,\
    E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Street,\
    Address 1 - City,Address 1 - Country\r\n";

impl Contact {
    fn new(at: usize) -> Self {
        // Every so often the one before comes again.
        let number = if at % TWICE == TWICE - 1 { at - 1 } else { at };
        let mut rest = number.wrapping_mul(2_654_435_761) % 65_536;
        let mut family = String::new();
        for _ in 0..4 {
            family.push_str(SYLLABLES[rest % SYLLABLES.len()]);
            rest /= SYLLABLES.len();
        }
        if let Some(first) = family.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        if number != at {
            family.make_ascii_uppercase();
        }
        Self {
            at,
            given: GIVEN[number % GIVEN.len()],
            family,
            number,
        }
    }

    fn email(&self) -> String {
        format!("{}.{}@example.com", self.given.to_lowercase(), self.number)
    }

    fn phone(&self) -> String {
        format!(
            "+44 20 7{:03} {:04}",
            self.number / 10_000,
            self.number % 10_000
        )
    }

    fn birthday(&self) -> [usize; 3] {
        [
            1900 + self.number % 100,
            1 + self.number % 12,
            1 + self.number % 28,
        ]
    }

    fn street(&self) -> String {
        format!("{} Dorset Street", 1 + self.number % 300)
    }

    fn note(&self) -> String {
        format!("We met at lecture {} in the autumn.", self.number % 90)
    }

    fn card(&self) -> String {
        let Self {
            given,
            family,
            number,
            ..
        } = self;
        let [year, month, day] = self.birthday();
        let (email, phone, street, note) = (self.email(), self.phone(), self.street(), self.note());
        // Two cards of one person have two keys, as cards from two programs do.
        let spelling = usize::from(family.chars().all(char::is_uppercase));
        format!(
            "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:bench-{number}-{spelling}\r\nN:{family};{given};;;\r\n\
             FN:{given} {family}\r\nORG:Works {}\r\nTITLE:Engineer\r\nBDAY:{year:04}-{month:02}-{day:02}\r\n\
             EMAIL;TYPE=HOME:{email}\r\nTEL;TYPE=CELL:{phone}\r\nADR;TYPE=HOME:;;{street};London;;;United Kingdom\r\n\
             CATEGORIES:Group {}\r\nNOTE:{note}\r\nX-BENCH:{number}\r\nEND:VCARD\r\n",
            number % 50,
            number % 10,
        )
    }

    fn row(&self) -> String {
        let Self {
            given,
            family,
            number,
            ..
        } = self;
        let [year, month, day] = self.birthday();
        let (email, phone, street, note) = (self.email(), self.phone(), self.street(), self.note());
        format!(
            "{given},{family},Works {},Engineer,{year:04}-{month:02}-{day:02},{note},Group {} ::: * myContacts,\
             * Home,{email},Mobile,{phone},Home,{street},London,United Kingdom\r\n",
            number % 50,
            number % 10,
        )
    }

    fn json(&self) -> Value {
        let [year, month, day] = self.birthday();
        json!({
            "names": [{"givenName": self.given, "familyName": self.family}],
            "organizations": [{"name": format!("Works {}", self.number % 50), "title": "Engineer"}],
            "birthdays": [{"date": {"year": year, "month": month, "day": day}}],
            "emailAddresses": [{"value": self.email(), "type": "home"}],
            "phoneNumbers": [{"value": self.phone(), "type": "mobile"}],
            "addresses": [{"streetAddress": self.street(), "city": "London", "country": "United Kingdom", "type": "home"}],
            "biographies": [{"value": self.note(), "contentType": "TEXT_PLAIN"}],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_of_a_process_is_read() {
        assert_eq!(
            peak("Name:\tpeople\nVmHWM:\t   34816 kB\nVmRSS:\t 1 kB\n"),
            Some(34_816)
        );
        assert_eq!(peak("Name:\tpeople\n"), None);
    }

    #[test]
    fn the_table_has_a_line_for_each_command() {
        let one = Measured {
            what: "vCard: import".to_owned(),
            seconds: 2.5,
            memory: 31_250,
        };
        let table = table(true, 5_000, &[one]);
        assert!(
            table.starts_with("`cargo xtask bench files 5000 --exports`:"),
            "{table}"
        );
        assert!(
            table.ends_with("\n| vCard: import | 2.5 | 2000 | 32 MB |\n"),
            "{table}"
        );
    }

    #[test]
    fn a_contact_comes_again_in_another_spelling() {
        let [one, again] = [23, 24].map(Contact::new);
        assert_eq!((one.number, again.number), (23, 23));
        assert_eq!(one.family.to_uppercase(), again.family);
        assert_ne!(one.card(), again.card());
        assert_ne!(Contact::new(25).card(), one.card());
    }
}
