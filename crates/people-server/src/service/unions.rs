//! One contact of two in one commit, and two of one again (rules `M43`, `M44`). No method of the API comes here.
mod divide;
mod unite;

use base64::{Engine, engine::general_purpose::STANDARD};
use people_model::{Code, ContactId, Fields, Person};
use people_rules::{Contact, Index, Resolution, Violation};
use people_store::{Account, Cursor, Micros, Order, Page, Record, Row, RowKind, Store};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use self::{divide::Divide, unite::Unite};
use super::{People, Service, phones, photos, photos::NewPhoto, portions::List};
use crate::api::Failure;

/// How long a union can be taken back: 30 days.
const KEPT: Micros = 30 * 24 * 60 * 60 * 1_000_000;

/// How many records of unions are read at once.
const RECORDS: usize = 4;

/// One contact that was made of two, and can be two again: see [`People::unite`].
///
/// ```
/// use people_model::Code;
/// use people_rules::Resolution;
/// use people_server::{People, Settings, Union};
/// use people_store::{Account, Memory};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let people = People::open(Memory::new(), Settings::default()).await?;
/// let ada = Account::new("ada")?;
/// let all: Vec<Union> = people.unions(&ada).await.unwrap();
/// assert!(all.is_empty());
///
/// let none = people.divide(&ada, 1, Resolution::Unresolved).await.unwrap_err();
/// assert_eq!(none.status().code(), Some(Code::NotFound));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Union {
    /// Its number, which an undo takes.
    pub id: u64,
    /// The contact that stayed.
    pub kept: ContactId,
    /// The contact that was deleted.
    pub gone: ContactId,
}

/// For commands on a store: no method of the API comes here.
impl<S: Store> People<S> {
    /// Makes one contact of two in one commit: `kept` gets the fields in which it differs from `after`, the photo of
    /// `gone` if it has none, and what the sources of `gone` said. `gone` is deleted. Both are kept for 30 days, for
    /// [`divide`](Self::divide).
    ///
    /// # Errors
    ///
    /// When one of the two has changed since it was read, `after` breaks a rule or is too large, and when the store
    /// fails. Nothing has changed then.
    pub async fn unite(
        &self,
        account: &Account,
        kept: &Person,
        gone: &Person,
        after: &Person,
    ) -> Result<Union, Failure> {
        let service = &self.inner;
        let now = service.facts.settings.clock.now(account);
        let (mut last, mut old, mut cursor) = (0, Vec::new(), None);
        loop {
            let page = service.undo_page(account, cursor).await?;
            for row in page.rows {
                last = last.max(row.id);
                if is_old(&row, now) {
                    old.push((row.id, row.version));
                }
            }
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        let union = Union {
            id: last + 1,
            kept: id(kept)?,
            gone: id(gone)?,
        };
        let row = service
            .store
            .get(account, RowKind::Photo, union.gone.get())
            .await?;
        let photo = row.and_then(|row| photos::bytes(&row.record.body));
        let photo = photo
            .map(|file| NewPhoto::of(&file, &service.facts.settings.sizes).map(|new| (file, new)))
            .transpose()?;
        let mut unite = Unite::new(&union, [kept, gone], after, photo, &service.facts)?;
        unite.forget(old);
        service.write(account, unite).await?;
        Ok(union)
    }

    /// What can be taken back, the oldest first: nothing that is older than 30 days.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn unions(&self, account: &Account) -> Result<Vec<Union>, Failure> {
        let now = self.inner.facts.settings.clock.now(account);
        let (mut unions, mut after) = (Vec::new(), None);
        loop {
            let page = self.inner.undo_page(account, after).await?;
            for row in page.rows.into_iter().filter(|row| !is_old(row, now)) {
                let stored = StoredUnion::of_row(&row)?;
                unions.push(Union {
                    id: row.id,
                    kept: stored.kept()?,
                    gone: stored.gone()?,
                });
            }
            after = page.next;
            if after.is_none() {
                return Ok(unions);
            }
        }
    }

