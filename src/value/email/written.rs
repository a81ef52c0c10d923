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
    while from < at && heard.mark(from).is_some_and(|mark| "'*!?-/=".contains(mark)) {
        from += 1;
    }
    (from < at).then(|| (from, heard.said(from, at).to_lowercase().replace('’', "'")))
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
