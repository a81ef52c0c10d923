use super::super::english::domains::is_ending;
use super::super::heard::Heard;
use super::piece::{Piece, Side, piece_at};

/// Longest domain that is put together; no domain is longer.
const LONGEST: usize = 254;

/// Most plain words in a label.
const MOST_WORDS: usize = 4;

/// A domain as far as it has been put together.
#[derive(Debug, Default)]
struct Domain {
    text: String,
    dotted: bool,
    words_in_label: usize,
}

/// What a piece does to a domain.
enum Step {
    /// It belongs to it.
    Taken,
    /// It stands behind it.
    Behind,
    /// It ends it.
    Ended,
    /// There is no domain.
    None,
}

/// The domain said after an at.
pub(super) fn domain(heard: &Heard, at: usize) -> Option<Side> {
    let mut domain = Domain::default();
    let mut place = at;
    while domain.text.len() < LONGEST && place < at + LONGEST {
        let Some((piece, after)) = piece_at(heard, place) else { break };
        match domain.take(heard, &piece, (place, after)) {
            Step::Taken => place = after,
            Step::Behind => break,
            Step::Ended => return Some(domain.side(after)),
            Step::None => return None,
        }
    }
    domain.dotted.then(|| domain.side(place)).filter(|side| side.text.contains('.'))
}

impl Domain {
    fn take(&mut self, heard: &Heard, piece: &Piece, place: (usize, usize)) -> Step {
        match piece {
            Piece::Nothing => self.take_nothing(heard, place.1),
            Piece::Sign(sign) => self.take_sign(heard, *sign, place),
            Piece::Letter(letter) => self.take_letter(heard, *letter, place.0),
            Piece::Text(word) => self.take_text(heard, word, place),
        }
    }

    fn take_nothing(&self, heard: &Heard, after: usize) -> Step {
        let whole = self.dotted && self.words_in_label > 0;
        if whole && !continues(heard, after) { Step::Behind } else { Step::Taken }
    }

    fn take_sign(&mut self, heard: &Heard, sign: char, place: (usize, usize)) -> Step {
        let (at, after) = place;
        let full_stop = heard.is_mark(at, '.') && !heard.glued(at + 1) && heard.glued(at);
        let closes = full_stop && self.dotted && !is_ending(heard.word(after));
        if closes || self.text.is_empty() || after >= heard.len() {
            return Step::Behind;
        }
        self.text.push(sign);
        self.dotted |= sign == '.';
        self.words_in_label = 0;
        Step::Taken
    }

    fn take_letter(&mut self, heard: &Heard, letter: char, at: usize) -> Step {
        if self.dotted && ends_here(&self.text, heard, at) {
            return Step::Behind;
        }
        self.text.push(letter);
        self.words_in_label += 1;
        Step::Taken
    }

    fn take_text(&mut self, heard: &Heard, word: &str, place: (usize, usize)) -> Step {
        let (at, after) = place;
        let whole = self.dotted && self.words_in_label > 0;
        if whole && (ends_here(&self.text, heard, at) || !continues(heard, after)) {
            return Step::Behind;
        }
        if !self.dotted && self.words_in_label >= MOST_WORDS {
            return Step::None;
        }
        if word == "dotcom" {
            self.text.push_str(".com");
            return Step::Ended;
        }
        self.text.push_str(word);
        self.words_in_label += 1;
        Step::Taken
    }

    fn side(&self, edge: usize) -> Side {
        let text = self.text.trim_end_matches(['-', '_', '.']).to_owned();
        Side { text, edge, pointed: None }
    }
}

/// Whether the label after the last dot is an ending already.
fn ends_here(text: &str, heard: &Heard, at: usize) -> bool {
    let ending = text.rsplit('.').next().unwrap_or_default();
    is_ending(ending) && !(ending == "co" && heard.word(at) == "m") && !heard.glued(at)
}

/// Whether another dot comes before the words run out.
fn continues(heard: &Heard, at: usize) -> bool {
    matches!(heard.word(at), "dot" | "dash" | "hyphen")
        || heard.is_mark(at, '.') && !heard.word(at + 1).is_empty() && heard.glued(at + 1)
}
