use super::{
    act::{self, Polarity},
    answer::{self, request},
    beside::to_question,
    change,
    choose::{Choice, choose_for},
    confided::confide,
    english,
    fitting::{better_fit, by_form, by_identifier, is_bare},
    hearing::Hearing,
    index::Index,
    phrase,
    slot::{Found, assign},
    word::{Token, stem},
};
use crate::{
    agent::{ActionName, Agent},
    dialogue::{Doubt, Phase, UserAct},
    model::{ActionScore, BoxFuture, Heard, Listening, Understand, Understood},
};

/// The built-in model: no network, no key, the same answer every time.
#[derive(Clone, Debug)]
pub struct OfflineModel {
    index: Index,
}

impl OfflineModel {
    /// Prepares the agent's declarations; to be used with this agent only.
    pub fn new(agent: &Agent) -> Self {
        Self { index: Index::new(agent) }
    }

    /// Understands one utterance, at once.
    pub fn hear(&self, listening: Listening<'_>, utterance: &str) -> Understood {
        let understood = self.read(listening, utterance);
        let acts = confide(listening.agent, utterance, &listening.at, understood.acts);
        Understood { acts, ..understood }
    }

    fn read(&self, listening: Listening<'_>, utterance: &str) -> Understood {
        let hearing = Hearing::new(&self.index, listening, utterance);
        if hearing.tokens.is_empty() {
            return hearing.asked().map_or_else(nothing, |_| nothing());
        }
        match hearing.frame().map(|frame| &frame.phase) {
            Some(Phase::Eliciting { .. }) => match hearing.asked() {
                Some(asked) => answer::answer(&hearing, asked),
                None => idle(&hearing),
            },
            Some(Phase::ConfirmingValue(Doubt { alternatives, .. })) => {
                confirming(&hearing, alternatives.len())
            }
            Some(Phase::Confirming) => confirming(&hearing, 0),
            Some(Phase::Changing) => changing(&hearing),
            Some(Phase::Calling | Phase::Waiting) | None => idle(&hearing),
        }
    }
}

impl Understand for OfflineModel {
    fn understand<'a>(
        &'a self,
        listening: Listening<'a>,
        utterance: &'a str,
    ) -> BoxFuture<'a, Heard> {
        Box::pin(std::future::ready(Ok(self.hear(listening, utterance))))
    }
}

fn nothing() -> Understood {
    only(vec![UserAct::Unclear { candidates: Vec::new() }])
}

fn only(acts: Vec<UserAct>) -> Understood {
    Understood { acts, ..Understood::default() }
}

/// While a value, which may have so many other readings, or a call waits for a yes.
fn confirming(hearing: &Hearing<'_>, alternatives: usize) -> Understood {
    if let Some(act) =
        act::only(&hearing.tokens).filter(|_| act::yes_or_no(&hearing.tokens).is_none())
    {
        return only(vec![act]);
    }
    if let Some(acts) = picked_reading(hearing, alternatives) {
        return only(acts);
    }
    let scores = hearing.scores();
    if let Some(acts) = digression(hearing, &scores) {
        return Understood { acts, scores, refused: Vec::new() };
    }
    match change::confirming(hearing) {
        Some(acts) => only(acts),
        None => Understood { acts: vec![unfit(hearing)], scores, refused: Vec::new() },
    }
}

/// "the second one" of several readings: a no to each before it, and a yes to it.
fn picked_reading(hearing: &Hearing<'_>, alternatives: usize) -> Option<Vec<UserAct>> {
    let short = hearing.tokens.len() <= 5;
    let place = english::ORDINALS
        .iter()
        .find(|(word, _)| hearing.tokens.iter().any(|token| token.text == *word));
    let has_date =
        hearing.tokens.iter().any(|token| english::DATE_WORDS.contains(&token.text.as_str()));
    let (_, place) = place.filter(|_| short && !has_date && alternatives > 0)?;
    let denied = (*place <= alternatives).then(|| vec![UserAct::Deny; *place])?;
    Some(denied.into_iter().chain([UserAct::Affirm]).collect())
}

/// A request for another action in the middle of a confirmation.
fn digression(hearing: &Hearing<'_>, scores: &[ActionScore]) -> Option<Vec<UserAct>> {
    let open =
        |action: &ActionName| hearing.state.frames.iter().any(|frame| frame.action == *action);
    let changes = phrase::find(&hearing.tokens, english::CORRECTION).is_some();
    let led = act::lead(&hearing.tokens).0.is_some();
    match choose_for(hearing.agent, scores) {
        Choice::Clear(action) if !open(&action) && hearing.is_wish() && !changes && !led => {
            Some(request(hearing, action))
        }
        Choice::Clear(_) | Choice::Offer(_) | Choice::Nothing => None,
    }
}

