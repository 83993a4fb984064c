//! What the benchmarks of this crate share.
use people_store::{Batch, Condition, Record, RowKind, Write};

/// A body as long as a typical contact's.
pub(crate) fn body(turn: u64) -> String {
    format!("{{\"turn\":{turn},\"x\":\"{}\"}}", "x".repeat(2_800))
}

/// Puts one contact.
pub(crate) fn put(id: u64, record: Record, condition: Condition) -> Batch {
    let write = Write::Put {
        kind: RowKind::Contact,
        id,
        record,
        condition,
    };
    Batch {
        writes: vec![write],
        time: 0,
    }
}

/// What was measured in each round, in the order that it was first measured in.
#[derive(Default)]
pub(crate) struct Figures(Vec<(String, &'static str, Vec<f64>)>);

impl Figures {
    pub(crate) fn add(&mut self, name: &str, unit: &'static str, value: f64) {
        match self.0.iter_mut().find(|(known, ..)| known == name) {
            Some((.., values)) => values.push(value),
            None => self.0.push((name.to_owned(), unit, vec![value])),
        }
    }

    /// Prints the median of each.
    pub(crate) fn print(&mut self) {
        for (name, unit, values) in &mut self.0 {
            values.sort_by(f64::total_cmp);
            println!("{name}\t{:.3}\t{unit}", values[values.len() / 2]);
        }
    }
}
