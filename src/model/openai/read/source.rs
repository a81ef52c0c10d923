use serde_json::Value as Json;

use super::{Checked, figure::Figures};

impl Checked<'_> {
    /// The numbers, codes and days that a reply may name.
    pub(super) fn figures(&self) -> Figures {
        let mut figures = Figures::default();
        figures.learn(&self.sources());
        figures
    }

    /// All that a reply may draw on.
    fn sources(&self) -> String {
        let mut text = without_conditions(&self.agent.prompt.text);
        let mut add = |more: &str| {
            text.push('\n');
            text.push_str(more);
        };
        add(self.utterance);
        add(self.said.say);
        add(&self.agent.greeting);
        for exchange in &self.state.exchanges {
            add(exchange.user.as_deref().unwrap_or_default());
            add(&exchange.reply);
        }
        let last = self.state.last.iter().map(|last| &last.frame);
        for frame in self.state.frames.iter().chain(last) {
            for name in frame.slots.keys() {
                if let Some(held) = frame.value(name) {
                    add(&held.value.to_string());
                }
            }
        }
        for result in self.results() {
            let mut said = String::new();
            leaves(result, &mut said);
            add(&said);
        }
        text
    }
}

/// The prompt without the status codes that its error lines begin with: they are no figures to tell.
fn without_conditions(prompt: &str) -> String {
    let is_condition = |text: &str| {
        text.starts_with(['-', '*', '+', '|'])
            && text.split(|c: char| !c.is_alphanumeric()).any(|word| {
                word.len() == 3
                    && word.starts_with(['4', '5'])
                    && word[1..].bytes().all(|b| b.is_ascii_digit() || b == b'x')
            })
    };
    let lines = prompt.lines().map(|line| match line.split_once([':', '"', '\u{201c}']) {
        Some((condition, rest)) if is_condition(condition.trim_start()) => rest,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The scalars of an answer, a line each.
pub(super) fn leaves(json: &Json, text: &mut String) {
    match json {
        Json::Null => {}
        Json::Bool(_) | Json::Number(_) => {
            text.push_str(&json.to_string());
            text.push('\n');
        }
        Json::String(said) => {
            text.push_str(said);
            text.push('\n');
        }
        Json::Array(items) => items.iter().for_each(|item| leaves(item, text)),
        Json::Object(fields) => fields.values().for_each(|value| leaves(value, text)),
    }
}
