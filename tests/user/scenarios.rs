//! Scenarios with `user:` in the place of `turns:`.

use rehearsal::{
    agent::{ActionName, VariableName, format},
    diagnostic::SourceFile,
    scenario::{
        Included, Script, parse,
        user::{NoiseKind, Style, UserSpec},
    },
};

fn user(text: &str) -> UserSpec {
    let file = |path, text| SourceFile::new(path, text);
    let agent = file("agent.yaml", include_str!("../../scenarios/order-desk/agent.yaml"));
    let prompt = file("prompt.md", include_str!("../../prompts/order-desk.md"));
    let agent = format::parse(&agent, Some(&prompt)).agent.unwrap();
    let text = format!("{text}\nfinally: {{ ending: completed }}\n");
    let (scenarios, found) =
        parse(&SourceFile::new("it.scenario.yaml", text), &agent, &Included::default());
    assert_eq!(found, []);
    match scenarios.into_iter().next().unwrap().script {
        Script::User(user) => user,
        Script::Turns(_) | Script::Role(_) => panic!("it has another script"),
    }
}

#[test]
fn facts_are_kept_in_their_canonical_form() {
    let user = user(
        "user: { wants: Verify Customer, facts: { customer_number: \"48 213\", order_number: ORD-1 }, \
         style: silent, noise: { kinds: fillers, level: 0.25 }, seed: 7, max_turns: 9 }",
    );
    assert_eq!(user.wants, [ActionName::new("Verify Customer")]);
    assert_eq!(user.facts[&VariableName::new("customer_number")], "48213");
    assert_eq!(user.facts.len(), 2);
    assert_eq!((user.style, user.seed, user.max_turns), (Style::Silent, Some(7), 9));
    assert!(user.noise.kinds.contains(&NoiseKind::Fillers));
    assert!((user.noise.level - 0.25).abs() < f32::EPSILON);
}

#[test]
fn without_facts_the_examples_are_known() {
    let user = user("user: { wants: [Lookup Order Status] }");
    assert_eq!(user.facts[&VariableName::new("order_number")], "ORD-12345");
    assert_eq!(user.facts[&VariableName::new("pin")], "4821");
    assert_eq!((user.style, user.max_turns), (Style::OneByOne, UserSpec::MAX_TURNS));
}
