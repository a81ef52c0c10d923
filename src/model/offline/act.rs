use super::{english, phrase, word::Token};
use crate::dialogue::UserAct;

/// The act of an utterance that does nothing else; `None` when there is more in it.
pub fn only(tokens: &[Token]) -> Option<UserAct> {
    let is = |lists: &[&[&str]]| phrase::is_only(tokens, lists);
    if is(&[english::CANCEL]) || is(&[english::CANCEL, english::DENY]) && !is(&[english::DENY]) {
        return Some(UserAct::Cancel);
    }
    if is_farewell(tokens) {
        return Some(UserAct::Goodbye);
    }
    if wants_person(tokens) {
        return Some(UserAct::AskHandoff);
    }
    if is(&[english::REPEAT]) {
        return Some(UserAct::Repeat);
    }
    None
}

/// "Sorry, I don't want one after all. Cancel it": the last clause gives up, whatever led to it.
pub fn gives_up(tokens: &[Token]) -> bool {
    let ends_so =
        |at: usize| tokens[at].after_break && phrase::is_only(&tokens[at..], &[english::CANCEL]);
    lead(tokens).0 != Some(Polarity::Yes) && (0..tokens.len()).any(ends_so)
}

/// "bye", "thanks, that's all": an end, perhaps with thanks or a no before it.
pub fn is_farewell(tokens: &[Token]) -> bool {
    let all = [english::FAREWELL, english::DONE, english::THANKS, english::DENY, english::AFFIRM];
    let ends = phrase::find(tokens, english::FAREWELL).is_some()
        || phrase::find(tokens, english::DONE).is_some()
            && phrase::find(tokens, english::THANKS).is_some();
    ends && phrase::is_only(tokens, &all) || says_bye(tokens)
}

/// A short utterance whose last word is a goodbye.
fn says_bye(tokens: &[Token]) -> bool {
    let last = tokens.last().map_or("", |token| token.text.as_str());
    tokens.len() <= 12 && matches!(last, "bye" | "goodbye")
}

/// "no, that's all", said when asked whether there is more.
pub fn is_done(tokens: &[Token]) -> bool {
    phrase::is_only(tokens, &[english::DONE, english::DENY, english::THANKS, english::FAREWELL])
}

/// Whether it cannot or will not say what was asked for.
pub fn is_skip(tokens: &[Token]) -> bool {
    phrase::is_only(tokens, &[english::SKIP, english::DENY])
        && phrase::find(tokens, english::SKIP).is_some()
}

/// Greetings, thanks, questions about the agent, and nothing else.
pub fn is_chat(tokens: &[Token]) -> bool {
    let lists = [english::GREETING, english::THANKS, english::ABOUT_AGENT, english::SMALL_TALK];
    phrase::is_only(tokens, &lists)
}

/// "I told you that already", "why do you need that?": talk about the talk, which is no answer. The
/// other words may be those that name what is asked for.
pub fn is_about_talk(tokens: &[Token], named: &[String]) -> bool {
    const MOST: usize = 12;
    let words = || tokens.iter().map(|token| token.text.as_str());
    let is_verb = |word: &str| english::TALK_VERBS.contains(&word);
    let is_small = |word: &str| {
        english::TALK_WORDS.contains(&word) || named.contains(&super::word::stem(word))
    };
    let speaks =
        words().any(|word| matches!(word, "you" | "i" | "we" | "you've" | "i've" | "we've"));
    let rest = phrase::without_filler(tokens);
    tokens.len() <= MOST
        && speaks
        && words().any(is_verb)
        && rest.iter().all(|token| is_verb(&token.text) || is_small(&token.text))
}

/// "I want to speak to a human": a complete phrase, or a person after a verb of speaking.
pub fn wants_person(tokens: &[Token]) -> bool {
    if phrase::is_only(tokens, &[english::HANDOFF]) {
        return true;
    }
    let verbs = [
        "speak", "talk", "transfer", "connect", "through", "chat", "want", "need", "get", "like",
        "human", "real", "live",
    ];
    let at = |word: &str| tokens.iter().position(|token| token.text == word);
    let after = |from: usize| {
        let near = tokens[from + 1..].iter().take(5);
        let mut near = near.take_while(|token| !token.after_break);
        near.any(|token| english::PERSON.contains(&token.text.as_str()))
    };
    tokens.len() <= 14
        && verbs.iter().any(|verb| {
            at(verb).is_some_and(|from| {
                after(from) && (is_speaking(verb) || tokens.len() <= 9 && asks_real(tokens))
            })
        })
        && !starts_question_about_agent(tokens)
}

fn is_speaking(verb: &str) -> bool {
    matches!(verb, "speak" | "talk" | "transfer" | "connect" | "through" | "chat")
}

fn asks_real(tokens: &[Token]) -> bool {
    let named = |words: &[&str]| tokens.iter().any(|token| words.contains(&token.text.as_str()));
    named(&["human", "operator", "representative", "supervisor"])
        || named(&["real", "live", "actual"]) && named(english::PERSON)
        || tokens.last().is_some_and(|token| matches!(token.text.as_str(), "person" | "agent"))
            && tokens.len() <= 5
}

fn starts_question_about_agent(tokens: &[Token]) -> bool {
    phrase::leading(tokens, &[english::ABOUT_AGENT]).is_some()
        || phrase::leading(tokens, &[&["am i", "are you"]]).is_some()
}

