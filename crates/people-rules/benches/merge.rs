//! `cargo bench -p people-rules --bench merge`: a three-way merge and a difference of persons, beside
//! what general tools do with the same JSON.
//!
//! The others do less: a JSON patch of base and ours, applied to theirs, and a merge of the lines of
//! pretty JSON know neither what an entry is nor what conflicts. Where they fail on this data, their
//! time is what it took to fail.
mod counted;

use std::{hint::black_box, time::Instant};

use people_model::{ContactId, EmailAddress, Name, Organization, Person, PhoneNumber, UserDefined};
use people_rules::{Context, Contract, Edit, create, diff, merge};
use serde_json::Value;

const ROUNDS: usize = 100;

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let measured = std::env::args().any(|arg| arg == "--bench");
    let rounds = if measured { ROUNDS } else { 1 };
    for (size, entries) in [("2k", 0), ("20k", 60)] {
        let fork = Fork::new(entries);
        let merged = merge(&fork.base, &fork.ours, &fork.theirs);
        assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
        let cases: [Case<'_>; 6] = [
            (
                "merge.{}.people",
                Box::new(|| drop(black_box(fork.merge()))),
            ),
            (
                "merge.{}.json_patch",
                Box::new(|| drop(black_box(fork.merge_by_patch()))),
            ),
            (
                "merge.{}.lines",
                Box::new(|| drop(black_box(fork.merge_by_lines()))),
            ),
            (
                "merge.{}.clone",
                Box::new(|| drop(black_box(fork.theirs.clone()))),
            ),
            (
                "diff.{}.people",
                Box::new(|| drop(black_box(diff(&fork.base, &fork.ours)))),
            ),
            (
                "diff.{}.json_patch",
                Box::new(|| drop(black_box(fork.patch()))),
            ),
        ];
        if let Some(wanted) = counted::wanted() {
            let mut cases = cases.into_iter();
            if let Some((_, case)) = cases.find(|(name, _)| name.replace("{}", size) == wanted.name)
            {
                wanted.run(&mut || case());
            }
            continue;
        }
        println!(
            "size.merge.{size}\t{}\tbytes",
            fork.values[0].to_string().len()
        );
        let mut best = [f64::MAX; 6];
        for _ in 0..rounds {
            for (best, (_, case)) in best.iter_mut().zip(&cases) {
                *best = best.min(nanoseconds(case, measured));
            }
        }
        for ((name, _), best) in cases.iter().zip(best) {
            println!("{}\t{best:.0}\tns", name.replace("{}", size));
        }
    }
}

/// What is measured, and its name.
type Case<'s> = (&'static str, Box<dyn Fn() + 's>);

fn nanoseconds(case: &dyn Fn(), measured: bool) -> f64 {
    // Short turns: on a busy machine some of them are undisturbed.
    let iterations = if measured { 20 } else { 1 };
    let start = Instant::now();
    for _ in 0..iterations {
        case();
    }
    start.elapsed().as_nanos() as f64 / f64::from(iterations)
}

/// A contact as it was read, and two edits of it that share two fields.
struct Fork {
    base: Person,
    ours: Person,
    theirs: Person,
    /// The same as trees.
    values: [Value; 3],
    /// The same as lines.
    lines: [String; 3],
}

impl Fork {
    fn new(entries: usize) -> Self {
        let mut person: Person =
            serde_json::from_str(include_str!("contact.json")).expect("a person");
        for number in 0..entries {
            let mut email = EmailAddress::default();
            email.value = format!("ada.{number}@example.com");
            email.r#type = "work".to_owned();
            person.email_addresses.push(email);
            let mut own = UserDefined::default();
            own.key = format!("key {number}");
            own.value = "a value of some length, as people have them".to_owned();
            person.user_defined.push(own);
        }
        let context = Context {
            id: ContactId::new(17).expect("an id"),
            contract: Contract::Documented,
            canonical_phone: &|_| None,
            dialled_forms: &|_| Vec::new(),
        };
        let base = create(person, &context)
            .expect("a contact")
            .fields
            .to_person();

        let mut ours = Edit::new(base.clone());
        ours.only::<Name>().family_name = "King".to_owned();
        let mut email = EmailAddress::default();
        email.value = "countess@example.com".to_owned();
        ours.add(email);
        ours.remove::<PhoneNumber>(&base.phone_numbers[0].value);
        let ours = ours.into_person();

        let mut theirs = Edit::new(base.clone());
        theirs.only::<Name>().given_name = "Augusta".to_owned();
        let known = &base.email_addresses[0].value;
        theirs
            .get_mut::<EmailAddress>(known)
            .expect("an address")
            .r#type = "other".to_owned();
        theirs.only::<Organization>().title = "Countess".to_owned();
        let theirs = theirs.into_person();

        let values = [&base, &ours, &theirs].map(|side| serde_json::to_value(side).expect("JSON"));
        let lines = values
            .each_ref()
            .map(|value| serde_json::to_string_pretty(value).expect("JSON"));
        Self {
            base,
            ours,
            theirs,
            values,
            lines,
        }
    }

    fn merge(&self) -> Person {
        merge(&self.base, &self.ours, &self.theirs).person
    }

    fn patch(&self) -> json_patch::Patch {
        json_patch::diff(&self.values[0], &self.values[1])
    }

    fn merge_by_patch(&self) -> Value {
        let mut theirs = self.values[2].clone();
        json_patch::patch(&mut theirs, &self.patch()).ok();
        theirs
    }

    fn merge_by_lines(&self) -> Result<String, String> {
        let [base, ours, theirs] = &self.lines;
        diffy::merge(base, ours, theirs)
    }
}
