use crate::{
    agent::{
        Action, Method, Variable,
        format::{ActionDraft, Reader, Root, Spanned, VariableDraft},
    },
    value::VariableType,
};

/// First words of actions that read, whatever their method.
const READING: [&str; 20] = [
    "verify",
    "check",
    "search",
    "find",
    "list",
    "look",
    "lookup",
    "get",
    "show",
    "fetch",
    "read",
    "validate",
    "calculate",
    "estimate",
    "quote",
    "authenticate",
    "identify",
    "query",
    "retrieve",
    "tell",
];

/// A variable that is in order, with where it stands.
type Declared<'d> = (&'d ActionDraft, &'d VariableDraft, &'d Variable);

/// What works, but not well.
pub(super) fn check(reader: &mut Reader<'_>, root: &Root) {
    if root.actions.is_empty() {
        let diagnostic = reader
            .warning("no-actions", &(0..0), "the agent has no action")
            .help("it can only talk; add an action to let it do something");
        reader.push(diagnostic);
    }
    for draft in &root.actions {
        suggest_confirm(reader, draft);
    }
    let variables: Vec<Declared<'_>> = root
        .actions
        .iter()
        .flat_map(|action| action.variables.iter().map(move |draft| (action, draft)))
        .filter_map(|(action, draft)| Some((action, draft, draft.variable.as_ref()?)))
        .collect();
    types_differ(reader, &variables);
    let first = |wanted: VariableType| {
        let of_type = |variable: &Variable| variable.spec.variable_type == wanted;
        variables.iter().find(|(_, _, variable)| of_type(variable)).map(|(_, draft, _)| &draft.name)
    };
    if let Some(name) = first(VariableType::Date).filter(|_| !root.says_timezone) {
        undeclared_place(
            reader,
            name,
            "no-timezone",
            "`timezone: Europe/Berlin`",
            "UTC decides what day it is",
        );
    }
    if let Some(name) = first(VariableType::Phone).filter(|_| !root.says_region) {
        undeclared_place(
            reader,
            name,
            "no-region",
            "`region: DE`",
            "national numbers cannot be read",
        );
    }
}

/// A variable that two actions declare, in two types.
fn types_differ(reader: &mut Reader<'_>, variables: &[Declared<'_>]) {
    for (index, (_, draft, variable)) in variables.iter().enumerate() {
        let earlier = variables[..index].iter().find(|(_, _, other)| other.name == variable.name);
        let Some((action, _, other)) = earlier else { continue };
        let (one, two) = (other.spec.variable_type, variable.spec.variable_type);
        if one != two {
            let by = action.name.as_ref().map_or("another action", |name| name.value.as_str());
            let diagnostic = reader
                .warning("types-differ", &draft.name.span, format!("`{}` has two types", variable.name))
                .label(format!("{} here, {} in \"{by}\"", two.name(), one.name()))
                .help("give them one type, or two names: values are carried from one action to the next");
            reader.push(diagnostic);
        }
    }
}

fn undeclared_place<T: std::fmt::Display>(
    reader: &mut Reader<'_>,
    name: &Spanned<T>,
    code: &'static str,
    line: &str,
    effect: &str,
) {
    let what = code.trim_start_matches("no-");
    let diagnostic = reader
        .warning(code, &name.span, format!("the agent declares no {what}"))
        .label(effect)
        .help(format!("add a line such as {line}"));
    reader.push(diagnostic);
}

fn suggest_confirm(reader: &mut Reader<'_>, draft: &ActionDraft) {
    let (Some(method), Some(name)) = (&draft.method, &draft.name) else { return };
    if draft.says_confirm || !method.value.is_write() {
        return;
    }
    let described = draft.description.as_ref().is_some_and(|text| begins_reading(&text.value));
    if method.value == Method::Post && (begins_reading(name.value.as_str()) || described) {
        return;
    }
    let message = format!("{} changes something without asking first", method.value.as_str());
    let diagnostic = reader
        .warning("no-confirm", &method.span, message)
        .label("called as soon as all is known")
        .help("add `confirm: always` to have the values affirmed, or `confirm: never` if that is meant");
    reader.push(diagnostic);
}

fn begins_reading(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    READING.contains(&first.as_str())
}

/// Whether an action begins like one that only looks something up.
pub fn reads_by_words(action: &Action) -> bool {
    begins_reading(action.name.as_str()) || begins_reading(&action.description)
}

/// Whether an action changes nothing at the other end, by its method, or by its words where a POST only
/// carries the question.
pub fn only_reads(action: &Action) -> bool {
    !action.method.is_write() || action.method == Method::Post && reads_by_words(action)
}
