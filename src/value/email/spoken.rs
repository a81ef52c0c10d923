use super::super::english::domains::is_ending;
use super::super::english::numbers::{NumberWord, number_word};
use super::super::english::requests::is_email_carrier;
use super::super::english::spelling::{EMAIL_REMARKS, alphabet_letter, letter_name, sign_word};
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
enum Piece {
    Text(String),
    Letter(char),
    Sign(char),
    Nothing,
}

impl Piece {
    fn add_to(&self, text: &mut String) {
        match self {
            Self::Nothing => {}
            Self::Sign(character) | Self::Letter(character) => text.push(*character),
            Self::Text(word) => text.push_str(word),
        }
    }
}

fn remark(heard: &Heard, at: usize) -> Option<usize> {
    heard.any_phrase(at, EMAIL_REMARKS)
}

fn piece_at(heard: &Heard, at: usize) -> Option<(Piece, usize)> {
    if let Some(to) = remark(heard, at) {
        return Some((Piece::Nothing, to));
    }
    match heard.kind(at)? {
        Kind::Digits => return Some((Piece::Text(heard.digits(at).to_owned()), at + 1)),
        Kind::Mark => {
            return match heard.mark(at)? {
                sign @ ('.' | '_' | '+' | '-') => Some((Piece::Sign(sign), at + 1)),
                ',' if !heard.word(at + 1).is_empty() => Some((Piece::Nothing, at + 1)),
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
    match number_word(word) {
        Some(NumberWord::Repeat(count)) => {
            if let Some((letter, to)) = illustrated(heard, at + 1) {
                return (Piece::Text(letter.to_string().repeat(count.into())), to);
            }
            if let Some((value, to)) = sub_hundred(heard, at + 1).filter(|(value, _)| *value < 10) {
                return (Piece::Text(value.to_string().repeat(count.into())), to);
            }
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
fn illustrated(heard: &Heard, at: usize) -> Option<(char, usize)> {
    let letter = heard.word(at).chars().next()?;
    let single = heard.word(at).chars().count() == 1;
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

/// Longest domain that is put together; no domain is longer.
const LONGEST_DOMAIN: usize = 254;

/// The domain said after an at.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of piece")]
pub(super) fn domain(heard: &Heard, at: usize) -> Option<Side> {
    let (mut text, mut place, mut dotted) = (String::new(), at, false);
    let mut words_in_label = 0;
    while text.len() < LONGEST_DOMAIN && place < at + LONGEST_DOMAIN {
        let Some((piece, after)) = piece_at(heard, place) else { break };
        let glued_end = heard.is_mark(place, '.') && !heard.glued(place + 1) && heard.glued(place);
        match piece {
            Piece::Nothing => {
                if dotted && words_in_label > 0 && !continues(heard, after) {
                    break;
                }
            }
            Piece::Sign(sign) => {
                if glued_end && (after >= heard.len() || dotted && !continues_label(heard, after))
                    || text.is_empty()
                    || after >= heard.len()
                {
                    break;
                }
                text.push(sign);
                dotted |= sign == '.';
                words_in_label = 0;
            }
            Piece::Letter(letter) => {
                if dotted && ends_here(&text, heard, place) {
                    break;
                }
                text.push(letter);
                words_in_label += 1;
            }
            Piece::Text(word) => {
                if dotted
                    && words_in_label > 0
                    && (ends_here(&text, heard, place) || !continues(heard, after))
                {
                    break;
                }
                if !dotted && words_in_label >= 4 {
                    return None;
                }
                text.push_str(&word);
                words_in_label += 1;
                let whole = word == "dotcom";
                if whole {
                    text.truncate(text.len() - 6);
                    text.push_str(".com");
                    return Some(Side { text, edge: after, pointed: None });
                }
            }
        }
        place = after;
    }
    let text = text.trim_end_matches(['-', '_', '.']).to_owned();
    (dotted && text.contains('.')).then_some(Side { text, edge: place, pointed: None })
}

/// Whether the label after the last dot is an ending already.
fn ends_here(text: &str, heard: &Heard, at: usize) -> bool {
    let ending = text.rsplit('.').next().unwrap_or_default();
    is_ending(ending) && !(ending == "co" && heard.word(at) == "m") && !heard.glued(at)
}

fn continues_label(heard: &Heard, at: usize) -> bool {
    is_ending(heard.word(at))
}

/// Whether another dot comes before the words run out.
fn continues(heard: &Heard, at: usize) -> bool {
    matches!(heard.word(at), "dot" | "dash" | "hyphen")
        || heard.is_mark(at, '.') && !heard.word(at + 1).is_empty() && heard.glued(at + 1)
}

/// The local part said before an at, walking back to where the introduction ends.
pub(super) fn local(heard: &Heard, at: usize) -> Option<Side> {
    let from = local_start(heard, at);
    let (mut text, mut pointed, mut place) = (String::new(), String::new(), from);
    let (mut follows_word, mut joined, mut settled) = (false, false, false);
    while place < at {
        let (piece, after) = piece_at(heard, place)?;
        let is_word = is_plain_word(&piece);
        if is_word && follows_word {
            joined = true;
            pointed.push('.');
        }
        settled |= piece == Piece::Nothing && is_about_blanks(heard, place);
        for side in [&mut text, &mut pointed] {
            piece.add_to(side);
        }
        follows_word = is_word;
        place = after.min(at);
    }
    if let Some(spelled) = spelled_in_alphabet(heard, (from, at)) {
        return Some(Side { text: spelled, edge: from, pointed: None });
    }
    let pointed = (joined && !settled).then_some(pointed);
    (!text.is_empty()).then_some(Side { text, edge: from, pointed })
}

fn is_plain_word(piece: &Piece) -> bool {
    matches!(piece, Piece::Text(word) if word.len() > 1 && word.chars().all(char::is_alphabetic))
}

/// "all one word", "no spaces": whoever says so wants no sign between the words.
fn is_about_blanks(heard: &Heard, at: usize) -> bool {
    (at..at + 4).any(|place| {
        matches!(heard.word(place), "one" | "spaces" | "space" | "together" | "altogether")
    })
}

fn local_start(heard: &Heard, at: usize) -> usize {
    let mut from = at;
    let mut words = 0;
    while from > 0 && at - from < 64 {
        let before = from - 1;
        let word = heard.word(before);
        let linked = word == "under" && heard.word(from) == "score"
            || heard.word(from) == "under" && heard.word(from + 1) == "score"
            || sign_word(heard.word(from)).is_some()
            || matches!(heard.mark(from), Some('.' | '_' | '-' | '+')) && from < at;
        let single = word.chars().count() == 1 && !linked;
        let beside_letter = from < at && is_letter(heard, from)
            || from == at && before > 0 && is_letter(heard, before - 1);
        let article = single && matches!(word, "a" | "i") && !beside_letter;
        let counted = word == "one" && (from < at && is_numeral(heard, from));
        let carrier = !linked
            && is_email_carrier(word)
            && (!single || article)
            && !counted
            && !remark_ends(heard, before);
        let mark = heard.mark(before);
        let stop = matches!(mark, Some(':' | ';' | '!' | '?' | '"' | '<' | '@'))
            || matches!(mark, Some(',' | '.'))
                && !heard.glued(from)
                && !remark_ends(heard, before.saturating_sub(1))
                && !is_spelled(heard, before)
            || mark == Some(',') && is_email_carrier(heard.word(before.saturating_sub(1)));
        if carrier || stop || heard.kind(before).is_none() {
            break;
        }
        words += usize::from(
            word.len() > 1
                && sign_word(word).is_none()
                && !linked
                && number_word(word).is_none()
                && alphabet_letter(word).is_none(),
        );
        if words > 4 {
            break;
        }
        from -= 1;
    }
    while from < at && matches!(heard.mark(from), Some('.' | ',' | '-' | ')' | ']')) {
        from += 1;
    }
    from
}

fn is_letter(heard: &Heard, at: usize) -> bool {
    heard.word(at).chars().count() == 1
}

fn is_numeral(heard: &Heard, at: usize) -> bool {
    heard.number(at).is_some() || !heard.digits(at).is_empty()
}

fn is_spelled(heard: &Heard, mark: usize) -> bool {
    heard.before(mark).is_some_and(|b| heard.text(b).chars().count() == 1)
        && heard.text(mark + 1).chars().count() == 1
}

/// "all one word" and the like may stand in the middle of a local part.
fn remark_ends(heard: &Heard, at: usize) -> bool {
    matches!(
        heard.word(at),
        "word" | "lowercase" | "spaces" | "case" | "letter" | "in" | "as" | "for" | "one"
    ) && (at.saturating_sub(3)..=at).any(|from| {
        remark(heard, from).is_some_and(|to| to > at)
            || from + 2 >= at && illustrated(heard, from).is_some_and(|(_, to)| to > at)
    })
}

/// "alpha bravo charlie": three words of the alphabet and more are letters.
fn spelled_in_alphabet(heard: &Heard, range: (usize, usize)) -> Option<String> {
    let (from, to) = range;
    let letters: Option<String> = (from..to).map(|at| alphabet_letter(heard.word(at))).collect();
    letters.filter(|letters| letters.len() >= 3)
}
