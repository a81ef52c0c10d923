//! Whether an answer looks as its action declares, and if not, by which field.

use serde_json::Value as Json;

use super::Difference;
use crate::agent::{JsonType, Schema};

/// Most letters of a value that are shown.
const SHOWN: usize = 200;

/// The first field of an answer that is not as declared; `None` stands for an answer without JSON.
pub fn breach(schema: &Schema, body: Option<&Json>) -> Option<Difference> {
    match body {
        None if *schema == Schema::default() => None,
        None => {
            Some(Difference { field: "body".to_owned(), expected: expected(schema), got: None })
        }
        Some(body) => within(schema, "body", body),
    }
}

fn within(schema: &Schema, field: &str, json: &Json) -> Option<Difference> {
    let fits_type = schema.types.is_empty() || schema.types.iter().any(|known| known.fits(json));
    let fits_choice =
        schema.choices.as_ref().is_none_or(|known| known.iter().any(|k| same(k, json)));
    if !fits_type || !fits_choice {
        let got = Some(json.to_string().chars().take(SHOWN).collect());
        return Some(Difference { field: field.to_owned(), expected: expected(schema), got });
    }
    match json {
        Json::Object(map) => {
            let missing = schema.required.iter().find(|name| !map.contains_key(*name));
            let missing = missing.map(|name| Difference {
                field: format!("{field}.{name}"),
                expected: "it present".to_owned(),
                got: None,
            });
            missing.or_else(|| {
                schema.properties.iter().find_map(|(name, schema)| {
                    within(schema, &format!("{field}.{name}"), map.get(name)?)
                })
            })
        }
        Json::Array(items) => {
            let schema = schema.items.as_ref()?;
            let mut items = items.iter().enumerate();
            items.find_map(|(at, item)| within(schema, &format!("{field}[{at}]"), item))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => None,
    }
}

/// What a schema wants, in words.
fn expected(schema: &Schema) -> String {
    if let Some(choices) = &schema.choices {
        let choices: Vec<String> = choices.iter().map(Json::to_string).collect();
        return format!("one of {}", choices.join(", "));
    }
    match schema.types.as_slice() {
        [] => "JSON".to_owned(),
        types => types.iter().map(|known| words(*known)).collect::<Vec<_>>().join(" or "),
    }
}

fn words(json_type: JsonType) -> String {
    match json_type {
        JsonType::Integer | JsonType::Object | JsonType::Array => {
            format!("an {}", json_type.name())
        }
        JsonType::String | JsonType::Number | JsonType::Boolean => {
            format!("a {}", json_type.name())
        }
        JsonType::Null => "null".to_owned(),
    }
}

/// Equal, with numbers by size.
fn same(wanted: &Json, got: &Json) -> bool {
    match (wanted, got) {
        (Json::Number(a), Json::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(types: &[JsonType]) -> Schema {
        Schema { types: types.to_vec(), ..Schema::default() }
    }

    fn order() -> Schema {
        let status =
            Schema { choices: Some(vec![json!("shipped"), json!("open")]), ..Schema::default() };
        let items = Schema {
            types: vec![JsonType::Array],
            items: Some(Box::new(of(&[JsonType::Integer]))),
            ..Schema::default()
        };
        Schema {
            types: vec![JsonType::Object],
            properties: vec![
                ("status".into(), status),
                ("eta".into(), of(&[JsonType::String, JsonType::Null])),
                ("items".into(), items),
            ],
            required: vec!["status".into()],
            ..Schema::default()
        }
    }

    fn told(json: &Json) -> String {
        breach(&order(), Some(json)).map_or_else(String::new, |found| found.told_by("the schema"))
    }

    #[test]
    fn what_fits_breaks_nothing() {
        for fine in [
            json!({ "status": "open" }),
            json!({ "status": "shipped", "eta": null, "items": [1, 2.0], "more": {} }),
            json!({ "status": "shipped", "eta": "soon", "items": [] }),
        ] {
            assert_eq!(told(&fine), "", "{fine}");
        }
        assert_eq!(breach(&Schema::default(), None), None);
        assert_eq!(breach(&Schema::default(), Some(&json!(null))), None);
    }

    #[test]
    fn the_first_field_that_breaks_it_is_named() {
        for (broken, expected) in [
            (json!([]), "body is [], the schema wants an object"),
            (json!({ "eta": "x" }), "body.status is missing, the schema wants it present"),
            (
                json!({ "status": "gone" }),
                "body.status is \"gone\", the schema wants one of \"shipped\", \"open\"",
            ),
            (
                json!({ "status": "open", "eta": 3 }),
                "body.eta is 3, the schema wants a string or null",
            ),
            (
                json!({ "status": "open", "items": [1, 1.5] }),
                "body.items[1] is 1.5, the schema wants an integer",
            ),
        ] {
            assert_eq!(told(&broken), expected);
        }
        assert_eq!(breach(&order(), None).unwrap().got, None);
    }
}
