use super::super::english::fillers::is_filler;
use super::super::english::numbers::NumberWord;
use super::super::english::spelling::{CODE_REMARKS, alphabet_letter, letter_name, sign_word};
use super::super::heard::{Heard, Kind};
use super::super::number::{scaled_digits, sub_hundred};
use super::shape::Shape;

/// Tokens that spell an identifier, and what they spell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// First token.
    pub from: usize,
    /// The token after the last.
    pub to: usize,
    /// Letters, digits and signs as spelled.
    pub text: String,
    /// Whether it is one unspaced piece.
    pub written: bool,
}

impl Run {
    /// Letters and digits only.
    pub fn plain(&self) -> String {
        self.text.chars().filter(char::is_ascii_alphanumeric).collect()
    }
}

/// Longest identifier that is put together.
const LONGEST: usize = 64;

/// Whether pauses between spelled pieces end a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pauses {
    /// "four eight, two one" is two runs.
    End,
    /// It is one.
    Join,
}

/// All maximal runs in an utterance.
pub(super) fn runs(heard: &Heard, shape: Option<&Shape>, pauses: Pauses) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < heard.len() {
        match run_at(heard, at, shape, pauses) {
            Some(run) => {
                at = run.to;
                runs.push(run);
            }
            None => at += 1,
        }
    }
    runs
}

fn run_at(heard: &Heard, at: usize, shape: Option<&Shape>, pauses: Pauses) -> Option<Run> {
    let mut text = String::new();
    let (mut place, mut to) = (at, at);
    let mut pieces = 0;
    while text.len() < LONGEST {
        let skipped = match (pieces, pauses) {
            (0, _) => place,
            (_, Pauses::End) => skip_remarks(heard, place),
            (_, Pauses::Join) => skip_remarks(heard, skip_pause(heard, place)),
        };
        let Some((piece, after)) = piece_at(heard, skipped, shape, &text) else { break };
        if breaks_before(heard, skipped, shape, &text) {
            break;
        }
        text.push_str(&piece);
        pieces += 1;
        place = after;
        if piece.chars().all(|character| character.is_ascii_alphanumeric()) {
            to = after;
        }
    }
    let text =
        text.trim_end_matches(|character: char| !character.is_ascii_alphanumeric()).to_owned();
    let starts = text.starts_with(|character: char| character.is_ascii_alphanumeric());
    (starts && to > at).then(|| Run { from: at, to, written: heard.cluster_end(at) >= to, text })
}

fn skip_remarks(heard: &Heard, at: usize) -> usize {
    heard.any_phrase(at, CODE_REMARKS).unwrap_or(at)
}

/// Commas and dots between pieces that are spelled one by one.
fn skip_pause(heard: &Heard, at: usize) -> usize {
    let mut place = at;
    while matches!(heard.mark(place), Some(',' | '.' | '…')) && place < at + 3 {
        place += 1;
    }
    let spelled = heard.text(place).len() == 1 && heard.mark(place).is_none()
        || alphabet_letter(heard.word(place)).is_some()
        || heard.number(place).is_some()
        || sign_word(heard.word(place)).is_some();
    let loose = heard.before(at).is_none_or(|before| heard.digits(before).len() < 2);
    if place > at && spelled && loose { place } else { at }
}

/// Two written groups of several digits are two things unless a sign joins them, or the example has
/// more groups to come.
fn breaks_before(heard: &Heard, at: usize, shape: Option<&Shape>, text: &str) -> bool {
    let grouped = heard.digits(at).len() >= 3 && !heard.glued(at);
    let previous = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let so_far = text.bytes().filter(u8::is_ascii_alphanumeric).count();
    let open = shape.is_some_and(|shape| shape.has_room(so_far + heard.digits(at).len()));
    grouped
        && previous >= 3
        && !open
        && heard.before(at).is_some_and(|before| heard.digits(before).len() >= 3)
}

