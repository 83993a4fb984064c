//! Client and server report broken rules as the same data.
use people_model::Person;
use people_rules::{Contract, Violation};

use super::{
    names, predicates,
    script::{Script, status},
};

#[tokio::test(start_paused = true)]
async fn an_update_is_checked_before_it_is_sent() {
    let script = Script::new([]);
    let builder = Script::builder().contract(Contract::Documented);
    let client = builder.build_over(script).unwrap();
    let person: Person = serde_json::from_str(
        r#"{"resourceName": "people/c17", "names": [{"givenName": "Ada"}, {"givenName": "Grace"}]}"#,
    )
    .unwrap();
    let error = client.update(person, names()).await.unwrap_err();
    assert_eq!(predicates(&error), "invalid");
    let rules: Vec<_> = error.violations().iter().map(Violation::rule).collect();
    assert_eq!(rules, ["U8", "U5", "U6"]);
    assert!(error.to_string().starts_with(
        "UpdateContact people/c17: not sent, because it breaks rules: U8: Cannot have more than \
         one person.names per source.; U5: Request must set person.metadata.sources"
    ));
    assert_eq!(
        format!("{error:?}"),
        "Error { method: \"UpdateContact\", kind: \"not sent, because it breaks rules\", \
         violations: [\"U8\", \"U5\", \"U6\"] }",
    );
}

#[tokio::test(start_paused = true)]
async fn what_the_service_finds_is_the_same() {
    let script = Script::new([status(
        400,
        r#"{"error": {"code": 400, "message": "Must specify a non-metadata contact field on the person", "status": "INVALID_ARGUMENT"}}"#,
    )]);
    let error = script.client().create(Person::default()).await.unwrap_err();
    assert_eq!(error.violations(), [Violation::NoContactField]);
}
