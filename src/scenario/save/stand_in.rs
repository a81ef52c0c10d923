//! What stands in a saved talk in place of a sensitive value.

use std::collections::BTreeMap;

use crate::{
    agent::{Variable, VariableName},
    value::{Reference, parse},
};

/// Values that behave as the sensitive ones did: the same for the same, another for another, a valid
/// one for a valid one, and for an invalid one what is refused for the same reason.
#[derive(Default)]
pub(super) struct StandIns {
    chosen: BTreeMap<(VariableName, String), String>,
}

/// How many variations of an example are tried.
const MOST: u8 = 9;

impl StandIns {
    /// What is said in place of these words; `None` where nothing fits.
    pub fn of(&mut self, variable: &Variable, raw: &str, at: &Reference) -> Option<String> {
        let canonical = parse(&variable.spec, raw, at).map(|reading| reading.value.to_string());
        let key = (variable.name.clone(), canonical.unwrap_or_else(|_| raw.to_owned()));
        if let Some(known) = self.chosen.get(&key) {
            return Some(known.clone());
        }
        let candidates = candidates(variable, raw, at);
        let fits = |text: &String| {
            text != raw
                && text != &key.1
                && self.is_new(&variable.name, text)
                && alike(variable, (text, raw), at)
        };
        // The example is in the agent's file already, whoever's value it is.
        let example = variable.spec.example.as_ref().filter(|example| {
            **example == key.1 && !self.chosen.values().any(|chosen| chosen == *example)
        });
        let found = match example {
            Some(example) => example.clone(),
            None => candidates.into_iter().find(fits)?,
        };
        self.chosen.insert(key, found.clone());
        Some(found)
    }

    fn is_new(&self, name: &VariableName, text: &str) -> bool {
        let mut chosen = self.chosen.iter().filter(|((of, _), _)| of == name);
        chosen.all(|((_, meant), stand_in)| stand_in != text && meant != text)
    }
}

/// Of a valid value the example and variations of it; of another one what has its form.
fn candidates(variable: &Variable, raw: &str, at: &Reference) -> Vec<String> {
    let example = variable.spec.example.as_deref().unwrap_or_default();
    match parse(&variable.spec, raw, at) {
        Ok(_) => (0..=MOST).map(|step| varied(example, step)).collect(),
        Err(_) => (0..=MOST).map(|step| shaped_like(raw, step)).collect(),
    }
}

/// Whether both are valid, or refused for the same reason.
fn alike(variable: &Variable, (one, other): (&str, &str), at: &Reference) -> bool {
    match (parse(&variable.spec, one, at), parse(&variable.spec, other, at)) {
        (Ok(one), Ok(_)) => one.alternatives.is_empty(),
        (Err(one), Err(other)) => one.kind == other.kind,
        _ => false,
    }
}

/// The text with every digit and letter turned on by so many.
fn varied(text: &str, step: u8) -> String {
    with_letters(text, |_, letter, first, of| (letter as u8 - first + step) % of)
}

/// A text of the same form that tells nothing of this one. No digit becomes a nought: `3.5` would
/// pass for a whole number as `4.0`.
fn shaped_like(text: &str, step: u8) -> String {
    with_letters(text, |place, _, _, of| {
        let turned = (place % 26) as u8 + step;
        if of == 10 { 1 + turned % 9 } else { turned % of }
    })
}

/// The text with other digits and letters: `choose` is given place, letter, and the first of its kind
/// and how many there are.
fn with_letters(text: &str, choose: impl Fn(usize, char, u8, u8) -> u8) -> String {
    let letters = text.chars().enumerate().map(|(place, letter)| {
        let (first, of) = match letter {
            '0'..='9' => (b'0', 10),
            'a'..='z' => (b'a', 26),
            'A'..='Z' => (b'A', 26),
            other => return other,
        };
        char::from(first + choose(place, letter, first, of))
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;
    use crate::{agent::format, diagnostic::SourceFile};

    const AGENT: &str = r#"
name: A
prompt: p.md
greeting: Hello.
timezone: UTC
actions:
  - name: Verify
    description: Verify a customer by the PIN
    method: POST
    url: https://a.example/verify
    body: { pin: "{{pin}}" }
    variables:
      - { name: pin, type: string, description: The PIN, example: "4821", required: true, pattern: '\d{4}', sensitive: true }
"#;

    fn pin() -> (Variable, Reference) {
        let source = SourceFile::new("agent.yaml", AGENT);
        let agent = format::parse(&source, Some(&SourceFile::new("p.md", "p"))).agent.unwrap();
        let now = chrono_tz::UTC.with_ymd_and_hms(2026, 3, 2, 12, 0, 0).unwrap();
        (agent.actions[0].variables[0].clone(), Reference { now, region: None })
    }

    #[test]
    fn the_same_value_keeps_its_stand_in_and_another_gets_another() {
        let (pin, at) = pin();
        let mut stand_ins = StandIns::default();
        let mut of = |raw: &str| stand_ins.of(&pin, raw, &at).unwrap();
        let first = of("7350");
        assert_eq!(first, "4821");
        assert_eq!(of("7350"), first);
        assert_eq!(of("4821").len(), 4);
        assert_ne!(of("4821"), first);
        let second = of("1111");
        assert_ne!(second, first);
        assert!(second != "1111" && parse(&pin.spec, &second, &at).is_ok(), "{second}");
    }

    #[test]
    fn what_is_not_valid_stays_so_and_is_not_told() {
        let (pin, at) = pin();
        let mut stand_ins = StandIns::default();
        let short = stand_ins.of(&pin, "735", &at).unwrap();
        assert_ne!(short, "735");
        let kind = |text: &str| parse(&pin.spec, text, &at).unwrap_err().kind;
        assert_eq!(kind(&short), kind("735"));
    }
}
