//! What is declared beside name and description counts: examples, gates, the prompt.

use rehearsal::{
    agent::{ActionName, Agent},
    dialogue::DialogueState,
    model::{Listening, OfflineModel, Understood},
};

use crate::{
    agents::{action, agent},
    requests::{reference, requested},
};

fn garden() -> Agent {
    agent(
        "Garden",
        vec![
            action(
                "Water Bed | Open the valve of a bed for some minutes | bed:string, minutes:integer",
            ),
            action("Report Pest | Tell the gardener about insects on a plant | plant:string"),
            action(
                "Check Member | Check a member by number and PIN | member_number:integer, pin:string",
            ),
        ],
    )
}

fn hear(agent: &Agent, utterance: &str) -> Understood {
    let state = DialogueState::default();
    let listening = Listening { agent, state: &state, at: reference() };
    OfflineModel::new(agent).hear(listening, utterance)
}

#[test]
fn an_example_brings_its_action() {
    let said = "the tomatoes look thirsty";
    assert_eq!(requested(&hear(&garden(), said)), None);
    let mut agent = garden();
    agent.actions[0].examples = vec!["my tomatoes are thirsty".into(), "it's so dry".into()];
    assert_eq!(requested(&hear(&agent, said)), Some("Water Bed"));
}

#[test]
fn a_line_of_the_prompt_that_names_an_action_brings_it_nearer() {
    let score = |agent: &Agent| {
        let scores = hear(agent, "there are aphids and slugs everywhere").scores;
        scores.iter().find(|score| score.action.as_str() == "Report Pest").unwrap().score
    };
    let mut agent = garden();
    let plain = score(&agent);
    agent.prompt.text = "Aphids, slugs or mildew: use 'Report Pest'.".into();
    assert!(score(&agent) > plain);
}

#[test]
fn what_is_required_first_is_no_rival() {
    let mut agent = garden();
    agent.actions[0].requires = vec![ActionName::new("Check Member")];
    let said = "water the bed for 5 minutes, my member number is 48213 and the PIN is 4821";
    assert_eq!(requested(&hear(&agent, said)), Some("Water Bed"));
}

#[test]
fn a_score_tells_the_words_that_carried_it() {
    let scores = hear(&garden(), "there are bugs on my plant").scores;
    let pest = scores.iter().find(|score| score.action.as_str() == "Report Pest").unwrap();
    assert!(pest.terms.iter().any(|term| term.said == "plant" && term.declared == "plant"));
    let sum: f32 = pest.terms.iter().map(|term| term.weight).sum();
    assert!((sum - pest.score).abs() < 0.02, "{sum} {}", pest.score);
}
