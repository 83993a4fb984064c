//! Random programs, and a model that knows what they lost.
//!
//! Every text that is written is new, a token. So the model needs to know nothing of entries: a token is lost if it
//! was there before an update and is not there after it, and the program never saw it.
mod parts;

use std::collections::{HashMap, HashSet};

use proptest::{collection::vec, prelude::*};

use super::{super::finding::Kind, *};

const FIELDS: [&str; 5] = [
    "names",
    "nicknames",
    "emailAddresses",
    "organizations",
    "biographies",
];

/// The members of each field's entries, and whether it has but one entry.
fn members(field: usize) -> (&'static [&'static str], bool) {
    match field {
        0 => (&["givenName", "middleName", "familyName"], true),
        1 => (&["value"], false),
        2 => (&["value", "type", "displayName"], false),
        3 => (&["name", "title", "department"], false),
        _ => (&["value"], true),
    }
}

#[derive(Clone, Debug)]
enum Step {
    /// The program reads some fields, perhaps only one member of each entry, and may get no reply.
    Read {
        fields: Vec<usize>,
        member: Option<usize>,
        reached: bool,
    },
    /// The program updates the fields with the newest etag that it got.
    Update {
        fields: Vec<(usize, Form)>,
        reached: bool,
    },
    /// The program sends its last update again with the newest etag.
    Again,
    /// Somebody else writes fields.
    Edit { fields: Vec<(usize, Change)> },
}

/// What the program sends of a field.
#[derive(Clone, Debug)]
enum Form {
    LeftOut,
    Empty,
    /// Values that it made up.
    New,
    /// What it saw last, changed.
    Known(Change),
}

#[derive(Clone, Debug)]
enum Change {
    Nothing,
    Add,
    Remove(usize),
    Member(usize, usize),
    Erase(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        1 => Just(Change::Nothing),
        3 => Just(Change::Add),
        2 => (0..3_usize).prop_map(Change::Remove),
        3 => (0..3_usize, 0..3_usize).prop_map(|(entry, member)| Change::Member(entry, member)),
        2 => (0..3_usize, 0..3_usize).prop_map(|(entry, member)| Change::Erase(entry, member)),
    ]
}

fn fields<T: std::fmt::Debug>(
    of: impl Strategy<Value = T>,
) -> impl Strategy<Value = Vec<(usize, T)>> {
    vec((0..FIELDS.len(), of), 1..4)
}

fn step() -> impl Strategy<Value = Step> {
    let form = prop_oneof![
        1 => Just(Form::LeftOut),
        1 => Just(Form::Empty),
        2 => Just(Form::New),
        5 => change().prop_map(Form::Known),
    ];
    let read = vec(0..FIELDS.len(), 0..4);
    let member = prop_oneof![4 => Just(None), 1 => (0..3_usize).prop_map(Some)];
    let mostly = || prop_oneof![5 => Just(true), 1 => Just(false)];
    prop_oneof![
        4 => (read, member, mostly()).prop_map(|(fields, member, reached)| Step::Read {
            fields, member, reached
        }),
        4 => (fields(form), mostly()).prop_map(|(fields, reached)| Step::Update { fields, reached }),
        1 => Just(Step::Again),
        3 => fields(change()).prop_map(|fields| Step::Edit { fields }),
    ]
}

/// The program, somebody else, and the model of what the program knows.
struct Model {
    world: World,
    name: String,
    token: u32,
    etag: Value,
    /// What the program believes the fields to be.
    cache: HashMap<usize, Value>,
    last: Option<(String, Value)>,
    /// The tokens that it saw or sent.
    known: HashSet<String>,
    /// The tokens of entries of which it saw something: to leave such an entry out is meant.
    glimpsed: HashSet<String>,
    /// The tokens that somebody took out of a field that the program has not seen since.
    taken: HashMap<usize, HashSet<String>>,
    /// The updates that lost something, those that put something back, and those that changed something.
    lost: HashMap<u64, HashSet<String>>,
    put_back: HashSet<u64>,
    /// The tokens that somebody ever took out, and the updates that put one of them back.
    ever_taken: HashSet<String>,
    brought_back: HashSet<u64>,
    removed: HashSet<u64>,
    /// Those that left out entries of which the program had seen something.
    left_out: HashSet<u64>,
    /// The updates by which nothing lost is meant to be lost.
    meant: HashMap<u64, HashSet<String>>,
}

