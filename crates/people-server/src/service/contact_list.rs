//! Lists of contacts, which are written while they are read.
use std::sync::Arc;

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

/// What a list shows of contacts, and how its reply names it.
pub(super) struct Listed {
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
    listed: Listed,
    reading: Reading,
    /// How many rows are read at once.
    portion: usize,
    /// How many contacts were written.
    contacts: usize,
}

/// A reply with more bytes is sent in pieces. Most replies are whole, so that an error of the store is answered as one.
const WHOLE: usize = 256 << 10;
/// A piece has this many bytes, and at most what one portion of rows adds.
const PIECE: usize = 128 << 10;
/// How many rows of a long page are read at once: as many as a piece has of contacts that are not large.
const PORTION: usize = 32;

impl<S: Store> Service<S> {
    /// A list of contacts, of which no row was read.
    pub(super) async fn list_contacts(
        self: &Arc<Self>,
        account: &Account,
        listing: &Listing<'_>,
        listed: Listed,
    ) -> Result<ContactList<S>, Failure> {
        let reading = self.begin(account, listing).await?;
        Ok(ContactList {
            service: Arc::clone(self),
            account: account.clone(),
            listed,
            portion: match reading.left() <= AT_ONCE {
                true => AT_ONCE,
                false => PORTION,
            },
            reading,
            contacts: 0,
        })
    }
}

impl<S: Store> ContactList<S> {
    /// The reply, in one piece.
    pub(super) async fn whole(self) -> Result<Reply, Failure> {
        let descriptor = self.listed.descriptor;
        let piece = self.piece(usize::MAX).await?;
        Ok(Reply::new(piece.json, descriptor))
    }

    /// The reply, in several pieces if it is long.
    pub(super) async fn answer(self) -> Result<Answer, Failure> {
        let descriptor = self.listed.descriptor;
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
            self.portion(bytes, &mut json).await?;
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
    async fn portion(&mut self, bytes: usize, json: &mut String) -> Result<(), Failure> {
        let Listed {
            kind,
            member,
            read,
            sources,
            ..
        } = self.listed;
        let rows = self
            .service
            .next_rows(&mut self.reading, self.portion)
            .await?;
        let shown = Shown {
            extent: Extent::Listed,
            ..self.service.shown(&self.account, read, sources)
        };
        let start = json.len();
        for (index, row) in rows.iter().enumerate() {
            json.push_str(match self.contacts {
                0 => "{\"",
                _ => ",",
            });
            if self.contacts == 0 {
                json.push_str(member);
                json.push_str("\":[");
            }
            self.contacts += 1;
            match row.deleted {
                true => shown.push_deleted(kind, row, json)?,
                false => shown.push_row(kind, row, json)?,
            }
            if index + 1 == MEASURED.min(rows.len()) {
                // As long as the first ones are on average, and some more.
                let each = (json.len() - start) / (index + 1);
                let more = rows.len() - index + self.reading.left();
                let most = bytes
                    .saturating_sub(json.len())
                    .saturating_add(each * rows.len());
                json.reserve(most.min(each * (more + more / 8 + 2)));
            }
        }
        Ok(())
    }

    /// Adds what comes behind the contacts.
    async fn end(self, json: &mut String) -> Result<(), Failure> {
        json.push_str(match self.contacts {
            0 => "{",
            _ => "]",
        });
        let Ending { tokens, total } = self.service.end(&self.account, self.reading).await?;
        let totals = (total > 0).then(|| (self.listed.totals)(total));
        for (index, member) in tokens.into_iter().chain(totals).enumerate() {
            if index > 0 || self.contacts > 0 {
                json.push(',');
            }
            json.push_str(&member);
        }
        json.push('}');
        Ok(())
    }
}

/// How many contacts show how much memory is reserved for the others of a list.
const MEASURED: usize = 16;
