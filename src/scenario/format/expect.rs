use super::{limit, scope::Scope, words};
use crate::{
    agent::{
        VariableName,
        format::{Reader, Spanned},
    },
    diagnostic::Place,
    scenario::{EndingName, Expectation, Polarity, What},
    yaml::{Entry, Kind, Literal, Node, Scalar},
};

/// The keys of what must hold.
pub(super) const KEYS: [&str; 14] = [
    "understood",
    "acts",
    "asks_for",
    "calls",
    "no_calls",
    "requests",
    "outcomes",
    "slots",
    "phase",
    "ending",
    "reply",
    "within",
    "breaches",
    "not",
];

/// What `asks_for` says when no value is asked for.
const NOTHING: &str = "nothing";

/// Where an expectation stands in its file, and whether it stands under `not`.
#[derive(Clone)]
pub(super) struct Standing {
    path: String,
    polarity: Polarity,
}

impl Standing {
    /// At this path, to hold.
    pub(super) fn at(path: impl Into<String>) -> Self {
        Self { path: path.into(), polarity: Polarity::Must }
    }

    /// Below a key.
    pub(super) fn below(&self, key: &str) -> Self {
        Self { path: format!("{}.{key}", self.path), polarity: self.polarity }
    }

    /// At an item of a list.
    pub(super) fn item(&self, at: usize) -> Self {
        Self { path: format!("{}[{at}]", self.path), polarity: self.polarity }
    }

    /// The same, the other way round.
    pub(super) fn not(self) -> Self {
        let polarity = match self.polarity {
            Polarity::Must => Polarity::MustNot,
            Polarity::MustNot => Polarity::Must,
        };
        Self { polarity, ..self }
    }

    /// What is expected here.
    pub(super) fn expectation(self, what: What, place: Place) -> Expectation {
        Expectation { what, polarity: self.polarity, place, key_path: self.path }
    }
}

