use std::{collections::BTreeMap, fmt, sync::Arc};

use serde_json::{Map, Value as Json};

use super::with_time;
use crate::{
    agent::Agent,
    dialogue::DialogueState,
    prompt::{PromptError, is_template, render},
    value::Reference,
};

/// What is known before the greeting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opening {
    /// The customer: `contact.first_name` and the like.
    pub contact: Map<String, Json>,
    /// Dynamic context, and what stands in for it.
    pub context: Map<String, Json>,
    /// `agent_uuid`, `direction` and the other runtime variables but the time.
    pub runtime: BTreeMap<String, Json>,
}

/// A template of the agent's files that cannot be rendered with what is known.
#[derive(Debug)]
pub struct UnrenderedError {
    /// The prompt, or the greeting.
    pub what: &'static str,
    /// Why not.
    pub error: PromptError,
}

impl std::error::Error for UnrenderedError {}

impl fmt::Display for UnrenderedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, error } = self;
        write!(
            f,
            "the {what} cannot be rendered: {error}; give the value with --contact or --context, \
             or write {{{{ name | default(\"\") }}}}"
        )
    }
}

impl Opening {
    /// The runtime variables of a talk with this agent. The identity comes from the seed, so that
    /// the same run is the same.
    pub fn new(contact: Map<String, Json>, context: Map<String, Json>, seed: u64) -> Self {
        let mut runtime = BTreeMap::from([
            // A number of the range that is kept for fiction.
            ("agent_number".to_owned(), Json::from("+15555550100")),
            ("agent_uuid".to_owned(), Json::from(uuid(seed))),
            ("direction".to_owned(), Json::from("inbound")),
            ("medium".to_owned(), Json::from("chat")),
        ]);
        if let Some(number) = contact.get("phone_number") {
            runtime.insert("contact_number".to_owned(), number.clone());
        }
        Self { contact, context, runtime }
    }

    /// As [`Self::rendered`]; an agent without any template is shared as it is.
    ///
    /// # Errors
    /// When a template names what is not known.
    pub fn cast(&self, agent: &Arc<Agent>, at: Reference) -> Result<Arc<Agent>, UnrenderedError> {
        match has_template(agent) {
            true => self.rendered(agent, at).map(Arc::new),
            false => Ok(Arc::clone(agent)),
        }
    }

    /// The agent with prompt, greeting and error lines rendered, once for the whole talk.
    ///
    /// # Errors
    /// When a template names what is not known.
    pub fn rendered(&self, agent: &Agent, at: Reference) -> Result<Agent, UnrenderedError> {
        let names = self.names(at);
        let mut rendered = agent.clone();
        let in_greeting = |error| UnrenderedError { what: "greeting", error };
        let in_prompt = |error| UnrenderedError { what: "prompt", error };
        rendered.greeting = render(&agent.greeting, &names).map_err(in_greeting)?;
        rendered.prompt.text = render(&agent.prompt.text, &names).map_err(in_prompt)?;
        for line in &mut rendered.prompt.error_lines {
            if let Some(say) = line.say.as_mut().filter(|say| say.contains("{{")) {
                *say = render(say, &names).map_err(in_prompt)?;
            }
        }
        Ok(rendered)
    }

    /// The dialogue before the greeting.
    pub fn state(&self) -> DialogueState {
        let mut context: BTreeMap<_, _> = self.context.clone().into_iter().collect();
        context.insert("contact".to_owned(), Json::Object(self.contact.clone()));
        DialogueState { context, ..DialogueState::default() }
    }

    fn names(&self, at: Reference) -> Map<String, Json> {
        let mut names: Map<_, _> = with_time(&self.runtime, at).into_iter().collect();
        names.extend(self.context.clone());
        names.insert("contact".to_owned(), Json::Object(self.contact.clone()));
        names
    }
}

/// Whether anything of the agent is rendered before a talk.
fn has_template(agent: &Agent) -> bool {
    let says = agent.prompt.error_lines.iter().filter_map(|line| line.say.as_ref());
    says.chain([&agent.greeting, &agent.prompt.text]).any(|text| is_template(text))
}

/// A version 4 UUID (RFC 9562) whose random bits come from the seed.
fn uuid(seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let bits = (random.u128(..) & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_a_version_4_uuid_and_the_same_for_the_same_seed() {
        let made = uuid(7);
        assert_eq!(made, uuid(7));
        assert_ne!(made, uuid(8));
        assert_eq!(made.len(), 36);
        assert_eq!(&made[14..15], "4");
        assert!(matches!(&made[19..20], "8" | "9" | "a" | "b"));
    }
}
