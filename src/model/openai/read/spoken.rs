use serde_json::Value as Json;

use super::object_in;
use crate::model::Spoken;

/// Longest utterance of a customer that is taken.
const LONGEST: usize = 2_000;

/// What a model that plays a customer says: its form of answer, or plain words.
pub fn spoken(text: &str) -> Option<Spoken> {
    let words = |text: &str| {
        let text = text.trim();
        let is_taken = !text.is_empty() && text.chars().count() <= LONGEST;
        is_taken.then(|| Spoken::Says(text.to_owned()))
    };
    let Some(object) = object_in(text).filter(Json::is_object) else {
        // What looks like the form and is none says nothing.
        return if text.contains('{') { None } else { words(text) };
    };
    match object.get("say").and_then(Json::as_str).and_then(words) {
        Some(says) => Some(says),
        None => (object.get("end") == Some(&Json::Bool(true))).then_some(Spoken::Ends),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_ends_are_read_and_nothing_else() {
        let says = |text: &str| Some(Spoken::Says(text.to_owned()));
        assert_eq!(spoken("{\"say\": \" Where is it? \"}"), says("Where is it?"));
        assert_eq!(spoken("```json\n{\"end\": true}\n```"), Some(Spoken::Ends));
        assert_eq!(spoken("{\"say\": \"Bye.\", \"end\": true}"), says("Bye."));
        assert_eq!(spoken("Where is it?"), says("Where is it?"));
        let long = "x".repeat(2_001);
        for none in ["", " ", "{\"say\": 7}", "{\"say\": \"cut o", "{\"end\": \"yes\"}", &long] {
            assert_eq!(spoken(none), None, "{none}");
        }
    }
}
