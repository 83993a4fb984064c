//! The three-way merge of a note, line by line (rule `M9`).
use std::ops::Range;

use imara_diff::{Algorithm, Diff, Hunk, InternedInput};

use crate::entries::fold_text;

/// A part of the merged text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// Lines that are merged: at most one side changed them, or both made the same change.
    Lines(Vec<&'t str>),
    /// Lines that both changed.
    Open(OpenLines<'t>),
}

/// Lines that both sides changed differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenLines<'t> {
    /// The number of the first of them in the base, from 1.
    pub(super) line: usize,
    pub(super) base: Vec<&'t str>,
    pub(super) ours: Vec<&'t str>,
    pub(super) theirs: Vec<&'t str>,
}

/// The lines of a text, with any kind of line end. An empty text has none.
pub(super) fn lines(text: &str) -> Vec<&str> {
    match text {
        "" => Vec::new(),
        text => text
            .split('\n')
            .map(|line| line.strip_suffix('\r').unwrap_or(line))
            .collect(),
    }
}

/// Merges the lines of three texts. Changes of neighbouring lines do not conflict. If a second merge would
/// change the result, the whole text is open.
pub(super) fn merge_lines<'t>(
    base: &[&'t str],
    ours: &[&'t str],
    theirs: &[&'t str],
) -> Vec<Part<'t>> {
    let parts = parts(base, ours, theirs);
    if let Some(merged) = merged(&parts) {
        let repeats = |side: &[&str]| {
            let again = self::parts(base, side, &merged);
            self::merged(&again).is_some_and(|again| same(&again, &merged))
        };
        if !repeats(ours) || !repeats(theirs) {
            return vec![Part::Open(OpenLines {
                line: 1,
                base: base.to_vec(),
                ours: ours.to_vec(),
                theirs: theirs.to_vec(),
            })];
        }
    }
    parts
}

/// The lines of all parts; none if a part is open.
fn merged<'t>(parts: &[Part<'t>]) -> Option<Vec<&'t str>> {
    let mut merged = Vec::new();
    for part in parts {
        match part {
            Part::Lines(lines) => merged.extend_from_slice(lines),
            Part::Open(_) => return None,
        }
    }
    Some(merged)
}

fn parts<'t>(base: &[&'t str], ours: &[&'t str], theirs: &[&'t str]) -> Vec<Part<'t>> {
    let (by_us, by_them) = (hunks(base, ours), hunks(base, theirs));
    let mut parts = Vec::new();
    // How many lines of each text are merged.
    let mut done = [0; 3];
    let (mut our, mut their) = (&by_us[..], &by_them[..]);
    while let Some(start) = [our, their]
        .into_iter()
        .filter_map(|hunks| Some(hunks.first()?.before.start as usize))
        .min()
    {
        let kept = start - done[0];
        parts.push(Part::Lines(
            (0..kept)
                .map(|at| {
                    let [base, ours, theirs] =
                        [base[done[0] + at], ours[done[1] + at], theirs[done[2] + at]];
                    // If a side only spelled a line anew, its spelling is taken.
                    if theirs == base { ours } else { theirs }
                })
                .collect(),
        ));
        let region = Region::next(start, &mut our, &mut their);
        let from = done.map(|done| done + kept);
        done[0] = region.end;
        for (side, changed) in [(1, region.ours), (2, region.theirs)] {
            let grown = changed.iter().fold(region.end - start, |length, hunk| {
                length + hunk.after.len() - hunk.before.len()
            });
            done[side] = from[side] + grown;
        }
        let [base, ours, theirs] = [
            &base[from[0]..done[0]],
            &ours[from[1]..done[1]],
            &theirs[from[2]..done[2]],
        ];
        match (region.ours, region.theirs) {
            (_, []) => parts.push(Part::Lines(ours.to_vec())),
            ([], _) => parts.push(Part::Lines(theirs.to_vec())),
            ([by_us], [by_them]) if touch(by_us, by_them) => match contained(base, ours, theirs) {
                Some(lines) => parts.push(Part::Lines(lines.to_vec())),
                None => parts.push(Part::Lines(beside(base, ours, theirs, by_us, by_them))),
            },
            _ => both(from[0] + 1, base, ours, theirs, &mut parts),
        }
    }
    let rest = theirs[done[2]..]
        .iter()
        .zip(&ours[done[1]..])
        .zip(&base[done[0]..]);
    parts.push(Part::Lines(
        rest.map(|((theirs, ours), base)| if theirs == base { *ours } else { *theirs })
            .collect(),
    ));
    parts.retain(|part| !matches!(part, Part::Lines(lines) if lines.is_empty()));
    parts
}

/// Where a text differs from the base.
fn hunks(base: &[&str], side: &[&str]) -> Vec<Hunk> {
    let mut input = InternedInput::default();
    input.update_before(base.iter().map(|line| fold_text(line)));
    input.update_after(side.iter().map(|line| fold_text(line)));
    Diff::compute(Algorithm::Histogram, &input)
        .hunks()
        .collect()
}

/// Lines of the base, and the changes of both sides that meet there.
struct Region<'h> {
    end: usize,
    ours: &'h [Hunk],
    theirs: &'h [Hunk],
}

