//! JSON as the API's front end takes it (rule `F4`).

use people_model::{Message, Person, SyntaxError, SyntaxErrorKind, as_json, decode};
use proptest::{collection::vec, prelude::*};
use serde_json::{Map, Value, json};

/// The same person as that of JSON.
#[track_caller]
fn same(sloppy: impl AsRef<[u8]>, strict: &str) {
    let sloppy = sloppy.as_ref();
    let shown = sloppy.escape_ascii();
    let found = decode::<Person>(sloppy, "").unwrap_or_else(|error| panic!("{shown}: {error}"));
    let expected = decode::<Person>(strict.as_bytes(), "").expect("JSON");
    assert_eq!(found, expected, "{shown}");
    assert_eq!(expected.problems, [], "{shown}");
}

#[test]
fn f04_quotes_may_be_single_or_left_out_around_names() {
    same(
        "{'names': [{'givenName': 'Ada'}]}",
        r#"{"names":[{"givenName":"Ada"}]}"#,
    );
    same(r#"{'etag': 'a"b\'c\"d\\'}"#, r#"{"etag":"a\"b'c\"d\\"}"#);
    same(
        "{names: [{givenName\n: \"{a:b,}\"}]}",
        r#"{"names":[{"givenName":"{a:b,}"}]}"#,
    );
    let decoded = decode::<Person>(b"{$x_1: 1, nullable: 2, true1: 3}", "").expect("JSON");
    let unknown: Vec<String> = decoded.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        unknown,
        ["$x_1", "nullable", "true1"]
            .map(|name| format!("Unknown name \"{name}\": Cannot find field."))
    );
}

#[test]
fn f04_a_comma_may_come_last() {
    same(
        r#"{"names":[{"givenName":"Ada",},{"givenName":"B" , } ,],"etag":"x",}"#,
        r#"{"names":[{"givenName":"Ada"},{"givenName":"B"}],"etag":"x"}"#,
    );
}

