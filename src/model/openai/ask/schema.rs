use serde_json::{Map, Value as Json, json};

use crate::{
    agent::{Action, Variable},
    value::{DateBound, VariableType},
};

/// The JSON Schema of an action's variables. Nothing is required, so nothing need be invented;
/// sensitive variables are left out: the engine fills them itself.
pub(super) fn parameters(action: &Action) -> Json {
    let mut properties = Map::new();
    for variable in action.variables.iter().filter(|variable| !variable.sensitive) {
        properties.insert(variable.name.as_str().to_owned(), property(variable));
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// The same as hosted platforms send it: `required` as declared. A sensitive variable is a text, in
/// which the model passes on the name that covers what was said.
pub(super) fn declared(action: &Action) -> Json {
    let mut properties = Map::new();
    for variable in &action.variables {
        let property = match variable.sensitive {
            true => covered(variable),
            false => plain_property(variable, declared_description(variable)),
        };
        properties.insert(variable.name.as_str().to_owned(), property);
    }
    let required = action.variables.iter().filter(|variable| variable.is_required());
    let required: Vec<_> = required.map(|variable| variable.name.as_str()).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    schema
}

fn covered(variable: &Variable) -> Json {
    let words = variable.description.trim().trim_end_matches('.');
    let name = &variable.name;
    json!({
        "type": "string",
        "description": format!("{words}. Pass on {{{name}}} where the customer gave it."),
    })
}

fn property(variable: &Variable) -> Json {
    let words =
        format!("{}. Only what the customer said; leave it out otherwise.", description(variable));
    plain_property(variable, words)
}

fn declared_description(variable: &Variable) -> String {
    description(variable)
        .replace(", in the customer's own words or as YYYY-MM-DD", " as YYYY-MM-DD")
}

fn plain_property(variable: &Variable, description: String) -> Json {
    let spec = &variable.spec;
    let mut property = Map::new();
    let kind = match spec.variable_type {
        VariableType::Integer => "integer",
        VariableType::Float => "number",
        VariableType::Boolean => "boolean",
        VariableType::String | VariableType::Date | VariableType::Email | VariableType::Phone => {
            "string"
        }
    };
    property.insert("type".to_owned(), kind.into());
    property.insert("description".to_owned(), description.into());
    match spec.variable_type {
        VariableType::Date => property.insert("format".to_owned(), "date".into()),
        VariableType::Email => property.insert("format".to_owned(), "email".into()),
        _ => None,
    };
    if !spec.choices.is_empty() {
        let choices: Vec<_> = spec.choices.iter().map(|choice| choice.value.as_str()).collect();
        property.insert("enum".to_owned(), choices.into());
    }
    // Servers that turn schemas into grammars refuse most patterns; it stands in the description.
    if let Some(example) = &spec.example {
        property.insert("examples".to_owned(), json!([example]));
    }
    for (key, limit) in [("minimum", spec.min), ("maximum", spec.max)] {
        if let Some(limit) = limit {
            property.insert(key.to_owned(), limit.into());
        }
    }
    Json::Object(property)
}

fn description(variable: &Variable) -> String {
    let mut words = variable.description.trim().trim_end_matches('.').to_owned();
    let spec = &variable.spec;
    if spec.variable_type == VariableType::Date {
        words.push_str(". A day, in the customer's own words or as YYYY-MM-DD");
    }
    if spec.variable_type == VariableType::Phone {
        words.push_str(". A telephone number");
    }
    if let Some(pattern) = &spec.pattern {
        words.push_str(&format!(". Form: {}", pattern.source()));
    }
    for (word, bound) in [("earliest", spec.earliest), ("latest", spec.latest)] {
        match bound {
            Some(DateBound::Day(day)) => words.push_str(&format!(". {word}: {day}")),
            Some(DateBound::DaysFromToday(0)) => words.push_str(&format!(". {word}: today")),
            Some(DateBound::DaysFromToday(days)) => {
                words.push_str(&format!(". {word}: {days} days from today"));
            }
            None => {}
        }
    }
    let synonyms: Vec<_> = spec
        .choices
        .iter()
        .filter(|choice| !choice.synonyms.is_empty())
        .map(|choice| format!("{} (also {})", choice.value, choice.synonyms.join(", ")))
        .collect();
    if !synonyms.is_empty() {
        words.push_str(&format!(". {}", synonyms.join("; ")));
    }
    if let Some(example) = &spec.example {
        words.push_str(&format!(". Looks like {example}"));
    }
    words
}
