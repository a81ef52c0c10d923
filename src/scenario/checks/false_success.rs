use super::{
    super::Finding,
    CheckName,
    english::{
        claims::{Claim, claims},
        sentence::sentences,
        stem::{is_about, stem},
        words::{plain, squeeze, stands, words},
    },
    evidence::{Blame, Evidence, blame, is_success, last_of_each},
};
use crate::{
    agent::{Action, ActionName},
    dialogue::SystemAct,
    request::{Body, Outcome},
    transcript::{PlayedTurn, SentCall},
};

/// Deeds that name no action: they are about whatever was tried.
const OF_ANYTHING: &[&str] = &[
    "done",
    "success",
    "successful",
    "successfully",
    "all set",
    "all done",
    "all sorted",
    "good to go",
    "gone through",
    "has gone through",
    "have gone through",
    "'s gone through",
    "went through",
    "it worked",
    "that worked",
    "that did it",
    "went fine",
    "mission accomplished",
    "consider it done",
    "job done",
    "sorted",
    "sorted out",
    "complete",
    "completed",
    "set",
    "confirmation",
    "taken care of",
    "processed",
    "in place",
    "live",
    "through",
    "ready to go",
    "resolved",
    "fixed",
    "dealt with",
];

/// Replies that tell something as done although the call for it did not succeed.
pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, played) in evidence.turns() {
        let failed = failed(evidence, index, played);
        if failed.is_empty() {
            continue;
        }
        let case = Case { evidence, index, played, failed };
        if let Some((claim, undone)) = case.false_claim() {
            findings.push(case.finding(&claim, undone));
        }
    }
    findings
}

/// Something that the reply must not tell as done.
#[derive(Clone, Copy)]
struct Undone<'a> {
    name: &'a ActionName,
    /// The call that failed; `None` when none was made at all.
    call: Option<&'a SentCall>,
}

/// What a reply of this turn must not tell as done.
fn failed<'a>(evidence: &Evidence<'a>, index: usize, played: &'a PlayedTurn) -> Vec<Undone<'a>> {
    let last = last_of_each(played);
    if last.is_empty() {
        return never_called(evidence, index, played);
    }
    let failed = last.into_iter().filter(|call| !is_success(call));
    failed.map(|call| Undone { name: &call.action, call: Some(call) }).collect()
}

/// Writes that never succeeded, where the customer was answered and nothing is asked.
fn never_called<'a>(evidence: &Evidence<'a>, index: usize, played: &PlayedTurn) -> Vec<Undone<'a>> {
    if played.utterance.is_none() || asks_on(&played.reply) {
        return Vec::new();
    }
    let writes = evidence.talk.agent.actions.iter().filter(|action| action.method.is_write());
    let never = writes.filter(|action| {
        let has_succeeded = evidence.calls().any(|made| {
            made.turn <= index && made.call.action == action.name && is_success(made.call)
        });
        !has_succeeded && !began_with(evidence, &action.name)
    });
    never.map(|action| Undone { name: &action.name, call: None }).collect()
}

/// Whether the talk began with this action done already.
fn began_with(evidence: &Evidence<'_>, name: &ActionName) -> bool {
    let first = evidence.talk.turns.first().filter(|turn| turn.calls.is_empty());
    first.is_some_and(|turn| turn.state.succeeded.contains(name))
}

/// Whether the reply ends in a question that goes on with the task.
fn asks_on(reply: &str) -> bool {
    sentences(reply).last().is_some_and(|last| {
        let is_closing =
            ["anything else", "something else", "help you with", "else i can", "help with"];
        last.is_question && !is_closing.iter().any(|phrase| last.text.contains(phrase))
    })
}

/// A turn with what it must not tell.
struct Case<'e, 'a> {
    evidence: &'e Evidence<'a>,
    index: usize,
    played: &'a PlayedTurn,
    failed: Vec<Undone<'a>>,
}

