//! Findings on which line counts for which failure.

use rehearsal::{
    agent::ActionName,
    scenario::user::Style,
    tuning::{Advice, Cell, CellOutcome, CellScore, Lapse, LineUse, Point, Scored, advise},
};

use crate::desk::{DESK, agent, found, holds};

const ALL: &str = "## Lookup Order Status\n- Any error: \"That didn't work.\"\n";

fn of_code(prompt: &str, code: &str) -> Vec<Advice> {
    found(DESK, prompt).into_iter().filter(|advice| advice.code == code).collect()
}

#[test]
fn what_has_no_line_is_told_once_for_each_action() {
    let without = |prompt: &str| of_code(prompt, "outcome-without-line");
    assert_eq!(without("Be nice.").len(), 2);
    assert!(
        without("Be nice.")[0].message.contains("no line for a call of \"Lookup Order Status\"")
    );
    let some = without(&format!("{ALL}## Cancel Order\n- 4xx: \"No.\"\n- Timeout: \"Slow.\"\n"));
    assert_eq!(some.len(), 1);
    assert_eq!(some[0].line, None);
    assert!(
        some[0].message.ends_with(
            "failures of \"Cancel Order\": 500, 502, 503, 504, no connection and an answer that cannot \
             be read."
        ),
        "{}",
        some[0].message
    );
    for complete in [
        format!("{ALL}## Cancel Order\n- Any error: \"No.\"\n"),
        "## Errors\n- Any error: \"That didn't work.\"\n".to_owned(),
        format!("{ALL}## Cancel Order\n- 404: \"No.\"\n- Otherwise: \"It failed.\"\n"),
        format!("{ALL}If 'Cancel Order' fails, say \"It failed.\"\n"),
    ] {
        assert!(without(&complete).is_empty(), "{complete}: {:?}", without(&complete));
    }
}

#[test]
fn guidance_without_a_sentence_is_told_at_its_line() {
    let without = |prompt: &str| of_code(prompt, "outcome-without-sentence");
    let found =
        without(&format!("{ALL}## Cancel Order\n- 404: \"No.\"\n- Any error: apologise.\n"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].line, Some(5));
    assert!(found[0].message.contains("\"Cancel Order\""));
    assert!(!found[0].message.contains("404") && found[0].message.contains("401, 403, 409"));
    let general = without("## Errors\n- Any error: apologise.\n");
    assert_eq!(general.iter().map(|one| one.line).collect::<Vec<_>>(), [Some(2), Some(2)]);
    for complete in [
        format!("{ALL}## Cancel Order\n- Any error: \"No.\"\n- Any error: offer a person.\n"),
        format!("{ALL}## Cancel Order\n- Any error: say \"No.\" and offer a person.\n"),
    ] {
        assert!(without(&complete).is_empty(), "{complete}: {:?}", without(&complete));
    }
}

#[test]
fn a_line_that_nearer_ones_always_beat_is_never_said() {
    let both = "## Cancel Order\n- 404: \"Own.\"\n- Any error: \"No.\"\n\n## Lookup Order Status\n- 404: \"Own.\"\n- Timeout: \"Slow.\"\n- Any error: \"No.\"\n\n";
    let with = |line: &str| format!("{both}## Errors\n{line}\n");
    let (twice, own) = (with("- 404: \"General.\""), with("- Timeout: \"General.\""));
    let (any, class) = (with("- Any error: \"General.\""), with("- 4xx: \"General.\""));
    let (other, guidance) = (with("- 410: \"General.\""), with("- 404: apologise."));
    let covered = "## Errors\n- 404: \"A.\"\n- 404, 410: \"B.\"\n- 4xx, 5xx, Timeout: \"C.\"\n- 503: \"D.\"\n";
    holds(
        "line-no-outcome-reaches",
        DESK,
        &[
            (&twice, &[11]),
            (&any, &[11]),
            // Only one of the two actions has a timeout of its own, but a general one beats "any error".
            (&own, &[]),
            (&class, &[]),
            (&other, &[]),
            (&guidance, &[]),
            (covered, &[]),
            (
                "## Errors\n- 408: \"Late.\"\n- 451: \"No.\"\n- 504: \"Slow.\"\n- Timeout: \"T.\"\n",
                &[],
            ),
        ],
    );
}

