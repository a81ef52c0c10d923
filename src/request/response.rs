use serde_json::Value as Json;

use crate::agent::ResponseRule;

/// The part of an answer that the model and the reply may see.
///
/// Without `keep` it is all of it. A list of objects is cut object by object; of anything that has
/// no fields nothing is kept.
pub fn keep(rule: &ResponseRule, json: &Json) -> Json {
    let Some(fields) = &rule.keep else { return json.clone() };
    match json {
        Json::Object(map) => Json::Object(
            fields
                .iter()
                .filter_map(|field| Some((field.clone(), map.get(field)?.clone())))
                .collect(),
        ),
        Json::Array(items) => Json::Array(items.iter().map(|item| keep(rule, item)).collect()),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Json::Null,
    }
}

/// The values an answer gives to later actions; a path that leads nowhere gives none.
pub fn save(rule: &ResponseRule, json: &Json) -> Vec<(String, Json)> {
    rule.save
        .iter()
        .filter_map(|save| Some((save.key.clone(), walk(json, &save.path)?.clone())))
        .collect()
}

fn walk<'a>(json: &'a Json, path: &[String]) -> Option<&'a Json> {
    path.iter().try_fold(json, |json, step| match json {
        Json::Object(map) => map.get(step),
        Json::Array(items) => items.get(step.parse::<usize>().ok()?),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::SaveRule;
    use serde_json::json;

    fn rule(keep: Option<&[&str]>, save: &[(&str, &[&str])]) -> ResponseRule {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        ResponseRule {
            keep: keep.map(words),
            save: save
                .iter()
                .map(|(key, path)| SaveRule { key: (*key).to_owned(), path: words(path) })
                .collect(),
            schema: None,
        }
    }

    #[test]
    fn only_kept_fields_stay_in_the_order_of_the_rule() {
        let rule = rule(Some(&["eta", "status", "gone"]), &[]);
        let answer = json!({ "status": "shipped", "internal": 1, "eta": null });
        assert_eq!(keep(&rule, &answer).to_string(), r#"{"eta":null,"status":"shipped"}"#);
        assert_eq!(keep(&rule, &json!([{ "eta": 1, "x": 2 }])), json!([{ "eta": 1 }]));
        assert_eq!(keep(&rule, &json!("secret")), json!(null));
    }

    #[test]
    fn values_are_saved_by_their_path() {
        let rule = rule(None, &[("id", &["items", "0", "id"]), ("none", &["items", "9"])]);
        let answer = json!({ "items": [{ "id": 7 }] });
        assert_eq!(save(&rule, &answer), [("id".to_owned(), json!(7))]);
        assert_eq!(keep(&rule, &answer), answer);
    }
}
