use unicode_width::UnicodeWidthChar;

/// What differs between two texts, as signs to be drawn under them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// For each character of what was expected, whether it is missing in what came.
    pub missing: Vec<bool>,
    /// For each character of what came, whether it was not expected.
    pub surplus: Vec<bool>,
}

/// Beyond this many characters, only what both begin and end with is taken as common.
const FINE: usize = 400;

impl Difference {
    /// Compares what was expected with what came.
    pub fn between(expected: &str, got: &str) -> Self {
        let (a, b): (Vec<char>, Vec<char>) = (expected.chars().collect(), got.chars().collect());
        let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
        let (rest_a, rest_b) = (&a[head..], &b[head..]);
        let tail = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(a, b)| a == b).count();
        let (middle_a, middle_b) = (&rest_a[..rest_a.len() - tail], &rest_b[..rest_b.len() - tail]);
        let (in_a, in_b) = match middle_a.len() <= FINE && middle_b.len() <= FINE {
            true => outside_common(middle_a, middle_b),
            false => (vec![true; middle_a.len()], vec![true; middle_b.len()]),
        };
        let spread = |middle: Vec<bool>| {
            let same = |count| std::iter::repeat_n(false, count);
            same(head).chain(middle).chain(same(tail)).collect::<Vec<bool>>()
        };
        let found = Self { missing: spread(in_a), surplus: spread(in_b) };
        if found.is_scattered() { Self::whole(a.len(), b.len()) } else { found }
    }

    fn whole(expected: usize, got: usize) -> Self {
        Self { missing: vec![true; expected], surplus: vec![true; got] }
    }

    /// Whether so little is common that single letters would only confuse.
    fn is_scattered(&self) -> bool {
        let common = self.missing.iter().filter(|missing| !**missing).count();
        common * 2 < self.missing.len().max(self.surplus.len())
    }

    /// In words, where that helps; the texts are those that were compared.
    pub fn in_words(&self, expected: &str, got: &str) -> Option<String> {
        let count = |marks: &[bool]| marks.iter().filter(|mark| **mark).count();
        let (missing, surplus) = (count(&self.missing), count(&self.surplus));
        let plural = |count: usize| if count == 1 { "character" } else { "characters" };
        if missing + surplus == 0 {
            return None;
        }
        if expected.to_lowercase() == got.to_lowercase() {
            return Some("differs in upper and lower case".to_owned());
        }
        if without_blanks(expected) == without_blanks(got) {
            return Some("differs in blanks".to_owned());
        }
        match (missing, surplus) {
            (_, 0) => Some(format!("{missing} {} missing", plural(missing))),
            (0, _) => Some(format!("{surplus} {} too many", plural(surplus))),
            _ => None,
        }
    }
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Marks what lies outside the longest common subsequence of two texts.
fn outside_common(a: &[char], b: &[char]) -> (Vec<bool>, Vec<bool>) {
    let width = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = match a[i] == b[j] {
                true => longest[(i + 1) * width + j + 1] + 1,
                false => longest[(i + 1) * width + j].max(longest[i * width + j + 1]),
            };
        }
    }
    let (mut in_a, mut in_b) = (vec![true; a.len()], vec![true; b.len()]);
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            (in_a[i], in_b[j]) = (false, false);
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    (in_a, in_b)
}

/// The signs under a text: one per column; nothing when nothing is marked.
pub fn signs(text: &str, marks: &[bool], sign: char) -> String {
    let mut drawn = String::new();
    for (c, mark) in text.chars().zip(marks) {
        let drawn_as = if *mark { sign } else { ' ' };
        drawn.extend(std::iter::repeat_n(drawn_as, c.width().unwrap_or(0)));
    }
    drawn.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(expected: &str, got: &str) -> (String, String, Option<String>) {
        let found = Difference::between(expected, got);
        let words = found.in_words(expected, got);
        (signs(expected, &found.missing, '-'), signs(got, &found.surplus, '^'), words)
    }

    #[test]
    fn what_is_missing_is_marked_where_it_was_expected() {
        let (missing, surplus, words) = drawn("ORD-12345", "ORD-45");
        assert_eq!((missing.as_str(), surplus.as_str()), ("    ---", ""));
        assert_eq!(words.unwrap(), "3 characters missing");
    }

    #[test]
    fn what_came_instead_is_marked_on_both_sides() {
        let (missing, surplus, words) = drawn("2026-03-02", "2026-04-02");
        assert_eq!((missing.as_str(), surplus.as_str()), ("      -", "      ^"));
        assert_eq!(words, None);
    }

    #[test]
    fn texts_with_little_in_common_differ_as_a_whole() {
        let (missing, surplus, _) = drawn("shipped", "no order");
        assert_eq!((missing.as_str(), surplus.as_str()), ("-------", "^^^^^^^^"));
    }

    #[test]
    fn case_and_blanks_are_said_in_words() {
        assert_eq!(drawn("Ada", "ada").2.unwrap(), "differs in upper and lower case");
        assert_eq!(drawn("a b", "a  b").2.unwrap(), "differs in blanks");
        assert_eq!(drawn("same", "same").2, None);
    }

    #[test]
    fn signs_stand_under_wide_characters() {
        let (missing, _, _) = drawn("中a中b", "中a中");
        assert_eq!(missing, "     -");
    }

    #[test]
    fn long_texts_are_compared_by_their_ends() {
        let (a, b) =
            ("x".repeat(5_000) + "a" + &"y".repeat(5_000), "x".repeat(5_000) + &"y".repeat(5_000));
        let found = Difference::between(&a, &b);
        assert_eq!(found.missing.iter().filter(|mark| **mark).count(), 1);
    }
}