impl Model {
    fn new() -> Self {
        let world = World::new();
        let person = world.create(&json!({
            "names": [{"givenName": "t1t", "middleName": "t2t", "familyName": "t3t"}],
            "nicknames": [{"value": "t4t"}, {"value": "t5t"}],
            "emailAddresses": [{"value": "t6t", "type": "t7t"}, {"value": "t8t"}],
            "organizations": [{"name": "t9t", "title": "t10t"}, {"name": "t11t", "title": "t12t"}],
            "biographies": [{"value": "t13t"}],
        }));
        Self {
            name: name(&person).to_owned(),
            world,
            token: 13,
            etag: Value::Null,
            cache: HashMap::new(),
            last: None,
            known: HashSet::new(),
            glimpsed: HashSet::new(),
            taken: HashMap::new(),
            lost: HashMap::new(),
            put_back: HashSet::new(),
            ever_taken: HashSet::new(),
            brought_back: HashSet::new(),
            removed: HashSet::new(),
            left_out: HashSet::new(),
            meant: HashMap::new(),
        }
    }

    fn fresh(&mut self) -> Value {
        self.token += 1;
        format!("t{}t", self.token).into()
    }

    fn entry(&mut self, field: usize) -> Value {
        let (members, _) = members(field);
        let members = members.iter().map(|&it| (it.to_owned(), self.fresh()));
        Value::Object(members.collect())
    }

