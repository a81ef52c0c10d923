/// The letters and digits of a text, in lower case.
pub(in crate::scenario::checks) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a text in lower case; what is neither letter nor digit parts them.
pub(in crate::scenario::checks) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The same word, or one with another ending.
pub(in crate::scenario::checks) fn near(one: &str, other: &str) -> bool {
    let stem = |word: &str| word.chars().take(5).collect::<String>();
    one == other || (one.chars().count() >= 5 && stem(one) == stem(other))
}

/// A text in lower case with plain quotation marks and blanks, as the tables of phrases are written.
pub(in crate::scenario::checks) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '’' | '‘' | '‛' | '´' | '`' => plain.push('\''),
            '“' | '”' | '„' | '«' | '»' => plain.push('"'),
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t' => plain.push(' '),
            '‐' | '‑' | '‒' => plain.push('-'),
            other => plain.extend(other.to_lowercase()),
        }
    }
    plain
}

/// Whether one of these words or phrases stands in the plain text as whole words.
pub(in crate::scenario::checks) fn says(plain: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| stands(plain, phrase))
}

/// Whether a phrase stands in a text with no letter or digit touching it.
pub(in crate::scenario::checks) fn stands(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typographic_marks_become_plain() {
        assert_eq!(plain("I’ve “Done”\u{a0}it"), "i've \"done\" it");
    }

    #[test]
    fn a_phrase_stands_as_whole_words() {
        assert!(says("it was not done", &["not"]));
        assert!(!says("another note", &["not"]));
        assert!(says("can't tell whether", &["can't tell"]));
    }

    #[test]
    fn words_with_another_ending_are_near() {
        assert!(near("cancelled", "cancellation"));
        assert!(!near("pin", "pins"));
    }
}
