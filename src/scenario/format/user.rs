use std::ops::Range;

use super::{expect::key, limit, piece::Piece, scope::Scope};
use crate::{
    agent::{ActionName, VariableName, format::Reader},
    scenario::user::{Noise, NoiseKind, Style, UserSpec, fact_of, facts_of},
    yaml::{Entry, Node},
};

/// The keys of a simulated customer.
pub(super) const KEYS: [&str; 6] = ["wants", "facts", "style", "noise", "seed", "max_turns"];
/// The keys of what happens to its words.
pub(super) const NOISE_KEYS: [&str; 2] = ["kinds", "level"];

/// How often a kind of noise happens when nothing is said about it.
const LEVEL: f32 = 0.5;

impl Reader<'_> {
    /// A simulated customer.
    pub(super) fn user(&mut self, node: &Node, scope: &Scope<'_>) -> Option<UserSpec> {
        let fields = self.fields(node, "`user`", &KEYS)?;
        let wants = self.require(&fields, "`user`", "wants").map(|node| self.wants(node, scope));
        let facts = match fields.get("facts") {
            None => facts_of(scope.agent, &scope.at),
            Some(node) => {
                let entries = self.mapping(node, "`facts`").unwrap_or_default();
                entries.iter().filter_map(|entry| self.fact(entry, scope)).collect()
            }
        };
        let style = fields.get("style").map(|node| self.style(node));
        let noise = fields.get("noise").map(|node| self.noise(node));
        let seed = fields.get("seed").map(|node| self.seed(node));
        let max_turns = fields.get("max_turns").map(|node| self.count_in(node, &limit::TURNS));
        Some(UserSpec {
            wants: wants?,
            facts,
            style: style.unwrap_or(Some(Style::default()))?,
            bears_with: None,
            noise: noise.unwrap_or(Some(Noise::NONE))?,
            seed: seed.flatten(),
            max_turns: max_turns.unwrap_or(Some(UserSpec::MAX_TURNS))?,
        })
    }

    fn wants(&mut self, node: &Node, scope: &Scope<'_>) -> Vec<ActionName> {
        self.refuse_empty(node, "`wants`");
        let names = self.texts(node, "wants");
        let actions = names.iter().filter_map(|name| self.action_named(name, scope));
        actions.map(|action| action.name.clone()).collect()
    }

    /// A variable of any action, and a value that it takes.
    fn fact(&mut self, entry: &Entry, scope: &Scope<'_>) -> Option<(VariableName, String)> {
        let name = self.any_variable(&key(entry), scope)?;
        let text = self.text(&entry.value)?;
        let mut why = None;
        for variable in scope.variables(name.as_str()) {
            match fact_of(&variable.spec, &text.value, &scope.at) {
                Ok(value) => return Some((name, value)),
                Err(reason) => why = why.or(Some(reason)),
            }
        }
        let message = format!("`{name}` does not take this value");
        let diagnostic = self
            .error("invalid-fact", &text.span, message)
            .label(why.unwrap_or_default())
            .help("write a value that the agent would take on the day of `now`");
        self.push(diagnostic);
        None
    }

    fn style(&mut self, node: &Node) -> Option<Style> {
        let word = self.known_word(
            node,
            ("unknown-style", "there is no style"),
            &Style::ALL.map(Style::name),
        );
        Style::parse(&word?)
    }

    fn noise(&mut self, node: &Node) -> Option<Noise> {
        let fields = self.fields(node, "`noise`", &NOISE_KEYS)?;
        let kinds = self.require(&fields, "`noise`", "kinds")?;
        self.refuse_empty(kinds, "`kinds`");
        let unknown = ("unknown-noise", "there is no noise");
        let names = NoiseKind::ALL.map(NoiseKind::name);
        let items = self.one_or_more(kinds);
        let words = items.iter().filter_map(|item| self.known_word(item, unknown, &names));
        let kinds = words.filter_map(|word| NoiseKind::parse(&word)).collect();
        let level = fields.get("level").map(|node| self.number_in(node, &(0.0..=1.0)));
        #[expect(clippy::cast_possible_truncation, reason = "a share needs no more digits")]
        let level = level.unwrap_or(Some(f64::from(LEVEL)))? as f32;
        Some(Noise { kinds, level })
    }

    /// A talk is either written down or simulated.
    pub(super) fn refuse_both(&mut self, piece: &Piece, at: &Range<usize>) {
        if piece.user.is_some() && !piece.turns.is_empty() {
            let diagnostic = self
                .error("turns-and-user", at, "the scenario has both `turns` and `user`")
                .label("who speaks?")
                .help("leave one out: `turns` are said word by word, `user` answers by itself");
            self.push(diagnostic);
        }
    }
}
