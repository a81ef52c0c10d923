use std::ops::Range;

use super::{
    axis::Sides,
    english, phrase,
    word::{Form, Token, pieces},
};

/// The words of an utterance that are scored.
#[derive(Clone, Debug, Default)]
pub struct HeardWords {
    /// What is wanted, each word once.
    pub wanted: Vec<Said>,
    /// What is said not to be wanted.
    pub unwanted: Vec<Form>,
    /// The sides of opposites that what is wanted takes.
    pub sides: Sides,
    /// Whether it opens as a question for information.
    pub asks: bool,
}

/// One word of the utterance.
#[derive(Clone, Debug)]
pub struct Said {
    /// The word.
    pub form: Form,
    /// Whether it looks like a name: it counts only where a declaration has the very word.
    pub name: bool,
    /// How much of it counts; less inside quotation marks, and for a number.
    pub counts: f32,
    /// Words of declarations that it asks for ("how much": price); then its own form is only shown.
    pub hints: Vec<Form>,
}

/// Words looked at, at most.
const MOST_WORDS: usize = 60;
const QUOTED: f32 = 0.4;
const HINTED: f32 = 0.5;

impl HeardWords {
    /// Reads the tokens of an utterance.
    pub fn of(text: &str, tokens: &[Token]) -> Self {
        let unwanted = unwanted(tokens);
        let quoted = quotations(text);
        let loud = is_loud(tokens);
        let mut heard = Self::default();
        for (at, token) in tokens.iter().enumerate() {
            let name = token.capital && !token.first && !loud;
            let inside = quoted.iter().any(|range| range.contains(&token.span.start));
            let number = english::is_number_word(&token.text);
            let counts = if inside || number { QUOTED } else { 1.0 };
            for word in pieces(&token.text).into_iter().filter(|word| !english::is_stop_word(word))
            {
                let form = Form::of(&word);
                if unwanted.iter().any(|range| range.contains(&at)) {
                    heard.unwanted.push(form);
                } else if heard.wanted.len() < MOST_WORDS && heard.is_new(&form) {
                    heard.wanted.push(Said { form, name, counts, hints: Vec::new() });
                }
            }
        }
        heard.sides = heard.sides_of(tokens, &unwanted);
        heard.wanted.extend(hints(tokens));
        heard.asks = phrase::leading(phrase::without_filler(tokens), &[english::ASKING]).is_some();
        heard
    }

    fn is_new(&self, form: &Form) -> bool {
        self.wanted.iter().all(|said| said.form.text != form.text)
    }

    fn sides_of(&self, tokens: &[Token], unwanted: &[Range<usize>]) -> Sides {
        let words: Vec<&str> = self.wanted.iter().map(|said| said.form.text.as_str()).collect();
        let spoken: Vec<&str> = tokens
            .iter()
            .enumerate()
            .filter(|(at, _)| !unwanted.iter().any(|range| range.contains(at)))
            .map(|(_, token)| token.text.as_str())
            .collect();
        Sides::of(&words, &spoken)
    }
}

/// What the wording of a question or a phrase asks for.
fn hints(tokens: &[Token]) -> Vec<Said> {
    let there =
        english::HINTS.iter().filter(|(phrase, _)| phrase::find(tokens, &[phrase]).is_some());
    there
        .map(|(phrase, words)| Said {
            form: Form::of(phrase),
            name: true,
            counts: HINTED,
            hints: words.iter().map(|word| Form::of(word)).collect(),
        })
        .collect()
}

/// Whether capitals say nothing, since nearly every word has one.
fn is_loud(tokens: &[Token]) -> bool {
    let capital = tokens.iter().filter(|token| token.capital).count();
    tokens.len() > 3 && capital * 10 > tokens.len() * 7
}

/// Token ranges after "I don't want to" and the like, up to the next break or turn of thought.
fn unwanted(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some((found, length)) = phrase::find(&tokens[at..], english::NEGATED_WISH) {
        let (start, from) = (at + found, at + found + length);
        let alone = length == 1 && tokens[start].text != "without";
        let end = from + tokens[from..].iter().take_while(|token| !turns(token)).count();
        if !alone || is_order(tokens, start) {
            ranges.push(from..end);
        }
        at = from;
    }
    ranges
}

fn turns(token: &Token) -> bool {
    token.after_break || matches!(token.text.as_str(), "but" | "just" | "only" | "because" | "so")
}

/// A bare "don't" forbids only at the start of a clause, and not in "don't know" and the like.
fn is_order(tokens: &[Token], at: usize) -> bool {
    let starts = at == 0
        || tokens[at].after_break
        || matches!(tokens[at - 1].text.as_str(), "please" | "but" | "and" | "no" | "just");
    let next = tokens.get(at + 1).map_or("", |token| token.text.as_str());
    starts
        && !matches!(
            next,
            "know"
                | "have"
                | "you"
                | "i"
                | "we"
                | "they"
                | "think"
                | "see"
                | "understand"
                | "remember"
                | "care"
                | "mind"
        )
}

/// Byte ranges inside quotation marks.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let marks: Vec<usize> = text
        .char_indices()
        .take(super::word::MOST_CHARS)
        .filter(|(_, letter)| matches!(letter, '"' | '“' | '”'))
        .map(|(at, _)| at)
        .collect();
    marks.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::offline::word::tokens;

    fn heard(text: &str) -> (Vec<String>, Vec<String>) {
        let heard = HeardWords::of(text, &tokens(text));
        (
            heard.wanted.into_iter().map(|said| said.form.text).collect(),
            heard.unwanted.into_iter().map(|form| form.text).collect(),
        )
    }

    #[test]
    fn what_is_not_wanted_is_kept_apart() {
        let (wanted, unwanted) = heard("I don't want to cancel, change the address please");
        assert_eq!(wanted, ["change", "address"]);
        assert_eq!(unwanted, ["cancel"]);
    }

    #[test]
    fn not_knowing_and_not_working_are_no_refusals() {
        assert!(heard("I don't know my balance").1.is_empty());
        assert!(heard("my card doesn't work").1.is_empty());
        assert!(heard("I didn't receive the parcel").1.is_empty());
    }
}
