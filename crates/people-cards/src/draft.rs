//! A line to be: what it says, until it is printed in a version of vCard.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    encoding::ValueEncoding, line::Line, param::Param, quoted_printable, version::Version,
};

/// What a line shall say.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) group: Option<String>,
    pub(crate) name: String,
    pub(crate) types: Vec<String>,
    pub(crate) is_preferred: bool,
    pub(crate) params: Vec<Param>,
    pub(crate) value: Content,
}

/// A value that is not encoded yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    Text(String),
    /// Parts between semicolons.
    Parts(Vec<String>),
    /// Parts between commas.
    List(Vec<String>),
    /// Parts between semicolons, each of which is a list between commas.
    Lists(Vec<Vec<String>>),
    /// An address, whose commas and semicolons are its own.
    Uri(String),
    /// A value with its escapes in it, as vCard 3.0 and 4.0 have them.
    Written(String),
    Bytes(Vec<u8>),
}

impl Draft {
    pub(crate) fn new(name: &str, value: Content) -> Self {
        Self {
            group: None,
            name: name.to_owned(),
            types: Vec::new(),
            is_preferred: false,
            params: Vec::new(),
            value,
        }
    }

    pub(crate) fn text(name: &str, value: &str) -> Self {
        Self::new(name, Content::Text(value.to_owned()))
    }

    pub(crate) fn param(mut self, name: &str, value: &str) -> Self {
        self.params.push(Param::new(name, value));
        self
    }

    /// What another version has to say of a line.
    pub(crate) fn of_line(line: &Line, version: Version) -> Self {
        let mut draft = Self::new(line.name(), Content::Written(String::new()));
        draft.group = line.group().map(str::to_owned);
        for kind in line.types() {
            if kind.eq_ignore_ascii_case("pref") {
                draft.is_preferred = true;
            } else {
                draft.types.push(kind.to_owned());
            }
        }
        let kept = line.params().iter().filter(|param| {
            let is_encoding = param.is_named("ENCODING") || param.is_named("CHARSET");
            !(param.name.is_empty() || param.is_named("TYPE") || is_encoding)
        });
        draft.params.extend(kept.cloned());
        draft.value = match line.bytes() {
            Some(bytes) if line.encoding() == ValueEncoding::Base64 => {
                if version == Version::V4 {
                    let kind = draft.types.pop().unwrap_or_default();
                    Content::Uri(data_uri(line.name(), &kind, &bytes))
                } else {
                    Content::Bytes(bytes)
                }
            }
            _ => Content::Written(escapes(&line.written(), line.version)),
        };
        draft
    }

    /// The bytes of the line, its end included.
    pub(crate) fn print(&self, version: Version, end: &str) -> Vec<u8> {
        let mut head = String::new();
        if let Some(group) = &self.group {
            head.push_str(group);
            head.push('.');
        }
        head.push_str(&self.name);
        self.print_types(version, &mut head);
        for Param { name, values } in &self.params {
            head.push(';');
            head.push_str(name);
            for (at, value) in values.iter().enumerate() {
                head.push(if at == 0 { '=' } else { ',' });
                push_param(value, &mut head);
            }
        }
        match (&self.value, version) {
            (Content::Bytes(bytes), Version::V2_1) => {
                let data = STANDARD.encode(bytes);
                let line = format!("{head};ENCODING=BASE64:{data}");
                [fold(&line, end), end.as_bytes().to_vec()].concat()
            }
            (Content::Bytes(bytes), Version::V3 | Version::V4) => {
                let data = STANDARD.encode(bytes);
                fold(&format!("{head};ENCODING=b:{data}"), end)
            }
            (value, Version::V2_1) => {
                let (written, is_quoted) = value.written_in_2_1();
                if !is_quoted {
                    return format!("{head}:{written}{end}").into_bytes();
                }
                if !self.params.iter().any(|param| param.is_named("CHARSET")) {
                    head.push_str(";CHARSET=UTF-8");
                }
                head.push_str(";ENCODING=QUOTED-PRINTABLE:");
                soft_breaks(&head, &written, end)
            }
            (value, Version::V3 | Version::V4) => fold(&format!("{head}:{}", value.written()), end),
        }
    }

