//! Line breaks and indentation for JSON that has none.
use people_model::string_end;

/// Lays out compact JSON as the API does: two blanks a level, one behind a colon, a line for every
/// member and element, `{}` and `[]` on one.
///
/// The bytes are those of `serde_json::to_vec_pretty`, but they are moved and not parsed: `json` has
/// to be valid, which what the service answers is. The text ends with a line break, as the replies
/// of Google's front end do (rule `F12`).
pub(crate) fn pretty(json: &[u8]) -> Vec<u8> {
    let mut printer = Printer::default();
    let mut out = printer.print(json);
    printer.end(&mut out);
    out
}

/// Lays out JSON that comes in pieces.
#[derive(Debug, Default)]
pub(crate) struct Printer {
    depth: usize,
}

impl Printer {
    /// The next piece. Each ends between two tokens, and not directly behind `{` or `[`.
    pub(crate) fn print(&mut self, json: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(json.len() * 2 + 64);
        self.depth = print(json, self.depth, &mut out);
        out
    }

    /// What comes behind the last piece.
    pub(crate) fn end(self, out: &mut Vec<u8>) {
        out.push(b'\n');
    }
}

/// Returns the depth at the end.
fn print(json: &[u8], mut depth: usize, out: &mut Vec<u8>) -> usize {
    let mut at = 0;
    while let Some(&byte) = json.get(at) {
        match byte {
            b'"' => {
                at = move_string(json, at, out);
                continue;
            }
            b':' => out.extend_from_slice(b": "),
            b',' => {
                out.push(byte);
                break_line(out, depth);
            }
            // In ASCII the closing character is two behind the opening one.
            b'{' | b'[' if json.get(at + 1) == Some(&(byte + 2)) => {
                out.extend_from_slice(&[byte, byte + 2]);
                at += 1;
            }
            b'{' | b'[' => {
                depth += 1;
                out.push(byte);
                break_line(out, depth);
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                break_line(out, depth);
                out.push(byte);
            }
            // It belongs to a number, `true`, `false` or `null`: they are short.
            _ => out.push(byte),
        }
        at += 1;
    }
    depth
}

/// How many bytes of a string are moved at once.
const STEP: usize = 16;

/// Moves the string that begins at `start` with its quotes, and returns the place behind it.
///
/// Most strings of a person are short. To search for the end and to copy what is before it, each by a call, takes longer
/// than to copy a few bytes too many and to take them back.
fn move_string(json: &[u8], start: usize, out: &mut Vec<u8>) -> usize {
    let (mut at, text) = (start + 1, out.len());
    out.push(b'"');
    while let Some(step) = json.get(at..).and_then(<[u8]>::first_chunk::<STEP>) {
        out.extend_from_slice(step);
        if let Some(found) = quote_or_backslash(*step) {
            // What follows a backslash does not end the string.
            if step[found] == b'\\' {
                break;
            }
            out.truncate(out.len() - (STEP - 1 - found));
            return at + found + 1;
        }
        at += STEP;
    }
    // It has an escape, or the text ends soon.
    let end = string_end(json, start).unwrap_or(json.len());
    out.truncate(text);
    out.extend_from_slice(&json[start..end]);
    end
}

/// Where the first quote or backslash is.
fn quote_or_backslash(step: [u8; STEP]) -> Option<usize> {
    const EACH: u128 = u128::from_le_bytes([1; STEP]);
    const HIGH: u128 = EACH << 7;
    // The high bit of a byte is set where that byte is zero, and perhaps in later bytes, but in none before.
    let zeros = |bytes: u128| bytes.wrapping_sub(EACH) & !bytes & HIGH;
    let bytes = u128::from_le_bytes(step);
    let of = |byte: u8| zeros(bytes ^ (EACH * u128::from(byte)));
    let found = of(b'"') | of(b'\\');
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

fn break_line(out: &mut Vec<u8>, depth: usize) {
    /// As deep as persons are in lists, so that mostly all of it is copied by one move and shortened.
    const COMMON: usize = 32;
    const LINE: [u8; COMMON] = {
        let mut line = [b' '; COMMON];
        line[0] = b'\n';
        line
    };
    let line = 1 + 2 * depth;
    let end = out.len() + line;
    out.extend_from_slice(&LINE);
    match line <= COMMON {
        true => out.truncate(end),
        false => out.resize(end, b' '),
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};
    use serde_json::{Map, Value};

    use super::*;

    /// Strings around the length of a step, with quotes and backslashes at every place.
    fn value() -> impl Strategy<Value = Value> {
        let text = || {
            prop_oneof![
                r#"[a-zé\\"{},: ]{0,40}"#,
                "[a-z]{0,40}",
                r#"[a-z]{14,17}["\\]{0,2}"#
            ]
        };
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            text().prop_map(Value::from),
        ];
        leaf.prop_recursive(24, 64, 4, move |inner| {
            prop_oneof![
                vec(inner.clone(), 0..4).prop_map(Value::from),
                vec((text(), inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_is_what_serde_json_calls_pretty(value in value()) {
            let compact = serde_json::to_vec(&value)?;
            let expected = serde_json::to_string_pretty(&value)? + "\n";
            prop_assert_eq!(String::from_utf8(pretty(&compact))?, expected);
        }

        #[test]
        fn the_first_quote_or_backslash_is_found(step in any::<[u8; STEP]>(), some in vec((0..STEP, r#"["\\!#\]\[]"#), 0..4)) {
            let mut step = step;
            for (at, byte) in some {
                step[at] = byte.as_bytes()[0];
            }
            let expected = step.iter().position(|byte| matches!(byte, b'"' | b'\\'));
            prop_assert_eq!(quote_or_backslash(step), expected);
        }
    }
}
