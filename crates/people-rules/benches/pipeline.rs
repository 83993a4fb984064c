//! `cargo bench -p people-rules`: what the rules cost, beside the same steps on plain derived types.
//!
//! Prints `name<TAB>value<TAB>unit`. Each figure is the best of several rounds, since on a shared
//! machine the noise only ever adds; the pairs that are compared alternate within a round.
mod counted;
mod plain;

use std::{cell::Cell, hint::black_box, time::Instant};

use people_model::{
    ContactId, FieldMask, Fields, Fingerprint, Person, PersonEtag, SourceEtag, decode,
};
use people_rules::{
    Checked, Contact, ContactKind, ContactSource, Context, Contract, Extent, Sources, Update, View,
    apply, check, create, project, update_mask,
};

const ROUNDS: usize = 300;

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let rounds = if std::env::args().any(|arg| arg == "--bench") {
        ROUNDS
    } else {
        1
    };
    let subject = Subject::new();
    assert_eq!(
        subject.plain_pipeline().len(),
        subject.pipeline().len(),
        "both encode the same person"
    );

    let memcpy = subject.body.clone();
    let mut cases: Vec<Case<'_>> = vec![
        (
            "mask.parse.two_paths",
            Box::new(|| {
                drop(black_box(FieldMask::parse(black_box(
                    "names,emailAddresses",
                ))))
            }),
        ),
        (
            "pipeline.people",
            Box::new(|| drop(black_box(subject.pipeline()))),
        ),
        (
            "pipeline.plain_serde",
            Box::new(|| drop(black_box(subject.plain_pipeline()))),
        ),
        (
            "decode.request.people",
            Box::new(|| drop(black_box(subject.decoded()))),
        ),
        (
            "decode.request.plain_serde",
            Box::new(|| {
                drop(black_box(serde_json::from_slice::<plain::Person>(
                    &subject.request,
                )))
            }),
        ),
        (
            "check",
            Box::new({
                // An update goes in and comes out again, so that no copy is measured.
                let update = Cell::new(Some(subject.update.clone()));
                move || {
                    let checked = update.take().map(|it| check(it, Contract::Documented));
                    update.set(
                        black_box(checked)
                            .and_then(Result::ok)
                            .map(Checked::into_update),
                    );
                }
            }),
        ),
        (
            "apply",
            Box::new(|| {
                drop(black_box(apply(
                    subject.contact.clone(),
                    subject.checked.clone(),
                    &subject.context(),
                )))
            }),
        ),
        (
            "apply.clone_of_request",
            Box::new(|| drop(black_box(subject.update.clone()))),
        ),
        (
            "project.all",
            Box::new(|| drop(black_box(subject.project(FieldMask::ALL)))),
        ),
        (
            "project.three_fields",
            Box::new(|| {
                drop(black_box(subject.project(
                    FieldMask::NAMES | FieldMask::EMAIL_ADDRESSES | FieldMask::METADATA,
                )))
            }),
        ),
        (
            "encode.person.people",
            Box::new(|| drop(black_box(serde_json::to_string(&subject.typed)))),
        ),
        (
            "encode.person.plain_serde",
            Box::new(|| drop(black_box(serde_json::to_string(&subject.plain)))),
        ),
        (
            "round_trip.person.people",
            Box::new(|| {
                drop(black_box(
                    serde_json::from_str::<Person>(&subject.body)
                        .map(|person| serde_json::to_string(&person)),
                ))
            }),
        ),
        (
            "round_trip.person.plain_serde",
            Box::new(|| {
                drop(black_box(
                    serde_json::from_str::<plain::Person>(&subject.body)
                        .map(|person| serde_json::to_string(&person)),
                ))
            }),
        ),
        (
            "memcpy.person",
            Box::new(move || drop(black_box(memcpy.clone()))),
        ),
    ];

    if let Some(wanted) = counted::wanted() {
        let case = cases.iter_mut().find(|(name, _)| **name == wanted.name);
        wanted.run(&mut case.expect("a case of this benchmark").1);
        return;
    }
    let mut best = vec![f64::MAX; cases.len()];
    for _ in 0..rounds {
        for (best, (_, case)) in best.iter_mut().zip(&mut cases) {
            *best = best.min(nanoseconds(case, rounds));
        }
    }
    println!("size.person\t{}\tbytes", subject.body.len());
    println!("size.request\t{}\tbytes", subject.request.len());
    for ((name, _), best) in cases.iter().zip(best) {
        println!("{name}\t{best:.1}\tns");
    }
}

/// What is measured, and its name.
type Case<'s> = (&'static str, Box<dyn Fn() + 's>);

fn nanoseconds(case: &dyn Fn(), rounds: usize) -> f64 {
    // Short turns: on a busy machine some of them are undisturbed.
    let iterations = if rounds == 1 { 10 } else { 200 };
    let start = Instant::now();
    for _ in 0..iterations {
        case();
    }
    start.elapsed().as_nanos() as f64 / f64::from(iterations)
}

