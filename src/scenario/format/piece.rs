use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
    time::Duration,
};

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value as Json};

use super::{
    expect::Standing, include::Gathering, limit, moment, scope::Scope, user::Customer, words,
};
use crate::{
    agent::{
        ModelChoice,
        format::{Fields, Reader},
    },
    api::{self, FaultBinding, Layer, Rules},
    scenario::{Expectation, Repeat, Scenario, Script, Start, UserTurn, checks::CheckName},
    yaml::{Literal, Node, Scalar},
};

/// The keys of a scenario file.
pub(super) const KEYS: [&str; 21] = [
    "agent",
    "description",
    "tags",
    "include",
    "now",
    "contact",
    "context",
    "api",
    "faults",
    "model",
    "seed",
    "repeat",
    "pass_at_least",
    "start",
    "turns",
    "user",
    "finally",
    "cases",
    "checks",
    "max_turns",
    "time_limit",
];

/// Whether a file is a scenario, or a piece that one includes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// Played by itself.
    Scenario,
    /// Part of others.
    Included,
}

/// What a scenario is called, and where it stands.
pub(super) struct Naming {
    /// Its name.
    pub(super) name: String,
    /// Bytes of its file.
    pub(super) span: Range<usize>,
}

/// What one file says of a scenario, with what it includes.
#[derive(Default)]
pub(super) struct Piece {
    description: Option<String>,
    tags: Vec<String>,
    now: Option<DateTime<FixedOffset>>,
    contact: Map<String, Json>,
    context: Map<String, Json>,
    api: Rules,
    faults: Vec<FaultBinding>,
    model: Option<ModelChoice>,
    seed: Option<u64>,
    repeat: Option<Repeat>,
    start: Option<Start>,
    pub(super) turns: Vec<UserTurn>,
    pub(super) user: Option<Customer>,
    finally: Vec<Expectation>,
    checks: BTreeMap<String, bool>,
    max_turns: Option<u32>,
    time_limit: Option<Duration>,
}

impl Piece {
    /// Whether nothing must hold at the end.
    pub(super) fn expects_no_end(&self) -> bool {
        self.finally.is_empty()
    }

    /// Whether nobody says anything.
    pub(super) fn is_silent(&self) -> bool {
        self.turns.is_empty() && self.user.is_none()
    }

    /// This piece, and below it another whose turns come first.
    pub(super) fn over(mut self, below: Self) -> Self {
        let mut turns = below.turns;
        turns.append(&mut self.turns);
        let mut finally = below.finally;
        finally.append(&mut self.finally);
        let mut known = HashSet::new();
        let tags = below.tags.into_iter().chain(self.tags);
        let tags = tags.filter(|tag| known.insert(tag.clone())).collect();
        self.faults.extend(below.faults);
        Self {
            description: self.description,
            tags,
            now: self.now.or(below.now),
            contact: joined(self.contact, below.contact),
            context: joined(self.context, below.context),
            api: self.api.over(&below.api),
            faults: self.faults,
            model: self.model.or(below.model),
            seed: self.seed.or(below.seed),
            repeat: self.repeat.or(below.repeat),
            start: start_over(self.start, below.start),
            turns,
            user: self.user.or(below.user),
            finally,
            checks: below.checks.into_iter().chain(self.checks).collect(),
            max_turns: self.max_turns.or(below.max_turns),
            time_limit: self.time_limit.or(below.time_limit),
        }
    }
}

/// Both maps; a key of the first wins.
fn joined(own: Map<String, Json>, below: Map<String, Json>) -> Map<String, Json> {
    let mut all = below;
    all.extend(own);
    all
}

fn start_over(own: Option<Start>, below: Option<Start>) -> Option<Start> {
    let (Some(mut own), Some(below)) = (own.clone(), below.clone()) else { return own.or(below) };
    for action in below.succeeded {
        if !own.succeeded.contains(&action) {
            own.succeeded.push(action);
        }
    }
    let saved = below.saved.into_iter().chain(own.saved).collect();
    Some(Start { succeeded: own.succeeded, saved, open: own.open.or(below.open) })
}

