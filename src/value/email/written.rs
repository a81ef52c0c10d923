use super::super::english::symbols::plain_mark;
use super::super::heard::Heard;

/// A written address: the bytes of the original text, its local part and its domain.
pub(super) struct Written {
    /// First token.
    pub from: usize,
    /// The token after the last.
    pub to: usize,
    /// Before the at sign.
    pub local: String,
    /// After it.
    pub domain: String,
}

/// The address around an at sign that touches both its parts.
///
/// `floor` is where the address before it ends.
pub(super) fn written(heard: &Heard, at: usize, floor: usize) -> Option<Written> {
    if !heard.glued(at) || !heard.glued(at + 1) {
        return None;
    }
    let (from, local) = local_part(heard, at, floor)?;
    let to = literal_end(heard, at + 1).unwrap_or_else(|| domain_end(heard, at + 1));
    if to == at + 1 {
        return None;
    }
    let domain = domain_text(heard, at + 1, to);
    Some(Written { from, to, local, domain })
}

fn folded(heard: &Heard, from: usize, to: usize) -> String {
    (from..to).map(|place| heard.text(place)).collect()
}

/// A point that only folding made is none of the domain's: then it stays as it was written.
fn domain_text(heard: &Heard, from: usize, to: usize) -> String {
    let (folded, said) = (folded(heard, from, to), heard.said(from, to));
    let points = |text: &str| text.chars().filter(|letter| plain_mark(*letter) == '.').count();
    if points(&folded) == points(said) { folded } else { said.to_lowercase() }
}

fn local_part(heard: &Heard, at: usize, floor: usize) -> Option<(usize, String)> {
    if heard.is_mark(at - 1, '"') {
        let open = (at.saturating_sub(40)..at - 1)
            .rev()
            .find(|place| heard.is_mark(*place, '"') && !is_escaped(heard, *place))?;
        if heard.glued(open) && !matches!(heard.mark(open - 1), Some('<' | '(' | ':')) {
            return Some((open, String::new()));
        }
        return Some((open, heard.said(open, at).to_lowercase()));
    }
    let mut from = at;
    while heard.glued(from) && at - from < 80 && from > floor {
        let allowed = match heard.mark(from - 1) {
            None => true,
            Some(mark) => ".!#$%&'*+-/=?^_{|}~".contains(mark),
        };
        if !allowed {
            break;
        }
        from -= 1;
    }
    if is_torn_off(heard, from) {
        return Some((from, String::new()));
    }
    from = behind_punctuation(heard, from, at);
    (from < at).then(|| (from, heard.said(from, at).to_lowercase().replace('’', "'")))
}

/// A quote behind a backslash is a character of the quoted text (RFC 5322, 3.2.4).
fn is_escaped(heard: &Heard, quote: usize) -> bool {
    let slashes = (0..quote).rev().take_while(|at| heard.is_mark(*at, '\\')).count();
    slashes % 2 == 1
}

/// What touches the local part and cannot open one makes the whole no address.
fn is_torn_off(heard: &Heard, from: usize) -> bool {
    if !heard.glued(from) {
        return false;
    }
    match heard.mark(from - 1) {
        Some('\\' | ']' | ')') => true,
        Some(',') => heard.glued(from - 1) && !follows_address(heard, from - 1),
        Some('"') => heard.glued(from - 1) && heard.mark(from.saturating_sub(2)).is_none(),
        _ => false,
    }
}

/// "a@example.com,b@example.com": the comma ends an address.
fn follows_address(heard: &Heard, comma: usize) -> bool {
    let start = heard.cluster_start(comma);
    (start..comma).any(|at| heard.is_mark(at, '@')) || heard.mark(comma - 1).is_some()
}

/// Marks before the address are none of its own, unless it uses them again or others follow them.
fn behind_punctuation(heard: &Heard, from: usize, at: usize) -> usize {
    let mut to = from;
    while to < at && heard.mark(to).is_some_and(|mark| "'*!?-/=".contains(mark)) {
        to += 1;
    }
    let again = (from..to)
        .filter_map(|place| heard.mark(place))
        .any(|mark| (to..at).any(|place| heard.is_mark(place, mark)));
    if again || to == at || heard.mark(to).is_some() { from } else { to }
}

/// The at sign behind a quoted local part that opens here, which may hold an at sign itself.
pub(super) fn behind_quotes(heard: &Heard, open: usize) -> Option<usize> {
    if !heard.is_mark(open, '"') {
        return None;
    }
    let close = (open + 1..heard.len().min(open + 40))
        .find(|at| heard.is_mark(*at, '"') && !is_escaped(heard, *at))?;
    let whole = heard.is_mark(close + 1, '@') && heard.glued(close + 1) && heard.glued(close + 2);
    whole.then_some(close + 1)
}

/// The end of an address in brackets, as in "postmaster@[192.0.2.1]".
fn literal_end(heard: &Heard, start: usize) -> Option<usize> {
    if !heard.is_mark(start, '[') {
        return None;
    }
    let glued = (start + 1..start + 24).take_while(|at| heard.glued(*at));
    glued.into_iter().find(|at| heard.is_mark(*at, ']')).map(|close| close + 1)
}

fn domain_end(heard: &Heard, start: usize) -> usize {
    let mut to = start;
    loop {
        match heard.mark(to) {
            None if to < heard.len() && (to == start || heard.glued(to)) => to += 1,
            Some('.' | '-' | '_' | '@')
                if heard.glued(to)
                    && heard.glued(to + 1)
                    && (heard.mark(to + 1).is_none()
                        || heard.is_mark(to + 1, '-')
                        || heard.is_mark(to + 1, '.')) =>
            {
                to += 1
            }
            _ => break,
        }
    }
    to
}
