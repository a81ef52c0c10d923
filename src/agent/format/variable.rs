use std::ops::Range;

use chrono::NaiveDate;

use super::{
    draft::{Spanned, VariableDraft},
    limit,
    reader::{Fields, Reader},
};
use crate::{
    agent::{OnExhausted, Presence, Variable, VariableName},
    value::{Choice, DateBound, Pattern, Reference, Spec, VariableType, parse},
    yaml::{Kind, Node},
};

/// The keys of a variable.
pub(super) const KEYS: [&str; 18] = [
    "name",
    "type",
    "description",
    "example",
    "required",
    "default",
    "pattern",
    "choices",
    "min",
    "max",
    "earliest",
    "latest",
    "ask",
    "reprompts",
    "attempts",
    "on_exhausted",
    "sensitive",
    "confirm",
];

const TYPES: [(&str, VariableType); 7] = [
    ("string", VariableType::String),
    ("integer", VariableType::Integer),
    ("float", VariableType::Float),
    ("boolean", VariableType::Boolean),
    ("date", VariableType::Date),
    ("email", VariableType::Email),
    ("phone", VariableType::Phone),
];

const ON_EXHAUSTED: [(&str, OnExhausted); 3] = [
    ("handoff", OnExhausted::Handoff),
    ("cancel", OnExhausted::Cancel),
    ("skip", OnExhausted::Skip),
];