impl<'a> Case<'_, 'a> {
    fn false_claim(&self) -> Option<(Claim, Undone<'a>)> {
        let claims = claims(&self.played.reply);
        claims.into_iter().find_map(|claim| {
            let undone = *self.failed.iter().find(|undone| self.is_false(&claim, undone))?;
            Some((claim, undone))
        })
    }

    fn is_false(&self, claim: &Claim, undone: &Undone<'_>) -> bool {
        if self.tells_a_correction(claim) || self.tells_a_field(claim) {
            return false;
        }
        let topic = topic(self.evidence.talk.agent.action(undone.name), undone.name);
        let is_its_own = topic.contains(&stem(&claim.deed));
        let is_general = OF_ANYTHING.contains(&claim.deed.as_str());
        if is_general {
            let is_meant = match undone.call {
                Some(_) => self.last_failed(),
                None => self.names(&topic),
            };
            return is_meant && !self.is_of_another(claim, undone);
        }
        if !is_its_own && self.is_of_another(claim, undone) {
            return false;
        }
        match (is_about(&claim.deed, &topic), undone.call) {
            (true, call) => !self.was_so(claim, undone, call),
            (false, Some(_)) => self.last_failed() && !self.is_answered(claim),
            (false, None) => false,
        }
    }

    /// Whether the claim only reads back a value that the customer has corrected in this turn.
    fn tells_a_correction(&self, claim: &Claim) -> bool {
        let clause = claim.clause.to_lowercase();
        self.played.record.system_acts.iter().any(|act| match act {
            SystemAct::Corrected { action, variable, .. } => {
                let declared = self.evidence.talk.agent.action(action);
                let label =
                    declared.and_then(|action| Some(&action.variable(variable)?.spec.label));
                let names = |label: &str| !label.is_empty() && stands(&clause, &plain(label));
                names(&variable.in_words()) || label.is_some_and(|label| names(label))
            }
            _ => false,
        })
    }

    /// Whether the claim is the name of a field that an answer of this turn has, told with its value:
    /// `Done: yes.`
    fn tells_a_field(&self, claim: &Claim) -> bool {
        let is_told = claim.clause.starts_with(&format!("{}:", claim.deed));
        let has_it = |call: &SentCall| match &call.outcome {
            Outcome::Success { body: Body::Json(serde_json::Value::Object(fields)), .. } => {
                fields.keys().any(|key| squeeze(key) == squeeze(&claim.deed))
            }
            _ => false,
        };
        is_told && self.played.calls.iter().any(has_it)
    }

    /// Whether the reply has all the words of an action's name.
    fn names(&self, topic: &[String]) -> bool {
        let said: Vec<String> = words(&self.played.reply).iter().map(|word| stem(word)).collect();
        topic.iter().all(|word| said.contains(word))
    }

    fn last_failed(&self) -> bool {
        self.played.calls.last().is_some_and(|call| !is_success(call))
    }

    /// Whether the claim is about another action, one that succeeded.
    fn is_of_another(&self, claim: &Claim, undone: &Undone<'_>) -> bool {
        let is_general = OF_ANYTHING.contains(&claim.deed.as_str());
        let said = words(&claim.clause).iter().map(|word| stem(word)).collect::<Vec<_>>();
        let agent = self.evidence.talk.agent;
        let own = topic(agent.action(undone.name), undone.name);
        self.succeeded(undone.name).any(|name| {
            let topic = topic(agent.action(name), name);
            let names_it = topic.iter().any(|word| said.contains(word) && !own.contains(word));
            names_it || (!is_general && is_about(&claim.deed, &topic))
        })
    }

    fn succeeded(&self, but: &ActionName) -> impl Iterator<Item = &'a ActionName> {
        let index = self.index;
        let calls = self.evidence.calls().take_while(move |made| made.turn <= index);
        let but = but.clone();
        calls
            .filter(|made| is_success(made.call))
            .map(|made| &made.call.action)
            .filter(move |name| **name != but)
    }

    /// Whether the claim only tells how things stood before: "it was already cancelled".
    fn was_so(&self, claim: &Claim, undone: &Undone<'_>, call: Option<&SentCall>) -> bool {
        let is_refused = call.is_some_and(|call| blame(call) == Some(Blame::Values));
        let mut before = self.evidence.calls().take_while(|made| made.turn < self.index);
        let had_succeeded =
            before.any(|made| made.call.action == *undone.name && is_success(made.call));
        claim.is_of_old() && (is_refused || had_succeeded || self.is_answered(claim))
    }

    /// Whether an answer that succeeded says just that.
    fn is_answered(&self, claim: &Claim) -> bool {
        let deed = squeeze(&claim.deed);
        self.evidence.calls().take_while(|made| made.turn <= self.index).any(|made| {
            match &made.call.outcome {
                Outcome::Success { body: Body::Json(json), .. } => {
                    says_so(&json.to_string().to_lowercase(), &deed)
                }
                Outcome::Success { body: Body::Text(text), .. } => {
                    says_so(&text.to_lowercase(), &deed)
                }
                _ => false,
            }
        })
    }

    fn finding(&self, claim: &Claim, undone: Undone<'_>) -> Finding {
        let name = undone.name;
        let message = match undone.call {
            Some(_) => format!("The reply tells as done what {name} failed to do."),
            None => format!("The reply tells as done what {name} was never called for."),
        };
        let mut finding = CheckName::FalseSuccess.finding(self.played, message);
        let state = undone.call.map_or("not called", |call| call.outcome.class_name());
        finding.expected.push((
            "reply".to_owned(),
            format!("no success of {name} ({})", state.replace('_', " ")),
        ));
        finding.got.push(("reply".to_owned(), claim.clause.clone()));
        finding.why = undone.call.map_or_else(Vec::new, |call| self.evidence.reasons(call));
        finding.why.push(format!("\"{}\" claims that it is done", claim.deed));
        finding.mend.push(format!(
            "Write into the prompt what to say when {name} fails, and that nothing is told as done before its tool has succeeded."
        ));
        finding
    }
}

fn says_so(text: &str, deed: &str) -> bool {
    stands(text, deed)
}

/// What an action is about, as stems of its name.
fn topic(action: Option<&Action>, name: &ActionName) -> Vec<String> {
    let name = action.map_or(name, |action| &action.name);
    words(name.as_str()).iter().map(|word| stem(word)).collect()
}