#[test]
fn f04_half_a_surrogate_pair_is_the_replacement_character() {
    for (escapes, text) in [
        (r"\ud800", "\u{fffd}"),
        (r"\ud800A", "\u{fffd}A"),
        (r"a\uDC00b", "a\u{fffd}b"),
        (r"\udc00\ud800", "\u{fffd}\u{fffd}"),
        (r"\ud800\ud83d\ude00", "\u{fffd}\u{1f600}"),
        (r"\ud83d\n\ude00", "\u{fffd}\n\u{fffd}"),
        (r"\ud83d\u0041", "\u{fffd}A"),
        (r"\\ud800\ud800", "\\ud800\u{fffd}"),
    ] {
        let expected = json!({ "etag": text }).to_string();
        same(format!(r#"{{"etag":"{escapes}"}}"#), &expected);
        same(format!("{{'etag':'{escapes}'}}"), &expected);
    }
}

#[test]
fn f04_strings_may_have_control_characters_and_any_escape() {
    same(
        "{\"etag\":\"a\nb\tc\u{1}d\\\ne\\q\\'\\v\\é\\\u{1f600}\"}",
        r#"{"etag":"a\nb\tc\u0001d\neq'\u000bé😀"}"#,
    );
}

#[test]
fn f04_numbers_may_have_a_bare_point() {
    for (number, expected) in [
        ("1815.", "1815"),
        ("01815.0", "1815"),
        ("181.5e1", "1815"),
        ("-0.", "0"),
    ] {
        same(
            format!(r#"{{"birthdays":[{{"date":{{"year":{number}}}}}]}}"#),
            &format!(r#"{{"birthdays":[{{"date":{{"year":{expected}}}}}]}}"#),
        );
    }
}

#[test]
fn f04_a_byte_order_mark_and_odd_blanks_do_not_count() {
    same(b"\xef\xbb\xbf{\"etag\":\x0b\"x\"\x0c}", r#"{"etag":"x"}"#);
}

#[test]
fn f04_a_byte_that_is_not_utf8_is_a_blank() {
    same(b"{\"etag\":\"Jos\xe9\"}", r#"{"etag":"Jos "}"#);
    same(
        b"{\"etag\":\"a\xed\xa0\x80\xc0\xafb\xe2\x82\"}",
        r#"{"etag":"a     b  "}"#,
    );
    same(b"\xff{\"etag\":\"\xc3\xa9\"}\xfe", r#"{"etag":"é"}"#);
}

#[track_caller]
fn refused(json: impl AsRef<[u8]>) -> SyntaxError {
    let json = json.as_ref();
    match decode::<Person>(json, "person") {
        Ok(_) => panic!("{} was read", json.escape_ascii()),
        Err(error) => error,
    }
}

#[test]
fn f04_what_is_still_no_json() {
    for json in [
        "{} {}",
        "{}x",
        "{,}",
        r#"{"a":1,,}"#,
        r#"{"a":[,]}"#,
        r#"{"a":[1,,]}"#,
        r#"{"a":,}"#,
        r#"{"a",}"#,
        "{null:1}",
        "{a-b:1}",
        "{1:1}",
        "{a:b}",
        "{a:True}",
        "{a:undefined}",
        "{a:NaN}",
        "{a:Infinity}",
        "{a:01}",
        "{a:0x10}",
        "{a:+1}",
        "{a:.5}",
        "{a:1e}",
        "{a:1e400}",
        "{a:1 /* one */}",
        "{a:1} // one",
        "# one\n{}",
        r#"{"a":"\u12"}"#,
        r#"{"a":"\u+123"}"#,
        "{'a':\"b'}",
        "{a:`b`}",
        "{a:\u{201c}b\u{201d}}",
        "{a:1;b:2}",
        "{a:1 b:2}",
        "{a=1}",
        "{a:1]",
        " \u{feff}{}",
        "{\u{a0}}",
        "{\0}",
    ] {
        assert_eq!(refused(json).kind(), SyntaxErrorKind::Malformed, "{json}");
    }
    for json in ["'x'", "[{},]", "\u{feff}[]", "1."] {
        assert_eq!(refused(json).kind(), SyntaxErrorKind::NotAnObject, "{json}");
    }
    assert_eq!(
        refused(b"\xff\xfe{\x00}\x00").kind(),
        SyntaxErrorKind::Malformed
    ); // UTF-16
    for deep in ["[".repeat(1 << 20), "{a:".repeat(1 << 18), "['".repeat(200)] {
        refused(format!("{{'a':{deep}"));
    }
    let deep = format!("{{'a':{}1{}}}", "[".repeat(200), ",]".repeat(200));
    assert_eq!(refused(deep).kind(), SyntaxErrorKind::TooDeep);
}

#[test]
fn f04_errors_are_where_they_are_in_the_text_as_sent() {
    let error = refused("{names: [{givenName: 'Ada'\n  'familyName': 'Lovelace'}],}");
    assert_eq!(
        error.message(),
        "Expected , or } after key:value pair.\n{givenName: 'Ada'   'familyName': 'Lovel\n                    ^",
    );
    assert_eq!((error.line(), error.column()), (2, 3));

    for (before, wrong) in [
        ("\u{feff}{etag: 'x', a: ", "nope}"),
        ("{a: 'a\"b\"c\n\u{1}', b: [1., 2, ],\n c: ", "nope}"),
        ("{a: '\\ud800\\q', 'b': ", "nope}"),
        ("{'a': 'é', b: {c: 1, }, d: ", ";}"),
    ] {
        let error = refused(format!("{before}{wrong}"));
        let at = error.offset() - before.len();
        assert!(at <= 1, "{before}{wrong}: {at}");
        let lines = before.matches('\n').count();
        assert_eq!(error.line(), lines + 1, "{before}{wrong}");
    }
    let error = refused(b"{etag: '\xff\xff\xff', a: nope}");
    assert_eq!(error.offset(), b"{etag: '\xff\xff\xff', a: n".len());
}

/// Any JSON, with the texts that are hard to write.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9_f64).prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((text(), inner), 0..5)
                .prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z$_][a-z0-9$_]{0,4}",
        "[\"'\\\\,:{}\\[\\]a\\n\\t é😀]{0,6}",
        any::<String>(),
    ]
}

/// Writes JSON as people do, with a choice for each liberty.
struct Sloppy<'c> {
    choices: std::iter::Cycle<std::slice::Iter<'c, u8>>,
    json: String,
}

impl Sloppy<'_> {
    fn chance(&mut self, of: u8) -> bool {
        self.choices.next().is_some_and(|choice| choice % of == 0)
    }

    fn write(&mut self, value: &Value) {
        self.blank();
        match value {
            Value::String(text) => self.string(text),
            Value::Array(values) => {
                self.json.push('[');
                for (at, value) in values.iter().enumerate() {
                    self.comma(at);
                    self.write(value);
                }
                self.end(values.is_empty(), ']');
            }
            Value::Object(members) => {
                self.json.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    self.comma(at);
                    self.blank();
                    let word = |it: char| it.is_ascii_alphanumeric() || "$_".contains(it);
                    let bare = name.starts_with(|it| word(it) && !it.is_ascii_digit())
                        && name.chars().all(word)
                        && !["null", "true", "false"].contains(&&**name);
                    match bare && self.chance(2) {
                        true => self.json.push_str(name),
                        false => self.string(name),
                    }
                    self.blank();
                    self.json.push(':');
                    self.write(value);
                }
                self.end(members.is_empty(), '}');
            }
            other => self.json.push_str(&other.to_string()),
        }
        self.blank();
    }

    fn blank(&mut self) {
        for blank in [" ", "\n", "\u{b}"] {
            if self.chance(5) {
                self.json.push_str(blank);
            }
        }
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            self.json.push(',');
        }
    }

    fn end(&mut self, empty: bool, bracket: char) {
        if !empty && self.chance(2) {
            self.json.push(',');
            self.blank();
        }
        self.json.push(bracket);
    }

    fn string(&mut self, text: &str) {
        let quote = if self.chance(2) { '\'' } else { '"' };
        self.json.push(quote);
        for letter in text.chars() {
            match letter {
                '\\' => self.json.push_str("\\\\"),
                _ if letter == quote => self.json.extend(['\\', quote]),
                _ if !letter.is_ascii_alphanumeric() && self.chance(3) => {
                    self.json.extend(['\\', letter])
                }
                _ => self.json.push(letter),
            }
        }
        self.json.push(quote);
    }
}

