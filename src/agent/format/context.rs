use super::{limit, reader::Reader, url::Instead};
use crate::{
    agent::{Auth, DynamicContext, ModelChoice, OnContextFailure},
    yaml::Node,
};

/// The keys of the dynamic context.
pub(super) const CONTEXT_KEYS: [&str; 4] = ["url", "auth", "timeout", "on_failure"];

/// The keys of the model.
pub(super) const MODEL_KEYS: [&str; 6] =
    ["name", "base_url", "api_key", "temperature", "price_prompt", "price_answer"];

const ON_FAILURE: [(&str, OnContextFailure); 2] =
    [("continue", OnContextFailure::Continue), ("abort", OnContextFailure::Abort)];

impl Reader<'_> {
    /// The call before the greeting.
    pub(super) fn dynamic_context(&mut self, node: &Node) -> Option<DynamicContext> {
        let fields = self.fields(node, "dynamic_context", &CONTEXT_KEYS)?;
        let url = self.require(&fields, "dynamic_context", "url");
        let url = url.and_then(|node| self.url(node, &Instead::Nothing));
        let auth = fields.get("auth").map_or(Some(Auth::None), |node| self.auth(node));
        let timeout = fields.get("timeout").and_then(|node| self.duration(node));
        let on_failure = fields.get("on_failure");
        let on_failure = on_failure.and_then(|node| self.word(node, "unknown-word", &ON_FAILURE));
        Some(DynamicContext {
            url: url?,
            auth: auth?,
            timeout: timeout.unwrap_or(DynamicContext::TIMEOUT),
            on_failure: on_failure.unwrap_or_default(),
        })
    }

    /// The model that the agent names.
    pub(crate) fn model(&mut self, node: &Node) -> Option<ModelChoice> {
        let fields = self.fields(node, "model", &MODEL_KEYS)?;
        let name = self.require(&fields, "model", "name");
        let name = name.and_then(|node| self.filled_text(node));
        let base_url = fields.get("base_url");
        let base_url = base_url.and_then(|node| self.url(node, &Instead::Nothing));
        let api_key = fields.get("api_key").and_then(|node| self.secret(node));
        let temperature = fields.get("temperature");
        let temperature = temperature.and_then(|node| self.number_in(node, &limit::TEMPERATURE));
        let mut price = |key| {
            let node = fields.get(key)?;
            self.number_in(node, &(0.0..=f64::MAX))
        };
        let (price_prompt, price_answer) = (price("price_prompt"), price("price_answer"));
        Some(ModelChoice {
            name: name?.value,
            base_url,
            api_key,
            #[expect(clippy::cast_possible_truncation, reason = "between 0 and 2")]
            temperature: temperature.map(|temperature| temperature as f32),
            price_prompt,
            price_answer,
        })
    }
}
