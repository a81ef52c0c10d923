use serde_json::Value as Json;

use super::scope::Scope;
use crate::{
    agent::{Variable, format::Reader},
    api::{self, Matcher},
    value::{DateBound, Spec, Value, VariableType, parse},
    yaml::{Kind, Node},
};

impl Reader<'_> {
    /// What one value must be like.
    pub(super) fn matcher(&mut self, node: &Node) -> Matcher {
        let (matcher, found) = api::parse_matcher(self.source, node);
        self.diagnostics.extend(found);
        matcher
    }

    /// What values must be like, by name.
    pub(super) fn matchers(&mut self, node: &Node, what: &str) -> Vec<(String, Matcher)> {
        let Some(entries) = self.mapping(node, what) else { return Vec::new() };
        entries.iter().map(|entry| (entry.key.text.clone(), self.matcher(&entry.value))).collect()
    }

    /// What a variable's value must be like; a value that it can never have is reported.
    pub(super) fn variable_matcher(
        &mut self,
        node: &Node,
        variables: &[&Variable],
        scope: &Scope<'_>,
    ) -> Matcher {
        let before = self.diagnostics.len();
        let matcher = self.matcher(node);
        if self.diagnostics.len() > before {
            return matcher;
        }
        if let Some((wanted, at)) = literal(&matcher, node) {
            let problems: Option<Vec<Problem>> =
                variables.iter().map(|variable| problem(variable, wanted, scope)).collect();
            // One action that can have it is enough.
            if let Some(first) = problems.and_then(|problems| problems.into_iter().next()) {
                self.never_fits(at, first);
            }
        }
        matcher
    }

    fn never_fits(&mut self, node: &Node, problem: Problem) {
        let diagnostic = match problem {
            Problem::Refused { variable, reason } => self
                .warning(
                    "value-never-fits",
                    &node.span,
                    format!("`{variable}` never has this value"),
                )
                .label(reason)
                .help("write a value that the variable accepts, in the form it is sent"),
            Problem::Written { variable, canonical } => {
                let text = yaml_text(&canonical);
                self.warning(
                    "value-never-fits",
                    &node.span,
                    format!("`{variable}` never has this value"),
                )
                .label("a customer may say it so; it is sent in one form only")
                .help(format!("write {text}"))
                .fix(node.span.clone(), text)
            }
        };
        self.push(diagnostic);
    }
}

/// Why a variable never has a value.
enum Problem {
    /// It does not accept it.
    Refused { variable: String, reason: String },
    /// It reads it as something that is written otherwise.
    Written { variable: String, canonical: Json },
}

/// The value that a matcher names, and where it is written.
fn literal<'m, 'n>(matcher: &'m Matcher, node: &'n Node) -> Option<(&'m Json, &'n Node)> {
    match (matcher, &node.kind) {
        (Matcher::Equals(json), Kind::Scalar(_)) => Some((json, node)),
        (Matcher::Equals(json), Kind::Map(_)) => Some((json, node.get("equals")?)),
        (Matcher::Not(inner), Kind::Map(_)) => literal(inner, node.get("not")?),
        // Of several values no variable is one, whatever they are.
        (Matcher::Items(_) | Matcher::Fields(_), _) => Some((&Json::Null, node)),
        _ => None,
    }
}

/// Why the variable never has this value; `None` when it may.
fn problem(variable: &Variable, wanted: &Json, scope: &Scope<'_>) -> Option<Problem> {
    let name = || variable.name.to_string();
    let text = match wanted {
        Json::String(text) => text.clone(),
        Json::Null | Json::Array(_) | Json::Object(_) => {
            let reason = "it is one value; `absent` says that there is none".to_owned();
            return Some(Problem::Refused { variable: name(), reason });
        }
        other => other.to_string(),
    };
    let spec = lasting(&variable.spec);
    if let Some(reason) = outside_text(&spec, &text) {
        return Some(Problem::Refused { variable: name(), reason });
    }
    if spec.variable_type == VariableType::String {
        return None;
    }
    match parse(&spec, &text, &scope.at) {
        Err(refusal) => Some(Problem::Refused { variable: name(), reason: refusal.message }),
        Ok(reading) => {
            let canonical = reading.value.to_json();
            let is_same = api::equal(wanted, &canonical) || is_day(&reading.value, &text);
            (!is_same).then(|| Problem::Written { variable: name(), canonical })
        }
    }
}

/// Whether the text is the day itself and not words for it.
fn is_day(value: &Value, text: &str) -> bool {
    matches!(value, Value::Date(_)) && value.to_string() == text
}

/// Why a text is outside the pattern or the choices; text without either may be anything.
fn outside_text(spec: &Spec, text: &str) -> Option<String> {
    if let Some(pattern) = spec.pattern.as_ref().filter(|pattern| !pattern.matches(text)) {
        return Some(format!("the pattern {} does not match", pattern.source()));
    }
    if !spec.choices.is_empty() && !spec.choices.iter().any(|choice| choice.value == text) {
        let known: Vec<&str> = spec.choices.iter().map(|choice| choice.value.as_str()).collect();
        return Some(format!("it is one of: {}", known.join(", ")));
    }
    None
}

/// The limits that do not pass with time: a file is not wrong because a day has passed.
fn lasting(spec: &Spec) -> Spec {
    let fixed = |bound: Option<DateBound>| bound.filter(|day| matches!(day, DateBound::Day(_)));
    Spec { earliest: fixed(spec.earliest), latest: fixed(spec.latest), ..spec.clone() }
}

/// A value as it is written in YAML, in quotes where it is text.
fn yaml_text(json: &Json) -> String {
    json.to_string()
}
