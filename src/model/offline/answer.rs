use std::ops::Range;

use super::{
    act,
    change::{self, taken},
    choose::{Choice, FLOOR, choose_for},
    english,
    hearing::Hearing,
    label::name_words,
    phrase,
    slot::{Found, MOST_BYTES, Search, assign},
    word::{Token, stem},
};
use crate::{
    agent::{ActionName, Variable},
    dialogue::UserAct,
    model::{ActionScore, Understood},
    value::{self, Reading, Refusal, RefusalKind, VariableType},
};

/// Words that may stand beside an answer without making it something else.
const LITTLE: usize = 1;
/// Words in the name of a variable that takes what the customer tells in sentences.
const TELLING: &[&str] = &[
    "description",
    "reason",
    "message",
    "note",
    "notes",
    "comment",
    "comments",
    "issue",
    "problem",
    "subject",
    "details",
    "feedback",
    "query",
    "question",
    "text",
    "content",
    "body",
    "title",
    "summary",
    "request",
    "remarks",
    "instructions",
];
/// How much more than the floor another request needs while free text is asked for.
const SURER: f32 = 0.2;

/// Takes an utterance as the answer to the variable asked for, or for what it is instead.
pub fn answer(hearing: &Hearing<'_>, asked: &Variable) -> Understood {
    let whole = if is_free(asked) { None } else { whole(hearing, asked) };
    if asked.spec.variable_type == VariableType::Boolean
        && phrase::find(&hearing.tokens, english::CORRECTION).is_some()
        && let Some(acts) = replaced(hearing).filter(|acts| has_raw(acts))
    {
        return acts_only(acts);
    }
    if let Some(whole) = &whole
        && leftover(hearing, asked, whole) <= LITTLE
        && !asks_otherwise(hearing, asked)
    {
        return acts_only(whole.acts.clone());
    }
    if let Some(act) = bare_act(hearing, asked) {
        return acts_only(vec![act]);
    }
    let scores = hearing.scores();
    let acts = digression(hearing, asked, &scores)
        .or_else(|| replaced(hearing))
        .or_else(|| whole.map(|whole| whole.acts))
        .unwrap_or_else(|| values(hearing, asked));
    Understood { acts, scores, refused: Vec::new() }
}

/// "what do you have on CUST-1001?" asks for something, though it holds a value, too.
fn asks_otherwise(hearing: &Hearing<'_>, asked: &Variable) -> bool {
    asks_clearly(hearing) && digression(hearing, asked, &hearing.scores()).is_some()
}

fn acts_only(acts: Vec<UserAct>) -> Understood {
    Understood { acts, ..Understood::default() }
}

/// Free text: nothing tells a value of it from other words.
pub fn is_free(variable: &Variable) -> bool {
    let spec = &variable.spec;
    spec.variable_type == VariableType::String && spec.pattern.is_none() && spec.choices.is_empty()
}

/// The answer as one value of the variable, or as several values with it.
struct Whole {
    acts: Vec<UserAct>,
    spans: Vec<Range<usize>>,
}