impl<'h> Region<'h> {
    /// Takes the changes that begin at `start`, and those that meet them.
    fn next(start: usize, ours: &mut &'h [Hunk], theirs: &mut &'h [Hunk]) -> Self {
        let (all_ours, all_theirs) = (*ours, *theirs);
        let mut end = start;
        let meets = |hunk: &Hunk, end: usize| {
            let before = to_usize(&hunk.before);
            before.start < end || before.start == end && (before.is_empty() || start == end)
        };
        loop {
            let side = [&mut *ours, &mut *theirs]
                .into_iter()
                .find(|hunks| hunks.first().is_some_and(|hunk| meets(hunk, end)));
            let Some(hunks) = side else { break };
            if let Some((hunk, rest)) = hunks.split_first() {
                end = end.max(hunk.before.end as usize);
                *hunks = rest;
            }
        }
        Self {
            end,
            ours: &all_ours[..all_ours.len() - ours.len()],
            theirs: &all_theirs[..all_theirs.len() - theirs.len()],
        }
    }
}

fn to_usize(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// Whether one side inserts lines directly before or behind those that the other changes.
fn touch(one: &Hunk, other: &Hunk) -> bool {
    let (one, other) = (&one.before, &other.before);
    one.is_empty() != other.is_empty() && (one.end == other.start || other.end == one.start)
}

/// The result if one side only inserts lines beside those that the other changes.
fn beside<'t>(
    base: &[&'t str],
    ours: &[&'t str],
    theirs: &[&'t str],
    by_us: &Hunk,
    by_them: &Hunk,
) -> Vec<&'t str> {
    let (inserted, hunk, changed, by) = match by_us.before.is_empty() {
        true => (ours, by_us, theirs, by_them),
        false => (theirs, by_them, ours, by_us),
    };
    let first = hunk.before.start == by.before.start;
    match first {
        true => [&inserted[..inserted.len() - base.len()], changed].concat(),
        false => [changed, &inserted[base.len()..]].concat(),
    }
}

/// The most pairs of lines that are compared to find the lines of one text in another.
const LINES: usize = 1 << 16;

/// The changes of one side, if they include those of the other.
fn contained<'s, 't>(
    base: &[&'t str],
    ours: &'s [&'t str],
    theirs: &'s [&'t str],
) -> Option<&'s [&'t str]> {
    if same(ours, theirs) {
        return Some(theirs);
    }
    let common = Common::of(ours, theirs);
    if common.front + common.back == 0 {
        return None;
    }
    let is_left = |rest: &[&str]| {
        let few = base.len().saturating_mul(rest.len()) <= LINES;
        rest.is_empty() || few && base.windows(rest.len()).any(|lines| same(lines, rest))
    };
    match (is_left(common.within(ours)), is_left(common.within(theirs))) {
        (true, false) => Some(theirs),
        (false, true) => Some(ours),
        _ => None,
    }
}

/// Lines that both sides changed: line by line if their numbers are equal, else as a whole.
fn both<'t>(
    line: usize,
    base: &[&'t str],
    ours: &[&'t str],
    theirs: &[&'t str],
    parts: &mut Vec<Part<'t>>,
) {
    if let Some(lines) = contained(base, ours, theirs) {
        parts.push(Part::Lines(lines.to_vec()));
        return;
    }
    if base.len() == ours.len() && base.len() == theirs.len() && base.len() > 1 {
        for at in 0..base.len() {
            let [base, ours, theirs] = [&base[at..=at], &ours[at..=at], &theirs[at..=at]];
            if same(theirs, base) || same(ours, theirs) {
                parts.push(Part::Lines(ours.to_vec()));
            } else if same(ours, base) {
                parts.push(Part::Lines(theirs.to_vec()));
            } else {
                both(line + at, base, ours, theirs, parts);
            }
        }
        return;
    }
    let common = Common::of(ours, theirs);
    let (front, back) = (common.front, ours.len() - common.back);
    parts.push(Part::Lines(theirs[..front].to_vec()));
    parts.push(Part::Open(OpenLines {
        line,
        base: base.to_vec(),
        ours: common.within(ours).to_vec(),
        theirs: common.within(theirs).to_vec(),
    }));
    parts.push(Part::Lines(ours[back..].to_vec()));
}

/// How many lines two texts have in common at the beginning and at the end.
struct Common {
    front: usize,
    back: usize,
}

impl Common {
    fn of(one: &[&str], other: &[&str]) -> Self {
        let is_one = |(one, other): &(&&str, &&str)| fold_text(one) == fold_text(other);
        let front = one.iter().zip(other).take_while(is_one).count();
        let rest = one[front..].iter().rev().zip(other[front..].iter().rev());
        let back = rest.take_while(is_one).count();
        Self { front, back }
    }

    fn within<'s, 't>(&self, lines: &'s [&'t str]) -> &'s [&'t str] {
        &lines[self.front..lines.len() - self.back]
    }
}

fn same(one: &[&str], other: &[&str]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(one, other)| fold_text(one) == fold_text(other))
}
