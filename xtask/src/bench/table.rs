//! Measures as a Markdown table.

use std::{collections::BTreeSet, error::Error, fmt::Write};

use serde::{Deserialize, Serialize};

use super::goals::{Goal, Limit};

/// One line of a harness.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Measure {
    pub(super) name: String,
    pub(super) value: f64,
    pub(super) unit: String,
}

/// The measure of a line; nothing for a remark or an empty line.
pub(super) fn parse(line: &str) -> Result<Option<Measure>, Box<dyn Error>> {
    if line.trim().is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let cells: Vec<&str> = line.split('\t').collect();
    let &[name, value, unit] = cells.as_slice() else {
        return Err(
            format!("`{line}` is no measure: a name, a value and a unit, with tabs").into(),
        );
    };
    let value: f64 = value
        .parse()
        .map_err(|_| format!("`{value}` of `{name}` is no number"))?;
    Ok(Some(Measure {
        name: name.to_owned(),
        value,
        unit: unit.to_owned(),
    }))
}

/// Whether what the goal is about is among the measures.
pub(super) fn measured(measures: &[Measure], goal: &Goal) -> bool {
    measures.iter().any(|measure| measure.name == goal.measure)
}

/// The goals with their measurements, then all other measurements.
///
/// # Errors
///
/// Two measures of one name, or a measure and a baseline of different units.
pub(super) fn render<'a>(
    measures: &[Measure],
    goals: impl IntoIterator<Item = &'a Goal>,
) -> Result<String, Box<dyn Error>> {
    let mut names = BTreeSet::new();
    if let Some(twice) = measures.iter().find(|measure| !names.insert(&measure.name)) {
        return Err(format!("`{}` was measured twice", twice.name).into());
    }
    let find = |name: &str| measures.iter().find(|measure| measure.name == name);

    let mut out =
        String::from("| what | measured | beside | ratio | goal | |\n|---|--:|---|--:|--:|---|\n");
    let mut shown = BTreeSet::new();
    for goal in goals {
        shown.insert(goal.measure);
        let measured = find(goal.measure);
        let beside = goal
            .beside
            .as_ref()
            .map(|baseline| (baseline, find(baseline.measure)));
        let mut ratio = None;
        let mut beside_text = String::new();
        if let Some((baseline, found)) = beside {
            shown.insert(baseline.measure);
            let value = found.map_or_else(|| "not measured".to_owned(), show);
            beside_text = format!("{}: {value}", baseline.what);
            if let (Some(measured), Some(found)) = (measured, found) {
                if !comparable(&measured.unit, &found.unit) {
                    return Err(
                        format!("`{}` and `{}` differ in unit", measured.name, found.name).into(),
                    );
                }
                ratio = Some(measured.value / found.value);
            }
        }
        writeln!(
            out,
            "| {} | {} | {beside_text} | {} | {} | {} |",
            goal.what,
            measured.map_or_else(|| "not measured".to_owned(), show),
            ratio.map(number).unwrap_or_default(),
            goal.limit.as_ref().map(limit).unwrap_or_default(),
            goal.limit
                .as_ref()
                .map(|limit| verdict(limit, measured, ratio))
                .unwrap_or_default(),
        )?;
    }

    let rest: Vec<_> = measures
        .iter()
        .filter(|measure| !shown.contains(measure.name.as_str()))
        .collect();
    if !rest.is_empty() {
        out.push_str("\nAlso measured in this run:\n\n| measure | |\n|---|--:|\n");
        for measure in rest {
            writeln!(out, "| {} | {} |", measure.name, show(measure))?;
        }
    }
    Ok(out)
}

/// Updates per second and echoes per second are both rates of calls.
fn comparable(one: &str, other: &str) -> bool {
    one == other || (one.ends_with("/s") && other.ends_with("/s"))
}

/// By the digits that are shown, so that no row contradicts itself.
fn verdict(limit: &Limit, measured: Option<&Measure>, ratio: Option<f64>) -> &'static str {
    let ratio = ratio.map(rounded);
    let value = measured.map(|measure| rounded(measure.value));
    let within = match limit {
        Limit::RatioAtLeast(least) => ratio.map(|ratio| ratio >= *least),
        Limit::RatioAtMost(most) => ratio.map(|ratio| ratio <= *most),
        Limit::AtLeast(least, _) => value.map(|value| value >= *least),
        Limit::AtMost(most, _) => value.map(|value| value <= *most),
    };
    match within {
        Some(true) => "met",
        Some(false) => "**missed**",
        None => "",
    }
}

fn limit(limit: &Limit) -> String {
    match limit {
        Limit::RatioAtLeast(least) => format!("≥ {least}"),
        Limit::RatioAtMost(most) => format!("≤ {most}"),
        Limit::AtLeast(least, unit) => format!("≥ {}", quantity(*least, unit)),
        Limit::AtMost(most, unit) => format!("≤ {}", quantity(*most, unit)),
    }
}

/// A value with its unit, as people read it.
pub(super) fn show(measure: &Measure) -> String {
    quantity(measure.value, &measure.unit)
}

