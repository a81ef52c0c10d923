use crate::{
    agent::{ActionName, Agent, Variable, VariableName},
    value::Value,
};

/// Longest piece of foreign text that is read out, in characters.
const LONGEST_TEXT: usize = 200;

/// Text from outside as it may stand in a reply: one line, no control characters, bounded.
pub fn plain_text(text: &str) -> String {
    let visible = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let visible: String = visible.filter(|c| !is_hidden(*c)).collect();
    let mut words =
        visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = words.char_indices().nth(LONGEST_TEXT) {
        words.truncate(cut);
        words.push('…');
    }
    words
}

/// Control characters, and marks that turn the direction of writing (Unicode TR 36).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A value as it is said to a customer.
pub fn spoken_value(value: &Value) -> String {
    match value {
        Value::Date(day) => day.format("%A, %-d %B %Y").to_string(),
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
        Value::String(text) => plain_text(text),
        Value::Integer(_) | Value::Float(_) | Value::Email(_) | Value::Phone(_) => {
            value.to_string()
        }
    }
}

/// A variable's name as it is said: the label of its spec, or its name in words.
pub fn variable_label(agent: &Agent, action: &ActionName, variable: &VariableName) -> String {
    let declared = agent.action(action).and_then(|action| action.variable(variable));
    match declared {
        Some(declared) => label(declared),
        None => variable.in_words(),
    }
}

pub(super) fn label(variable: &Variable) -> String {
    let words = match variable.spec.label.is_empty() {
        true => variable.name.in_words(),
        false => variable.spec.label.clone(),
    };
    words.split(' ').map(acronym).collect::<Vec<_>>().join(" ")
}

/// Short words that are spelled in capitals.
pub(super) fn acronym(word: &str) -> String {
    match word.to_lowercase().as_str() {
        "pin" | "id" | "sku" | "eta" | "url" | "vat" | "iban" | "zip" | "sms" | "uuid" => {
            word.to_uppercase()
        }
        _ => word.to_owned(),
    }
}

/// "a, b or c".
pub fn list_or(items: &[String]) -> String {
    list(items, "or")
}

pub(super) fn list_and(items: &[String]) -> String {
    list(items, "and")
}

fn list(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// An action as a thing to do: "look up the order status".
pub(super) fn deed(name: &ActionName) -> String {
    name.as_str().replace(['_', '-'], " ").to_lowercase()
}

/// The first letter as a capital.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_loses_control_characters_and_turns_of_direction() {
        assert_eq!(plain_text("a\u{1b}[31mred\u{202e} b\n\tc"), "a[31mred b c");
    }

    #[test]
    fn foreign_text_is_bounded() {
        assert_eq!(plain_text(&"ä".repeat(1000)).chars().count(), LONGEST_TEXT + 1);
    }

    #[test]
    fn a_list_ends_in_its_word() {
        assert_eq!(list_or(&["a".into(), "b".into(), "c".into()]), "a, b or c");
    }
}
