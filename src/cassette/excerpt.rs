//! Two texts at the point where they part.

/// Characters shown before the point.
const BEFORE: usize = 24;
/// Characters shown from the point on.
const AFTER: usize = 36;

/// Both texts around the first character that differs, cut ends marked by `…`.
pub(super) fn parting(one: &str, other: &str) -> (String, String) {
    let same = common_bytes(one, other);
    (around(one, same), around(other, same))
}

/// The bytes of the beginning that two texts share, up to a whole character.
pub(super) fn common_bytes(one: &str, other: &str) -> usize {
    let pairs = one.chars().zip(other.chars());
    pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

fn around(text: &str, at: usize) -> String {
    let start = text[..at].char_indices().rev().nth(BEFORE - 1).map_or(0, |(start, _)| start);
    let end = text[at..].char_indices().nth(AFTER).map_or(text.len(), |(end, _)| at + end);
    let before = if start > 0 { "…" } else { "" };
    let after = if end < text.len() { "…" } else { "" };
    format!("{before}{}{after}", &text[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_shown_where_they_part() {
        let (one, other) = (format!("{}é one{}", "x".repeat(90), "y".repeat(90)), "x".repeat(90));
        let (left, right) = parting(&one, &other);
        assert_eq!(left, format!("…{}é one{}…", "x".repeat(24), "y".repeat(31)));
        assert_eq!(right, format!("…{}", "x".repeat(24)));
        assert_eq!(parting("ORD-1", "ORD-2"), ("ORD-1".into(), "ORD-2".into()));
        assert_eq!(parting("", "é"), (String::new(), "é".into()));
    }
}
