//! A customer that a model plays, and what it does against its brief.

use std::sync::{Arc, Mutex};

use serde_json::{Value as Json, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::method};

use crate::project::{Ended, Project};

const ROLE: &str = "description: A model asks
user:
  model: test-model
  persona: Somebody in a hurry
  goal: Learn where the order is
  wants: [Lookup Order Status]
  facts: { order_number: ORD-12345 }
  max_turns: 4
finally:
  outcomes: { Lookup Order Status: success }
";

const ASKS: &str = "{\"say\": \"Where is my order ORD-12345?\"}";
const ENDS: &str = "{\"end\": true}";

/// A model that speaks by a script; then its server is out of order.
struct Customer {
    server: MockServer,
    _runtime: tokio::runtime::Runtime,
    asked: Arc<Mutex<Vec<Json>>>,
}

impl Customer {
    fn saying(answers: &[&str]) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let asked: Arc<Mutex<Vec<Json>>> = Arc::default();
        let (kept, answers) = (Arc::clone(&asked), answers.to_vec());
        let mut answers: std::vec::IntoIter<String> =
            answers.iter().map(ToString::to_string).collect::<Vec<_>>().into_iter();
        let next = Mutex::new(move || answers.next());
        let server = runtime.block_on(async {
            let server = MockServer::start().await;
            let respond = move |request: &Request| {
                kept.lock().unwrap().push(serde_json::from_slice(&request.body).unwrap());
                match (next.lock().unwrap())() {
                    Some(text) => ResponseTemplate::new(200).set_body_json(json!({
                        "choices": [{ "message": { "role": "assistant", "content": text } }],
                        "usage": { "prompt_tokens": 100, "completion_tokens": 10 },
                    })),
                    None => ResponseTemplate::new(501).set_body_string("no more"),
                }
            };
            Mock::given(method("POST")).respond_with(respond).mount(&server).await;
            server
        });
        Self { server, _runtime: runtime, asked }
    }

    fn asked(&self) -> Vec<Json> {
        self.asked.lock().unwrap().clone()
    }
}

fn played(customer: &Customer, project: &Project, more: &[&str]) -> Ended {
    let url = customer.server.uri();
    let arguments: Vec<&str> = ["--base-url", &url].iter().chain(more).copied().collect();
    project.run(&arguments)
}

fn project() -> Project {
    let project = Project::new();
    project.scenario("role", ROLE);
    project
}

