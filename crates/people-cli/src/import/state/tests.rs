use super::*;

fn account(name: &str) -> Account {
    Account {
        server: "http://127.0.0.1:8710".to_owned(),
        account: name.to_owned(),
    }
}

fn said(name: &str) -> SourceRecord {
    let text = format!(
        r#"{{"sources":[{{"file":"a.vcf","key":"1","said":{{"names":[{{"givenName":"{name}"}}]}}}}]}}"#
    );
    serde_json::from_str(&text).expect("a record")
}

fn sent(mark: &str) -> Sent {
    Sent {
        mark: mark.to_owned(),
        sources: said(mark),
        time: 7,
    }
}

/// What a state knows, in any order of what happened.
fn known(state: &State) -> (Vec<String>, Vec<String>, Vec<String>) {
    let contacts = state.contacts().map(|(name, kept)| {
        format!(
            "{name} {}",
            serde_json::to_string(&kept.sources).expect("JSON")
        )
    });
    let sent = state.sent().map(|sent| sent.mark.clone());
    (
        contacts.collect(),
        sent.collect(),
        state.unswept.keys().cloned().collect(),
    )
}

/// The log may end at any byte: what was said in whole lines is known.
#[test]
fn i12_a_state_survives_a_cut_at_any_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.jsonl");
    let ada = account("people/1");
    let mut state = State::open(&path, &ada).expect("a state");
    let mut after = vec![(0, known(&state))];
    let length = || std::fs::metadata(&path).expect("a file").len();
    after[0].0 = length();
    state
        .keep_group("Engine", "contactGroups/1f")
        .expect("kept");
    after.push((length(), known(&state)));
    state
        .sending(vec![sent("m1"), sent("m2"), sent("m3")])
        .expect("kept");
    after.push((length(), known(&state)));
    state
        .made([("m1".to_owned(), "people/c1".to_owned())])
        .expect("kept");
    after.push((length(), known(&state)));
    state.not_made(["m2".to_owned()].into()).expect("kept");
    after.push((length(), known(&state)));
    let kept = Kept {
        sources: said("Ada"),
        ..Kept::default()
    };
    state.keep([("people/c2".to_owned(), kept)]).expect("kept");
    after.push((length(), known(&state)));
    state
        .join(vec![("people/c2".to_owned(), "people/c1".to_owned())])
        .expect("kept");
    after.push((length(), known(&state)));
    state.forget(["people/c1".to_owned()].into()).expect("kept");
    state.unmarked(["m1".to_owned()].into()).expect("kept");
    after.push((length(), known(&state)));
    drop(state);
    let whole = std::fs::read(&path).expect("the log");
    let first = after[0].0;
    for end in first..=whole.len() as u64 {
        let end_at = usize::try_from(end).expect("a length");
        std::fs::write(&path, &whole[..end_at]).expect("a file");
        let state = State::open(&path, &ada).expect("a state");
        let (_, expected) = after
            .iter()
            .rev()
            .find(|(length, _)| *length <= end)
            .expect("one");
        let last_two = end > after[after.len() - 2].0 && end < whole.len() as u64;
        if !last_two {
            assert_eq!(known(&state), *expected, "cut at {end}");
        }
        assert_eq!(state.group("ENGINE").is_some(), end >= after[1].0);
        // It goes on from there, and says the same when it is read again.
        let mut state = state;
        state.sending(vec![sent("m9")]).expect("kept");
        let before = known(&state);
        drop(state);
        assert_eq!(known(&State::look(&path, &ada).expect("a state")), before);
    }
}

