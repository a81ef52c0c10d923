/// Words that open a greeting.
const GREETINGS: &[&str] = &["hello", "hi", "hey", "good", "greetings", "morning", "evening"];
/// Words of thanks and praise.
const THANKS: &[&str] = &["thanks", "thank", "cheers", "great", "perfect", "wonderful", "nice"];

/// The answer to small talk. Without a model there is no knowledge to answer from, and nothing is
/// made up.
pub(super) fn answer(utterance: &str) -> &'static str {
    let lower = utterance.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    let opens = |words: &[&str]| first.is_some_and(|first| words.contains(&first));
    if utterance.trim_end().ends_with('?') {
        "I'm afraid I can't answer that."
    } else if opens(GREETINGS) {
        "Hello!"
    } else if opens(THANKS) {
        "You're welcome."
    } else {
        "All right."
    }
}

/// Whether it asks what something is needed for.
pub(super) fn asks_why(utterance: &str) -> bool {
    const WHAT_FOR: &[&str] = &["what for", "that for", "it for", "this for"];
    let lower = utterance.to_lowercase();
    let words = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
    words.split(|c: char| !c.is_alphanumeric()).any(|word| word == "why")
        || WHAT_FOR.iter().any(|end| words.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_is_returned_and_a_question_not_made_up() {
        assert_eq!(answer("hello there"), "Hello!");
        assert_eq!(answer("Thanks a lot"), "You're welcome.");
        assert_eq!(answer("hi, how are you?"), "I'm afraid I can't answer that.");
        assert_eq!(answer(""), "All right.");
    }
}