#[test]
fn two_lines_for_one_outcome_are_told_at_the_second() {
    holds(
        "two-lines-for-one-outcome",
        DESK,
        &[
            ("## Cancel Order\n- 404: \"One.\"\n- 404: \"Two.\"\n", &[3]),
            ("## Cancel Order\n- 404, 410: \"One.\"\n- 410: \"Two.\"\n", &[3]),
            (
                "## Cancel Order\n- Timeout: \"One.\"\n- 500: \"X.\"\n- No response: \"Two.\"\n",
                &[4],
            ),
            ("## Cancel Order\n- 5xx: \"One.\"\n- Server error: \"Two.\"\n", &[3]),
            ("## Cancel Order\n- Any error: \"One.\"\n- Otherwise: \"Two.\"\n", &[3]),
            ("## Errors\n- 404: \"One.\"\n- Not found: \"Two.\"\n", &[3]),
            ("## Cancel Order and Lookup Order Status\n- 404: \"One.\"\n- 404: \"Two.\"\n", &[3]),
            // The near ones.
            ("## Cancel Order\n- 404: \"One.\"\n## Lookup Order Status\n- 404: \"Two.\"\n", &[]),
            ("## Cancel Order\n- 404: \"One.\"\n- 4xx: \"Two.\"\n", &[]),
            ("## Cancel Order\n- 504: \"One.\"\n- Timeout: \"Two.\"\n", &[]),
            ("## Cancel Order\n- 404: \"One.\"\n- 404: offer a person.\n", &[]),
            ("## Cancel Order\n- Any error: apologise.\n- Any error: offer a person.\n", &[]),
            ("## Errors\n- 404: \"One.\"\n## Cancel Order\n- 404: \"Two.\"\n", &[]),
            ("## Cancel Order\n- 404: \"One.\"\n- Any error: \"Two.\"\n", &[]),
        ],
    );
}

#[test]
fn errors_of_an_action_that_does_not_exist_are_told_at_their_heading() {
    let line = "- 404: \"No.\"\n";
    let under = |head: &str| format!("Desk.\n\n{head}\n{line}");
    let unknown: Vec<String> = [
        "## Errors in Book Meeting",
        "## Book Meeting errors",
        "When using the Book Meeting tool:",
        "**Errors of Book Meeting:**",
        "### If Cancel Orders fails:",
        "## Errors in cancel_booking",
        "## Book Meeting (errors)",
    ]
    .map(under)
    .into();
    let near: Vec<String> = [
        "## Errors in Cancel Order",
        "## Errors",
        "## General errors",
        "## Error handling",
        "## All API errors:",
        "## Errors in any tool",
        "If the tool returns an error:",
        // `check` tells this one.
        "When using the 'Book Meeting' tool:",
        "## Common Problems",
        "When something goes wrong:",
        "## Technical Errors",
    ]
    .map(under)
    .into();
    let table: Vec<(&str, &[usize])> = unknown
        .iter()
        .map(|prompt| (prompt.as_str(), &[3][..]))
        .chain(near.iter().map(|prompt| (prompt.as_str(), &[][..])))
        .collect();
    holds("error-section-of-unknown-action", DESK, &table);
}

#[test]
fn a_misspelt_action_comes_with_the_nearest_name() {
    let prompt =
        "Desk.\n\n## Errors in Cancl Order\n\nIf the tool returns an error:\n- 404: \"No.\"\n";
    let found = of_code(prompt, "error-section-of-unknown-action");
    assert_eq!(found[0].line, Some(3));
    assert!(found[0].mend.starts_with("Did you mean \"Cancel Order\"?"), "{}", found[0].mend);
}

fn scored(line: usize, said: LineUse) -> Scored {
    let cell = Cell {
        action: ActionName::new("Cancel Order"),
        outcome: CellOutcome::parse("404").unwrap_or(CellOutcome::Success),
        point: Point::First,
        caller: Style::OneByOne,
    };
    let lapses = vec![Lapse::LineUnsaid];
    let score = if said == LineUse::Unsaid { CellScore::Lapsed(lapses) } else { CellScore::Held };
    Scored { cell, repeat: 1, score, line: said, prompt_line: Some(line) }
}

#[test]
fn what_was_played_shows_lines_that_are_never_said() {
    let agent = agent(DESK, "## Cancel Order\n- 404: \"No.\"\n- 451: \"Law.\"\n- 409: \"Yes.\"\n");
    let at = |scored: &[Scored], code: &str| -> Vec<Option<usize>> {
        let found = advise(&agent, scored).into_iter();
        found.filter(|advice| advice.code == code).map(|advice| advice.line).collect()
    };
    let played = [
        scored(2, LineUse::Unsaid),
        scored(2, LineUse::Unsaid),
        scored(4, LineUse::Unsaid),
        scored(4, LineUse::InOtherWords),
    ];
    assert_eq!(at(&played, "line-never-said"), [Some(2)]);
    assert!(at(&[], "line-never-said").is_empty());
    let silent = [scored(3, LineUse::None)];
    assert!(at(&silent, "line-never-said").is_empty(), "a line without a sentence is never said");
    let unreached =
        Scored { score: CellScore::Unreached(String::new()), ..scored(2, LineUse::Unsaid) };
    assert!(at(&[unreached], "line-never-said").is_empty());
}
