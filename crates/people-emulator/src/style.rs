//! How pages look.

/// The style sheet of all pages: those on which users sign in, and those of a console.
///
/// ```
/// assert!(people_emulator::STYLE_SHEET.contains("color-scheme: light dark"));
/// ```
pub const STYLE_SHEET: &str = include_str!("../assets/style.css");
