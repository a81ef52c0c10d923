//! Structural substitution: a placeholder becomes a value, never pasted text.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::{FreezeError, Surroundings};
use crate::{
    agent::{Action, BodyTemplate, Part, Presence, Template, VariableName},
    value::Value,
};

/// What templates are rendered with.
pub(super) struct Scope<'a> {
    pub(super) action: &'a Action,
    pub(super) values: &'a BTreeMap<VariableName, Value>,
    pub(super) around: &'a Surroundings<'a>,
}

/// What a name stands for.
enum Found<'a> {
    Value(&'a Value),
    Json(&'a Json),
}

impl Found<'_> {
    fn to_json(&self) -> Json {
        match self {
            Self::Value(value) => value.to_json(),
            Self::Json(json) => (*json).clone(),
        }
    }

    /// The value as text; null is no text.
    fn to_text(&self) -> Option<String> {
        match self {
            Self::Value(value) => Some(value.to_string()),
            Self::Json(Json::Null) => None,
            Self::Json(Json::String(text)) => Some(text.clone()),
            Self::Json(json) => Some(json.to_string()),
        }
    }
}

impl Scope<'_> {
    /// What a name stands for: a variable first, then a saved key, a context key, a runtime variable.
    fn find(&self, name: &str) -> Result<Option<Found<'_>>, FreezeError> {
        if let Some(value) = self.values.get(name) {
            return Ok(Some(Found::Value(value)));
        }
        if let Some(variable) =
            self.action.variables.iter().find(|variable| variable.name.as_str() == name)
        {
            return match &variable.presence {
                Presence::Required => Err(FreezeError::Missing { name: name.to_owned() }),
                Presence::Optional { default } => Ok(default.as_ref().map(Found::Value)),
            };
        }
        let saved = self.around.saved.get(name).map(|(json, _)| json);
        let json = saved
            .or_else(|| self.around.context.get(name))
            .or_else(|| self.around.runtime.get(name));
        Ok(json.map(Found::Json))
    }

    /// A template as text; `None` when a name in it stands for nothing.
    pub(super) fn text(&self, template: &Template) -> Result<Option<String>, FreezeError> {
        let mut text = String::new();
        for part in &template.parts {
            match part {
                Part::Text(piece) => text.push_str(piece),
                Part::Name(name) => match self.find(name)?.and_then(|found| found.to_text()) {
                    Some(piece) => text.push_str(&piece),
                    None => return Ok(None),
                },
            }
        }
        Ok(Some(text))
    }

    /// A body template as JSON; `None` when it is to be dropped.
    pub(super) fn json(&self, template: &BodyTemplate) -> Result<Option<Json>, FreezeError> {
        Ok(match template {
            BodyTemplate::Null => Some(Json::Null),
            BodyTemplate::Boolean(truth) => Some(Json::Bool(*truth)),
            BodyTemplate::Number(number) => Some(Json::Number(number.clone())),
            BodyTemplate::Text(template) => match template.sole_name() {
                Some(name) => self.find(name)?.map(|found| found.to_json()),
                None => self.text(template)?.map(Json::String),
            },
            BodyTemplate::List(items) => {
                let mut list = Vec::with_capacity(items.len());
                for item in items {
                    list.extend(self.json(item)?);
                }
                Some(Json::Array(list))
            }
            BodyTemplate::Map(entries) => {
                let mut map = serde_json::Map::new();
                for (key, item) in entries {
                    if let Some(json) = self.json(item)? {
                        map.insert(key.clone(), json);
                    }
                }
                Some(Json::Object(map))
            }
        })
    }

    /// The segments a path template appends; a value is part of one segment, whatever is in it.
    pub(super) fn segments(&self, template: &Template) -> Result<Vec<String>, FreezeError> {
        let mut segments = vec![String::new()];
        let mut last = String::new();
        for part in &template.parts {
            match part {
                Part::Text(piece) => {
                    let mut pieces = piece.split('/');
                    last.push_str(pieces.next().unwrap_or_default());
                    for piece in pieces {
                        segments.push(std::mem::replace(&mut last, piece.to_owned()));
                    }
                }
                Part::Name(name) => {
                    let found = self.find(name)?.and_then(|found| found.to_text());
                    let text = found.filter(|text| !text.is_empty());
                    last.push_str(&text.ok_or(FreezeError::Missing { name: name.clone() })?);
                }
            }
        }
        segments.push(last);
        let segments: Vec<String> = segments.into_iter().skip_while(String::is_empty).collect();
        match segments.iter().all(|segment| is_plain_segment(segment)) {
            true => Ok(segments),
            false => Err(FreezeError::PathSegment),
        }
    }
}

/// Whether a text can stand as one path segment: dots alone would climb, control characters vanish.
fn is_plain_segment(segment: &str) -> bool {
    !matches!(segment, "." | "..") && !segment.chars().any(char::is_control)
}
