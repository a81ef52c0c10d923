use std::collections::BTreeSet;

use super::{
    Form, Move, Noise, NoiseKind, Told,
    english::{DROPPABLE, FILLERS},
    speech::is_free,
};
use crate::{agent::Variable, value::Value};

/// Words that carry a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spoken {
    /// As they arrive.
    pub words: String,
    /// What they mean.
    pub form: Form,
    /// The noise in them.
    pub noise: BTreeSet<NoiseKind>,
}

impl Spoken {
    /// Words as they were meant.
    pub fn clear(words: impl Into<String>) -> Self {
        Self { words: words.into(), form: Form::Faithful, noise: BTreeSet::new() }
    }

    /// Words that are wrong on purpose.
    pub fn wrong(words: impl Into<String>) -> Self {
        Self { form: Form::Wrong, ..Self::clear(words) }
    }
}

/// An utterance while it is put together: noise touches what stands around the values, never them,
/// nor the words that alone tell free text from the rest.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pieces: Vec<Piece>,
    told: Vec<Told>,
    is_clear: bool,
}

#[derive(Clone, Debug)]
enum Piece {
    Around(String),
    Kept(String),
}

impl Line {
    /// An utterance without values.
    pub fn of(words: impl Into<String>) -> Self {
        Self::default().words(words)
    }

    /// And then these words.
    pub fn words(mut self, words: impl Into<String>) -> Self {
        self.pieces.push(Piece::Around(words.into()));
        self
    }

    /// And then this value.
    pub fn value(mut self, variable: &Variable, truth: &Value, spoken: Spoken) -> Self {
        self.pieces.push(Piece::Kept(spoken.words.clone()));
        self.told.push(Told {
            variable: variable.name.clone(),
            variable_type: variable.spec.variable_type,
            truth: truth.to_string(),
            said: spoken.words,
            form: spoken.form,
            noise: spoken.noise,
        });
        self
    }

    /// And then words around a value: `{}` stands for it.
    pub fn framed(
        mut self,
        frame: &str,
        (variable, truth): (&Variable, &Value),
        spoken: Spoken,
    ) -> Self {
        let (before, after) = frame.split_once("{}").unwrap_or((frame, ""));
        let before = match is_free(variable) {
            true => Piece::Kept(before.to_owned()),
            false => Piece::Around(before.to_owned()),
        };
        self.pieces.push(before);
        self.value(variable, truth, spoken).words(after)
    }

    /// With a full stop, so that another sentence can follow.
    pub fn stopped(mut self) -> Self {
        if let Some(Piece::Around(last) | Piece::Kept(last)) = self.pieces.last()
            && !last.ends_with(['.', '?', '!'])
        {
            self.pieces.push(Piece::Around(".".to_owned()));
        }
        self
    }

    /// Said so that all of it comes through.
    pub fn clearly(mut self) -> Self {
        self.is_clear = true;
        self
    }

    /// As it arrives.
    pub fn arrive(mut self, noise: &Noise, random: &mut fastrand::Rng) -> Move {
        let noise = if self.is_clear { &Noise::NONE } else { noise };
        let mut met = BTreeSet::new();
        let mut text = String::new();
        if noise.strikes(NoiseKind::Fillers, random) {
            text = format!("{}, ", FILLERS[random.usize(..FILLERS.len())]);
            met.insert(NoiseKind::Fillers);
        }
        for piece in &self.pieces {
            match piece {
                Piece::Kept(words) => text.push_str(words),
                Piece::Around(words) => text.push_str(&around(words, (noise, random), &mut met)),
            }
        }
        for told in &mut self.told {
            told.noise.extend(met.iter().copied());
        }
        Move::Says { text: text.trim().to_owned(), told: self.told }
    }
}

/// The words around values as they arrive.
fn around(
    words: &str,
    (noise, random): (&Noise, &mut fastrand::Rng),
    met: &mut BTreeSet<NoiseKind>,
) -> String {
    let mut words = words.to_owned();
    if noise.strikes(NoiseKind::DroppedWords, random) && drop_word(&mut words, random) {
        met.insert(NoiseKind::DroppedWords);
    }
    if noise.strikes(NoiseKind::TypingErrors, random) && mistype(&mut words, random) {
        met.insert(NoiseKind::TypingErrors);
    }
    words
}

/// Loses one of the small words.
fn drop_word(words: &mut String, random: &mut fastrand::Rng) -> bool {
    let parts: Vec<&str> = words.split_inclusive(' ').collect();
    let is_small = |part: &str| {
        let word = part.trim().trim_end_matches([',', '.', '?', '!']);
        DROPPABLE.contains(&word.to_lowercase().as_str())
    };
    let small: Vec<usize> = (0..parts.len()).filter(|at| is_small(parts[*at])).collect();
    let Some(lost) = random.choice(&small) else { return false };
    let kept = parts.iter().enumerate().filter(|(at, _)| at != lost);
    *words = kept.map(|(_, part)| *part).collect();
    true
}

/// Shortest word that a typing error leaves recognisable.
const LONG_WORD: usize = 6;

/// Swaps, drops or doubles a letter inside one of the longer words.
fn mistype(words: &mut String, random: &mut fastrand::Rng) -> bool {
    let mut parts: Vec<String> = words.split_inclusive(' ').map(str::to_owned).collect();
    let is_long = |part: &str| {
        let word = part.trim_end();
        word.len() >= LONG_WORD && word.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let long: Vec<usize> = (0..parts.len()).filter(|at| is_long(&parts[*at])).collect();
    let Some(at) = random.choice(&long) else { return false };
    let mut letters: Vec<char> = parts[*at].chars().collect();
    let inside = random.usize(1..parts[*at].trim_end().len() - 2);
    match random.u8(0..3) {
        0 => letters.swap(inside, inside + 1),
        1 => drop(letters.remove(inside)),
        _ => letters.insert(inside, letters[inside]),
    }
    parts[*at] = letters.into_iter().collect();
    *words = parts.concat();
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_word_is_a_small_one() {
        let mut words = "The order number is ".to_owned();
        assert!(drop_word(&mut words, &mut fastrand::Rng::with_seed(1)));
        assert!(words == "order number is " || words == "The order number ", "{words}");
        assert!(!drop_word(&mut "Where?".to_owned(), &mut fastrand::Rng::with_seed(1)));
    }

    #[test]
    fn a_typing_error_keeps_the_first_and_the_last_letter() {
        for seed in 0..50 {
            let mut words = "delivery ".to_owned();
            assert!(mistype(&mut words, &mut fastrand::Rng::with_seed(seed)));
            assert!(words.starts_with('d') && words.ends_with("y "), "{words}");
        }
    }
}
