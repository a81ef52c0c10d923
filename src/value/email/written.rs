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
pub(super) fn written(heard: &Heard, at: usize) -> Option<Written> {
    if !heard.glued(at) || !heard.glued(at + 1) {
        return None;
    }
    let (from, local) = local_part(heard, at)?;
    let to = domain_end(heard, at + 1);
    if to == at + 1 {
        return None;
    }
    let domain = folded(heard, at + 1, to);
    Some(Written { from, to, local, domain })
}

fn folded(heard: &Heard, from: usize, to: usize) -> String {
    (from..to).map(|place| heard.text(place)).collect()
}

fn local_part(heard: &Heard, at: usize) -> Option<(usize, String)> {
    if heard.is_mark(at - 1, '"') {
        let open =
            (at.saturating_sub(40)..at - 1).rev().find(|place| heard.is_mark(*place, '"'))?;
        return Some((open, heard.said(open, at).to_lowercase()));
    }
    let mut from = at;
    while heard.glued(from) && at - from < 80 {
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
    while from < at && heard.mark(from).is_some_and(|mark| is_punctuation(heard, (from, at), mark))
    {
        from += 1;
    }
    (from < at).then(|| (from, heard.said(from, at).to_lowercase().replace('’', "'")))
}

/// What touches the local part and cannot open one makes the whole no address.
fn is_torn_off(heard: &Heard, from: usize) -> bool {
    if !heard.glued(from) {
        return false;
    }
    match heard.mark(from - 1) {
        Some('\\' | ']' | ')') => true,
        Some('"') => heard.glued(from - 1) && heard.mark(from.saturating_sub(2)).is_none(),
        _ => false,
    }
}

/// A mark before the address, unless the address itself uses it again.
fn is_punctuation(heard: &Heard, range: (usize, usize), mark: char) -> bool {
    let (from, at) = range;
    "'*!?-/=".contains(mark) && !(from + 1..at).any(|place| heard.is_mark(place, mark))
}

/// The at sign behind a quoted local part that opens here, which may hold an at sign itself.
pub(super) fn behind_quotes(heard: &Heard, open: usize) -> Option<usize> {
    if !heard.is_mark(open, '"') {
        return None;
    }
    let close = (open + 1..heard.len().min(open + 40)).find(|at| heard.is_mark(*at, '"'))?;
    let whole = heard.is_mark(close + 1, '@') && heard.glued(close + 1) && heard.glued(close + 2);
    whole.then_some(close + 1)
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
