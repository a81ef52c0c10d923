/// The known word that `word` is most likely a slip of.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let tolerated = (word.chars().count() / 3).clamp(1, 4);
    known
        .into_iter()
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= tolerated)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A help line: the nearest known word, or all of them where none is near.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "there is none to choose from".to_owned(),
        None => format!("write one of: {}", known.join(", ")),
    }
}

/// Edit distance; words that differ in separators only are equal.
fn distance(one: &str, other: &str) -> usize {
    let plain = |text: &str| text.replace(['_', '-', ' '], "");
    if plain(one) == plain(other) {
        return 0;
    }
    strsim::damerau_levenshtein(one, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        assert_eq!(nearest("desciption", ["name", "description"]), Some("description"));
        assert_eq!(nearest("orderNumber", ["order_number"]), Some("order_number"));
        assert_eq!(nearest("zebra", ["name", "description"]), None);
    }

    #[test]
    fn without_a_near_word_all_are_named() {
        assert_eq!(did_you_mean("zebra", ["a", "b"]), "write one of: a, b");
    }
}
