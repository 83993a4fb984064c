use std::{collections::BTreeMap, str::FromStr};

use people_model::{Descriptor, ValueKind};

/// What `fields` keeps of a reply: a partial response.
///
/// The grammar is that of the API's partial responses: names separated by commas. `a/b` or `a.b` is a member of a
/// member, `a(b,c)` are several of them, and `*` is any name. A list is looked through: `connections(names)` selects
/// within each entry.
///
/// [`rewrite`](crate::rewrite) writes what it keeps.
///
/// ```
/// use people_http::Selector;
/// use people_model::{ListConnectionsResponse, Message};
///
/// let selector: Selector = "nextPageToken,connections(resourceName,names/givenName)".parse()?;
/// assert!(selector.resolve(ListConnectionsResponse::DESCRIPTOR).is_ok());
/// assert!("connections(".parse::<Selector>().is_err());
/// # Ok::<(), people_http::InvalidSelector>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector(Node);

impl Selector {
    /// Checks every name against the members of a reply, and translates snake_case names.
    ///
    /// # Errors
    ///
    /// When a message has no member of this name.
    pub fn resolve(self, descriptor: &'static Descriptor) -> Result<Self, InvalidSelector> {
        self.0.resolve(descriptor).map(Self)
    }

    pub(crate) fn root(&self) -> &Node {
        &self.0
    }
}

impl FromStr for Selector {
    type Err = InvalidSelector;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parser = Parser { rest: text };
        let mut root = Node::default();
        parser.selection(&mut root, 0)?;
        if parser.rest.is_empty() {
            Ok(Self(root))
        } else {
            Err(InvalidSelector(()))
        }
    }
}

/// The parameter `fields` is not a selection, or selects what the reply cannot have.
///
/// `Display` is the message the API sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Request contains an invalid argument.")]
pub struct InvalidSelector(());

/// What is selected at one level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Node {
    members: BTreeMap<String, Node>,
    /// Selected as a whole, so that `a,a/b` is all of `a`.
    pub(crate) whole: bool,
}

impl Node {
    /// What is selected of the member of that name.
    pub(crate) fn of_member(&self, name: &str) -> impl Iterator<Item = &Self> {
        [self.members.get(name), self.members.get("*")]
            .into_iter()
            .flatten()
    }

    fn resolve(self, descriptor: &'static Descriptor) -> Result<Self, InvalidSelector> {
        let mut resolved = Self {
            members: BTreeMap::new(),
            whole: self.whole,
        };
        for (name, node) in self.members {
            if name == "*" {
                // Any member, so nothing to look the rest up in.
                resolved.merge("*", node);
                continue;
            }
            let member = descriptor.member(&name).ok_or(InvalidSelector(()))?;
            resolved.merge(member.json, node.resolve_kind(member.kind)?);
        }
        Ok(resolved)
    }

    fn resolve_kind(self, kind: ValueKind) -> Result<Self, InvalidSelector> {
        if self.members.is_empty() {
            return Ok(self);
        }
        match kind {
            ValueKind::Message(message) => self.resolve(message),
            ValueKind::Map(message) => {
                let mut resolved = Self {
                    members: BTreeMap::new(),
                    whole: self.whole,
                };
                for (key, node) in self.members {
                    resolved.merge(&key, node.resolve_kind(ValueKind::Message(message))?);
                }
                Ok(resolved)
            }
            ValueKind::Struct => Ok(self),
            _ => Err(InvalidSelector(())),
        }
    }

    fn merge(&mut self, name: &str, other: Self) {
        let into = self.members.entry(name.to_owned()).or_default();
        into.whole |= other.whole;
        for (name, node) in other.members {
            into.merge(&name, node);
        }
    }
}

struct Parser<'t> {
    rest: &'t str,
}

/// Deeper than any reply, and shallow enough for any stack.
const MAX_DEPTH: usize = 32;

impl<'t> Parser<'t> {
    fn selection(&mut self, into: &mut Node, depth: usize) -> Result<(), InvalidSelector> {
        self.item(into, depth)?;
        while self.take(',') {
            self.item(into, depth)?;
        }
        Ok(())
    }

    fn item(&mut self, into: &mut Node, depth: usize) -> Result<(), InvalidSelector> {
        if depth == MAX_DEPTH {
            return Err(InvalidSelector(()));
        }
        let member = into.members.entry(self.name()?.to_owned()).or_default();
        if self.take('/') || self.take('.') {
            self.item(member, depth + 1)
        } else if self.take('(') {
            self.selection(member, depth + 1)?;
            if self.take(')') {
                Ok(())
            } else {
                Err(InvalidSelector(()))
            }
        } else {
            member.whole = true;
            Ok(())
        }
    }

    fn name(&mut self) -> Result<&'t str, InvalidSelector> {
        let end = self
            .rest
            .find(|c: char| {
                !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '@' | '$' | '*'))
            })
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() || (name.contains('*') && name != "*") {
            return Err(InvalidSelector(()));
        }
        self.rest = rest;
        Ok(name)
    }

    fn take(&mut self, expected: char) -> bool {
        match self.rest.strip_prefix(expected) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}
