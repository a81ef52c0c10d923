use super::{
    draft::{Spanned, VariableDraft},
    limit,
    reader::{Fields, Reader},
};
use crate::{
    agent::{OnExhausted, Presence, Variable, VariableName},
    value::{DateBound, Reference, Spec, VariableType, parse},
    yaml::Node,
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
}
