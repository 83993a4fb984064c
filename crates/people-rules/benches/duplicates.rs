//! `cargo bench -p people-rules --bench duplicates`: how long it takes to find the duplicates of an address book.
#[path = "../tests/it/address_books.rs"]
mod address_books;

use std::time::Instant;

use people_rules::Duplicates;

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let is_measured = std::env::args().any(|arg| arg == "--bench");
    let sizes: &[usize] = if is_measured {
        &[2_500, 25_000]
    } else {
        &[100]
    };
    for &size in sizes {
        // About a seventh of the people are in it more than once.
        let mut contacts = address_books::address_book(1, size).contacts;
        contacts.truncate(size);
        let start = Instant::now();
        let found = Duplicates::of(&contacts);
        let millis = start.elapsed().as_secs_f64() * 1e3;
        assert!(found.pairs.len() > size / 20, "{}", found.pairs.len());
        println!("duplicates.{size}\t{millis:.1}\tms");
    }
}
