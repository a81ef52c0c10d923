use std::time::Duration;

use chrono_tz::Tz;
use url::Url;

use super::{Action, ActionName, Auth, SecretName};
use crate::{prompt::Prompt, value::Region};

/// The assistant as declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    /// Its name in reports.
    pub name: String,
    /// What the model is told; error lines are read from it.
    pub prompt: Prompt,
    /// The first thing it says; a template.
    pub greeting: String,
    /// All dates are resolved here.
    pub timezone: Tz,
    /// National phone numbers and number formats are read by this country.
    pub region: Option<Region>,
    /// The model that understands and words; `None` is the built-in offline model.
    pub model: Option<ModelChoice>,
    /// Fetched once before the greeting.
    pub dynamic_context: Option<DynamicContext>,
    /// What it can do, in the order of the file.
    pub actions: Vec<Action>,
}

impl Agent {
    /// The action of this name.
    pub fn action(&self, name: &ActionName) -> Option<&Action> {
        self.actions.iter().find(|action| action.name == *name)
    }
}

/// An OpenAI-compatible model as the agent file names it.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelChoice {
    /// The model's name at the endpoint.
    pub name: String,
    /// The endpoint; `None` leaves it to the user.
    pub base_url: Option<Url>,
    /// The key's name.
    pub api_key: Option<SecretName>,
    /// Sampling temperature.
    pub temperature: Option<f32>,
    /// Price per million prompt tokens, for budgets.
    pub price_prompt: Option<f64>,
    /// Price per million answer tokens, for budgets.
    pub price_answer: Option<f64>,
    /// What the model words; `None` leaves it to the user.
    pub wording: Option<Words>,
}

/// What a model words; the rest is worded by template. A yes is always asked for by template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// Results, errors and answers to questions.
    #[default]
    Results,
    /// All but the read-back that a yes answers.
    Model,
    /// Nothing.
    Template,
}

impl Words {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Results, Self::Model, Self::Template];

    /// The name in files and arguments.
    pub fn name(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Model => "model",
            Self::Template => "template",
        }
    }
}

/// One POST before the greeting whose answer fills the context.
#[derive(Clone, Debug, PartialEq)]
pub struct DynamicContext {
    /// Where it is fetched.
    pub url: Url,
    /// How it authenticates.
    pub auth: Auth,
    /// How long the greeting waits for it.
    pub timeout: Duration,
    /// What a failure means for the talk.
    pub on_failure: OnContextFailure,
}

impl DynamicContext {
    /// Timeout when the file says nothing.
    pub const TIMEOUT: Duration = Duration::from_secs(30);
}

/// What a failed dynamic context means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OnContextFailure {
    /// Talk without it.
    #[default]
    Continue,
    /// Do not talk.
    Abort,
}
