use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::pattern;
use crate::{
    agent::{Agent, Variable, VariableName},
    value::{Reference, RefusalKind, Spec, Value, VariableType, parse, validate},
};

/// A valid value for every variable of an agent, as canonical text: its example where that is valid
/// at the time of the talk, else one that is made up within the limits.
pub fn facts_of(agent: &Agent, at: &Reference) -> BTreeMap<VariableName, String> {
    let mut facts = BTreeMap::new();
    for variable in agent.actions.iter().flat_map(|action| &action.variables) {
        if facts.contains_key(&variable.name) {
            continue;
        }
        let namesakes: Vec<&Variable> =
            agent.actions.iter().filter_map(|action| action.variable(&variable.name)).collect();
        if let Some(value) = fact(&namesakes, at) {
            facts.insert(variable.name.clone(), value.to_string());
        }
    }
    facts
}

/// A value that all variables of one name take; else one that the first takes.
fn fact(namesakes: &[&Variable], at: &Reference) -> Option<Value> {
    let of = |variable: &&Variable| candidates(variable, at);
    let candidates: Vec<Value> = namesakes.iter().flat_map(of).collect();
    let takes = |variable: &&Variable, value: &Value| validate(&variable.spec, value, at).is_ok();
    let for_all =
        candidates.iter().find(|value| namesakes.iter().all(|variable| takes(variable, value)));
    let first = namesakes.first()?;
    for_all.or_else(|| candidates.iter().find(|value| takes(first, value))).cloned()
}

fn candidates(variable: &Variable, at: &Reference) -> Vec<Value> {
    let spec = &variable.spec;
    let texts = spec.example.iter().cloned().chain(made_up(variable, at));
    texts.filter_map(|text| canonical(spec, &text, at)).collect()
}

/// The value that a canonical text means to a variable, where it is valid.
pub fn canonical(spec: &Spec, text: &str, at: &Reference) -> Option<Value> {
    // Free text is taken as it stands, whatever politeness it begins with.
    let value = match spec.variable_type {
        VariableType::String => Value::String(text.to_owned()),
        _ => parse(spec, text, at).ok()?.value,
    };
    validate(spec, &value, at).ok().map(|()| value)
}

/// The canonical text of a value that somebody wrote, or why it is none.
///
/// # Errors
/// The reason, as a fragment.
pub fn fact_of(spec: &Spec, text: &str, at: &Reference) -> Result<String, String> {
    match parse(spec, text, at) {
        Ok(reading) if reading.alternatives.is_empty() => {
            let whole = canonical(spec, text, at);
            Ok(whole.unwrap_or(reading.value).to_string())
        }
        Ok(_) => Err("it can be read in two ways".to_owned()),
        Err(refusal) if refusal.kind == RefusalKind::NotThisType => {
            Err(format!("it is no {}", spec.variable_type.name()))
        }
        Err(refusal) => Err(refusal.message),
    }
}

fn made_up(variable: &Variable, at: &Reference) -> Vec<String> {
    let spec = &variable.spec;
    match spec.variable_type {
        VariableType::String => made_up_text(variable),
        VariableType::Integer => number_within(spec).map(|number| number.ceil().to_string()).into(),
        VariableType::Float => number_within(spec).map(|number| number.to_string()).into(),
        VariableType::Boolean => vec!["true".to_owned()],
        VariableType::Date => {
            days_within(spec, at).into_iter().map(|day| day.to_string()).collect()
        }
        VariableType::Email => vec!["alex.miller@example.com".to_owned()],
        VariableType::Phone => PHONES.map(str::to_owned).into(),
    }
}

/// Numbers of several plans, one of which a region takes.
const PHONES: [&str; 2] = ["+442079460123", "+4915112345678"];

fn made_up_text(variable: &Variable) -> Vec<String> {
    let spec = &variable.spec;
    if let Some(choice) = spec.choices.first() {
        return vec![choice.value.clone()];
    }
    match &spec.pattern {
        Some(pattern) => pattern::text_for(pattern.source()).into_iter().collect(),
        None => vec![format!("my {}", variable.name.in_words())],
    }
}

/// Numbers near the limits, the likeliest to be meant first.
fn number_within(spec: &Spec) -> [f64; 3] {
    match (spec.min, spec.max) {
        (Some(min), Some(max)) => [min + ((max - min) / 2.0).floor(), min, max],
        (Some(min), None) => [min + 2.0, min, min + 1.0],
        (None, Some(max)) => [max - 2.0, max, max - 1.0],
        (None, None) => [3.0, 2.0, 1.0],
    }
}

/// Days within the limits.
fn days_within(spec: &Spec, at: &Reference) -> Vec<NaiveDate> {
    let today = at.now.date_naive();
    let resolve = |bound: Option<crate::value::DateBound>| bound.and_then(|it| it.resolve(today));
    let shifted = |day: Option<NaiveDate>| day.and_then(|day| day.checked_add_days(Days::new(3)));
    let (earliest, latest) = (resolve(spec.earliest), resolve(spec.latest));
    [shifted(Some(today)), shifted(earliest), earliest, latest].into_iter().flatten().collect()
}
