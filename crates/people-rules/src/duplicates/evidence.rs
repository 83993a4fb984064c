//! What speaks for two contacts being one person, and what against it.
use people_model::Date;

use super::{
    Contradiction, Pair, Reason, Verdict,
    candidates::{Candidates, Rarity},
    keys::Keys,
    name::Agreement,
};

/// What the two are, if they may be one person.
pub(super) fn judge(
    contacts: &[Keys],
    candidates: &Candidates<'_>,
    pair: [usize; 2],
) -> Option<Pair> {
    let [one, other] = pair.map(|at| &contacts[at]);
    let shared = Shared::of(one, other, candidates);
    let agreement = agreement(one, other);
    let mut contradictions = contradictions(one, other);
    let same_birthday = is_same_birthday(one, other);
    let organization = one.organizations.iter();
    let organization = organization
        .filter(|name| other.organizations.contains(name))
        .min();
    let verdict = match shared.strength {
        Strength::None => without_values(
            one,
            other,
            agreement,
            &contradictions,
            &shared,
            same_birthday || organization.is_some(),
            pair.iter().any(|&at| candidates.has_namesakes(at)),
        ),
        strength => {
            if has_other_values(one, other) {
                contradictions.push(Contradiction::Values);
            }
            with_values(one, other, agreement, &contradictions, strength)
        }
    }?;

    let mut weight = shared.weight;
    let mut reasons = shared.reasons;
    reasons.extend(match agreement {
        Agreement::None => None,
        Agreement::Missing => Some(Reason::NoName),
        Agreement::Given => Some(Reason::GivenName),
        Agreement::Near => Some(Reason::Spelling),
        Agreement::Part | Agreement::GivenAlone | Agreement::Longer => Some(Reason::LongerName),
        Agreement::Initials => Some(Reason::Initials),
        Agreement::Equal if one.name.agreement(&other.name) != Agreement::Equal => {
            Some(Reason::PhoneticName)
        }
        Agreement::Equal => Some(Reason::Name),
    });
    if agreement == Agreement::Equal {
        weight += candidates.name(pair[0]).min(candidates.name(pair[1]));
    }
    if same_birthday {
        weight += BIRTHDAY;
        reasons.push(Reason::Birthday);
    }
    if let Some(name) = organization {
        weight += ORGANIZATION;
        reasons.push(Reason::Organization(name.clone()));
    }
    Some(Pair {
        contacts: pair,
        verdict,
        weight,
        reasons,
        contradictions,
    })
}

/// What the same birthday weighs, in tenths of bits: a day of a year.
const BIRTHDAY: u32 = 85;
/// What the same organization weighs.
const ORGANIZATION: u32 = 20;

/// The values that two contacts share.
struct Shared {
    strength: Strength,
    reasons: Vec<Reason>,
    weight: u32,
    /// Whether anything is shared, also by many.
    any: bool,
}

/// The best of the values that two contacts share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// None that says something.
    None,
    /// The number of a home, which families share.
    Home,
    /// A rare number, or a rare id.
    Number,
    /// A rare e-mail address.
    Email,
    /// An e-mail address that no other contact has.
    OwnEmail,
}

impl Shared {
    fn of(one: &Keys, other: &Keys, candidates: &Candidates<'_>) -> Self {
        let mut shared = Self {
            strength: Strength::None,
            reasons: Vec::new(),
            weight: 0,
            any: false,
        };
        for email in one.emails.iter().filter(|it| other.emails.contains(it)) {
            let rarity = candidates.email(email);
            let strength = match rarity.is_of_two {
                true => Strength::OwnEmail,
                false => Strength::Email,
            };
            shared.add(strength, rarity, Reason::Email, email);
        }
        for phone in &one.phones {
            let Some(also) = other.phones.iter().find(|it| it.number == phone.number) else {
                continue;
            };
            let strength = match phone.is_home || also.is_home {
                true => Strength::Home,
                false => Strength::Number,
            };
            let rarity = candidates.phone(&phone.number);
            shared.add(strength, rarity, Reason::Phone, &phone.number);
        }
        for id in one.ids.iter().filter(|it| other.ids.contains(it)) {
            shared.add(Strength::Number, candidates.id(id), Reason::ExternalId, id);
        }
        shared
    }

    fn add(
        &mut self,
        strength: Strength,
        rarity: Rarity,
        reason: fn(String) -> Reason,
        value: &str,
    ) {
        self.any = true;
        self.weight += rarity.weight;
        if rarity.is_rare {
            self.strength = self.strength.max(strength);
            self.reasons.push(reason(value.to_owned()));
        } else {
            self.reasons.push(Reason::SharedByMany(value.to_owned()));
        }
    }
}

