use std::sync::Arc;

use super::ChatArgs;
use crate::{
    cli::{
        Environment,
        reach::{dotenv, gather},
    },
    http::{Unset, needed_secrets},
    model::{OpenAiModel, openai::Patience},
    rehearse::{Conversation, LoadedAgent, cassette::Track},
    request::SecretLookup,
};

/// Lets the model that is named understand and word; its name, or none for the offline model.
pub(super) fn cast_model(
    args: &ChatArgs,
    loaded: &LoadedAgent,
    environment: &Environment,
    conversation: &mut Conversation,
) -> Result<Option<String>, String> {
    let (dotenv, _) = dotenv(&loaded.project.root);
    let policy = args.scene.reach.policy(environment);
    let declared = conversation.agent().model.as_ref();
    let reel = conversation.reel().cloned();
    let found = match args.scene.track(|taping| taping.model) {
        Track::Replay => args.model.unreached(declared, environment),
        Track::Live | Track::Record => args.model.endpoint(declared, environment, &dotenv, &policy),
    };
    let Some(endpoint) = found.map_err(|error| error.to_string())? else { return Ok(None) };
    let budget = args.budget.budget();
    let model = OpenAiModel::new(conversation.agent(), &endpoint, Patience::default(), budget);
    let names = needed_secrets(conversation.agent());
    let secrets = gather(&names, environment, &dotenv, Unset::MakeUp);
    let secrets = secrets.map_err(|error| error.to_string())?;
    let values = names.iter().filter_map(|name| secrets.secret(name));
    let model = model.map_err(|failure| failure.to_string())?.masking(values);
    let model = Arc::new(match reel {
        Some(reel) => model.taped(reel),
        None => model,
    });
    conversation.recast(Arc::clone(&model) as _, model);
    Ok(Some(endpoint.model))
}
