use rust_stemmers::{Algorithm, Stemmer};

/// Words that mean the same deed, as stems.
const ALIKE: &[&[&str]] = &[
    &["book", "rebook", "schedul", "reschedul", "reserv", "appoint", "arrang", "secur", "slot"],
    &["updat", "chang", "modifi", "amend", "edit", "adjust", "correct", "replac"],
    &["delet", "remov", "eras", "clear", "forget"],
    &["creat", "open", "rais", "log", "file", "submit", "lodg", "regist", "report"],
    &["cancel", "withdraw", "void", "revok"],
    &["refund", "credit", "reimburs", "return"],
    &["verifi", "authent", "identifi", "confirm", "match"],
    &["order", "place", "purchas", "buy"],
    &["send", "sent", "email", "dispatch", "ship", "deliv"],
    &["pay", "paid", "charg"],
    &["add", "put", "attach"],
    &["hold", "held", "reserv", "asid"],
    &["find", "found", "locat", "look", "retriev", "search", "get", "check"],
];

/// The stem of a word.
pub(in crate::scenario::checks) fn stem(word: &str) -> String {
    Stemmer::create(Algorithm::English).stem(word).into_owned()
}

/// Whether a deed is what these words are about: the same stem, or one that means the same.
pub(in crate::scenario::checks) fn is_about(deed: &str, topic: &[String]) -> bool {
    let deed = stem(deed);
    let group = ALIKE.iter().filter(|group| group.contains(&deed.as_str()));
    let mut alike = group.flat_map(|group| group.iter());
    topic.contains(&deed) || alike.any(|word| topic.iter().any(|topic| topic == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deeds_are_matched_across_endings_and_likes() {
        let topic = |text: &str| text.split(' ').map(stem).collect::<Vec<_>>();
        assert!(is_about("cancelled", &topic("cancel order")));
        assert!(is_about("scheduled", &topic("book meeting")));
        assert!(is_about("erased", &topic("delete contact")));
        assert!(!is_about("cancelled", &topic("lookup order status")));
    }
}
