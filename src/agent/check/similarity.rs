use std::collections::BTreeSet;

use rust_stemmers::{Algorithm, Stemmer};

use crate::agent::{
    ActionName,
    format::{ActionDraft, Reader, Root, Spanned},
};

/// Share of words two descriptions may have in common.
const LIMIT: f64 = 0.75;

/// Words that mean the contrary of each other.
const OPPOSITES: [(&str, &str); 24] = [
    ("activate", "deactivate"),
    ("add", "remove"),
    ("add", "delete"),
    ("allow", "block"),
    ("approve", "reject"),
    ("attach", "detach"),
    ("book", "cancel"),
    ("check-in", "check-out"),
    ("connect", "disconnect"),
    ("create", "delete"),
    ("enable", "disable"),
    ("encrypt", "decrypt"),
    ("follow", "unfollow"),
    ("increase", "decrease"),
    ("install", "uninstall"),
    ("like", "unlike"),
    ("lock", "unlock"),
    ("mute", "unmute"),
    ("open", "close"),
    ("pause", "resume"),
    ("raise", "lower"),
    ("start", "stop"),
    ("subscribe", "unsubscribe"),
    ("turn on", "turn off"),
];

/// Actions that a model cannot tell apart.
pub(super) fn check(reader: &mut Reader<'_>, root: &Root) {
    let stemmer = Stemmer::create(Algorithm::English);
    let described: Vec<Described<'_>> = root
        .actions
        .iter()
        .filter_map(|draft| {
            let text = draft.description.as_ref()?;
            let words = words(&stemmer, &text.value);
            Some(Described { draft, name: draft.name.as_ref()?, text, words })
        })
        .collect();
    for (index, later) in described.iter().enumerate() {
        for earlier in &described[..index] {
            compare(reader, earlier, later);
        }
    }
}

/// An action with a name and a description, and the words of that.
struct Described<'a> {
    draft: &'a ActionDraft,
    name: &'a Spanned<ActionName>,
    text: &'a Spanned<String>,
    words: BTreeSet<String>,
}

fn compare(reader: &mut Reader<'_>, earlier: &Described<'_>, later: &Described<'_>) {
    let (name, earlier_name) = (later.name, earlier.name);
    if let Some((one, other)) = opposite(earlier_name.value.as_str(), name.value.as_str()) {
        if has_examples(later.draft) && has_examples(earlier.draft) {
            return;
        }
        let message =
            format!("\"{}\" and \"{}\" differ in one word", earlier_name.value, name.value);
        let diagnostic = reader
            .warning("opposite-actions", &name.span, message)
            .label(format!("{one} against {other}"))
            .help("give both `examples:` of what customers say, and let the description say what each is not for");
        reader.push(diagnostic);
        return;
    }
    if overlap(&earlier.words, &later.words) >= LIMIT {
        let message = format!("this says nearly the same as \"{}\"", earlier_name.value);
        let diagnostic = reader
            .warning("similar-descriptions", &later.text.span, message)
            .label("a model chooses by these words")
            .help("say what sets the two apart");
        reader.push(diagnostic);
    }
}

fn has_examples(draft: &ActionDraft) -> bool {
    draft.action.as_ref().is_none_or(|action| !action.examples.is_empty())
}

/// The opposite words that two names differ in, when they differ in nothing else.
fn opposite(one: &str, other: &str) -> Option<(&'static str, &'static str)> {
    let normal = |text: &str| format!(" {} ", text.to_lowercase().replace('_', " "));
    let (one, other) = (normal(one), normal(other));
    OPPOSITES.into_iter().find(|(a, b)| {
        let swap = |text: &str, from: &str, to: &str| {
            text.replacen(&format!(" {from} "), &format!(" {to} "), 1)
        };
        one != other && (swap(&one, a, b) == other || swap(&one, b, a) == other)
    })
}

fn words(stemmer: &Stemmer, text: &str) -> BTreeSet<String> {
    const EMPTY: [&str; 18] = [
        "a",
        "an",
        "the",
        "of",
        "to",
        "by",
        "for",
        "and",
        "or",
        "in",
        "on",
        "its",
        "is",
        "with",
        "when",
        "who",
        "customer",
        "customers",
    ];
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !EMPTY.contains(word))
        .map(|word| stemmer.stem(word).into_owned())
        .collect()
}

fn overlap(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let shared = one.intersection(other).count();
    let all = one.union(other).count();
    if all == 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "a description has few words")]
    let share = shared as f64 / all as f64;
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_an_opposite_are_found() {
        assert_eq!(opposite("Lock Card", "Unlock Card"), Some(("lock", "unlock")));
        assert_eq!(opposite("Turn off lights", "Turn on lights"), Some(("turn on", "turn off")));
        assert_eq!(opposite("Lock Card", "Unlock Door"), None);
    }

    #[test]
    fn descriptions_with_the_same_words_overlap() {
        let stemmer = Stemmer::create(Algorithm::English);
        let one = words(&stemmer, "Look up the status of an order");
        let other = words(&stemmer, "Looks up order status");
        assert!(overlap(&one, &other) >= LIMIT);
    }
}
