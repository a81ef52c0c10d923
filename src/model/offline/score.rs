use super::{
    evidence::Present,
    heard::{HeardWords, Said},
    index::{Entry, Index},
    likeness::likeness,
    word::{Form, Mean},
};
use crate::model::{ActionScore, Term};

/// How much the meaning as a whole counts beside the single words.
const MEAN: f32 = 2.0;
/// For a word that fits no action: how much it dilutes.
const STRANGE: f32 = 1.5;
/// A word that nobody knows is likelier a name or a slip than a topic.
const UNKNOWN: f32 = 0.6;
/// For standing on the other side of an opposite.
const OPPOSED: f32 = 1.1;
/// For undoing or ending something when nothing says so.
const UNSAID: f32 = 0.3;
/// For a question and an action that looks something up; against one that does not.
const READING: f32 = 0.15;
/// For naming the same side of an opposite by another word.
const AGREED: f32 = 0.4;
/// For what is said not to be wanted.
const UNWANTED: f32 = 1.2;
/// How much an example counts that says the same.
const EXAMPLE: f32 = 0.9;
/// How much it counts that an action's whole name is said.
const NAMED: f32 = 0.3;
/// Terms kept with a score.
const MOST_TERMS: usize = 5;

/// Scores every action against what was heard, best first.
pub fn score(index: &Index, heard: &HeardWords, present: Present) -> Vec<ActionScore> {
    let matches = Matches::of(index, &heard.wanted);
    let mean =
        Mean::of(heard.wanted.iter().filter(|said| !said.name).map(|said| &said.form)).unit();
    let mut scores: Vec<ActionScore> = index
        .entries
        .iter()
        .enumerate()
        .map(|(at, entry)| {
            let scorer = Scorer { index, heard, matches: &matches, mean: &mean };
            scorer.action(at, entry, present)
        })
        .collect();
    scores.sort_by(|a, b| b.score.total_cmp(&a.score));
    scores
}

/// How well each word of the utterance fits each action.
struct Matches {
    /// For each word, for each action: the best fit and the declared word.
    best: Vec<Vec<(f32, usize)>>,
    /// For each word: how much it tells the actions apart.
    tells: Vec<f32>,
    /// Root of the sum of what all words tell.
    length: f32,
}

impl Matches {
    fn of(index: &Index, words: &[Said]) -> Self {
        let best: Vec<Vec<(f32, usize)>> = words.iter().map(|said| fits(index, said)).collect();
        let tells: Vec<f32> = words.iter().zip(&best).map(|(said, row)| tells(said, row)).collect();
        let length = tells.iter().sum::<f32>().sqrt();
        Self { best, tells, length }
    }

    fn part(&self, word: usize, action: usize) -> f32 {
        if self.length > 0.0 {
            self.tells[word] * self.best[word][action].0 / self.length
        } else {
            0.0
        }
    }
}

fn fits(index: &Index, said: &Said) -> Vec<(f32, usize)> {
    let mut row = vec![(0.0, 0); index.entries.len()];
    for (place, declared) in index.vocabulary.iter().enumerate() {
        let like = said.likeness(declared);
        if like <= 0.0 {
            continue;
        }
        for (action, counts) in &index.postings[place] {
            if like * counts > row[*action].0 {
                row[*action] = (like * counts, place);
            }
        }
    }
    row
}

impl Said {
    /// How alike it is to a declared word; a name only when it is the very word.
    fn likeness(&self, declared: &Form) -> f32 {
        if !self.hints.is_empty() {
            return self.hints.iter().map(|hint| likeness(hint, declared)).fold(0.0, f32::max);
        }
        let like = likeness(&self.form, declared);
        if self.name && like < 1.0 { 0.0 } else { like }
    }
}

/// Weight times inverse frequency; a name that fits nothing tells nothing.
fn tells(said: &Said, row: &[(f32, usize)]) -> f32 {
    let total: f32 = row.iter().map(|(fit, _)| fit).sum();
    if said.name && total == 0.0 {
        return 0.0;
    }
    let actions = row.len() as f32;
    let rare = if total > 0.0 { (1.0 + (actions + 1.0) / (0.5 + total)).ln() } else { STRANGE };
    let odd = if total == 0.0 && said.form.vector.is_none() { UNKNOWN } else { 1.0 };
    said.form.weight * said.counts * rare * odd
}

struct Scorer<'a> {
    index: &'a Index,
    heard: &'a HeardWords,
    matches: &'a Matches,
    mean: &'a Mean,
}

