use people_model::Method;

/// What a request called, for the log and for metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Called {
    /// Nothing that exists.
    Nothing,
    /// A batch. Each call in it counts by itself too.
    Batch,
    Method(Method),
}

impl Called {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Batch => "batch",
            Self::Method(method) => method.id(),
        }
    }
}
