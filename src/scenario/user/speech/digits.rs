use super::super::english::{SIGNS, cardinal, digit, nato};

/// Digits and signs read out one by one, with "double" and "triple" for rows of one digit.
pub(super) fn read_out(text: &str, random: &mut fastrand::Rng) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let row = letters[at..].iter().take_while(|letter| **letter == letters[at]).count();
        let is_row = letters[at].is_ascii_digit() && (2..=3).contains(&row) && random.bool();
        let name = name(letters[at], random);
        words.push(match (is_row, row) {
            (true, 2) => format!("double {name}"),
            (true, _) => format!("triple {name}"),
            (false, _) => name,
        });
        at += if is_row { row } else { 1 };
    }
    words.join(" ")
}

/// The name of a digit or a sign; anything else as it is.
fn name(letter: char, random: &mut fastrand::Rng) -> String {
    let sign = SIGNS.iter().find(|(sign, _)| *sign == letter).map(|(_, word)| *word);
    match (letter, digit(letter), sign) {
        ('0', ..) if random.bool() => "oh".to_owned(),
        (_, Some(word), _) | (_, None, Some(word)) => word.to_owned(),
        (_, None, None) => letter.to_string(),
    }
}

/// A code in groups: letters stay together, digits and signs are read out.
pub(super) fn read_out_digits(code: &str, random: &mut fastrand::Rng) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let is_letter = |letter: char| letter.is_ascii_alphabetic();
        let same = |letter: char| is_letter(letter) != is_letter(first);
        let end = rest.find(same).unwrap_or(rest.len());
        let (group, after) = rest.split_at(end);
        words.push(match is_letter(first) {
            true => group.to_owned(),
            false => read_out(group, random),
        });
        rest = after;
    }
    words.join(" ")
}

/// A code letter by letter, plainly or by the NATO alphabet; digits stay digits.
pub(super) fn spell(code: &str, by_nato: bool) -> String {
    let spelled = code.chars().map(|letter| {
        let sign = SIGNS.iter().find(|(sign, _)| *sign == letter).map(|(_, word)| *word);
        let word = nato(letter).filter(|_| by_nato);
        word.or(sign).map_or(letter.to_string(), str::to_owned)
    });
    spelled.collect::<Vec<_>>().join(" ")
}

/// A decimal number in words; `None` when it is too long to be said so.
pub(super) fn in_words(text: &str) -> Option<String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let (minus, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("minus ", whole));
    let number = cardinal(whole.parse().ok().filter(|number| *number < 1_000_000)?);
    let digits: Vec<&str> = part.chars().filter_map(digit).collect();
    Some(match digits.is_empty() {
        true => format!("{minus}{number}"),
        false => format!("{minus}{number} point {}", digits.join(" ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_out_and_rows_may_be_doubled() {
        let said: Vec<String> =
            (0..20).map(|seed| read_out("4400", &mut fastrand::Rng::with_seed(seed))).collect();
        assert!(said.iter().any(|said| said.starts_with("double four")), "{said:?}");
        assert!(said.iter().any(|said| said.starts_with("four four")), "{said:?}");
        assert!(said.iter().any(|said| said.contains("oh")), "{said:?}");
    }

    #[test]
    fn codes_are_spelled_or_read_in_groups() {
        assert_eq!(spell("ORD-12", false), "O R D dash 1 2");
        assert_eq!(spell("ORD-12", true), "oscar romeo delta dash 1 2");
        let mut random = fastrand::Rng::with_seed(1);
        assert_eq!(read_out_digits("ORD-12", &mut random), "ORD dash one two");
    }

    #[test]
    fn numbers_are_said_in_words() {
        assert_eq!(in_words("49.99").unwrap(), "forty nine point nine nine");
        assert_eq!(in_words("-3").unwrap(), "minus three");
        assert_eq!(in_words("12345678"), None);
    }
}
