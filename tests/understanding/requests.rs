//! Which action is chosen, offered or left alone; figures are printed with `--no-capture`.

use rehearsal::{
    agent::Agent,
    dialogue::{DialogueState, UserAct},
    model::{Listening, OfflineModel, Understood},
    value::Reference,
};

use crate::agents::{action, agent};

const ROWS: &str = include_str!("requests.txt");
const HELD_OUT: &str = include_str!("held_out.txt");

struct Row {
    agent: usize,
    said: &'static str,
    wanted: Option<&'static str>,
}

fn rows(text: &'static str) -> (Vec<Agent>, Vec<Row>) {
    let (mut agents, mut rows) = (Vec::new(), Vec::new());
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("@ ") {
            agents.push(agent(name, Vec::new()));
        } else if let Some(declared) = line.strip_prefix("* ") {
            agents.last_mut().unwrap().actions.push(action(declared));
        } else if let Some((said, wanted)) =
            line.strip_prefix("> ").and_then(|l| l.split_once(" => "))
        {
            let wanted = Some(wanted.trim()).filter(|wanted| *wanted != "-");
            rows.push(Row { agent: agents.len() - 1, said, wanted });
        }
    }
    (agents, rows)
}

/// When the tests talk.
pub fn reference() -> Reference {
    let now = chrono::DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00").unwrap();
    Reference { now: now.with_timezone(&chrono_tz::Europe::Berlin), region: None }
}

#[derive(Default, Debug)]
struct Figures {
    wanted: usize,
    forced: usize,
    chosen_right: usize,
    chosen_wrong: usize,
    offered_right: usize,
    offered_wrong: usize,
    silent: usize,
    unwanted: usize,
    false_calls: usize,
    false_offers: usize,
}

/// The action requested, if one is.
pub fn requested(understood: &Understood) -> Option<&str> {
    understood.acts.iter().find_map(|act| match act {
        UserAct::Request { action } => Some(action.as_str()),
        _ => None,
    })
}

fn offered(understood: &Understood) -> Vec<&str> {
    let offered = understood.acts.iter().find_map(|act| match act {
        UserAct::Unclear { candidates } => Some(candidates),
        _ => None,
    });
    offered.into_iter().flatten().map(|name| name.as_str()).collect()
}

impl Figures {
    fn count(&mut self, row: &Row, understood: &Understood) -> &'static str {
        let best = understood.scores.first().map(|score| score.action.as_str());
        let (requested, offered) = (requested(understood), offered(understood));
        let Some(wanted) = row.wanted else {
            self.unwanted += 1;
            self.false_calls += usize::from(requested.is_some());
            self.false_offers += usize::from(!offered.is_empty());
            return if requested.is_some() {
                "FALSE CALL"
            } else if offered.is_empty() {
                ""
            } else {
                "false offer"
            };
        };
        self.wanted += 1;
        self.forced += usize::from(best == Some(wanted));
        match requested {
            Some(action) if action == wanted => {
                self.chosen_right += 1;
                ""
            }
            Some(_) => {
                self.chosen_wrong += 1;
                "WRONG"
            }
            None if offered.contains(&wanted) => {
                self.offered_right += 1;
                "offered"
            }
            None if !offered.is_empty() => {
                self.offered_wrong += 1;
                "offered wrong"
            }
            None => {
                self.silent += 1;
                if best == Some(wanted) { "silent" } else { "silent, best wrong" }
            }
        }
    }
}

/// The share of pairs in which a fitting row scores above an unfit one.
fn area(fit: &[f32], unfit: &[f32]) -> f64 {
    let won = |a: &f32, b: &f32| {
        if a > b {
            1.0
        } else if a == b {
            0.5
        } else {
            0.0
        }
    };
    let sum: f64 = fit.iter().flat_map(|a| unfit.iter().map(move |b| won(a, b))).sum();
    sum / (fit.len() * unfit.len()) as f64
}

#[test]
fn requests_to_foreign_agents_are_told_apart_and_unfit_ones_left_alone() {
    let (figures, area) = measure(ROWS);
    assert!(figures.forced * 100 >= figures.wanted * 78);
    assert!(area > 0.9);
    assert!(figures.chosen_wrong + figures.false_calls <= 8);
}

#[test]
fn rows_that_set_no_constant_come_out_as_well() {
    let (figures, area) = measure(HELD_OUT);
    assert!(figures.forced * 100 >= figures.wanted * 75);
    assert!(area > 0.9);
}

fn measure(text: &'static str) -> (Figures, f64) {
    let (agents, rows) = rows(text);
    let models: Vec<OfflineModel> = agents.iter().map(OfflineModel::new).collect();
    let state = DialogueState::default();
    let (mut figures, mut fit, mut unfit) = (Figures::default(), Vec::new(), Vec::new());
    for row in &rows {
        let listening = Listening { agent: &agents[row.agent], state: &state, at: reference() };
        let understood = models[row.agent].hear(listening, row.said);
        let note = figures.count(row, &understood);
        let score = understood.scores.first().map_or(0.0, |best| best.score);
        if row.wanted.is_some() {
            fit.push(score)
        } else {
            unfit.push(score)
        }
        if !note.is_empty() {
            let top: Vec<String> = understood
                .scores
                .iter()
                .take(3)
                .map(|s| format!("{} {:.2}", s.action, s.score))
                .collect();
            println!(
                "{note:18} {:60} want {:22} {}",
                row.said,
                row.wanted.unwrap_or("-"),
                top.join(", ")
            );
        }
    }
    let area = area(&fit, &unfit);
    println!("{} agents, {} rows, AUROC {area:.3}\n{figures:#?}", agents.len(), rows.len());
    (figures, area)
}
