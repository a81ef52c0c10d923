use std::collections::BTreeSet;

use super::{Expected, Source, Utterance, english::OFF_TOPIC};
use crate::{
    agent::{Action, Agent},
    scenario::user::{Move, Simulator, Style, UserSpec, facts_of},
    transcript::{Timings, TurnRecord},
    value::Reference,
};

/// Ways in which a simulated customer asks for the same thing.
const WAYS: usize = 3;

/// Utterances made from the agent itself: its examples, what simulated customers say first (an example
/// with their values, the name, the description), and some that no action is for.
pub fn generate(agent: &Agent, at: Reference) -> Vec<Utterance> {
    let mut made: Vec<Utterance> = Vec::new();
    for action in &agent.actions {
        for (source, text) in examples(action).chain(openings(agent, action, at)) {
            if made.iter().all(|known| known.text != text) {
                let expected = Expected::Action(action.name.clone());
                made.push(Utterance { text, expected, source });
            }
        }
    }
    made.extend(off_topic(agent));
    made
}

fn examples(action: &Action) -> impl Iterator<Item = (Source, String)> + use<'_> {
    action.examples.iter().map(|example| (Source::Example, example.clone()))
}

/// What a customer says who wants this action, each time another way.
fn openings(agent: &Agent, action: &Action, at: Reference) -> Vec<(Source, String)> {
    let mut said = Vec::new();
    for (style, ways) in [(Style::OneByOne, WAYS), (Style::AllAtOnce, 1)] {
        let spec =
            UserSpec { style, ..UserSpec::plain(vec![action.name.clone()], facts_of(agent, &at)) };
        let mut customer = Simulator::new(&spec, agent, 1, at);
        for _ in 0..ways {
            if let Move::Says { text, .. } = customer.next(&greeting()) {
                said.push((Source::Caller, text));
            }
        }
    }
    said
}

/// The turn before the customer's first: a question of the agent's own might be answered instead.
fn greeting() -> TurnRecord {
    TurnRecord {
        turn: 0,
        user: None,
        reply: "How can I help?".to_owned(),
        user_acts: Vec::new(),
        system_acts: Vec::new(),
        phase: "idle".to_owned(),
        action: None,
        asks_for: None,
        slots: std::collections::BTreeMap::new(),
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

fn off_topic(agent: &Agent) -> impl Iterator<Item = Utterance> {
    let own: BTreeSet<String> = agent
        .actions
        .iter()
        .flat_map(|action| {
            [action.name.as_str(), &action.description]
                .into_iter()
                .chain(action.examples.iter().map(String::as_str))
        })
        .flat_map(long_words)
        .collect();
    let is_foreign = move |text: &&str| long_words(text).all(|word| !own.contains(&word));
    OFF_TOPIC.into_iter().filter(is_foreign).map(|text| Utterance {
        text: text.to_owned(),
        expected: Expected::None,
        source: Source::OffTopic,
    })
}

/// Words that may carry a meaning, by their length.
fn long_words(text: &str) -> impl Iterator<Item = String> + use<'_> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| word.chars().count() > 3).map(str::to_lowercase)
}
