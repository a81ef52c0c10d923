use super::{
    act, english,
    evidence::Present,
    heard::HeardWords,
    index::Index,
    phrase,
    score::score,
    slot::Search,
    word::{Token, content_words, stem, tokens},
};
use crate::{
    agent::{Action, ActionName, Agent, Variable, VariableName},
    dialogue::{DialogueState, Doubt, Frame, Phase, Slot},
    model::{ActionScore, Listening},
    value::Reference,
};

/// One utterance with all that stands around it.
#[derive(Debug)]
pub struct Hearing<'a> {
    /// The agent's declarations, prepared.
    pub index: &'a Index,
    /// The agent.
    pub agent: &'a Agent,
    /// The dialogue before it.
    pub state: &'a DialogueState,
    /// When it is said.
    pub at: Reference,
    /// The utterance.
    pub text: &'a str,
    /// Its head in tokens.
    pub tokens: Vec<Token>,
}

impl<'a> Hearing<'a> {
    /// Splits the utterance.
    pub fn new(index: &'a Index, listening: Listening<'a>, text: &'a str) -> Self {
        let Listening { agent, state, at } = listening;
        Self { index, agent, state, at, text, tokens: tokens(text) }
    }

    /// Every action's score, best first.
    pub fn scores(&self) -> Vec<ActionScore> {
        let heard = HeardWords::of(self.text, &self.tokens);
        score(self.index, &heard, Present::of(self.text, &self.tokens))
    }

    /// The frame at work.
    pub fn frame(&self) -> Option<&'a Frame> {
        self.state.frames.last()
    }

    /// The action at work.
    pub fn open_action(&self) -> Option<&'a Action> {
        self.agent.action(&self.frame()?.action)
    }

    /// The variable asked for.
    pub fn asked(&self) -> Option<&'a Variable> {
        match &self.frame()?.phase {
            Phase::Eliciting { variable } | Phase::ConfirmingValue(Doubt { variable, .. }) => {
                self.open_action()?.variable(variable)
            }
            Phase::Confirming | Phase::Changing | Phase::Calling | Phase::Waiting => None,
        }
    }

    /// Whether an open frame has a value for this variable.
    pub fn is_filled(&self, name: &VariableName) -> bool {
        let filled = |frame: &Frame| matches!(frame.slots.get(name), Some(Slot::Filled(_)));
        self.state.frames.iter().any(filled)
    }

    /// Whether the frame at work waits for a yes to values of which this is one.
    pub fn confirms(&self, name: &VariableName) -> bool {
        let waits = self.frame().is_some_and(|frame| match &frame.phase {
            Phase::Confirming | Phase::Changing => true,
            Phase::ConfirmingValue(doubt) => doubt.variable == *name,
            Phase::Eliciting { .. } | Phase::Calling | Phase::Waiting => false,
        });
        waits && self.open_action().is_some_and(|action| action.variable(name).is_some())
    }

    /// The variables of the open actions and what they require, the one at work first.
    pub fn open_variables(&self) -> Vec<&'a Variable> {
        let open = self.state.frames.iter().rev().map(|frame| &frame.action);
        self.variables_of(open.collect())
    }

    /// The variables of an action and of what it requires.
    pub fn requested_variables(&self, action: &ActionName) -> Vec<&'a Variable> {
        self.agent
            .action(action)
            .map_or_else(Vec::new, |action| self.variables_of(vec![&action.name]))
    }

    /// Each name once, the actions in order, what they require behind them.
    fn variables_of(&self, mut actions: Vec<&'a ActionName>) -> Vec<&'a Variable> {
        let mut at = 0;
        let mut variables: Vec<&Variable> = Vec::new();
        while let Some(action) = actions.get(at).and_then(|name| self.agent.action(name)) {
            let required =
                action.requires.iter().filter(|name| !self.state.succeeded.contains(*name));
            let new: Vec<&ActionName> = required.filter(|name| !actions.contains(name)).collect();
            actions.extend(new);
            let known = |one: &&Variable| variables.iter().all(|other| other.name != one.name);
            let fresh: Vec<&Variable> = action.variables.iter().filter(known).collect();
            variables.extend(fresh);
            at += 1;
        }
        variables
    }

    /// A search for values in the whole utterance.
    pub fn search(&self, asked: Option<&'a VariableName>) -> Search<'_> {
        Search { text: self.text, tokens: &self.tokens, at: &self.at, asked, lone: false }
    }

    /// Whether it gives the open action up. Where an action cancels something by its name, only an
    /// utterance that says nothing else does: "my cabin is too small, cancel it" may mean that one.
    pub fn gives_up(&self) -> bool {
        let cancels = |action: &Action| {
            content_words(action.name.as_str()).iter().any(|word| stem(word) == "cancel")
        };
        act::gives_up(&self.tokens) && !self.agent.actions.iter().any(cancels)
    }

    /// Whether it is worded as a question.
    pub fn is_question(&self) -> bool {
        let first = phrase::without_filler(&self.tokens).first();
        let asks =
            first.is_some_and(|token| english::QUESTION_WORDS.contains(&token.text.as_str()));
        asks || self.text.trim_end().ends_with('?')
    }

    /// Whether it is worded as a request or question of its own.
    pub fn is_wish(&self) -> bool {
        phrase::leading(phrase::without_filler(&self.tokens), &[english::WISH]).is_some()
            || phrase::leading(&self.tokens, &[english::WISH, english::DIGRESSION]).is_some()
            || self.is_question()
    }
}
