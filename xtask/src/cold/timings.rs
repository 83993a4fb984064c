//! The report of `cargo build --timings`: what each crate costs, and what the end of the build waited for.
//!
//! The same as JSON is unstable, so this reads the page, which holds it as a constant of its script. A wrapper of rustc
//! would see no build scripts, and those compile the C libraries.

use std::{collections::BTreeMap, error::Error, fmt::Write};

use serde::Deserialize;

/// Where the page holds the units.
const UNITS: &str = "const UNIT_DATA =";

/// The mode of a unit that runs a build script.
const SCRIPT: &str = "run-custom-build";

const COSTS_HEAD: &str = "\
| crate | seconds | of these, its build script | starts at |
|---|--:|--:|--:|";

const PATH_HEAD: &str = "\
| critical path | starts at | seconds | until the next starts |
|---|--:|--:|--:|";

/// All units of a build, each one call of rustc or one run of a build script.
#[derive(Debug)]
pub(super) struct Timings(Vec<Unit>);

#[derive(Debug, Deserialize)]
struct Unit {
    i: usize,
    name: String,
    version: String,
    mode: String,
    /// Empty for a library.
    target: String,
    /// In seconds since the start of the build.
    start: f64,
    duration: f64,
    /// The units whose last dependency this one was.
    unblocked_units: Vec<usize>,
    /// The same, of those that need only its metadata and started before its end.
    unblocked_rmeta_units: Vec<usize>,
}

impl Unit {
    fn unblocks(&self, other: &Self) -> bool {
        self.unblocked_units.contains(&other.i) || self.unblocked_rmeta_units.contains(&other.i)
    }
}

/// The sum, which is zero for nothing. That of the standard library is a negative zero, which is printed with its sign.
fn total(seconds: impl Iterator<Item = f64>) -> f64 {
    seconds.fold(0.0, |total, each| total + each)
}

/// All units of one version of a crate.
struct Cost<'t> {
    name: String,
    units: Vec<&'t Unit>,
}

impl Cost<'_> {
    fn seconds(&self) -> f64 {
        total(self.units.iter().map(|unit| unit.duration))
    }

    fn script(&self) -> f64 {
        let scripts = self.units.iter().filter(|unit| unit.mode == SCRIPT);
        total(scripts.map(|unit| unit.duration))
    }

    fn start(&self) -> f64 {
        let starts = self.units.iter().map(|unit| unit.start);
        starts.fold(f64::INFINITY, f64::min)
    }
}

impl Timings {
    /// # Errors
    ///
    /// A page without units, or with units of another form.
    pub(super) fn parse(page: &str) -> Result<Self, Box<dyn Error>> {
        let (_, units) = page
            .split_once(UNITS)
            .ok_or_else(|| format!("the report of --timings has no `{UNITS}`"))?;
        // A stream, since the script goes on after the value.
        let mut values = serde_json::Deserializer::from_str(units).into_iter::<Vec<Unit>>();
        match values.next() {
            Some(Ok(units)) if !units.is_empty() => Ok(Self(units)),
            Some(Err(error)) => Err(format!("cannot read the report of --timings: {error}").into()),
            _ => Err("the report of --timings has no units".into()),
        }
    }

    /// Two tables: the crates that cost most, at most so many of them, and the critical path.
    pub(super) fn render(&self, shown: usize) -> String {
        let costs = self.costs();
        let (shown, rest) = costs.split_at(shown.min(costs.len()));
        let mut out = format!("{COSTS_HEAD}\n");
        for cost in shown {
            let (seconds, script, start) = (cost.seconds(), cost.script(), cost.start());
            let name = &cost.name;
            let _ = writeln!(out, "| {name} | {seconds:.1} | {script:.1} | {start:.1} |");
        }
        if !rest.is_empty() {
            let seconds = total(rest.iter().map(Cost::seconds));
            let script = total(rest.iter().map(Cost::script));
            let count = rest.len();
            let _ = writeln!(out, "| {count} others | {seconds:.1} | {script:.1} | |");
        }
        let _ = writeln!(out, "\n{PATH_HEAD}");
        let path = self.critical_path();
        for (at, unit) in path.iter().enumerate() {
            let until = match path.get(at + 1) {
                Some(next) => next.start - unit.start,
                None => unit.duration,
            };
            let name = format!("{} {}{}", unit.name, unit.version, unit.target);
            let (start, seconds) = (unit.start, unit.duration);
            let _ = writeln!(out, "| {name} | {start:.1} | {seconds:.1} | {until:.1} |");
        }
        out
    }

