use super::super::english::domains::is_ending;
use super::super::english::fillers::{REPAIRS, is_filler};
use super::super::english::mailboxes::{NAMED_AT_SIGNS, is_email_carrier, is_mailbox_name};
use super::super::heard::Heard;
use super::super::hit::{Hit, Meaning};
use super::super::{Reading, Refusal, RefusalKind, Spec, Value, answer};
use super::{domain, local, mailbox, slips, written};

/// How many words of an answer may be about something else.
const BUDGET: usize = 14;

/// Reads a whole answer as an email address.
pub(in crate::value) fn parse(spec: &Spec, heard: &Heard) -> Result<Reading, Refusal> {
    let mut hits = scan(heard);
    if hits.iter().any(|hit| hit.outcome.is_ok()) {
        hits.retain(|hit| hit.outcome.is_ok());
    }
    if hits.last().is_some_and(|last| corrects_domain(heard, last.to)) {
        return Err(Refusal::new(
            RefusalKind::Ambiguous,
            "I heard a correction, but only of a part. Could you say the whole address again?",
        ));
    }
    if hits.is_empty() && looks_like_one(heard) {
        return Err(malformed("The part before or after the @ is missing."));
    }
    answer::settle(spec, heard, hits, BUDGET)
}

/// "…, sorry, web dot de": only the domain is said anew.
fn corrects_domain(heard: &Heard, to: usize) -> bool {
    let repair = (to..heard.len()).find(|at| heard.any_phrase(*at, REPAIRS).is_some());
    repair.is_some_and(|repair| {
        (repair..heard.len())
            .any(|at| matches!(heard.text(at), "dot" | ".") && is_ending(heard.word(at + 1)))
    })
}

fn looks_like_one(heard: &Heard) -> bool {
    let provider = (0..heard.len()).any(|at| {
        matches!(heard.word(at), "gmail" | "hotmail" | "yahoo" | "outlook")
            && matches!(heard.text(at + 1), "." | "dot")
    });
    provider || (0..heard.len()).any(|at| heard.is_mark(at, '@'))
}

/// All addresses in an utterance, broken ones included.
pub(in crate::value) fn scan(heard: &Heard) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    let mut place = 0;
    while place < heard.len() {
        let floor = hits.last().map_or(0, |hit| hit.to);
        place = written::behind_quotes(heard, place).unwrap_or(place);
        let hit = if heard.is_mark(place, '@') {
            let whole = written::written(heard, place, floor)
                .filter(|found| !goes_on_in_words(heard, found));
            whole.map(|found| written_hit(heard, &found)).or_else(|| said(heard, place, place + 1))
        } else {
            at_word(heard, place).and_then(|after| said(heard, place, after))
        };
        match hit.filter(|hit| hit.from >= floor) {
            Some(hit) => {
                place = hit.to.max(place + 1);
                hits.push(hit);
            }
            None => place += 1,
        }
    }
    hits
}

/// The places that addresses take up, for the recognisers that must leave them alone.
pub(in crate::value) fn spans(heard: &Heard) -> Vec<std::ops::Range<usize>> {
    let possible = (0..heard.len()).any(|at| heard.is_mark(at, '@') || heard.word(at) == "at");
    if !possible {
        return Vec::new();
    }
    scan(heard).iter().map(|hit| hit.from..hit.to).collect()
}

/// The token after a spoken at sign.
fn at_word(heard: &Heard, place: usize) -> Option<usize> {
    let bracketed = matches!(heard.mark(place), Some('(' | '[' | '{'));
    if bracketed && heard.word(place + 1) == "at" {
        return Some(place + 3);
    }
    if heard.word(place) != "at" {
        return None;
    }
    if let Some(to) = heard.any_phrase(place, NAMED_AT_SIGNS) {
        return Some(to);
    }
    let named = usize::from(matches!(heard.word(place + 1), "sign" | "symbol"));
    let comma = usize::from(heard.is_mark(place + 1 + named, ','));
    Some(place + 1 + named + comma)
}

