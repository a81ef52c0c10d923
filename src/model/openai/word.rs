use super::{
    Failure, ModelEvent, OpenAiModel,
    ask::{self, Messages, Talk, reminder},
    read::{Checked, Said, Unfit, check, check_piece},
};
use crate::{
    agent::Words,
    dialogue::SystemAct,
    model::{
        BoxFuture, ModelFailure, Trouble, Word, Wording,
        template::{Placed, reply},
        veil,
    },
};

impl Word for OpenAiModel {
    fn word<'a>(&'a self, wording: Wording<'a>) -> BoxFuture<'a, Result<String, ModelFailure>> {
        Box::pin(self.say(wording))
    }
}

/// A reply in its parts: what the template says before and after what the model tells.
struct Parts<'a> {
    before: &'a [SystemAct],
    told: &'a [SystemAct],
    after: &'a [SystemAct],
}

impl OpenAiModel {
    async fn say(&self, wording: Wording<'_>) -> Result<String, ModelFailure> {
        let parts = match self.words {
            Words::Results => parts(wording.acts, tells),
            Words::Model => parts(wording.acts, words),
            Words::Template => None,
        };
        let Some(parts) = parts else { return Ok(reply(&Placed::of(&wording))) };
        let before = template(&wording, parts.before);
        if !before.is_empty() && self.asker.watcher.is_some() {
            self.asker.tell(ModelEvent::Sentence(before.clone()));
        }
        let told = self.tell_of(&wording, parts.told).await?;
        let after = template(&wording, without_doubled_question(&told, &parts));
        let all = [before, told, after];
        Ok(all.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" "))
    }

    /// What the model tells of these acts: once more with the reason if it breaks a rule.
    async fn tell_of(
        &self,
        wording: &Wording<'_>,
        told: &[SystemAct],
    ) -> Result<String, ModelFailure> {
        let Wording { agent, state, utterance, at, acts } = *wording;
        let redactor = self.redactor_for(agent, state);
        let veiled = veil(agent, state, utterance, &at);
        let talk = Talk { agent, state, utterance: &veiled.text, redactor: &redactor };
        let say = to_say(wording, told);
        let said = Said { acts, told, say: &say };
        let checked = Checked { agent, state, said, utterance: &veiled.text, redactor: &redactor };
        let messages = ask::wording(talk, told, &say, &self.histories);
        let first = match self.checked(messages.clone(), &checked).await? {
            Ok(reply) => return Ok(reply),
            Err(refused) => refused,
        };
        self.asker.tell(ModelEvent::Withdrawn);
        let again = reminder(messages, &redactor.text(&first.reply), &first.reason);
        match self.checked(again, &checked).await? {
            Ok(reply) => Ok(reply),
            Err(second) => Err(ModelFailure {
                trouble: Trouble::Answer,
                message: format!(
                    "the model's reply was not said because {}, and again because {}; worded by \
                     template",
                    first.reason, second.reason
                ),
            }),
        }
    }

    /// One reply, checked; an answer of no use is a reply that fails the check.
    async fn checked(
        &self,
        messages: Messages,
        checked: &Checked<'_>,
    ) -> Result<Result<String, Refused>, ModelFailure> {
        let request = self.request(messages);
        let mut spoken = String::new();
        let mut speak = |text: &str| self.speak(text, checked, &mut spoken);
        let asked = match self.asker.watcher.is_some() {
            true => self.ask(request, Some(&mut speak)).await,
            false => self.ask(request, None).await,
        };
        let reply = match asked {
            Ok(answered) => answered.answer,
            Err(failure @ Failure::Unusable(_)) => {
                return Ok(Err(Refused { reply: "…".to_owned(), reason: failure.to_string() }));
            }
            Err(failure) => return Err(failure.into()),
        };
        if reply.is_cut_off {
            let reason = "it is cut off in the middle".to_owned();
            return Ok(Err(Refused { reply: reply.text, reason }));
        }
        Ok(check(&reply.text, checked)
            .map_err(|Unfit { reason, .. }| Refused { reply: reply.text, reason }))
    }

    /// Passes on each whole sentence that holds, as it comes.
    fn speak(&self, text: &str, checked: &Checked<'_>, spoken: &mut String) {
        // Far beyond any reply that is said; no need to look at it again with every piece.
        if text.len() > 8 * 1024 {
            return;
        }
        let Some(end) = text.rfind(['.', '!', '?']).map(|at| at + 1) else { return };
        let is_whole = text[end..].starts_with(char::is_whitespace);
        if !is_whole || end <= spoken.len() {
            return;
        }
        let Ok(held) = check_piece(&text[..end], checked) else { return };
        if let Some(more) = held.strip_prefix(spoken.as_str()) {
            self.asker.tell(ModelEvent::Sentence(more.trim().to_owned()));
            *spoken = held;
        }
    }
}

/// A reply that is not said.
struct Refused {
    reply: String,
    reason: String,
}

/// What the model tells and what stands around it; `None` where nothing is for it to tell.
fn parts(acts: &[SystemAct], is_told: fn(&SystemAct) -> bool) -> Option<Parts<'_>> {
    let first = acts.iter().position(is_told)?;
    let length = acts[first..].iter().take_while(|act| is_told(act)).count();
    Some(Parts {
        before: &acts[..first],
        told: &acts[first..first + length],
        after: &acts[first + length..],
    })
}

fn tells(act: &SystemAct) -> bool {
    match act {
        SystemAct::AnswerChat => true,
        // A gate's success is only a step on the way to what was asked for.
        SystemAct::Report { gate_for, .. } => gate_for.is_none(),
        // That nobody knows whether a write took effect is said in fixed words.
        SystemAct::ReportFailure { unknown_result, .. } => !unknown_result,
        _ => false,
    }
}

/// What the model words where it words all: not the greeting, which its author wrote, nor what a yes
/// would answer or what must be said exactly.
fn words(act: &SystemAct) -> bool {
    match act {
        SystemAct::Greet
        | SystemAct::Confirm { .. }
        | SystemAct::ConfirmValue { .. }
        | SystemAct::SayAgain
        | SystemAct::HandOff { .. } => false,
        SystemAct::ReportFailure { unknown_result, .. } => !unknown_result,
        _ => true,
    }
}

/// What the model says in its own words, as the template would say it: all but what calls came to.
fn to_say(wording: &Wording<'_>, told: &[SystemAct]) -> String {
    let others: Vec<SystemAct> = told.iter().filter(|act| !is_data(act)).cloned().collect();
    template(wording, &others)
}

fn is_data(act: &SystemAct) -> bool {
    *act == SystemAct::AnswerChat || ask::told(act).is_some()
}

/// The question behind a failure is left out where the told sentence asks already.
fn without_doubled_question<'a>(told: &str, parts: &Parts<'a>) -> &'a [SystemAct] {
    let is_failure = matches!(parts.told.last(), Some(SystemAct::ReportFailure { .. }));
    match parts.after {
        [SystemAct::Elicit { .. }, rest @ ..] if is_failure && told.ends_with('?') => rest,
        after => after,
    }
}

fn template(wording: &Wording<'_>, acts: &[SystemAct]) -> String {
    reply(&Placed { acts, ..Placed::of(wording) })
}