    fn changed(&mut self, field: usize, list: &Value, change: &Change) -> Value {
        let (names, single) = members(field);
        let mut list = list.as_array().cloned().unwrap_or_default();
        let at = |index: usize| (!list.is_empty()).then(|| index % list.len());
        match change {
            Change::Nothing => {}
            Change::Add if single => list = vec![self.entry(field)],
            Change::Add => {
                let entry = self.entry(field);
                list.push(entry);
            }
            Change::Remove(index) => {
                if let Some(index) = at(*index) {
                    list.remove(index);
                }
            }
            Change::Member(index, member) => {
                if let Some(index) = at(*index) {
                    let fresh = self.fresh();
                    list[index][names[member % names.len()]] = fresh;
                }
            }
            Change::Erase(index, member) => {
                if let Some(index) = at(*index) {
                    let entry = list[index].as_object_mut().unwrap();
                    entry.remove(names[member % names.len()]);
                    if entry.is_empty() {
                        list.remove(index);
                    }
                }
            }
        }
        list.into()
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Read {
                fields,
                member,
                reached,
            } => self.read(fields, *member, *reached),
            Step::Update { fields, reached } => self.update(fields, *reached),
            Step::Again => {
                if let Some((mask, body)) = self.last.clone() {
                    self.send(&mask, body, true);
                }
            }
            Step::Edit { fields } => self.edit(fields),
        }
    }

    fn read(&mut self, fields: &[usize], member: Option<usize>, reached: bool) {
        let mask: Vec<&str> = fields.iter().map(|&it| FIELDS[it]).collect();
        let mask = format!("personFields=metadata,{}", mask.join(","));
        let mask = mask.trim_end_matches(',');
        let selected = match member {
            Some(member) => {
                let parts = fields.iter().map(|&it| {
                    let (names, _) = members(it);
                    format!("{}/{}", FIELDS[it], names[member % names.len()])
                });
                let parts: Vec<String> = parts.collect();
                format!("&fields=etag,{}", parts.join(","))
            }
            None => String::new(),
        };
        let selected = selected.trim_end_matches(',');
        let address = format!("/v1/{}?{mask}{selected}", self.name);
        let whole = format!("/v1/{}?personFields={}", self.name, FIELDS.join(","));
        let by = &Author::SomebodyElse;
        let whole = self.world.send_by(by, "GET", &whole, NOTHING, true).ok();
        let got = self
            .world
            .send_by(&PROGRAM, "GET", &address, NOTHING, reached);
        let person = got.ok();
        if !reached {
            return;
        }
        self.etag = person["etag"].clone();
        for &field in fields {
            let list = strip(&person[FIELDS[field]], field);
            let seen = tokens(&list);
            for entry in whole[FIELDS[field]].as_array().into_iter().flatten() {
                let all = tokens(entry);
                if !all.is_disjoint(&seen) {
                    self.glimpsed.extend(all);
                }
            }
            self.known.extend(seen);
            if member.is_none() {
                self.taken.remove(&field);
            }
            self.cache.insert(field, list);
        }
    }

    fn update(&mut self, fields: &[(usize, Form)], reached: bool) {
        let mut body = json!({});
        let mut mask = Vec::new();
        for (field, form) in fields {
            let name = FIELDS[*field];
            if mask.contains(&name) {
                continue;
            }
            mask.push(name);
            let cached = self.cache.get(field).cloned().unwrap_or(json!([]));
            match form {
                Form::LeftOut => continue,
                Form::Empty => body[name] = json!([]),
                Form::New => body[name] = json!([self.entry(*field)]),
                Form::Known(change) => body[name] = self.changed(*field, &cached, change),
            }
        }
        self.send(&mask.join(","), body, reached);
    }

    fn send(&mut self, mask: &str, mut body: Value, reached: bool) {
        if self.etag.is_null() {
            return;
        }
        body["etag"] = self.etag.clone();
        self.last = Some((mask.to_owned(), body.clone()));
        let address = update(&self.name, mask);
        let got = self
            .world
            .send_by(&PROGRAM, "PATCH", &address, &body, reached);
        let Ok(reply) = &got.reply else { return };
        if reached {
            self.etag = reply["etag"].clone();
        }
        let [written] = &got.written[..] else { return };
        let (before, after) = (state(&written.before), state(&written.after));
        let number = got.number;
        let fields: Vec<&str> = mask.split(',').collect();
        for &name in &fields {
            let field = FIELDS.iter().position(|it| *it == name).unwrap();
            let was = tokens(&before[name]);
            let is = tokens(&after[name]);
            let gone: HashSet<String> = was.difference(&is).cloned().collect();
            let unknown: HashSet<String> = gone.difference(&self.known).cloned().collect();
            if !gone.is_empty() {
                self.removed.insert(number);
            }
            let sent = &body[name];
            let cleared = body.get(name).is_some() && sent.as_array().is_some_and(Vec::is_empty);
            let alone = fields.len() == 1 && body.get(name).is_none();
            let into = match cleared || alone {
                true => &mut self.meant,
                false => &mut self.lost,
            };
            let left_out = |token: &String| {
                self.glimpsed.contains(token)
                    && before[name].as_array().into_iter().flatten().any(|entry| {
                        let entry = tokens(entry);
                        entry.contains(token) && entry.is_disjoint(&is)
                    })
            };
            let (glimpsed, unknown): (HashSet<String>, HashSet<String>) =
                unknown.into_iter().partition(left_out);
            if !unknown.is_empty() {
                into.entry(number).or_default().extend(unknown);
            }
            if !glimpsed.is_empty() {
                self.left_out.insert(number);
            }
            let back = is.difference(&was).collect::<HashSet<_>>();
            let taken = self.taken.remove(&field).unwrap_or_default();
            if back.iter().any(|token| taken.contains(*token)) {
                self.put_back.insert(number);
            }
            if back.iter().any(|token| self.ever_taken.contains(*token)) {
                self.brought_back.insert(number);
            }
            self.known.extend(is);
            self.cache.insert(field, strip(&after[name], field));
        }
    }

    fn edit(&mut self, fields: &[(usize, Change)]) {
        let address = format!("/v1/{}?personFields={}", self.name, FIELDS.join(","));
        let by = &Author::SomebodyElse;
        let now = self.world.send_by(by, "GET", &address, NOTHING, true).ok();
        let mut body = json!({});
        let mut mask = Vec::new();
        for (field, change) in fields {
            let name = FIELDS[*field];
            if mask.contains(&name) {
                continue;
            }
            mask.push(name);
            let was = strip(&now[name], *field);
            let list = self.changed(*field, &was, change);
            let (was, is) = (tokens(&was), tokens(&list));
            let taken = self.taken.entry(*field).or_default();
            taken.extend(was.difference(&is).cloned());
            self.ever_taken.extend(was.difference(&is).cloned());
            body[name] = list;
        }
        self.world.edit(&self.name, &mask.join(","), &body);
    }

    /// Compares the findings with what the model knows.
    fn check(&self) -> Result<(), TestCaseError> {
        let found = self.world.findings.all(&Filter::default()).findings;
        let mut told: HashMap<u64, HashSet<String>> = HashMap::new();
        for finding in &found {
            let Some(&number) = finding.requests.last() else {
                return Err(TestCaseError::fail("a finding without a request"));
            };
            let lost = self.lost.contains_key(&number);
            let put_back = self.put_back.contains(&number);
            let may = match (finding.id, finding.grade) {
                (Kind::RetryStorm, _) => true,
                (Kind::EditLost, _) => lost || put_back,
                // What was cleared on purpose was cleared in spite of a conflict; and what was seen to be gone was
                // sent again all the same.
                (Kind::StaleRetried, _) => {
                    lost || put_back
                        || self.brought_back.contains(&number)
                        || self.meant.contains_key(&number)
                        || self.removed.contains(&number)
                }
                (_, Grade::Error) => lost || self.left_out.contains(&number),
                (_, Grade::Warning | Grade::Note) => self.removed.contains(&number),
            };
            prop_assert!(may, "no loss: {finding:?}");
            if finding.grade == Grade::Error {
                let told = told.entry(number).or_default();
                for value in &finding.values {
                    told.extend(value.before.iter().flat_map(tokens));
                }
            }
        }
        for (number, lost) in &self.lost {
            let told = told.get(number).cloned().unwrap_or_default();
            let silent: Vec<_> = lost.difference(&told).collect();
            prop_assert!(
                silent.is_empty(),
                "lost by {number} without a finding: {silent:?}"
            );
        }
        Ok(())
    }
}

