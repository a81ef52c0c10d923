use super::super::english::spelling::alphabet_letter;
use super::super::heard::Heard;
use super::piece::{Piece, piece_at};

/// Fewest letters in a row that are surely spelled.
const FEWEST: usize = 3;

/// Most letters that are compared with the word before them.
const MOST: usize = 40;

/// "alpha bravo charlie", "alpha bravo one two": words of the alphabet are letters among their like;
/// surely so from three on, since two may be names.
pub(super) fn spelled_in_alphabet(heard: &Heard, range: (usize, usize)) -> Option<(String, bool)> {
    let (mut text, mut letters, mut digits, mut place) = (String::new(), 0, 0, range.0);
    while place < range.1 {
        if let Some(letter) = alphabet_letter(heard.word(place)) {
            text.push(letter);
            letters += 1;
            place += 1;
        } else {
            let (piece, after) = piece_at(heard, place)?;
            let joins = match &piece {
                Piece::Text(text) => text.bytes().all(|byte| byte.is_ascii_digit()),
                Piece::Letter(_) | Piece::Sign(_) | Piece::Nothing => true,
            };
            digits += usize::from(matches!(piece, Piece::Text(_)));
            if !joins {
                return None;
            }
            piece.add_to(&mut text);
            place = after;
        }
    }
    (letters >= 3 || letters == 2 && digits > 0).then_some((text, letters >= 3))
}

/// How many letters in a row are spelled here: two, where others are surely.
pub(super) fn fewest(heard: &Heard, range: (usize, usize)) -> usize {
    let surely = (range.0..range.1).any(|at| hyphenated(heard, (at, range.1), FEWEST).is_some());
    if surely { 2 } else { FEWEST }
}

/// The letters spelled from here on, with the token after them: "d-a-v-i-d", "delta alpha victor".
pub(super) fn letters(
    heard: &Heard,
    range: (usize, usize),
    fewest: usize,
) -> Option<(String, usize)> {
    hyphenated(heard, range, fewest).or_else(|| in_alphabet(heard, range))
}

/// "d-a-v-i-d": letters with hyphens between them are spelled.
fn hyphenated(heard: &Heard, range: (usize, usize), fewest: usize) -> Option<(String, usize)> {
    let (from, end) = range;
    let mut text = String::new();
    let mut place = from;
    while place < end && is_letter(heard, place) {
        text.push_str(heard.word(place));
        place += 1;
        if !(heard.is_mark(place, '-') && place + 1 < end && is_letter(heard, place + 1)) {
            break;
        }
        place += 1;
    }
    let goes_on = heard.is_mark(place, '-') || from > 0 && heard.is_mark(from - 1, '-');
    (!goes_on && place >= from + 2 * fewest - 1).then_some((text, place))
}

fn in_alphabet(heard: &Heard, range: (usize, usize)) -> Option<(String, usize)> {
    let (from, end) = range;
    let text: String = (from..end).map_while(|at| alphabet_letter(heard.word(at))).collect();
    let to = from + text.len();
    (text.len() >= FEWEST).then_some((text, to))
}

/// "mark, m a r k": the word that the letters before a place only spell again.
pub(super) fn echoed(heard: &Heard, end: usize) -> Option<usize> {
    let spelled = (0..end).rev().take(MOST).take_while(|at| is_letter(heard, *at)).last()?;
    let comma = usize::from(spelled > 0 && heard.is_mark(spelled - 1, ','));
    let word = spelled.checked_sub(1 + comma)?;
    let same = heard.word(word).chars().count() == end - spelled
        && (spelled..end).map(|at| heard.word(at)).collect::<String>() == heard.word(word);
    (end - spelled > 1 && same).then_some(word)
}

/// Whether letters from a place on spell the word before the mark in front of them.
pub(super) fn begins_echo(heard: &Heard, from: usize) -> bool {
    let letters = (from..heard.len()).take(MOST).take_while(|at| is_letter(heard, *at)).count();
    echoed(heard, from + letters).is_some_and(|word| word + 2 == from)
}

fn is_letter(heard: &Heard, at: usize) -> bool {
    heard.word(at).chars().count() == 1
}
