//! What every engine must do, as one test per case.
//!
//! [`conformance_suite!`](crate::conformance_suite) makes the tests. The cases are also public functions, so that you
//! can run a single one. Each takes an empty store that nothing else uses, and panics with the fault of the store.

pub mod batches;
pub mod conditions;
pub mod counts;
pub mod derivation;
pub mod feed;
pub mod isolation;
mod kit;
pub mod paging;
pub mod prefixes;
pub mod races;
pub mod replacement;
pub mod requirements;
pub mod terms;
pub mod values;
pub mod versions;

/// Makes a module of tests that hold an engine to the meaning of [`Store`](crate::Store), one test
/// per case.
///
/// The first argument names the module. The second is an async closure that makes an empty store
/// and everything that must live as long as the store, such as its folder. It may return an option
/// of both: `None` skips the case on a machine that lacks the engine. The crate that calls
/// the macro depends on tokio with `macros` and `rt-multi-thread`.
///
/// ```
/// use people_store::{Memory, conformance_suite};
///
/// conformance_suite!(memory, async || (Memory::new(), ()));
/// ```
#[macro_export]
macro_rules! conformance_suite {
    ($engine:ident, $fresh:expr) => {
        mod $engine {
            #[allow(unused_imports)]
            use super::*;

            $crate::conformance_cases! { $fresh;
                conditions: absent_creates_a_row;
                conditions: absent_conflicts_with_a_live_row;
                conditions: a_put_at_the_current_version_replaces;
                conditions: a_put_at_another_version_conflicts;
                conditions: a_version_conflicts_where_there_is_no_row;
                conditions: a_delete_needs_the_current_version;
                conditions: a_tombstone_is_absent_at_every_version;
                conditions: a_refused_commit_leaves_no_trace;
                conditions: a_refused_commit_makes_no_account;
                batches: all_writes_share_a_version;
                batches: one_failed_condition_fails_the_batch;
                batches: the_first_failed_write_is_reported;
                batches: conditions_are_about_the_rows_before_the_batch;
                batches: a_batch_spans_kinds;
                batches: meaningless_batches_are_refused;
                batches: the_largest_batch_is_taken;
                batches: no_read_sees_part_of_a_batch;
                versions: versions_count_up_by_one_from_one;
                versions: conflicts_take_no_version;
                versions: deleting_everything_gives_no_version_back;
                versions: concurrent_commits_take_each_version_once;
                versions: a_row_carries_its_commit;
                feed: changes_come_in_the_order_of_commits;
                feed: tombstones_are_changes;
                feed: a_row_shows_its_last_change_only;
                feed: changes_start_after_the_version;
                feed: a_version_is_split_over_pages;
                feed: a_follower_misses_no_commit_and_sees_none_twice;
                feed: a_replica_that_follows_becomes_the_store;
                paging: every_order_lists_every_live_row_once;
                paging: names_are_sorted_by_their_bytes;
                paging: equal_keys_are_sorted_by_id;
                paging: the_last_page_has_no_cursor;
                paging: tombstones_take_no_place;
                paging: a_cursor_outlives_its_row;
                paging: pages_without_meaning_are_refused;
                paging: an_empty_collection_is_one_page;
                paging: rows_that_stay_are_seen_once_while_others_move;
                paging: no_row_is_missed_in_ascending_version_order;
                terms: terms_are_found_exactly;
                terms: terms_follow_the_record;
                terms: terms_of_odd_letters_follow_the_record;
                terms: finding_goes_on_after_an_id;
                terms: terms_are_of_one_kind;
                terms: empty_terms_are_refused;
                prefixes: a_prefix_finds_what_begins_with_it;
                prefixes: signs_of_patterns_are_text;
                prefixes: hits_come_in_the_order_of_their_bytes;
                prefixes: hits_are_read_part_by_part;
                prefixes: prefixes_follow_the_record;
                prefixes: prefixes_are_of_one_account_and_kind;
                counts: counts_follow_every_write;
                counts: counts_are_right_after_racing_writers;
                counts: changes_are_counted_as_they_are_listed;
                derivation: rows_are_brought_up_to_date;
                derivation: rules_are_applied_once;
                derivation: derived_rows_are_changed_like_others;
                isolation: accounts_share_nothing;
                isolation: similar_names_are_different_accounts;
                isolation: a_domain_is_no_account;
                isolation: kinds_share_nothing;
                isolation: accounts_are_listed_in_order;
                isolation: accounts_commit_side_by_side;
                races: racing_edits_all_land;
                races: one_writer_wins_each_round;
                races: one_creator_wins;
                races: a_delete_and_an_edit_do_not_both_win;
                races: an_answered_commit_is_read;
                races: no_read_goes_back;
                races: a_dropped_commit_happens_or_does_not;
                replacement: all_rows_are_replaced;
                replacement: what_was_true_is_true_again;
                replacement: versions_never_go_back;
                replacement: nothing_is_left_behind;
                replacement: an_account_is_replaced_with_all_its_kinds;
                replacement: a_new_account_is_given_rows;
                replacement: meaningless_replacements_are_refused;
                replacement: no_read_sees_part_of_a_replacement;
                requirements: a_required_row_is_live_at_any_version;
                requirements: a_required_term_is_that_of_no_row;
                requirements: requirements_are_about_the_rows_before_the_batch;
                requirements: a_failed_requirement_leaves_no_trace;
                requirements: requirements_alone_are_no_batch;
                requirements: of_racing_rows_one_takes_the_term;
                requirements: nothing_joins_what_is_deleted;
                values: records_come_back_as_they_were;
                values: records_of_the_largest_size_are_kept;
                values: records_that_are_too_large_are_refused;
                values: hostile_text_is_kept;
                values: hostile_accounts_are_kept;
                values: extreme_ids_and_times_are_kept;
                values: ids_that_no_row_can_have_are_not_there;
                values: many_rows_come_in_the_order_asked;
                values: the_secret_stays;
            }
        }
    };
}

