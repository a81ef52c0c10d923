/// The known word that `word` is most likely a slip of.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    let word = word.to_lowercase();
    let tolerated = (word.chars().count() / 3).clamp(1, 4);
    known
        .iter()
        .copied()
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= tolerated)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
        .or_else(|| only_longer(&word, &known))
}

/// The only known word that begins like this one, whose last letter may be a plural's.
fn only_longer<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let stem: String = word.chars().take(word.chars().count().saturating_sub(1)).collect();
    if stem.chars().count() < 4 {
        return None;
    }
    let mut longer = known.iter().filter(|known| known.to_lowercase().starts_with(&stem));
    longer.next().copied().filter(|_| longer.next().is_none())
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
    fn a_part_of_a_name_finds_it_when_there_is_no_other() {
        assert_eq!(nearest("Verify", ["Verify Customer", "Find"]), Some("Verify Customer"));
        assert_eq!(nearest("Find Orders", ["Find Order Status"]), Some("Find Order Status"));
        assert_eq!(nearest("Verify", ["Verify Customer", "Verify Order"]), None);
    }

    #[test]
    fn without_a_near_word_all_are_named() {
        assert_eq!(did_you_mean("zebra", ["a", "b"]), "write one of: a, b");
    }
}
