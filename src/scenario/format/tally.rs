use super::{limit, piece::Piece};
use crate::{
    agent::format::{Fields, Reader},
    diagnostic::Diagnostic,
    scenario::{Repeat, UserTurn},
    yaml::Node,
};

impl Reader<'_> {
    /// How often a scenario is played, and how often it must hold.
    pub(super) fn repeat(&mut self, fields: &Fields<'_>) -> Option<Repeat> {
        let times = fields.get("repeat").map(|node| self.count_in(node, &limit::REPEAT));
        let least = fields.get("pass_at_least").map(|node| (node, self.share(node)));
        let times = match times {
            Some(times) => Some(times?),
            None => None,
        };
        let Some((node, share)) = least else {
            return times.map(|times| Repeat { times, pass_at_least: times });
        };
        let (pass_at_least, of) = share?;
        if let (Some(times), Some(of)) = (times, of)
            && times != of
        {
            self.bad_share(node, &format!("`repeat` says {times}"));
            return None;
        }
        let times = times.or(of).unwrap_or(1);
        if pass_at_least == 0 || pass_at_least > times {
            self.bad_share(node, &format!("from 1 to {times}, for it is played {times} times"));
            return None;
        }
        Some(Repeat { times, pass_at_least })
    }

    /// `8/10`, or `8` of what `repeat` says.
    fn share(&mut self, node: &Node) -> Option<(u32, Option<u32>)> {
        let text = self.text(node)?.value;
        let number = |text: &str| text.trim().parse::<u32>().ok();
        let share = match text.split_once('/') {
            Some((part, whole)) => number(part)
                .zip(number(whole).filter(|whole| limit::REPEAT.contains(&i64::from(*whole))))
                .map(|(part, whole)| (part, Some(whole))),
            None => number(&text).map(|part| (part, None)),
        };
        if share.is_none() {
            self.bad_share(node, "neither a number nor a share");
        }
        share
    }

    fn bad_share(&mut self, node: &Node, label: &str) {
        let diagnostic = self
            .error("bad-share", &node.span, "this is no share of the times it is played")
            .label(label)
            .help("write `pass_at_least: 8/10`, or `repeat: 10` and `pass_at_least: 8`");
        self.push(diagnostic);
    }

    /// Looks at a scenario as a whole: it must have turns, not too many, and expect something.
    pub(super) fn review(&mut self, node: &Node, piece: &Piece, max_turns: u32) {
        let head = node.span.start..node.span.start + self.first_width(node);
        let has_errors = self.diagnostics.iter().any(Diagnostic::is_error);
        self.refuse_both(piece, &head);
        if piece.is_silent() && !has_errors {
            let diagnostic = self
                .error("no-turns", &head, "the scenario has no turns")
                .label("nobody says anything")
                .help("add `turns:` with what the customer says: `- user: Where is my order?`");
            self.push(diagnostic);
        }
        if let Some(turn) = piece.turns.get(max_turns as usize) {
            let place = turn.place.clone();
            let message = "the talk has more turns than it may have";
            let diagnostic = Diagnostic::error("too-many-turns", place, message)
                .label(format!("turn {}, of at most {max_turns}", max_turns + 1))
                .help("raise `max_turns`, up to 1000, or split the scenario");
            self.push(diagnostic);
        }
        let expects = |turn: &UserTurn| !turn.expect.is_empty();
        if has_errors || piece.is_silent() {
            return;
        }
        if !piece.turns.iter().any(expects) && piece.expects_no_end() {
            let diagnostic = self
                .warning("no-expectations", &head, "the scenario expects nothing")
                .label("only the built-in checks can fail it")
                .help("add `expect:` to a turn, or `finally:`");
            self.push(diagnostic);
        }
    }

    /// How many bytes the first word of a mapping has.
    fn first_width(&self, node: &Node) -> usize {
        let text = self.source.slice(&node.span);
        text.find([':', '\n']).unwrap_or(text.len())
    }
}