impl Reader<'_> {
    /// A variable of an action.
    pub(super) fn variable(&mut self, node: &Node, at: &Reference) -> Option<VariableDraft> {
        let fields = self.fields(node, "a variable", &KEYS)?;
        let name = self.require(&fields, "a variable", "name");
        let name = name.and_then(|node| self.filled_text(node));
        let name = name.filter(|name| self.is_free_name(&name.value, &name.span));
        let variable_type = self.require(&fields, "a variable", "type");
        let variable_type = variable_type.and_then(|node| self.word(node, "unknown-type", &TYPES));
        let description = self.require(&fields, "a variable", "description");
        let description = description.and_then(|node| self.filled_text(node));
        if variable_type.is_none() {
            // Without a type nothing can be validated, but a scalar's look can be judged.
            fields.get("example").map(|node| self.text(node));
        }
        let name = name?;
        let name =
            Spanned { value: VariableName::new(name.value.as_str()), span: name.span.clone() };
        let variable = variable_type.map(|variable_type| {
            let mut spec = self.spec(&fields, variable_type);
            spec.label = name.value.in_words();
            self.example(&fields, &name, &mut spec, at);
            let description = description.map(|text| text.value).unwrap_or_default();
            Variable { description, ..self.finish_variable(&fields, &name.value, spec, at) }
        });
        Some(VariableDraft { name, variable })
    }

    fn finish_variable(
        &mut self,
        fields: &Fields<'_>,
        name: &VariableName,
        spec: Spec,
        at: &Reference,
    ) -> Variable {
        let on_exhausted = fields
            .get("on_exhausted")
            .and_then(|node| self.word(node, "unknown-word", &ON_EXHAUSTED))
            .unwrap_or_default();
        let presence = self.presence(fields, &spec, at);
        self.warn_of_skip(fields, &presence, on_exhausted);
        Variable {
            name: name.clone(),
            spec,
            description: String::new(),
            presence,
            ask: fields.get("ask").and_then(|node| self.filled_text(node)).map(|ask| ask.value),
            reprompts: match fields.get("reprompts") {
                Some(node) => {
                    self.texts(node, "reprompts").into_iter().map(|text| text.value).collect()
                }
                None => Vec::new(),
            },
            attempts: fields
                .get("attempts")
                .and_then(|node| self.count_in(node, &limit::ATTEMPTS))
                .unwrap_or(Variable::ATTEMPTS),
            on_exhausted,
            sensitive: self.flag(fields, "sensitive"),
            confirm: self.flag(fields, "confirm"),
        }
    }

    fn flag(&mut self, fields: &Fields<'_>, key: &str) -> bool {
        fields.get(key).and_then(|node| self.boolean(node)).unwrap_or_default()
    }

    fn presence(&mut self, fields: &Fields<'_>, spec: &Spec, at: &Reference) -> Presence {
        let default = fields.get("default");
        if self.flag(fields, "required") {
            if let Some(span) = fields.key_span("default") {
                let diagnostic = self
                    .warning("required-default", span, "a required variable never uses its default")
                    .label("never used")
                    .help("remove `default`, or `required: true`");
                self.push(diagnostic);
            }
            if let Some(node) = default {
                self.value(node, spec, "invalid-default", at);
            }
            return Presence::Required;
        }
        let default = default.and_then(|node| self.value(node, spec, "invalid-default", at));
        Presence::Optional { default }
    }

    fn warn_of_skip(
        &mut self,
        fields: &Fields<'_>,
        presence: &Presence,
        on_exhausted: OnExhausted,
    ) {
        if *presence == Presence::Required
            && on_exhausted == OnExhausted::Skip
            && let Some(node) = fields.get("on_exhausted")
        {
            let diagnostic = self
                .warning("skip-required", &node.span, "a required variable cannot be skipped")
                .help("write `handoff` or `cancel`, or make it optional");
            self.push(diagnostic);
        }
    }

    fn example(
        &mut self,
        fields: &Fields<'_>,
        name: &Spanned<VariableName>,
        spec: &mut Spec,
        at: &Reference,
    ) {
        let Some(node) = fields.get("example") else {
            let diagnostic = self
                .warning("no-example", &name.span, format!("`{}` has no example", name.value))
                .label("the model guesses how a value looks")
                .help("add `example:` with a valid value");
            self.push(diagnostic);
            return;
        };
        if self.value(node, spec, "invalid-example", at).is_some() {
            spec.example = node.as_scalar().map(|scalar| scalar.text.clone());
        }
    }

    /// A value of the variable as written in the file, checked against its own limits.
    fn value(
        &mut self,
        node: &Node,
        spec: &Spec,
        code: &'static str,
        at: &Reference,
    ) -> Option<crate::value::Value> {
        let scalar = node.as_scalar();
        let text = match (scalar.filter(|scalar| !scalar.is_null()), spec.variable_type) {
            (Some(scalar), VariableType::Boolean) => scalar.text.clone(),
            (Some(scalar), VariableType::Integer | VariableType::Float) => {
                self.refuse_ambiguous(node, scalar);
                scalar.text.clone()
            }
            _ => self.text(node)?.value,
        };
        // Days relative to today pass with time; a file is not wrong for that.
        let fixed = |bound: Option<DateBound>| bound.filter(|day| matches!(day, DateBound::Day(_)));
        let lasting =
            Spec { earliest: fixed(spec.earliest), latest: fixed(spec.latest), ..spec.clone() };
        // A customer may say less than the pattern asks for; a file may not.
        let strict = spec.pattern.as_ref().filter(|pattern| !pattern.matches(&text));
        let reason = match parse(&lasting, &text, at) {
            Ok(_) if strict.is_some() => "the pattern does not match".to_owned(),
            Ok(reading) if reading.alternatives.is_empty() => return Some(reading.value),
            Ok(_) => "it can be read in two ways".to_owned(),
            Err(refusal) => refusal.message,
        };
        let what = code.trim_start_matches("invalid-");
        let message = format!("the {what} is no valid {}", spec.variable_type.name());
        let diagnostic = self
            .error(code, &node.span, message)
            .label(reason)
            .help("write a value that the variable itself would accept");
        self.push(diagnostic);
        None
    }

    /// The type's limits.
    fn spec(&mut self, fields: &Fields<'_>, variable_type: VariableType) -> Spec {
        let mut spec = Spec::of(variable_type);
        if let Some(node) = self.limit(fields, "pattern", variable_type) {
            spec.pattern = self.pattern(node);
        }
        if let Some(node) = self.limit(fields, "choices", variable_type) {
            spec.choices = self.choices(node);
        }
        spec.min = self.limit(fields, "min", variable_type).and_then(|node| self.number(node));
        spec.max = self.limit(fields, "max", variable_type).and_then(|node| self.number(node));
        spec.earliest =
            self.limit(fields, "earliest", variable_type).and_then(|node| self.date_bound(node));
        spec.latest =
            self.limit(fields, "latest", variable_type).and_then(|node| self.date_bound(node));
        self.refuse_empty_range(fields, &spec);
        spec
    }

    /// The value of a limit, if the type takes it.
    fn limit<'n>(
        &mut self,
        fields: &Fields<'n>,
        key: &str,
        variable_type: VariableType,
    ) -> Option<&'n Node> {
        let node = fields.get(key)?;
        let types: &[VariableType] = match key {
            "pattern" | "choices" => &[VariableType::String],
            "min" | "max" => &[VariableType::Integer, VariableType::Float],
            _ => &[VariableType::Date],
        };
        if types.contains(&variable_type) {
            return Some(node);
        }
        let names: Vec<_> = types.iter().map(|known| known.name()).collect();
        let span = fields.key_span(key).cloned().unwrap_or_else(|| node.span.clone());
        let message = format!("a {} takes no `{key}`", variable_type.name());
        let diagnostic = self
            .error("limit-of-other-type", &span, message)
            .label(format!("for {} only", names.join(" and ")))
            .help("remove it, or change the type");
        self.push(diagnostic);
        None
    }

    fn refuse_empty_range(&mut self, fields: &Fields<'_>, spec: &Spec) {
        let numbers = spec.min.zip(spec.max).is_some_and(|(min, max)| min > max);
        let dates = match (spec.earliest, spec.latest) {
            (Some(DateBound::Day(one)), Some(DateBound::Day(other))) => one > other,
            (Some(DateBound::DaysFromToday(one)), Some(DateBound::DaysFromToday(other))) => {
                one > other
            }
            _ => false,
        };
        if !numbers && !dates {
            return;
        }
        let upper = if numbers { "max" } else { "latest" };
        let span = fields.get(upper).map_or(fields.place.clone(), |node| node.span.clone());
        let diagnostic = self
            .error("empty-range", &span, "no value can keep both limits")
            .label("below the lower limit")
            .help("swap the two limits");
        self.push(diagnostic);
    }

    fn pattern(&mut self, node: &Node) -> Option<Pattern> {
        let text = self.filled_text(node)?;
        match Pattern::new(&text.value) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                self.bad_pattern(&text.span, &error);
                None
            }
        }
    }

    fn bad_pattern(&mut self, span: &Range<usize>, error: &regex::Error) {
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default().trim_start_matches("error: ").trim();
        let diagnostic = self
            .error("bad-pattern", span, "the pattern is no regular expression that can be used")
            .label(reason.to_owned())
            .help("Rust syntax without look-around and back references; single quotes keep `\\d` as it is");
        self.push(diagnostic);
    }

    fn choices(&mut self, node: &Node) -> Vec<Choice> {
        let items = self.list(node, "choices");
        let choices: Vec<Choice> = items.iter().filter_map(|item| self.choice(item)).collect();
        if items.is_empty() && node.kind == Kind::List(Vec::new()) {
            self.wrong_type(node, "at least one choice", "write a list such as [small, large]");
        }
        choices
    }

    fn choice(&mut self, node: &Node) -> Option<Choice> {
        if !matches!(node.kind, Kind::Map(_)) {
            let value = self.filled_text(node)?.value;
            return Some(Choice { value, synonyms: Vec::new() });
        }
        let fields = self.fields(node, "a choice", &["value", "synonyms"])?;
        let value = self.require(&fields, "a choice", "value")?;
        let value = self.filled_text(value)?.value;
        let synonyms = match fields.get("synonyms") {
            Some(node) => self.texts(node, "synonyms").into_iter().map(|text| text.value).collect(),
            None => Vec::new(),
        };
        Some(Choice { value, synonyms })
    }

    fn date_bound(&mut self, node: &Node) -> Option<DateBound> {
        let text = self.text(node)?;
        let bound = parse_date_bound(&text.value);
        if bound.is_none() {
            let diagnostic = self
                .error("bad-date-limit", &text.span, format!("`{}` is no day", text.value))
                .help("write `today`, `+30d`, `-1d`, `+2w` or a day such as 2026-12-31");
            self.push(diagnostic);
        }
        bound
    }
}

/// Reads `today`, `+30d`, `-2w` or `2026-12-31`.
fn parse_date_bound(text: &str) -> Option<DateBound> {
    if text == "today" {
        return Some(DateBound::DaysFromToday(0));
    }
    if text.starts_with(['+', '-']) {
        let (number, factor) = match (text.strip_suffix('d'), text.strip_suffix('w')) {
            (Some(days), _) => (days, 1),
            (None, Some(weeks)) => (weeks, 7),
            (None, None) => return None,
        };
        let number: i64 = number.parse().ok().filter(|days: &i64| days.abs() <= 36_525)?;
        return Some(DateBound::DaysFromToday(number * factor));
    }
    let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if !shaped {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(DateBound::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_limit_is_fixed_or_relative() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
        assert_eq!(parse_date_bound("today"), Some(DateBound::DaysFromToday(0)));
        assert_eq!(parse_date_bound("+2w"), Some(DateBound::DaysFromToday(14)));
        assert_eq!(parse_date_bound("2026-12-31"), Some(DateBound::Day(day)));
        for wrong in ["tomorrow", "+d", "2026-1-1", "2026-02-30", "+99999999999d", "30d"] {
            assert_eq!(parse_date_bound(wrong), None, "{wrong}");
        }
    }
}
