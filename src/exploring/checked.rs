//! A talk of acts as the built-in checks look at it.

use std::collections::BTreeMap;

use super::{Event, Failing, Ground, Kind};
use crate::{
    agent::Agent,
    dialogue::{Call, DialogueState, Next, Step, SystemAct, UserAct},
    request::{Outcome, Redactor},
    scenario::{
        Finding,
        checks::{CheckName, Talk, Unused, check},
    },
    transcript::{Mask, PlayedTurn, SentCall, Timings, TurnRecord},
};

/// Words a reply from the acts of an agent.
pub type Wording = fn(&Agent, &[SystemAct], &str) -> String;

/// Plays events without holding any step to the laws: the turns as they really were.
pub fn play(ground: &Ground, word: Wording, events: &[Event]) -> Vec<PlayedTurn> {
    let mut position = ground.start();
    let mut said: Vec<SystemAct> = Vec::new();
    let mut turns = vec![PlayedTurn {
        record: record(0, None, &[]),
        utterance: None,
        reply: word(&ground.agent, &[SystemAct::Greet], ""),
        calls: Vec::new(),
        at: ground.at,
        state: position.state.clone(),
    }];
    for event in events {
        let before = position.ledger.pending.clone();
        let action = before.as_ref().and_then(|call| ground.agent.action(&call.action));
        let step = match ground.advance(&mut position, event, false) {
            Ok(step) => step,
            // The laws tell of it.
            Err(_) => break,
        };
        match (event, action, &before) {
            (Event::Answered(answer), Some(action), Some(call)) => {
                let sent = sent(call, answer.outcome(&ground.agent, action));
                turns.last_mut().into_iter().for_each(|turn| turn.calls.push(sent.clone()));
            }
            _ => {
                said.clear();
                turns.push(opened(ground, event, &step));
            }
        }
        said.extend(step.said.iter().cloned());
        if let Some(turn) = turns.last_mut() {
            turn.state = step.state.clone();
            turn.record.ending = turn.state.ending.clone();
            if !matches!(step.next, Next::Call(_)) {
                turn.record.system_acts = Mask::new(&ground.agent).system_acts(&said);
                turn.reply = word(&ground.agent, &said, turn.utterance.as_deref().unwrap_or(""));
                turn.record.reply = covered(ground, &turn.state, &turn.reply);
            }
        }
    }
    if position.is_calling() {
        // Nobody has answered in that turn.
        turns.pop();
    }
    turns
}

/// A call without HTTP, and what it came to.
fn sent(call: &Call, outcome: Outcome) -> SentCall {
    SentCall {
        action: call.action.clone(),
        arguments: call.arguments.clone(),
        request: None,
        outcome,
        retry: call.retry,
        notes: Vec::new(),
    }
}

fn opened(ground: &Ground, event: &Event, step: &Step) -> PlayedTurn {
    let utterance = match event {
        Event::Heard(heard) => Some(ground.repertoire.utterance(heard)),
        Event::Silence | Event::Answered(_) => None,
    };
    let acts = utterance.as_ref().map_or(&[][..], |utterance| &utterance.acts);
    let text = utterance.as_ref().map(|utterance| utterance.text.clone());
    let mask = Mask::new(&ground.agent);
    let shown = text.as_ref().map(|text| mask.utterance(text, acts));
    let shown = shown.map(|shown| covered(ground, &step.state, &shown));
    PlayedTurn {
        record: record(step.state.turn, shown, &mask.user_acts(acts)),
        utterance: text,
        reply: String::new(),
        calls: Vec::new(),
        at: ground.at,
        state: step.state.clone(),
    }
}

/// A text as a transcript shows it.
fn covered(ground: &Ground, state: &DialogueState, text: &str) -> String {
    Mask::new(&ground.agent).redactor(state).text(text).into_owned()
}

fn record(turn: u32, user: Option<String>, acts: &[UserAct]) -> TurnRecord {
    TurnRecord {
        turn,
        user,
        reply: String::new(),
        user_acts: acts.to_vec(),
        system_acts: Vec::new(),
        phase: String::new(),
        action: None,
        asks_for: None,
        slots: BTreeMap::new(),
        calls: Vec::new(),
        refused: Vec::new(),
        ending: None,
        handoff: None,
        timings: Timings::default(),
        scores: Vec::new(),
        changes: Vec::new(),
        trouble: None,
        breaches: Vec::new(),
        model_requests: Vec::new(),
    }
}

/// What the built-in checks find in a talk, each kind once.
pub fn trespasses(ground: &Ground, word: Wording, events: &[Event]) -> Vec<Failing> {
    let turns = play(ground, word, events);
    let findings = findings(ground, &turns);
    let mut failing: Vec<Failing> = Vec::new();
    for finding in findings {
        let kind = Kind::Check(finding.kind);
        if !failing.iter().any(|known| known.kind == kind) {
            let events = up_to(events, finding.turn, &turns);
            failing.push(Failing { kind, why: finding.message, events });
        }
    }
    failing
}

fn findings(ground: &Ground, turns: &[PlayedTurn]) -> Vec<Finding> {
    let heard_at: Vec<_> = turns.iter().map(|turn| turn.at).collect();
    let talk = Talk {
        agent: &ground.agent,
        turns,
        secrets: &Redactor::default(),
        runtime: &BTreeMap::new(),
        began: ground.at,
        heard_at: &heard_at,
        unused: Unused::default(),
    };
    check(&talk, &LEFT_TO_LAWS)
}

/// A check that looks at words where a law looks at what happened: a customer who says the same again
/// and again hears the same.
const LEFT_TO_LAWS: [CheckName; 1] = [CheckName::NoEnd];

/// The events up to the end of a turn; all of them where the finding is of no turn.
fn up_to(events: &[Event], turn: Option<u32>, turns: &[PlayedTurn]) -> Vec<Event> {
    let Some(turn) = turn else { return events.to_vec() };
    let Some(last) = turns.iter().rposition(|played| played.record.turn == turn) else {
        return events.to_vec();
    };
    let mut begun = 0;
    let within = |event: &&Event| {
        begun += usize::from(!matches!(event, Event::Answered(_)));
        begun <= last
    };
    events.iter().take_while(within).cloned().collect()
}
