use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{
    agent::format::{Reader, Root, key_in},
    diagnostic::{Diagnostic, Place, SourceFile, nearest},
};

/// A quoted name that the prompt calls a tool, or says to use.
static TOOL_NAMES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    // What begins with no mark begins with a letter or digit; to list all letters takes long.
    let quoted =
        r#"["'`“‘„«]([^\s\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e”’“»][^"'`”’“»\n]{1,62})["'`”’“»]"#;
    let patterns = [
        format!(r"{quoted}\*{{0,2}}\s+(?:tool|action|function)\b"),
        format!(r"(?i:\b(?:use|using|call|run|with|tool|action))\s+(?:the\s+)?\*{{0,2}}{quoted}"),
    ];
    patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
});

/// Whether prompt and actions speak of the same names.
pub(super) fn check(reader: &mut Reader<'_>, root: &Root, prompt: &SourceFile) {
    if prompt.text.trim().is_empty() {
        let diagnostic =
            Diagnostic::warning("empty-prompt", whole(prompt), "the prompt says nothing")
                .help("say who the agent is, what it does and when to use which action");
        reader.push(diagnostic);
        return;
    }
    if let Some(span) = key_in(&prompt.text) {
        let place = Place::new(&prompt.path, span);
        let diagnostic =
            Diagnostic::error("literal-credential", place, "a credential is written out")
                .label("sent to the model in every turn")
                .help("remove it; actions authenticate with `auth:` and the name of a secret");
        reader.push(diagnostic);
    }
    let names: Vec<&str> = root
        .actions
        .iter()
        .filter_map(|draft| draft.name.as_ref().map(|name| name.value.as_str()))
        .collect();
    for name in &names {
        if !mentions(&prompt.text, name) {
            reader.push(unnamed(prompt, name));
        }
    }
    for (span, written) in tools_named(&prompt.text) {
        if !names.contains(&written) {
            reader.push(unknown(prompt, span, written, &names));
        }
    }
}

fn whole(prompt: &SourceFile) -> Place {
    Place::new(&prompt.path, 0..0)
}

fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn unnamed(prompt: &SourceFile, name: &str) -> Diagnostic {
    let message = format!("the prompt never names \"{name}\"");
    let diagnostic = Diagnostic::warning("unnamed-action", whole(prompt), message);
    if mentions(&prompt.text.to_lowercase(), &name.to_lowercase()) {
        return diagnostic.help("it does in other letters; write the name exactly as declared");
    }
    diagnostic.help(
        "write when to use it, by this exact name; without that the model often never picks it",
    )
}

fn unknown(prompt: &SourceFile, span: Range<usize>, written: &str, names: &[&str]) -> Diagnostic {
    let near = nearest(written, names.iter().copied());
    let help = match near {
        Some(near) => format!("did you mean \"{near}\"?"),
        None if names.is_empty() => "the agent has no action yet".to_owned(),
        None => format!("the actions are: {}", names.join(", ")),
    };
    let place = Place::new(&prompt.path, span.clone());
    let message = format!("there is no action \"{written}\"");
    let diagnostic = Diagnostic::warning("unknown-action-in-prompt", place, message)
        .label("the model will look for it in vain")
        .help(help);
    match near {
        Some(near) => diagnostic.fix(span, near),
        None => diagnostic,
    }
}

/// The names that the prompt calls tools, each once, in order.
fn tools_named(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut seen = BTreeSet::new();
    let mut found: Vec<(Range<usize>, &str)> = TOOL_NAMES
        .iter()
        .flat_map(|pattern| pattern.captures_iter(text))
        .filter_map(|captures| captures.get(1))
        .map(|name| (name.range(), name.as_str()))
        .filter(|(_, name)| is_name_like(name))
        .collect();
    found.sort_by_key(|(span, _)| span.start);
    found.retain(|(_, name)| seen.insert(*name));
    found
}

/// A name has few words, and no punctuation of a sentence.
fn is_name_like(text: &str) -> bool {
    text.split_whitespace().count() <= 6
        && !text.contains(['.', '?', '!', ',', ':', '{', '}', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<&str> {
        tools_named(text).into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn tools_are_found_in_every_quoting_style() {
        assert_eq!(named("Use the 'Cancel Order' tool."), ["Cancel Order"]);
        assert_eq!(named("When using “Check Stock”, …"), ["Check Stock"]);
        assert_eq!(named("the `Get Customer` action"), ["Get Customer"]);
    }

    #[test]
    fn quoted_sentences_are_no_tools() {
        assert_eq!(named("say 'I can help you with that.' and use 'please, thanks'"), [""; 0]);
    }
}
