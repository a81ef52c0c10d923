use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::english::numbers::NumberWord;
use super::english::symbols::{ascii_digit, plain_mark};
use super::lexicon::{WordClass, class};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters; apostrophes are dropped ("don't" is `dont`).
    Word,
    /// ASCII digits.
    Digits,
    /// One character that is neither letter, digit nor blank.
    Mark,
}

/// A piece of the folded text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    start: u32,
    end: u32,
    /// What it is made of.
    pub kind: Kind,
    /// Whether blanks stand before it (or it is the first).
    pub gap: bool,
    class: WordClass,
}

/// An utterance folded to lower case, plain digits and plain marks, cut into tokens that know their bytes.
pub(super) struct Heard<'a> {
    original: &'a str,
    folded: String,
    starts: Vec<u32>,
    tokens: Vec<Token>,
    has_lower: bool,
}

impl<'a> Heard<'a> {
    /// Folds and cuts a text; linear in its length.
    pub fn new(original: &'a str) -> Self {
        let mut heard = Self {
            original,
            folded: String::with_capacity(original.len() + 8),
            starts: Vec::with_capacity(original.len() + 8),
            tokens: Vec::with_capacity(original.len() / 4 + 2),
            has_lower: original.bytes().any(|byte| byte.is_ascii_lowercase()),
        };
        heard.fold();
        heard.cut();
        heard
    }

    fn fold(&mut self) {
        let mut before = ' ';
        for (at, character) in self.original.char_indices() {
            if is_invisible(character) {
                continue;
            }
            let plain = plain_mark(character);
            if plain == '\'' && before.is_alphabetic() {
                continue;
            }
            before = plain;
            if plain.is_ascii() {
                self.push(plain.to_ascii_lowercase(), at);
            } else if let Some(digit) = ascii_digit(plain) {
                self.push(digit, at);
            } else {
                self.push_wide(plain, at);
            }
        }
        self.starts.push(u32::try_from(self.original.len()).unwrap_or(u32::MAX));
    }

    /// A character whose compatibility form may be several.
    fn push_wide(&mut self, character: char, at: usize) {
        if matches!(character, '¼'..='¾' | '⅐'..='⅞') {
            self.push(' ', at);
        }
        for composed in std::iter::once(character).nfkc() {
            let composed = if composed == '\u{2044}' { '/' } else { plain_mark(composed) };
            for lower in composed.to_lowercase() {
                self.push(ascii_digit(lower).unwrap_or(lower), at);
            }
        }
    }

    fn push(&mut self, character: char, at: usize) {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.folded.push(character);
        for _ in 0..character.len_utf8() {
            self.starts.push(at);
        }
    }