/// A yes or no that an utterance starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// The yes or no at the head of an utterance, and where what follows it begins.
pub fn lead(tokens: &[Token]) -> (Option<Polarity>, usize) {
    let mut at = 0;
    let mut polarity = None;
    while at < tokens.len() {
        let rest = &tokens[at..];
        let yes = phrase::leading(rest, &[english::AFFIRM]).unwrap_or(0);
        let no = phrase::leading(rest, &[english::DENY]).unwrap_or(0);
        let filler = phrase::leading(rest, &[english::FILLER]).unwrap_or(0);
        let mut length = yes.max(no);
        if length > 1 && !stands_alone(rest, length) {
            length = 1;
        }
        if length > 0 && length >= filler && stands_alone(rest, length) {
            let this = if no > yes { Polarity::No } else { Polarity::Yes };
            polarity = polarity
                .or(Some(this))
                .filter(|_| !is_mild(rest, length) || polarity.is_some() || rest.len() == length);
            at += length;
        } else if filler > 0 {
            at += filler;
        } else {
            break;
        }
    }
    (polarity, at)
}

/// "ok" and "right" before something else only lead up to it.
fn is_mild(tokens: &[Token], length: usize) -> bool {
    length == 1
        && matches!(
            tokens[0].text.as_str(),
            "ok" | "okay" | "right" | "fine" | "good" | "great" | "alright" | "perfect"
        )
}

/// Clear words do in any place; others must be followed by a break, the end or more of the kind.
fn stands_alone(tokens: &[Token], length: usize) -> bool {
    let clear = ["yes", "yeah", "yep", "yup", "no", "nope", "nah"];
    let Some(next) = tokens.get(length) else { return true };
    let lists = [english::AFFIRM, english::DENY, english::FILLER];
    length == 1 && clear.contains(&tokens[0].text.as_str())
        || next.after_break
        || phrase::leading(&tokens[length..], &lists) == Some(tokens.len() - length)
}

/// The yes or no an utterance comes to when it is nothing else.
pub fn yes_or_no(tokens: &[Token]) -> Option<Polarity> {
    let (polarity, at) = lead(tokens);
    polarity.filter(|_| at == tokens.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::offline::word::tokens;

    #[test]
    fn acts_are_told_by_their_phrases() {
        let act = |text: &str| only(&tokens(text));
        for text in ["never mind", "stop, cancel that", "forget it", "no, never mind", "Cancel."] {
            assert_eq!(act(text), Some(UserAct::Cancel), "{text}");
        }
        for text in ["what did you say?", "pardon?", "sorry, say that again please"] {
            assert_eq!(act(text), Some(UserAct::Repeat), "{text}");
        }
        for text in [
            "agent please",
            "I want to speak to a human",
            "can I talk to a real person?",
            "let me speak with your manager",
            "get me a human",
        ] {
            assert_eq!(act(text), Some(UserAct::AskHandoff), "{text}");
        }
        for text in ["bye", "that's all, thanks", "thanks, goodbye", "no thanks, that's it, bye"] {
            assert_eq!(act(text), Some(UserAct::Goodbye), "{text}");
        }
        for text in
            ["cancel my order", "thanks", "are you a real person?", "yes", "what is the weather"]
        {
            assert_eq!(act(text), None, "{text}");
        }
    }

    #[test]
    fn yes_and_no_are_told_with_their_negations() {
        let said = |text: &str| yes_or_no(&tokens(text));
        for text in
            ["yes", "yep, go ahead", "yes that's right", "ok", "sure, why not", "sounds good"]
        {
            assert_eq!(said(text), Some(Polarity::Yes), "{text}");
        }
        for text in
            ["no", "no, that's wrong", "nope", "not really", "that is not correct", "please don't"]
        {
            assert_eq!(said(text), Some(Polarity::No), "{text}");
        }
        for text in ["no, the date", "ok cancel my order", "i do want tea", ""] {
            assert_eq!(said(text), None, "{text}");
        }
        assert_eq!(lead(&tokens("no the date")).0, Some(Polarity::No));
        assert_eq!(lead(&tokens("ok, cancel my order")).0, None);
    }

    #[test]
    fn talk_about_the_talk_is_told_from_answers() {
        let about = |text: &str| is_about_talk(&tokens(text), &["email".to_owned()]);
        for text in [
            "I told you that already",
            "why do you need that?",
            "what do you mean",
            "you asked me that before",
            "I already gave you my email",
            "I just said it a minute ago",
            "what do you need that for",
        ] {
            assert!(about(text), "{text}");
        }
        for text in ["I need a new printer", "Ada Lovelace", "what", "the screen is broken", ""] {
            assert!(!about(text), "{text}");
        }
    }

    #[test]
    fn skipping_and_chatting_are_told_by_their_phrases() {
        for text in ["I don't know", "skip that", "don't have one", "no idea, sorry"] {
            assert!(is_skip(&tokens(text)), "{text}");
        }
        for text in ["hello there", "Hi, how are you?", "thank you so much", "what can you do?"] {
            assert!(is_chat(&tokens(text)), "{text}");
        }
        assert!(!is_chat(&tokens("hi, where is my order")));
    }
}
