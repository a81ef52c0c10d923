use serde_json::Value as Json;

use super::{expect::key, scope::Scope};
use crate::{
    agent::{Action, ActionName, Confirmation, Variable, format::Reader},
    scenario::{Opened, Start},
    value::parse,
    yaml::{Entry, Node},
};

/// The keys of the state that a talk begins in.
pub(super) const KEYS: [&str; 3] = ["succeeded", "saved", "open"];

impl Reader<'_> {
    /// The state that a talk begins in.
    pub(super) fn start(&mut self, node: &Node, scope: &Scope<'_>) -> Start {
        let Some(fields) = self.fields(node, "`start`", &KEYS) else { return Start::default() };
        let mut start = Start::default();
        if let Some(node) = fields.get("succeeded") {
            for name in self.texts(node, "succeeded") {
                start.succeeded.extend(self.action_named(&name, scope).map(|a| a.name.clone()));
            }
        }
        if let Some(node) = fields.get("saved") {
            for entry in self.mapping(node, "`saved`").unwrap_or_default() {
                if let Some(saved) = self.saved(entry, scope) {
                    start.saved.insert(entry.key.text.clone(), saved);
                }
            }
        }
        start.open = fields.get("open").and_then(|node| self.opened(node, scope));
        if let Some(node) = fields.get("open") {
            self.review_open(&start, node, scope);
        }
        start
    }

    /// A saved value, and the action that saves values under this key.
    fn saved(&mut self, entry: &Entry, scope: &Scope<'_>) -> Option<(Json, ActionName)> {
        let keys = scope.agent.actions.iter().flat_map(|action| {
            action.response.save.iter().map(move |rule| (rule.key.as_str(), &action.name))
        });
        let keys: Vec<(&str, &ActionName)> = keys.collect();
        let json = self.json(&entry.value);
        let Some((_, action)) = keys.iter().find(|(known, _)| *known == entry.key.text) else {
            let names: Vec<&str> = keys.iter().map(|(known, _)| *known).collect();
            let unknown = ("unknown-saved-key", "no action saves a value under");
            self.unknown_name(unknown, &key(entry), &names);
            return None;
        };
        Some((json, (*action).clone()))
    }

    /// `Action Name`, or `Action Name: { variable: words }`.
    fn opened(&mut self, node: &Node, scope: &Scope<'_>) -> Option<Opened> {
        let (name, below) = self.named(node, "`open`")?;
        let action: &Action = self.action_named(&name, scope)?;
        let mut opened = Opened { action: action.name.clone(), values: [].into() };
        for entry in below.map(|below| self.below(below, "`open`")).unwrap_or_default() {
            let Some(variable) = self.variable_named(&key(entry), action) else { continue };
            if let Some(words) = self.start_value(&entry.value, variable, scope) {
                opened.values.insert(variable.name.clone(), words);
            }
        }
        Some(opened)
    }

    /// Words that the variable reads as one valid value.
    fn start_value(
        &mut self,
        node: &Node,
        variable: &Variable,
        scope: &Scope<'_>,
    ) -> Option<String> {
        let text = self.text(node)?;
        let reason = match parse(&variable.spec, &text.value, &scope.at) {
            Ok(reading) if reading.alternatives.is_empty() => return Some(text.value),
            Ok(_) => "it can be read in two ways".to_owned(),
            Err(refusal) => refusal.message,
        };
        let message = format!("`{}` does not take this value", variable.name);
        let diagnostic = self
            .error("invalid-start-value", &text.span, message)
            .label(reason)
            .help("write it as a customer would say it, on the day of `now`");
        self.push(diagnostic);
        None
    }

    /// An open action has passed its gate, and something is left to be said.
    fn review_open(&mut self, start: &Start, node: &Node, scope: &Scope<'_>) {
        let Some(open) = &start.open else { return };
        let Some(action) = scope.agent.action(&open.action) else { return };
        let unmet = action.requires.iter().find(|name| !start.succeeded.contains(name));
        if let Some(unmet) = unmet {
            let message = format!("`{}` requires `{unmet}` first", action.name);
            let diagnostic = self
                .warning("start-unmet", &node.span, message)
                .label("no talk comes here without it")
                .help(format!("write `succeeded: [{unmet}]` beside `open`"));
            self.push(diagnostic);
        } else if leaves_nothing(action, open) {
            let message = format!("nothing is left to ask for before `{}` is called", action.name);
            let diagnostic = self
                .error("start-complete", &node.span, message)
                .label("all its values are here")
                .help("leave one value out, and let a turn say it");
            self.push(diagnostic);
        }
    }
}

/// Whether the action would be called before the customer says anything.
fn leaves_nothing(action: &Action, open: &Opened) -> bool {
    let is_said = |variable: &Variable| open.values.contains_key(&variable.name);
    action.confirm == Confirmation::Never
        && !action.variables.iter().any(|variable| match is_said(variable) {
            true => variable.confirm,
            false => variable.is_required() || variable.ask.is_some(),
        })
}