    fn cut(&mut self) {
        let mut gap = true;
        let mut characters = self.folded.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            if character.is_whitespace() || character.is_control() {
                gap = true;
                continue;
            }
            let kind = kind_of(character);
            let mut end = at + character.len_utf8();
            if kind != Kind::Mark {
                while let Some((next, following)) = characters.peek().copied() {
                    if kind_of(following) != kind && !(kind == Kind::Word && is_joiner(following)) {
                        break;
                    }
                    end = next + following.len_utf8();
                    characters.next();
                }
            }
            let class = match kind {
                Kind::Word => class(self.folded.get(at..end).unwrap_or_default()),
                Kind::Digits | Kind::Mark => WordClass::default(),
            };
            self.tokens.push(Token { start: narrow(at), end: narrow(end), kind, gap, class });
            gap = false;
        }
    }

    /// The text as it came.
    pub fn original(&self) -> &'a str {
        self.original
    }

    /// Whether small letters were written, so that capitals mean something.
    pub fn has_lower(&self) -> bool {
        self.has_lower
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The folded text of a token, empty beyond the ends.
    pub fn text(&self, index: usize) -> &str {
        self.tokens
            .get(index)
            .and_then(|token| self.folded.get(token.start as usize..token.end as usize))
            .unwrap_or("")
    }

    /// The kind of a token.
    pub fn kind(&self, index: usize) -> Option<Kind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    /// The word at a place, empty when it is no word.
    pub fn word(&self, index: usize) -> &str {
        if self.kind(index) == Some(Kind::Word) { self.text(index) } else { "" }
    }

    /// The digits at a place, empty when they are none.
    pub fn digits(&self, index: usize) -> &str {
        if self.kind(index) == Some(Kind::Digits) { self.text(index) } else { "" }
    }

    /// Whether this mark stands here.
    pub fn is_mark(&self, index: usize, mark: char) -> bool {
        self.mark(index) == Some(mark)
    }

    /// The cardinal that the word at a place means.
    pub fn number(&self, index: usize) -> Option<NumberWord> {
        self.tokens.get(index)?.class.number
    }

    /// Whether a number can begin with the token at a place.
    pub fn opens_number(&self, index: usize) -> bool {
        match self.kind(index) {
            Some(Kind::Word) => {
                self.tokens.get(index).is_some_and(|token| token.class.opens_number)
            }
            Some(Kind::Digits) => true,
            Some(Kind::Mark) => matches!(self.mark(index), Some('-' | '+' | '.' | '(')),
            None => false,
        }
    }

    /// Whether a date can begin with the token at a place.
    pub fn opens_date(&self, index: usize) -> bool {
        self.tokens
            .get(index)
            .is_some_and(|token| token.kind == Kind::Digits || token.class.opens_date)
    }

    /// The mark at a place.
    pub fn mark(&self, index: usize) -> Option<char> {
        if self.kind(index) == Some(Kind::Mark) { self.text(index).chars().next() } else { None }
    }

    /// Whether the token is there and touches the one before it.
    pub fn glued(&self, index: usize) -> bool {
        index > 0 && self.tokens.get(index).is_some_and(|token| !token.gap)
    }

    /// The token before, if the place is not the first.
    pub fn before(&self, index: usize) -> Option<usize> {
        index.checked_sub(1)
    }

    /// The first token of the unspaced run that holds this one.
    pub fn cluster_start(&self, index: usize) -> usize {
        let mut start = index;
        while self.glued(start) && index - start < 64 {
            start -= 1;
        }
        start
    }

    /// The end of the unspaced run that holds this token.
    pub fn cluster_end(&self, index: usize) -> usize {
        let mut end = index + 1;
        while self.glued(end) && end - index < 64 {
            end += 1;
        }
        end
    }

    /// The bytes of the original text that tokens `from..to` came from.
    pub fn span(&self, from: usize, to: usize) -> Range<usize> {
        let (Some(first), Some(last)) =
            (self.tokens.get(from), to.checked_sub(1).and_then(|last| self.tokens.get(last)))
        else {
            return 0..0;
        };
        let start = self.starts.get(first.start as usize).copied().unwrap_or(0) as usize;
        start..self.end_of(last.end as usize).max(start)
    }

    fn end_of(&self, folded_end: usize) -> usize {
        let last = folded_end.checked_sub(1).and_then(|at| self.starts.get(at)).copied();
        let last = last.unwrap_or(0) as usize;
        let width = self.original.get(last..).and_then(|rest| rest.chars().next());
        last + width.map_or(0, char::len_utf8)
    }

    /// The original text of tokens `from..to`.
    pub fn said(&self, from: usize, to: usize) -> &'a str {
        self.original.get(self.span(from, to)).unwrap_or("")
    }

    /// The longest of these blank-separated phrases that stands here, with the place after it.
    pub fn any_phrase(&self, index: usize, phrases: &[&'static str]) -> Option<usize> {
        phrases.iter().filter_map(|phrase| self.spaced(index, phrase)).max()
    }

    /// If this blank-separated phrase stands here, the place after it.
    pub fn spaced(&self, index: usize, phrase: &str) -> Option<usize> {
        if self.text(index).as_bytes().first() != phrase.as_bytes().first() {
            return None;
        }
        let mut at = index;
        for (nth, word) in phrase.split(' ').enumerate() {
            if nth > 0 && self.is_mark(at, '-') {
                at += 1;
            }
            if self.text(at) != word {
                return None;
            }
            at += 1;
        }
        Some(at)
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn kind_of(character: char) -> Kind {
    if character.is_ascii_digit() {
        Kind::Digits
    } else if character.is_alphabetic() {
        Kind::Word
    } else {
        Kind::Mark
    }
}

/// Combining marks belong to the letter before them.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}')
}

fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let heard = Heard::new(text);
        (0..heard.len()).map(|index| heard.text(index).to_owned()).collect()
    }

    #[test]
    fn words_digits_and_marks_are_told_apart() {
        assert_eq!(texts("Don't, ORD-12"), ["dont", ",", "ord", "-", "12"]);
    }

    #[test]
    fn foreign_digits_and_quotes_become_plain() {
        assert_eq!(texts("it’s ４２ or ٤٢"), ["its", "42", "or", "42"]);
        assert_eq!(texts("2½"), ["2", "1", "/", "2"]);
    }

    #[test]
    fn spans_lead_back_to_the_original_bytes() {
        let heard = Heard::new("é “４２” x");
        assert_eq!(heard.said(2, 3), "４２");
    }
}
