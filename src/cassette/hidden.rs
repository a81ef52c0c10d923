use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Number, Value as Json};

use crate::request::{MASK, Redactor};

/// Values that are never written down: a name stands for each, and is the value again when an answer
/// is played in a talk that knows one.
///
/// What an API echoes is then leaked, checked and masked in a replay exactly as it was live.
#[derive(Clone, Default)]
pub struct Hidden {
    values: Vec<Value>,
    /// Masks what has no name.
    net: Redactor,
}

#[derive(Clone)]
struct Value {
    name: String,
    text: SecretString,
    redactor: Redactor,
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.values.iter().map(|value| &value.name)).finish()
    }
}

impl Hidden {
    /// Masks, for good, what this redactor knows and no name stands for.
    pub fn set_net(&mut self, net: Redactor) {
        self.net = net;
    }

    /// Hides this text from now on, in every form in which it travels. Another text of the same name
    /// gets a number.
    pub fn add(&mut self, name: &str, text: &SecretString) {
        let mut redactor = Redactor::default();
        redactor.add_secret(text);
        self.number(name, text, redactor);
    }

    /// Hides a password, alone and as the pair of a basic authentication.
    pub fn add_basic(&mut self, name: &str, username: &str, password: &SecretString) {
        self.add(name, password);
        let pair = format!("{username}:{}", password.expose_secret());
        let mut redactor = Redactor::default();
        redactor.add_basic(username, password);
        let name = format!("{name}:basic");
        self.number(&name, &BASE64_STANDARD.encode(pair).into(), redactor);
    }

    /// Hides this text in place of what had the name before.
    pub fn renew(&mut self, name: &str, text: &SecretString) {
        self.values.retain(|known| known.name != name);
        self.add(name, text);
    }

    fn number(&mut self, name: &str, text: &SecretString, redactor: Redactor) {
        let is_known = |known: &Value| known.text.expose_secret() == text.expose_secret();
        // What is too short to be looked for would turn up by chance anywhere.
        let is_short = redactor.text(text.expose_secret()) == text.expose_secret();
        if is_short || self.values.iter().any(is_known) {
            return;
        }
        let numbered = |number: u32| match number {
            1 => name.to_owned(),
            number => format!("{name} {number}"),
        };
        let is_free = |name: &String| self.values.iter().all(|known| known.name != *name);
        let Some(name) = (1..=u32::MAX).map(numbered).find(is_free) else { return };
        // The longest comes first, so that no tail of it is left.
        let length = |value: &Value| value.text.expose_secret().len();
        let value = Value { name, text: text.clone(), redactor };
        let at = self.values.partition_point(|known| length(known) >= length(&value));
        self.values.insert(at, value);
    }

    /// The text with a name in place of each value.
    pub fn hide_text(&self, text: &str) -> String {
        let named = self.values.iter().fold(text.to_owned(), |text, value| value.hide(&text));
        self.net.text(&named).into_owned()
    }

    /// The JSON with a name in place of each value, in keys, texts and numbers.
    pub fn hide(&self, json: &Json) -> Json {
        match json {
            Json::Null | Json::Bool(_) => json.clone(),
            Json::Number(number) => self.hide_number(number),
            Json::String(text) => Json::String(self.hide_text(text)),
            Json::Array(items) => items.iter().map(|item| self.hide(item)).collect(),
            Json::Object(map) => {
                let entries = map.iter().map(|(key, item)| (self.hide_text(key), self.hide(item)));
                Json::Object(entries.collect())
            }
        }
    }

    fn hide_number(&self, number: &Number) -> Json {
        let text = number.to_string();
        let whole = self.values.iter().find(|value| value.text.expose_secret() == text);
        match whole {
            Some(value) => Json::String(number_mark(&value.name)),
            None => self.net.json(&Json::Number(number.clone())),
        }
    }

    /// The text with the values this talk knows in place of their names.
    pub fn reveal_text(&self, text: &str) -> String {
        self.values.iter().fold(text.to_owned(), |text, value| {
            let mark = mark(&value.name);
            if text.contains(&mark) {
                text.replace(&mark, value.text.expose_secret())
            } else {
                text
            }
        })
    }