    /// Undoes a union in one commit: it restores the deleted contact under its name, and takes what the union changed
    /// out of the other one. Edits made since stay.
    ///
    /// # Errors
    ///
    /// When there is no such union or it is older than 30 days, and when somebody has changed since what it changed, and `resolve` does not
    /// decide it: [`Resolution::Ours`] takes it back, [`Resolution::Theirs`] leaves it. Nothing has changed then.
    pub async fn divide(
        &self,
        account: &Account,
        id: u64,
        resolve: Resolution,
    ) -> Result<Union, Failure> {
        let now = self.inner.facts.settings.clock.now(account);
        let row = self.inner.store.get(account, RowKind::Undo, id).await?;
        let row = row.filter(|row| !is_old(row, now)).ok_or_else(|| {
            let text = format!("There is no merge {id} to undo.");
            Failure::new(Code::NotFound, text)
        })?;
        let divide = Divide::of(&row, resolve, &self.inner.facts)?;
        let union = divide.union().clone();
        self.inner.write(account, divide).await?;
        Ok(union)
    }
}

impl<S: Store> Service<S> {
    /// Some records of unions, the oldest first: each is as large as two contacts and a photo.
    async fn undo_page(&self, account: &Account, after: Option<Cursor>) -> Result<Page, Failure> {
        let (kind, list) = (RowKind::Undo, List::All(Order::VersionAscending));
        Ok(self.rows(account, kind, list, after, RECORDS).await?)
    }
}

/// Whether it is too late to take back a union. The next union deletes its row.
fn is_old(row: &Row, now: Micros) -> bool {
    row.update_time + KEPT < now
}

/// The contact that a person is.
fn id(person: &Person) -> Result<ContactId, Failure> {
    Ok(ContactId::parse(&person.resource_name).ok_or(Violation::NotFound)?)
}

/// What a row keeps of a union.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct StoredUnion {
    kept: String,
    gone: String,
    /// The contact that stayed, as it was stored before and after.
    before: Box<RawValue>,
    after: Box<RawValue>,
    /// The contact that was deleted.
    body: Box<RawValue>,
    /// Its photo, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    photo: Option<String>,
    /// Whether the contact that stayed got that photo.
    #[serde(default)]
    took_photo: bool,
    /// What its sources had said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gone_sources: Option<Box<RawValue>>,
}

impl StoredUnion {
    fn of_row(row: &Row) -> Result<Self, Failure> {
        serde_json::from_str(&row.record.body)
            .map_err(|error| Failure::internal("read what a merge replaced", &error))
    }

    /// What a store keeps of it: all of it, so that nothing is lost that could not be had back.
    fn record(&self) -> Result<Record, Failure> {
        let body = text(self)?;
        if body.len() > Record::MAX_BODY {
            let (kept, gone) = (&self.kept, &self.gone);
            let (is, most) = (body.len(), Record::MAX_BODY);
            let photo = self.photo.as_ref().map_or(0, String::len);
            let text = format!(
                "{kept} and {gone} cannot be merged: what would undo that has {is} bytes, {photo} of them the photo \
                 of {gone}, and a store keeps {most}."
            );
            return Err(Failure::new(Code::InvalidArgument, text).by_rule("M43"));
        }
        Ok(Record {
            body,
            ..Record::default()
        })
    }

    fn kept(&self) -> Result<ContactId, Failure> {
        Ok(ContactId::parse(&self.kept).ok_or(Violation::NotFound)?)
    }

    fn gone(&self) -> Result<ContactId, Failure> {
        Ok(ContactId::parse(&self.gone).ok_or(Violation::NotFound)?)
    }

    fn set_photo(&mut self, file: &[u8]) {
        self.photo = Some(STANDARD.encode(file));
    }

    fn file(&self) -> Option<Vec<u8>> {
        STANDARD.decode(self.photo.as_ref()?).ok()
    }
}

fn text(stored: &StoredUnion) -> Result<String, Failure> {
    serde_json::to_string(stored)
        .map_err(|error| Failure::internal("write what a merge replaced", &error))
}

fn raw(json: &str) -> Result<Box<RawValue>, Failure> {
    RawValue::from_string(json.to_owned())
        .map_err(|error| Failure::internal("write what a merge replaced", &error))
}

/// The values of a contact that was kept as JSON.
fn fields(json: &RawValue) -> Result<Fields, Failure> {
    Fields::from_json(json.get())
        .map_err(|error| Failure::internal("read what a merge replaced", &error))
}

fn contact(json: &RawValue) -> Result<Contact, Failure> {
    let fields = fields(json)?;
    let index = Index::of(&fields.to_person(), &phones::dialled_forms);
    Ok(Contact { fields, index })
}