/// The inside of [`conformance_suite!`](crate::conformance_suite).
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_cases {
    ($fresh:expr; $($group:ident: $case:ident;)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $case() {
                if let Some((store, _keep)) = Option::from(($fresh)().await) {
                    $crate::conformance::$group::$case(store).await;
                }
            }
        )*
    };
}

#[cfg(test)]
mod tests {
    /// A case that the macro does not name would never run.
    #[test]
    fn every_case_is_in_the_suite() {
        let suite = include_str!("conformance.rs");
        let groups = [
            ("batches", include_str!("conformance/batches.rs")),
            ("conditions", include_str!("conformance/conditions.rs")),
            ("counts", include_str!("conformance/counts.rs")),
            ("derivation", include_str!("conformance/derivation.rs")),
            ("feed", include_str!("conformance/feed.rs")),
            ("isolation", include_str!("conformance/isolation.rs")),
            ("paging", include_str!("conformance/paging.rs")),
            ("prefixes", include_str!("conformance/prefixes.rs")),
            ("races", include_str!("conformance/races.rs")),
            ("replacement", include_str!("conformance/replacement.rs")),
            ("requirements", include_str!("conformance/requirements.rs")),
            ("terms", include_str!("conformance/terms.rs")),
            ("values", include_str!("conformance/values.rs")),
            ("versions", include_str!("conformance/versions.rs")),
        ];
        for (group, text) in groups {
            let mut cases = 0;
            for line in text.lines() {
                let Some(rest) = line.strip_prefix("pub async fn ") else {
                    continue;
                };
                let name = rest.split(['<', '(']).next().unwrap_or_default();
                assert!(
                    suite.contains(&format!("{group}: {name};")),
                    "{group}: {name}"
                );
                cases += 1;
            }
            assert!(cases > 0, "{group} has no cases");
        }
    }
}
