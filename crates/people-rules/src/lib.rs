//! What an update of a contact means: check, apply, derive, project. Pure.
