//! Line breaks and indentation for JSON that has none.

/// Lays out compact JSON as the API does: two blanks a level, one behind a colon, a line for every
/// member and element, `{}` and `[]` on one.
///
/// The bytes are those of `serde_json::to_vec_pretty`, but they are moved and not parsed: `json` has
/// to be valid, which what the service answers is. The text ends with a line break, as the replies
/// of Google's front end do (rule `F12`).
pub(crate) fn pretty(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len() * 2 + 16);
    let mut depth = 0_usize;
    let mut rest = json;
    while let [first, tail @ ..] = rest {
        match first {
            b'"' => {
                let (string, tail) = rest.split_at(string_end(rest));
                out.extend_from_slice(string);
                rest = tail;
                continue;
            }
            b'{' | b'[' => {
                out.push(*first);
                // The closing character is two behind the opening one in ASCII, as `]` is to `[`.
                if tail.first() == Some(&(first + 2)) {
                    out.push(first + 2);
                    rest = &tail[1..];
                    continue;
                }
                depth += 1;
                break_line(&mut out, depth);
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                break_line(&mut out, depth);
                out.push(*first);
            }
            b',' => {
                out.push(b',');
                break_line(&mut out, depth);
            }
            b':' => out.extend_from_slice(b": "),
            _ => out.push(*first),
        }
        rest = tail;
    }
    out.push(b'\n');
    out
}

/// Where the string that `json` begins with ends.
fn string_end(json: &[u8]) -> usize {
    let mut end = 1;
    while let Some(byte) = json.get(end) {
        match byte {
            b'"' => return end + 1,
            b'\\' => end += 2,
            _ => end += 1,
        }
    }
    json.len()
}

fn break_line(out: &mut Vec<u8>, depth: usize) {
    const BLANKS: [u8; 65] = {
        let mut blanks = [b' '; 65];
        blanks[0] = b'\n';
        blanks
    };
    match BLANKS.get(..=2 * depth) {
        Some(line) => out.extend_from_slice(line),
        None => {
            out.push(b'\n');
            out.resize(out.len() + 2 * depth, b' ');
        }
    }
}
