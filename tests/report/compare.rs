use rehearsal::{
    report::{Comparison, RunResult, Verdict, console},
    shown::Line,
};

use crate::sample::{failed, failure, passed, run, scenario, without_verdict};

/// Scenarios by their marks: `+` passed, `-` failed, `?` inconclusive, `.` not there.
fn marked(marks: &str) -> RunResult {
    let one = |(at, mark)| {
        let id = format!("a/{at:02}");
        match mark {
            '+' => Some(passed(&id)),
            '-' => Some(failed(&id, failure())),
            '?' => Some(without_verdict(&id, Verdict::Inconclusive, "model unreachable")),
            _ => None,
        }
    };
    run(marks.chars().enumerate().filter_map(one).collect())
}

fn between(before: &str, after: &str) -> Comparison {
    Comparison::between(&marked(before), &marked(after))
}

#[test]
fn flips_are_counted_item_by_item() {
    let found = between("++--+?.", "+-+--+-");
    assert_eq!((found.passed_twice, found.failed_twice, found.unsettled), (1, 1, 1));
    assert_eq!((found.mended(), found.broken(), found.pairs()), (1, 2, 5));
    assert_eq!(found.only_after, ["a/06"]);
    assert!(found.has_regressions());
}

#[test]
fn few_flips_show_nothing_and_it_says_so() {
    assert_eq!(
        between("+++++++", "+++++++").conclusion(),
        "No difference shown: none of 7 paired scenarios flipped between passed and failed."
    );
    assert_eq!(
        between("----", "++++").conclusion(),
        "No difference shown: 4 mended, 0 broken of 4 paired scenarios, exact test p = 0.125. \
         So few flips can show none; 6 one way would."
    );
}

#[test]
fn enough_flips_one_way_show_a_difference() {
    assert_eq!(
        between("-------+", "++++++++").conclusion(),
        "The run after is better: 7 mended, 0 broken of 8 paired scenarios, exact test p = 0.016."
    );
    assert!(between("++++++", "------").conclusion().starts_with("The run before is better"));
    let mixed = between("-----+++", "+++++---").conclusion();
    assert!(mixed.starts_with("No difference shown: 5 mended, 3 broken"), "{mixed}");
}

#[test]
fn what_broke_comes_first_with_its_reason() {
    let lines = console::comparison(&between("-+?", "+-?"));
    let text: Vec<String> = lines.iter().map(Line::text).collect();
    assert_eq!(text[0], "passed       → failed        a/01");
    assert_eq!(text[1], "    Lookup Order Status was called with another order_number.");
    assert_eq!(text[2], "failed       → passed        a/00");
    assert!(text.contains(&"1 without a verdict in one of the runs".to_owned()), "{text:?}");
}

#[test]
fn what_lost_its_verdict_is_a_regression() {
    let found = between("+", "?");
    assert!(found.has_regressions());
    assert_eq!(found.flips[0].because.as_deref(), Some("model unreachable"));
    let unchanged = Comparison::between(
        &run(vec![scenario("a", Verdict::Failed)]),
        &run(vec![scenario("a", Verdict::Failed)]),
    );
    assert!(!unchanged.has_regressions());
}
