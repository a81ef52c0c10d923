use std::io;

use rehearsal::report::{Failure, RunResult, Verdict, github};

use crate::sample::{self, failed, failure, passed, repeated, run, without_verdict};

fn written(write: fn(&RunResult, &mut dyn io::Write) -> io::Result<()>, run: &RunResult) -> String {
    let mut out = Vec::new();
    write(run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn an_annotation_stands_at_the_line_of_the_expectation() {
    let text = written(github::annotate, &run(vec![failed("order-desk/corrects", failure())]));
    assert_eq!(
        text,
        "::error file=scenarios/order-desk/corrects.scenario.yaml,line=19,col=46,\
         title=order-desk/corrects · E-CALL-ARG::\
         Lookup Order Status was called with another order_number.%0A\
         expected order_number ORD-12345%0Agot order_number ORD-45%0A\
         give order_number a pattern in agent.yaml:38, such as '^ORD-\\d{5}$'\n"
    );
}

#[test]
fn there_are_ten_annotations_at_most_the_worst_first() {
    let other = |at: usize| Failure { message: format!("number {at}"), ..failure() };
    let mut scenarios: Vec<_> = (0..14).map(|at| failed(&format!("a/{at}"), other(at))).collect();
    scenarios.push(failed("a/again", other(9)));
    scenarios.push(without_verdict("a/unsettled", Verdict::Inconclusive, "model unreachable"));
    let text = written(github::annotate, &run(scenarios));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.iter().filter(|line| line.starts_with("::")).count(), 10);
    assert!(lines[0].contains("a/9 and 1 more alike"), "{text}");
    assert_eq!(lines[10], "5 more without an annotation; the job summary counts them");
}

#[test]
fn what_is_inconclusive_is_a_warning() {
    let unsettled = without_verdict("a/1", Verdict::Inconclusive, "model unreachable");
    let text = written(github::annotate, &run(vec![passed("a/0"), unsettled]));
    assert!(text.starts_with("::warning file=scenarios/order-desk/1.scenario.yaml,line=1,"));
    assert!(text.ends_with("::model unreachable\n"), "{text}");
}

#[test]
fn text_from_outside_forms_no_command() {
    let text = written(github::annotate, &run(vec![sample::hostile()]));
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.starts_with("::error file="), "{text}");
    let properties = text[2..].split("::").next().unwrap();
    assert_eq!(properties.matches("title=").count(), 1, "{text}");
}

#[test]
fn the_job_summary_says_what_is_wrong() {
    let text = written(
        github::summarise,
        &run(vec![
            passed("a/1"),
            failed("a/2", failure()),
            without_verdict("a/3", Verdict::Inconclusive, "model unreachable"),
            repeated("a/4", "+-", Verdict::Passed),
        ]),
    );
    assert!(text.starts_with("## Rehearsal: 1 failed\n"), "{text}");
    assert!(text.contains("| 4 | 2 | 1 | 1 | 0 |"), "{text}");
    assert!(text.contains("### Flaky\n\n<pre>\na/4: 1 of 2 passed\n</pre>"), "{text}");
    assert!(text.contains("### Inconclusive\n\n<pre>\na/3: model unreachable\n</pre>"), "{text}");
}

/// Where Markdown has a meaning, that is outside blocks of HTML, every character must be ours.
#[test]
fn text_from_outside_is_neither_markdown_nor_html() {
    let text = written(github::summarise, &run(vec![sample::hostile()]));
    let tags =
        ["<details>", "<summary>", "<b>", "</b>", "</summary>", "<pre>", "</pre>", "</details>"];
    let mut rest = text.clone();
    for tag in tags {
        rest = rest.replace(tag, "");
    }
    assert!(!rest.contains('<'), "{rest}");
    let (mut in_pre, mut in_details) = (false, false);
    for line in text.lines() {
        in_pre |= line.starts_with("<pre>");
        in_details = (in_details || line.starts_with("<details>")) && !line.is_empty();
        assert!(in_pre || in_details || !line.contains("owned"), "{line}");
        in_pre &= !line.contains("</pre>");
    }
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
}
