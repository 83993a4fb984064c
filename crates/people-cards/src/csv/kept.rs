//! The cells of a row that have no place in a person, as lines of a card. So they are stored and written like the rest
//! of a card.

use super::ReadRow;
use crate::{
    draft::{Content, Draft},
    lex::Cards,
    line::Line,
    rest::Rest,
    version::Version,
};

/// The property of a cell that has no place in a person: the column, and the cell.
const CELL: &str = "X-PEOPLE-CELL";

/// The column of Google's tables that has the address of a photo.
const PHOTO: &str = "Photo";

impl ReadRow {
    /// What the row says and the person does not, as lines of a card: `X-PEOPLE-CELL` for each cell, `PHOTO` for the
    /// address of a photo, and `CATEGORIES` for groups that the account does not have. None if the person says all.
    ///
    /// ```
    /// use people_cards::{Flavour, Groups, Table, Version, from_person};
    ///
    /// let table = Table::read(b"First Name,Labels,Locker\nAda,,\"B;7\"\n", None)?;
    /// let row = table.rows()[0].to_person(&Groups::new());
    /// let rest = row.rest().ok_or("a rest").unwrap();
    /// assert_eq!(rest.cells().collect::<Vec<_>>(), [("Locker".to_owned(), "B;7".to_owned())]);
    ///
    /// let card = from_person(&row.person, Some(&rest), Version::V4, Flavour::Rfc, &Groups::new());
    /// assert!(card.property("X-PEOPLE-CELL").is_some());
    /// # Ok::<(), people_cards::TableError>(())
    /// ```
    #[must_use]
    pub fn rest(&self) -> Option<Rest> {
        let groups = (!self.groups.is_empty()).then(|| {
            let names = Content::List(self.groups.clone());
            Draft::new("CATEGORIES", names)
        });
        let cells = self
            .unmapped
            .iter()
            .map(|(column, cell)| match column.as_str() {
                PHOTO if is_address(cell) => Draft::new("PHOTO", Content::Uri(cell.clone())),
                _ => Draft::new(CELL, Content::Parts(vec![column.clone(), cell.clone()])),
            });
        let lines: Vec<Draft> = groups.into_iter().chain(cells).collect();
        if lines.is_empty() {
            return None;
        }
        let mut text = b"BEGIN:VCARD\r\nVERSION:4.0\r\n".to_vec();
        for line in lines {
            text.extend(line.print(Version::V4, "\r\n"));
        }
        text.extend_from_slice(b"END:VCARD\r\n");
        Cards::new(&text).next()?.ok().map(Rest::new)
    }
}

fn is_address(text: &str) -> bool {
    let schemes = ["https://", "http://"];
    schemes.iter().any(|scheme| text.starts_with(scheme))
}

impl Rest {
    /// The cells of a table that have no place in a person, with their columns.
    pub fn cells(&self) -> impl Iterator<Item = (String, String)> {
        let lines = self.card().lines().iter();
        let cells = lines.filter(|line| line.is_named(CELL));
        cells.map(|line| {
            let mut parts = line.structured().into_iter().map(|list| list.join(","));
            let column = parts.next().unwrap_or_default();
            (column, parts.collect::<Vec<_>>().join(";"))
        })
    }

    /// All cells that a table can have again: with the address of a photo.
    pub(super) fn kept_cells(&self) -> impl Iterator<Item = (String, String)> {
        let lines = self.card().lines().iter();
        let photos = lines.filter(|line| line.is_named("PHOTO")).map(Line::text);
        let mut addresses = photos.filter(|text| is_address(text));
        let photo = addresses.next().map(|address| (PHOTO.to_owned(), address));
        self.cells().chain(photo)
    }
}