    /// What each crate costs, the most expensive first. A second in which two units ran counts for both.
    fn costs(&self) -> Vec<Cost<'_>> {
        let mut units: BTreeMap<(&str, &str), Vec<&Unit>> = BTreeMap::new();
        for unit in &self.0 {
            let of = units.entry((&unit.name, &unit.version));
            of.or_default().push(unit);
        }
        let mut costs: Vec<Cost<'_>> = units
            .into_iter()
            .map(|((name, version), units)| Cost {
                name: format!("{name} {version}"),
                units,
            })
            .collect();
        costs.sort_by(|one, other| other.seconds().total_cmp(&one.seconds()));
        costs
    }

    /// The unit that ended last, preceded by the last dependency that it waited for, and so on. A unit that is ready
    /// may also wait for a free processor.
    fn critical_path(&self) -> Vec<&Unit> {
        let end = |unit: &Unit| unit.start + unit.duration;
        let last = self.0.iter().max_by(|a, b| end(a).total_cmp(&end(b)));
        let before = |unit: &&Unit| self.0.iter().find(|other| other.unblocks(unit));
        let mut path: Vec<&Unit> = std::iter::successors(last, before).collect();
        path.reverse();
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A piece of what cargo 1.95 wrote.
    const RECORDED: &str = include_str!("timings/recorded.html");

    #[test]
    fn crates_are_sorted_by_what_all_their_units_cost() {
        let rendered = Timings::parse(RECORDED).expect("a report").render(2);
        let (costs, _) = rendered.split_once("\n\n").expect("two tables");
        assert_eq!(
            costs,
            "\
| crate | seconds | of these, its build script | starts at |
|---|--:|--:|--:|
| serde_core 1.0.229 | 5.0 | 0.0 | 0.5 |
| serde_json 1.0.154 | 2.0 | 0.0 | 1.1 |
| 3 others | 1.8 | 0.1 | |"
        );
    }

    #[test]
    fn the_critical_path_goes_back_from_the_last_unit_to_what_it_waited_for() {
        let rendered = Timings::parse(RECORDED).expect("a report").render(20);
        let (costs, path) = rendered.split_once("\n\n").expect("two tables");
        assert!(
            costs.ends_with("| itoa 1.0.19 | 0.3 | 0.0 | 4.1 |\n| tiny 0.0.0 | 0.1 | 0.0 | 6.8 |"),
            "{costs}"
        );
        assert_eq!(
            path,
            "\
| critical path | starts at | seconds | until the next starts |
|---|--:|--:|--:|
| serde_core 1.0.229 build-script | 0.5 | 0.6 | 0.6 |
| serde_core 1.0.229 build-script (run) | 1.1 | 0.0 | 0.0 |
| serde_core 1.0.229 | 1.1 | 4.3 | 4.1 |
| serde_json 1.0.154 | 5.2 | 1.6 | 1.6 |
| tiny 0.0.0 tiny \"bin\" | 6.8 | 0.1 | 0.1 |
"
        );
    }

    #[test]
    fn a_report_of_another_form_is_an_error_that_says_what_is_missing() {
        let error = |page: &str| Timings::parse(page).expect_err("no report").to_string();
        assert!(error("<html>").contains(UNITS));
        assert!(error("const UNIT_DATA = [];").contains("no units"));
        let renamed = RECORDED.replace("\"duration\"", "\"elapsed\"");
        assert!(error(&renamed).contains("duration"));
    }
}
