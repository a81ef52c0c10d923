use super::english::AXES;

/// The sides of the opposites that a run of words takes, as bits of two to an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides(u128);

impl Sides {
    /// Reads the sides off consecutive words by their stems and two-word phrases.
    pub fn of(words: &[&str], spoken: &[&str]) -> Self {
        let mut sides = Self::default();
        for (at, axis) in AXES.iter().enumerate() {
            for (side, phrases) in [axis.one, axis.other].into_iter().enumerate() {
                if phrases.iter().any(|phrase| has(words, spoken, phrase)) {
                    sides.0 |= 1 << (2 * at + side);
                }
            }
        }
        sides
    }

    /// How many axes the two are on opposite sides of, neither being on both.
    pub fn opposed(self, other: Self) -> u32 {
        (0..AXES.len() as u32).filter(|at| self.on(*at).is_opposite(other.on(*at))).count() as u32
    }

    /// Whether they stand on the same side of some axis and on opposite sides of none.
    pub fn agrees(self, other: Self) -> bool {
        self.opposed(other) == 0
            && (0..AXES.len() as u32).any(|at| self.on(at).is_same(other.on(at)))
    }

    /// Whether it takes away, undoes or ends: such a side is not chosen without being said.
    pub fn undoes(self) -> bool {
        (0..AXES.len() as u32).any(|at| self.on(at) == OnAxis(2))
    }

    fn on(self, axis: u32) -> OnAxis {
        OnAxis(((self.0 >> (2 * axis)) & 3) as u8)
    }
}

/// The sides taken on one axis: none, one, the other or both.
#[derive(Clone, Copy, PartialEq, Eq)]
struct OnAxis(u8);

impl OnAxis {
    fn is_opposite(self, other: Self) -> bool {
        self.0 + other.0 == 3 && self.0 != 0 && other.0 != 0
    }

    fn is_same(self, other: Self) -> bool {
        self == other && matches!(self.0, 1 | 2)
    }
}

fn has(words: &[&str], spoken: &[&str], phrase: &str) -> bool {
    let mut parts = phrase.split(' ');
    match (parts.next(), parts.next()) {
        (Some(verb), Some(particle)) => spoken
            .iter()
            .enumerate()
            .any(|(at, word)| is_form(word, verb) && follows(&spoken[at + 1..], particle)),
        (Some(only), None) => words.iter().any(|word| is_form(word, only)),
        _ => false,
    }
}

/// "turn it off" and "turn the lamp off" as well as "turn off".
fn follows(rest: &[&str], particle: &str) -> bool {
    rest.iter().take(4).any(|word| *word == particle)
}

/// Whether `word` is `base` or an inflected form of it.
fn is_form(word: &str, base: &str) -> bool {
    let Some(ending) = word.strip_prefix(base) else {
        return base
            .strip_suffix('e')
            .is_some_and(|stem| matches!(word.strip_prefix(stem), Some("ing" | "ation" | "al")));
    };
    let doubled = base.chars().last().map(|last| ending.strip_prefix(last).unwrap_or(ending));
    matches!(ending, "" | "s" | "es" | "ed" | "ing" | "d" | "ation" | "lation" | "ment" | "al")
        || matches!(doubled, Some("ed" | "ing" | "ation"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides(text: &str) -> Sides {
        let spoken: Vec<&str> = text.split(' ').collect();
        Sides::of(&spoken, &spoken)
    }

    #[test]
    fn opposites_are_told_apart_in_all_their_forms() {
        assert_eq!(sides("enabling wifi").opposed(sides("disable wifi")), 1);
        assert_eq!(sides("turn the lamp off").opposed(sides("activate lamp")), 1);
        assert_eq!(sides("cancellation of order").opposed(sides("book table")), 1);
        assert!(sides("buy").agrees(sides("purchase")));
        assert_eq!(sides("weather").opposed(sides("disable")), 0);
    }
}