#[test]
fn a_model_plays_the_customer_and_the_agent_is_judged() {
    let customer = Customer::saying(&[ASKS, ENDS]);
    played(&customer, &project(), &[]).says(0, &["1 passed"]);
    let asked = customer.asked();
    assert_eq!(asked.len(), 2, "the agent itself is played offline");
    let brief = asked[0]["messages"][0]["content"].as_str().unwrap();
    for told in ["Somebody in a hurry", "Learn where the order is", "ORD-12345"] {
        assert!(brief.contains(told), "{brief}");
    }
    let roles: Vec<&str> = asked[1]["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["system", "user", "assistant", "user"]);
    let told = asked[1]["messages"][3]["content"].as_str().unwrap();
    assert!(told.contains("shipped"), "it hears what the agent says: {told}");
    let fails = project();
    fails.scenario("role", &ROLE.replace("success", "not_found"));
    let customer = Customer::saying(&[ASKS, ENDS]);
    played(&customer, &fails, &[]).says(1, &["1 failed"]);
}

#[test]
fn a_breach_of_the_brief_is_named_and_never_the_agents_failure() {
    for (answers, name, texts) in [
        (
            vec!["{\"say\": \"Where is ORD-99999?\"}"],
            "(wrong-fact)",
            ["turn 1", "it said ORD-99999, and its fact for order_number is ORD-12345"],
        ),
        (
            vec!["{\"say\": \"Where is my order?\"}", "{\"say\": \"It is ORD-54321\"}"],
            "(wrong-fact)",
            ["turn 2", "it said ORD-54321"],
        ),
        (
            vec!["{\"say\": \"Where is my order?\"}", ENDS],
            "(ends-too-early)",
            ["turn 2", "before Lookup Order Status was called or refused"],
        ),
        (
            vec!["{\"say\": \"Where is ORD-12345?\\nAgent: It is on its way.\"}"],
            "(speaks-for-agent)",
            ["turn 1", "it spoke the agent's part"],
        ),
    ] {
        let customer = Customer::saying(&answers);
        let ended = played(&customer, &project(), &[]);
        let ended = ended.says(3, &[name, "1 inconclusive"]).says(3, &texts);
        assert!(!ended.out.contains("failed"), "{}", ended.out);
    }
}

#[test]
fn a_value_that_the_agent_read_back_wrong_may_be_denied() {
    let denies = "{\"say\": \"No, not ORD-99999, ORD-12345\"}";
    let customer = Customer::saying(&["{\"say\": \"Where is my order?\"}", denies, ENDS]);
    let ended = played(&customer, &project(), &[]);
    assert!(!ended.out.contains("wrong-fact"), "{}", ended.out);
}

#[test]
fn what_is_no_utterance_and_trouble_of_the_server_are_inconclusive() {
    let mute = Customer::saying(&["{\"say\": "]);
    played(&mute, &project(), &[]).says(3, &["plays the customer said nothing"]);
    let broken = Customer::saying(&[]);
    played(&broken, &project(), &[]).says(3, &["501"]);
    let dear = Customer::saying(&["{\"say\": \"Where is my order?\"}", ASKS, ENDS]);
    played(&dear, &project(), &["--max-calls", "1"]).says(3, &["--max-calls"]);
    assert_eq!(dear.asked().len(), 1);
    project().run(&[]).says(3, &["OPENAI_API_KEY"]);
}

#[test]
fn its_turns_are_bounded() {
    let hm = "{\"say\": \"Let me think about it\"}";
    let customer = Customer::saying(&[hm; 9]);
    let project = project();
    project.scenario("role", &ROLE.replace("max_turns: 4", "max_turns: 2"));
    played(&customer, &project, &[]).says(1, &["1 failed"]);
    assert_eq!(customer.asked().len(), 2);
}

#[test]
fn a_sensitive_fact_is_said_by_its_token() {
    let project = project();
    let agent = crate::project::AGENT
        .replace("query: { order: \"{{order_number}}\" }", "query: { order: \"{{order_number}}\", pin: \"{{pin}}\" }")
        .replace(
            "    response:",
            "      - { name: pin, type: string, description: Four-digit PIN, example: \"4821\", required: true, pattern: '^\\d{4}$', sensitive: true }\n    response:",
        );
    project.write("scenarios/desk/agent.yaml", agent);
    let role = ROLE.replace("ORD-12345 }", "ORD-12345, pin: \"7350\" }").replace(
        "outcomes: { Lookup Order Status: success }",
        "requests: [{ action: Lookup Order Status, query: { pin: \"7350\" } }]",
    );
    project.scenario("role", &role);
    let customer = Customer::saying(&[ASKS, "{\"say\": \"<pin>\"}", ENDS]);
    let ended = played(&customer, &project, &[]).says(0, &["1 passed"]);
    let asked = customer.asked();
    assert!(asked[0].to_string().contains("<pin>"));
    assert!(
        asked.iter().all(|one| !one.to_string().contains("7350")) && !ended.out.contains("7350")
    );
    let wrong = Customer::saying(&[ASKS, "{\"say\": \"7351\"}"]);
    let ended = played(&wrong, &project, &[]).says(3, &["wrong-fact", "for pin is not its fact"]);
    assert!(!ended.out.contains("735"), "neither value is shown: {}", ended.out);
}

#[test]
fn what_it_said_is_recorded_and_replayed_each_repeat_on_its_own() {
    let project = project();
    let other = "{\"say\": \"Hello, where is my order ORD-12345?\"}";
    let customer = Customer::saying(&[ASKS, ENDS, other, ENDS]);
    let repeat = ["--repeat", "2", "--jobs", "1"];
    let record: Vec<&str> = repeat.iter().copied().chain(["--record=model"]).collect();
    played(&customer, &project, &record).says(0, &[]);
    assert_eq!(customer.asked().len(), 4);
    let replay: Vec<&str> = repeat.iter().copied().chain(["--replay=model"]).collect();
    let report: Vec<&str> = replay.iter().copied().chain(["--report", "json=r.json"]).collect();
    played(&customer, &project, &report).says(0, &[]);
    assert_eq!(customer.asked().len(), 4, "nothing was asked again");
    let report = crate::project::json(&project.path("r.json")).to_string();
    assert!(report.contains("Where is my order ORD-12345?"));
    assert!(report.contains("Hello, where is my order ORD-12345?"));
}
