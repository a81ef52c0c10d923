//! A talk of acts as the built-in checks look at it.

use std::collections::BTreeMap;

use super::{Event, Failing, Ground, Kind};
use crate::{
    agent::Agent,
    dialogue::{Next, Step, SystemAct, UserAct},
    request::Redactor,
    scenario::{
        Finding,
        checks::{CheckName, Talk, Unused, check},
    },
    transcript::{PlayedTurn, SentCall, Timings, TurnRecord},
};

/// Words a reply from the acts of an agent.
pub type Wording = fn(&Agent, &[SystemAct], &str) -> String;

/// Plays events without holding any step to the laws: the turns as they really were.
pub fn play(ground: &Ground, word: Wording, events: &[Event]) -> Vec<PlayedTurn> {
    let mut position = ground.start();
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
                let sent = SentCall {
                    action: call.action.clone(),
                    arguments: call.arguments.clone(),
                    request: None,
                    outcome: answer.outcome(&ground.agent, action),
                    retry: call.retry,
                    notes: Vec::new(),
                };
                if let Some(turn) = turns.last_mut() {
                    turn.calls.push(sent);
                    turn.record.system_acts.extend(step.said.iter().cloned());
                }
            }
            _ => turns.push(opened(ground, event, &step)),
        }
        if let Some(turn) = turns.last_mut() {
            turn.state = step.state;
            turn.record.ending = turn.state.ending.clone();
            if !matches!(step.next, Next::Call(_)) {
                let said = turn.utterance.clone().unwrap_or_default();
                turn.reply = word(&ground.agent, &turn.record.system_acts, &said);
                turn.record.reply.clone_from(&turn.reply);
            }
        }
    }
    turns
}

fn opened(ground: &Ground, event: &Event, step: &Step) -> PlayedTurn {
    let utterance = match event {
        Event::Heard(heard) => Some(ground.repertoire.utterance(heard)),
        Event::Silence | Event::Answered(_) => None,
    };
    let acts = utterance.as_ref().map_or(&[][..], |utterance| &utterance.acts);
    let text = utterance.as_ref().map(|utterance| utterance.text.clone());
    let mut record = record(step.state.turn, text.clone(), acts);
    record.system_acts.clone_from(&step.said);
    PlayedTurn {
        record,
        utterance: text,
        reply: String::new(),
        calls: Vec::new(),
        at: ground.at,
        state: step.state.clone(),
    }
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
    // A customer who says the same again and again hears the same; the laws bound how often.
    check(&talk, &[CheckName::NoEnd])
}

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
