use serde::{Deserialize, Serialize};

use super::{
    Expected, Hear, Heard, Utterance,
    confusion::is_right,
    study::hear_all,
    without::{bare, without_word},
};
use crate::agent::{Action, ActionName, Agent};

/// What the words of an action's name and description do for its choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActionWords {
    /// The action.
    pub action: ActionName,
    /// How many utterances are meant for it.
    pub utterances: u32,
    /// How far it is ahead of the best other action on them, on average.
    pub lead: f32,
    /// Its words, what carries most first; those that change nothing are left out.
    pub words: Vec<WordWeight>,
}

/// One word, by what is lost without it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordWeight {
    /// The word, in lower case.
    pub word: String,
    /// Where it stands.
    pub place: Place,
    /// What it adds to the average lead; negative when the action is better off without it.
    pub adds: f32,
    /// How many utterances are heard right only with it.
    pub decides: u32,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In the action's name.
    Name,
    /// In its description.
    Description,
}

impl Place {
    /// What it is called in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Description => "description",
        }
    }
}

/// A change of the lead below this is rounding.
const NOTHING: f32 = 0.0005;

/// What each word of an action does for the utterances that are meant for it; none when there are none.
pub(super) fn words_of(
    agent: &Agent,
    action: &Action,
    heard: &[(&Utterance, Heard)],
    ear: &dyn Hear,
) -> Option<ActionWords> {
    let expected = Expected::Action(action.name.clone());
    let own = heard.iter().filter(|(utterance, _)| utterance.expected == expected);
    let own: Vec<&(&Utterance, Heard)> = own.collect();
    let utterances: Vec<&Utterance> = own.iter().map(|(utterance, _)| *utterance).collect();
    let before: Vec<&Heard> = own.iter().map(|(_, heard)| heard).collect();
    if own.is_empty() {
        return None;
    }
    let mut words: Vec<WordWeight> = places(action)
        .into_iter()
        .map(|(place, word)| {
            let (shorter, name) = without_word(agent, &action.name, (place, &word));
            let after = hear_all(&shorter, &utterances, ear);
            weigh((place, word), (&before, &action.name), (&after, &name))
        })
        .filter(|weight| weight.adds.abs() >= NOTHING || weight.decides > 0)
        .collect();
    words.sort_by(|one, other| other.adds.total_cmp(&one.adds));
    Some(ActionWords {
        action: action.name.clone(),
        utterances: u32::try_from(own.len()).unwrap_or(u32::MAX),
        lead: rounded(average(&before, &action.name)),
        words,
    })
}

/// The words of name and description, each once in each.
fn places(action: &Action) -> Vec<(Place, String)> {
    let mut found: Vec<(Place, String)> = Vec::new();
    let texts =
        [(Place::Name, action.name.as_str()), (Place::Description, action.description.as_str())];
    for (place, text) in texts {
        for word in text.split_whitespace().map(bare).filter(|word| !word.is_empty()) {
            if !found.contains(&(place, word.clone())) {
                found.push((place, word));
            }
        }
    }
    found
}

fn weigh(
    (place, word): (Place, String),
    (before, action): (&[&Heard], &ActionName),
    (after, shorter): (&[Heard], &ActionName),
) -> WordWeight {
    let after: Vec<&Heard> = after.iter().collect();
    let right = |heard: &Heard, name: &ActionName| is_right(&Expected::Action(name.clone()), heard);
    let lost = before
        .iter()
        .zip(&after)
        .filter(|(before, after)| right(before, action) && !right(after, shorter));
    let decides = u32::try_from(lost.count()).unwrap_or(u32::MAX);
    let adds = rounded(average(before, action) - average(&after, shorter));
    WordWeight { word, place, adds, decides }
}

/// The average lead over the utterances that were scored.
fn average(heard: &[&Heard], action: &ActionName) -> f32 {
    let leads: Vec<f32> = heard.iter().filter_map(|heard| heard.lead(action)).collect();
    #[expect(clippy::cast_precision_loss, reason = "utterances are few")]
    let count = leads.len().max(1) as f32;
    leads.iter().sum::<f32>() / count
}

fn rounded(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}