    fn print_types(&self, version: Version, head: &mut String) {
        let mut types: Vec<String> = match version {
            Version::V2_1 | Version::V3 => self.types.clone(),
            Version::V4 => self
                .types
                .iter()
                .map(|kind| kind.to_ascii_lowercase())
                .collect(),
        };
        if self.is_preferred && version != Version::V4 {
            types.push("PREF".to_owned());
        }
        match version {
            Version::V2_1 => {
                for kind in &types {
                    head.push(';');
                    let is_token = |text: &str| {
                        text.chars()
                            .all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
                    };
                    if is_token(kind) || is_custom(kind) {
                        head.push_str(kind);
                    } else {
                        head.push_str("TYPE=");
                        push_param(kind, head);
                    }
                }
            }
            Version::V3 | Version::V4 => {
                for (at, kind) in types.iter().enumerate() {
                    head.push_str(if at == 0 { ";TYPE=" } else { "," });
                    push_param(kind, head);
                }
            }
        }
        if self.is_preferred && version == Version::V4 {
            head.push_str(";PREF=1");
        }
    }
}

impl Content {
    fn written(&self) -> String {
        match self {
            Self::Text(text) => escape(text),
            Self::Parts(parts) => joined(parts, ";"),
            Self::List(parts) => joined(parts, ","),
            Self::Lists(parts) => {
                let parts: Vec<String> = parts.iter().map(|list| joined(list, ",")).collect();
                parts.join(";")
            }
            Self::Uri(uri) => one_line(&uri.replace('\\', "\\\\"), "\\n"),
            Self::Written(text) => one_line(text, "\\n"),
            Self::Bytes(bytes) => STANDARD.encode(bytes),
        }
    }

    /// The value, and whether it is quoted-printable.
    fn written_in_2_1(&self) -> (String, bool) {
        let (parts, separator): (Vec<&str>, _) = match self {
            Self::Text(text) | Self::Uri(text) => (vec![text], ""),
            Self::Parts(parts) => (parts.iter().map(String::as_str).collect(), ";"),
            Self::List(parts) => (parts.iter().map(String::as_str).collect(), ","),
            Self::Lists(_) => return written_in_2_1(&self.written()),
            Self::Written(text) => return written_in_2_1(text),
            Self::Bytes(bytes) => return (STANDARD.encode(bytes), false),
        };
        let is_plain = |part: &&str| {
            part.bytes().all(|byte| matches!(byte, b' '..=b'~'))
                && !part.contains('\\')
                && (separator.is_empty() || !part.contains([';', ',']))
        };
        if parts.iter().all(is_plain) {
            return (parts.join(separator), false);
        }
        let quoted: Vec<String> = parts.iter().map(|part| quote(part)).collect();
        (quoted.join(separator), true)
    }
}

/// A value of another version: its separators stay, all else is as vCard 2.1 has it.
fn written_in_2_1(text: &str) -> (String, bool) {
    let mut plain = true;
    let mut written = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let said = match letter {
            ';' | ',' => {
                written.push(letter);
                continue;
            }
            '\\' => match letters.next() {
                Some('n' | 'N') => "\n".to_owned(),
                Some(escaped @ ('\\' | ';' | ',' | ':')) => {
                    plain &= escaped == ':';
                    escaped.to_string()
                }
                Some(other) => format!("\\{other}"),
                None => "\\".to_owned(),
            },
            _ => letter.to_string(),
        };
        plain &= said
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~') && byte != b'\\');
        written.push_str(&quote(&said));
    }
    if plain {
        (text.replace("\\:", ":"), false)
    } else {
        (written, true)
    }
}

fn quote(text: &str) -> String {
    let mut quoted = String::new();
    quoted_printable::encode(text.replace('\n', "\r\n").as_bytes(), &mut quoted);
    quoted
}

