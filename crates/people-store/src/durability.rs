/// What a commit that was answered survives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // a promise is kept or it is not
pub enum Durability {
    /// A power failure: it was synced to the disk.
    #[default]
    Full,
    /// A commit survives every end of the process. A power failure or a crash of the system loses the commits of the
    /// last seconds. The other commits are complete and in order. But the store then reuses versions that clients have
    /// seen. For emulators.
    Relaxed,
}
