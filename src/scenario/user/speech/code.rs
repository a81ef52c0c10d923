use std::collections::BTreeSet;

use super::{
    super::{Form, Noise, NoiseKind, english::sounds_like, line::Spoken},
    digits,
};

/// Whether a text is an identifier: one word with a digit in it, or capitals only.
pub(super) fn is_code(text: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./+".contains(letter);
    let is_marked =
        text.bytes().any(|byte| byte.is_ascii_digit()) || text == text.to_ascii_uppercase();
    text.chars().all(is_plain) && is_marked
}

/// An identifier as it is read out: digits in words, letters spelled, both, or as it is.
pub(super) fn read(code: &str, noise: &Noise, random: &mut fastrand::Rng) -> Spoken {
    let mut spoken = Spoken::clear(code);
    // What is spelled has no small letters any more.
    let has_case = code.bytes().any(|byte| byte.is_ascii_lowercase());
    if noise.strikes(NoiseKind::SoundAlikes, random)
        && let Some(heard) = misheard(code, random)
    {
        spoken.words = heard;
        spoken.form = Form::Misheard;
        spoken.noise.insert(NoiseKind::SoundAlikes);
    }
    let has_letters = code.bytes().any(|byte| byte.is_ascii_alphabetic());
    let as_words = noise.strikes(NoiseKind::DigitsAsWords, random);
    let spelled = has_letters && !has_case && noise.strikes(NoiseKind::SpelledLetters, random);
    if spelled {
        spoken.words = digits::spell(&spoken.words, random.bool());
        spoken.noise.insert(NoiseKind::SpelledLetters);
    }
    if as_words && code.bytes().any(|byte| byte.is_ascii_digit()) {
        spoken.words = match spelled {
            true => in_spelled(&spoken.words, random),
            false => digits::read_out_digits(&spoken.words, random),
        };
        spoken.noise.insert(NoiseKind::DigitsAsWords);
    }
    spoken
}

/// The digits of spelled words in words.
fn in_spelled(words: &str, random: &mut fastrand::Rng) -> String {
    let read = |word: &str, random: &mut fastrand::Rng| match word.parse::<u8>() {
        Ok(_) => digits::read_out(word, random),
        Err(_) => word.to_owned(),
    };
    let words: Vec<String> = words.split(' ').map(|word| read(word, random)).collect();
    words.join(" ")
}

/// The text with one letter taken for another, where it has such letters.
pub(super) fn misheard(text: &str, random: &mut fastrand::Rng) -> Option<String> {
    let alike: Vec<usize> = text
        .char_indices()
        .filter(|(_, letter)| !sounds_like(*letter).is_empty())
        .map(|(at, _)| at)
        .collect();
    let at = *random.choice(&alike)?;
    let others = sounds_like(text[at..].chars().next()?);
    let other = random.choice(&others)?;
    let mut heard = text.to_owned();
    heard.replace_range(at..=at, &other.to_string());
    Some(heard)
}

/// A code whose digits are said as one number or in words belongs to these kinds.
pub(super) fn with(kind: NoiseKind, words: String) -> Spoken {
    Spoken { noise: BTreeSet::from([kind]), ..Spoken::clear(words) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mishearing_changes_one_letter_and_is_marked() {
        let mut random = fastrand::Rng::with_seed(3);
        let spoken = read("ORD-12345", &Noise::always(NoiseKind::SoundAlikes), &mut random);
        assert_eq!(spoken.form, Form::Misheard);
        assert!(["ORB-12345", "ORP-12345", "ORT-12345"].contains(&spoken.words.as_str()));
        let spoken = read("48213", &Noise::always(NoiseKind::SoundAlikes), &mut random);
        assert_eq!(spoken, Spoken::clear("48213"));
    }

    #[test]
    fn a_code_with_small_letters_is_not_spelled() {
        let mut random = fastrand::Rng::with_seed(3);
        let noise = Noise::always(NoiseKind::SpelledLetters);
        assert_eq!(read("aB-1", &noise, &mut random).words, "aB-1");
        assert!(is_code("ORD-1") && is_code("4821") && !is_code("headphones"));
        assert!(!is_code("Ada Lovelace") && !is_code("E5 error"));
    }
}