fn joined(parts: &[String], separator: &str) -> String {
    let parts: Vec<String> = parts.iter().map(|part| escape(part)).collect();
    parts.join(separator)
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | ',' | ';') {
            out.push('\\');
        }
        out.push(letter);
    }
    one_line(&out, "\\n")
}

/// The text with something else in the place of its line breaks: a raw one would end the line of the card.
fn one_line(text: &str, with: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace('\n', with)
}

/// A value with the escapes of vCard 3.0 and 4.0.
fn escapes(written: &str, version: Version) -> String {
    let escaped = match version {
        Version::V3 | Version::V4 => written.to_owned(),
        Version::V2_1 => {
            let mut out = String::with_capacity(written.len());
            let mut letters = written.chars().peekable();
            while let Some(letter) = letters.next() {
                match (letter, letters.peek()) {
                    ('\\', Some(';' | ',')) => out.push('\\'),
                    ('\\', _) => out.push_str("\\\\"),
                    (other, _) => out.push(other),
                }
            }
            out
        }
    };
    // What quoted-printable encodes may be a line break in each version.
    one_line(&escaped, "\\n")
}

/// Android's way to name a type of one's own. It has no quotes that could hide a letter from the reader of the line.
fn is_custom(kind: &str) -> bool {
    kind.starts_with("X-CUSTOM(") && kind.ends_with(')') && !kind.contains(['\n', '\r', ':', '"'])
}

/// A value of a parameter, in quotes if it needs them, with the escapes of RFC 6868.
fn push_param(value: &str, head: &mut String) {
    let escaped = one_line(&value.replace('^', "^^").replace('"', "^'"), "^n");
    let is_bare = |letter: char| !(";:,".contains(letter) || letter.is_whitespace());
    if escaped.chars().all(is_bare) {
        head.push_str(&escaped);
    } else {
        head.push('"');
        head.push_str(&escaped);
        head.push('"');
    }
}

fn data_uri(name: &str, kind: &str, bytes: &[u8]) -> String {
    let kind = kind.to_ascii_lowercase();
    let media = if kind.contains('/') {
        kind
    } else if kind.is_empty() {
        "application/octet-stream".to_owned()
    } else if name.eq_ignore_ascii_case("SOUND") {
        format!("audio/{kind}")
    } else if name.eq_ignore_ascii_case("KEY") {
        format!("application/{kind}")
    } else {
        format!("image/{kind}")
    };
    format!("data:{media};base64,{}", STANDARD.encode(bytes))
}

/// Folds at 75 bytes, never inside of a character.
fn fold(line: &str, end: &str) -> Vec<u8> {
    const WIDTH: usize = 75;
    let mut out = Vec::with_capacity(line.len() + line.len() / 30 + 2);
    let mut column = 0;
    let mut letter = [0; 4];
    for character in line.chars() {
        let bytes = character.encode_utf8(&mut letter).as_bytes();
        if column + bytes.len() > WIDTH {
            out.extend_from_slice(end.as_bytes());
            out.push(b' ');
            column = 1;
        }
        out.extend_from_slice(bytes);
        column += bytes.len();
    }
    out.extend_from_slice(end.as_bytes());
    out
}

/// Breaks a line of quoted-printable, never inside of `=C3`.
fn soft_breaks(head: &str, written: &str, end: &str) -> Vec<u8> {
    const WIDTH: usize = 73;
    let mut out = head.as_bytes().to_vec();
    let mut column = head.len();
    let mut rest = written;
    while !rest.is_empty() {
        let length = if rest.starts_with('=') { 3 } else { 1 }.min(rest.len());
        if column + length > WIDTH {
            out.push(b'=');
            out.extend_from_slice(end.as_bytes());
            column = 0;
        }
        out.extend_from_slice(&rest.as_bytes()[..length]);
        column += length;
        rest = &rest[length..];
    }
    // An `=` at the end would take the next line along.
    out.extend_from_slice(end.as_bytes());
    out
}
