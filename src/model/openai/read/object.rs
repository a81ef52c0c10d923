use serde_json::Value as Json;

/// The JSON object in an answer, with or without text around it.
pub fn object_in(text: &str) -> Option<Json> {
    let (start, end) = (text.find('{')?, text.rfind('}')?);
    serde_json::from_str(text.get(start..=end)?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_object_is_found_in_the_text_around_it() {
        assert_eq!(object_in("Sure!\n```json\n{\"a\": {}}\n```"), Some(json!({ "a": {} })));
        for none in ["", "}{", "{ \"a\": ", "[1]"] {
            assert_eq!(object_in(none), None, "{none}");
        }
    }
}