/// A typical contact and an update of three of its fields.
struct Subject {
    contact: Contact,
    body: String,
    layout: Vec<u8>,
    request: Vec<u8>,
    update: Update,
    checked: Checked,
    typed: Person,
    plain: plain::Person,
    id: ContactId,
}

const FINGERPRINT: Fingerprint = Fingerprint([7; 8]);
const MASK: &str = "names,emailAddresses,phoneNumbers";

impl Subject {
    fn new() -> Self {
        let id = ContactId::new(0x2ee4_20a4_895d_dafe).expect("an id");
        let context = Context {
            id,
            contract: Contract::Documented,
            canonical_phone: &|_| None,
            dialled_forms: &|_| Vec::new(),
        };
        let person: Person = serde_json::from_str(include_str!("contact.json")).expect("a person");
        let contact = create(person, &context).expect("a contact");
        let body = contact.fields.as_json().to_owned();
        let request = include_str!("request.json")
            .replace("$ID", &id.source_id())
            .replace(
                "$ETAG",
                &PersonEtag::new(FieldMask::ALL, &[1, 2, 5, 7], FINGERPRINT).to_string(),
            )
            .replace("$SOURCE", &SourceEtag::new(FINGERPRINT).to_string());
        let person: Person = serde_json::from_str(&request).expect("a person");
        let update = Update {
            id,
            person,
            mask: update_mask(MASK).expect("a mask"),
        };
        Self {
            layout: contact.fields.layout(),
            typed: contact.fields.to_person(),
            plain: serde_json::from_str(&body).expect("a person"),
            checked: check(update.clone(), Contract::Documented).expect("no violation"),
            update,
            request: request.into_bytes(),
            contact,
            body,
            id,
        }
    }

    fn context(&self) -> Context<'static> {
        Context {
            id: self.id,
            contract: Contract::Documented,
            canonical_phone: &|_| None,
            dialled_forms: &|_| Vec::new(),
        }
    }

    fn decoded(&self) -> Person {
        decode::<Person>(&self.request, "person")
            .expect("a person")
            .value
    }

    /// Decode, check, apply, project, encode: what an update costs between socket and store.
    fn pipeline(&self) -> String {
        let update = Update {
            id: self.id,
            person: self.decoded(),
            mask: update_mask(MASK).expect("a mask"),
        };
        let update = check(update, Contract::Documented).expect("no violation");
        update
            .verify(FINGERPRINT, FINGERPRINT)
            .expect("a current etag");
        let current = Contact {
            fields: Fields::from_parts(self.body.clone(), &self.layout).expect("fields"),
            index: self.contact.index.clone(),
        };
        let updated = apply(current, update, &self.context());
        self.show(&updated, FieldMask::ALL)
    }

    fn project(&self, mask: FieldMask) -> String {
        self.show(&self.contact, mask)
    }

    fn show(&self, contact: &Contact, mask: FieldMask) -> String {
        let view = View {
            resource_name: "people/c3378905210093689598",
            fingerprint: FINGERPRINT,
            contact: Some(ContactSource {
                id: self.id,
                kind: ContactKind::Own,
                fields: contact.fields.borrowed(),
                fingerprint: FINGERPRINT,
                update_time: "2026-01-02T03:04:05.678901Z",
                photo_url: "http://127.0.0.1:8710/photos/2ee420a4895ddafe=s100",
                photo_is_default: true,
            }),
            profile: None,
        };
        project(&view, mask, Sources::DEFAULT, Extent::Whole)
    }

    /// The same steps on derived types: decode both, copy the masked fields, fill what is derived,
    /// encode the whole person.
    fn plain_pipeline(&self) -> String {
        let mut request: plain::Person = serde_json::from_slice(&self.request).expect("a person");
        let mut person: plain::Person = serde_json::from_str(&self.body).expect("a person");
        let sources = &request.metadata.as_ref().expect("metadata").sources;
        assert!(sources[0].kind == "CONTACT" && !request.etag.is_empty());
        plain::fill(&mut request, &self.id.source_id());
        person.names = request.names;
        person.email_addresses = request.email_addresses;
        person.phone_numbers = request.phone_numbers;
        person.resource_name = "people/c3378905210093689598".to_owned();
        person.etag = PersonEtag::new(FieldMask::ALL, &[1, 2, 5, 7], FINGERPRINT).to_string();
        person.metadata = Some(plain::metadata(
            &self.id.source_id(),
            &SourceEtag::new(FINGERPRINT).to_string(),
        ));
        person.photos = vec![plain::photo(&self.id.source_id())];
        serde_json::to_string(&person).expect("a person encodes")
    }
}
