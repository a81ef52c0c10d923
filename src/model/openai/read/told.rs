use serde_json::Value as Json;

/// Letters of a word that are compared; endings differ.
const STEM: usize = 4;
/// Shortest word of a value that may stand for it.
const SHORTEST: usize = 3;
/// Numbers that people write as words.
const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

/// Whether a reply names none of an answer's values although there are some that can be told.
pub(super) fn tells_nothing(reply: &str, result: &Json) -> bool {
    let mut values = Vec::new();
    tellable(result, &mut values);
    let said = words(reply);
    !values.is_empty() && !values.iter().any(|value| is_named(value, &said))
}

/// The texts and numbers of an answer that people can be told; a yes or no is told in any words.
fn tellable(json: &Json, values: &mut Vec<String>) {
    match json {
        Json::Null | Json::Bool(_) => {}
        Json::Number(number) => values.push(number.to_string()),
        Json::String(text) => {
            let is_markup = text.contains("://") || text.contains('<') || text.starts_with('{');
            if !is_markup && text.chars().any(char::is_alphanumeric) {
                values.push(text.clone());
            }
        }
        Json::Array(items) => items.iter().for_each(|item| tellable(item, values)),
        Json::Object(fields) => fields.values().for_each(|value| tellable(value, values)),
    }
}

/// Whether some word of the value stands in the reply, or the value's digits do.
fn is_named(value: &str, said: &[String]) -> bool {
    words(value).iter().any(|word| match word.bytes().all(|byte| byte.is_ascii_digit()) {
        true => said.iter().any(|other| other == word || is_number(word, other)),
        false if word.chars().count() < SHORTEST => said.contains(word) && words(value).len() == 1,
        false => said.iter().any(|other| stem(other) == stem(word)),
    })
}

fn is_number(digits: &str, word: &str) -> bool {
    let number = digits.parse::<usize>().ok();
    number.and_then(|number| NUMBERS.get(number)).is_some_and(|name| *name == word)
        || digits.trim_start_matches('0') == word
}

fn stem(word: &str) -> String {
    word.chars().take(STEM).collect()
}

/// Letters and digits apart: "1Z999" is known by each of its parts, "49.00" by its whole euros.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for letter in text.chars().flat_map(char::to_lowercase) {
        let kind = (letter.is_alphabetic(), letter.is_ascii_digit());
        match (kind, words.last_mut()) {
            ((false, false), _) => {}
            (_, Some(word)) if before == Some(kind) => word.push(letter),
            _ => words.push(letter.to_string()),
        }
        before = Some(kind);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_reply_that_names_no_value_tells_nothing() {
        let shipped = json!({ "status": "shipped", "tracking": "1Z999" });
        assert!(tells_nothing("Thank you for your patience!", &shipped));
        assert!(tells_nothing("Good news about your order.", &shipped));
        for told in ["It ships today", "Tracking 1Z999", "Your order has been shipped."] {
            assert!(!tells_nothing(told, &shipped), "{told}");
        }
    }

    #[test]
    fn days_and_numbers_may_be_told_in_words() {
        assert!(!tells_nothing("It comes on the 5th of March.", &json!({ "eta": "2026-03-05" })));
        assert!(!tells_nothing("We have three left.", &json!({ "stock": 3 })));
        assert!(!tells_nothing("It costs 49 euros.", &json!({ "price": 49.0 })));
        assert!(tells_nothing("It comes soon.", &json!({ "eta": "2026-03-05" })));
    }

    #[test]
    fn where_nothing_can_be_told_nothing_must_be() {
        for empty in [json!({}), json!(null), json!({ "ok": true }), json!({ "url": "https://a" })]
        {
            assert!(!tells_nothing("All right.", &empty), "{empty}");
        }
    }
}
