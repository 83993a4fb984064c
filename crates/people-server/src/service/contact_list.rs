//! Lists of contacts, which are written while they are read.
use std::{collections::HashSet, sync::Arc};

use people_model::{Descriptor, FieldMask};
use people_rules::{ContactKind, Extent, Sources};
use people_store::{Account, Store};

use super::{
    Service,
    lists::{Ending, Listing, Reading},
    rows::AT_ONCE,
    shown::Shown,
};
use crate::api::{Answer, Failure, Piece, Reply, Rest};

/// What the reply to a list has: what it shows of contacts, and how it names them.
pub(super) struct Layout {
    pub(super) kind: ContactKind,
    /// The member with the contacts.
    pub(super) member: &'static str,
    /// The members that say how many there are in all.
    pub(super) totals: fn(u64) -> String,
    /// Of the reply.
    pub(super) descriptor: &'static Descriptor,
    pub(super) read: FieldMask,
    pub(super) sources: Sources,
}

/// A list of contacts of which a part was read and written.
pub(super) struct ContactList<S> {
    service: Arc<Service<S>>,
    account: Account,
    layout: Layout,
    reading: Reading,
    rows_at_once: usize,
    /// The contacts that were written, by their ids. One that changes meanwhile may come once more, from another place
    /// of the order.
    written: HashSet<u64>,
}

/// A reply with more bytes is sent in pieces. Most replies are whole, so that an error of the store is answered as one.
const WHOLE: usize = 128 << 10;
/// A piece ends after the rows with which it has this many bytes.
const PIECE: usize = 64 << 10;
/// How many rows of a long page are read at once: as many as a piece has of contacts that are not small.
const FEW: usize = 32;

impl<S: Store> Service<S> {
    /// A list of contacts, of which no row was read.
    pub(super) async fn list_contacts(
        self: &Arc<Self>,
        account: &Account,
        listing: &Listing<'_>,
        layout: Layout,
    ) -> Result<ContactList<S>, Failure> {
        let reading = self.begin(account, listing).await?;
        Ok(ContactList {
            service: Arc::clone(self),
            account: account.clone(),
            layout,
            rows_at_once: match reading.most() <= AT_ONCE {
                true => AT_ONCE,
                false => FEW,
            },
            reading,
            written: HashSet::new(),
        })
    }
}

impl<S: Store> ContactList<S> {
    /// The reply, in one piece.
    pub(super) async fn whole(self) -> Result<Reply, Failure> {
        let descriptor = self.layout.descriptor;
        let piece = self.piece(usize::MAX).await?;
        Ok(Reply::new(piece.json, descriptor))
    }

    /// The reply, in several pieces if it is long.
    pub(super) async fn answer(self) -> Result<Answer, Failure> {
        let descriptor = self.layout.descriptor;
        let Piece { json, rest } = self.piece(WHOLE).await?;
        let begun = Reply::new(json, descriptor);
        Ok(match rest {
            Some(rest) => Answer::Begun { begun, rest },
            None => Answer::Whole(begun),
        })
    }

    /// Reads and writes contacts until they have this many bytes, or there are no more.
    async fn piece(mut self, bytes: usize) -> Result<Piece, Failure> {
        let mut json = String::new();
        while !self.reading.is_over() {
            if json.len() >= bytes {
                let (json, rest) = (json.into_bytes(), Some(self.rest()));
                return Ok(Piece { json, rest });
            }
            self.add_portion(&mut json).await?;
        }
        let rest = None;
        self.end(&mut json).await?;
        let json = json.into_bytes();
        Ok(Piece { json, rest })
    }

    fn rest(self) -> Rest {
        Rest::new(self.piece(PIECE))
    }

    /// Adds some contacts.
    async fn add_portion(&mut self, json: &mut String) -> Result<(), Failure> {
        let Layout {
            kind,
            member,
            read,
            sources,
            ..
        } = self.layout;
        let rows = self
            .service
            .next_rows(&mut self.reading, self.rows_at_once)
            .await?;
        let shown = Shown {
            extent: Extent::Listed,
            ..self.service.shown(&self.account, read, sources)
        };
        let start = json.len();
        for (index, row) in rows.iter().enumerate() {
            let is_first = self.written.is_empty();
            if !self.written.insert(row.id) {
                continue;
            }
            json.push_str(if is_first { "{\"" } else { "," });
            if is_first {
                json.push_str(member);
                json.push_str("\":[");
            }
            match row.deleted {
                true => shown.push_deleted(kind, row, json)?,
                false => shown.push_row(kind, row, json)?,
            }
            if index + 1 == MEASURED {
                // As long as the first ones are on average, and some more.
                let (rest, each) = (&rows[MEASURED..], (json.len() - start) / MEASURED);
                let most: usize = rest.iter().map(|row| row.record.body.len() + BESIDE).sum();
                json.reserve(most.min(each * (rest.len() + rest.len() / 8 + 2)));
            }
        }
        Ok(())
    }

    /// Adds what comes behind the contacts.
    async fn end(self, json: &mut String) -> Result<(), Failure> {
        let is_empty = self.written.is_empty();
        json.push_str(if is_empty { "{" } else { "]" });
        let Ending { tokens, total } = self.service.end(&self.account, self.reading).await?;
        let totals = (total > 0).then(|| (self.layout.totals)(total));
        for (index, member) in tokens.into_iter().chain(totals).enumerate() {
            if index > 0 || !is_empty {
                json.push(',');
            }
            json.push_str(&member);
        }
        json.push('}');
        Ok(())
    }
}

/// How many contacts show how much memory is reserved for the others that were read with them.
const MEASURED: usize = 16;
/// About how many bytes a contact shows that are not in its body.
const BESIDE: usize = 640;