fn whole(hearing: &Hearing<'_>, asked: &Variable) -> Option<Whole> {
    let reading = read(hearing, asked)?.ok()?;
    let all = |reading: Reading| {
        Some(Whole { acts: vec![all_of_it(hearing, asked)], spans: vec![reading.span] })
    };
    let is_asked = |variable: &&Variable| variable.name == asked.name;
    if hearing.open_variables().iter().all(is_asked) {
        // Nothing else could take a part of it.
        return all(reading);
    }
    let found = found(hearing, asked);
    let elsewhere =
        |one: &Found| one.clear && one.variable != asked.name && overlap(&one.span, &reading.span);
    if found.iter().any(elsewhere) && found.iter().all(|one| one.variable != asked.name) {
        return None;
    }
    if found.len() > 1 && found.iter().any(|one| one.variable == asked.name) {
        let spans = found.iter().map(|one| one.span.clone()).collect();
        let acts = found.into_iter().map(|one| given(hearing, asked, one)).collect();
        return Some(Whole { acts, spans });
    }
    all(reading)
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// How many words that mean something stand beside the values and the variable's name.
fn leftover(hearing: &Hearing<'_>, asked: &Variable, whole: &Whole) -> usize {
    let names: Vec<String> = name_words(asked).iter().map(|word| stem(word)).collect();
    let outside = |token: &&Token| {
        whole.spans.iter().all(|span| token.span.end <= span.start || span.end <= token.span.start)
    };
    let tells = |token: &&Token| {
        !english::is_stop_word(&token.text)
            && !english::is_number_word(&token.text)
            && !token.text.contains('\'')
            && !names.contains(&stem(&token.text))
            && !token.text.starts_with(|letter: char| letter.is_ascii_digit())
    };
    hearing.tokens.iter().filter(outside).filter(tells).count()
}

/// The whole utterance read as the value asked for; not where it is too long to be one.
fn read(hearing: &Hearing<'_>, asked: &Variable) -> Option<Result<Reading, Refusal>> {
    let short = hearing.text.len() <= MOST_BYTES;
    short.then(|| value::parse(&asked.spec, hearing.text, &hearing.at))
}

fn all_of_it(hearing: &Hearing<'_>, asked: &Variable) -> UserAct {
    let raw = hearing.text.trim();
    let start = hearing.text.len() - hearing.text.trim_start().len();
    let span = start..start + raw.len();
    UserAct::Inform { variable: asked.name.clone(), raw: raw.to_owned(), span }
}

fn found(hearing: &Hearing<'_>, asked: &Variable) -> Vec<Found> {
    let asked = hearing.asked().map_or(Some(&asked.name), |asked| Some(&asked.name));
    assign(hearing.search(asked), &hearing.open_variables())
}

fn given(hearing: &Hearing<'_>, asked: &Variable, found: Found) -> UserAct {
    if found.variable == asked.name { found.inform() } else { taken(hearing, found) }
}

/// Acts that are the whole utterance.
fn bare_act(hearing: &Hearing<'_>, asked: &Variable) -> Option<UserAct> {
    let tokens = &hearing.tokens;
    if act::is_skip(tokens) || has_none(hearing, asked) {
        return Some(UserAct::Skip);
    }
    if let Some(act) = act::only(tokens) {
        return Some(act);
    }
    if !is_telling(asked) && hearing.gives_up() {
        return Some(UserAct::Cancel);
    }
    let named: Vec<String> = name_words(asked).iter().map(|word| stem(word)).collect();
    if act::is_about_talk(tokens, &named) {
        let gives_none = phrase::find(tokens, english::SKIP).is_some();
        return Some(match asks_clearly(hearing) {
            true => UserAct::Chat,
            false if gives_none => UserAct::Skip,
            false => UserAct::Unclear { candidates: Vec::new() },
        });
    }
    match act::yes_or_no(tokens) {
        Some(act::Polarity::Yes) => return Some(UserAct::Affirm),
        Some(act::Polarity::No) if asked.is_required() => return Some(UserAct::Deny),
        Some(act::Polarity::No) => return Some(UserAct::Skip),
        None => {}
    }
    act::is_chat(tokens).then_some(UserAct::Chat)
}

/// "no email", "I don't have an email address": the label with a no.
fn has_none(hearing: &Hearing<'_>, asked: &Variable) -> bool {
    const WITHOUT: &[&str] = &[
        "no",
        "without",
        "i don't have",
        "don't have",
        "i do not have",
        "i haven't got",
        "i don't know",
        "don't know",
        "i do not know",
        "i forgot",
        "i can't remember",
        "i don't remember",
        "i lost",
        "not sure about",
        "skip",
        "i'm not sure about",
        "i have no",
        "there's no",
        "there is no",
        "leave out",
    ];
    let rest = phrase::without_filler(&hearing.tokens);
    let Some(length) = phrase::leading(rest, &[WITHOUT]) else { return false };
    let names: Vec<String> = name_words(asked).iter().map(|word| stem(word)).collect();
    let label = &rest[length..];
    let small = [
        "a", "an", "any", "the", "my", "that", "it", "address", "number", "one", "with", "me",
        "what", "is", "of", "this", "here", "now", "yet", "please", "thanks", "i", "have", "don't",
    ];
    label.iter().any(|token| names.contains(&stem(&token.text)))
        && label
            .iter()
            .all(|token| names.contains(&stem(&token.text)) || small.contains(&token.text.as_str()))
}

/// Another action's request in the middle of the question.
fn digression(
    hearing: &Hearing<'_>,
    asked: &Variable,
    scores: &[ActionScore],
) -> Option<Vec<UserAct>> {
    let sure = scores.first()?.score;
    let wish = hearing.is_wish() || is_order(hearing, &scores.first()?.action);
    // "Sorry, the customer ID is …" is no request for what is found by a customer ID.
    let rest = phrase::without_filler(&hearing.tokens);
    let asks = phrase::leading(rest, &[english::WISH]).is_some() || hearing.is_question();
    if !asks && replaced(hearing).is_some_and(|acts| has_raw(&acts)) {
        return None;
    }
    if !wish && (is_vague(hearing, asked) || is_bare_value(hearing, asked)) {
        return None;
    }
    let leads = phrase::leading(&hearing.tokens, &[english::DIGRESSION]).is_some();
    let allowed = if is_telling(asked) {
        leads && wish || asks_clearly(hearing) && sure >= FLOOR + 5.0 * SURER
    } else if is_free(asked) {
        let answers = found(hearing, asked).iter().any(|one| one.variable == asked.name);
        wish && (sure >= FLOOR + SURER && !answers || sure >= FLOOR + 4.0 * SURER)
    } else {
        wish || sure >= FLOOR + 3.0 * SURER
    };
    match choose_for(hearing.agent, scores) {
        Choice::Clear(action) if allowed && !is_open(hearing, &action) => {
            Some(request(hearing, action))
        }
        Choice::Offer(candidates)
            if wish
                && !is_free(asked)
                && !candidates.iter().any(|one| is_open(hearing, one))
                && found(hearing, asked).is_empty() =>
        {
            Some(vec![UserAct::Unclear { candidates }])
        }
        Choice::Clear(_) | Choice::Offer(_) | Choice::Nothing => None,
    }
}

/// Nothing but values of the open actions, asked for or not.
fn is_bare_value(hearing: &Hearing<'_>, asked: &Variable) -> bool {
    let spans: Vec<_> = found(hearing, asked).into_iter().map(|found| found.span).collect();
    !spans.is_empty() && leftover(hearing, asked, &Whole { acts: Vec::new(), spans }) == 0
}

/// "next week", where a day is asked for: an answer, if not all of one.
fn is_vague(hearing: &Hearing<'_>, asked: &Variable) -> bool {
    read(hearing, asked)
        .is_some_and(|read| read.is_err_and(|refusal| refusal.kind == RefusalKind::Ambiguous))
}

/// "set an alarm": starts with a word of the action's name.
fn is_order(hearing: &Hearing<'_>, action: &ActionName) -> bool {
    let first = phrase::without_filler(&hearing.tokens).first().map(|token| stem(&token.text));
    let words = super::word::content_words(action.as_str());
    hearing.tokens.len() > 2 && words.first().map(|word| stem(word)) == first
}

fn is_telling(asked: &Variable) -> bool {
    is_free(asked) && name_words(asked).iter().any(|word| TELLING.contains(&word.as_str()))
}

fn is_open(hearing: &Hearing<'_>, action: &ActionName) -> bool {
    hearing.state.frames.iter().any(|frame| frame.action == *action)
}

/// A request with the values that came with it.
pub fn request(hearing: &Hearing<'_>, action: ActionName) -> Vec<UserAct> {
    let mut variables = hearing.requested_variables(&action);
    for open in hearing.open_variables() {
        if variables.iter().all(|variable| variable.name != open.name) {
            variables.push(open);
        }
    }
    let search = Search { lone: true, ..hearing.search(None) };
    let informs = assign(search, &variables).into_iter().map(Found::inform);
    std::iter::once(UserAct::Request { action }).chain(informs).collect()
}

/// A correction that says so.
fn replaced(hearing: &Hearing<'_>) -> Option<Vec<UserAct>> {
    let corrects = phrase::find(&hearing.tokens, english::CORRECTION).is_some();
    let opens = phrase::leading(&hearing.tokens, &[english::CORRECTION_START]).is_some();
    let wrong = phrase::find(&hearing.tokens, english::WRONG).is_some();
    let denies = act::lead(&hearing.tokens).0 == Some(act::Polarity::No);
    if !(corrects || opens || wrong || denies) {
        return None;
    }
    let changes = change::changes(hearing);
    (!changes.is_empty() && (corrects || wrong || has_raw(&changes))).then_some(changes)
}

/// Values, free text, or what cannot be understood.
fn values(hearing: &Hearing<'_>, asked: &Variable) -> Vec<UserAct> {
    let found = found(hearing, asked);
    let for_asked = found.iter().any(|one| one.variable == asked.name);
    let names = found.iter().any(|one| one.named);
    if !for_asked && !names && asks_clearly(hearing) {
        return vec![UserAct::Chat];
    }
    if is_free(asked) && is_contact(hearing, asked, &found) {
        return found.into_iter().map(|one| given(hearing, asked, one)).collect();
    }
    if for_asked || !found.is_empty() && !is_free(asked) && !is_misfit(hearing, asked, &found) {
        return found.into_iter().map(|one| given(hearing, asked, one)).collect();
    }
    rest(hearing, asked, found)
}

/// Nothing but an email address or phone number is for the variable that takes one, not free text.
fn is_contact(hearing: &Hearing<'_>, asked: &Variable, found: &[Found]) -> bool {
    let variables = hearing.open_variables();
    let contact = |one: &Found| {
        let variable = variables.iter().find(|variable| variable.name == one.variable);
        variable.is_some_and(|variable| {
            matches!(variable.spec.variable_type, VariableType::Email | VariableType::Phone)
        })
    };
    let spans = found.iter().map(|one| one.span.clone()).collect();
    !found.is_empty()
        && found.iter().all(contact)
        && leftover(hearing, asked, &Whole { acts: Vec::new(), spans }) == 0
}

/// A bare value that by its words fits only others was meant for what is asked.
fn is_misfit(hearing: &Hearing<'_>, asked: &Variable, found: &[Found]) -> bool {
    let spans = found.iter().map(|one| one.span.clone()).collect();
    let bare = leftover(hearing, asked, &Whole { acts: Vec::new(), spans }) == 0;
    let variables = hearing.open_variables();
    let plain = |one: &Found| {
        let variable = variables.iter().find(|variable| variable.name == one.variable);
        variable.is_some_and(|variable| {
            let rivals = variable.spec.variable_type == asked.spec.variable_type;
            has_no_form(variable)
                || hearing.is_filled(&one.variable) && (rivals || !has_letters(&one.raw))
        })
    };
    bare && found.iter().all(|one| !one.named && plain(one))
        && (is_free(asked) || says_value(hearing, asked))
}

/// Digits alone may be a value of anything, also beside a variable that is filled already.
fn has_letters(raw: &str) -> bool {
    raw.contains(char::is_alphabetic)
}

/// A number or plain text may be a value of anything.
fn has_no_form(variable: &Variable) -> bool {
    match variable.spec.variable_type {
        VariableType::String => variable.spec.pattern.is_none(),
        VariableType::Integer | VariableType::Float | VariableType::Boolean => true,
        VariableType::Date | VariableType::Email | VariableType::Phone => false,
    }
}

/// A question by its mark or by the order of its words; "when I press it" is none.
fn asks_clearly(hearing: &Hearing<'_>) -> bool {
    const VERBS: &[&str] = &[
        "is", "are", "was", "were", "do", "does", "did", "can", "could", "will", "would", "should",
        "have", "has", "am", "may",
    ];
    const SUBJECTS: &[&str] =
        &["you", "i", "we", "it", "this", "that", "they", "there", "the", "my", "your", "any"];
    let words: Vec<&str> = phrase::without_filler(&hearing.tokens)
        .iter()
        .take(3)
        .map(|token| token.text.as_str())
        .collect();
    let (first, second) = (words.first().unwrap_or(&""), words.get(1).unwrap_or(&""));
    let asks = if VERBS.contains(first) {
        SUBJECTS.contains(second)
    } else {
        english::QUESTION_WORDS.contains(first) && (VERBS.contains(second) || first.contains('\''))
    };
    hearing.text.trim_end().ends_with('?') || asks && hearing.is_question()
}

fn has_raw(acts: &[UserAct]) -> bool {
    acts.iter().all(|act| !matches!(act, UserAct::Correct { raw: None, .. }))
}

fn rest(hearing: &Hearing<'_>, asked: &Variable, found: Vec<Found>) -> Vec<UserAct> {
    let misfit = !found.is_empty() && is_misfit(hearing, asked, &found);
    let chats = if is_free(asked) { asks_clearly(hearing) } else { hearing.is_question() };
    if is_free(asked) && !chats && (found.is_empty() || misfit || is_telling(asked)) {
        return vec![all_of_it(hearing, asked)];
    }
    if !found.is_empty() && !misfit {
        return found.into_iter().map(|one| given(hearing, asked, one)).collect();
    }
    if chats {
        return vec![UserAct::Chat];
    }
    if says_value(hearing, asked) {
        return vec![all_of_it(hearing, asked)];
    }
    vec![UserAct::Unclear { candidates: Vec::new() }]
}

/// Whether it means to be a value though it is none, so that the reason can be told.
fn says_value(hearing: &Hearing<'_>, asked: &Variable) -> bool {
    let reasoned = read(hearing, asked)
        .is_some_and(|read| read.is_err_and(|refusal| !refusal.kind.is_no_value()));
    let present = super::evidence::Present::of(hearing.text, &hearing.tokens).any();
    let short = hearing.tokens.len() <= 4 && !asked.spec.choices.is_empty();
    !hearing.tokens.is_empty() && (reasoned || present || short)
}
