use std::ops::Range;

use super::limit;
use crate::{
    agent::{
        Action, ActionName, Agent, Variable, VariableName,
        format::{Reader, Spanned},
    },
    diagnostic::{Diagnostic, did_you_mean, nearest},
    value::Reference,
    yaml::Node,
};

/// What the names in a scenario refer to.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The agent that is talked to.
    pub(super) agent: &'a Agent,
    /// The time of the talk.
    pub(super) at: Reference,
}

impl<'a> Scope<'a> {
    /// The variables of all actions, by this name.
    pub(super) fn variables(&self, name: &str) -> Vec<&'a Variable> {
        let all = self.agent.actions.iter().flat_map(|action| &action.variables);
        all.filter(|variable| variable.name.as_str() == name).collect()
    }

    /// The names of all variables, each once.
    pub(super) fn variable_names(&self) -> Vec<&'a str> {
        let mut names = Vec::new();
        for variable in self.agent.actions.iter().flat_map(|action| &action.variables) {
            if !names.contains(&variable.name.as_str()) {
                names.push(variable.name.as_str());
            }
        }
        names
    }
}

impl Reader<'_> {
    /// One of a closed set of words, or a finding that names the nearest.
    pub(super) fn known_word(
        &mut self,
        node: &Node,
        (code, what): (&'static str, &str),
        known: &[&str],
    ) -> Option<String> {
        let text = self.text(node)?;
        if known.contains(&text.value.as_str()) {
            return Some(text.value);
        }
        self.unknown_name((code, what), &text, known);
        None
    }

    /// Reports a name that is none of the known ones.
    pub(super) fn unknown_name(
        &mut self,
        (code, what): (&'static str, &str),
        name: &Spanned<String>,
        known: &[&str],
    ) {
        let diagnostic = self.error(code, &name.span, format!("{what} `{}`", name.value));
        if self.diagnostics.len() > limit::FINDINGS {
            // Nobody will read it; what was meant takes time to find out.
            self.push(diagnostic);
            return;
        }
        let diagnostic = diagnostic.help(did_you_mean(&name.value, known.iter().copied()));
        let near = nearest(&name.value, known.iter().copied());
        self.push(with_name(diagnostic, &name.span, near));
    }

    /// The action of a name.
    pub(super) fn action_named<'a>(
        &mut self,
        name: &Spanned<String>,
        scope: &Scope<'a>,
    ) -> Option<&'a Action> {
        let found = scope.agent.action(&ActionName::new(name.value.as_str()));
        if found.is_none() {
            let names: Vec<&str> =
                scope.agent.actions.iter().map(|action| action.name.as_str()).collect();
            self.unknown_name(("unknown-action", "the agent has no action"), name, &names);
        }
        found
    }

    /// The action that a text names.
    pub(super) fn action_at<'a>(&mut self, node: &Node, scope: &Scope<'a>) -> Option<&'a Action> {
        let name = self.text(node)?;
        self.action_named(&name, scope)
    }

    /// The variable of an action by its name.
    pub(super) fn variable_named<'a>(
        &mut self,
        name: &Spanned<String>,
        action: &'a Action,
    ) -> Option<&'a Variable> {
        let found = action.variable(&VariableName::new(name.value.as_str()));
        if found.is_none() {
            let what = format!("`{}` has no variable", action.name);
            let names: Vec<&str> =
                action.variables.iter().map(|variable| variable.name.as_str()).collect();
            self.unknown_name(("unknown-variable", &what), name, &names);
        }
        found
    }

    /// A variable of any action by its name.
    pub(super) fn any_variable(
        &mut self,
        name: &Spanned<String>,
        scope: &Scope<'_>,
    ) -> Option<VariableName> {
        if scope.variables(&name.value).is_empty() {
            let names = scope.variable_names();
            self.unknown_name(("unknown-variable", "no action has a variable"), name, &names);
            return None;
        }
        Some(VariableName::new(name.value.as_str()))
    }
}

fn with_name(diagnostic: Diagnostic, span: &Range<usize>, near: Option<&str>) -> Diagnostic {
    match near {
        // A name with a colon, a hash or a bracket would need quotes there.
        Some(near) if near.chars().all(|c| c.is_alphanumeric() || " _-".contains(c)) => {
            diagnostic.fix(span.clone(), near)
        }
        _ => diagnostic,
    }
}
