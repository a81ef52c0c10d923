use std::{collections::BTreeMap, ops::Range};

use super::{expect::key, limit, piece::Piece, scope::Scope};
use crate::{
    agent::{
        ActionName, VariableName,
        format::{Fields, Reader},
    },
    scenario::user::{Noise, NoiseKind, Role, Style, UserSpec, fact_of, facts_of},
    yaml::{Entry, Node},
};

/// The keys of a simulated customer.
pub(super) const KEYS: [&str; 9] =
    ["wants", "facts", "style", "noise", "seed", "max_turns", "model", "persona", "goal"];
/// Those of a customer that a model plays.
const OF_ROLE: [&str; 3] = ["model", "persona", "goal"];
/// Those that a model decides by itself.
const OF_FACTS: [&str; 3] = ["style", "noise", "seed"];
/// The keys of what happens to its words.
pub(super) const NOISE_KEYS: [&str; 2] = ["kinds", "level"];

/// How often a kind of noise happens when nothing is said about it.
const LEVEL: f32 = 0.5;

/// A customer who is not written down word by word.
pub(super) enum Customer {
    /// Answers from facts.
    Facts(UserSpec),
    /// Is played by a model.
    Role(Role),
}

impl Reader<'_> {
    /// A simulated customer.
    pub(super) fn user(&mut self, node: &Node, scope: &Scope<'_>) -> Option<Customer> {
        let fields = self.fields(node, "`user`", &KEYS)?;
        match OF_ROLE.iter().any(|key| fields.get(key).is_some()) {
            true => self.role(&fields, scope).map(Customer::Role),
            false => self.of_facts(&fields, scope).map(Customer::Facts),
        }
    }

    /// A customer that a model plays.
    fn role(&mut self, fields: &Fields<'_>, scope: &Scope<'_>) -> Option<Role> {
        for key in OF_FACTS {
            if let Some(node) = fields.get(key) {
                self.misplaced(key, &node.span);
            }
        }
        let what = "`user` with a model";
        let model = self.require(fields, what, "model").and_then(|node| self.filled_text(node));
        let goal = self.require(fields, what, "goal").and_then(|node| self.filled_text(node));
        let wants = self.require(fields, what, "wants").map(|node| self.wants(node, scope));
        let persona = fields.get("persona").map(|node| self.filled_text(node));
        let facts = self.facts(fields, scope);
        let max_turns = fields.get("max_turns").map(|node| self.count_in(node, &limit::TURNS));
        Some(Role {
            model: model?.value,
            persona: persona.flatten().map(|persona| persona.value),
            goal: goal?.value,
            wants: wants?,
            facts,
            max_turns: max_turns.unwrap_or(Some(UserSpec::MAX_TURNS))?,
        })
    }

    fn misplaced(&mut self, key: &str, at: &Range<usize>) {
        let diagnostic = self
            .error("misplaced-user-key", at, format!("`{key}` is for a customer without a model"))
            .label("a model goes about it in its own way")
            .help("leave it out, or say it in `persona`");
        self.push(diagnostic);
    }

    fn facts(&mut self, fields: &Fields<'_>, scope: &Scope<'_>) -> BTreeMap<VariableName, String> {
        let Some(node) = fields.get("facts") else { return facts_of(scope.agent, &scope.at) };
        let entries = self.mapping(node, "`facts`").unwrap_or_default();
        entries.iter().filter_map(|entry| self.fact(entry, scope)).collect()
    }

    fn of_facts(&mut self, fields: &Fields<'_>, scope: &Scope<'_>) -> Option<UserSpec> {
        let wants = self.require(fields, "`user`", "wants").map(|node| self.wants(node, scope));
        let facts = self.facts(fields, scope);
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