/// Contacts that share a value that is evidence.
fn with_values(
    one: &Keys,
    other: &Keys,
    agreement: Agreement,
    contradictions: &[Contradiction],
    strength: Strength,
) -> Option<Verdict> {
    let is_same = match agreement {
        Agreement::None => return None,
        // Families share numbers, and sometimes a name.
        Agreement::Equal | Agreement::Longer => strength > Strength::Home,
        Agreement::Initials | Agreement::GivenAlone => strength == Strength::OwnEmail,
        // What has no name may be an office.
        Agreement::Missing => {
            let is_person = |keys: &Keys| !keys.name.is_empty() || keys.organizations.is_empty();
            strength == Strength::OwnEmail && is_person(one) && is_person(other)
        }
        // A brother's name may be a letter apart.
        Agreement::Near | Agreement::Part => false,
        Agreement::Given => {
            return (strength >= Strength::Number && contradictions.is_empty())
                .then_some(Verdict::Perhaps);
        }
    };
    Some(match is_same && contradictions.is_empty() {
        true => Verdict::Same,
        false => Verdict::Perhaps,
    })
}

/// Contacts that share nothing but a name, and perhaps what many have.
fn without_values(
    one: &Keys,
    other: &Keys,
    agreement: Agreement,
    contradictions: &[Contradiction],
    shared: &Shared,
    is_supported: bool,
    is_crowded: bool,
) -> Option<Verdict> {
    let is_full = |keys: &Keys| keys.name.is_full() || keys.phonetic.is_full();
    let apart = is_elsewhere(one, other);
    // A name that many have says less.
    let apart = apart || is_crowded && has_other_values(one, other);
    let is_likely = match agreement {
        Agreement::Equal => is_full(one) && is_full(other) && !apart,
        Agreement::Near | Agreement::Longer => (is_supported || shared.any) && !apart,
        Agreement::None
        | Agreement::Missing
        | Agreement::Given
        | Agreement::Part
        | Agreement::GivenAlone
        | Agreement::Initials => false,
    };
    (is_likely && contradictions.is_empty()).then_some(Verdict::Perhaps)
}

/// How the names agree; the phonetic ones if the names are in different scripts.
fn agreement(one: &Keys, other: &Keys) -> Agreement {
    let agreement = one.name.agreement(&other.name);
    if agreement != Agreement::None {
        return agreement;
    }
    let sounds = [
        (&one.phonetic, &other.name),
        (&one.name, &other.phonetic),
        (&one.phonetic, &other.phonetic),
    ];
    let is_ascii = |keys: &Keys| keys.name.words.iter().all(|word| word.is_ascii());
    let is_same = |(one, other): &(&super::name::Name, &super::name::Name)| {
        one.agreement(other) == Agreement::Equal
    };
    match is_ascii(one) != is_ascii(other) && sounds.iter().any(is_same) {
        true => Agreement::Equal,
        false => Agreement::None,
    }
}

/// Whether both have values, and none in common.
fn is_apart(one: &[String], other: &[String]) -> bool {
    !one.is_empty() && !other.is_empty() && !one.iter().any(|value| other.contains(value))
}

/// Whether each has its own numbers and addresses that the other does not have: for example a father and his son, who
/// share those of the family.
fn has_other_values(one: &Keys, other: &Keys) -> bool {
    let own = |keys: &Keys| -> Vec<String> {
        let phones = keys.phones.iter().filter(|phone| !phone.is_home);
        phones.map(|phone| phone.number.clone()).collect()
    };
    let more = |one: &Keys, other: &Keys| one.emails.iter().any(|it| !other.emails.contains(it));
    is_apart(&own(one), &own(other)) && more(one, other) && more(other, one)
}

/// What speaks against two contacts with nothing but a name in common.
pub(super) fn against(one: &Keys, other: &Keys) -> Vec<Contradiction> {
    let mut found = contradictions(one, other);
    if is_elsewhere(one, other) {
        found.push(Contradiction::Values);
    }
    found
}

/// Whether they have different addresses and different organizations.
fn is_elsewhere(one: &Keys, other: &Keys) -> bool {
    is_apart(&one.emails, &other.emails) && is_apart(&one.organizations, &other.organizations)
}

fn contradictions(one: &Keys, other: &Keys) -> Vec<Contradiction> {
    let differ = |one: i32, other: i32| one != 0 && other != 0 && one != other;
    let birthdays = match (&one.birthday, &other.birthday) {
        (Some(one), Some(other)) => {
            differ(one.year, other.year)
                || differ(one.month, other.month)
                || differ(one.day, other.day)
        }
        _ => false,
    };
    let texts = |one: &str, other: &str| !one.is_empty() && !other.is_empty() && one != other;
    // A father and his son have one name.
    let generations = one.name.generation != other.name.generation;
    let found = [
        (birthdays, Contradiction::Birthday),
        (
            generations && !one.name.is_empty() && !other.name.is_empty(),
            Contradiction::Generation,
        ),
        (texts(&one.gender, &other.gender), Contradiction::Gender),
    ];
    let found = found.into_iter().filter(|(holds, _)| *holds);
    found.map(|(_, contradiction)| contradiction).collect()
}

fn is_same_birthday(one: &Keys, other: &Keys) -> bool {
    let whole = |date: &Date| date.month != 0 && date.day != 0;
    match (&one.birthday, &other.birthday) {
        (Some(one), Some(other)) => {
            let is_same = one.month == other.month && one.day == other.day;
            is_same && whole(one) && (one.year == other.year || one.year == 0 || other.year == 0)
        }
        _ => false,
    }
}
