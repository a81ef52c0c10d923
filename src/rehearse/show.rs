use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Executed;
use crate::{
    agent::{Agent, VariableName},
    dialogue::{
        Call, Change, DialogueState, Frame, Ignored, Phase, Question, SlotValue, Summary,
        SystemAct, UserAct,
    },
    model::{ActionScore, ModelFailure, Understood},
    request::{Body, Outcome, Redactor},
    transcript::{
        Breach, CallRecord, MASK, Mask, ModelRequest, OutcomeRecord, ScoreRecord, SlotRecord,
        Timings, TroubleRecord, TurnRecord,
    },
    value::Value,
};

/// What was heard in a turn.
pub(super) struct Heard<'a> {
    pub utterance: Option<&'a str>,
    pub understood: &'a Understood,
    pub refused: Vec<String>,
}

/// What was played in a turn.
pub(super) struct Played {
    pub reply: String,
    pub said: Vec<SystemAct>,
    pub changes: Vec<Change>,
    pub calls: Vec<CallRecord>,
    pub timings: Timings,
    pub trouble: Option<ModelFailure>,
    pub breaches: Vec<Breach>,
    pub requests: Vec<ModelRequest>,
}

/// Masks what an API answered wherever a turn shows it: secrets, and sensitive values.
struct Cover<'a> {
    secrets: &'a Redactor,
    sensitive: Redactor,
}

impl<'a> Cover<'a> {
    fn of((agent, secrets): (&Agent, &'a Redactor), state: &DialogueState) -> Self {
        Self { secrets, sensitive: Mask::new(agent).redactor(state) }
    }

    /// Nothing of it was sent, either; an answer may hold what the model made of it.
    fn request(&self, mut asked: ModelRequest) -> ModelRequest {
        asked.messages.iter_mut().for_each(|message| *message = self.json(message));
        asked.answer = asked.answer.map(|answer| self.text(&answer));
        asked.failure = asked.failure.map(|failure| self.text(&failure));
        asked
    }

    fn text(&self, text: &str) -> String {
        self.secrets.text(&self.sensitive.text(text)).into_owned()
    }

    fn json(&self, json: &Json) -> Json {
        self.secrets.json(&self.sensitive.json(json))
    }

    fn value(&self, value: &mut Value) {
        let text = value.to_string();
        let covered = self.text(&text);
        if covered != text {
            *value = Value::String(covered);
        }
    }

    fn slot(&self, mut held: SlotValue) -> SlotValue {
        self.value(&mut held.value);
        held.raw = self.text(&held.raw);
        held
    }

    fn act(&self, act: &mut SystemAct) {
        match act {
            SystemAct::Report { result, .. } => *result = self.json(result),
            SystemAct::Refuse { refusal, .. } => refusal.message = self.text(&refusal.message),
            SystemAct::Corrected { value, .. }
            | SystemAct::AlreadyTried { value, .. }
            | SystemAct::ConfirmValue { value, .. } => self.value(value),
            SystemAct::Confirm { slots, .. } => {
                slots.iter_mut().for_each(|(_, held)| *held = self.slot(held.clone()));
            }
            _ => {}
        }
    }

    fn user_act(&self, act: &mut UserAct) {
        if let UserAct::Inform { raw, .. }
        | UserAct::Correct { raw: Some(raw), .. }
        | UserAct::Recall { raw, .. } = act
        {
            *raw = self.text(raw);
        }
    }

    fn change(&self, change: &mut Change) {
        if let Change::Filled { value, .. } = change {
            *value = self.slot(value.clone());
        }
    }

    fn summary(&self, mut summary: Summary) -> Summary {
        summary.values.iter_mut().for_each(|(_, value)| *value = self.text(value));
        summary
    }
}

/// What models were asked, as it may be shown at this point of a talk.
pub(super) fn requests(
    known: (&Agent, &Redactor),
    state: &DialogueState,
    asked: Vec<ModelRequest>,
) -> Vec<ModelRequest> {
    let cover = Cover::of(known, state);
    asked.into_iter().map(|one| cover.request(one)).collect()
}

/// A turn as it may be shown.
pub(super) fn turn(
    (agent, secrets): (&Agent, &Redactor),
    state: &DialogueState,
    heard: Heard<'_>,
    played: Played,
) -> TurnRecord {
    let cover = Cover::of((agent, secrets), state);
    let mask = Mask::new(agent);
    let acts = &heard.understood.acts;
    let top = state.frames.last();
    let mut user_acts = mask.user_acts(acts);
    user_acts.iter_mut().for_each(|act| cover.user_act(act));
    let mut system_acts = mask.system_acts(&played.said);
    system_acts.iter_mut().for_each(|act| cover.act(act));
    let mut changes = mask.changes(&played.changes);
    changes.iter_mut().for_each(|change| cover.change(change));
    let mut refused = heard.refused;
    refused.extend(played.changes.iter().filter_map(left_aside));
    TurnRecord {
        turn: state.turn,
        user: heard.utterance.map(|said| cover.text(&mask.utterance(said, acts))),
        reply: cover.text(&played.reply),
        user_acts,
        system_acts,
        phase: phase_name(state).to_owned(),
        action: top.map(|frame| frame.action.clone()),
        asks_for: top.and_then(asked),
        slots: slots((&mask, &cover), state),
        calls: played.calls,
        refused: refused.iter().map(|why| cover.text(why)).collect(),
        ending: state.ending.clone(),
        handoff: Summary::of(agent, state).map(|summary| cover.summary(summary)),
        timings: played.timings,
        scores: heard.understood.scores.iter().map(score).collect(),
        changes,
        trouble: played.trouble.map(|failure| TroubleRecord {
            kind: failure.trouble.name().to_owned(),
            message: failure.message,
        }),
        breaches: played.breaches,
        model_requests: played.requests.into_iter().map(|one| cover.request(one)).collect(),
    }
}

fn phase_name(state: &DialogueState) -> &'static str {
    if state.ending.is_some() {
        return "ended";
    }
    match &state.question {
        Some(Question::WhichAction { .. }) => return "choosing",
        Some(Question::Callback) => return "offering_callback",
        Some(Question::More) | None => {}
    }
    match state.frames.last().map(|frame| &frame.phase) {
        None => "idle",
        Some(Phase::Eliciting { .. }) => "eliciting",
        Some(Phase::ConfirmingValue(_)) => "confirming_value",
        Some(Phase::Confirming) => "confirming",
        Some(Phase::Changing) => "changing",
        Some(Phase::Calling) => "calling",
        Some(Phase::Waiting) => "waiting",
    }
}

