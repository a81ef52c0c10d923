//! `tune --descriptions`: what is heard, what lies too close, and which words carry the choice.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{collections::BTreeSet, fs, process::Command};

use chrono::TimeZone;
use rehearsal::{
    agent::{ActionName, Agent, format::parse},
    diagnostic::SourceFile,
    tuning::description::{
        Choice, Descriptions, Expected, Hear, Heard, Source, Utterance, generate, read, study,
    },
    value::{Reference, Region},
};

/// Two actions that are told apart by one word of their descriptions, and a third.
const ACTIONS: &str = r#"
  - { name: A, description: Say where a parcel of the customer is and when it arrives, method: GET, url: "https://a.test/1", examples: [Has it left yet?] }
  - { name: B, description: Say where a letter of the customer is and when it arrives, method: GET, url: "https://a.test/2" }
  - { name: C, description: Book an appointment, method: POST, url: "https://a.test/3" }
"#;

fn agent(actions: &str) -> Agent {
    let agent = format!("name: Desk\nprompt: p.md\nactions:{actions}");
    let prompt = SourceFile::new("p.md", "Be kind.");
    parse(&SourceFile::new("agent.yaml", agent), Some(&prompt)).agent.unwrap()
}

fn at() -> Reference {
    let now = chrono_tz::UTC.with_ymd_and_hms(2026, 3, 2, 12, 0, 0).unwrap();
    Reference { now, region: Region::parse("GB") }
}

/// A model that hears by a script: the action with most words of its description in the utterance.
struct Scripted {
    asks_when_even: bool,
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| word.len() > 3).map(str::to_lowercase).collect()
}

impl Hear for Scripted {
    fn hear(&self, agent: &Agent, utterances: &[&str]) -> Vec<Heard> {
        utterances.iter().map(|text| self.one(agent, text)).collect()
    }
}

impl Scripted {
    fn one(&self, agent: &Agent, text: &str) -> Heard {
        let said = words(text);
        let score = |of: &str| words(of).intersection(&said).count() as f32;
        let scores: Vec<(ActionName, f32)> = agent
            .actions
            .iter()
            .map(|action| {
                let examples: f32 = action.examples.iter().map(|example| score(example)).sum();
                (action.name.clone(), score(&action.description) + examples)
            })
            .collect();
        let best = scores.iter().map(|(_, score)| *score).fold(0.0, f32::max);
        let ahead: Vec<ActionName> = scores
            .iter()
            .filter(|(_, score)| *score == best)
            .map(|(name, _)| name.clone())
            .collect();
        let choice = match (best > 0.0, ahead.as_slice()) {
            (false, _) => Choice::Nothing,
            (true, [only]) => Choice::Chosen(only.clone()),
            (true, _) if self.asks_when_even => Choice::Asked(ahead),
            (true, [first, ..]) => Choice::Chosen(first.clone()),
            (true, []) => Choice::Nothing,
        };
        Heard { choice, scores }
    }
}

fn heard(file: &str, asks_when_even: bool) -> Descriptions {
    let agent = agent(ACTIONS);
    let utterances = read(file, &agent).unwrap();
    study(&agent, &utterances, ("a scripted model", &Scripted { asks_when_even }))
}

#[test]
fn the_matrix_counts_actions_questions_back_and_none() {
    let file = "# what people say\nA\tmy parcel please\nA\twhere are you\nB\tmy letter\nB\tmy parcel\n\
                none\tnice weather\nnone\tan appointment\nand this";
    let found = heard(file, true);
    assert_eq!(found.confusion.columns, ["A", "B", "C", "asks", "none"]);
    let rows: Vec<(&str, &[u32], u32)> = found
        .confusion
        .rows
        .iter()
        .map(|row| (row.expected.name(), row.counts.as_slice(), row.right))
        .collect();
    let expected: [(&str, &[u32], u32); 4] = [
        ("A", &[1, 0, 0, 1, 0], 1),
        ("B", &[1, 1, 0, 0, 0], 1),
        ("none", &[0, 0, 1, 0, 1], 1),
        ("(not said)", &[0, 0, 0, 0, 1], 0),
    ];
    assert_eq!(rows, expected);
    assert_eq!(found.confusion.right(), (3, 6), "what nobody expects counts neither way");
    let missed: Vec<(&str, bool, Vec<&str>)> = found
        .confusion
        .missed
        .iter()
        .map(|one| {
            (one.utterance.as_str(), one.asks, one.heard.iter().map(String::as_str).collect())
        })
        .collect();
    let expected = [
        ("where are you", true, vec!["A", "B"]),
        ("my parcel", false, vec!["A"]),
        ("an appointment", false, vec!["C"]),
    ];
    assert_eq!(missed, expected);
}

