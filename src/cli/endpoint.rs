//! Which model a command talks to: the arguments, and the endpoint they come to.

use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};
use secrecy::SecretString;

use super::Environment;
use crate::{
    agent::{ModelChoice, SecretName, Words},
    http::{HostPolicy, Variables},
    model::openai::{Budget, Endpoint, EndpointError, EndpointWish},
    rehearse::Policy,
};

/// Which model is asked.
#[derive(Args, Clone, Debug, Default)]
pub struct ModelArgs {
    /// Talk to this model of an OpenAI-compatible endpoint; also read from OPENAI_MODEL
    #[arg(long, value_name = "NAME")]
    pub model: Option<String>,
    /// Where the endpoint is, as in http://localhost:11434/v1; also read from OPENAI_BASE_URL
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
}

/// What a model may cost.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct BudgetArgs {
    /// Stop after so many requests to the model
    #[arg(long, value_name = "N")]
    pub max_calls: Option<u64>,
    /// Stop after so many tokens, sent and answered
    #[arg(long, value_name = "N")]
    pub max_tokens: Option<u64>,
    /// Stop after so much money, by the prices in the agent file
    #[arg(long, value_name = "AMOUNT")]
    pub max_cost: Option<f64>,
}

impl BudgetArgs {
    /// The budget these set.
    pub fn budget(self) -> Budget {
        Budget { calls: self.max_calls, tokens: self.max_tokens, cost: self.max_cost }
    }
}

impl ModelArgs {
    /// The endpoint that arguments, agent file and environment come to; `None` is the offline model.
    ///
    /// # Errors
    /// An [`EndpointError`] that says what to change.
    pub fn endpoint(
        &self,
        declared: Option<&ModelChoice>,
        environment: &Environment,
        dotenv: &Variables,
        policy: &HostPolicy,
    ) -> Result<Option<Endpoint>, EndpointError> {
        let secret = |name: &SecretName| -> Option<SecretString> {
            let set = environment.get(name.as_str()).map(SecretString::from);
            set.or_else(|| dotenv.get(name.as_str()).cloned())
        };
        Endpoint::resolve(&EndpointWish {
            model: self.model.as_deref(),
            base_url: self.base_url.as_deref(),
            declared,
            environment_model: environment.get("OPENAI_MODEL"),
            environment_base_url: environment.get("OPENAI_BASE_URL"),
            secret: &secret,
            allows: &|url| policy.allows(url),
        })
    }

    /// The endpoint where only its recorded answers are played: no key is looked up and none needed.
    ///
    /// # Errors
    /// When the address is none.
    pub fn unreached(
        &self,
        declared: Option<&ModelChoice>,
        environment: &Environment,
    ) -> Result<Option<Endpoint>, EndpointError> {
        Endpoint::unreached(&EndpointWish {
            model: self.model.as_deref(),
            base_url: self.base_url.as_deref(),
            declared,
            environment_model: environment.get("OPENAI_MODEL"),
            environment_base_url: environment.get("OPENAI_BASE_URL"),
            secret: &|_| None,
            allows: &|_| false,
        })
    }
}

/// Reads `--policy`.
pub fn policy() -> impl TypedValueParser<Value = Policy> {
    PossibleValuesParser::new(Policy::ALL.map(Policy::name))
        .map(|name| Policy::parse(&name).unwrap_or_default())
}

/// Reads `--wording`.
pub fn words() -> impl TypedValueParser<Value = Words> {
    PossibleValuesParser::new(Words::ALL.map(Words::name))
        .map(|name| Words::ALL.into_iter().find(|words| words.name() == name).unwrap_or_default())
}