fn asked(frame: &Frame) -> Option<VariableName> {
    match &frame.phase {
        Phase::Eliciting { variable } => Some(variable.clone()),
        Phase::ConfirmingValue(doubt) => Some(doubt.variable.clone()),
        Phase::Confirming | Phase::Changing | Phase::Calling | Phase::Waiting => None,
    }
}

fn slots(
    (mask, cover): (&Mask<'_>, &Cover<'_>),
    state: &DialogueState,
) -> BTreeMap<VariableName, SlotRecord> {
    let last = state.last.iter().map(|finished| &finished.frame);
    let frames: Vec<_> = match state.frames.is_empty() {
        true => last.collect(),
        false => state.frames.iter().collect(),
    };
    let mut shown = BTreeMap::new();
    for frame in frames {
        for name in frame.slots.keys() {
            if let Some(held) = frame.value(name) {
                let held = cover.slot(mask.slot(name, held));
                shown.insert(
                    name.clone(),
                    SlotRecord {
                        value: held.value.to_json(),
                        raw: held.raw,
                        provenance: held.provenance,
                    },
                );
            }
        }
    }
    shown
}

fn score(score: &ActionScore) -> ScoreRecord {
    let terms = score.terms.iter();
    ScoreRecord {
        name: score.action.clone(),
        score: score.score,
        terms: terms
            .map(|term| (format!("{} ~ {}", term.said, term.declared), term.weight))
            .collect(),
    }
}

fn left_aside(change: &Change) -> Option<String> {
    let Change::Ignored { what, why } = change else { return None };
    let reason = match why {
        Ignored::UnknownAction => "no such action, or it cannot be opened",
        Ignored::UnknownVariable => "no open action has this variable",
        Ignored::Ungrounded => "the user did not say this value",
        Ignored::OutOfOrder => "an outcome came while no call was out",
        Ignored::Over => "the talk is over",
        Ignored::TooDeep => "too many actions are open",
        Ignored::NotAValue => "not a value of its type, and not asked for",
    };
    Some(format!("{what}: {reason}"))
}

/// A call as it may be shown.
pub(super) fn call(agent: &Agent, call: &Call, executed: &Executed) -> CallRecord {
    let mask = Mask::new(agent);
    let shown = |name: &VariableName| match mask.hides(name) {
        true => Json::String(MASK.to_owned()),
        false => call.arguments.get(name).map_or(Json::Null, |held| held.value.to_json()),
    };
    CallRecord {
        action: call.action.clone(),
        arguments: call.arguments.keys().map(|name| (name.clone(), shown(name))).collect(),
        request: executed.request.clone(),
        outcome: outcome(&executed.shown),
        ms: u64::try_from(executed.elapsed.as_millis()).unwrap_or(u64::MAX),
        retry: call.retry,
        note: executed.note.clone(),
    }
}

fn outcome(outcome: &Outcome) -> OutcomeRecord {
    OutcomeRecord {
        class: outcome.class_name().to_owned(),
        status: outcome.status(),
        body: match outcome.body() {
            Body::Empty => Json::Null,
            Body::Json(json) => json.clone(),
            Body::Text(text) => Json::String(text.clone()),
        },
        detail: match outcome {
            Outcome::Success { .. } => None,
            Outcome::Failure { detail, .. } => Some(detail.clone()),
        },
    }
}
