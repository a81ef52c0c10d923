//! What an utterance must say for an act that ends the talk, makes a call or opens one.

use crate::{agent::ActionName, dialogue::UserAct, model::Understood};

/// Words of yes in the languages customers are likeliest to use.
const YES: &[&str] = &[
    "yes",
    "yeah",
    "yep",
    "yup",
    "sure",
    "ok",
    "okay",
    "correct",
    "right",
    "exactly",
    "absolutely",
    "definitely",
    "confirm",
    "confirmed",
    "agreed",
    "proceed",
    "fine",
    "perfect",
    "please",
    "great",
    "go ahead",
    "do it",
    "go for it",
    "do that",
    "sounds good",
    "of course",
    "why not",
    "by all means",
    "affirmative",
    "i do",
    "i agree",
    "that works",
    "ja",
    "genau",
    "gerne",
    "stimmt",
    "richtig",
    "natürlich",
    "klar",
    "oui",
    "d'accord",
    "bien sûr",
    "si",
    "sí",
    "vale",
    "claro",
    "sì",
    "certo",
    "va bene",
    "sim",
    "tak",
    "dobrze",
    "da",
    "evet",
    "はい",
    "是",
    "好",
    "да",
];
/// Words that turn a yes.
const NOT: &[&str] =
    &["no", "not", "don't", "dont", "never", "nope", "stop", "wait", "nein", "nicht", "non"];
/// Words that someone who leaves says.
const BYE: &[&str] = &[
    "bye",
    "goodbye",
    "that's all",
    "thats all",
    "that is all",
    "that's it",
    "nothing else",
    "no thanks",
    "no thank you",
    "thanks",
    "thank you",
    "see you",
    "have a nice",
    "have a good",
    "i'm done",
    "im done",
    "all good",
    "no that's",
    "tschüss",
    "wiedersehen",
    "danke",
    "merci",
    "au revoir",
    "gracias",
    "adiós",
    "grazie",
    "ciao",
    "no",
    "nope",
    "cheers",
    "done",
    "later",
    "farewell",
];
/// Words that ask for a person.
const PERSON: &[&str] = &[
    "person",
    "human",
    "agent",
    "someone",
    "somebody",
    "operator",
    "representative",
    "colleague",
    "manager",
    "supervisor",
    "staff",
    "employee",
    "support",
    "advisor",
    "adviser",
    "real",
    "speak to",
    "speak with",
    "talk to",
    "talk with",
    "call me",
    "call back",
    "callback",
    "people",
    "mensch",
    "mitarbeiter",
    "kollege",
    "personne",
    "humain",
    "conseiller",
    "persona",
    "humano",
];

/// Well below the floor of the offline model: a nod to an action, not a choice.
pub(crate) const NOD: f32 = 0.6;

/// What our own understanding makes of the utterance; the model's word is held against it.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    utterance: &'a str,
    own: &'a Understood,
    scores: &'a Understood,
}

impl<'a> Evidence<'a> {
    /// `own` is heard in the dialogue as it stands, `scores` as if nothing were open.
    pub fn new(utterance: &'a str, own: &'a Understood, scores: &'a Understood) -> Self {
        Self { utterance, own, scores }
    }

    fn hears(&self, act: &UserAct) -> bool {
        self.own.acts.contains(act)
    }

    fn says(&self, phrases: &[&str]) -> bool {
        says(self.utterance, phrases)
    }

    /// A yes, said and not turned.
    pub fn of_yes(&self) -> bool {
        self.hears(&UserAct::Affirm) || says_yes(self.utterance)
    }

    /// A farewell.
    pub fn of_goodbye(&self) -> bool {
        self.hears(&UserAct::Goodbye) || self.says(BYE)
    }

    /// A wish for a person.
    pub fn of_person(&self) -> bool {
        self.hears(&UserAct::AskHandoff) || self.says(PERSON)
    }

    /// A wish for this action: some of its words, or words near to them.
    pub fn of_request(&self, action: &ActionName) -> bool {
        let score = self.scores.scores.iter().find(|score| score.action == *action);
        score.is_some_and(|score| score.score >= NOD)
            || self.hears(&UserAct::Request { action: action.clone() })
    }
}

/// Whether an utterance says yes and does not turn it.
pub(crate) fn says_yes(utterance: &str) -> bool {
    says(utterance, YES) && !says(utterance, NOT) && !utterance.trim_end().ends_with('?')
}

fn says(utterance: &str, phrases: &[&str]) -> bool {
    let words = words(utterance);
    phrases.iter().any(|phrase| words.contains(&format!(" {phrase} ")))
}

/// The text in lower case with single blanks around each word.
fn words(text: &str) -> String {
    let low = text.to_lowercase().replace('’', "'");
    let kept =
        low.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|word| !word.is_empty());
    format!(" {} ", kept.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yes(utterance: &str) -> bool {
        let none = Understood::default();
        Evidence::new(utterance, &none, &none).of_yes()
    }

    #[test]
    fn a_yes_must_be_said_and_not_turned() {
        for said in ["Yes", "go ahead!", "sounds good to me", "Ja, bitte", "oui"] {
            assert!(yes(said), "{said}");
        }
        for said in ["what?", "no", "don't do it", "is that right?", "order 12345", "hello"] {
            assert!(!yes(said), "{said}");
        }
    }

    #[test]
    fn leaving_and_wanting_a_person_must_be_said() {
        let none = Understood::default();
        let evidence = |said| Evidence::new(said, &none, &none);
        assert!(evidence("thanks, that's all").of_goodbye());
        assert!(!evidence("where is my order").of_goodbye());
        assert!(evidence("can I speak to a human").of_person());
        assert!(!evidence("my order number is 5").of_person());
    }
}