proptest! {
    #[test]
    fn f04_json_stays_as_it_is(value in value(), pretty in any::<bool>()) {
        let json = if pretty { format!("{value:#}") } else { value.to_string() };
        prop_assert_eq!(as_json(json.as_bytes()), json.as_str());
    }

    #[test]
    fn f04_what_people_write_is_read(value in value(), choices in vec(any::<u8>(), 1..50)) {
        let mut sloppy = Sloppy { choices: choices.iter().cycle(), json: String::new() };
        sloppy.write(&value);
        let json = as_json(sloppy.json.as_bytes());
        let read: Result<Value, _> = serde_json::from_str(&json);
        prop_assert_eq!(read.ok(), Some(value), "{} as {}", sloppy.json, json);
    }

    #[test]
    fn f04_any_bytes_are_read_or_refused_where_they_are(bytes in vec(any::<u8>(), 0..40), text in "[\\[\\]{}:,'\"\\\\ua0-9.e\\-\n\u{b}é\u{feff}]{0,30}") {
        for json in [&bytes[..], text.as_bytes(), &[b"{a:", text.as_bytes()].concat()] {
            prop_assert!(as_json(json).len() <= 6 * json.len());
            match decode::<Person>(json, "") {
                Ok(decoded) => {
                    let again = decode::<Person>(decoded.value.to_json().as_bytes(), "");
                    prop_assert_eq!(again.map(|again| again.value), Ok(decoded.value));
                }
                Err(error) => prop_assert!(error.offset() <= json.len()),
            }
        }
    }
}