fn piece_at(
    heard: &Heard,
    at: usize,
    shape: Option<&Shape>,
    so_far: &str,
) -> Option<(String, usize)> {
    match heard.kind(at)? {
        Kind::Digits => Some((heard.digits(at).to_owned(), at + 1)),
        Kind::Mark => mark_piece(heard, at, so_far),
        Kind::Word => word_piece(heard, at, shape, so_far),
    }
}

fn mark_piece(heard: &Heard, at: usize, so_far: &str) -> Option<(String, usize)> {
    let mark = heard.mark(at).filter(|_| !so_far.is_empty())?;
    let joins = matches!(mark, '-' | '_' | '/')
        || matches!(mark, '.' | '#') && heard.glued(at) && heard.glued(at + 1);
    let spelled = mark == ','
        && heard.text(at + 1).len() == 1
        && so_far.len() < LONGEST
        && heard
            .before(at)
            .is_some_and(|b| heard.text(b).len() == 1 || ends_illustration(heard, b));
    if spelled {
        return Some((String::new(), at + 1));
    }
    let followed = at + 1 < heard.len() && !so_far.ends_with(mark);
    (joins && followed).then(|| (mark.to_string(), at + 1))
}

fn word_piece(
    heard: &Heard,
    at: usize,
    shape: Option<&Shape>,
    so_far: &str,
) -> Option<(String, usize)> {
    let word = heard.word(at);
    if word.len() == 1
        && let Some((letter, to)) = letter_at(heard, at, so_far)
    {
        return Some((letter.to_string(), to));
    }
    if shape.is_some_and(|shape| shape.has_letters(word)) {
        return Some((as_cased(heard, at), at + 1));
    }
    if let Some(sign) = sign_word(word).filter(|_| !so_far.is_empty()) {
        return Some((sign.to_string(), at + 1));
    }
    if let Some((letter, to)) = letter_at(heard, at, so_far) {
        return Some((letter.to_string(), to));
    }
    if let Some(found) = number_piece(heard, at, so_far) {
        return Some(found);
    }
    let plain = so_far.bytes().filter(u8::is_ascii_alphanumeric).count();
    let fits = plain > 0 && shape.is_some_and(|shape| shape.takes_letters(plain, word.len()));
    (fits && word.is_ascii() || is_code_cluster(heard, at)).then(|| (as_cased(heard, at), at + 1))
}

/// "O", "b for bravo", "Bravo", "bee" among letters.
fn letter_at(heard: &Heard, at: usize, so_far: &str) -> Option<(char, usize)> {
    let word = heard.word(at);
    let single = word.len() == 1;
    let spelling = |at: usize| {
        heard.text(at).len() == 1 && heard.mark(at).is_none()
            || alphabet_letter(heard.word(at)).is_some()
            || heard.number(at).is_some()
            || sign_word(heard.word(at)).is_some()
            || !heard.digits(at).is_empty()
    };
    if let Some(to) = x_ray(heard, at) {
        return Some(('X', to));
    }
    if single {
        let letter = word.chars().next()?.to_ascii_uppercase();
        let joint = match (heard.word(at + 1), heard.word(at + 2)) {
            ("as", "in") => 3,
            ("for" | "like", _) => 2,
            _ => 0,
        };
        if joint > 0 && heard.word(at + joint).starts_with(letter.to_ascii_lowercase()) {
            return Some((letter, at + joint + 1));
        }
        let prose = so_far.is_empty() || !heard.word(at + 1).is_empty();
        let pronoun = matches!(word, "a" | "i") && prose && !spelling(at + 1);
        return (!pronoun).then_some((letter, at + 1));
    }
    let near = !so_far.is_empty() || spelling(at + 1) || letter_name(heard.word(at + 1)).is_some();
    let letter = alphabet_letter(word).or_else(|| {
        letter_name(word)
            .filter(|_| !heard.glued(at))
            .filter(|_| spelling(at + 1) || !so_far.is_empty())
    })?;
    near.then_some((letter.to_ascii_uppercase(), at + 1))
}

