//! Exchanges with the server, byte for byte.
//!
//! Each file below `golden/` is a conversation with a fresh server that holds `golden/seed.json`:
//! requests, and after each the whole response. `UPDATE_EXPECT=1` writes the responses anew; read
//! them before you believe them.
//!
//! ```text
//! # What the file shows.
//! contract: observed
//!
//! ### What the request shows
//! GET /v1/people/c17?personFields=names
//! user-agent: of any kind
//!
//! HTTP/1.1 200 OK
//! ```
//!
//! The contract is the documented one unless the file begins with a line that says otherwise. A line
//! `seed: others` begins with another seed, `golden/others.json`. A
//! request is ada's unless it has an `authorization`; an empty one is none. A line `later: 60`
//! before a request lets so many seconds pass. Tokens are sealed with random numbers: in a response
//! a token is replaced by its member's name in braces, and in a request that is the last such token.
//! So is the boundary of a batch.
mod conversation;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use expect_test::expect_file;
use people_model::Method;

use self::conversation::{Conversation, folder};

/// Plays every file whose name begins with `prefix` and an underscore.
async fn play(prefix: &str) {
    let files: Vec<PathBuf> = files()
        .into_iter()
        .filter(|file| prefix_of(file) == prefix)
        .collect();
    assert!(!files.is_empty(), "there is no golden/{prefix}_*.http");
    for file in files {
        let text = fs::read_to_string(&file).expect("a text");
        let conversation = Conversation::parse(&text)
            .unwrap_or_else(|line| panic!("{}: what is `{line}`?", file.display()));
        let played = conversation.play().await;
        expect_file![file].assert_eq(&played);
    }
}

fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|it| it == "http"))
        .collect();
    files.sort();
    files
}

fn prefix_of(file: &Path) -> &str {
    let name = file
        .file_stem()
        .and_then(|name| name.to_str())
        .expect("a name");
    name.split('_').next().unwrap_or_default()
}

/// A file that no test plays would expect nothing.
#[test]
fn every_file_is_played() {
    let source = include_str!("golden.rs");
    for file in files() {
        let call = format!("play(\"{}\")", prefix_of(&file));
        assert!(source.contains(&call), "no test plays {}", file.display());
    }
}

/// A method that no file calls could answer anything.
#[test]
fn every_method_has_an_exchange() {
    let mut called = BTreeSet::new();
    for file in files() {
        let text = fs::read_to_string(&file).expect("a text");
        let conversation = Conversation::parse(&text).expect("a conversation");
        called.extend(conversation.succeeded());
    }
    for method in Method::ALL {
        assert!(
            called.contains(&method),
            "no golden exchange shows a reply of {0}: write tests/it/golden/<rule>_<subject>.http with a request of \
             {0}, run the test with UPDATE_EXPECT=1, and read what was answered",
            method.id()
        );
    }
}

/// B2, B3.
#[tokio::test]
async fn b03_batches_are_created() {
    play("b03").await;
}

/// B2, B4.
#[tokio::test]
async fn b04_batches_are_updated() {
    play("b04").await;
}

/// B5.
#[tokio::test]
async fn b05_batches_are_deleted() {
    play("b05").await;
}

/// U1.
#[tokio::test]
async fn u01_the_path_names_the_contact() {
    play("u01").await;
}

/// U2.
#[tokio::test]
async fn u02_updates_name_what_they_replace() {
    play("u02").await;
}

/// U3.
#[tokio::test]
async fn u03_reads_name_what_they_return() {
    play("u03").await;
}

/// U4.
#[tokio::test]
async fn u04_sources_are_those_asked_for() {
    play("u04").await;
}

/// U5, for both contracts.
#[tokio::test]
async fn u05_updates_name_their_source() {
    play("u05").await;
}

/// U6, U15, for both contracts; F9: for old clients.
#[tokio::test]
async fn u06_etags_are_current() {
    play("u06").await;
}

/// U7.
#[tokio::test]
async fn u07_memberships_are_never_empty() {
    play("u07").await;
}

/// U8.
#[tokio::test]
async fn u08_singletons_have_one_value() {
    play("u08").await;
}

/// U9.
#[tokio::test]
async fn u09_profiles_are_left_alone() {
    play("u09").await;
}

/// U10.
#[tokio::test]
async fn u10_fields_are_replaced_whole() {
    play("u10").await;
}

/// U11.
#[tokio::test]
async fn u11_the_reply_is_the_contact_after_the_update() {
    play("u11").await;
}

/// U12, A1.
#[tokio::test]
async fn u12_scopes_permit() {
    play("u12").await;
}

/// U14.
#[tokio::test]
async fn u14_dates_are_calendar_dates() {
    play("u14").await;
}

/// U15.
#[tokio::test]
async fn u15_what_is_not_there() {
    play("u15").await;
}

/// U16, D9.
#[tokio::test]
async fn u16_groups_that_take_members() {
    play("u16").await;
}

/// U17, for both contracts.
#[tokio::test]
async fn u17_my_contacts_can_be_left() {
    play("u17").await;
}

/// U18, E1.
#[tokio::test]
async fn u18_an_update_of_nothing_is_an_update() {
    play("u18").await;
}