impl Scorer<'_> {
    fn action(&self, at: usize, entry: &Entry, present: Present) -> ActionScore {
        let mut terms = self.word_terms(at);
        terms.truncate(MOST_TERMS);
        let late: f32 = (0..self.heard.wanted.len()).map(|word| self.matches.part(word, at)).sum();
        let whole = [
            ("(meaning)", "(as a whole)", MEAN * self.meaning(entry)),
            ("(example)", "(says the same)", EXAMPLE * self.example(entry)),
            ("(name)", "(said in full)", NAMED * self.named(at, entry)),
            ("(values)", "(of the types needed)", present.evidence(&entry.needed)),
            ("(opposite)", "(side)", self.side(entry)),
            ("(question)", "(looks up)", self.reading(entry)),
            ("(not wanted)", "(name)", -UNWANTED * self.unwanted(entry)),
        ];
        let score = late + whole.iter().map(|(_, _, weight)| weight).sum::<f32>();
        terms.extend(whole.into_iter().filter(|(_, _, weight)| *weight != 0.0).map(
            |(said, declared, weight)| Term {
                said: said.to_owned(),
                declared: declared.to_owned(),
                weight: rounded(weight),
            },
        ));
        ActionScore { action: entry.name.clone(), score: rounded(score), terms }
    }

    fn word_terms(&self, action: usize) -> Vec<Term> {
        let mut terms: Vec<Term> = self
            .heard
            .wanted
            .iter()
            .enumerate()
            .filter(|(word, _)| self.matches.part(*word, action) > 0.005)
            .map(|(word, said)| Term {
                said: said.form.text.clone(),
                declared: self.index.vocabulary[self.matches.best[word][action].1].text.clone(),
                weight: rounded(self.matches.part(word, action)),
            })
            .collect();
        terms.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        terms
    }

    fn meaning(&self, entry: &Entry) -> f32 {
        let declared = self.mean.dot(&entry.mean);
        let examples = entry.examples.iter().map(|example| self.mean.dot(&example.mean));
        examples.fold(declared, f32::max)
    }

    /// How nearly the utterance and an example have the same words: from 0 to 1, high only when near.
    fn example(&self, entry: &Entry) -> f32 {
        entry.examples.iter().map(|example| self.alike(&example.words)).fold(0.0, f32::max)
    }

    fn alike(&self, declared: &[usize]) -> f32 {
        let said: Vec<&Said> = self.heard.wanted.iter().filter(|said| !said.name).collect();
        let forms = || declared.iter().map(|place| &self.index.vocabulary[*place]);
        let total: f32 = said.iter().map(|said| said.form.weight).sum::<f32>()
            + forms().map(|form| form.weight).sum::<f32>();
        if total == 0.0 {
            return 0.0;
        }
        let there = said.iter().map(|said| {
            let like = forms().map(|form| said.likeness(form)).fold(0.0, f32::max);
            said.form.weight * like
        });
        let back = forms().map(|form| {
            let like = said.iter().map(|said| said.likeness(form)).fold(0.0, f32::max);
            form.weight * like
        });
        let share = (there.sum::<f32>() + back.sum::<f32>()) / total;
        share * share * share
    }

    /// The share of the action's name that was said, by what its words tell.
    fn named(&self, _action: usize, entry: &Entry) -> f32 {
        let forms = || entry.named.iter().map(|place| &self.index.vocabulary[*place]);
        let total: f32 = forms().map(|form| form.weight).sum();
        let said: f32 = forms()
            .map(|form| {
                let likes = self.heard.wanted.iter().map(|said| said.likeness(form));
                form.weight * likes.fold(0.0, f32::max)
            })
            .sum();
        if total > 0.0 { said / total } else { 0.0 }
    }

    fn side(&self, entry: &Entry) -> f32 {
        let opposed = self.heard.sides.opposed(entry.sides);
        if opposed > 0 {
            -OPPOSED * opposed.min(2) as f32
        } else if self.heard.sides.agrees(entry.sides) {
            AGREED
        } else if entry.sides.undoes() && !self.says_verb(entry) {
            -UNSAID
        } else {
            0.0
        }
    }

    /// A question is for what looks something up, not for what changes something.
    fn reading(&self, entry: &Entry) -> f32 {
        match (self.heard.asks, entry.reads) {
            (false, _) => 0.0,
            (true, true) => READING,
            (true, false) => -READING,
        }
    }

    /// Whether some word is near the first word of the action's name.
    fn says_verb(&self, entry: &Entry) -> bool {
        const NEAR: f32 = 0.45;
        let Some(verb) = entry.named.first().map(|place| &self.index.vocabulary[*place]) else {
            return false;
        };
        self.heard.wanted.iter().any(|said| said.likeness(verb) >= NEAR)
    }

    /// The share of the unwanted words that the action is named by.
    fn unwanted(&self, entry: &Entry) -> f32 {
        let total: f32 = self.heard.unwanted.iter().map(|form| form.weight).sum();
        let named: f32 = self
            .heard
            .unwanted
            .iter()
            .map(|word| {
                let forms = entry.named.iter().map(|place| &self.index.vocabulary[*place]);
                word.weight * forms.map(|form| likeness(word, form)).fold(0.0, f32::max)
            })
            .sum();
        if total > 0.0 { named / total } else { 0.0 }
    }
}

/// To a thousandth, so that no machine's last bit shows.
fn rounded(score: f32) -> f32 {
    (score * 1000.0).round() / 1000.0
}
