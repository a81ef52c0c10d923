use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use minijinja::{
    Environment, Error, ErrorKind, UndefinedBehavior, Value, syntax::SyntaxConfig, value::Serde,
};
use serde_json::{Map, Value as Json};

use super::datetime;

/// Steps a template may take; ends loops and string bombs.
pub const FUEL: u64 = 50_000;

/// Name under which the map of contact fields always stands.
pub const CONTACT: &str = "contact";

/// Why a prompt or greeting cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PromptError {
    /// The reason as a type.
    pub kind: PromptErrorKind,
    /// Lowercase fragment.
    pub message: String,
    /// Line in the template, from 1; 0 when it is not known.
    pub line: usize,
    /// Bytes of the template; the whole line when no more is known.
    pub span: Range<usize>,
}

/// The reasons a template fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PromptErrorKind {
    /// It is no template.
    Syntax,
    /// It prints something that nobody gave.
    UnknownName,
    /// It takes too long.
    TooLong,
    /// A date pattern that is none.
    BadDateFormat,
    /// A filter, test or function that does not exist.
    UnknownFilter,
    /// Anything else, such as an operation on the wrong type.
    Failed,
}

/// Renders a prompt or a greeting. Printing an unknown name is an error, testing it is not.
///
/// # Errors
/// With the place in the template.
pub fn render(template: &str, variables: &Map<String, Json>) -> Result<String, PromptError> {
    if !is_template(template) {
        return Ok(template.to_owned());
    }
    let environment = &*ENVIRONMENT;
    let mut variables = variables.clone();
    variables.entry(CONTACT).or_insert_with(|| Json::Object(Map::new()));
    let locate = |error: Error| located(template, &error);
    let compiled = environment.template_from_str(template).map_err(locate)?;
    compiled.render(Value::from(Serde(variables))).map_err(locate)
}

/// Whether a text has a mark of the language; one without is what it is.
pub fn is_template(text: &str) -> bool {
    ["{{", "{%", "{#"].iter().any(|mark| text.contains(mark))
}

/// The names a template takes from outside, dotted where it reads a field: `contact.email`.
///
/// # Errors
/// When it is no template.
pub fn names(template: &str) -> Result<BTreeSet<String>, PromptError> {
    let environment = &*ENVIRONMENT;
    let compiled =
        environment.template_from_str(template).map_err(|error| located(template, &error))?;
    let globals: BTreeSet<String> =
        environment.globals().map(|(name, _)| name.to_owned()).collect();
    let undeclared = compiled.undeclared_variables(true);
    Ok(undeclared.into_iter().filter(|name| !globals.contains(name)).collect())
}

/// Made once; each rendering has its own fuel.
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(environment);

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    if let Ok(syntax) = SyntaxConfig::builder().keep_trailing_newline(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_fuel(Some(FUEL));
    environment.add_filter("datetime", datetime::filter);
    environment
}

fn located(template: &str, error: &Error) -> PromptError {
    let line = error.line().unwrap_or(0);
    let span = error.range().unwrap_or_else(|| line_span(template, line));
    let detail = error.detail().unwrap_or_default();
    let (kind, message) = match error.kind() {
        ErrorKind::SyntaxError => (PromptErrorKind::Syntax, detail.to_owned()),
        ErrorKind::UndefinedError => {
            let written = template.get(span.clone()).unwrap_or_default().trim();
            (PromptErrorKind::UnknownName, format!("`{written}` has no value"))
        }
        ErrorKind::OutOfFuel => {
            (PromptErrorKind::TooLong, "the template takes too many steps".to_owned())
        }
        ErrorKind::UnknownFilter
        | ErrorKind::UnknownTest
        | ErrorKind::UnknownFunction
        | ErrorKind::UnknownMethod => (PromptErrorKind::UnknownFilter, detail.to_owned()),
        _ if detail.starts_with(datetime::BAD_FORMAT) => {
            (PromptErrorKind::BadDateFormat, detail.to_owned())
        }
        kind => (PromptErrorKind::Failed, format!("{kind}: {detail}")),
    };
    PromptError { kind, message, line, span }
}

/// The bytes of a line, counted from 1.
fn line_span(text: &str, line: usize) -> Range<usize> {
    let mut start = 0;
    for (index, content) in text.split_inclusive('\n').enumerate() {
        if index + 1 == line {
            return start..start + content.trim_end().len();
        }
        start += content.len();
    }
    0..0
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with(variables: Json) -> Map<String, Json> {
        let Json::Object(map) = variables else { panic!("not a map") };
        map
    }

    #[test]
    fn contact_fields_may_be_missing_where_they_are_tested() {
        let greeting = "Hello{% if contact.first_name %} {{ contact.first_name }}{% endif %}!";
        assert_eq!(render(greeting, &Map::new()).unwrap(), "Hello!");
        let ada = with(json!({ "contact": { "first_name": "Ada" } }));
        assert_eq!(render(greeting, &ada).unwrap(), "Hello Ada!");
        assert_eq!(render("{{ contact.x | default('you') }}\n", &ada).unwrap(), "you\n");
    }

    #[test]
    fn an_unknown_name_is_an_error_with_its_place() {
        let error = render("Hi\n{{ contact.nmae }}", &Map::new()).unwrap_err();
        assert_eq!(error.kind, PromptErrorKind::UnknownName);
        assert_eq!(error.line, 2);
        assert_eq!(error.message, "`contact.nmae` has no value");
    }

    #[test]
    fn broken_and_endless_templates_are_errors() {
        let kind = |template: &str| render(template, &Map::new()).unwrap_err().kind;
        assert_eq!(kind("{% if x %}"), PromptErrorKind::Syntax);
        assert_eq!(kind("{{ a b }}"), PromptErrorKind::Syntax);
        assert_eq!(
            kind("{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}"),
            PromptErrorKind::TooLong
        );
        assert_eq!(kind("{{ 'x' | nofilter }}"), PromptErrorKind::UnknownFilter);
        assert_eq!(kind("{{ '2026-03-02' | datetime('%Q') }}"), PromptErrorKind::BadDateFormat);
        assert_eq!(kind("{{ 'soon' | datetime }}"), PromptErrorKind::Failed);
    }

    #[test]
    fn dates_are_written_by_pattern() {
        let variables = with(json!({ "now": "2026-03-02T10:00:00+01:00" }));
        let render = |template: &str| render(template, &variables).unwrap();
        assert_eq!(
            render("{{ now | datetime('%A, %d %B %Y, %H:%M') }}"),
            "Monday, 02 March 2026, 10:00"
        );
        assert_eq!(render("{{ now | datetime }}"), "2026-03-02 10:00");
        assert_eq!(render("{{ '2026-03-02' | datetime('%d.%m.') }}"), "02.03.");
    }

    #[test]
    fn names_from_outside_are_listed() {
        let template = "{{ contact.email }}{% for x in items %}{{ x }}{% endfor %}{{ range(2) }}";
        let found: Vec<String> = names(template).unwrap().into_iter().collect();
        assert_eq!(found, ["contact.email", "items"]);
    }
}
