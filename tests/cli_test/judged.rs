//! What only a model can judge.

use serde_json::json;
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::method};

use crate::project::{HOLDS, Project};

const JUDGED: &str = "description: What is said is judged
turns:
  - user: Where is ORD-12345?
    expect:
      reply: { judge: It tells the customer where the order is }
";

/// A model that words by template (the run says so) and judges like this.
fn judging(answer: &str) -> (tokio::runtime::Runtime, MockServer) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answer = answer.to_owned();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        let respond = move |request: &Request| {
            let asked: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
            let is_judging = asked["messages"][0]["content"]
                .as_str()
                .is_some_and(|rules| rules.starts_with("You judge"));
            let message = match is_judging {
                true => json!({ "role": "assistant", "content": answer }),
                false => json!({ "role": "assistant", "content": null, "tool_calls": [{
                    "id": "1", "type": "function",
                    "function": { "name": "lookup_order_status", "arguments": "{\"order_number\":\"ORD-12345\"}" },
                }] }),
            };
            ResponseTemplate::new(200).set_body_json(json!({ "choices": [{ "message": message }] }))
        };
        Mock::given(method("POST")).respond_with(respond).mount(&server).await;
        server
    });
    (runtime, server)
}

fn judged(answer: &str, scenario: &str) -> (Option<i32>, String) {
    let (_runtime, server) = judging(answer);
    let project = Project::with(&[("a", HOLDS)]);
    project.scenario("a", scenario);
    let url = server.uri();
    let arguments = ["--model", "m", "--base-url", &url, "--wording", "template"];
    let ended = project.run(&arguments);
    (ended.status, ended.out)
}

#[test]
fn a_judgement_decides_and_its_reason_is_told() {
    assert_eq!(judged("{\"holds\": true, \"why\": \"It does.\"}", JUDGED).0, Some(0));
    let (status, out) = judged("{\"holds\": false, \"why\": \"It only greets.\"}", JUDGED);
    assert_eq!(status, Some(1), "{out}");
    assert!(out.contains("E-JUDGE") && out.contains("It only greets."), "{out}");
    let not = JUDGED.replace("reply:", "not: { reply:").replace("order is }", "order is } }");
    assert_eq!(judged("{\"holds\": true, \"why\": \"x\"}", &not).0, Some(1));
    assert_eq!(judged("{\"holds\": false, \"why\": \"x\"}", &not).0, Some(0));
}

#[test]
fn what_the_judging_model_saw_stands_apart_from_the_turns() {
    let (_runtime, server) = judging("{\"holds\": true, \"why\": \"It does.\"}");
    let project = Project::with(&[]);
    project.scenario("a", JUDGED);
    let url = server.uri();
    let arguments = ["--model", "m", "--base-url", &url, "--wording", "template"];
    project.run(&[&arguments[..], &["--report", "json=r.json"]].concat()).says(0, &[]);
    let report = crate::project::json(&project.path("r.json"));
    let attempt = &report["scenarios"][0]["attempts"][0];
    let purposes = |asked: &serde_json::Value| {
        let all = asked.as_array().unwrap().iter();
        all.map(|one| one["purpose"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(purposes(&attempt["judging"]), ["judging"]);
    assert_eq!(purposes(&attempt["turns"][1]["model_requests"]), ["understanding"]);
    let asked = &attempt["judging"][0];
    assert!(asked["messages"][1]["content"].as_str().unwrap().contains("where the order is"));
    assert!(asked["answer"].as_str().unwrap().contains("It does."));
}

#[test]
fn without_a_judgement_nothing_can_be_said() {
    let (status, out) = judged("I would rather not.", JUDGED);
    assert_eq!(status, Some(3), "{out}");
    assert!(out.contains("gave no judgement"), "{out}");
    let project = Project::with(&[("a", HOLDS)]);
    project.scenario("a", JUDGED);
    project.run(&[]).says(3, &["`judge` needs a model", "--model NAME"]);
}
