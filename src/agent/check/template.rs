use std::{ops::Range, sync::LazyLock};

use regex::Regex;
use serde_json::{Map, Value as Json};

use crate::{
    agent::format::{RUNTIME_NAMES, Reader, Root},
    diagnostic::{Diagnostic, Place, SourceFile, nearest},
    prompt::{self, CONTACT, PromptError, PromptErrorKind},
};

static PRINTED_MAP: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{\{-?\s*contact\s*-?\}\}").ok());
static DATE_PATTERN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"datetime\s*\(\s*(?:"([^"]*)"|'([^']*)')"#).ok());

/// What a prompt may print.
const KNOWN_NAMES: &str = "known are `contact.…`, runtime variables such as `current_datetime`, and what a `dynamic_context` brings; variables of actions are not known before the talk";

/// A template inside a file.
struct Text<'a> {
    /// The template itself.
    template: &'a str,
    /// The file's path.
    path: &'a str,
    /// The file's text.
    file: &'a str,
    /// Where the template stands in it.
    span: Range<usize>,
}

impl Text<'_> {
    /// The place of a stretch of the template; the whole template where quoting moved it.
    fn place(&self, inner: &Range<usize>) -> Place {
        let written = self.template.get(inner.clone()).unwrap_or_default();
        let raw = self.file.get(self.span.clone()).unwrap_or_default();
        let skipped =
            self.template[..inner.start.min(self.template.len())].matches(written).count();
        let found = raw.match_indices(written).nth(skipped).filter(|_| !written.is_empty());
        let span = found.map_or(self.span.clone(), |(at, _)| {
            self.span.start + at..self.span.start + at + written.len()
        });
        Place::new(self.path, span)
    }
}

/// The prompt's template.
pub(super) fn check_prompt(reader: &mut Reader<'_>, root: &Root, prompt: &SourceFile) {
    let span = 0..prompt.text.len();
    let text = Text { template: &prompt.text, path: &prompt.path, file: &prompt.text, span };
    check(reader, root, &text);
}

/// The greeting's template.
pub(super) fn check_greeting(reader: &mut Reader<'_>, root: &Root) {
    let Some(greeting) = &root.greeting else { return };
    let source = reader.source;
    let span = greeting.span.clone();
    let text = Text { template: &greeting.value, path: &source.path, file: &source.text, span };
    check(reader, root, &text);
}

fn check(reader: &mut Reader<'_>, root: &Root, text: &Text<'_>) {
    let names = match prompt::names(text.template) {
        Ok(names) => names,
        Err(error) => {
            reader.push(syntax(text, &error));
            return;
        }
    };
    for name in &names {
        let top = name.split('.').next().unwrap_or_default();
        let known = top == CONTACT || RUNTIME_NAMES.contains(&top) || root.has_dynamic_context;
        if !known {
            reader.push(unknown_name(text, name));
        }
    }
    printed_maps(reader, text);
    date_patterns(reader, text);
    trial(reader, text, names.iter().map(String::as_str));
}

fn syntax(text: &Text<'_>, error: &PromptError) -> Diagnostic {
    Diagnostic::error("template-syntax", text.place(&error.span), "the template cannot be read")
        .label(error.message.clone())
        .help("templates are `{{ name }}`, `{% if name %} … {% endif %}` and the filters `default` and `datetime`")
}

fn unknown_name(text: &Text<'_>, name: &str) -> Diagnostic {
    let span = position(text.template, name).unwrap_or(0..0);
    let message = format!("nothing gives `{name}` a value");
    let top = name.split('.').next().unwrap_or_default();
    let place = text.place(&span);
    let found = Diagnostic::error("template-unknown-name", place.clone(), message)
        .label("not known when the talk starts");
    match nearest(top, RUNTIME_NAMES.into_iter().chain([CONTACT])) {
        Some(near) => {
            let meant = name.replacen(top, near, 1);
            found.help(format!("did you mean `{meant}`?")).fix(place.span, meant)
        }
        None => found.help(KNOWN_NAMES),
    }
}

/// Where a name stands between template marks.
fn position(template: &str, name: &str) -> Option<Range<usize>> {
    let inside = |at: usize| {
        let before = &template[..at];
        let open = before.rfind("{{").max(before.rfind("{%"));
        let close = before.rfind("}}").max(before.rfind("%}"));
        open > close
    };
    let starts = template.match_indices(name).map(|(at, _)| at);
    starts.into_iter().find(|at| inside(*at)).map(|at| at..at + name.len())
}

fn printed_maps(reader: &mut Reader<'_>, text: &Text<'_>) {
    let Some(pattern) = PRINTED_MAP.as_ref() else { return };
    for found in pattern.find_iter(text.template) {
        let place = text.place(&found.range());
        let diagnostic = Diagnostic::warning("prints-map", place, "this prints all fields at once")
            .label("a map, not a text")
            .help("name one field, such as `{{ contact.first_name }}`");
        reader.push(diagnostic);
    }
}

fn date_patterns(reader: &mut Reader<'_>, text: &Text<'_>) {
    let Some(pattern) = DATE_PATTERN.as_ref() else { return };
    for captures in pattern.captures_iter(text.template) {
        let Some(found) = captures.get(1).or(captures.get(2)) else { continue };
        if !prompt::is_date_pattern(found.as_str()) {
            let place = text.place(&found.range());
            let diagnostic = Diagnostic::error("bad-date-format", place, "this is no date pattern")
                .label("a code after `%` does not exist")
                .help("use strftime codes, such as `%Y-%m-%d %H:%M` or `%A`");
            reader.push(diagnostic);
        }
    }
}

/// Renders once with made-up values, to find filters that do not exist and loops that do not end.
fn trial<'n>(reader: &mut Reader<'_>, text: &Text<'_>, names: impl Iterator<Item = &'n str>) {
    let mut variables = Map::new();
    for name in names {
        let mut steps = name.split('.');
        let Some(top) = steps.next() else { continue };
        let fields: Vec<&str> = steps.collect();
        insert(&mut variables, top, &fields);
    }
    let (code, help) = match prompt::render(text.template, &variables) {
        Err(error) if error.kind == PromptErrorKind::UnknownFilter => (
            ("template-unknown-filter", error),
            "the filters of use here are `default` and `datetime`; see minijinja for the others",
        ),
        Err(error) if error.kind == PromptErrorKind::TooLong => {
            (("template-too-long", error), "remove the loop")
        }
        Ok(_) | Err(_) => return,
    };
    let (code, error) = code;
    let diagnostic =
        Diagnostic::error(code, text.place(&error.span), "the template cannot be rendered")
            .label(error.message)
            .help(help);
    reader.push(diagnostic);
}

fn insert(variables: &mut Map<String, Json>, name: &str, fields: &[&str]) {
    // A time, so that the filter `datetime` works on any name.
    let sample = || Json::from("2026-01-01T12:00:00Z");
    let [first, rest @ ..] = fields else {
        variables.entry(name).or_insert_with(sample);
        return;
    };
    let entry = variables.entry(name).or_insert_with(|| Json::Object(Map::new()));
    if !entry.is_object() {
        *entry = Json::Object(Map::new());
    }
    if let Json::Object(map) = entry {
        insert(map, first, rest);
    }
}