/// Whether a word only illustrates the letter before it ("Y like yellow").
fn ends_illustration(heard: &Heard, at: usize) -> bool {
    (at.saturating_sub(3)..at).any(|start| {
        heard.word(start).len() == 1
            && letter_at(heard, start, "-").is_some_and(|(_, to)| to == at + 1)
    })
}

/// "x-ray" in two words.
fn x_ray(heard: &Heard, at: usize) -> Option<usize> {
    heard.spaced(at, "x ray")
}

fn number_piece(heard: &Heard, at: usize, so_far: &str) -> Option<(String, usize)> {
    match heard.number(at)? {
        NumberWord::Oh => {
            let near = !so_far.is_empty()
                || heard.number(at + 1).is_some()
                || heard.digits(at + 1).len() == 1;
            near.then(|| ("0".to_owned(), at + 1))
        }
        NumberWord::Repeat(count) => {
            let (character, to) = repeatable(heard, at + 1)?;
            Some((character.to_string().repeat(count.into()), to))
        }
        NumberWord::Unit(_) | NumberWord::Teen(_) | NumberWord::Tens(_) => {
            if let Some(scaled) = scaled_digits(heard, at) {
                return Some(scaled);
            }
            let (value, to) = sub_hundred(heard, at)?;
            Some((value.to_string(), to))
        }
        NumberWord::Hundred if !so_far.is_empty() => Some(("00".to_owned(), at + 1)),
        NumberWord::Scale(1000) if !so_far.is_empty() => Some(("000".to_owned(), at + 1)),
        NumberWord::Hundred | NumberWord::Scale(_) | NumberWord::Dozen(_) => None,
    }
}

/// The one letter or digit that "double" repeats.
fn repeatable(heard: &Heard, at: usize) -> Option<(char, usize)> {
    if heard.digits(at).len() == 1 {
        return Some((heard.digits(at).chars().next()?, at + 1));
    }
    match heard.number(at) {
        Some(NumberWord::Unit(unit)) => Some((char::from(b'0' + unit), at + 1)),
        Some(NumberWord::Oh) => Some(('0', at + 1)),
        _ => letter_at(heard, at, ""),
    }
}

/// A word in the case it was written in, in plain letters.
fn as_cased(heard: &Heard, at: usize) -> String {
    let said = heard.said(at, at + 1);
    let upper = said.chars().all(|character| character.is_uppercase());
    match (said.bytes().all(|byte| byte.is_ascii_alphanumeric()), upper) {
        (true, _) => said.to_owned(),
        (false, true) => heard.text(at).to_uppercase(),
        (false, false) => heard.text(at).to_owned(),
    }
}

/// Letters in an unspaced piece that also holds digits, or a short word in capitals beside digits.
fn is_code_cluster(heard: &Heard, at: usize) -> bool {
    let (from, to) = (heard.cluster_start(at), heard.cluster_end(at));
    let digits = (from..to).any(|place| !heard.digits(place).is_empty());
    let foreign = (from..to).any(|place| matches!(heard.mark(place), Some('@' | ':')));
    if digits && to - from > 1 && !foreign {
        return heard.text(at).is_ascii();
    }
    let said = heard.said(at, at + 1);
    let short = (2..=4).contains(&said.len())
        && said.is_ascii()
        && !is_filler(heard.word(at))
        && at.checked_sub(1).is_none_or(|before| {
            heard.kind(before) == Some(Kind::Word) || heard.is_mark(before, ',')
        });
    let capitals = (2..=6).contains(&said.len())
        && said.bytes().all(|byte| byte.is_ascii_uppercase())
        || short;
    let next = at + 1 + usize::from(heard.is_mark(at + 1, '-'));
    capitals
        && (!heard.digits(next).is_empty()
            || sign_word(heard.word(next)).is_some()
            || heard.number(next).is_some())
}
