//! Two spellings of one thing.
use expect_test::expect;

use super::case;

/// M11: a change of spelling yields to every other change, and does not conflict.
#[test]
fn m11_spelling_is_no_edit() {
    case(
        "phoneNumbers",
        ["15551234567/work", "+1 (555) 123-4567/work", ""],
        expect![[r#""#]],
    );
    case(
        "phoneNumbers",
        ["", "+1 (555) 123-4567", "(555) 123-4567"],
        expect![[r#"{"value":"+1 (555) 123-4567"}"#]],
    );
    case(
        "phoneNumbers",
        ["", "020 7946 0018/home", "+44 20 7946 0018/home"],
        expect![[r#"{"value":"+44 20 7946 0018","type":"home"}"#]],
    );
    case(
        "phoneNumbers",
        ["", "020 7946 0018", "020-7946-0018"],
        expect![[r#"{"value":"020 7946 0018"}"#]],
    );
    case(
        "phoneNumbers",
        [
            "02079460018/home",
            "+44 20 7946 0018/home",
            "02079460018/work",
        ],
        expect![[r#"{"value":"+44 20 7946 0018","type":"work"}"#]],
    );
    case(
        "phoneNumbers",
        [
            "02079460018/home",
            "+44 20 7946 0018/home",
            "+442079460018/home",
        ],
        expect![[r#"{"value":"+44 20 7946 0018","type":"home"}"#]],
    );
    case(
        "phoneNumbers",
        ["", "٠٧٧٠٠ ٩٠٠١٢٣", "07700 900123"],
        expect![[r#"{"value":"07700 900123"}"#]],
    );
    case(
        "phoneNumbers",
        [
            "０７７００ ９００１２３/home",
            "0044 7700 900123/home",
            "07700 900123/work",
        ],
        expect![[r#"{"value":"0044 7700 900123","type":"work"}"#]],
    );
    // Too short to be the end of another.
    case(
        "phoneNumbers",
        ["", "+44 20 7946 0018", "0018"],
        expect![[r#"
        {"value":"+44 20 7946 0018"}
        {"value":"0018"}"#]],
    );
    case(
        "emailAddresses",
        ["", "Ada@X.example/work", "ada@x.example/work"],
        expect![[r#"{"value":"Ada@X.example","type":"work"}"#]],
    );
    case(
        "emailAddresses",
        ["", " ada@x.example ", "ada@x.example"],
        expect![[r#"{"value":" ada@x.example "}"#]],
    );
    case(
        "emailAddresses",
        ["ada@x.example", "Ada@X.example", ""],
        expect![[r#""#]],
    );
    case(
        "emailAddresses",
        ["ada@x.example", "Ada@X.example", "ada@x.example/home"],
        expect![[r#"{"value":"Ada@X.example","type":"home"}"#]],
    );
    case(
        "names",
        [
            r#"{"givenName":"Zoe"}"#,
            r#"{"givenName":"Zo\u00eb"}"#,
            r#"{"givenName":"Zoe\u0308"}"#,
        ],
        expect![[r#"{"givenName":"Zoë"}"#]],
    );
    case(
        "nicknames",
        [r#"Zo\u00eb"#, r#"Zoe\u0308"#, ""],
        expect![[r#""#]],
    );
    case(
        "organizations",
        [
            r#"{"name":"Caf\u00e9"}"#,
            r#"{"name":"Cafe\u0301","title":"Chef"}"#,
            r#"{"name":"Caf\u00e9","department":"K"}"#,
        ],
        expect![[r#"{"name":"Café","department":"K","title":"Chef"}"#]],
    );
    case(
        "biographies",
        [
            r#"{"value":"a\nb"}"#,
            r#"{"value":"a\r\nb"}"#,
            r#"{"value":"a\nb\nc"}"#,
        ],
        expect![[r#"{"value":"a\nb\nc"}"#]],
    );
    case(
        "biographies",
        [r#"{"value":"a\nb"}"#, r#"{"value":"a\r\nb"}"#, ""],
        expect![[r#""#]],
    );
}
