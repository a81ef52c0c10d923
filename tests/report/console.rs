use rehearsal::{
    report::{ScenarioResult, Verdict, again, console},
    shown::{Charset, Line},
};

use crate::sample::{self, HOSTILE, failed, failure, passed, repeated, run, without_verdict};

fn text(lines: &[Line]) -> String {
    lines
        .iter()
        .map(|line| format!("{}\n", line.painted(false, Charset::Unicode).trim_end()))
        .collect()
}

#[test]
fn a_failure_has_its_nine_parts_in_order() {
    let drawn = text(&console::failures(&run(vec![failed("order-desk/corrects", failure())])));
    assert_eq!(
        drawn,
        r#"FAILED  order-desk/corrects · turn 2 · calls · E-CALL-ARG

  Lookup Order Status was called with another order_number.

  scenarios/order-desk/corrects.scenario.yaml:19:46
  19  |       - Lookup Order Status: { order_number: ORD-12345 }
      |                                              ^^^^^^^^^ turns[1].expect.calls[0]

  you    Sorry, it ends in 45
  agent  I don't see an order with that number. Could you double-check?

  expected  order_number  ORD-12345
                              ---   3 characters missing
  got       order_number  ORD-45
  nearest   turn 1 called Lookup Order Status with ORD-12399

  why    heard "ends in 45" → read as a whole value (string has no pattern) → GET /orders?order_id=ORD-45 answered 404
  mend   give order_number a pattern in agent.yaml:38, such as '^ORD-\d{5}$'
  again  rehearsal test scenarios/order-desk/corrects.scenario.yaml --seed 7

"#
    );
}

#[test]
fn a_long_failure_is_cut_and_says_how_much_is_left() {
    let mut long = failure();
    long.expected = (0..40).map(|at| (format!("field {at}"), "a".to_owned())).collect();
    let drawn = text(&console::failures(&run(vec![failed("a/b", long)])));
    let lines: Vec<&str> = drawn.lines().collect();
    assert_eq!(lines.len(), console::MOST_LINES + 1);
    assert_eq!(lines[23].trim(), "… 33 more lines; a JSON or HTML report has them");
    assert!(lines[24].contains("again  rehearsal test"), "{drawn}");
}

#[test]
fn failures_that_are_alike_are_shown_once() {
    let other = rehearsal::report::Failure { message: "something else".into(), ..failure() };
    let all = ["a/1", "a/2", "a/3"].map(|id| failed(id, failure()));
    let mut scenarios = all.to_vec();
    scenarios.push(failed("a/4", other));
    let drawn = text(&console::failures(&run(scenarios)));
    assert_eq!(drawn.matches("FAILED").count(), 2, "{drawn}");
    assert!(drawn.starts_with("FAILED  a/1 and 2 more alike · turn 2"), "{drawn}");
    assert!(drawn.contains("also in a/2, a/3\n"), "{drawn}");
}

#[test]
fn the_summary_counts_each_verdict() {
    let scenarios = vec![
        passed("a/1"),
        passed("a/2"),
        failed("a/3", failure()),
        without_verdict("a/4", Verdict::Inconclusive, "model unreachable"),
        without_verdict("a/5", Verdict::NotRun, "stopped before"),
    ];
    let drawn = text(&console::summary(&run(scenarios), &["out/report.html".into()]));
    assert_eq!(
        drawn,
        "5 scenarios · 2 passed · 1 failed · 1 inconclusive (model unreachable) · \
         1 not run (stopped before) · 0.2 s      report: out/report.html\n"
    );
}

#[test]
fn what_is_unsettled_stands_under_its_reason() {
    let scenarios = vec![
        without_verdict("a/1", Verdict::Inconclusive, "model unreachable"),
        without_verdict("a/2", Verdict::Inconclusive, "budget spent"),
        without_verdict("a/3", Verdict::Inconclusive, "model unreachable"),
    ];
    assert_eq!(
        text(&console::unsettled(&run(scenarios))),
        "INCONCLUSIVE  model unreachable\n  a/1\n  a/3\n\nINCONCLUSIVE  budget spent\n  a/2\n\n"
    );
}

#[test]
fn repeats_name_what_is_flaky() {
    let scenarios = vec![
        repeated("a/1", "+++++++---", Verdict::Failed),
        repeated("a/2", "++++++++++", Verdict::Passed),
        passed("a/3"),
    ];
    assert_eq!(
        text(&console::repeats(&run(scenarios))),
        "2 scenarios repeated: 17 of 20 passed, 85 % (95 % interval 63 % to 95 %), 1 flaky\n  \
         flaky  a/1  7 of 10 passed, 70 % (95 % interval 39 % to 90 %) · pass@3 99 % · pass^3 29 %\n"
    );
}

#[test]
fn a_repeated_failure_names_its_attempts() {
    let drawn = text(&console::failures(&run(vec![repeated("a/1", "+--", Verdict::Failed)])));
    assert!(drawn.contains("  in attempts 2, 3 of 3\n"), "{drawn}");
    assert_eq!(drawn.matches("FAILED").count(), 1, "{drawn}");
    let tolerated = run(vec![repeated("a/1", "+--", Verdict::Passed)]);
    assert_eq!(text(&console::failures(&tolerated)), "");
}

#[test]
fn a_row_and_an_attempt_are_played_again_alone() {
    let again = |scenario: &ScenarioResult| again(scenario, scenario.attempts.last().unwrap());
    let path = "scenarios/order-desk";
    assert_eq!(
        again(&passed("a/plain")),
        format!("rehearsal test {path}/plain.scenario.yaml --seed 7")
    );
    let mut row = passed("a/dates");
    row.id = "order-desk/dates[leap \"day\" 1/2]".into();
    assert_eq!(
        again(&row),
        format!(
            r#"rehearsal test {path}/dates.scenario.yaml --filter 'name:"dates[leap *day* 1/2]"' --seed 7"#
        )
    );
    assert_eq!(
        again(&repeated("a/shaky", "+-", Verdict::Failed)),
        format!("rehearsal test {path}/shaky.scenario.yaml --repeat 1 --seed 8")
    );
}

#[test]
fn the_slowest_come_first() {
    let mut scenarios = vec![passed("a/1"), passed("a/2"), passed("a/3")];
    scenarios[1].ms = 1_500;
    scenarios[2].ms = 61_000;
    assert_eq!(
        text(&console::slowest(&run(scenarios), 2)),
        "slowest:\n  1 min 1 s  a/3\n      1.5 s  a/2\n"
    );
}

#[test]
fn hostile_text_neither_steers_the_terminal_nor_commands_a_runner() {
    let drawn = text(&console::whole(&run(vec![sample::hostile()]), &[HOSTILE.into()]));
    assert!(!drawn.contains(['\u{1b}', '\r', '\u{202e}', '\u{0}']), "{drawn}");
    assert!(!drawn.contains("##["), "{drawn}");
    assert!(drawn.lines().all(|line| !line.trim_start().starts_with("::")), "{drawn}");
}