/// After "what shall I change?".
fn changing(hearing: &Hearing<'_>) -> Understood {
    if act::only(&hearing.tokens).is_none() {
        let changes = change::changes(hearing);
        if !changes.is_empty() {
            return only(changes);
        }
        if phrase::is_only(&hearing.tokens, &[&["nothing", "nothing at all"], english::AFFIRM]) {
            return only(vec![UserAct::Affirm]);
        }
    }
    confirming(hearing, 0)
}

/// What fits nothing: a question the prompt may answer, or nothing understood.
fn unfit(hearing: &Hearing<'_>) -> UserAct {
    if act::is_chat(&hearing.tokens) || hearing.is_question() {
        UserAct::Chat
    } else {
        UserAct::Unclear { candidates: Vec::new() }
    }
}

/// With no frame at work.
fn idle(hearing: &Hearing<'_>) -> Understood {
    let tokens = &hearing.tokens;
    if let Some(question) = &hearing.state.question
        && let Some(acts) = to_question(hearing, question)
    {
        return only(acts);
    }
    let scores = hearing.scores();
    if let Some(act) = plain_act(hearing).filter(|_| !names_action(hearing)) {
        return Understood { acts: vec![act], scores, refused: Vec::new() };
    }
    let acts = match choose_for(hearing.agent, &scores) {
        Choice::Clear(action) => match better_fit(hearing, &scores, &action) {
            Some(other) => offered(hearing, vec![other, action]),
            None => request(hearing, action),
        },
        Choice::Offer(candidates) => match by_form(hearing, &candidates) {
            Some(action) => request(hearing, action),
            None => match by_identifier(hearing, &scores) {
                Some(other)
                    if is_bare(hearing, &other)
                        || candidates.iter().all(|one| !other.contains(one)) =>
                {
                    offered(hearing, other)
                }
                Some(_) | None => offered(hearing, candidates),
            },
        },
        Choice::Nothing => follow_up(hearing).unwrap_or_else(|| match act::lead(tokens).0 {
            // "no, make it blue" is no no to "anything else?".
            Some(_) if phrase::find(tokens, english::CORRECTION).is_some() => vec![unfit(hearing)],
            Some(Polarity::Yes) if !hearing.is_question() => vec![UserAct::Affirm],
            Some(Polarity::No) if !hearing.is_question() => vec![UserAct::Deny],
            Some(_) | None => by_identifier(hearing, &scores)
                .map_or_else(|| vec![unfit(hearing)], |candidates| offered(hearing, candidates)),
        }),
    };
    Understood { acts, scores, refused: Vec::new() }
}

fn plain_act(hearing: &Hearing<'_>) -> Option<UserAct> {
    let tokens = &hearing.tokens;
    act::only(tokens).or_else(|| act::is_chat(tokens).then_some(UserAct::Chat)).or_else(|| {
        match act::yes_or_no(tokens)? {
            Polarity::Yes => Some(UserAct::Affirm),
            Polarity::No => Some(UserAct::Deny),
        }
    })
}

/// Whether the utterance has all the words of some action's name.
pub(super) fn names_action(hearing: &Hearing<'_>) -> bool {
    all_named(hearing).next().is_some()
}

/// The actions of which all words of the name are said.
fn all_named<'a>(hearing: &Hearing<'a>) -> impl Iterator<Item = &'a ActionName> {
    let stems: Vec<String> = hearing.tokens.iter().map(|token| stem(&token.text)).collect();
    let names = hearing.agent.actions.iter().map(|action| &action.name);
    names.filter(move |name| {
        let words = super::word::content_words(name.as_str());
        words.len() > 1 && words.iter().all(|word| stems.contains(&stem(word)))
    })
}

/// The only action whose name is said in full, whether it was offered or not.
fn named_in_full(hearing: &Hearing<'_>) -> Option<ActionName> {
    let mut named = all_named(hearing);
    named.next().filter(|_| named.next().is_none()).cloned()
}

fn offered(hearing: &Hearing<'_>, candidates: Vec<ActionName>) -> Vec<UserAct> {
    let mut variables = Vec::new();
    for candidate in &candidates {
        for variable in hearing.requested_variables(candidate) {
            if variables.iter().all(|known: &&crate::agent::Variable| known.name != variable.name) {
                variables.push(variable);
            }
        }
    }
    let informs = assign(hearing.search(None), &variables).into_iter().map(Found::inform);
    std::iter::once(UserAct::Unclear { candidates }).chain(informs).collect()
}

