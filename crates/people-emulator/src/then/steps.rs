//! Edits as a command line writes them (rule `X8`).
use std::{fmt, sync::Arc};

use people_rules::Edit;
use serde_json::Value;

use crate::members::Members;

/// What knows the steps of an edit as a command line writes them, such as `set` with `names.familyName=Byron`.
///
/// An emulator without a grammar takes an edit only as a person and a mask: see
/// [`Options::grammar`](crate::Options::grammar).
///
/// ```
/// use people_emulator::{EditGrammar, EditStep, Rules};
/// use people_model::Nickname;
///
/// /// Knows one step: `add` with a nickname.
/// #[derive(Debug)]
/// struct Nicknames;
///
/// impl EditGrammar for Nicknames {
///     fn read(&self, flag: &str, text: &str) -> Result<EditStep, String> {
///         match flag {
///             "add" => {
///                 let nickname = Nickname::new().value(text);
///                 Ok(EditStep::new(move |edit| {
///                     edit.add(nickname.clone());
///                     Ok(())
///                 }))
///             }
///             _ => Err("only `add` is known".to_owned()),
///         }
///     }
/// }
///
/// let rule = r#"{"then": {"edit": {"resourceName": "people/c17", "add": "Countess"}}}"#;
/// assert_eq!(Rules::from_json_with(rule, &Nicknames)?.len(), 1);
/// # Ok::<(), people_emulator::InvalidRules>(())
/// ```
pub trait EditGrammar: fmt::Debug + Send + Sync {
    /// The step of this flag, which is `clear`, `remove`, `set` or `add`, with this text.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    fn read(&self, flag: &str, text: &str) -> Result<EditStep, String>;
}

/// A step of an edit: see [`EditGrammar`].
#[derive(Clone)]
pub struct EditStep(Arc<Apply>);

type Apply = dyn Fn(&mut Edit) -> Result<(), String> + Send + Sync;

impl EditStep {
    /// A step that does this to a contact that was read.
    pub fn new(apply: impl Fn(&mut Edit) -> Result<(), String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(apply))
    }

    /// Does it.
    ///
    /// # Errors
    ///
    /// Why it cannot be done to this contact.
    ///
    /// ```
    /// use people_emulator::EditStep;
    /// use people_rules::Edit;
    ///
    /// let nothing = EditStep::new(|_| Ok(()));
    /// assert!(nothing.apply(&mut Edit::default()).is_ok());
    /// ```
    pub fn apply(&self, edit: &mut Edit) -> Result<(), String> {
        (self.0)(edit)
    }
}

impl fmt::Debug for EditStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EditStep(…)")
    }
}

/// The steps of an edit, in their order.
#[derive(Clone, Debug)]
pub(crate) struct Steps(Vec<EditStep>);

/// The flags of `people edit`, in the order in which steps of an edit are made.
const FLAGS: [&str; 4] = ["clear", "remove", "set", "add"];

impl Steps {
    /// Reads the steps among the members of an edit: each is a text, or a list of texts.
    pub(super) fn read(
        members: &mut Members,
        grammar: Option<&dyn EditGrammar>,
    ) -> Result<Option<Self>, String> {
        let mut steps = Vec::new();
        for flag in FLAGS {
            let texts = match members.take(flag) {
                None => continue,
                Some(Value::Array(texts)) => texts,
                Some(text) => vec![text],
            };
            let grammar =
                grammar.ok_or("this emulator takes an edit only as `person` and `mask`")?;
            for text in texts {
                let Value::String(text) = text else {
                    return Err(format!(
                        "`{flag}` is a text or a list of texts, and not `{text}`"
                    ));
                };
                let step = grammar.read(flag, &text);
                steps.push(step.map_err(|why| format!("`{flag}`: {why}"))?);
            }
        }
        Ok((!steps.is_empty()).then_some(Self(steps)))
    }

    pub(crate) fn apply(&self, edit: &mut Edit) -> Result<(), String> {
        self.0.iter().try_for_each(|step| step.apply(edit))
    }
}
