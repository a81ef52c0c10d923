//! Members of a cast that do their work wrong.

use std::sync::Arc;

use rehearsal::{
    dialogue::{Call, DialogueState, UserAct},
    model::{BoxFuture, Heard, Listening, ModelFailure, Trouble, Understand, Word, Wording},
    rehearse::{Cast, Conversation, Execute, Executed},
    value::Reference,
};
use tokio_util::sync::CancellationToken;

use super::player::Damage;

/// Changes a call before it is made.
pub type Before = fn(&mut Call);
/// Changes what a call came to.
pub type After = fn(&mut Executed);
/// Changes what was understood.
pub type Hear = fn(&str, &mut Vec<UserAct>);
/// Changes a reply.
pub type Reword = fn(&Wording<'_>, String) -> String;

/// One rule of the engine that is broken.
#[derive(Clone, Copy)]
pub enum Broken {
    /// The call that is made.
    Sends(Before),
    /// What is told of a call.
    Tells(After),
    /// Every call is made twice, and one is told.
    SendsTwice,
    /// Nothing is sent, and this is told.
    SendsNothing(After),
    /// What an utterance is taken for.
    Hears(Hear),
    /// What is said.
    Words(Reword),
    /// What is decided.
    Decides(rehearsal::dialogue::Engine),
    /// The understanding is not to be had.
    Deaf,
    /// The wording is not to be had.
    Mute,
    /// The program itself breaks down.
    Panics,
}

/// Puts the broken rule into a conversation.
pub fn damage(broken: Broken) -> Damage {
    Arc::new(move |conversation: &mut Conversation| {
        if let Broken::Decides(decide) = broken {
            return conversation.decide_by(decide);
        }
        let sound = conversation.cast().clone();
        let member = Arc::new(Member { sound: sound.clone(), broken });
        let cast = match broken {
            Broken::Sends(_) | Broken::Tells(_) | Broken::SendsTwice | Broken::SendsNothing(_) => {
                Cast { execute: member, ..sound }
            }
            Broken::Hears(_) | Broken::Deaf | Broken::Panics => {
                Cast { understand: member, ..sound }
            }
            Broken::Words(_) | Broken::Mute => Cast { word: member, ..sound },
            Broken::Decides(_) => sound,
        };
        let memory = conversation.memory().clone();
        *conversation = Conversation::new(cast, memory);
    })
}

struct Member {
    sound: Cast,
    broken: Broken,
}

fn silent() -> ModelFailure {
    ModelFailure { trouble: Trouble::Configuration, message: "nobody answers".to_owned() }
}

impl Understand for Member {
    fn understand<'a>(
        &'a self,
        listening: Listening<'a>,
        utterance: &'a str,
    ) -> BoxFuture<'a, Heard> {
        Box::pin(async move {
            match self.broken {
                Broken::Deaf => return Err(silent()),
                Broken::Panics => panic!("planted"),
                _ => {}
            }
            let mut understood = self.sound.understand.understand(listening, utterance).await?;
            if let Broken::Hears(hear) = self.broken {
                hear(utterance, &mut understood.acts);
            }
            Ok(understood)
        })
    }
}

impl Word for Member {
    fn word<'a>(&'a self, wording: Wording<'a>) -> BoxFuture<'a, Result<String, ModelFailure>> {
        Box::pin(async move {
            match self.broken {
                Broken::Words(reword) => Ok(reword(&wording, self.sound.word.word(wording).await?)),
                _ => Err(silent()),
            }
        })
    }
}

impl Execute for Member {
    fn execute<'a>(
        &'a self,
        call: &'a Call,
        state: &'a DialogueState,
        at: Reference,
        cancel: &'a CancellationToken,
    ) -> BoxFuture<'a, Executed> {
        Box::pin(async move {
            let mut call = call.clone();
            if let Broken::Sends(before) = self.broken {
                before(&mut call);
            }
            let mut executed = self.sound.execute.execute(&call, state, at, cancel).await;
            match self.broken {
                Broken::SendsTwice => {
                    executed = self.sound.execute.execute(&call, state, at, cancel).await;
                }
                Broken::Tells(after) => after(&mut executed),
                Broken::SendsNothing(after) => {
                    executed.frozen = None;
                    executed.request = None;
                    after(&mut executed);
                }
                _ => {}
            }
            executed
        })
    }
}
