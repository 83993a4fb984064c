//! Two runs side by side.

use std::fmt::Write;

use super::table::{Measure, show};

/// From how much on a change is marked. Two runs of one program differ by less than that on a quiet machine.
const MARKED: f64 = 0.05;

/// A row for each measure of both runs, in the order of the second, then the names that only one has.
///
/// # Errors
///
/// A measure whose unit changed.
pub(super) fn render(before: &[Measure], after: &[Measure]) -> Result<String, String> {
    let mut out = String::from("| measure | before | after | ratio | |\n|---|--:|--:|--:|---|\n");
    let find = |all: &'_ [Measure], name: &str| all.iter().position(|one| one.name == name);
    for measure in after {
        let Some(at) = find(before, &measure.name) else {
            continue;
        };
        let old = &before[at];
        if old.unit != measure.unit {
            return Err(format!(
                "`{}` was measured in {} before and in {} after",
                measure.name, old.unit, measure.unit
            ));
        }
        let ratio = measure.value / old.value;
        // Two zeros are equal, and nothing else can be set against a zero.
        let (ratio, mark) = if measure.value == old.value {
            ("1".to_owned(), "")
        } else if !ratio.is_finite() {
            (String::new(), "changed")
        } else if (ratio - 1.0).abs() >= MARKED {
            (format!("{ratio:.2}"), "changed")
        } else {
            (format!("{ratio:.2}"), "")
        };
        let (name, old, new) = (&measure.name, show(old), show(measure));
        let _ = writeln!(out, "| {name} | {old} | {new} | {ratio} | {mark} |");
    }
    for (what, one, other) in [("before", before, after), ("after", after, before)] {
        let only: Vec<&str> = one
            .iter()
            .filter(|measure| find(other, &measure.name).is_none())
            .map(|measure| measure.name.as_str())
            .collect();
        if !only.is_empty() {
            let _ = writeln!(out, "\nOnly {what}: {}", only.join(", "));
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{super::table::parse, *};

    fn measures(text: &str) -> Vec<Measure> {
        let lines = text.lines().map(|line| parse(line).unwrap());
        lines.flatten().collect()
    }

    #[test]
    fn what_changed_is_marked_and_what_is_missing_is_named() {
        let before =
            measures("update\t100\tcalls/s\nget\t200\tcalls/s\nold\t1\tns\nsyncs\t0\tsyncs");
        let after = measures("get\t206\tcalls/s\nupdate\t90\tcalls/s\nnew\t1\tns\nsyncs\t0\tsyncs");
        let expected = "\
| measure | before | after | ratio | |
|---|--:|--:|--:|---|
| get | 200 calls/s | 206 calls/s | 1.03 |  |
| update | 100 calls/s | 90 calls/s | 0.90 | changed |
| syncs | 0 syncs | 0 syncs | 1 |  |

Only before: old

Only after: new
";
        assert_eq!(render(&before, &after).unwrap(), expected);
    }

    #[test]
    fn units_that_differ_are_refused() {
        let refused = render(&measures("get\t1\tns"), &measures("get\t1\tms"));
        assert!(refused.unwrap_err().contains("`get`"));
    }
}
