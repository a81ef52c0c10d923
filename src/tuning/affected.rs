//! Which cells a change of the prompt can affect.

use super::{Cell, CellOutcome};
use crate::{
    api::Failing,
    prompt::{ErrorLine, ErrorMatch, Prompt},
};

/// What a change of a prompt touches.
#[derive(Clone, Debug, PartialEq)]
pub enum Touched {
    /// Nothing that is read.
    Nothing,
    /// Error lines only: those that are new, gone or otherwise.
    Lines(Vec<ErrorLine>),
    /// Something else, which may matter anywhere.
    Everything,
}

impl Touched {
    /// Between two readings of a prompt.
    pub fn between(before: &Prompt, after: &Prompt) -> Self {
        if before.text == after.text {
            return Self::Nothing;
        }
        if besides(before) != besides(after) {
            return Self::Everything;
        }
        let other = |these: &Prompt, those: &Prompt| -> Vec<ErrorLine> {
            let is_in =
                |line: &&ErrorLine| !those.error_lines.iter().any(|known| same(known, line));
            these.error_lines.iter().filter(is_in).cloned().collect()
        };
        let mut lines = other(before, after);
        lines.extend(other(after, before));
        Self::Lines(lines)
    }

    /// Whether a cell may come out otherwise. Rather one too many than one too few.
    pub fn reaches(&self, cell: &Cell) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Lines(lines) => lines.iter().any(|line| {
                line.action.as_ref().is_none_or(|action| *action == cell.action)
                    && line.matches.iter().any(|condition| may_meet(*condition, cell.outcome))
            }),
        }
    }
}

/// The text without its error lines; where they stand does not matter.
fn besides(prompt: &Prompt) -> Vec<&str> {
    let is_error_line = |at: usize| prompt.error_lines.iter().any(|line| line.line == at + 1);
    let lines = prompt.text.lines().enumerate();
    lines.filter(|(at, _)| !is_error_line(*at)).map(|(_, line)| line).collect()
}

fn same(one: &ErrorLine, other: &ErrorLine) -> bool {
    ErrorLine { line: 0, ..one.clone() } == ErrorLine { line: 0, ..other.clone() }
}

/// Whether an outcome may be what a condition is for. A fault on the wire may come to any failure but
/// those with a status of their own.
fn may_meet(condition: ErrorMatch, outcome: CellOutcome) -> bool {
    match (condition, outcome) {
        (_, CellOutcome::Success) => false,
        (ErrorMatch::Any, _) => true,
        (ErrorMatch::Status(wanted), CellOutcome::Fails(Failing::Status(got))) => wanted == got,
        (ErrorMatch::Class(wanted), CellOutcome::Fails(Failing::Status(got))) => {
            u16::from(wanted) == got / 100
        }
        (
            ErrorMatch::Timeout | ErrorMatch::Unreachable,
            CellOutcome::Fails(Failing::Status(got)),
        ) => {
            matches!(got, 408 | 504)
        }
        (_, CellOutcome::Fails(Failing::Fault(_))) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{agent::ActionName, diagnostic::SourceFile, scenario::user::Style, tuning::Point};

    fn agent(prompt: &str) -> Prompt {
        let text = "\
name: Desk
prompt: p.md
greeting: Hi
timezone: UTC
actions:
  - name: Look Up
    description: Look something up for the customer
    method: GET
    url: https://api.test/orders
    variables: []
";
        let prompt = SourceFile::new("p.md", prompt);
        let loaded =
            crate::agent::format::parse(&SourceFile::new("agent.yaml", text), Some(&prompt));
        loaded.agent.unwrap().prompt
    }

    fn prompt(line: &str, intro: &str) -> Prompt {
        agent(&format!(
            "{intro}\n\nWhen using the 'Look Up' tool:\n\nIf the tool returns an error:\n{line}\n- 500: \"Down.\"\n"
        ))
    }

    fn cell(outcome: &str) -> Cell {
        Cell {
            action: ActionName::new("Look Up"),
            outcome: CellOutcome::parse(outcome).unwrap(),
            point: Point::First,
            caller: Style::OneByOne,
        }
    }

    #[test]
    fn a_changed_line_reaches_the_outcomes_it_is_for() {
        let touched = Touched::between(
            &prompt("- 404: \"Not there.\"", "You help."),
            &prompt("- 404: \"I can't find it.\"", "You help."),
        );
        let Touched::Lines(lines) = &touched else { panic!("{touched:?}") };
        assert_eq!(lines.len(), 2);
        assert!(touched.reaches(&cell("404")) && touched.reaches(&cell("reset")));
        assert!(!touched.reaches(&cell("500")) && !touched.reaches(&cell("ok")));
    }

    #[test]
    fn a_line_more_changes_no_other_and_other_text_changes_all() {
        let before = prompt("- 404: \"Not there.\"", "You help.");
        let more = prompt("- 404: \"Not there.\"\n- Timeout: \"Slow.\"", "You help.");
        let touched = Touched::between(&before, &more);
        assert!(touched.reaches(&cell("timeout")) && !touched.reaches(&cell("404")));
        let other = prompt("- 404: \"Not there.\"", "You help a lot.");
        assert_eq!(Touched::between(&before, &other), Touched::Everything);
        assert_eq!(Touched::between(&before, &before), Touched::Nothing);
    }
}
