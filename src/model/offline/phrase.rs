use super::{english, word::Token};

/// The length of the longest phrase of the lists that the tokens start with.
pub fn leading(tokens: &[Token], lists: &[&[&str]]) -> Option<usize> {
    let first = tokens.first()?.text.as_bytes().first();
    // The lists are long, and most phrases begin with another letter.
    let phrases = lists.iter().flat_map(|list| list.iter());
    let possible = phrases.filter(|phrase| phrase.as_bytes().first() == first);
    possible.filter_map(|phrase| matches_at(tokens, phrase)).max()
}

/// Where the first phrase of the list stands, and its length.
pub fn find(tokens: &[Token], list: &[&str]) -> Option<(usize, usize)> {
    (0..tokens.len()).find_map(|at| Some((at, leading(&tokens[at..], &[list])?)))
}

/// Whether the tokens are phrases of the lists and filler, with at least one phrase.
pub fn is_only(tokens: &[Token], lists: &[&[&str]]) -> bool {
    let rest = without_filler(tokens);
    if rest.is_empty() {
        return leading(tokens, lists) == Some(tokens.len()) && !tokens.is_empty();
    }
    leading(tokens, lists) == Some(tokens.len()) || consumed(rest, lists)
}

fn consumed(tokens: &[Token], lists: &[&[&str]]) -> bool {
    let mut rest = tokens;
    let mut hits = 0;
    while !rest.is_empty() {
        if let Some(length) = leading(rest, lists) {
            hits += 1;
            rest = &rest[length..];
        } else if let Some(length) = leading(rest, &[english::FILLER]) {
            rest = &rest[length..];
        } else {
            return false;
        }
    }
    hits > 0
}

/// The tokens without filler at either end.
pub fn without_filler(tokens: &[Token]) -> &[Token] {
    let mut rest = tokens;
    while let Some(length) = leading(rest, &[english::FILLER]) {
        rest = &rest[length..];
    }
    while let Some(length) = trailing(rest, english::FILLER) {
        rest = &rest[..rest.len() - length];
    }
    rest
}

fn trailing(tokens: &[Token], list: &[&str]) -> Option<usize> {
    let last = tokens.last().map_or("", |token| token.text.as_str());
    let ends = |phrase: &&&str| {
        if !phrase.ends_with(last) {
            return false;
        }
        let length = phrase.split(' ').count();
        length <= tokens.len() && matches_at(&tokens[tokens.len() - length..], phrase).is_some()
    };
    list.iter().filter(ends).map(|phrase| phrase.split(' ').count()).max()
}

fn matches_at(tokens: &[Token], phrase: &str) -> Option<usize> {
    let mut rest = phrase;
    for (at, token) in tokens.iter().enumerate() {
        rest = rest.strip_prefix(token.text.as_str())?;
        if rest.is_empty() {
            return Some(at + 1);
        }
        rest = rest.strip_prefix(' ')?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::offline::word::tokens;

    #[test]
    fn filler_around_a_phrase_changes_nothing() {
        assert!(is_only(&tokens("um, never mind then please"), &[english::CANCEL]));
        assert!(is_only(&tokens("sorry?"), &[english::REPEAT]));
        assert!(!is_only(&tokens("cancel my order"), &[english::CANCEL]));
        assert!(!is_only(&tokens(""), &[english::CANCEL]));
    }

    #[test]
    fn the_longest_phrase_is_found_where_it_stands() {
        assert_eq!(find(&tokens("oh i meant Friday"), english::CORRECTION), Some((1, 2)));
    }
}
