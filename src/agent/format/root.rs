use chrono::{TimeZone, Utc};
use chrono_tz::Tz;

use super::{
    draft::{ActionDraft, Spanned},
    limit,
    reader::{Fields, Reader},
};
use crate::{
    agent::{ActionName, Agent, check},
    diagnostic::{Diagnostic, Place, SourceFile, did_you_mean, nearest},
    prompt::Prompt,
    value::{Reference, Region},
    yaml::{self, Node},
};

/// Names that every request template knows.
pub const RUNTIME_NAMES: [&str; 7] = [
    "agent_number",
    "agent_uuid",
    "contact_number",
    "direction",
    "medium",
    "current_datetime",
    "timezone",
];

/// The keys of an agent.
pub(super) const KEYS: [&str; 8] =
    ["name", "prompt", "greeting", "timezone", "region", "model", "dynamic_context", "actions"];

/// What an agent says when the file gives no greeting.
const GREETING: &str = "Hello, how can I help?";

/// An agent file as read: the agent, if it can be rehearsed, and all that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// `None` when there is any error.
    pub agent: Option<Agent>,
    /// In the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// What could be read of an agent, with the places that checks point at.
pub struct Root {
    /// The actions.
    pub actions: Vec<ActionDraft>,
    /// The greeting.
    pub greeting: Option<Spanned<String>>,
    /// Whether keys may come that nobody knows in advance.
    pub has_dynamic_context: bool,
    /// Whether a zone is declared.
    pub says_timezone: bool,
    /// Whether a country is declared.
    pub says_region: bool,
}

/// Where the agent file says its prompt is: the path as written and its place in the file.
pub fn prompt_reference(source: &SourceFile) -> Option<(String, Place)> {
    let (root, _) = yaml::read(source);
    let node = root?.get("prompt")?.clone();
    let path = node.as_scalar()?.text.clone();
    Some((path, Place::new(&source.path, node.span)))
}

/// Reads an agent file and checks it, together with its prompt where that could be read.
pub fn parse(source: &SourceFile, prompt: Option<&SourceFile>) -> Loaded {
    let (root, refusals) = yaml::read(source);
    let mut reader = Reader::new(source);
    reader.diagnostics = refusals;
    let agent = root.and_then(|root| reader.agent(&root, prompt));
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|found| (found.place.path != source.path, found.place.span.start));
    let agent = agent.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    diagnostics.truncate(limit::FINDINGS);
    Loaded { agent, diagnostics }
}

impl Reader<'_> {
    fn agent(&mut self, node: &Node, prompt: Option<&SourceFile>) -> Option<Agent> {
        let fields = self.fields(node, "an agent", &KEYS)?;
        let name = self.require(&fields, "an agent", "name");
        let name = name.and_then(|node| self.filled_text(node));
        if let Some(node) = self.require(&fields, "an agent", "prompt") {
            self.filled_text(node);
        }
        let timezone = self.timezone(&fields);
        let region = self.region(&fields);
        let greeting = fields.get("greeting").and_then(|node| self.filled_text(node));
        let model = fields.get("model").map(|node| self.model(node));
        let dynamic_context = fields.get("dynamic_context").map(|node| self.dynamic_context(node));
        let at = reference(timezone.unwrap_or(Tz::UTC), region);
        let root = Root {
            actions: self.actions(&fields, &at),
            greeting,
            has_dynamic_context: fields.get("dynamic_context").is_some(),
            says_timezone: fields.get("timezone").is_some(),
            says_region: fields.get("region").is_some(),
        };
        check::run(self, &root, prompt);
        let prompt = prompt.map(|file| read_prompt(file, &root));
        let greeting = root.greeting.map_or(GREETING.to_owned(), |greeting| greeting.value);
        Some(Agent {
            name: name?.value,
            prompt: prompt?,
            greeting,
            timezone: timezone?,
            region,
            model: model.flatten(),
            dynamic_context: dynamic_context.flatten(),
            actions: root.actions.into_iter().filter_map(|draft| draft.action).collect(),
        })
    }

    fn actions(&mut self, fields: &Fields<'_>, at: &Reference) -> Vec<ActionDraft> {
        let Some(node) = self.require(fields, "an agent", "actions") else { return Vec::new() };
        let items = self.list(node, "actions");
        if let Some(extra) = items.get(limit::ACTIONS) {
            let diagnostic = self
                .error("too-many-actions", &extra.span, "the agent has too many actions")
                .label(format!("action {}", limit::ACTIONS + 1))
                .help(format!("at most {} are read; no model chooses among more", limit::ACTIONS));
            self.push(diagnostic);
        }
        let items = &items[..items.len().min(limit::ACTIONS)];
        items.iter().filter_map(|item| self.action(item, at)).collect()
    }

    /// The declared zone, UTC when there is none.
    fn timezone(&mut self, fields: &Fields<'_>) -> Option<Tz> {
        let Some(node) = fields.get("timezone") else { return Some(Tz::UTC) };
        let text = self.filled_text(node)?;
        if let Ok(zone) = text.value.parse() {
            return Some(zone);
        }
        let names = || chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let near = nearest(&text.value, names());
        let help = match near {
            Some(_) => did_you_mean(&text.value, names()),
            None => "write a zone such as Europe/Berlin or America/New_York".to_owned(),
        };
        let diagnostic = self
            .error("unknown-timezone", &text.span, format!("`{}` is no time zone", text.value))
            .help(help);
        self.push(match near {
            Some(near) => diagnostic.fix(text.span.clone(), near),
            None => diagnostic,
        });
        None
    }

    fn region(&mut self, fields: &Fields<'_>) -> Option<Region> {
        let node = fields.get("region")?;
        // `NO` is Norway here, but a boolean to YAML 1.1: it needs its quotes.
        let text = self.filled_text(node)?;
        let region = Region::parse(&text.value);
        if region.is_none() {
            let diagnostic = self
                .error("unknown-region", &text.span, format!("`{}` is no country", text.value))
                .help("write the two letters of a country, such as DE or US");
            self.push(diagnostic);
        }
        region
    }
}

/// The moment examples are checked at; relative limits are left out of that check.
fn reference(zone: Tz, region: Option<Region>) -> Reference {
    let now = Utc.timestamp_opt(1_767_268_800, 0).single().unwrap_or_default();
    Reference { now: now.with_timezone(&zone), region }
}

fn read_prompt(file: &SourceFile, root: &Root) -> Prompt {
    let names: Vec<ActionName> = root
        .actions
        .iter()
        .filter_map(|draft| draft.name.as_ref().map(|name| name.value.clone()))
        .collect();
    Prompt {
        path: file.path.clone(),
        text: file.text.clone(),
        error_lines: crate::prompt::error_lines(&file.text, &names),
    }
}
