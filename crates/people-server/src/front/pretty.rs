//! Line breaks and indentation for JSON that has none.
use wide::u8x16;

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
        let (text, depth) = print(json, self.depth);
        self.depth = depth;
        text
    }

    /// What comes behind the last piece.
    pub(crate) fn end(self, out: &mut Vec<u8>) {
        out.push(b'\n');
    }
}

/// Returns the depth at the end too.
fn print(json: &[u8], mut depth: usize) -> (Vec<u8>, usize) {
    let (mut text, mut at) = (Text::of(json), 0);
    while let Some(&byte) = json.get(at) {
        text.make_room();
        match byte {
            b'"' => {
                at = move_string(json, at, &mut text);
                // Then the string is a name.
                if json.get(at) == Some(&b':') {
                    text.put(b": ");
                    at += 1;
                }
                continue;
            }
            b',' => {
                text.put(b",");
                text.break_line(depth);
            }
            // In ASCII the closing character is two behind the opening one.
            b'{' | b'[' if json.get(at + 1) == Some(&(byte + 2)) => {
                text.put(&[byte, byte + 2]);
                at += 1;
            }
            b'{' | b'[' => {
                depth += 1;
                text.put(&[byte]);
                text.break_line(depth);
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                text.break_line(depth);
                text.put(&[byte]);
            }
            b':' => text.put(b": "),
            _ => {
                at = move_scalar(json, at, &mut text);
                continue;
            }
        }
        at += 1;
    }
    (text.into_bytes(), depth)
}

/// Moves the string that begins at `start` with its quotes, and returns the place behind it.
#[inline(always)]
fn move_string(json: &[u8], start: usize, text: &mut Text) -> usize {
    text.put(b"\"");
    let mut at = start + 1;
    loop {
        let step = Step::of(json, at);
        match step.first_of(*b"\"\\") {
            Some(found) if step.bytes[found] == b'"' => {
                text.put_first(&step.bytes, found + 1);
                return at + found + 1;
            }
            Some(found) => {
                text.put_first(&step.bytes, found);
                // What follows a backslash does not end the string.
                match json[at + found..].first_chunk::<2>() {
                    Some(escape) => text.put(escape),
                    None => text.put(b"\\"),
                }
                at += found + 2;
            }
            None => {
                text.put_first(&step.bytes, step.length);
                at += step.length;
            }
        }
        if at >= json.len() {
            return at;
        }
        text.make_room();
    }
}

/// Moves the number, `true`, `false` or `null` that begins at `at`, and returns the place behind it.
#[inline(always)]
fn move_scalar(json: &[u8], mut at: usize, text: &mut Text) -> usize {
    loop {
        let step = Step::of(json, at);
        let found = step.first_of(*b",}]\"");
        let bytes = found.unwrap_or(step.length);
        text.put_first(&step.bytes, bytes);
        at += bytes;
        if found.is_some() || at >= json.len() {
            return at;
        }
        text.make_room();
    }
}

/// How many bytes are looked at and moved at once. Most strings of a person are shorter. To search for the end and to
/// copy what is before it, each by a call, takes longer than to copy a few bytes too many and to write over them.
const STEP: usize = 16;

/// The next bytes of JSON.
struct Step {
    /// Zeros behind the end of the JSON.
    bytes: [u8; STEP],
    /// How many of them are of the JSON.
    length: usize,
}

impl Step {
    #[inline(always)]
    fn of(json: &[u8], at: usize) -> Self {
        match json.get(at..).and_then(<[u8]>::first_chunk) {
            Some(bytes) => Self {
                bytes: *bytes,
                length: STEP,
            },
            None => Self::last(json.get(at..).unwrap_or_default()),
        }
    }

    #[cold]
    fn last(rest: &[u8]) -> Self {
        let mut bytes = [0; STEP];
        bytes[..rest.len()].copy_from_slice(rest);
        Self {
            bytes,
            length: rest.len(),
        }
    }

    /// Where the first of these characters is.
    #[inline(always)]
    fn first_of<const N: usize>(&self, characters: [u8; N]) -> Option<usize> {
        let bytes = u8x16::new(self.bytes);
        let found = characters
            .into_iter()
            .map(|character| bytes.simd_eq(u8x16::splat(character)))
            .fold(u8x16::ZERO, |all, some| all | some)
            .to_bitmask();
        (found != 0).then(|| found.trailing_zeros() as usize)
    }
}

/// The text that is written. Its last bytes are in an array, so that to put some there needs no look at how much is
/// left. What is in the array behind `length` is written over.
struct Text {
    out: Vec<u8>,
    buffer: [u8; Self::BUFFER],
    length: usize,
}

impl Text {
    const BUFFER: usize = 1024;
    /// So many bytes may be put between two calls of [`make_room`](Self::make_room), those behind `length` included.
    const ROOM: usize = 64;

    fn of(json: &[u8]) -> Self {
        Self {
            out: Vec::with_capacity(json.len() * 2 + 64),
            buffer: [0; Self::BUFFER],
            length: 0,
        }
    }

    #[inline(always)]
    fn make_room(&mut self) {
        if Self::BUFFER - self.length < Self::ROOM {
            self.flush();
        }
    }