#[test]
fn descriptions_that_say_nearly_the_same_are_told() {
    let found = heard("A\tmy parcel", false);
    let pairs: Vec<(&str, &str)> =
        found.twins.iter().map(|pair| (pair.one.as_str(), pair.other.as_str())).collect();
    assert_eq!(pairs, [("A", "B")]);
}

#[test]
fn the_word_without_which_the_choice_is_lost_is_found() {
    let found = heard("B\twhere is my letter\nB\ta letter for me\nC\tan appointment", false);
    let of = |action: &str| found.words.iter().find(|one| one.action.as_str() == action).unwrap();
    let words: Vec<(&str, u32)> =
        of("B").words.iter().map(|one| (one.word.as_str(), one.decides)).collect();
    // Without "where" the letter is even with the parcel; no other word changes anything.
    assert_eq!((words, of("B").utterances), (vec![("letter", 2), ("where", 1)], 2));
    assert!(found.words.iter().all(|one| one.action.as_str() != "A"), "nobody wanted A");
}

#[test]
fn an_example_is_heard_without_itself() {
    let agent = agent(ACTIONS);
    let text = "Has it left yet?".to_owned();
    let expected = Expected::Action(ActionName::new("A"));
    let example = Utterance { text, expected, source: Source::Example };
    struct Seen(std::cell::RefCell<Vec<usize>>);
    impl Hear for Seen {
        fn hear(&self, agent: &Agent, utterances: &[&str]) -> Vec<Heard> {
            let examples: usize = agent.actions.iter().map(|action| action.examples.len()).sum();
            let nothing = |_: &&str| Heard { choice: Choice::Nothing, scores: Vec::new() };
            self.0.borrow_mut().extend(utterances.iter().map(|_| examples));
            utterances.iter().map(nothing).collect()
        }
    }
    let ear = Seen(std::cell::RefCell::default());
    study(&agent, &[example], ("it", &ear));
    let seen = ear.0.borrow();
    assert!(!seen.is_empty() && seen.iter().all(|examples| *examples == 0), "{seen:?}");
}

#[test]
fn utterances_are_made_from_examples_callers_and_small_talk() {
    let agent = agent(ACTIONS);
    let made = generate(&agent, at());
    let of = |source: Source| made.iter().filter(|one| one.source == source).count();
    assert_eq!(of(Source::Example), 1);
    assert!(of(Source::OffTopic) >= 8);
    for action in &agent.actions {
        let expected = Expected::Action(action.name.clone());
        assert!(made.iter().any(|one| one.source == Source::Caller && one.expected == expected));
    }
    let texts: BTreeSet<&str> = made.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(texts.len(), made.len(), "each once");
    assert_eq!(made, generate(&agent, at()), "the same each time");
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    command.env_clear().current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = command.args(["tune", "scenarios/order-desk"]).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_offline_model_hears_a_file_of_utterances() {
    let disk = tempfile::tempdir().unwrap();
    let file = disk.path().join("said.txt");
    fs::write(&file, "Lookup Order Status\twhere is my order\nnone\tHow tall is Mount Everest?\n")
        .unwrap();
    let (status, out, _) = run(&["--descriptions", file.to_str().unwrap(), "--json"]);
    let found: Descriptions = serde_json::from_str(&out).unwrap();
    assert_eq!((status, found.confusion.right()), (Some(0), (2, 2)));
    let words = &found.words[0].words;
    assert_eq!((words[0].word.as_str(), found.words.len()), ("order", 1));
    fs::write(&file, "none\thello\nLookup Order Stats\twhere is it\n").unwrap();
    let (status, _, err) = run(&["--descriptions", file.to_str().unwrap()]);
    assert_eq!(status, Some(2));
    assert!(
        err.contains("line 2 names the action") && err.contains("Lookup Order Status"),
        "{err}"
    );
}

#[test]
fn without_a_file_the_tables_are_made_from_the_agent() {
    let (status, out, _) = run(&["--descriptions"]);
    assert_eq!(status, Some(0));
    assert!(out.starts_with("expected") && out.contains("heard as: 1 Verify Customer"), "{out}");
    assert!(out.contains("utterances are heard as meant"), "{out}");
}
