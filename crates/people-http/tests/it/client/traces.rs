//! What a client tells `tracing`: what it does, and nothing of whose contacts it does it to.
use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use people_model::Name;
use people_rules::Edit;
use tracing_subscriber::fmt::{MakeWriter, format::FmtSpan};

use super::{
    ada, names,
    script::{Answer, Script, ok, stale, status},
};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn a_log_at_any_level_has_no_secrets() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let kept = r#"{"resourceName": "people/c17", "etag": "%Secret-Etag", "names": [{"givenName": "Ada"}]}"#;
    let script = Script::new([
        status(429, ""),
        Answer::Reset,
        stale(),
        ok(kept),
        status(403, r#"{"error": {"message": "no, Ada"}}"#),
        ok(kept),
        stale(),
        ok(&kept.replace("Ada", "Augusta")),
    ]);
    let mut person = ada();
    person.etag = "%Secret-Etag".to_owned();
    script.client().update(person, names()).await.unwrap();
    script.client().create(ada()).await.unwrap_err();
    let edit = |edit: &mut Edit| edit.only::<Name>().given_name = "Adaline".to_owned();
    let error = script.client().edit("people/c17", edit).await.unwrap_err();
    assert!(error.is_conflict());
    drop(guard);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for said in [
        "method=\"people.people.updateContact\" attempt=1",
        "method=\"people.people.get\"",
        "status=429",
        "status=400",
        "waited_ms=",
        "edit{merges=1}",
    ] {
        assert!(log.contains(said), "{said} is not in:\n{log}");
    }
    for secret in ["Secret", "Ada", "Augusta", "c17", "Bearer"] {
        assert!(!log.contains(secret), "{secret} is in:\n{log}");
    }
}
