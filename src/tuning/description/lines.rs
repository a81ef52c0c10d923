use super::{ActionWords, Confusion, Descriptions, Expected, Missed, Twins, WordWeight};
use crate::{
    report::statistics::{whole_percent, wilson},
    shown::{Line, Tone},
};

/// Missed utterances that are shown.
const MOST_MISSED: usize = 20;
/// Words of an action that are shown.
const MOST_WORDS: usize = 8;

/// What came of hearing utterances, for people at a terminal.
pub fn lines(found: &Descriptions) -> Vec<Line> {
    let mut lines = confusion(&found.confusion);
    lines.push(Line::new());
    lines.push(summary(found));
    lines.extend(missed(&found.confusion.missed));
    lines.extend(found.twins.iter().map(twins));
    for words in &found.words {
        lines.push(Line::new());
        lines.extend(action_words(words));
    }
    lines
}

/// The matrix: each column goes by a letter, so that it fits however long the names are.
fn confusion(found: &Confusion) -> Vec<Line> {
    let names = found.rows.iter().map(|row| row.expected.name().chars().count());
    let wide = names.max().unwrap_or(0).max("expected".len());
    let heads: Vec<String> = (0..found.columns.len()).map(|at| head(found, at)).collect();
    let mut first = Line::new().dim(&format!("{:wide$}", "expected"));
    for head in &heads {
        first = first.dim(&format!(" {head:>4}"));
    }
    let mut lines = vec![first];
    for row in &found.rows {
        let mut line = Line::new().with(&format!("{:wide$}", row.expected.name()), Tone::Name);
        for (at, count) in row.counts.iter().enumerate() {
            let is_right = found.columns[at] == row.expected.name();
            line =
                line.with(&format!(" {:>4}", cell(*count)), tone(*count, is_right, &row.expected));
        }
        lines.push(line);
    }
    lines.push(Line::dimmed(&legend(found, &heads)));
    lines
}

/// The two last columns go by their names, the actions by their numbers.
fn head(found: &Confusion, at: usize) -> String {
    if at + 2 < found.columns.len() { (at + 1).to_string() } else { found.columns[at].clone() }
}

fn legend(found: &Confusion, heads: &[String]) -> String {
    let actions = found.columns.iter().zip(heads).take(found.columns.len().saturating_sub(2));
    let named: Vec<String> = actions.map(|(name, head)| format!("{head} {name}")).collect();
    format!("heard as: {}", named.join(", "))
}

fn cell(count: u32) -> String {
    if count == 0 { "·".to_owned() } else { count.to_string() }
}

fn tone(count: u32, is_right: bool, expected: &Expected) -> Tone {
    match (count, is_right, expected) {
        (0, _, _) => Tone::Dim,
        (_, _, Expected::Unsaid) => Tone::Plain,
        (_, true, _) => Tone::Good,
        (_, false, _) => Tone::Bad,
    }
}

fn summary(found: &Descriptions) -> Line {
    let (right, all) = found.confusion.right();
    if all == 0 {
        return Line::of(&format!(
            "{} utterances, heard by {}; of none it is said which action is meant",
            found.utterances, found.model
        ));
    }
    let (low, high) = whole_percent(wilson(right, all));
    Line::of(&format!(
        "{right} of {all} utterances are heard as meant ({low} % to {high} %, 95 % interval), by {}",
        found.model
    ))
}

fn missed(missed: &[Missed]) -> Vec<Line> {
    let mut lines: Vec<Line> = missed.iter().take(MOST_MISSED).map(one_missed).collect();
    if missed.len() > MOST_MISSED {
        lines.push(Line::dimmed(&format!("  and {} more", missed.len() - MOST_MISSED)));
    }
    lines
}

fn one_missed(missed: &Missed) -> Line {
    let names = missed.heard.join(" or ");
    let heard = match (missed.asks, missed.heard.is_empty()) {
        (true, _) => format!("asked back: {names}?"),
        (false, true) => "heard none".to_owned(),
        (false, false) => format!("heard {names}"),
    };
    Line::new()
        .with("  ✗ ", Tone::Bad)
        .plain(&missed.utterance)
        .dim(&format!("  meant {}, {heard}", missed.expected.name()))
}

fn twins(twins: &Twins) -> Line {
    let Twins { one, other, shared } = twins;
    Line::warning(&format!(
        "  ! \"{one}\" and \"{other}\" have {:.0} % of the words of their descriptions in common: say what \
         sets them apart",
        100.0 * shared
    ))
}

fn action_words(words: &ActionWords) -> Vec<Line> {
    let ActionWords { action, utterances, lead, .. } = words;
    let times = if *utterances == 1 { "utterance" } else { "utterances" };
    let head = Line::new()
        .with(action.as_str(), Tone::Name)
        .dim(&format!("  ahead by {lead:.2} on average, over {utterances} {times}"));
    if words.words.is_empty() {
        return vec![head, Line::dimmed("  no single word changes that")];
    }
    let mut lines = vec![head];
    lines.extend(shown(&words.words).into_iter().map(word));
    lines
}

/// What carries most, and whatever it would be better off without.
fn shown(words: &[WordWeight]) -> Vec<&WordWeight> {
    let (best, rest) = words.split_at(words.len().min(MOST_WORDS));
    best.iter().chain(rest.iter().filter(|word| word.adds < 0.0)).collect()
}

fn word(word: &WordWeight) -> Line {
    let tone = if word.adds < 0.0 { Tone::Bad } else { Tone::Good };
    let line = Line::new()
        .with(&format!("  {:+.3}", word.adds), tone)
        .plain(&format!("  {:16}", word.word))
        .dim(word.place.name());
    match word.decides {
        0 => line,
        1 => line.plain("  decides 1 utterance"),
        decides => line.plain(&format!("  decides {decides} utterances")),
    }
}
