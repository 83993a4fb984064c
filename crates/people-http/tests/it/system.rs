//! The parameters that every method has.

use people_http::{Query, SystemParameters};
use people_model::SYSTEM_PARAMETERS;

#[track_caller]
fn split(query: &str) -> SystemParameters {
    let (system, rest) = SystemParameters::split(Query::parse(query)).unwrap();
    assert_eq!(rest.iter().next(), None);
    system
}

#[test]
fn every_system_parameter_of_the_table_is_split_off() {
    for parameter in SYSTEM_PARAMETERS {
        let value = parameter.values.first().copied().unwrap_or("true");
        for name in [Some(parameter.name), parameter.alias]
            .into_iter()
            .flatten()
        {
            split(&format!("{name}={value}"));
        }
    }
}

#[test]
fn what_clients_send_is_understood() {
    assert_eq!(split(""), SystemParameters::default());
    assert_eq!(split("alt=json"), SystemParameters::default());
    assert!(split("").pretty_print);
    assert!(!split("alt=json&prettyPrint=false").pretty_print);
    assert!(split("prettyPrint=true").pretty_print);
    assert!(split("$alt=json;enum-encoding=int").enums_as_numbers);
    assert!(split("%24alt=json%3Benum-encoding%3Dint").enums_as_numbers);
    assert!(split("alt=json;enum-encoding=int").enums_as_numbers);
    assert_eq!(split("$.xgafv=1").xgafv, Some(1));
    assert_eq!(split("%24.xgafv=2").xgafv, Some(2));
    let fields = split("fields=nextPageToken%2CcontactGroups%28resourceName%2Cname%29").fields;
    assert_eq!(
        fields.as_deref(),
        Some("nextPageToken,contactGroups(resourceName,name)")
    );
    let system = split("key=k&quotaUser=q&access_token=t&callback=c");
    assert_eq!(system.key.as_deref(), Some("k"));
    assert_eq!(system.quota_user.as_deref(), Some("q"));
    assert_eq!(system.access_token.as_deref(), Some("t"));
    assert_eq!(system.callback.as_deref(), Some("c"));
    assert_eq!(split("oauth_token=t").access_token.as_deref(), Some("t"));
}

#[test]
fn what_cannot_be_served_is_refused() {
    let refuse = |query| {
        let rejection = SystemParameters::split(Query::parse(query)).unwrap_err();
        assert_eq!(
            rejection.status().code().unwrap().http_status(),
            400,
            "{query}"
        );
        rejection.to_string()
    };
    assert_eq!(
        refuse("alt=proto"),
        "Unsupported response format \"proto\". Replies are JSON: alt=json.",
    );
    refuse("alt=media");
    refuse("$alt=json;enum-encoding=str");
    refuse("prettyPrint=maybe");
    refuse("$.xgafv=3");
}

#[test]
fn errors_are_listed_for_those_who_expect_it() {
    let lists = |query, agent| split(query).lists_errors(agent);
    assert!(lists("$.xgafv=1", None));
    assert!(lists("", Some("google-api-nodejs-client/8.0.3 (gzip)")));
    assert!(lists("", Some("google-api-go-client/0.5")));
    assert!(!lists("$.xgafv=2", Some("google-api-go-client/0.5")));
    assert!(!lists("", Some("google-api-rust-client/7.0.0")));
    assert!(!lists("", Some("(gzip)")));
    assert!(!lists("", None));
}

#[test]
fn debug_shows_no_credential() {
    let shown = format!("{:?}", split("access_token=secret&key=secret"));
    assert!(!shown.contains("secret"), "{shown}");
}