/// F1, A1, U12, F3, F4, U1 to U3, U8, D2, U14, U7, U5, U6, U15, U16: which comes first.
#[tokio::test]
async fn checks_come_in_their_order() {
    play("order").await;
}

/// C1.
#[tokio::test]
async fn c01_a_create_has_a_person() {
    play("c01").await;
}

/// C2.
#[tokio::test]
async fn c02_a_create_has_a_field() {
    play("c02").await;
}

/// C3, U11, U15, U16.
#[tokio::test]
async fn c03_new_contacts_are_in_a_group() {
    play("c03").await;
}

/// O1, O2.
#[tokio::test]
async fn o01_other_contacts() {
    play("o01").await;
}

/// O3, Y1 to Y3.
#[tokio::test]
async fn o03_other_contacts_are_listed_by_pages_and_changes() {
    play("o03").await;
}

/// O4, U12.
#[tokio::test]
async fn o04_a_copy_is_a_new_contact() {
    play("o04").await;
}

/// O5, for both contracts.
#[tokio::test]
async fn o05_another_contact_is_moved() {
    play("o05").await;
}

/// W1, W2.
#[tokio::test]
async fn w01_directories() {
    play("w01").await;
}

/// W3.
#[tokio::test]
async fn w03_a_request_names_what_it_reads_of_a_directory() {
    play("w03").await;
}

/// W4, P1, P2, Y1, Y3.
#[tokio::test]
async fn w04_directories_are_listed_by_pages_and_changes() {
    play("w04").await;
}

/// C4.
#[tokio::test]
async fn c04_deletes() {
    play("c04").await;
}

/// D1 to D12.
#[tokio::test]
async fn d01_members_that_the_api_fills() {
    play("d01").await;
}

/// D2.
#[tokio::test]
async fn d02_one_value_is_primary() {
    play("d02").await;
}

/// D3, D4.
#[tokio::test]
async fn d04_names_and_their_parts() {
    play("d04").await;
}

/// S1 to S3, S6.
#[tokio::test]
async fn s01_linked_persons() {
    play("s01").await;
}

/// S4.
#[tokio::test]
async fn s04_profiles() {
    play("s04").await;
}

/// E1 to E4.
#[tokio::test]
async fn e02_etags_and_masks() {
    play("e02").await;
}

/// E5.
#[tokio::test]
async fn e05_update_times() {
    play("e05").await;
}

/// B1.
#[tokio::test]
async fn b01_batches() {
    play("b01").await;
}

/// K1 to K5.
#[tokio::test]
async fn k01_searches() {
    play("k01").await;
}

/// O6.
#[tokio::test]
async fn o06_other_contacts_are_searched() {
    play("o06").await;
}

/// W5.
#[tokio::test]
async fn w05_directories_are_searched() {
    play("w05").await;
}

/// L1, L2.
#[tokio::test]
async fn l02_lists() {
    play("l02").await;
}

/// P1, P2.
#[tokio::test]
async fn p01_pages() {
    play("p01").await;
}

/// Y1, Y2.
#[tokio::test]
async fn y01_sync() {
    play("y01").await;
}

/// Y3.
#[tokio::test]
async fn y03_expired_sync() {
    play("y03").await;
}

/// G1, G2.
#[tokio::test]
async fn g01_new_groups() {
    play("g01").await;
}

/// G2, G3.
#[tokio::test]
async fn g02_groups() {
    play("g02").await;
}

/// G3, P1, P2.
#[tokio::test]
async fn g03_lists_of_groups() {
    play("g03").await;
}

/// G5.
#[tokio::test]
async fn g05_batches_of_groups() {
    play("g05").await;
}

/// G1, G6.
#[tokio::test]
async fn g06_updates_of_groups() {
    play("g06").await;
}

/// G7.
#[tokio::test]
async fn g07_members_of_groups() {
    play("g07").await;
}

/// G8.
#[tokio::test]
async fn g08_deletes_of_groups() {
    play("g08").await;
}

/// H1, H2.
#[tokio::test]
async fn h01_photos() {
    play("h01").await;
}

/// H3.
#[tokio::test]
async fn h03_deletes_of_photos() {
    play("h03").await;
}

/// A1, A2.
#[tokio::test]
async fn a01_credentials() {
    play("a01").await;
}

/// F1.
#[tokio::test]
async fn f01_addresses() {
    play("f01").await;
}

/// F2.
#[tokio::test]
async fn f02_overridden_verbs() {
    play("f02").await;
}

/// F3.
#[tokio::test]
async fn f03_queries() {
    play("f03").await;
}

/// F4.
#[tokio::test]
async fn f04_bodies() {
    play("f04").await;
}

/// F8, F12.
#[tokio::test]
async fn f08_parts_of_replies() {
    play("f08").await;
}

/// F19, F20.
#[tokio::test]
async fn f19_batches_of_calls() {
    play("f19").await;
}

/// F9.
#[tokio::test]
async fn f09_errors_of_old() {
    play("f09").await;
}

/// F10.
#[tokio::test]
async fn f10_enums_as_numbers() {
    play("f10").await;
}