/// "and ORD-777?", or the bare value: the action that was done last, about something else.
fn follow_up(hearing: &Hearing<'_>) -> Option<Vec<UserAct>> {
    const OPENS: &[&str] = &["and", "what about", "how about", "and what about", "now", "also"];
    const MOST_WORDS: usize = 4;
    let last = &hearing.state.last.as_ref()?.frame;
    let is_bare = hearing.tokens.len() <= MOST_WORDS;
    if phrase::leading(&hearing.tokens, &[OPENS]).is_none() && !is_bare {
        return None;
    }
    let is_of_last = |act: &UserAct| matches!(act, UserAct::Inform { variable, .. } if last.value(variable).is_some());
    let mut acts = request(hearing, last.action.clone());
    acts.retain(is_of_last);
    (!acts.is_empty()).then_some(acts)
}

/// "the first one", "the refund", "yes" to a single one.
pub(super) fn which_action(
    hearing: &Hearing<'_>,
    candidates: &[ActionName],
) -> Option<Vec<UserAct>> {
    let tokens = &hearing.tokens;
    match act::lead(tokens).0 {
        Some(Polarity::Yes) if candidates.len() == 1 => {
            return Some(request(hearing, candidates[0].clone()));
        }
        Some(Polarity::No) if act::yes_or_no(tokens).is_some() => return Some(vec![UserAct::Deny]),
        Some(_) | None => {}
    }
    let by_name = named_in_full(hearing).or_else(|| by_name(hearing, candidates));
    if by_name.is_none() && act::only(tokens).is_some() {
        return None;
    }
    let picked = by_place(hearing, candidates)
        .or(by_name)
        .or_else(|| by_values(hearing, candidates))
        .or_else(|| by_words(hearing, candidates))?;
    Some(request(hearing, picked))
}

fn by_place(hearing: &Hearing<'_>, candidates: &[ActionName]) -> Option<ActionName> {
    if hearing.tokens.len() > 6 {
        return None;
    }
    let said = |word: &str| hearing.tokens.iter().any(|token| token.text == word);
    if said("last") {
        return candidates.last().cloned();
    }
    let (_, place) = english::ORDINALS.iter().find(|(word, _)| said(word))?;
    candidates.get(*place).cloned()
}

/// The only candidate with a word of the utterance in its name.
fn by_name(hearing: &Hearing<'_>, candidates: &[ActionName]) -> Option<ActionName> {
    let stems: Vec<String> = hearing.tokens.iter().map(|token| stem(&token.text)).collect();
    let mut named = candidates.iter().filter(|name| {
        let words = super::word::content_words(name.as_str());
        words.iter().any(|word| stems.contains(&stem(word)))
    });
    let only = named.next().filter(|_| named.next().is_none() && stems.len() <= 4)?;
    Some(only.clone())
}

/// The only candidate, when nothing is said but values that it takes.
fn by_values(hearing: &Hearing<'_>, candidates: &[ActionName]) -> Option<ActionName> {
    let [only] = candidates else { return None };
    let spans: Vec<_> = request(hearing, only.clone())
        .into_iter()
        .filter_map(|act| match act {
            UserAct::Inform { span, .. } => Some(span),
            _ => None,
        })
        .collect();
    let inside = |token: &Token| {
        spans.iter().any(|span| span.start <= token.span.start && token.span.end <= span.end)
    };
    let rest = hearing.tokens.iter().filter(|token| !inside(token));
    let bare = rest.into_iter().all(|token| english::is_stop_word(&token.text));
    (bare && !spans.is_empty()).then(|| only.clone())
}

/// The candidate that the words fit best, clearly; another action only when it fits far better.
fn by_words(hearing: &Hearing<'_>, candidates: &[ActionName]) -> Option<ActionName> {
    const FITS: f32 = 0.4;
    const AHEAD: f32 = 0.1;
    const ELSEWHERE: f32 = 0.5;
    let scores = hearing.scores();
    let among: Vec<&ActionScore> =
        scores.iter().filter(|score| candidates.contains(&score.action)).collect();
    let best = among.first()?;
    let second = among.get(1).map_or(f32::MIN, |second| second.score);
    let first = scores.first()?;
    let elsewhere = first.score - best.score > ELSEWHERE;
    (best.score >= FITS && best.score - second >= AHEAD && !elsewhere).then(|| best.action.clone())
}