    #[inline(always)]
    fn put<const N: usize>(&mut self, bytes: &[u8; N]) {
        self.put_first(bytes, N);
    }

    /// Puts the first `length` bytes.
    #[inline(always)]
    fn put_first<const N: usize>(&mut self, bytes: &[u8; N], length: usize) {
        debug_assert!(self.length + N <= Self::BUFFER);
        // An assignment of arrays, because `copy_from_slice` may become a call.
        if let Some(place) = self.buffer[self.length..].first_chunk_mut() {
            *place = *bytes;
        }
        self.length += length;
    }

    #[inline(always)]
    fn break_line(&mut self, depth: usize) {
        /// As deep as persons are in lists, so that mostly all of it is copied by one move.
        const COMMON: usize = 32;
        const LINE: [u8; COMMON] = {
            let mut line = [b' '; COMMON];
            line[0] = b'\n';
            line
        };
        let line = 1 + 2 * depth;
        self.put_first(&LINE, line.min(COMMON));
        if line > COMMON {
            self.flush();
            self.out.resize(self.out.len() + line - COMMON, b' ');
        }
    }

    #[inline(always)]
    fn flush(&mut self) {
        append(&mut self.out, &self.buffer[..self.length]);
        self.length = 0;
    }

    fn into_bytes(mut self) -> Vec<u8> {
        self.flush();
        self.out
    }
}

/// Not inlined, so that the loop over the tokens stays small.
#[inline(never)]
fn append(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};
    use serde_json::{Map, Value};

    use super::*;

    /// Strings around the length of a step, with quotes and backslashes at every place, and longer than the buffer.
    fn value() -> impl Strategy<Value = Value> {
        let text = || {
            prop_oneof![
                8 => r#"[a-zé\\"{},: ]{0,40}"#,
                8 => "[a-z]{0,40}",
                8 => r#"[a-z]{14,17}["\\]{0,2}"#,
                1 => r#"[a-z"\\]{900,2100}"#,
            ]
        };
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            text().prop_map(Value::from),
        ];
        let nested = leaf.prop_recursive(24, 64, 4, move |inner| {
            prop_oneof![
                vec(inner.clone(), 0..4).prop_map(Value::from),
                vec((text(), inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
            ]
        });
        // Now and then deeper than the common line break.
        (nested, prop_oneof![4 => Just(0), 1 => 1..40])
            .prop_map(|(value, depth)| (0..depth).fold(value, |value, _| vec![value].into()))
    }

    proptest! {
        #[test]
        fn it_is_what_serde_json_calls_pretty(value in value()) {
            let compact = serde_json::to_vec(&value)?;
            let expected = serde_json::to_string_pretty(&value)? + "\n";
            prop_assert_eq!(String::from_utf8(pretty(&compact))?, expected);
        }

        /// A piece ends between any two tokens, but not directly behind `{` or `[`.
        #[test]
        fn pieces_are_laid_out_as_the_whole(value in value(), cuts in vec(any::<usize>(), 0..4)) {
            let compact = serde_json::to_vec(&value)?;
            let ends = ends_of_tokens(&compact);
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| ends[cut % ends.len()]).collect();
            cuts.sort_unstable();
            let (mut printer, mut printed, mut from) = (Printer::default(), Vec::new(), 0);
            for to in cuts.into_iter().chain([compact.len()]) {
                printed.extend(printer.print(&compact[from..to]));
                from = to;
            }
            printer.end(&mut printed);
            prop_assert_eq!(printed, pretty(&compact));
        }

        #[test]
        fn the_first_of_some_characters_is_found(
            step in any::<[u8; STEP]>(),
            some in vec((0..STEP, r#"["\\!#\]\[]"#), 0..4),
        ) {
            let mut bytes = step;
            for (at, byte) in some {
                bytes[at] = byte.as_bytes()[0];
            }
            let expected = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\'));
            let step = Step { bytes, length: STEP };
            prop_assert_eq!(step.first_of(*b"\"\\"), expected);
        }

        /// No caller passes such text. It may be laid out in any way, but each of its bytes is there.
        #[test]
        fn text_that_is_no_json_loses_nothing(
            words in vec(
                prop_oneof![
                    any::<[u8; 1]>().prop_map(Vec::from),
                    r#"["\\{}\[\]:, a]{1,20}"#.prop_map(String::into_bytes),
                ],
                0..400,
            ),
        ) {
            let seen = |text: &[u8]| -> Vec<u8> {
                text.iter().copied().filter(|byte| !b" \n".contains(byte)).collect()
            };
            let text = words.concat();
            prop_assert_eq!(seen(&pretty(&text)), seen(&text));
        }
    }

    /// Where a piece may end.
    fn ends_of_tokens(json: &[u8]) -> Vec<usize> {
        let (mut ends, mut at) = (vec![json.len()], 0);
        while at < json.len() {
            at = match json[at] {
                b'"' => people_model::string_end(json, at).expect("an end"),
                b'{' | b'[' | b'}' | b']' | b',' | b':' => at + 1,
                _ => {
                    let rest = json[at..].iter().position(|byte| b",}]".contains(byte));
                    rest.map_or(json.len(), |rest| at + rest)
                }
            };
            if !b"{[".contains(&json[at - 1]) {
                ends.push(at);
            }
        }
        ends
    }
}