/// What files said of a contact is where the contact is, in whichever order contacts were merged and came back, and
/// whichever of that an import has seen by itself.
#[test]
fn i12_entries_follow_a_contact_through_merges_and_undos() {
    let folder = tempfile::tempdir().expect("a folder");
    let keyed = |key: &str| -> SourceRecord {
        let text = format!(r#"{{"sources":[{{"file":"a.vcf","key":"{key}","said":{{}}}}]}}"#);
        serde_json::from_str(&text).expect("a record")
    };
    // The keys of the sources of each contact.
    let keys = |state: &State| -> Vec<(String, String)> {
        let of = |kept: &Kept| {
            let sources = serde_json::to_value(&kept.sources).expect("JSON");
            let all = sources["sources"].as_array().expect("a list").iter();
            all.map(|source| source["key"].as_str().expect("a key").to_owned())
                .collect::<Vec<_>>()
        };
        let all = state.contacts().map(|(name, kept)| {
            let mut keys = of(kept);
            keys.sort();
            (name.to_owned(), keys.concat())
        });
        all.filter(|(_, keys)| !keys.is_empty()).collect()
    };
    type Steps<'s> = &'s [(&'s str, &'s str, Option<bool>)];
    let (merged, part, back) = (None, Some(false), Some(true));
    let cases: [(Steps<'_>, &[(&str, &str)]); 5] = [
        // One into two, and that into three; then back in the same order, and in the other one.
        (&[("1", "2", merged), ("2", "3", merged)], &[("3", "123")]),
        (
            &[("1", "2", merged), ("2", "3", merged), ("2", "2b", back)],
            &[("2b", "12"), ("3", "3")],
        ),
        (
            &[
                ("1", "2", merged),
                ("2", "3", merged),
                ("2", "2b", back),
                ("1", "1b", back),
            ],
            &[("1b", "1"), ("2b", "2"), ("3", "3")],
        ),
        (
            &[
                ("1", "2", merged),
                ("2", "3", merged),
                ("1", "1b", back),
                ("2", "2b", back),
            ],
            &[("1b", "1"), ("2b", "2"), ("3", "3")],
        ),
        // An import saw both merges at once.
        (
            &[
                ("1", "3", merged),
                ("2", "3", merged),
                ("2", "2b", back),
                ("1", "2b", part),
                ("1", "1b", back),
            ],
            &[("1b", "1"), ("2b", "2"), ("3", "3")],
        ),
    ];
    for (at, (steps, expected)) in cases.into_iter().enumerate() {
        let path = folder.path().join(format!("{at}.jsonl"));
        let open = || State::open(&path, &account("people/1")).expect("a state");
        let mut state = open();
        let contacts = ["1", "2", "3"].map(|name| {
            let sources = keyed(name);
            (
                name.to_owned(),
                Kept {
                    sources,
                    ..Kept::default()
                },
            )
        });
        state.keep(contacts).expect("kept");
        for (name, into, divided) in steps {
            match divided {
                None => state.unite(name, into),
                Some(back) => state.divide(name, into, *back),
            }
            .expect("kept");
            // As the next run knows it, from the least lines.
            drop(state);
            state = open();
        }
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(name, keys)| ((*name).to_owned(), (*keys).to_owned()))
            .collect();
        assert_eq!(keys(&state), expected, "{steps:?}");
    }
}

#[test]
fn i12_a_state_is_of_one_account_and_one_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.jsonl");
    let state = State::open(&path, &account("people/1")).expect("a state");
    let error = State::open(&path, &account("people/1")).expect_err("one run");
    assert!(error.to_string().contains("another import"), "{error}");
    State::look(&path, &account("people/1")).expect("to read it is always possible");
    drop(state);
    let error = State::open(&path, &account("people/2")).expect_err("another account");
    assert!(error.to_string().contains("people/1"), "{error}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path)
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    for (text, why) in [
        ("{}\n", "line 1"),
        ("{\"gone\":[]}\n", "not a file of --state"),
        (
            "{\"peopleImport\":{\"version\":3,\"account\":{\"server\":\"a\",\"account\":\"b\"}}}\n",
            "version 3, and this program reads versions 1 to 2",
        ),
        ("BEGIN:VCARD\n", "line 1"),
        // A file of another kind without a line break is no line that was cut off.
        ("{\"connections\":[]}", "not a file of --state"),
        ("ya29.a-token", "not a file of --state"),
    ] {
        std::fs::write(&path, text).expect("a file");
        let error = State::open(&path, &account("people/1")).expect_err(text);
        assert!(error.to_string().contains(why), "{error}");
        assert_eq!(
            std::fs::read_to_string(&path).expect("a file"),
            text,
            "it is left as it was"
        );
    }
}

/// A state of the first version is read, and is one of this version then: a program that does not know the lines of it
/// says so.
#[test]
fn i12_a_state_of_the_first_version_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.jsonl");
    let ada = account("people/1");
    drop(State::open(&path, &ada).expect("a state"));
    let text = || std::fs::read_to_string(&path).expect("a file");
    assert!(text().contains(r#""version":2"#), "{}", text());
    let first = text().replace(r#""version":2"#, r#""version":1"#);
    let group = r#"{"group":{"name":"chess","is":"contactGroups/1f"}}"#;
    std::fs::write(&path, format!("{first}{group}\n")).expect("a file");
    let state = State::open(&path, &ada).expect("a state");
    assert_eq!(state.group("Chess"), Some("contactGroups/1f"));
    drop(state);
    assert!(text().contains(r#""version":2"#), "{}", text());
}

/// A link and the file that it leads to are one state.
#[cfg(unix)]
#[test]
fn i12_a_link_to_a_state_is_that_state() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.jsonl");
    let link = folder.path().join("link.jsonl");
    std::os::unix::fs::symlink(&path, &link).expect("a link");
    let ada = account("people/1");
    // The link leads to no file yet.
    let state = State::open(&link, &ada).expect("a state");
    let error = State::open(&path, &ada).expect_err("one run");
    assert!(error.to_string().contains("another import"), "{error}");
    drop(state);
    let state = State::open(&path, &ada).expect("a state");
    let error = State::open(&link, &ada).expect_err("one run");
    assert!(error.to_string().contains("another import"), "{error}");
    drop(state);
    assert!(link.is_symlink(), "a link stays a link");
}

/// A state that was copied with another mode is read by its owner alone again.
#[cfg(unix)]
#[test]
fn i12_others_cannot_read_a_state_that_was_there() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.jsonl");
    let ada = account("people/1");
    drop(State::open(&path, &ada).expect("a state"));
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&path, open).expect("a mode");
    drop(State::open(&path, &ada).expect("a state"));
    let after = std::fs::metadata(&path).expect("a file").permissions();
    assert_eq!(after.mode() & 0o777, 0o600);
}
