use serde_json::{Map, Value as Json};

use super::{
    arguments::{Argument, argument, arguments},
    evidence::Evidence,
    ground::ground,
    recall::recalled,
    text_call::calls_in,
};
use crate::{
    agent::{Action, ActionName, Agent, VariableName},
    dialogue::{DialogueState, Question, UserAct},
    model::{
        CUT_OFF, Understood,
        openai::{
            ask::{Control, Tool, Tools},
            wire::{Answer, ToolCall},
        },
        veil::Veiled,
    },
    value::Reference,
};

/// What a model's answer is held against.
#[derive(Clone, Copy, Debug)]
pub struct Hearing<'a> {
    /// The agent.
    pub agent: &'a Agent,
    /// The dialogue before the utterance.
    pub state: &'a DialogueState,
    /// What was really said.
    pub utterance: &'a str,
    /// What of it the model did not see.
    pub veiled: &'a Veiled,
    /// What our own understanding makes of it.
    pub own: &'a Understood,
    /// The same as if nothing were open, for the scores of all actions.
    pub scores: &'a Understood,
    /// When it was said.
    pub at: Reference,
}

/// Turns a model's answer into user acts. Whatever the customer's words do not carry is left aside and
/// listed; an answer without any use leaves the word to our own understanding.
pub fn interpret(hearing: Hearing<'_>, answer: &Answer, tools: &Tools) -> Understood {
    let mut draft = Draft::new(hearing);
    let written = match answer.calls.is_empty() {
        true => calls_in(&answer.text, tools),
        false => Vec::new(),
    };
    let calls = if answer.calls.is_empty() { &written } else { &answer.calls };
    draft.requests_in(calls, tools);
    for call in calls {
        draft.take(call, tools);
    }
    if answer.is_cut_off {
        draft.refuse(CUT_OFF);
    }
    let had_calls = !calls.is_empty();
    draft.finish(had_calls)
}

struct Draft<'a> {
    hearing: Hearing<'a>,
    evidence: Evidence<'a>,
    /// Actions the model asks for and the customer does, too.
    requested: Vec<ActionName>,
    /// Actions only the model asks for.
    unasked: Vec<ActionName>,
    /// Acts before and after the requests and values.
    first: Vec<UserAct>,
    values: Vec<UserAct>,
    last: Vec<UserAct>,
    refused: Vec<String>,
}

impl<'a> Draft<'a> {
    fn new(hearing: Hearing<'a>) -> Self {
        Self {
            hearing,
            evidence: Evidence::new(hearing.utterance, hearing.own, hearing.scores),
            requested: Vec::new(),
            unasked: Vec::new(),
            first: Vec::new(),
            values: Vec::new(),
            last: Vec::new(),
            refused: Vec::new(),
        }
    }

    fn refuse(&mut self, why: impl Into<String>) {
        let why = why.into();
        if !self.refused.contains(&why) {
            self.refused.push(why);
        }
    }

    fn is_open(&self, action: &ActionName) -> bool {
        self.hearing.state.frames.iter().any(|frame| frame.action == *action)
    }

    /// Decides first which actions are asked for, so that values find their place in any order.
    fn requests_in(&mut self, calls: &[ToolCall], tools: &Tools) {
        for call in calls {
            let Some(Tool::Action(name)) = tools.get(&call.name) else { continue };
            let Some(action) = self.hearing.agent.action(name) else { continue };
            if self.is_open(name) || self.requested.contains(name) {
                continue;
            }
            match self.evidence.of_request(name) || self.has_said_value(action, call) {
                true => self.requested.push(name.clone()),
                false => self.unasked.push(name.clone()),
            }
        }
        // A gate is opened by the engine, with what requires it.
        let all = self.requested.clone();
        let agent = self.hearing.agent;
        let requires = |action: &ActionName, gate: &ActionName| {
            agent.action(action).is_some_and(|action| action.requires.contains(gate))
        };
        self.requested.retain(|gate| !all.iter().any(|action| requires(action, gate)));
        let opened = |gate: &ActionName| all.iter().any(|action| requires(action, gate));
        self.unasked.retain(|gate| !opened(gate));
    }

    fn has_said_value(&self, action: &Action, call: &ToolCall) -> bool {
        let Some(map) = arguments(&call.arguments) else { return false };
        map.iter().any(|(name, json)| {
            let Some(variable) = action.variable(&VariableName::new(name.as_str())) else {
                return false;
            };
            let Argument::Text(text) = argument(json) else { return false };
            ground(variable, &text, self.hearing.utterance, &self.hearing.at).is_some()
        })
    }

