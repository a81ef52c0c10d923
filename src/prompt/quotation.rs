use std::ops::Range;

/// Opening marks and the marks that close them.
const PAIRS: [(char, &[char]); 10] = [
    ('`', &['`']),
    ('"', &['"']),
    ('“', &['”', '“', '"']),
    ('„', &['“', '”', '"']),
    ('«', &['»']),
    ('»', &['«']),
    ('\'', &['\'']),
    ('‘', &['’', '\'']),
    ('‚', &['‘', '’']),
    ('「', &['」']),
];

/// The first quoted stretch of a text: the whole with its marks, and what stands inside.
pub(super) fn first(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let mut before = None;
    for (at, mark) in text.char_indices() {
        let opens = before.is_none_or(|c: char| c.is_whitespace() || "([*_:,–—→>|-".contains(c));
        let closers = PAIRS.iter().find(|(open, _)| *open == mark).map(|(_, closers)| *closers);
        if opens && let Some(closers) = closers {
            let inner_start = at + mark.len_utf8();
            if let Some(inner) = closing(&text[inner_start..], closers) {
                let inner = inner_start..inner_start + inner;
                let close = text[inner.end..].chars().next().map_or(0, char::len_utf8);
                return Some((at..inner.end + close, inner));
            }
        }
        before = Some(mark);
    }
    None
}

/// Where the quotation ends. Single marks are apostrophes too: those between letters never close.
fn closing(rest: &str, closers: &[char]) -> Option<usize> {
    let closes = |(at, mark): &(usize, char)| {
        let next = rest[at + mark.len_utf8()..].chars().next();
        closers.contains(mark) && !next.is_some_and(char::is_alphanumeric)
    };
    let ends: Vec<usize> = rest.char_indices().filter(closes).map(|(at, _)| at).collect();
    if closers == ['`'] {
        // Backticks hold code, unless a whole sentence stands in them, or a status.
        let is_text = |at: &usize| {
            let inner = &rest[..*at];
            inner.ends_with(['.', '?', '!', '…']) || !inner.contains(' ')
        };
        return ends.first().copied().filter(is_text);
    }
    let is_single = closers.iter().any(|mark| matches!(mark, '\'' | '’'));
    if !is_single {
        return ends.first().copied();
    }
    let after_sentence = |at: &&usize| rest[..**at].ends_with(['.', '?', '!', '…']);
    ends.iter().find(after_sentence).or(ends.last()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Option<&str> {
        first(text).map(|(_, inner)| &text[inner])
    }

    #[test]
    fn straight_curly_and_foreign_quotes_are_read() {
        assert_eq!(inner("say \"Hello there.\" now"), Some("Hello there."));
        assert_eq!(inner("“It’s gone.”"), Some("It’s gone."));
        assert_eq!(inner("„Das gibt es nicht.“"), Some("Das gibt es nicht."));
        assert_eq!(inner("« Pas trouvé. »"), Some(" Pas trouvé. "));
    }

    #[test]
    fn apostrophes_do_not_close_a_sentence() {
        assert_eq!(
            inner("'I can't find that. Isn't it ORD-1?'"),
            Some("I can't find that. Isn't it ORD-1?")
        );
        assert_eq!(inner("‘I can’t find it’"), Some("I can’t find it"));
        assert_eq!(inner("don't say what you can't"), None);
    }

    #[test]
    fn an_unclosed_quote_is_none() {
        assert_eq!(inner("a \"b c"), None);
    }
}
