//! Tables that are spread over the nodes of a cluster.
use std::sync::atomic::AtomicU32;

use super::{
    open,
    server::{fresh, psql, schema_at},
};

/// The address of a node that has Citus and knows the others, such as the coordinator.
const VARIABLE: &str = "PEOPLE_TEST_CITUS";

/// What an operator runs once the tables are there; `docs/scale.md` says so.
const DISTRIBUTE: [&str; 6] = [
    "SELECT create_distributed_table('accounts', 'account');",
    "SELECT create_distributed_table('records', 'account', colocate_with => 'accounts');",
    "SELECT create_distributed_table('terms', 'account', colocate_with => 'accounts');",
    "SELECT create_distributed_table('commits', 'account', colocate_with => 'accounts');",
    "SELECT create_reference_table('settings');",
    "SELECT create_reference_table('derived');",
];

/// An address for the suite that all engines pass: on that cluster if the variable names one.
pub(crate) async fn for_conformance() -> Option<String> {
    static NUMBER: AtomicU32 = AtomicU32::new(1);

    let Ok(cluster) = std::env::var(VARIABLE) else {
        return fresh();
    };
    let url = schema_at(&cluster, &NUMBER);
    // It creates the tables.
    open(&url).await.close();
    psql(&url, &DISTRIBUTE.concat());
    Some(url)
}

#[test]
fn the_tables_are_spread_as_the_documentation_says() {
    let scale = include_str!("../../../../../docs/scale.md");
    let scale = scale.split_whitespace().collect::<Vec<_>>().join(" ");
    for sql in DISTRIBUTE {
        assert!(scale.contains(sql), "docs/scale.md lacks {sql}");
    }
}
