use super::Scene;
use crate::{
    dialogue::{DialogueState, Exchange, SystemAct},
    model::openai::read::{Checked, Said, breaches},
    request::Redactor,
    transcript::Breach,
};

/// The rules that a reply breaks. What the model said earlier proves nothing; what the APIs answered
/// does.
pub fn reply_breaches(
    scene: &Scene<'_>,
    (reply, utterance): (&str, &str),
    acts: &[SystemAct],
    redactor: &Redactor,
) -> Vec<Breach> {
    let state = DialogueState {
        exchanges: scene.state.exchanges.iter().map(proven).collect(),
        ..scene.state.clone()
    };
    let checked = Checked {
        agent: scene.agent,
        state: &state,
        said: Said { acts, told: last_report(acts), say: "" },
        utterance,
        redactor,
    };
    let broken = breaches(reply, &checked).into_iter();
    let told = broken.filter_map(|unfit| {
        let message = format!("the reply was said although {}", unfit.reason);
        let message = redactor.text(&message).into_owned();
        Some(Breach { kind: unfit.kind?, action: None, variable: None, message })
    });
    told.collect()
}

/// The last success; what earlier calls of the turn answered may only have served it.
fn last_report(acts: &[SystemAct]) -> &[SystemAct] {
    match acts {
        [.., SystemAct::Report { .. }] => &acts[acts.len() - 1..],
        _ => &[],
    }
}

/// An exchange with what the APIs answered in the place of the model's words.
fn proven(exchange: &Exchange) -> Exchange {
    let calls = exchange.rounds.iter().flat_map(|round| &round.calls);
    let answers = calls.filter_map(|call| call.answer.get("data")).map(ToString::to_string);
    Exchange {
        user: exchange.user.clone(),
        reply: answers.collect::<Vec<_>>().join("\n"),
        turn: exchange.turn,
        ..Exchange::default()
    }
}