/// A value as people read it: nanoseconds in the unit that leaves few digits.
fn quantity(value: f64, unit: &str) -> String {
    match unit {
        "ns" if value >= 1e6 => quantity(value / 1e6, "ms"),
        "ns" if value >= 1e3 => quantity(value / 1e3, "µs"),
        _ if unit.starts_with('/') => format!("{}{unit}", number(value)),
        _ => format!("{} {unit}", number(value)),
    }
}

/// How many decimals leave about three digits that count.
fn decimals(value: f64) -> usize {
    match value.abs() {
        size if size >= 99.95 => 0,
        size if size >= 9.995 => 1,
        size if size >= 0.0995 || size == 0.0 => 2,
        _ => 3,
    }
}

fn rounded(value: f64) -> f64 {
    let unit = [1.0, 10.0, 100.0, 1000.0][decimals(value)];
    (value * unit).round() / unit
}

/// A number with the digits that count, thousands set apart.
fn number(value: f64) -> String {
    let text = format!("{value:.*}", decimals(value));
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at) % 3 == 0 && !whole[..at].ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{super::goals::Baseline, *};

    const GOALS: &[Goal] = &[
        Goal {
            what: "an update",
            measure: "update",
            beside: Some(Baseline {
                what: "an echo",
                measure: "echo",
            }),
            limit: Some(Limit::RatioAtLeast(0.8)),
        },
        Goal {
            what: "a mask",
            measure: "mask",
            beside: None,
            limit: Some(Limit::AtMost(40.0, "ns")),
        },
        Goal {
            what: "a merge",
            measure: "merge",
            beside: Some(Baseline {
                what: "by hand",
                measure: "hand",
            }),
            limit: Some(Limit::RatioAtMost(0.5)),
        },
    ];

    /// The table's rows for what a harness printed.
    #[track_caller]
    fn check(output: &str, expected: &[&str]) {
        let measures: Vec<_> = output
            .lines()
            .filter_map(|line| parse(line).unwrap())
            .collect();
        let table = render(&measures, GOALS).unwrap();
        let rows: Vec<_> = table
            .lines()
            .filter(|line| {
                line.starts_with("| ")
                    && !line.contains("| measured |")
                    && !line.contains("| measure |")
            })
            .collect();
        assert_eq!(rows, expected, "{table}");
    }

    #[test]
    fn goals_are_met_or_missed() {
        check(
            "# a remark\nupdate\t12000\t/s\necho\t16000\t/s\n\nmask\t22.14\tns\nmerge\t4900\tns\nhand\t1146000\tns\n",
            &[
                "| an update | 12,000/s | an echo: 16,000/s | 0.75 | ≥ 0.8 | **missed** |",
                "| a mask | 22.1 ns |  |  | ≤ 40 ns | met |",
                "| a merge | 4.9 µs | by hand: 1.15 ms | 0.004 | ≤ 0.5 | met |",
            ],
        );
    }

    #[test]
    fn a_goal_is_judged_by_what_is_shown() {
        check(
            "update\t796\t/s\necho\t1000\t/s\nmask\t40.04\tns\nmerge\t0.506\tns\nhand\t1\tns\n",
            &[
                "| an update | 796/s | an echo: 1,000/s | 0.8 | ≥ 0.8 | met |",
                "| a mask | 40 ns |  |  | ≤ 40 ns | met |",
                "| a merge | 0.51 ns | by hand: 1 ns | 0.51 | ≤ 0.5 | **missed** |",
            ],
        );
    }

    #[test]
    fn what_is_missing_is_said_and_what_has_no_goal_is_kept() {
        check(
            "update\t9\t/s\nsize\t2512\tbytes\n",
            &[
                "| an update | 9/s | an echo: not measured |  | ≥ 0.8 |  |",
                "| a mask | not measured |  |  | ≤ 40 ns |  |",
                "| a merge | not measured | by hand: not measured |  | ≤ 0.5 |  |",
                "| size | 2,512 bytes |",
            ],
        );
    }

    #[test]
    fn what_cannot_be_compared_is_refused() {
        let measure = |name: &str, unit: &str| Measure {
            name: name.to_owned(),
            value: 1.0,
            unit: unit.to_owned(),
        };
        assert!(
            render(
                &[measure("update", "updates/s"), measure("echo", "calls/s")],
                GOALS
            )
            .is_ok()
        );
        let units = render(&[measure("update", "/s"), measure("echo", "ns")], GOALS);
        assert_eq!(
            units.unwrap_err().to_string(),
            "`update` and `echo` differ in unit"
        );
        let twice = render(&[measure("update", "/s"), measure("update", "/s")], GOALS);
        assert_eq!(
            twice.unwrap_err().to_string(),
            "`update` was measured twice"
        );
    }

    #[test]
    fn a_line_that_is_no_measure_is_refused() {
        assert!(parse("running 0 tests").is_err());
        assert!(parse("update\tfast\t/s").is_err());
        assert_eq!(parse("").unwrap(), None);
    }

    #[test]
    fn numbers_have_three_digits_that_count() {
        let shown = [
            0.0, 0.004, 0.35, 1.0, 4.9, 14.84, 99.96, 176.4, 11_512.6, 1e6,
        ];
        let expected = [
            "0",
            "0.004",
            "0.35",
            "1",
            "4.9",
            "14.8",
            "100",
            "176",
            "11,513",
            "1,000,000",
        ];
        assert_eq!(shown.map(number), expected);
    }
}
