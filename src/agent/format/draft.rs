use std::ops::Range;

use super::place::Placeholder;
use crate::agent::{Action, ActionName, Method, SaveRule, Variable, VariableName};

/// A value and where it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Bytes of the file.
    pub span: Range<usize>,
}

/// What could be read of an action, with the places that checks point at.
pub struct ActionDraft {
    /// Its name.
    pub name: Option<Spanned<ActionName>>,
    /// Its description.
    pub description: Option<Spanned<String>>,
    /// Its method.
    pub method: Option<Spanned<Method>>,
    /// Whether `confirm` is written at all.
    pub says_confirm: bool,
    /// What must have succeeded before.
    pub requires: Vec<Spanned<ActionName>>,
    /// The placeholders of its request.
    pub placeholders: Vec<Placeholder>,
    /// What it saves.
    pub saves: Vec<Spanned<SaveRule>>,
    /// Its variables.
    pub variables: Vec<VariableDraft>,
    /// The action, when all of it could be read.
    pub action: Option<Action>,
}

/// What could be read of a variable.
pub struct VariableDraft {
    /// Its name.
    pub name: Spanned<VariableName>,
    /// Whether its type could be read; its name counts as known anyhow.
    pub variable: Option<Variable>,
}
