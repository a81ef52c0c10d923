//! What cannot be tuned: a clear message with its place, the right exit status, and nothing lost.

use crate::{
    desk::{Desk, SOME},
    project::AGENT,
};

#[test]
fn a_prompt_without_error_lines_is_told_before_the_run_and_played() {
    let desk = Desk::new();
    desk.project.write("scenarios/desk/p.md", "You help with the 'Lookup Order Status' tool.\n");
    let ended = desk.run(&SOME).says(0, &["the prompt has no line for it"]);
    let told = "note: scenarios/desk/p.md has no line about errors";
    assert!(ended.err.starts_with(told), "{}", ended.err);
    let ended = desk.run(&[&SOME[..], &["--prompt", "worse.md"]].concat()).says(0, &[]);
    assert!(!ended.err.contains("no line about errors"), "{}", ended.err);
}

#[test]
fn an_agent_without_actions_has_nothing_to_play() {
    let desk = Desk::new();
    desk.agent(|agent| format!("{}actions: []\n", agent.split("actions:").next().unwrap()));
    desk.project.write("scenarios/desk/p.md", "You help.\n");
    std::fs::remove_file(desk.project.path("scenarios/desk/api.yaml")).unwrap();
    let why =
        "scenarios/desk/agent.yaml: the agent has no action, so nothing of its prompt can fail";
    desk.run(&[]).says(2, &[why, "declare one under actions:"]);
}

#[test]
fn a_variant_that_does_not_parse_is_shown_with_its_place_and_nothing_is_played() {
    let desk = Desk::new();
    desk.project.write("broken.md", "You help.\n\nNow it is {{ nobody_knows }}.\n");
    let two = [&SOME[..], &["--prompt", "scenarios/desk/p.md", "--prompt", "broken.md"]].concat();
    let ended = desk.run(&two).says(2, &["broken.md:3:", "nobody_knows"]);
    assert!(ended.out.is_empty() && desk.journal().is_empty(), "{}", ended.out);
    desk.project.write("broken.md", "You help.\n{% if %}\n");
    desk.run(&two).says(2, &["broken.md:2:"]);
    let none = ["--prompt", "scenarios/desk/p.md", "--prompt", "none.md"];
    desk.run(&none).says(2, &["none.md cannot be read"]);
    desk.project.write("broken.md", b"\xff\xfe");
    desk.run(&two).says(2, &["broken.md is not UTF-8 text"]);
}

#[test]
fn facts_that_contradict_the_variables_are_told_before_the_run() {
    let desk = Desk::new();
    let refused = |fact: &str, told: &[&str]| {
        let ended = desk.run(&[&SOME[..], &["--fact", fact]].concat()).says(2, told);
        assert!(ended.out.is_empty() && desk.journal().is_empty(), "{}", ended.out);
    };
    refused(
        "order_number=777",
        &["--fact order_number=777", "`order_number` does not take this value"],
    );
    refused("ordernumber=ORD-12345", &["no action has a variable", "there are order_number"]);
    refused("order_number", &["write it as name=value"]);
    let variable = "      - { name: count, type: integer, description: How many, example: 3, max: 9 }\n    response";
    desk.agent(|_| AGENT.replace("    response", variable));
    refused("count=many", &["--fact count=many", "it is no integer"]);
    refused("count=10", &["--fact count=10", "9"]);
    let taken = [&SOME[..], &["--fact", "count=8", "--fact", "order_number=ORD-77777"]].concat();
    desk.run(&taken).says(0, &["ORD-77777"]);
}

#[test]
fn what_nothing_is_played_for_is_refused() {
    let desk = Desk::new();
    desk.run(&["--cell", "Lookup/404"]).says(2, &["no cell is what was asked for"]);
    desk.run(&["--point", "never"]).says(2, &["invalid value 'never'", "after_success"]);
    desk.run(&["--report", "tap=t.tap"]).says(2, &["a tuning cannot be told as tap"]);
    desk.run(&["--policy", "free"]).says(2, &["the free policy needs a model that leads"]);
    desk.run(&["--resume", "--watch"]).says(2, &["cannot be used with"]);
    assert!(desk.journal().is_empty());
}
