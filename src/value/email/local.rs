use super::super::english::mailboxes::{
    describes_mailbox, introduces_mailbox, is_done_at_place, is_email_carrier, is_hesitation,
    is_mailbox_name, looks_at_place,
};
use super::super::english::numbers::precedes_vague_one;
use super::super::english::spelling::{alphabet_letter, sign_word};
use super::super::heard::Heard;
use super::piece::{Piece, Side, illustrated, piece_at, remark};
use super::spelled;

/// The local part said before an at, walking back to where the introduction ends.
pub(super) fn local(heard: &Heard, at: usize) -> Option<Side> {
    let pauses = (0..at).rev().take_while(|place| heard.is_mark(*place, ',')).count();
    let at = at - pauses;
    let from = local_start(heard, at);
    if is_half_a_pair(heard, from) || (from..at).any(|place| describes_mailbox(heard.word(place))) {
        return None;
    }
    let mut writing = Writing::default();
    let mut place = from;
    let fewest = spelled::fewest(heard, (from, at));
    while place < at {
        if let Some((letters, after)) = spelled::letters(heard, (place, at), fewest) {
            letters.chars().for_each(|letter| writing.take(&Piece::Letter(letter)));
            place = after;
            continue;
        }
        let (piece, after) = piece_at(heard, place)?;
        writing.settled |= piece == Piece::Nothing && is_about_blanks(heard, place);
        writing.take(&piece);
        place = after.min(at);
    }
    writing.drop_repeated_spelling();
    if let Some((spelled, sure)) = spelled::spelled_in_alphabet(heard, (from, at)) {
        let pointed = (!sure).then_some(writing.text);
        return Some(Side { text: spelled, edge: from, pointed });
    }
    let pointed = (writing.joined && !writing.settled).then_some(writing.pointed);
    (!writing.text.is_empty()).then_some(Side { text: writing.text, edge: from, pointed })
}

/// "r and d at …": the letter before the "and" belongs to it, and nobody knows how.
fn is_half_a_pair(heard: &Heard, from: usize) -> bool {
    from > 1
        && heard.word(from - 1) == "and"
        && is_letter(heard, from - 2)
        && is_letter(heard, from)
}

/// A local part as far as it has been put together.
#[derive(Default)]
struct Writing {
    text: String,
    /// The same with points between words.
    pointed: String,
    /// Whether words were joined that may have a sign between them.
    joined: bool,
    /// Whether the speaker said that there is none.
    settled: bool,
    last: Last,
    /// The last whole word, and the letters that were spelled after it.
    word: String,
    letters: String,
    /// The letters of the last spelling, which a word may repeat.
    spelled: String,
}

/// What the last piece was.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    #[default]
    Other,
    Word,
    Letter,
}

impl Writing {
    fn take(&mut self, piece: &Piece) {
        let kind = match piece {
            Piece::Nothing => return,
            Piece::Letter(_) => Last::Letter,
            _ if is_plain_word(piece) => Last::Word,
            _ => Last::Other,
        };
        if kind != Last::Letter {
            self.drop_repeated_spelling();
        }
        if matches!(piece, Piece::Text(word) if *word == self.spelled) {
            self.spelled.clear();
            return;
        }
        let beside = kind != Last::Other && self.last != Last::Other;
        if beside && (kind == Last::Word || self.last == Last::Word) {
            self.joined = true;
            self.pointed.push('.');
        }
        for side in [&mut self.text, &mut self.pointed] {
            piece.add_to(side);
        }
        match piece {
            Piece::Letter(letter) => self.letters.push(*letter),
            Piece::Text(word) => word.clone_into(&mut self.word),
            Piece::Sign(_) | Piece::Nothing => self.word.clear(),
        }
        self.last = kind;
    }