impl Reader<'_> {
    /// What a file says of a scenario, with what it includes.
    pub(super) fn piece(
        &mut self,
        node: &Node,
        rank: Rank,
        gathering: &mut Gathering<'_>,
    ) -> Option<Piece> {
        let fields = match rank {
            Rank::Scenario => self.fields(node, "a scenario", &KEYS)?,
            Rank::Included => {
                let own = |key: &&'static str| !["agent", "cases"].contains(key);
                let keys: Vec<&'static str> = KEYS.into_iter().filter(own).collect();
                self.fields(node, "an included file", &keys)?
            }
        };
        if let Some(node) = fields.get("agent") {
            self.filled_text(node);
        }
        let below = fields.get("include").map(|node| self.top_includes(node, gathering));
        let mut below = below.unwrap_or_default();
        let now = fields.get("now").and_then(|node| self.moment(node, gathering.agent.timezone));
        let agent = gathering.agent;
        let scope = Scope { agent, at: moment::reference(now.or(below.now), agent) };
        let mut own = self.settings(&fields, &scope);
        own.now = now;
        own.finally = self.finally(&fields, &scope);
        if let Some(node) = fields.get("turns") {
            let (turns, pieces) = self.turns(node, &scope, gathering);
            own.turns = turns;
            below = pieces.into_iter().fold(below, |below, piece| piece.over(below));
        }
        Some(own.over(below))
    }

    /// The keys that are no talk.
    fn settings(&mut self, fields: &Fields<'_>, scope: &Scope<'_>) -> Piece {
        let description = fields.get("description").and_then(|node| self.filled_text(node));
        let tags = fields.get("tags").map(|node| self.texts(node, "tags")).unwrap_or_default();
        let (api, faults) = self.api_side(fields, scope);
        Piece {
            description: description.map(|text| text.value),
            tags: tags.into_iter().map(|tag| tag.value).collect(),
            contact: self.json_map(fields, "contact"),
            context: self.json_map(fields, "context"),
            api,
            faults,
            model: fields.get("model").and_then(|node| self.model(node)),
            seed: fields.get("seed").and_then(|node| self.seed(node)),
            repeat: self.repeat(fields),
            start: fields.get("start").map(|node| self.start(node, scope)),
            user: fields.get("user").and_then(|node| self.user(node, scope)),
            checks: fields.get("checks").map(|node| self.checks(node)).unwrap_or_default(),
            max_turns: fields.get("max_turns").and_then(|node| self.count_in(node, &limit::TURNS)),
            time_limit: fields
                .get("time_limit")
                .and_then(|node| self.duration_in(node, &limit::TIME_LIMIT, limit::UP_TO_AN_HOUR)),
            ..Piece::default()
        }
    }

    /// What the stub API answers, and the faults laid over it.
    fn api_side(&mut self, fields: &Fields<'_>, scope: &Scope<'_>) -> (Rules, Vec<FaultBinding>) {
        let rules = fields.get("api").map(|node| {
            let (rules, found) = api::parse_node(self.source, node, (scope.agent, Layer::Scenario));
            self.diagnostics.extend(found);
            rules
        });
        let faults = fields.get("faults").map(|node| {
            let (faults, found) = api::parse_faults(self.source, node, scope.agent);
            self.diagnostics.extend(found);
            faults
        });
        (rules.unwrap_or_default(), faults.unwrap_or_default())
    }

    fn finally(&mut self, fields: &Fields<'_>, scope: &Scope<'_>) -> Vec<Expectation> {
        let Some(node) = fields.get("finally") else { return Vec::new() };
        self.expectations(node, scope, &Standing::at("finally"))
    }

    fn json_map(&mut self, fields: &Fields<'_>, key: &str) -> Map<String, Json> {
        let Some(node) = fields.get(key) else { return Map::new() };
        let mut map = Map::new();
        for entry in self.mapping(node, &format!("`{key}`")).unwrap_or_default() {
            let json = self.json(&entry.value);
            map.insert(entry.key.text.clone(), json);
        }
        map
    }

    /// Any value as JSON.
    pub(super) fn json(&mut self, node: &Node) -> Json {
        let (json, found) = api::parse_json(self.source, node);
        self.diagnostics.extend(found);
        json
    }

    /// Built-in checks by name: on or off.
    fn checks(&mut self, node: &Node) -> BTreeMap<String, bool> {
        let mut checks = BTreeMap::new();
        for entry in self.mapping(node, "`checks`").unwrap_or_default() {
            let name = super::expect::key(entry);
            if CheckName::parse(&name.value).is_none() {
                let unknown = ("unknown-check", "there is no built-in check");
                self.unknown_name(unknown, &name, &words::checks());
                continue;
            }
            // Whether YAML takes `off` for text or for a boolean, it means the same here.
            match entry.value.as_scalar().map(|scalar| scalar.text.as_str()) {
                Some("on" | "true") => checks.insert(name.value, true),
                Some("off" | "false") => checks.insert(name.value, false),
                _ => {
                    self.wrong_type(&entry.value, "`on` or `off`", "write `off` to leave it out");
                    None
                }
            };
        }
        checks
    }

    pub(super) fn seed(&mut self, node: &Node) -> Option<u64> {
        let seed = match node.as_scalar().map(Scalar::literal) {
            Some(Literal::Integer(number)) => u64::try_from(number).ok(),
            _ => None,
        };
        if seed.is_none() {
            self.wrong_type(node, "a whole number from 0", "write digits, without quotes");
        }
        seed
    }

    /// The scenario of all its pieces.
    pub(super) fn finish(&mut self, node: &Node, piece: Piece, naming: Naming) -> Option<Scenario> {
        let max_turns = piece.max_turns.unwrap_or(Scenario::MAX_TURNS);
        self.review(node, &piece, max_turns);
        let off = piece.checks.into_iter().filter(|(_, is_on)| !is_on);
        Some(Scenario {
            name: naming.name,
            description: piece.description,
            tags: piece.tags,
            place: self.place(&naming.span),
            now: piece.now,
            contact: piece.contact,
            context: piece.context,
            api: piece.api,
            faults: piece.faults,
            model: piece.model,
            seed: piece.seed,
            start: piece.start,
            script: match piece.user {
                Some(Customer::Facts(user)) => Script::User(user),
                Some(Customer::Role(role)) => Script::Role(role),
                None => Script::Turns(piece.turns),
            },
            finally: piece.finally,
            repeat: piece.repeat.unwrap_or(Repeat::ONCE),
            checks_off: off.map(|(name, _)| name).collect(),
            max_turns,
            time_limit: piece.time_limit.unwrap_or(Scenario::TIME_LIMIT),
        })
    }
}
