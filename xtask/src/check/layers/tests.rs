use DependencyKind::{Build, Development, Normal};

use super::{super::tree::tree, *};

fn package(name: &str, dependencies: &[(&str, DependencyKind)]) -> Package {
    Package {
        name: name.to_owned(),
        version: "0.1.0".to_owned(),
        manifest: format!("crates/{name}/Cargo.toml"),
        published: true,
        dependencies: dependencies
            .iter()
            .map(|(name, kind)| Dependency {
                name: (*name).to_owned(),
                kind: *kind,
                version: "=0.1.0".to_owned(),
            })
            .collect(),
    }
}

/// The faults of a workspace, as lines.
fn lines(packages: &[Package]) -> Vec<String> {
    arrows(packages).iter().map(ToString::to_string).collect()
}

#[test]
fn arrows_that_point_down_are_fine() {
    let workspace = [
        package(
            "people-model",
            &[("serde", Normal), ("people-model", Development)],
        ),
        package("people-rules", &[("people-model", Normal)]),
        package(
            "people-http",
            &[("people-rules", Normal), ("reqwest", Normal)],
        ),
    ];
    assert_eq!(lines(&workspace), [""; 0]);
}

#[test]
fn an_arrow_that_points_up_is_found_whatever_its_kind() {
    for kind in [Normal, Build, Development] {
        let workspace = [
            package("people-rules", &[]),
            package("people-model", &[("people-rules", kind)]),
        ];
        let fault = "crates/people-model/Cargo.toml: `people-model` may not depend on \
                     `people-rules`: arrows point down";
        assert_eq!(lines(&workspace), [fault], "{kind:?}");
    }
}

#[test]
fn xtask_depends_on_none_of_ours() {
    let workspace = [
        package("people-model", &[]),
        package("xtask", &[("people-model", Development)]),
    ];
    let fault = "crates/xtask/Cargo.toml: `xtask` may not depend on `people-model`: arrows point \
                 down";
    assert_eq!(lines(&workspace), [fault]);
}

#[test]
fn a_library_has_one_owner_outside_tests() {
    let workspace = [
        package("people-http", &[("clap", Normal)]),
        package("people-server", &[("clap", Development)]),
    ];
    let fault = "crates/people-http/Cargo.toml: only people-cli may depend on `clap`";
    assert_eq!(lines(&workspace), [fault]);
}

#[test]
fn a_crate_without_a_layer_or_a_subject_is_found() {
    let workspace = [package("people-utils", &[])];
    let faults = [
        "crates/people-utils/Cargo.toml: `people-utils` is a drawer for anything; name the crate \
         for its subject",
        "crates/people-utils/Cargo.toml: `people-utils` has no layer; say in xtask's table what \
         it may depend on",
    ];
    assert_eq!(lines(&workspace), faults);
}

#[test]
fn versions_move_together() {
    let mut workspace = [
        package("people-model", &[]),
        package("people-rules", &[("people-model", Normal)]),
    ];
    workspace[1].version = "0.2.0".to_owned();
    let faults = [
        "Cargo.toml: the crates have several versions: 0.1.0, 0.2.0",
        "crates/people-rules/Cargo.toml: `people-model` is asked for as `=0.1.0`",
    ];
    assert_eq!(lines(&workspace), faults);
}

#[test]
fn a_dependency_that_picks_its_own_version_is_found() {
    let manifest = "[dependencies]\nserde.workspace = true\ntokio = \"1\"\n\
                    [dev-dependencies]\nself = { path = \".\" }\n";
    let found = manifests(&tree(&[("crates/people-model/Cargo.toml", manifest)])).unwrap();
    let message = "`tokio` needs `workspace = true`";
    assert_eq!(
        found,
        [Fault::new("crates/people-model/Cargo.toml", None, message)]
    );
}

#[test]
fn a_clock_in_a_pure_crate_is_found() {
    let source = "// std::fs is not for us\nlet now = std::time::SystemTime::now();\n";
    let found = purity(&tree(&[
        ("crates/people-rules/src/apply.rs", source),
        ("crates/people-rules/tests/it/apply.rs", source),
        ("crates/people-server/src/lib.rs", source),
    ]));
    let message = "`std::time::SystemTime` in `people-rules`, which is pure";
    assert_eq!(
        found,
        [Fault::new("crates/people-rules/src/apply.rs", 2, message)]
    );
}

#[test]
fn what_a_crate_must_not_reach_is_found() {
    let tree = BTreeSet::from(["people-model".to_owned(), "rustls".to_owned()]);
    let found = reach("people-model", &tree, &[CLIENTS, EFFECTS]);
    assert_eq!(found.len(), 1);
    assert!(
        found[0]
            .message
            .starts_with("`people-model` reaches `rustls`;"),
        "{}",
        found[0]
    );
}

#[test]
fn the_client_is_reached_where_it_is_asked_for() {
    // The list is only worth something if the resolver shows what it forbids.
    let with = reachable("people-http", &["--features", "client"]).unwrap();
    assert!(!reach("people-http", &with, &[CLIENTS]).is_empty());
}
