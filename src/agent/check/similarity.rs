use std::collections::{BTreeSet, HashMap};

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
    let names: HashMap<String, usize> = described
        .iter()
        .enumerate()
        .map(|(index, known)| (normal(known.name.value.as_str()), index))
        .collect();
    for (index, later) in described.iter().enumerate() {
        let contrary = opposite(later.name.value.as_str(), &names);
        let contrary = contrary.filter(|(earlier, _)| *earlier < index);
        let earlier = &described[..index];
        if let Some((earlier, words)) =
            contrary.and_then(|(at, words)| Some((earlier.get(at)?, words)))
        {
            report_opposite(reader, earlier, later, words);
        } else if let Some(alike) = earlier.iter().find(|known| is_alike(known, later)) {
            report_alike(reader, alike, later);
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

fn report_opposite(
    reader: &mut Reader<'_>,
    earlier: &Described<'_>,
    later: &Described<'_>,
    (one, other): (&str, &str),
) {
    if has_examples(later.draft) && has_examples(earlier.draft) {
        return;
    }
    let (name, span) = (&later.name.value, &later.name.span);
    let message = format!("\"{}\" and \"{name}\" differ in one word", earlier.name.value);
    let diagnostic = reader
        .warning("opposite-actions", span, message)
        .label(format!("{one} against {other}"))
        .help("give both `examples:` of what customers say, and let the description say what each is not for");
    reader.push(diagnostic);
}

fn report_alike(reader: &mut Reader<'_>, earlier: &Described<'_>, later: &Described<'_>) {
    let message = format!("this says nearly the same as \"{}\"", earlier.name.value);
    let diagnostic = reader
        .warning("similar-descriptions", &later.text.span, message)
        .label("a model chooses by these words")
        .help("say what sets the two apart");
    reader.push(diagnostic);
}

fn is_alike(one: &Described<'_>, other: &Described<'_>) -> bool {
    overlap(&one.words, &other.words) >= LIMIT
}

fn has_examples(draft: &ActionDraft) -> bool {
    draft.action.as_ref().is_none_or(|action| !action.examples.is_empty())
}

/// The action whose name differs from this one in a word that means the contrary, and the two words.
fn opposite(
    name: &str,
    names: &HashMap<String, usize>,
) -> Option<(usize, (&'static str, &'static str))> {
    let name = normal(name);
    let swapped = |from: &str, to: &str| {
        let (from, to) = (format!(" {from} "), format!(" {to} "));
        let other = name.contains(&from).then(|| name.replacen(&from, &to, 1))?;
        names.get(&other).copied()
    };
    OPPOSITES.into_iter().find_map(|(a, b)| {
        let other = swapped(a, b).map(|at| (at, (b, a)));
        other.or_else(|| swapped(b, a).map(|at| (at, (a, b))))
    })
}

fn normal(name: &str) -> String {
    format!(" {} ", name.to_lowercase().replace('_', " "))
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

/// Share of words that two descriptions have in common, from 0 to 1; 0 when one is much longer.
pub fn shared_words(one: &str, other: &str) -> f64 {
    let stemmer = Stemmer::create(Algorithm::English);
    overlap(&words(&stemmer, one), &words(&stemmer, other))
}

fn overlap(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    if short * 4 < long * 3 {
        return 0.0;
    }
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
        let names = |name: &str| HashMap::from([(normal(name), 0)]);
        assert_eq!(opposite("Unlock Card", &names("Lock Card")), Some((0, ("lock", "unlock"))));
        let lights = opposite("Turn on lights", &names("Turn off lights"));
        assert_eq!(lights, Some((0, ("turn off", "turn on"))));
        assert_eq!(opposite("Unlock Door", &names("Lock Card")), None);
    }

    #[test]
    fn descriptions_with_the_same_words_overlap() {
        let stemmer = Stemmer::create(Algorithm::English);
        let one = words(&stemmer, "Look up the status of an order");
        let other = words(&stemmer, "Looks up order status");
        assert!(overlap(&one, &other) >= LIMIT);
    }
}
