use super::{
    super::Finding,
    CheckName,
    ask::{Asking, asked},
    english::{
        asking::reproaches,
        words::{squeeze, stands, words},
    },
    evidence::{Blame, Evidence, blame, last_of_each},
};
use crate::{
    agent::{Action, Agent, Presence, Variable, VariableName},
    dialogue::SystemAct,
    transcript::{PlayedTurn, SentCall},
};

/// Questions for values after a failure that is not the customer's.
pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, played) in evidence.turns() {
        let failed =
            last_of_each(played).into_iter().filter(|call| blame(call) == Some(Blame::Others));
        for call in failed {
            let Some(action) = evidence.talk.agent.action(&call.action) else { continue };
            let asked = question(evidence, played, action, call);
            findings.extend(asked.map(|asked| finding(evidence, played, call, asked)));
        }
    }
    findings
}

/// What is asked in vain, as words for people.
fn question(
    evidence: &Evidence<'_>,
    played: &PlayedTurn,
    action: &Action,
    call: &SentCall,
) -> Option<String> {
    let line = evidence.error_line(call).and_then(|line| line.say.as_deref());
    // What the author wrote for just this failure is theirs to answer for.
    let by_author = |text: &str| line.is_some_and(|line| squeeze(line).contains(&squeeze(text)));
    let refused = refused(evidence.talk.agent, played);
    let was_refused = |name: &VariableName| refused.iter().any(|variable| variable.name == *name);
    let again =
        asked(action, &Asking::of(evidence.talk.agent, played)).into_iter().find(|variable| {
            call.arguments.contains_key(&variable.name) && !was_refused(&variable.name)
        });
    let own =
        again.and_then(|variable| variable.ask.clone().or_else(|| Some(variable.name.in_words())));
    let reproach = || {
        reproaches(&played.reply)
            .into_iter()
            .find(|sentence| !by_author(sentence) && is_about_values(sentence, action, &refused))
    };
    own.filter(|asked| {
        !line.is_some_and(|line| stands(&line.to_lowercase(), &asked.to_lowercase()))
    })
    .or_else(reproach)
}

/// The variables whose values the turn refused, or would not try again: asking for these is no fault.
fn refused<'a>(agent: &'a Agent, played: &PlayedTurn) -> Vec<&'a Variable> {
    let acts = played.record.system_acts.iter();
    acts.filter_map(|act| match act {
        SystemAct::Refuse { action, variable, .. }
        | SystemAct::AlreadyTried { action, variable, .. } => {
            agent.action(action)?.variable(variable)
        }
        _ => None,
    })
    .collect()
}

/// Whether a sentence speaks of what the customer gave; where a value was refused in the same turn it
/// must name another one.
fn is_about_values(sentence: &str, action: &Action, refused: &[&Variable]) -> bool {
    const GENERAL: &[&str] = &[
        "details",
        "number",
        "information",
        "that",
        "it",
        "one",
        "input",
        "data",
        "entered",
        "again",
        "credentials",
        "spelling",
        "code",
        "id",
    ];
    let said = words(sentence);
    let given =
        action.variables.iter().filter(|v| v.presence == Presence::Required || v.ask.is_some());
    let of_refused: Vec<String> =
        refused.iter().flat_map(|variable| words(&variable.name.in_words())).collect();
    let labels = given.flat_map(|variable| words(&variable.name.in_words()));
    let labels: Vec<String> = labels.filter(|word| !of_refused.contains(word)).collect();
    let is_general = |word: &String| refused.is_empty() && GENERAL.contains(&word.as_str());
    said.iter().any(|word| labels.contains(word) || is_general(word))
        && !stands(sentence, "email for")
        && !stands(sentence, "internet")
        && !stands(sentence, "later")
}

fn finding(
    evidence: &Evidence<'_>,
    played: &PlayedTurn,
    call: &SentCall,
    asked: String,
) -> Finding {
    let message = format!(
        "After a failure that is not the customer's, the reply has them give or check values for {} again.",
        call.action
    );
    let mut finding = CheckName::AskedInVain.finding(played, message);
    finding
        .expected
        .push(("reply".to_owned(), "that it does not work now, and an offer".to_owned()));
    finding.got.push(("reply".to_owned(), asked));
    finding.why = evidence.reasons(call);
    finding.mend.push(format!(
        "Add a line for this failure of {} to the prompt that offers a callback or a later try.",
        call.action
    ));
    finding
}
