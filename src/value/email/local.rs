use super::super::english::requests::is_email_carrier;
use super::super::english::spelling::{alphabet_letter, sign_word};
use super::super::heard::Heard;
use super::piece::{Piece, Side, illustrated, piece_at, remark};

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
                && heard.number(before).is_none()
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
