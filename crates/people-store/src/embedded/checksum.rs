//! What the bytes of a row are known by.
use crc32fast::Hasher;
use rusqlite::Row as SqlRow;

use super::fault::fault;
use crate::StoreError;

/// Where the checksum is among the columns of a statement that reads rows.
const COLUMN: usize = 9;

/// The columns of a row that its checksum is of: all others.
pub(super) struct Columns<'r> {
    pub(super) account: &'r str,
    pub(super) kind: i64,
    pub(super) id: i64,
    pub(super) version: i64,
    pub(super) update_time: i64,
    pub(super) deleted: bool,
    pub(super) sort_keys: [&'r str; 2],
    pub(super) terms: &'r str,
    pub(super) layout: &'r [u8],
    pub(super) body: &'r str,
}

impl<'r> Columns<'r> {
    /// As statements select them; account and kind are those that were asked for.
    pub(super) fn of(account: &'r str, kind: i64, row: &'r SqlRow<'_>) -> Result<Self, StoreError> {
        let text = |column| {
            let value = row.get_ref(column).map_err(fault)?;
            value.as_str().map_err(|error| fault(error.into()))
        };
        let layout = row.get_ref(7).map_err(fault)?;
        Ok(Self {
            account,
            kind,
            id: row.get(0).map_err(fault)?,
            version: row.get(1).map_err(fault)?,
            update_time: row.get(2).map_err(fault)?,
            deleted: row.get(3).map_err(fault)?,
            sort_keys: [text(4)?, text(5)?],
            terms: text(6)?,
            layout: layout.as_blob().map_err(|error| fault(error.into()))?,
            body: text(8)?,
        })
    }

    /// A CRC-32: it finds every change of up to 32 bits in a row, and all but one in four billion of
    /// the others.
    pub(super) fn checksum(&self) -> u32 {
        let [first, last] = self.sort_keys.map(str::as_bytes);
        let account = self.account.as_bytes();
        let parts = [
            account,
            first,
            last,
            self.terms.as_bytes(),
            self.layout,
            self.body.as_bytes(),
        ];
        let numbers = [
            self.kind,
            self.id,
            self.version,
            self.update_time,
            self.deleted.into(),
        ];
        let mut head = [0; (5 + 6) * 8];
        let lengths = parts.iter().map(|part| (part.len() as u64).to_le_bytes());
        let numbers = numbers.iter().map(|number| number.to_le_bytes());
        for (place, bytes) in head.chunks_exact_mut(8).zip(numbers.chain(lengths)) {
            place.copy_from_slice(&bytes);
        }
        let mut hasher = Hasher::new();
        hasher.update(&head);
        for part in parts {
            hasher.update(part);
        }
        hasher.finalize()
    }

    /// Whether the row has the bytes that were written.
    pub(super) fn are_intact(&self, row: &SqlRow<'_>) -> Result<bool, StoreError> {
        let checksum: i64 = row.get(COLUMN).map_err(fault)?;
        Ok(checksum == i64::from(self.checksum()))
    }
}
