use super::requirement;
use crate::{
    agent::{
        Presence,
        format::{ActionDraft, Placeholder, PlaceholderKind, RUNTIME_NAMES, Reader, Root},
    },
    diagnostic::{Diagnostic, nearest},
};

/// Names that are declared twice, and names in requests that nothing gives a value.
pub(super) fn check(reader: &mut Reader<'_>, root: &Root) {
    duplicates(reader, root);
    for draft in &root.actions {
        for placeholder in &draft.placeholders {
            placeholder_is_known(reader, root, draft, placeholder);
            optional_in_path(reader, draft, placeholder);
            sensitive_in_url(reader, draft, placeholder);
            saved_before(reader, root, draft, placeholder);
        }
        unused_variables(reader, draft);
    }
}

fn duplicates(reader: &mut Reader<'_>, root: &Root) {
    let names: Vec<_> = root.actions.iter().filter_map(|draft| draft.name.as_ref()).collect();
    for (index, name) in names.iter().enumerate() {
        let same = |other: &str| other.eq_ignore_ascii_case(name.value.as_str());
        if names[..index].iter().any(|earlier| same(earlier.value.as_str())) {
            let diagnostic = reader
                .error(
                    "duplicate-action",
                    &name.span,
                    format!("`{}` is declared twice", name.value),
                )
                .label("the prompt could not tell them apart")
                .help("give each action a name of its own");
            reader.push(diagnostic);
        }
    }
}

fn placeholder_is_known(
    reader: &mut Reader<'_>,
    root: &Root,
    draft: &ActionDraft,
    placeholder: &Placeholder,
) {
    let variables = draft.variables.iter().map(|draft| draft.name.value.as_str());
    let saved = root.actions.iter().flat_map(|draft| &draft.saves);
    let saved = saved.map(|save| save.value.key.as_str());
    let known: Vec<&str> = variables.chain(saved).chain(RUNTIME_NAMES).collect();
    let name = placeholder.name.as_str();
    if known.contains(&name) {
        return;
    }
    let message = format!("nothing gives `{name}` a value");
    if root.has_dynamic_context {
        // The context may bring any key; only an evident slip is worth a word.
        let slip = known.iter().find(|known| strsim::damerau_levenshtein(known, name) == 1);
        if let Some(slip) = slip {
            let diagnostic = reader
                .warning("unknown-name", &placeholder.span, message)
                .label("unless the dynamic context brings it")
                .help(format!("did you mean `{slip}`?"));
            reader.push(with_name(diagnostic, placeholder, slip));
        }
        return;
    }
    let near = nearest(name, known.iter().copied());
    let diagnostic = reader
        .error("unknown-name", &placeholder.span, message)
        .label("not known here")
        .help(help(root, name, near, &known));
    reader.push(match near {
        Some(near) => with_name(diagnostic, placeholder, near),
        None => diagnostic,
    });
}

fn with_name(diagnostic: Diagnostic, placeholder: &Placeholder, name: &str) -> Diagnostic {
    diagnostic.fix(placeholder.span.clone(), format!("{{{{{name}}}}}"))
}

fn help(root: &Root, name: &str, near: Option<&str>, known: &[&str]) -> String {
    let declares = |draft: &&ActionDraft| {
        draft.variables.iter().any(|draft| draft.name.value.as_str() == name)
    };
    if let Some(other) = root.actions.iter().find(declares).and_then(|draft| draft.name.as_ref()) {
        return format!(
            "it is a variable of \"{}\": declare it for this action too, or let that one save it",
            other.value
        );
    }
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("declare it as a variable, or use one of: {}", known.join(", ")),
    }
}

/// A path has no place for what is missing.
fn optional_in_path(reader: &mut Reader<'_>, draft: &ActionDraft, placeholder: &Placeholder) {
    if placeholder.kind != PlaceholderKind::Path {
        return;
    }
    let found = draft.variables.iter().find(|draft| draft.name.value.as_str() == placeholder.name);
    let variable = found.and_then(|draft| draft.variable.as_ref());
    if variable.is_some_and(|known| known.presence == Presence::Optional { default: None }) {
        let message = format!("`{}` may be missing, but the path needs it", placeholder.name);
        let diagnostic = reader
            .error("optional-in-path", &placeholder.span, message)
            .label("optional and without a default")
            .help("make the variable `required: true`, or give it a default");
        reader.push(diagnostic);
    }
}

/// What servers and proxies write to their logs should hold nothing sensitive.
fn sensitive_in_url(reader: &mut Reader<'_>, draft: &ActionDraft, placeholder: &Placeholder) {
    match placeholder.kind {
        PlaceholderKind::Inside => return,
        PlaceholderKind::Path | PlaceholderKind::Query => {}
    }
    let found = draft.variables.iter().find(|draft| draft.name.value.as_str() == placeholder.name);
    if found.and_then(|draft| draft.variable.as_ref()).is_some_and(|variable| variable.sensitive) {
        let message = format!("`{}` is sensitive, but stands in the URL", placeholder.name);
        let diagnostic = reader
            .warning("sensitive-in-url", &placeholder.span, message)
            .label("servers and proxies log this")
            .help("send it in the body of a POST, if the API takes it there");
        reader.push(diagnostic);
    }
}

/// A saved value is there only when the action that saves it was called.
fn saved_before(
    reader: &mut Reader<'_>,
    root: &Root,
    draft: &ActionDraft,
    placeholder: &Placeholder,
) {
    let name = placeholder.name.as_str();
    if draft.variables.iter().any(|draft| draft.name.value.as_str() == name) {
        return;
    }
    let saves = |draft: &&ActionDraft| draft.saves.iter().any(|save| save.value.key == name);
    let mut savers = root.actions.iter().filter(saves);
    let Some(first) = savers.clone().find_map(|saver| saver.name.as_ref()) else { return };
    let required = requirement::all_before(root, draft);
    let called = |saver: &ActionDraft| {
        saver.name.as_ref().is_some_and(|name| required.contains(&name.value.as_str()))
    };
    if !savers.any(called) {
        let message = format!("`{name}` may not be saved yet");
        let diagnostic = reader
            .warning("saved-maybe", &placeholder.span, message)
            .label(format!("comes from \"{}\"", first.value))
            .help(
                "name that action in `requires:`, or declare a variable of this name to ask for it",
            );
        reader.push(diagnostic);
    }
}

fn unused_variables(reader: &mut Reader<'_>, draft: &ActionDraft) {
    if draft.action.is_none() {
        return;
    }
    for variable in &draft.variables {
        let name = &variable.name;
        if draft.placeholders.iter().any(|used| used.name == name.value.as_str()) {
            continue;
        }
        let diagnostic = reader
            .warning("unused-variable", &name.span, format!("`{}` is never sent", name.value))
            .label("asked for in vain")
            .help(format!("use `{{{{{}}}}}` in the query or body, or remove it", name.value));
        reader.push(diagnostic);
    }
}
