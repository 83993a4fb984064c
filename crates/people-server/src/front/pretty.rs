//! Line breaks and indentation for JSON that has none.
use people_model::string_end;

/// Lays out compact JSON as the API does: two blanks a level, one behind a colon, a line for every
/// member and element, `{}` and `[]` on one.
///
/// The bytes are those of `serde_json::to_vec_pretty`, but they are moved and not parsed: `json` has
/// to be valid, which what the service answers is. The text ends with a line break, as the replies
/// of Google's front end do (rule `F12`).
pub(crate) fn pretty(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len() * 2 + 64);
    let mut depth = 0_usize;
    // What stands between `copied` and `at` is seen, but not in `out` yet.
    let (mut copied, mut at) = (0, 0);
    while let Some(&byte) = json.get(at) {
        match byte {
            b'"' => at = string_end(json, at).unwrap_or(json.len()),
            // In ASCII the closing character is two behind the opening one.
            b'{' | b'[' if json.get(at + 1) == Some(&(byte + 2)) => at += 2,
            b'{' | b'[' | b',' => {
                at += 1;
                depth += usize::from(byte != b',');
                out.extend_from_slice(&json[copied..at]);
                break_line(&mut out, depth);
                copied = at;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                out.extend_from_slice(&json[copied..at]);
                break_line(&mut out, depth);
                copied = at;
                at += 1;
            }
            b':' => {
                at += 1;
                out.extend_from_slice(&json[copied..at]);
                out.push(b' ');
                copied = at;
            }
            _ => at += 1,
        }
    }
    out.extend_from_slice(&json[copied..]);
    out.push(b'\n');
    out
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
