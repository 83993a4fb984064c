//! How pages look.

/// The style sheet of all pages: the pages where users sign in, and the pages of a console.
///
/// ```
/// assert!(people_emulator::STYLE_SHEET.contains("color-scheme: light dark"));
/// ```
pub const STYLE_SHEET: &str = include_str!("../assets/style.css");
