//! Plays the rows of a table and tells each that did not come out red for its own reason.

use serde_json::Value as Json;

use super::project::{Project, Row, rehearsal};

/// Whether the row says that its files are refused before anything is played.
fn is_misuse((.., code, _): &Row) -> bool {
    !code.starts_with("E-") && *code != "inconclusive"
}

/// Damages every row and plays them.
pub fn play(rows: &[Row]) {
    let (refused, played): (Vec<Row>, Vec<Row>) = rows.iter().partition(|row| is_misuse(row));
    let mut wrong = judge(&played);
    wrong.extend(refused.iter().filter_map(refuse));
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

fn told((scenario, file, from, to, ..): &Row) -> String {
    format!("{scenario}, {file}: {from:?} -> {to:?}")
}

/// Plays all of them at once, each beside the same scenario undamaged.
fn judge(rows: &[Row]) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let project = Project::new();
    for (at, row) in rows.iter().enumerate() {
        project.damage(&format!("damaged-{at}"), row);
        project.add(&format!("sound-{at}"), row.0);
    }
    let (output, report) = project.test(&[]);
    assert_eq!(output.status.code(), Some(exit_of(rows)), "{output:?}");
    let all = report["scenarios"].as_array().unwrap();
    let of = |kind: &str, at: usize| -> Vec<Json> {
        let folder = format!("scenarios/{kind}-{at}/");
        let is_own = |scenario: &&Json| scenario["path"].as_str().unwrap().starts_with(&folder);
        all.iter().filter(is_own).cloned().collect()
    };
    let mut wrong = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let sound = of("sound", at);
        if sound.is_empty() || sound.iter().any(|scenario| scenario["verdict"] != "passed") {
            wrong.push(format!("{}: is not green as it is", told(row)));
        }
        wrong.extend(green_or_other(row, &of("damaged", at)));
    }
    wrong
}

/// Inconclusive is worse than failed.
fn exit_of(rows: &[Row]) -> i32 {
    if rows.iter().any(|row| row.4 == "inconclusive") { 3 } else { 1 }
}

fn green_or_other(row: &Row, scenarios: &[Json]) -> Option<String> {
    let (.., code, says) = row;
    let seen = match *code {
        "inconclusive" => scenarios
            .iter()
            .filter(|scenario| scenario["verdict"] == "inconclusive")
            .any(|scenario| scenario["reason"].as_str().unwrap_or_default().contains(says)),
        code => failures(scenarios)
            .any(|failure| failure["code"] == code && text(failure).contains(says)),
    };
    let found: Vec<_> = failures(scenarios)
        .map(|failure| format!("    {} {}", failure["code"].as_str().unwrap(), text(failure)))
        .collect();
    let verdicts: Vec<_> = scenarios.iter().map(|scenario| &scenario["verdict"]).collect();
    (!seen).then(|| format!("{}\n  {verdicts:?}\n{}", told(row), found.join("\n")))
}

fn failures(scenarios: &[Json]) -> impl Iterator<Item = &Json> {
    let failed = scenarios.iter().filter(|scenario| scenario["verdict"] == "failed");
    let attempts = failed.flat_map(|scenario| scenario["attempts"].as_array().unwrap());
    attempts.flat_map(|attempt| attempt["failures"].as_array().unwrap())
}

/// What a failure says, line by line as people read it.
pub fn text(failure: &Json) -> String {
    let pairs = |key: &str| -> String {
        let pairs = failure[key].as_array().unwrap().iter();
        let pair = |pair: &Json| format!("{} {}", plain(&pair[0]), plain(&pair[1]));
        format!("{key} {}", pairs.map(pair).collect::<Vec<_>>().join(", "))
    };
    let why = failure["why"].as_array().unwrap().iter().map(plain).collect::<Vec<_>>().join("; ");
    format!(
        "{} | {} | {} | {} | {why}",
        plain(&failure["kind"]),
        plain(&failure["message"]),
        pairs("expected"),
        pairs("got")
    )
}

fn plain(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

/// Plays a row whose files must be refused; what is wrong with an agent is told by `check`.
fn refuse(row: &Row) -> Option<String> {
    let project = Project::new();
    project.damage("damaged", row);
    let (output, _) = project.test(&[]);
    let check =
        rehearsal().current_dir(project.path()).args(["check", "scenarios"]).output().unwrap();
    let all = [&output.stderr, &check.stdout, &check.stderr].map(|it| String::from_utf8_lossy(it));
    let shown = all.join("\n");
    let seen =
        output.status.code() == Some(2) && shown.contains(&format!("error[{}]: {}", row.4, row.5));
    (!seen).then(|| format!("{}\n  {:?} {shown}", told(row), output.status.code()))
}
