use super::words::plain;

/// A sentence in plain letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario::checks) struct Sentence {
    pub text: String,
    pub is_question: bool,
}

/// Words with a point that ends nothing.
const SHORT: &[&str] =
    &["e.g", "i.e", "a.m", "p.m", "mr", "mrs", "ms", "dr", "approx", "etc", "vs", "inc", "ltd"];

/// The sentences of a text.
pub(in crate::scenario::checks) fn sentences(text: &str) -> Vec<Sentence> {
    let plain = plain(text);
    let mut found = Vec::new();
    let mut start = 0;
    let mut letters = plain.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        if ends(&plain[start..at], letter, next) {
            let end = at + letter.len_utf8();
            push(&mut found, &plain[start..end]);
            start = end;
        }
    }
    push(&mut found, &plain[start..]);
    found
}

fn ends(before: &str, letter: char, next: Option<char>) -> bool {
    let closes = next.is_none_or(|next| {
        next.is_whitespace() || matches!(next, '"' | '\'' | ')' | '*' | '.' | '!' | '?' | '…')
    });
    match letter {
        '\n' => true,
        '!' | '?' | '…' => closes,
        '.' => closes && !is_short(before),
        _ => false,
    }
}

fn is_short(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    SHORT.contains(&word)
}

fn push(found: &mut Vec<Sentence>, text: &str) {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '*' | '_' | '(' | ')' | '#' | '>' | '-')
    });
    if text.contains(char::is_alphanumeric) {
        let is_question = text.trim_end_matches(['"', '\'', ')', '*', ' ']).ends_with('?');
        found.push(Sentence { text: text.to_owned(), is_question });
    }
}

/// Words that begin a clause of their own.
const TURNS: &[&str] = &[
    " but ",
    " however ",
    " although ",
    " though ",
    " and ",
    " so ",
    " while ",
    " whereas ",
    " yet ",
    " because ",
    " then ",
];

/// The clauses of a sentence, in order.
pub(in crate::scenario::checks) fn clauses(sentence: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let bytes = sentence.as_bytes();
    for (at, letter) in sentence.char_indices() {
        let width = letter.len_utf8();
        let turn = TURNS
            .iter()
            .find(|word| sentence[at..].starts_with(**word) && !sentence[..at].ends_with(" ahead"));
        let is_break = matches!(letter, ';' | '–' | '—' | '(' | ')')
            || (matches!(letter, ',' | ':') && !is_between_digits(bytes, at))
            || sentence[at..].starts_with(" - ");
        if let Some(word) = turn {
            parts.push(&sentence[start..at]);
            // The word stays with what it begins.
            start = at + word.len() - word.trim_start().len();
        } else if is_break {
            parts.push(&sentence[start..at]);
            start = at + width;
        }
    }
    parts.push(&sentence[start.min(sentence.len())..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn is_between_digits(bytes: &[u8], at: usize) -> bool {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    at > 0 && digit(at - 1) && digit(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        sentences(text).into_iter().map(|sentence| sentence.text).collect()
    }

    #[test]
    fn a_text_is_cut_at_its_ends_and_not_in_its_numbers() {
        assert_eq!(
            texts("It’s 10.30 a.m. now. Done! Order 5? Yes"),
            ["it's 10.30 a.m. now.", "done!", "order 5?", "yes"]
        );
        assert_eq!(texts("No. I can't."), ["no.", "i can't."]);
    }

    #[test]
    fn clauses_keep_the_word_that_begins_them() {
        assert_eq!(
            clauses("it's slow, but your refund was processed and 1,299 was paid"),
            ["it's slow", "but your refund was processed", "and 1,299 was paid"]
        );
    }
}
