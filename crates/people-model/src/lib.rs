//! Wire types for contacts, as the Google People API spells them.
