use super::{
    Failure, OpenAiModel,
    ask::{Talk, Tools, understanding},
    read::{Hearing, fast_path, interpret},
};
use crate::{
    dialogue::DialogueState,
    model::{BoxFuture, Heard, Listening, Understand, Understood, veil},
};

/// Longest utterance a model is given, in bytes.
const LONGEST: usize = 8 * 1024;

impl Understand for OpenAiModel {
    fn understand<'a>(
        &'a self,
        listening: Listening<'a>,
        utterance: &'a str,
    ) -> BoxFuture<'a, Heard> {
        Box::pin(self.hear(listening, utterance))
    }
}

impl OpenAiModel {
    async fn hear(&self, listening: Listening<'_>, utterance: &str) -> Heard {
        self.forget_seen();
        let Listening { agent, state, at } = listening;
        let own = self.offline.hear(listening, utterance);
        if utterance.trim().is_empty() {
            return Ok(own);
        }
        if utterance.len() > LONGEST {
            let note = "the utterance is too long for the model; understood without it";
            return Ok(Understood { refused: vec![note.to_owned()], ..own });
        }
        if self.has_fast_path
            && let Some(acts) = fast_path(agent, state, utterance, &own, &at)
        {
            return Ok(Understood { acts, ..Understood::default() });
        }
        let veiled = veil(agent, state, utterance, &at);
        let redactor = self.redactor_for(agent, state);
        let tools = Tools::of(agent, state);
        let talk = Talk { agent, state, utterance: &veiled.text, redactor: &redactor };
        match self.ask_with_tools(understanding(talk, &self.histories), &tools).await {
            Ok(answered) => {
                let idle = DialogueState::default();
                let scores = self.offline.hear(Listening { state: &idle, ..listening }, utterance);
                let hearing = Hearing {
                    agent,
                    state,
                    utterance,
                    veiled: &veiled,
                    own: &own,
                    scores: &scores,
                    at,
                };
                Ok(interpret(hearing, &answered.answer, &tools))
            }
            // What the model answers is part of the rehearsal; that it is of no use ends nothing.
            Err(failure @ Failure::Unusable(_)) => {
                let note = format!("{failure}; understood without it");
                Ok(Understood { refused: vec![note], ..own })
            }
            Err(failure) => Err(failure.into()),
        }
    }
}