/// "john dot smith@example dot com" is half written, half said.
fn goes_on_in_words(heard: &Heard, found: &written::Written) -> bool {
    let before = heard.before(found.from).map_or("", |before| heard.word(before));
    let after = heard.word(found.to);
    matches!(before, "dot" | "underscore" | "dash" | "hyphen")
        || matches!(after, "dot" | "dash" | "hyphen")
}

fn written_hit(heard: &Heard, found: &written::Written) -> Hit {
    let mut hit = hit(found.from, found.to, mailbox::checked(&found.local, &found.domain));
    let whole = stray_word(heard, found)
        .and_then(|word| mailbox::checked(&format!("{word}.{}", found.local), &found.domain).ok());
    if let (Ok(meaning), Some(whole)) = (&mut hit.outcome, whole) {
        meaning.alternatives.push(Value::Email(whole));
    }
    hit
}

/// "karen white@example.com": a first word that nothing explains may be half of the address.
fn stray_word<'h>(heard: &'h Heard, found: &written::Written) -> Option<&'h str> {
    let word = heard.word(0);
    let stray = found.from == 1 && !heard.glued(1) && word.len() > 1 && word.is_ascii();
    let explained = is_filler(word)
        || is_email_carrier(word)
        || is_mailbox_name(word)
        || found.local.contains(word);
    (stray && !explained && found.local.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .then_some(word)
}

fn said(heard: &Heard, at: usize, after: usize) -> Option<Hit> {
    let domain = domain::domain(heard, after)?;
    let end = at
        - usize::from(
            at > 0 && matches!(heard.word(at - 1), "the") && heard.word(at + 1) == "sign",
        );
    let local = local::local(heard, end)?;
    let checked = mailbox::checked(&local.text, &domain.text);
    let mut found = hit(local.edge, domain.edge, checked);
    found.confidence = found.confidence.min(0.85);
    let pointed = local.pointed.and_then(|pointed| mailbox::checked(&pointed, &domain.text).ok());
    if let (Ok(meaning), Some(pointed)) = (&mut found.outcome, pointed) {
        meaning.alternatives.insert(0, Value::Email(pointed));
    }
    Some(found)
}

fn hit(from: usize, to: usize, checked: Result<String, &'static str>) -> Hit {
    match checked {
        Ok(address) => {
            let alternatives = slips::mended(&address);
            Hit::meaning(from, to, Meaning { value: Value::Email(address), alternatives })
        }
        Err(why) => Hit::broken(from, to, malformed(why)),
    }
}

fn malformed(why: &str) -> Refusal {
    let message = format!("{why} Please say the whole address, such as ada@example.com.");
    Refusal::new(RefusalKind::Malformed, message)
}

#[cfg(test)]
mod tests {
    use super::super::super::VariableType::Email;
    use super::super::super::facts::{found, read_as};

    #[test]
    fn joined_words_may_have_had_points_between_them() {
        let read = read_as(Email, "john smith at gmail dot com");
        assert_eq!(read, "johnsmith@gmail.com ? john.smith@gmail.com");
        let settled = read_as(Email, "john smith all one word at gmail dot com");
        assert_eq!(settled, "johnsmith@gmail.com");
    }

    #[test]
    fn numbers_in_words_are_digits() {
        for (said, meant) in [
            ("anna two thousand at web dot de", "anna2000@web.de"),
            ("mike one two three at web dot de", "mike123@web.de"),
            ("eva nineteen eighty five at web dot de", "eva1985@web.de"),
        ] {
            assert_eq!(read_as(Email, said), meant);
        }
    }

    #[test]
    fn a_place_is_no_address() {
        assert_eq!(read_as(Email, "meet me at the station"), "!not_this_type");
        assert!(found(Email, "I am at work. Call me at noon").is_empty());
    }
}
