//! Keep contacts: versioned rows, compare-and-swap, per account.