fn state(row: &Option<people_server::RowState>) -> Value {
    let body = row.as_ref().map_or("{}", |it| &it.row.record.body);
    serde_json::from_str(body).unwrap()
}

/// The entries with nothing but the members that are written here.
fn strip(list: &Value, field: usize) -> Value {
    let (names, _) = members(field);
    let entries = list.as_array().into_iter().flatten().map(|entry| {
        let members = names.iter().filter_map(|&name| {
            let value = entry.get(name)?;
            Some((name.to_owned(), value.clone()))
        });
        Value::Object(members.collect())
    });
    let entries = entries.filter(|entry| entry.as_object().is_some_and(|it| !it.is_empty()));
    entries.collect()
}

/// The tokens in the members that are written here.
fn tokens(value: &Value) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        match value {
            Value::String(text) => {
                let is_token = text.len() > 2 && text.starts_with('t') && text.ends_with('t');
                if is_token
                    && text[1..text.len() - 1]
                        .bytes()
                        .all(|it| it.is_ascii_digit())
                {
                    found.insert(text.clone());
                }
            }
            Value::Array(all) => rest.extend(all),
            Value::Object(all) => {
                let written = all
                    .iter()
                    .filter(|(name, _)| !COMPOSED.contains(&name.as_str()));
                rest.extend(written.map(|(_, value)| value));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    found
}

/// Members that the API fills in.
const COMPOSED: [&str; 4] = [
    "displayNameLastFirst",
    "unstructuredName",
    "formattedType",
    "metadata",
];

/// Whether the findings are right after these steps.
fn after(steps: &[Step]) -> Result<(), TestCaseError> {
    let mut model = Model::new();
    for step in steps {
        model.step(step);
    }
    model.check()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// X20 to X26: nothing is lost without a finding, and there is no finding without a loss.
    #[test]
    fn x20_findings_are_complete_and_sound(steps in vec(step(), 1..14)) {
        after(&steps)?;
    }
}