    fn take(&mut self, call: &ToolCall, tools: &Tools) {
        match tools.get(&call.name) {
            None => self.refuse(format!(
                "the model called `{}`, which is no tool; left aside",
                super::super::wire::head(&call.name)
            )),
            Some(Tool::Control(control)) => self.take_control(*control, &call.arguments),
            Some(Tool::Action(name)) => {
                let Some(action) = self.hearing.agent.action(name) else { return };
                match arguments(&call.arguments) {
                    Some(map) => self.take_values(action, &map),
                    None => self.take_broken(action),
                }
            }
        }
    }

    /// Broken arguments say nothing; what our own recognisers found for the action still counts.
    fn take_broken(&mut self, action: &Action) {
        self.refuse(format!(
            "the model's values for `{}` are broken or cut-off JSON; only what was recognised without \
             it counts",
            action.name
        ));
        for act in &self.hearing.own.acts {
            if let UserAct::Inform { variable, .. } = act
                && action.variable(variable).is_some()
            {
                push_value(&mut self.values, act.clone());
            }
        }
    }

    fn take_values(&mut self, action: &Action, map: &Map<String, Json>) {
        let is_unasked = self.unasked.contains(&action.name);
        if is_unasked && !map.is_empty() {
            self.refuse(format!(
                "values for `{}` were left aside: nobody asked for that action",
                action.name
            ));
        }
        if is_unasked {
            return;
        }
        for (name, json) in map {
            self.take_value(action, &VariableName::new(name.as_str()), json);
        }
    }

    fn take_value(&mut self, action: &Action, name: &VariableName, json: &Json) {
        let shown = super::super::wire::head(name.as_str());
        let Some(variable) = action.variable(name) else {
            let others = &self.hearing.agent.actions;
            let is_other = others.iter().any(|other| other.variable(name).is_some());
            let why = if is_other { "belongs to another action" } else { "is unknown" };
            return self.refuse(format!("`{shown}` {why}, `{}` has no such variable", action.name));
        };
        if variable.sensitive {
            return self.refuse(format!("`{shown}` is filled by the engine, not by the model"));
        }
        let text = match argument(json) {
            Argument::Nothing => return,
            Argument::WrongType => {
                return self
                    .refuse(format!("the model's `{shown}` is of a wrong type; left aside"));
            }
            Argument::Text(text) => text,
        };
        if self.is_known(variable, &text) {
            return;
        }
        match ground(variable, &text, self.hearing.utterance, &self.hearing.at) {
            Some(found) if !self.hearing.veiled.covers(&found.span) => {
                let (raw, span) = (found.raw, found.span);
                push_value(&mut self.values, UserAct::Inform { variable: name.clone(), raw, span });
            }
            Some(_) => self.refuse(format!("`{shown}` is filled by the engine, not by the model")),
            None => match recalled(&self.hearing, variable, &text) {
                Some(act) => push_value(&mut self.values, act),
                None => self.refuse(format!(
                    "`{shown}`: the model gave {}, which the customer did not say",
                    Json::from(super::super::wire::head(&text))
                )),
            },
        }
    }

    /// A value given earlier and now repeated by the model is no news.
    fn is_known(&self, variable: &crate::agent::Variable, text: &str) -> bool {
        let reading = crate::value::parse(&variable.spec, text, &self.hearing.at);
        let Ok(reading) = reading else { return false };
        let state = self.hearing.state;
        let in_frames = state.frames.iter().filter_map(|frame| frame.value(&variable.name));
        let known = state.known.get(&variable.name).map(|known| &known.value);
        in_frames.chain(known).any(|held| held.value == reading.value)
            && ground(variable, text, self.hearing.utterance, &self.hearing.at).is_none()
    }

    fn take_control(&mut self, control: Control, raw: &str) {
        let unsaid =
            |what: &str| format!("the model took the utterance for {what}, which it does not say");
        match control {
            Control::Affirm if self.evidence.of_yes() => self.first.push(UserAct::Affirm),
            Control::Affirm => self.refuse(unsaid("a yes")),
            Control::Deny if self.ends_by_no() && !self.evidence.of_goodbye() => {
                self.refuse(unsaid("a no"));
            }
            Control::Deny => self.first.push(UserAct::Deny),
            Control::Cancel => self.first.push(UserAct::Cancel),
            Control::Skip => self.first.push(UserAct::Skip),
            Control::Correct => self.take_correction(raw),
            Control::Repeat => self.last.push(UserAct::Repeat),
            Control::Chat => self.last.push(UserAct::Chat),
            Control::HandOff if self.evidence.of_person() => self.last.push(UserAct::AskHandoff),
            Control::HandOff => self.refuse(unsaid("a wish for a person")),
            Control::Goodbye if self.evidence.of_goodbye() => self.last.push(UserAct::Goodbye),
            Control::Goodbye => self.refuse(unsaid("a farewell")),
        }
    }

