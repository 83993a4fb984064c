/// What a commit that was answered survives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // a promise is kept or it is not
pub enum Durability {
    /// A power failure: it was synced to the disk.
    #[default]
    Full,
    /// The end of the process, in whatever way. A power failure or a crash of the system takes the
    /// last commits with it, some seconds of them; what is left is whole and in order, but versions
    /// that clients have seen are then given again. For emulators.
    Relaxed,
}
