//! Which entries are about a resource.
use memchr::memmem::Finder;

use super::{Body, Entry};

/// The name of a resource, such as `people/c17`, to look for.
#[derive(Debug)]
pub(crate) struct Resource<'n> {
    finder: Finder<'n>,
    length: usize,
}

impl<'n> Resource<'n> {
    pub(crate) fn new(name: &'n str) -> Self {
        Self {
            finder: Finder::new(name),
            length: name.len(),
        }
    }

    /// Whether an entry names the resource in its address or in the body of its request.
    pub(crate) fn is_in(&self, entry: &Entry) -> bool {
        let body = match &entry.request.body {
            Body::Kept(body) => &body[..],
            Body::LeftOut => &[],
        };
        self.is_named(entry.address.as_bytes()) || self.is_named(body)
    }

    /// `people/c17` is not in `people/c170`.
    fn is_named(&self, text: &[u8]) -> bool {
        self.finder.find_iter(text).any(|at| {
            let next = text.get(at + self.length);
            next.is_none_or(|next| !next.is_ascii_alphanumeric())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_not_part_of_a_longer_one() {
        let resource = Resource::new("people/c17");
        assert!(resource.is_named(b"/v1/people/c17?personFields=names"));
        assert!(resource.is_named(b"{\"resourceName\":\"people/c17\"}"));
        assert!(resource.is_named(b"people/c170 people/c17"));
        assert!(!resource.is_named(b"/v1/people/c170"));
        assert!(!resource.is_named(b"/v1/people/c1"));
    }
}
