use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::ValueEnum;
use serde::Deserialize;
use serde_json::Value as Json;

use super::answer::Answer;
use crate::value::{Choice, Pattern, Reference, Region, Spec, VariableType, find, parse};

/// How a text is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The whole text is the answer.
    #[default]
    Parse,
    /// All values in the text.
    Find,
}

/// One line of a batch.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Request {
    pub r#type: String,
    pub text: String,
    #[serde(default)]
    pub mode: Mode,
    pub now: Option<String>,
    pub timezone: Option<String>,
    pub region: Option<String>,
    pub pattern: Option<String>,
    #[serde(default)]
    pub choices: Vec<Json>,
    pub example: Option<String>,
    pub label: Option<String>,
}

/// The last pattern compiled, as batches tend to repeat one.
#[derive(Debug, Default)]
pub(super) struct PatternMemory(Option<Pattern>);

impl PatternMemory {
    fn compiled(&mut self, source: &str) -> Result<Pattern, String> {
        if let Some(known) = self.0.as_ref().filter(|known| known.source() == source) {
            return Ok(known.clone());
        }
        let pattern =
            Pattern::new(source).map_err(|error| format!("the pattern is not valid: {error}"))?;
        self.0 = Some(pattern.clone());
        Ok(pattern)
    }
}

/// Reads the text of a request, or says what is wrong with the request.
pub(super) fn answered(
    request: &Request,
    patterns: Option<&mut PatternMemory>,
) -> Result<Answer, String> {
    let spec = spec(request, patterns.unwrap_or(&mut PatternMemory::default()))?;
    let at = reference(request)?;
    Ok(match request.mode {
        Mode::Parse => Answer::of(parse(&spec, &request.text, &at)),
        Mode::Find => Answer::listing(&spec, find(&spec, &request.text, &at)),
    })
}

fn spec(request: &Request, patterns: &mut PatternMemory) -> Result<Spec, String> {
    let wanted = request.r#type.trim().to_lowercase();
    let variable_type =
        VariableType::ALL.into_iter().find(|kind| kind.name() == wanted).ok_or_else(|| {
            let names = VariableType::ALL.map(VariableType::name).join(", ");
            format!("no type is called {:?}; the types are {names}", request.r#type)
        })?;
    let pattern = request.pattern.as_deref().map(|source| patterns.compiled(source)).transpose()?;
    let choices = request.choices.iter().filter_map(choice).collect();
    let (example, label) = (request.example.clone(), request.label.clone().unwrap_or_default());
    Ok(Spec { pattern, choices, example, label, ..Spec::of(variable_type) })
}

/// A choice is a text, or an object with `value` and `synonyms`.
fn choice(json: &Json) -> Option<Choice> {
    match json {
        Json::Object(fields) => {
            let value = fields.get("value")?.as_str()?.to_owned();
            let synonyms = fields.get("synonyms").and_then(Json::as_array);
            let synonyms =
                synonyms.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned);
            Some(Choice { value, synonyms: synonyms.collect() })
        }
        Json::String(value) => Some(Choice { value: value.clone(), synonyms: Vec::new() }),
        Json::Number(number) => Some(Choice { value: number.to_string(), synonyms: Vec::new() }),
        Json::Null | Json::Bool(_) | Json::Array(_) => None,
    }
}

#[expect(clippy::disallowed_methods, reason = "the edge is where the clock is read")]
fn reference(request: &Request) -> Result<Reference, String> {
    let zone = request.timezone.as_deref().unwrap_or("UTC");
    let zone: Tz =
        Tz::from_str_insensitive(zone).map_err(|_| format!("no time zone is called {zone:?}"))?;
    let now = match &request.now {
        Some(text) => DateTime::parse_from_rfc3339(text)
            .map_err(|_| format!("{text:?} is not a time such as 2026-03-02T10:00:00+01:00"))?
            .with_timezone(&zone),
        None => Utc::now().with_timezone(&zone),
    };
    let region = match request.region.as_deref().filter(|region| !region.is_empty()) {
        Some(code) => Some(
            Region::parse(code).ok_or_else(|| format!("{code:?} is not a country such as DE"))?,
        ),
        None => None,
    };
    Ok(Reference { now, region })
}
