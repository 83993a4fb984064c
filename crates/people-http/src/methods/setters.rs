//! The setters that several requests have.

/// Adds setters to a request, each by the member that it sets.
macro_rules! setters {
    ($request:ident: $($setter:ident),+) => {
        impl $request {
            $(setters!(@ $setter);)+
        }
    };
    (@ returning) => {
        /// Limits what is returned to the `read` fields, and to values of `sources`.
        #[must_use]
        pub fn returning(
            self,
            read: people_model::FieldMask,
            sources: people_rules::Sources,
        ) -> Self {
            Self {
                read,
                sources,
                ..self
            }
        }
    };
    (@ sources) => {
        /// Limits what is returned to values of these sources.
        #[must_use]
        pub fn sources(mut self, sources: people_rules::Sources) -> Self {
            self.sources = sources;
            self
        }
    };
    (@ page_size) => {
        /// Sets how many entries a page holds.
        #[must_use]
        pub fn page_size(mut self, page_size: i32) -> Self {
            self.page_size = page_size;
            self
        }
    };
    (@ page_token) => {
        /// Sets which page is read: the token comes with the page before it.
        #[must_use]
        pub fn page_token(mut self, page_token: impl Into<String>) -> Self {
            self.page_token = page_token.into();
            self
        }
    };
    (@ request_sync_token) => {
        /// Sets whether the last page brings a token for the changes after it.
        #[must_use]
        pub fn request_sync_token(mut self, request_sync_token: bool) -> Self {
            self.request_sync_token = request_sync_token;
            self
        }
    };
    (@ sync_token) => {
        /// Reads what changed since the token was given, and nothing else.
        #[must_use]
        pub fn sync_token(mut self, sync_token: impl Into<String>) -> Self {
            self.sync_token = sync_token.into();
            self
        }
    };
}

pub(super) use setters;
