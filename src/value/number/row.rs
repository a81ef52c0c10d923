use super::super::english::numbers::{NumberWord, is_point};
use super::super::heard::Heard;
use super::spoken::skip_hyphen;

/// A number below a hundred said as one piece: "seven", "fifteen", "twenty-one".
pub(in crate::value) fn sub_hundred(heard: &Heard, at: usize) -> Option<(u8, usize)> {
    match heard.number(at)? {
        NumberWord::Unit(value) | NumberWord::Teen(value) => Some((value, at + 1)),
        NumberWord::Tens(tens) => {
            let next = skip_hyphen(heard, at + 1);
            match heard.number(next) {
                Some(NumberWord::Unit(unit)) if unit > 0 => Some((tens + unit, next + 1)),
                _ => Some((tens, at + 1)),
            }
        }
        _ => None,
    }
}

/// Digits read one after the other, in words, pairs or single written digits: "four eight", "double seven", "oh five".
pub(in crate::value) fn digit_row(heard: &Heard, at: usize) -> Option<(String, usize)> {
    let (mut row, mut to) = (String::new(), at);
    while row.len() < 64 {
        let at = if row.is_empty() { to } else { skip_hyphen(heard, to) };
        let Some((piece, after)) = row_piece(heard, at, row.is_empty()) else { break };
        row.push_str(&piece);
        to = after;
    }
    (!row.is_empty()).then_some((row, to))
}

fn row_piece(heard: &Heard, at: usize, first: bool) -> Option<(String, usize)> {
    let single = heard.digits(at);
    if !single.is_empty() {
        let alone = !heard.glued(at) || heard.is_mark(at - 1, '-') && !first;
        let ends =
            !heard.glued(at + 1) || matches!(heard.mark(at + 1), Some('.' | ',' | '!' | '?' | '-'));
        return (alone
            && ends
            && (single.len() == 1 || heard.before(at).is_some_and(|b| is_point(heard.word(b)))))
        .then(|| (single.to_owned(), at + 1));
    }
    match heard.number(at)? {
        NumberWord::Oh => {
            let neighbour = row_neighbour(heard, at + 1) || !first;
            neighbour.then(|| ("0".to_owned(), at + 1))
        }
        NumberWord::Repeat(count) => {
            let next = skip_hyphen(heard, at + 1);
            let digit = match heard.number(next) {
                Some(NumberWord::Unit(unit)) => unit.to_string(),
                Some(NumberWord::Oh) => "0".to_owned(),
                _ => Some(heard.digits(next)).filter(|digits| digits.len() == 1)?.to_owned(),
            };
            Some((digit.repeat(count.into()), next + 1))
        }
        _ => {
            let (value, to) = sub_hundred(heard, at)?;
            Some((value.to_string(), to))
        }
    }
}

fn row_neighbour(heard: &Heard, at: usize) -> bool {
    heard.digits(at).len() == 1
        || matches!(
            heard.number(at),
            Some(
                NumberWord::Unit(_)
                    | NumberWord::Oh
                    | NumberWord::Repeat(_)
                    | NumberWord::Tens(_)
                    | NumberWord::Teen(_)
            )
        )
}

/// How many pieces a row is read in.
pub(super) fn row_length(heard: &Heard, at: usize, to: usize) -> usize {
    let (mut pieces, mut place) = (0, at);
    while place < to {
        let Some((_, after)) = row_piece(heard, place, pieces == 0) else { break };
        pieces += 1 + usize::from(matches!(heard.number(place), Some(NumberWord::Repeat(_))));
        place = skip_hyphen(heard, after);
    }
    pieces
}
