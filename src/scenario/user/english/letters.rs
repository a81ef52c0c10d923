/// The word that stands for a letter in the NATO alphabet.
pub(in crate::scenario::user) fn nato(letter: char) -> Option<&'static str> {
    const WORDS: [&str; 26] = [
        "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india",
        "juliet", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra",
        "tango", "uniform", "victor", "whiskey", "xray", "yankee", "zulu",
    ];
    let lower = letter.to_ascii_lowercase();
    lower.is_ascii_lowercase().then(|| WORDS[(lower as u8 - b'a') as usize])
}

/// Letters that are easily taken for one another when they are heard.
const ALIKE: [&str; 3] = ["bpdt", "mn", "fs"];

/// The letters that a letter is taken for, in its case.
pub(in crate::scenario::user) fn sounds_like(letter: char) -> Vec<char> {
    let lower = letter.to_ascii_lowercase();
    let group = ALIKE.iter().find(|group| group.contains(lower)).copied().unwrap_or_default();
    let others = group.chars().filter(|other| *other != lower);
    others
        .map(|other| if letter.is_ascii_uppercase() { other.to_ascii_uppercase() } else { other })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_a_word_that_begins_with_it() {
        for letter in 'a'..='z' {
            assert!(nato(letter).unwrap().starts_with(letter), "{letter}");
        }
        assert_eq!(nato('7'), None);
    }

    #[test]
    fn letters_are_taken_for_others_of_their_group() {
        assert_eq!(sounds_like('D'), ['B', 'P', 'T']);
        assert_eq!(sounds_like('n'), ['m']);
        assert!(sounds_like('o').is_empty());
    }
}