impl Reader<'_> {
    /// All that must hold of a turn, or of the whole talk.
    pub(super) fn expectations(
        &mut self,
        node: &Node,
        scope: &Scope<'_>,
        standing: &Standing,
    ) -> Vec<Expectation> {
        if self.fields(node, "an expectation", &KEYS).is_none() {
            return Vec::new();
        }
        self.refuse_empty(node, "an expectation");
        let Kind::Map(entries) = &node.kind else { return Vec::new() };
        let mut found = Vec::new();
        for entry in entries {
            found.extend(self.expected(entry, scope, &standing.below(&entry.key.text)));
        }
        found
    }

    fn expected(
        &mut self,
        entry: &Entry,
        scope: &Scope<'_>,
        standing: &Standing,
    ) -> Vec<Expectation> {
        let node = &entry.value;
        let what = match entry.key.text.as_str() {
            "understood" => {
                self.refuse_empty(node, "`understood`");
                Some(What::Understood(self.user_acts(node, scope)))
            }
            "acts" => {
                self.refuse_empty(node, "`acts`");
                Some(What::Acts(self.system_acts(node, scope)))
            }
            "asks_for" => self.asks_for(node, scope).map(What::AsksFor),
            "calls" => Some(What::Calls(self.call_matchers(node, scope))),
            "no_calls" => self.no_calls(node),
            "requests" => Some(What::Requests(self.request_matchers(node, scope))),
            "phase" => self
                .known_word(node, ("unknown-phase", "there is no phase"), &words::PHASES)
                .map(What::Phase),
            "ending" => self.word(node, "unknown-ending", &EndingName::ALL).map(What::Ending),
            "within" => {
                self.duration_in(node, &limit::WITHIN, limit::UP_TO_AN_HOUR).map(What::Within)
            }
            "outcomes" => return self.outcomes(node, scope, standing),
            "slots" => return self.slots(node, scope, standing),
            "reply" => return self.reply(node, standing),
            "breaches" => return self.breaches(node, standing),
            "not" => return self.negated(node, scope, standing),
            _ => None,
        };
        let place = self.place(&node.span);
        what.map(|what| standing.clone().expectation(what, place)).into_iter().collect()
    }

    /// What must not hold.
    fn negated(&mut self, node: &Node, scope: &Scope<'_>, standing: &Standing) -> Vec<Expectation> {
        if let (Some(_), Kind::Map(entries)) = (node.get("not"), &node.kind) {
            let inner = entries.iter().find(|entry| entry.key.text == "not");
            let span = inner.map_or(&node.span, |entry| &entry.key.span);
            let diagnostic = self
                .error("double-not", span, "`not` stands inside `not`")
                .label("turns it round again")
                .help("write what must hold beside `not`, without either");
            self.push(diagnostic);
            return Vec::new();
        }
        self.expectations(node, scope, &standing.clone().not())
    }

    /// The variable that is asked for; none for `nothing`.
    fn asks_for(&mut self, node: &Node, scope: &Scope<'_>) -> Option<Option<VariableName>> {
        let name = self.filled_text(node)?;
        if name.value == NOTHING && scope.variables(NOTHING).is_empty() {
            return Some(None);
        }
        if scope.variables(&name.value).is_empty() {
            let mut names = scope.variable_names();
            names.push(NOTHING);
            self.unknown_name(("unknown-variable", "no action has a variable"), &name, &names);
            return None;
        }
        Some(Some(VariableName::new(name.value)))
    }

    fn no_calls(&mut self, node: &Node) -> Option<What> {
        match node.as_scalar().map(Scalar::literal) {
            Some(Literal::Boolean(true)) => return Some(What::NoCalls),
            Some(Literal::Boolean(false)) => {
                let diagnostic = self
                    .error("wrong-type", &node.span, "`no_calls` is `true`, or left out")
                    .label("expects nothing")
                    .help("to expect some call write `not: { no_calls: true }`");
                self.push(diagnostic);
            }
            _ => self.wrong_type(node, "`true`", "write `no_calls: true`, or `calls:`"),
        }
        None
    }

    /// What the last call of each action came to.
    fn outcomes(
        &mut self,
        node: &Node,
        scope: &Scope<'_>,
        standing: &Standing,
    ) -> Vec<Expectation> {
        let known = words::outcomes();
        let mut found = Vec::new();
        self.refuse_empty(node, "`outcomes`");
        for entry in self.mapping(node, "`outcomes`").unwrap_or_default() {
            let action = self.action_named(&key(entry), scope);
            let unknown = ("unknown-outcome", "no call comes to");
            let class = self.known_word(&entry.value, unknown, &known);
            if let (Some(action), Some(class)) = (action, class) {
                let what = What::Outcome(action.name.clone(), class);
                let place = self.place(&entry.value.span);
                found.push(standing.below(&entry.key.text).expectation(what, place));
            }
        }
        found
    }

    fn slots(&mut self, node: &Node, scope: &Scope<'_>, standing: &Standing) -> Vec<Expectation> {
        let mut found = Vec::new();
        self.refuse_empty(node, "`slots`");
        for entry in self.mapping(node, "`slots`").unwrap_or_default() {
            let Some(name) = self.any_variable(&key(entry), scope) else { continue };
            let variables = scope.variables(name.as_str());
            let matcher = self.variable_matcher(&entry.value, &variables, scope);
            let place = self.place(&entry.value.span);
            let what = What::Slot(name, matcher);
            found.push(standing.below(&entry.key.text).expectation(what, place));
        }
        found
    }

    /// Breaches by kind; an empty list says that there is none of any kind.
    fn breaches(&mut self, node: &Node, standing: &Standing) -> Vec<Expectation> {
        let items = self.one_or_more(node);
        if items.is_empty() {
            let place = self.place(&node.span);
            let none = words::breaches().map(|kind| What::Breach(kind.to_owned()));
            let none = none.into_iter();
            let none = none.map(|what| standing.clone().not().expectation(what, place.clone()));
            return none.collect();
        }
        let unknown = ("unknown-breach", "there is no breach");
        let mut found = Vec::new();
        for (at, item) in items.iter().enumerate() {
            if let Some(kind) = self.known_word(item, unknown, &words::breaches()) {
                let standing = if matches!(node.kind, Kind::List(_)) {
                    standing.item(at)
                } else {
                    standing.clone()
                };
                found.push(standing.expectation(What::Breach(kind), self.place(&item.span)));
            }
        }
        found
    }

    /// Reports an empty list or mapping: it looks like something and says nothing.
    pub(super) fn refuse_empty(&mut self, node: &Node, what: &str) {
        let is_empty = match &node.kind {
            Kind::List(items) => items.is_empty(),
            Kind::Map(entries) => entries.is_empty(),
            Kind::Scalar(_) | Kind::Refused => false,
        };
        if is_empty {
            let diagnostic = self
                .error("empty-value", &node.span, format!("{what} is empty"))
                .label("says nothing")
                .help("write something, or leave the key out");
            self.push(diagnostic);
        }
    }
}

/// A key as a name.
pub(super) fn key(entry: &Entry) -> Spanned<String> {
    Spanned { value: entry.key.text.clone(), span: entry.key.span.clone() }
}
