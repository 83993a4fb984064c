//! Countries by the names that people write (rule `D5`).
//!
//! It has only the countries whose addresses have another layout than most. For each it has the short names in its main
//! languages, and the English abbreviations.

use std::{collections::HashMap, sync::LazyLock};

/// A country that writes the postal code after the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Country {
    Australia,
    Canada,
    India,
    Ireland,
    NewZealand,
    UnitedKingdom,
    UnitedStates,
}

impl Country {
    /// The country with this code, of two letters or of three; `UK` is in use for `GB`.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Some(match &*code.trim().to_ascii_uppercase() {
            "AU" | "AUS" => Self::Australia,
            "CA" | "CAN" => Self::Canada,
            "IN" | "IND" => Self::India,
            "IE" | "IRL" => Self::Ireland,
            "NZ" | "NZL" => Self::NewZealand,
            "GB" | "GBR" | "UK" => Self::UnitedKingdom,
            "US" | "USA" => Self::UnitedStates,
            _ => return None,
        })
    }

    /// The country with this name or code. Case, blanks, marks between words and the article `the` make no difference.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        if name.len() > LONGEST {
            return None;
        }
        static COUNTRIES: LazyLock<HashMap<String, Country>> = LazyLock::new(|| {
            names()
                .map(|(country, name)| (folded(name), country))
                .collect()
        });
        let name = folded(name);
        Self::from_code(&name).or_else(|| COUNTRIES.get(&name).copied())
    }
}

/// Each name as it is written, with its country.
fn names() -> impl Iterator<Item = (Country, &'static str)> {
    let mut country = None;
    let lines = include_str!("countries.txt").lines();
    lines
        .flat_map(move |line| {
            country = Country::from_code(line).or(country);
            let names = line.split(';').map(str::trim);
            let names = names.filter(|name| line.starts_with(' ') && !name.is_empty());
            names.map(move |name| (country, name))
        })
        .filter_map(|(country, name)| Some((country?, name)))
}

/// Texts may be of any length, and no name is longer.
const LONGEST: usize = 200;

/// The letters of a name, without their accents.
fn folded(name: &str) -> String {
    let name = name.to_lowercase();
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    let name: String = letters.map(plain).collect();
    name.strip_prefix("the").map_or(name.clone(), str::to_owned)
}

/// How a letter is written if there is no key for it.
fn plain(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'ė' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ļ' | 'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' | 'ņ' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ő' | 'ơ' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ț' | 'ţ' => 't',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' | 'ư' => 'u',
        'ý' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' => 'ι',
        'ό' => 'ο',
        'ύ' => 'υ',
        'ώ' => 'ω',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d05_each_name_is_of_one_country() {
        let mut seen = HashMap::new();
        for (country, name) in names() {
            assert_eq!(Country::from_name(name), Some(country), "{name}");
            assert!(name.len() <= LONGEST, "{name}");
            let before = seen.insert(folded(name), name);
            assert_eq!(before, None, "{name}");
        }
        assert!(seen.len() > 300, "{}", seen.len());
    }

    #[test]
    fn d05_countries_have_names_in_many_spellings() {
        use Country::{Canada, India, Ireland, UnitedKingdom, UnitedStates};
        for (name, country) in [
            ("U.S.A.", Some(UnitedStates)),
            ("the United States", Some(UnitedStates)),
            ("UNITED  STATES\tof America", Some(UnitedStates)),
            ("etats unis", Some(UnitedStates)),
            ("E\u{301}tats-Unis", Some(UnitedStates)),
            ("Vereinigte Staaten", Some(UnitedStates)),
            ("\u{130}ngiltere", Some(UnitedKingdom)),
            ("uk", Some(UnitedKingdom)),
            ("Great Britain", Some(UnitedKingdom)),
            ("Scotland", Some(UnitedKingdom)),
            ("eire", Some(Ireland)),
            ("can", Some(Canada)),
            ("\u{92d}\u{93e}\u{930}\u{924}", Some(India)),
            ("Netherlands", None),
            ("United", None),
            ("the", None),
            ("", None),
            ("...", None),
        ] {
            assert_eq!(Country::from_name(name), country, "{name}");
        }
        assert_eq!(Country::from_name(&"United States ".repeat(10_000)), None);
    }
}
