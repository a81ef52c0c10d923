use std::{ops::Range, sync::LazyLock};

use rust_stemmers::{Algorithm, Stemmer};

use super::{
    english,
    table::{DIMS, Table},
};

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// Characters of an utterance that are looked at for acts and scores; the rest adds nothing.
pub const MOST_CHARS: usize = 2_000;

/// A run of letters, digits and inner apostrophes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// In lower case, apostrophes straight.
    pub text: String,
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Whether it starts with a capital.
    pub capital: bool,
    /// Whether a sentence or quotation starts with it.
    pub first: bool,
    /// Whether a comma, full stop or other break stands before it.
    pub after_break: bool,
}

/// Splits the head of a text into tokens.
pub fn tokens(text: &str) -> Vec<Token> {
    let end = text.char_indices().nth(MOST_CHARS).map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    let mut found: Vec<Token> = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(char::is_alphanumeric).map(|at| from + at) {
        let stop = token_end(text, start);
        let gap = &text[from..start];
        let sentence = found.is_empty() || gap.contains(['.', '!', '?', '\n', '"', '“']);
        found.push(Token {
            text: lowered(&text[start..stop]),
            span: start..stop,
            capital: text[start..].starts_with(char::is_uppercase),
            first: sentence,
            after_break: sentence || gap.contains([',', ';', ':', '-', '–', '—', '(']),
        });
        from = stop;
    }
    found
}

fn token_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut rest = text[start..].char_indices().peekable();
    while let Some((at, letter)) = rest.next() {
        let joins = matches!(letter, '\'' | '’')
            && rest.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !letter.is_alphanumeric() && !joins {
            break;
        }
        end = start + at + letter.len_utf8();
    }
    end
}

fn lowered(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
}

/// The Snowball stem of a lower-case word.
pub fn stem(word: &str) -> String {
    STEMMER.stem(word).into_owned()
}

/// A word with all that comparing it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// In lower case.
    pub text: String,
    /// Snowball stem.
    pub stem: String,
    /// How much it tells, 0 to 1.
    pub weight: f32,
    /// Its vector, when the table has the word.
    pub vector: Option<Vector>,
}

/// A word's vector.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector {
    steps: [i8; DIMS],
    length: f32,
    scale: f32,
}

impl Form {
    /// Looks a lower-case word up.
    pub fn of(word: &str) -> Self {
        let table = Table::get();
        let row = table.find_form(word);
        Self {
            text: word.to_owned(),
            stem: stem(word),
            weight: row.map_or(1.0, |row| table.weight(row)),
            vector: row.map(|row| Vector::new(table.steps(row), table.scale(row))),
        }
    }
}

impl Vector {
    fn new(steps: [i8; DIMS], scale: f32) -> Self {
        let square: i32 = steps.iter().map(|step| i32::from(*step) * i32::from(*step)).sum();
        Self { steps, length: (square as f32).sqrt(), scale }
    }

    /// The cosine of two words.
    pub fn cosine(&self, other: &Self) -> f32 {
        let dot: i32 =
            self.steps.iter().zip(&other.steps).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        let lengths = self.length * other.length;
        if lengths > 0.0 { dot as f32 / lengths } else { 0.0 }
    }
}

/// A weighted sum of words' vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Mean([f32; DIMS]);

impl Default for Mean {
    fn default() -> Self {
        Self([0.0; DIMS])
    }
}

impl Mean {
    /// The sum over words, each as much as it tells.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a Form>) -> Self {
        let mut sum = Self::default();
        for word in words {
            let Some(vector) = &word.vector else { continue };
            let factor = word.weight * vector.scale;
            for (total, step) in sum.0.iter_mut().zip(&vector.steps) {
                *total += factor * f32::from(*step);
            }
        }
        sum
    }

    /// The same direction at length 1; nothing stays nothing.
    pub fn unit(mut self) -> Self {
        let length = self.dot(&self).sqrt();
        if length > 0.0 {
            self.0.iter_mut().for_each(|number| *number /= length);
        }
        self
    }

    /// Adds `factor` times another.
    pub fn add(&mut self, other: &Self, factor: f32) {
        self.0.iter_mut().zip(&other.0).for_each(|(total, number)| *total += factor * number);
    }

    /// The dot product; the cosine, when both have length 1.
    pub fn dot(&self, other: &Self) -> f32 {
        self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum()
    }
}

/// The lower-case words of a text that carry meaning. Names are split at capitals (`getWeather`).
pub fn content_words(text: &str) -> Vec<String> {
    let spaced = split_capitals(text);
    tokens(&spaced)
        .iter()
        .flat_map(|token| pieces(&token.text))
        .filter(|word| !english::is_stop_word(word))
        .collect()
}

/// The letter runs of a token that are longer than one letter: "what's" is "what".
pub fn pieces(token: &str) -> Vec<String> {
    token
        .split(|c: char| !c.is_alphabetic())
        .filter(|piece| piece.chars().nth(1).is_some())
        .map(str::to_owned)
        .collect()
}

/// Puts a space before each inner capital.
pub fn split_capitals(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for letter in text.chars().take(MOST_CHARS) {
        if letter.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(letter);
        before = letter;
    }
    spaced
}

/// The share of letter triples two words have in common, ends marked.
pub fn common_triples(a: &str, b: &str) -> f32 {
    let (a, b) = (triples(a), triples(b));
    let common = a.iter().filter(|triple| b.contains(triple)).count();
    let all = a.len() + b.len();
    if all == 0 { 0.0 } else { 2.0 * common as f32 / all as f32 }
}

fn triples(word: &str) -> Vec<[char; 3]> {
    let marked: Vec<char> = std::iter::once('^').chain(word.chars()).chain(['$']).collect();
    marked.windows(3).map(|three| [three[0], three[1], three[2]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_know_their_place_and_their_capitals() {
        let found = tokens("Hi Ada, don’t stop. Go");
        let texts: Vec<&str> = found.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(texts, ["hi", "ada", "don't", "stop", "go"]);
        assert_eq!(found[1].span, 3..6);
        assert!(found[1].capital && !found[1].first);
        assert!(found[2].after_break && found[4].first);
    }

    #[test]
    fn declared_names_are_split_into_words() {
        assert_eq!(content_words("findWeather_forecast2"), ["find", "weather", "forecast"]);
    }

    #[test]
    fn related_words_are_nearer_than_unrelated_ones() {
        let cosine =
            |a: &str, b: &str| Form::of(a).vector.unwrap().cosine(&Form::of(b).vector.unwrap());
        assert!(cosine("parcel", "package") > cosine("parcel", "meeting"));
    }

    #[test]
    fn any_text_gives_tokens_on_character_boundaries() {
        for text in ["", "''''", "日本語 text", "a\u{301}b", "🙂🙂", "İstanbul’"] {
            for token in tokens(text) {
                assert!(text.get(token.span).is_some());
            }
        }
    }
}