    /// "smith, s m i t h": the letters only spell what was said.
    fn drop_repeated_spelling(&mut self) {
        if self.letters.len() > 1 && self.letters == self.word {
            self.text.truncate(self.text.len() - self.letters.len());
            let spelled = self.pointed.len() - self.letters.len();
            self.pointed.truncate(spelled);
            let kept = self.pointed.trim_end_matches('.').len();
            self.pointed.truncate(kept);
            self.joined = self.pointed != self.text;
        }
        self.spelled = std::mem::take(&mut self.letters);
    }
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
        if let Some(start) = illustration_before(heard, from) {
            from = start;
            continue;
        }
        if is_outside(heard, from, at) {
            break;
        }
        let word = heard.word(from - 1);
        words += usize::from(
            word.len() > 1
                && sign_word(word).is_none()
                && !is_linked(heard, from, at)
                && heard.number(from - 1).is_none()
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

/// Where the letter begins that is illustrated right before a place ("N as in Nancy").
fn illustration_before(heard: &Heard, from: usize) -> Option<usize> {
    (from.saturating_sub(4)..from).find(|start| {
        from > *start + 1 && illustrated(heard, *start).is_some_and(|(_, to)| to == from)
    })
}

/// Whether the token before `from` stands before the local part.
fn is_outside(heard: &Heard, from: usize, at: usize) -> bool {
    let before = from - 1;
    if heard.word(before).is_empty() && heard.digits(before).is_empty() {
        return is_stop(heard, from, at);
    }
    let word = heard.word(before);
    let linked = is_linked(heard, from, at);
    let introduces = is_email_carrier(word) || from == at && is_prose(heard, before);
    if linked || !introduces {
        return false;
    }
    let single = word.chars().count() == 1;
    let signed = before > 0 && sign_word(heard.word(before - 1)).is_some();
    let ends_letters = from == at || is_numeral(heard, from) || heard.is_mark(from, ',');
    let beside_letter = from < at && is_letter(heard, from)
        || ends_letters && follows_letter(heard, before)
        || signed;
    let article = single && matches!(word, "a" | "i") && !beside_letter;
    let tens = before > 1 && heard.is_mark(before - 1, '-') && is_numeral(heard, before - 2);
    let counted = word == "one"
        && (tens || from < at && is_numeral(heard, from) || ends_a_name(heard, before));
    let paused = is_hesitation(word) && signed;
    let mailbox = from == at && names_mailbox(heard, before);
    let joined =
        word == "and" && before > 0 && is_numeral(heard, before - 1) && is_numeral(heard, from);
    (!single || article)
        && !counted
        && !paused
        && !mailbox
        && !joined
        && !remark_ends(heard, before)
}

/// Whether a sign stands after the token before `from`, which makes it part of the address.
fn is_linked(heard: &Heard, from: usize, at: usize) -> bool {
    let word = heard.word(from - 1);
    word == "under" && heard.word(from) == "score"
        || heard.word(from) == "under" && heard.word(from + 1) == "score"
        || sign_word(heard.word(from)).is_some()
        || matches!(heard.mark(from), Some('.' | '_' | '-' | '+')) && from < at
}

fn is_stop(heard: &Heard, from: usize, at: usize) -> bool {
    let before = from - 1;
    let Some(mark) = heard.mark(before) else { return true };
    let previous = before.saturating_sub(1);
    let beside_sign =
        sign_word(heard.word(from)).is_some() || sign_word(heard.word(previous)).is_some();
    let beside_remark = remark_ends(heard, previous) || remark(heard, from).is_some();
    let paused = beside_remark || beside_sign || is_spelled(heard, before) || from == at;
    match mark {
        ':' | ';' | '!' | '?' | '"' | '<' | '@' => true,
        ',' if illustration_before(heard, before).is_some() => false,
        ',' if spelled::echoed(heard, before).is_some() || spelled::begins_echo(heard, from) => {
            false
        }
        ',' | '.' if !heard.glued(from) && !paused => true,
        ',' => is_email_carrier(heard.word(previous)) && !remark_ends(heard, previous),
        _ => false,
    }
}

/// "look at", "I shop at": a place follows, no domain of an address.
fn is_prose(heard: &Heard, at: usize) -> bool {
    let word = heard.word(at);
    looks_at_place(word)
        || is_done_at_place(word) && heard.before(at).is_some_and(|b| !heard.word(b).is_empty())
}

/// "jane doe one": the one ends a name, unless it points at something ("the new one").
fn ends_a_name(heard: &Heard, at: usize) -> bool {
    heard.before(at).is_some_and(|before| {
        let word = heard.word(before);
        !word.is_empty() && !is_email_carrier(word) && !precedes_vague_one(word)
    })
}

/// "contact at example dot com", "it's hello at …": the word is the mailbox.
fn names_mailbox(heard: &Heard, at: usize) -> bool {
    let introduced = heard.before(at).is_none_or(|before| {
        heard.mark(before).is_some() || introduces_mailbox(heard.word(before))
    });
    introduced && is_mailbox_name(heard.word(at))
}

fn is_letter(heard: &Heard, at: usize) -> bool {
    heard.word(at).chars().count() == 1
}

/// Whether another letter stands before a place, with or without a hyphen.
fn follows_letter(heard: &Heard, at: usize) -> bool {
    let hyphen = usize::from(at > 0 && heard.is_mark(at - 1, '-'));
    at.checked_sub(1 + hyphen).is_some_and(|before| is_letter(heard, before))
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
