use std::ops::Range;

use super::{expect::Standing, include::Gathering, limit, piece::Piece, scope::Scope};
use crate::{
    agent::format::{Fields, Reader},
    diagnostic::Diagnostic,
    scenario::{TurnEvent, UserTurn},
    yaml::{Kind, Node},
};

/// The keys of a turn.
pub(super) const KEYS: [&str; 4] = ["user", "silence", "include", "expect"];

/// The keys that say what a turn is.
const EVENTS: [&str; 3] = ["user", "silence", "include"];

impl Reader<'_> {
    /// The customer's turns, and what the files that are included among them say beside turns.
    pub(super) fn turns(
        &mut self,
        node: &Node,
        scope: &Scope<'_>,
        gathering: &mut Gathering<'_>,
    ) -> (Vec<UserTurn>, Vec<Piece>) {
        let (mut turns, mut pieces) = (Vec::new(), Vec::new());
        for (at, item) in self.list(node, "turns").iter().enumerate() {
            if let Some(path) = item.get("include") {
                if self.is_plain_include(item)
                    && let Some(path) = self.filled_text(path)
                    && let Some(mut piece) = self.include(&path, gathering)
                {
                    turns.append(&mut piece.turns);
                    pieces.push(piece);
                }
                continue;
            }
            turns.extend(self.turn(item, scope, &Standing::at(format!("turns[{at}]"))));
        }
        (turns, pieces)
    }

    /// Whether an included file stands alone in its turn.
    fn is_plain_include(&mut self, node: &Node) -> bool {
        let Some(fields) = self.fields(node, "a turn", &KEYS) else { return false };
        if let Some(span) = fields.key_span("expect") {
            let diagnostic = self
                .error("turn-event", span, "an included file has its expectations within")
                .label("nothing is said here that could be answered")
                .help("write `expect` below a turn with `user` or `silence`");
            self.push(diagnostic);
        }
        self.has_one_event(&fields)
    }

    fn turn(&mut self, node: &Node, scope: &Scope<'_>, standing: &Standing) -> Option<UserTurn> {
        let place = self.place(&node.span);
        if let Kind::Scalar(_) = &node.kind {
            let text = self.filled_text(node)?;
            return Some(UserTurn {
                event: TurnEvent::Says(text.value),
                expect: Vec::new(),
                place,
            });
        }
        let fields = self.fields(node, "a turn", &KEYS)?;
        let event = if self.has_one_event(&fields) { self.event(&fields) } else { None };
        let expect = match fields.get("expect") {
            Some(node) => self.expectations(node, scope, &standing.below("expect")),
            None => Vec::new(),
        };
        Some(UserTurn { event: event?, expect, place })
    }

    fn event(&mut self, fields: &Fields<'_>) -> Option<TurnEvent> {
        if let Some(node) = fields.get("user") {
            return self.filled_text(node).map(|text| TurnEvent::Says(text.value));
        }
        let node = fields.get("silence")?;
        self.duration_in(node, &limit::SILENCE, limit::UP_TO_AN_HOUR).map(TurnEvent::Silence)
    }

    /// A turn is one thing: something said, a silence, or an included file.
    fn has_one_event(&mut self, fields: &Fields<'_>) -> bool {
        let spans = EVENTS.iter().filter_map(|key| fields.key_span(key));
        let spans: Vec<&Range<usize>> = spans.collect();
        let help = "write one of `user:`, `silence:` and `include:`";
        let diagnostic: Diagnostic = match spans.as_slice() {
            [_] => return true,
            [] => self
                .error("turn-event", &fields.place, "the turn does not say what the customer does")
                .help(help),
            [_, second, ..] => self
                .error("turn-event", second, "the turn says two things at once")
                .label("a second one")
                .help("give each a turn of its own, in their order"),
        };
        self.push(diagnostic);
        false
    }
}