    /// Whether a no would end the talk.
    fn ends_by_no(&self) -> bool {
        self.hearing.state.question == Some(Question::More)
    }

    fn take_correction(&mut self, raw: &str) {
        let Some(map) = arguments(raw) else {
            return self.refuse("the model's correction is broken JSON; left aside");
        };
        let named = map.get("variable").and_then(Json::as_str).unwrap_or_default();
        let name = VariableName::new(named);
        let state = self.hearing.state;
        let mut open = state
            .frames
            .iter()
            .rev()
            .filter_map(|frame| self.hearing.agent.action(&frame.action)?.variable(&name));
        let Some(variable) = open.next().filter(|variable| !variable.sensitive) else {
            let shown = super::super::wire::head(named);
            return self.refuse(format!("`{shown}` is nothing that can be corrected now"));
        };
        let value = map.get("value").map_or(Argument::Nothing, argument);
        let act = match value {
            Argument::Nothing | Argument::WrongType => {
                UserAct::Correct { variable: name, raw: None, span: 0..0 }
            }
            Argument::Text(text) => {
                match ground(variable, &text, self.hearing.utterance, &self.hearing.at) {
                    Some(found) => {
                        UserAct::Correct { variable: name, raw: Some(found.raw), span: found.span }
                    }
                    None => {
                        return self.refuse(format!(
                            "`{name}`: the model gave a new value that the customer did not say"
                        ));
                    }
                }
            }
        };
        push_value(&mut self.values, act);
    }

    fn finish(mut self, had_calls: bool) -> Understood {
        self.take_covered();
        self.say_unasked();
        let mut acts: Vec<UserAct> = Vec::new();
        let changes = !self.values.is_empty();
        for act in &self.first {
            // A yes together with a change is no yes to what was read back.
            if *act == UserAct::Affirm && changes && self.hearing.state.question.is_none() {
                continue;
            }
            acts.push(act.clone());
        }
        acts.extend(self.requested.iter().cloned().map(|action| UserAct::Request { action }));
        acts.extend(self.values);
        let has_more = !acts.is_empty();
        acts.extend(self.last.into_iter().filter(|act| *act != UserAct::Chat || !has_more));
        acts.dedup();
        if acts.is_empty() {
            let note = match had_calls {
                true => {
                    "nothing the model said of the utterance could be used; understood without it"
                }
                false => "the model called no tool; understood without it",
            };
            acts.clone_from(&self.hearing.own.acts);
            self.refused.push(note.to_owned());
        }
        let scores = self.hearing.scores.scores.clone();
        Understood { acts, scores, refused: self.refused }
    }

    /// Sensitive values, which the model never saw.
    fn take_covered(&mut self) {
        for (variable, span) in &self.hearing.veiled.covered {
            let Some(raw) = self.hearing.utterance.get(span.clone()) else { continue };
            push_value(
                &mut self.values,
                UserAct::Inform {
                    variable: variable.clone(),
                    raw: raw.to_owned(),
                    span: span.clone(),
                },
            );
        }
    }

    /// An action nobody asked for is asked about where nothing else is at hand, else left aside.
    fn say_unasked(&mut self) {
        if self.unasked.is_empty() {
            return;
        }
        let state = self.hearing.state;
        let is_idle = state.frames.is_empty() && state.question.is_none();
        let has_else = !self.requested.is_empty()
            || !self.values.is_empty()
            || !self.first.is_empty()
            || !self.last.is_empty();
        for action in std::mem::take(&mut self.unasked) {
            self.refuse(format!(
                "`{action}` was not started: nothing in the utterance asks for it"
            ));
            if is_idle && !has_else && self.last.is_empty() {
                self.last.push(UserAct::Unclear { candidates: vec![action] });
            }
        }
        if self.last.is_empty() && !has_else {
            self.last.push(UserAct::Chat);
        }
    }
}

/// Adds a value unless its variable has one already.
fn push_value(values: &mut Vec<UserAct>, act: UserAct) {
    let of = |act: &UserAct| match act {
        UserAct::Inform { variable, .. }
        | UserAct::Correct { variable, .. }
        | UserAct::Recall { variable, .. } => Some(variable.clone()),
        _ => None,
    };
    if !values.iter().any(|held| of(held) == of(&act)) {
        values.push(act);
    }
}
