//! What a search should find, by looking at each contact as the API shows it.
//!
//! It shares no code with the server, and knows the letters of these tests alone.
use serde_json::Value;

/// Of what a contact is found by, the least comes first: which way, the phrase or number, its field.
pub(super) type Key = (usize, String, usize);

/// The names of the contacts that the query finds, in order.
pub(super) fn scan(contacts: &[Value], query: &str) -> Vec<String> {
    let mut found: Vec<(Key, u64, &str)> = Vec::new();
    for contact in contacts {
        let name = contact["resourceName"].as_str().expect("a name");
        let id = name.rsplit("/c").next().expect("an id").parse();
        let id = id.expect("a number");
        if let Some(key) = key(contact, query) {
            found.push((key, id, name));
        }
    }
    found.sort();
    found
        .into_iter()
        .map(|(_, _, name)| name.to_owned())
        .collect()
}

/// Whether a query asks for nothing.
pub(super) fn is_nothing(query: &str) -> bool {
    folded(query).is_empty()
}

/// What the query finds a contact or a person of a directory by, if it finds it.
pub(super) fn key(contact: &Value, query: &str) -> Option<Key> {
    if is_nothing(query) {
        return None;
    }
    let query = &*folded(query);
    let mut keys = Vec::new();
    for (field, phrases) in phrases(contact).into_iter().enumerate() {
        let matching = phrases
            .into_iter()
            .filter(|phrase| phrase.starts_with(query));
        keys.extend(matching.map(|phrase| (0, phrase, field)));
    }
    let digits = digits(query);
    let number = query.trim_start_matches(['(', ' ']);
    if !digits.is_empty()
        && query
            .chars()
            .all(|letter| "0123456789 +-()./".contains(letter))
    {
        let canonical = strings(contact, "phoneNumbers", &["canonicalForm"]);
        let (abroad, at_home) = match digits.strip_prefix("00") {
            _ if number.starts_with('+') => (Some(&*digits), None),
            Some("") | None => (None, Some(&*digits)),
            Some(rest) => (Some(rest), Some(&*digits)),
        };
        if let Some(abroad) = abroad {
            let abroad = format!("+{abroad}");
            let matching = canonical.iter().filter(|form| form.starts_with(&abroad));
            keys.extend(matching.map(|form| (1, form.clone(), 0)));
        }
        let dialled = dialled(contact);
        let dialled = dialled.iter().filter(|dialled| match at_home {
            Some(digits) => dialled.starts_with(digits),
            None => dialled.starts_with(&format!("+{digits}")),
        });
        keys.extend(dialled.map(|dialled| (2, dialled.clone(), 0)));
    }
    keys.into_iter().min()
}

/// The phrases of each field that is searched.
fn phrases(contact: &Value) -> [Vec<String>; 5] {
    let name = [
        "displayName",
        "displayNameLastFirst",
        "unstructuredName",
        "phoneticGivenName",
    ];
    let numbers = strings(contact, "phoneNumbers", &["value"]);
    let numbers = numbers
        .into_iter()
        .filter(|number| number.contains(char::is_alphabetic));
    let addresses = strings(contact, "emailAddresses", &["value"]);
    let addresses = addresses.iter().flat_map(|address| {
        let address = folded(address);
        let domain = address.find('@').map_or(address.len(), |at| at + 1);
        let words = words(&address).into_iter().filter(move |word| {
            let start = address.len() - word.len();
            start <= domain
        });
        words.collect::<Vec<_>>()
    });
    [
        kept(all(&strings(contact, "names", &name))),
        kept(all(&strings(contact, "nicknames", &["value"]))),
        kept(all(&strings(contact, "organizations", &["name", "title"]))),
        kept(addresses.collect()),
        kept(all(&numbers.collect::<Vec<_>>())),
    ]
}

fn all(texts: &[String]) -> Vec<String> {
    texts.iter().flat_map(|text| words(&folded(text))).collect()
}

/// What follows from each word on.
fn words(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    for (index, letter) in letters.iter().enumerate() {
        let before = if index == 0 { ' ' } else { letters[index - 1] };
        let begins = *letter != ' '
            && (before == ' ' || letter.is_alphanumeric() && !before.is_alphanumeric());
        if begins {
            words.push(letters[index..].iter().collect());
        }
    }
    words.truncate(10);
    words
}

/// How the contact's numbers are dialled.
fn dialled(contact: &Value) -> Vec<String> {
    let mut dialled = Vec::new();
    let none = Vec::new();
    for number in contact["phoneNumbers"].as_array().unwrap_or(&none) {
        let value = number["value"].as_str().unwrap_or_default();
        match number["canonicalForm"].as_str() {
            Some(form) => {
                dialled.push(digits(form));
                match (form.strip_prefix("+44"), form.strip_prefix("+1")) {
                    (Some(rest), _) => dialled.extend([rest.to_owned(), format!("0{rest}")]),
                    (_, Some(rest)) => dialled.push(rest.to_owned()),
                    _ => panic!("{form} is of a country that the scan does not know"),
                }
            }
            None if value.trim().starts_with('+') => dialled.push(format!("+{}", digits(value))),
            None => {}
        }
        let groups = value.split(|letter: char| !letter.is_ascii_digit());
        let groups: Vec<&str> = groups.filter(|group| !group.is_empty()).collect();
        for start in 0..groups.len() {
            let rest = groups[start..].concat();
            if start == 0 || rest.len() >= 4 {
                dialled.push(rest);
            }
        }
    }
    kept(dialled)
}

/// Without those that another continues.
fn kept(phrases: Vec<String>) -> Vec<String> {
    let goes_on = |phrase: &String| {
        let longer =
            |other: &&String| other.len() > phrase.len() && other.starts_with(phrase.as_str());
        phrases.iter().any(|other| longer(&other))
    };
    phrases
        .iter()
        .filter(|phrase| !goes_on(phrase))
        .cloned()
        .collect()
}

fn strings(contact: &Value, field: &str, members: &[&str]) -> Vec<String> {
    let none = Vec::new();
    let values = contact[field].as_array().unwrap_or(&none);
    let texts = values.iter().flat_map(|value| {
        let texts = members.iter().filter_map(|member| value[*member].as_str());
        texts.map(str::to_owned)
    });
    texts.collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn folded(text: &str) -> String {
    let mut folded = String::new();
    for letter in text.chars() {
        match letter {
            'á' | 'Á' => folded.push('a'),
            'é' | 'É' => folded.push('e'),
            'ø' | 'Ø' => folded.push('o'),
            'ß' => folded.push_str("ss"),
            '’' => folded.push('\''),
            ',' => folded.push(' '),
            '\u{301}' | '\u{202a}' | '\u{202c}' => {}
            letter => {
                assert!(
                    letter.is_ascii(),
                    "{letter} is a letter that the scan does not know"
                );
                folded.push(letter.to_ascii_lowercase());
            }
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}