    /// The JSON with the values this talk knows in place of their names.
    pub fn reveal(&self, json: &Json) -> Json {
        match json {
            Json::Null | Json::Bool(_) | Json::Number(_) => json.clone(),
            Json::String(text) => {
                self.whole_number(text).unwrap_or_else(|| Json::String(self.reveal_text(text)))
            }
            Json::Array(items) => items.iter().map(|item| self.reveal(item)).collect(),
            Json::Object(map) => {
                let entries =
                    map.iter().map(|(key, item)| (self.reveal_text(key), self.reveal(item)));
                Json::Object(entries.collect())
            }
        }
    }

    fn whole_number(&self, text: &str) -> Option<Json> {
        let value = self.values.iter().find(|value| number_mark(&value.name) == text)?;
        let shown = value.text.expose_secret();
        let number = serde_json::from_str::<Number>(shown).ok();
        Some(number.map_or_else(|| Json::from(shown), Json::Number))
    }
}

impl Value {
    fn hide(&self, text: &str) -> String {
        // What was masked before stays masked: only the pieces between are looked through.
        let pieces = text.split(MASK).map(|piece| self.redactor.text(piece));
        let named: Vec<_> = pieces.map(|piece| piece.replace(MASK, &mark(&self.name))).collect();
        named.join(MASK)
    }
}

fn mark(name: &str) -> String {
    format!("‹{name}›")
}

fn number_mark(name: &str) -> String {
    format!("‹{name}:number›")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn knowing(values: &[(&str, &str)]) -> Hidden {
        let mut hidden = Hidden::default();
        for (name, text) in values {
            hidden.add(name, &(*text).into());
        }
        hidden
    }

    #[test]
    fn a_hidden_value_comes_back_in_a_talk_that_knows_it() {
        let hidden = knowing(&[("pin", "7350"), ("secret KEY", "sk-planted-000111")]);
        let body = json!({ "sk-planted-000111": ["your pin is 7350", 7350, 73500, true, null] });
        let written = hidden.hide(&body);
        assert_eq!(
            written,
            json!({ "‹secret KEY›": ["your pin is ‹pin›", "‹pin:number›", 73500, true, null] })
        );
        assert_eq!(hidden.reveal(&written), body);
        let other = knowing(&[("pin", "1111")]).reveal(&written);
        assert_eq!(other["‹secret KEY›"], json!(["your pin is 1111", 1111, 73500, true, null]));
    }

    #[test]
    fn a_value_within_a_longer_one_leaves_no_tail() {
        let hidden = knowing(&[("short", "planted1"), ("long", "planted1-and-more")]);
        assert_eq!(hidden.hide_text("planted1-and-more planted1"), "‹long› ‹short›");
    }

    #[test]
    fn another_value_of_a_name_gets_a_number_and_a_renewed_one_takes_its_place() {
        let mut hidden = knowing(&[("pin", "1111"), ("pin", "7350"), ("pin", "1111")]);
        assert_eq!(hidden.hide_text("1111 7350"), "‹pin› ‹pin 2›");
        assert_eq!(hidden.reveal_text("‹pin› ‹pin 2›"), "1111 7350");
        hidden.renew("now", &"10:00:00".into());
        hidden.renew("now", &"10:00:01".into());
        assert_eq!(hidden.hide_text("10:00:00 10:00:01"), "10:00:00 ‹now›");
    }

    #[test]
    fn a_value_of_a_letter_or_two_is_not_looked_for() {
        let hidden = knowing(&[("pin", "7")]);
        assert_eq!(hidden.hide(&json!(["7", 7])), json!(["7", 7]));
    }

    #[test]
    fn what_has_no_name_is_masked_for_good() {
        let mut net = Redactor::default();
        net.add_secret(&"planted-secret".into());
        let mut hidden = knowing(&[("pin", "7350")]);
        hidden.set_net(net);
        assert_eq!(hidden.hide_text("planted-secret 7350"), "•••• ‹pin›");
    }

    #[test]
    fn every_form_of_a_value_is_hidden_and_masks_stay_masks() {
        let mut hidden = knowing(&[("token", "pl/an ted+käse")]);
        hidden.add_basic("password", "desk", &"planted-password".into());
        assert_eq!(hidden.hide_text("q=pl%2Fan+ted%2Bk%C3%A4se •••• x"), "q=‹token› •••• x");
        assert_eq!(
            hidden.hide_text("Basic ZGVzazpwbGFudGVkLXBhc3N3b3Jk"),
            "Basic ‹password:basic›"
        );
        assert_eq!(
            hidden.reveal_text("Basic ‹password:basic›"),
            "Basic ZGVzazpwbGFudGVkLXBhc3N3b3Jk"
        );
        assert!(!format!("{hidden:?}").contains("ted"));
    }
}
