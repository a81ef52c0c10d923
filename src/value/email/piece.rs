use super::super::english::numbers::NumberWord;
use super::super::english::spelling::{EMAIL_REMARKS, letter_name, sign_word};
use super::super::heard::{Heard, Kind};
use super::super::number::sub_hundred;

/// One side of a spoken address, put together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Side {
    /// The characters.
    pub text: String,
    /// The outermost token: the first of a local part, the one after the last of a domain.
    pub edge: usize,
    /// The same with points between plain words, where words were joined that may have had them.
    pub pointed: Option<String>,
}

/// What one or more tokens add to an address.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Characters of a word or a number.
    Text(String),
    /// One letter.
    Letter(char),
    /// A point, hyphen or the like.
    Sign(char),
    /// A remark, which adds nothing.
    Nothing,
}

impl Piece {
    /// Puts it behind the text.
    pub fn add_to(&self, text: &mut String) {
        match self {
            Self::Nothing => {}
            Self::Sign(character) | Self::Letter(character) => text.push(*character),
            Self::Text(word) => text.push_str(word),
        }
    }
}

/// The token after a remark on the writing.
pub(super) fn remark(heard: &Heard, at: usize) -> Option<usize> {
    heard.any_phrase(at, EMAIL_REMARKS)
}

/// The piece at a token, with the token after it.
pub(super) fn piece_at(heard: &Heard, at: usize) -> Option<(Piece, usize)> {
    if let Some(to) = remark(heard, at) {
        return Some((Piece::Nothing, to));
    }
    match heard.kind(at)? {
        Kind::Digits => return Some((Piece::Text(heard.digits(at).to_owned()), at + 1)),
        Kind::Mark => {
            return match heard.mark(at)? {
                sign @ ('.' | '_' | '+' | '-') => Some((Piece::Sign(sign), at + 1)),
                ',' if heard.kind(at + 1).is_some_and(|kind| kind != Kind::Mark) => {
                    Some((Piece::Nothing, at + 1))
                }
                '(' | ')' | '[' | ']' => Some((Piece::Nothing, at + 1)),
                _ => None,
            };
        }
        Kind::Word => {}
    }
    Some(word_piece(heard, at))
}

fn word_piece(heard: &Heard, at: usize) -> (Piece, usize) {
    let word = heard.word(at);
    if let Some(sign) = sign_word(word) {
        let sign_named = heard.word(at + 1) == "sign";
        return (Piece::Sign(sign), at + 1 + usize::from(sign_named));
    }
    if word == "under" && heard.word(at + 1) == "score" {
        return (Piece::Sign('_'), at + 2);
    }
    if let Some((letter, to)) = illustrated(heard, at) {
        return (Piece::Letter(letter), to);
    }
    match heard.number(at) {
        Some(NumberWord::Repeat(count)) => {
            if let Some((letter, to)) = illustrated(heard, at + 1) {
                return (Piece::Text(letter.to_string().repeat(count.into())), to);
            }
            if let Some((value, to)) = sub_hundred(heard, at + 1).filter(|(value, _)| *value < 10) {
                return (Piece::Text(value.to_string().repeat(count.into())), to);
            }
        }
        Some(NumberWord::Oh) if is_beside_numeral(heard, at) => {
            return (Piece::Text("0".to_owned()), at + 1);
        }
        Some(NumberWord::Unit(_) | NumberWord::Teen(_) | NumberWord::Tens(_)) => {
            if let Some((value, to)) = sub_hundred(heard, at) {
                return in_hundreds(heard, value, to);
            }
        }
        _ => {}
    }
    if word.chars().count() == 1 {
        return (Piece::Letter(word.chars().next().unwrap_or_default()), at + 1);
    }
    (Piece::Text(word.to_owned()), at + 1)
}

/// The oh of "two oh oh five" is a zero.
fn is_beside_numeral(heard: &Heard, at: usize) -> bool {
    let numeral = |at: usize| {
        !heard.digits(at).is_empty()
            || matches!(
                heard.number(at),
                Some(NumberWord::Unit(_) | NumberWord::Teen(_) | NumberWord::Tens(_))
            )
    };
    let is_oh = |at: usize| heard.number(at) == Some(NumberWord::Oh);
    let mut after = at + 1;
    while is_oh(after) {
        after += 1;
    }
    let mut before = at;
    while before > 0 && is_oh(before - 1) {
        before -= 1;
    }
    numeral(after) && heard.word(at).len() > 1 || before > 0 && numeral(before - 1)
}

/// "two thousand", "nineteen hundred": a whole number said in an address is its digits.
fn in_hundreds(heard: &Heard, value: u8, to: usize) -> (Piece, usize) {
    let factor: u32 = match heard.number(to) {
        Some(NumberWord::Hundred) => 100,
        Some(NumberWord::Scale(1_000)) => 1_000,
        _ => return (Piece::Text(value.to_string()), to),
    };
    let and = to + 1 + usize::from(heard.word(to + 1) == "and");
    let (rest, after) = sub_hundred(heard, and).unwrap_or((0, to + 1));
    (Piece::Text((u32::from(value) * factor + u32::from(rest)).to_string()), after)
}

/// "b for bravo", "j as in john", "double u".
pub(super) fn illustrated(heard: &Heard, at: usize) -> Option<(char, usize)> {
    let letter = heard.word(at).chars().next()?;
    let single = heard.word(at).chars().count() == 1;
    if let Some(to) = heard.spaced(at, "x ray") {
        return Some(('x', to));
    }
    if heard.word(at) == "double" && heard.word(at + 1) == "u" {
        return Some(('w', at + 2));
    }
    let letter = if single {
        letter
    } else {
        letter_name(heard.word(at)).filter(|_| is_spelling_here(heard, at))?
    };
    let joint = match (heard.word(at + 1), heard.word(at + 2)) {
        ("as", "in") => 3,
        ("for" | "like", _) => 2,
        _ => 0,
    };
    if joint > 0 && heard.word(at + joint).starts_with(letter) {
        return Some((letter, at + joint + 1));
    }
    Some((letter, at + 1))
}

/// A letter's name counts as a letter only among letters.
fn is_spelling_here(heard: &Heard, at: usize) -> bool {
    let single =
        |at: usize| heard.word(at).chars().count() == 1 || letter_name(heard.word(at)).is_some();
    single(at + 1) && heard.before(at).is_some_and(single)
}
