use super::super::Spec;

/// A piece of an identifier's example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    Letters(&'a str),
    Digits(&'a str),
    Sign(char),
}

/// How an identifier looks, learnt from its example.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shape<'a> {
    example: &'a str,
    parts: Vec<Part<'a>>,
}

/// How closely a text fits a shape.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fit {
    /// The text in the example's form.
    pub value: String,
    /// Where its letters come from.
    pub letters: Letters,
    /// Whether it has as many characters as the example.
    pub same_length: bool,
}

/// Where the letters of a fitted identifier come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// They were said and are the example's, or vary by the example's own form.
    Own,
    /// They were said and are others than the example's.
    Other,
    /// They were not said and are the example's.
    Guessed,
}

/// Whether the slot's strings are identifiers: it has a pattern, or its example looks like one.
pub(super) fn is_coded(spec: &Spec) -> bool {
    spec.pattern.is_some() || spec.example.as_deref().is_some_and(is_code_like)
}

/// Digits without lower-case prose, or capitals with signs.
fn is_code_like(example: &str) -> bool {
    let has_digit = example.bytes().any(|byte| byte.is_ascii_digit());
    let has_blank = example.contains(' ');
    let has_lower = example.bytes().any(|byte| byte.is_ascii_lowercase());
    let plain = example
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || "-_/.# ".contains(character));
    plain
        && (has_digit && !(has_blank && has_lower)
            || !has_digit && !has_lower && example.contains(['-', '_']))
}

impl<'a> Shape<'a> {
    /// The shape of an example; none when it is no identifier.
    pub fn of(spec: &'a Spec) -> Option<Self> {
        let example = spec.example.as_deref().filter(|example| is_code_like(example))?;
        let mut parts = Vec::new();
        let mut rest = example;
        while let Some(first) = rest.chars().next() {
            let class =
                |character: char| (character.is_ascii_alphabetic(), character.is_ascii_digit());
            if !first.is_ascii_alphanumeric() {
                parts.push(Part::Sign(first));
                rest = rest.get(first.len_utf8()..).unwrap_or("");
                continue;
            }
            let end = rest.find(|character| class(character) != class(first)).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            parts.push(if first.is_ascii_digit() {
                Part::Digits(piece)
            } else {
                Part::Letters(piece)
            });
            rest = after;
        }
        Some(Self { example, parts })
    }

    /// The example itself.
    pub fn example(&self) -> &str {
        self.example
    }

    /// Whether a word is one of the example's own groups of letters.
    pub fn has_letters(&self, word: &str) -> bool {
        self.parts.iter().any(
            |part| matches!(part, Part::Letters(letters) if letters.eq_ignore_ascii_case(word)),
        )
    }

    /// Whether a mixed identifier of this form may have so many letters and digits.
    pub fn has_room(&self, count: usize) -> bool {
        let most = self.example.bytes().filter(u8::is_ascii_alphanumeric).count();
        let groups = self.parts.iter().filter(|part| matches!(part, Part::Digits(_))).count();
        (self.is_mixed() || groups > 1) && count <= most
    }

    /// Whether letters and digits alternate so often that only length and kind can be compared.
    fn is_mixed(&self) -> bool {
        self.parts.iter().filter(|part| !matches!(part, Part::Sign(_))).count() > 3
    }

    /// Fits letters and digits (no signs) to the shape.
    pub fn fit(&self, plain: &str) -> Option<Fit> {
        if self.is_mixed() {
            return self.fit_mixed(plain);
        }
        let same_length =
            plain.len() == self.example.bytes().filter(u8::is_ascii_alphanumeric).count();
        if let Some(value) = self.fit_parts(plain) {
            return Some(Fit { value, letters: Letters::Own, same_length });
        }
        self.fit_digits(plain).or_else(|| self.fit_kinds(plain))
    }

    /// Letters where the example has letters, digits where it has digits ("INV-204" by "ORD-123").
    fn fit_kinds(&self, plain: &str) -> Option<Fit> {
        let mut value = String::with_capacity(self.example.len());
        let mut rest = plain;
        for part in &self.parts {
            let (taken, digits) = match part {
                Part::Sign(sign) => {
                    value.push(*sign);
                    continue;
                }
                Part::Letters(letters) => (letters.len(), false),
                Part::Digits(digits) => (digits.len(), true),
            };
            let piece = rest.get(..taken)?;
            if digits {
                value.push_str(&as_digits(piece)?);
            } else {
                value.push_str(
                    &self.in_case(piece.bytes().all(|b| b.is_ascii_alphabetic()).then_some(piece)?),
                );
            }
            rest = rest.get(taken..)?;
        }
        let mixed = self.parts.iter().any(|part| matches!(part, Part::Letters(_)))
            && self.parts.iter().any(|part| matches!(part, Part::Digits(_)));
        (mixed && rest.is_empty()).then_some(Fit {
            value,
            letters: Letters::Other,
            same_length: true,
        })
    }

    fn in_case(&self, text: &str) -> String {
        let upper = !self.example.bytes().any(|byte| byte.is_ascii_lowercase());
        if upper { text.to_ascii_uppercase() } else { text.to_ascii_lowercase() }
    }

    /// Whether a group of letters so long follows so many characters.
    pub fn takes_letters(&self, before: usize, count: usize) -> bool {
        let mut place = 0;
        self.parts.iter().any(|part| match part {
            Part::Sign(_) => false,
            Part::Letters(text) | Part::Digits(text) => {
                let here = place == before && matches!(part, Part::Letters(_));
                place += text.len();
                here && text.len() == count
            }
        })
    }

    fn fit_parts(&self, plain: &str) -> Option<String> {
        let mut value = String::with_capacity(self.example.len() + 4);
        let mut rest = plain;
        let last_digits = self.parts.iter().rposition(|part| matches!(part, Part::Digits(_)));
        for (nth, part) in self.parts.iter().enumerate() {
            match part {
                Part::Sign(sign) => value.push(*sign),
                Part::Letters(letters) => {
                    let head = rest.get(..letters.len())?;
                    if !head.eq_ignore_ascii_case(letters) {
                        return None;
                    }
                    value.push_str(letters);
                    rest = rest.get(letters.len()..)?;
                }
                Part::Digits(digits) => {
                    let open = Some(nth) == last_digits && nth + 1 == self.parts.len();
                    let taken = if open { rest.len() } else { digits.len() };
                    value.push_str(&as_digits(rest.get(..taken)?)?);
                    rest = rest.get(taken..)?;
                }
            }
        }
        (rest.is_empty() && value.bytes().any(|byte| byte.is_ascii_digit())
            || rest.is_empty() && last_digits.is_none())
        .then_some(value)
    }

    /// Only the digits were said: the letters before them are the example's.
    fn fit_digits(&self, plain: &str) -> Option<Fit> {
        let lettered = matches!(self.parts.first(), Some(Part::Letters(_)));
        let digits: Vec<&&str> = self
            .parts
            .iter()
            .filter_map(|part| if let Part::Digits(digits) = part { Some(digits) } else { None })
            .collect();
        let [only] = digits.as_slice() else { return None };
        let fits = lettered
            && only.len() == plain.len()
            && plain.bytes().all(|byte| byte.is_ascii_digit());
        let ends = matches!(self.parts.last(), Some(Part::Digits(_)));
        (fits && ends && plain.len() >= 3).then(|| Fit {
            value: format!("{}{plain}", self.example.strip_suffix(**only).unwrap_or_default()),
            letters: Letters::Guessed,
            same_length: true,
        })
    }

    fn fit_mixed(&self, plain: &str) -> Option<Fit> {
        let letters = self.example.bytes().filter(u8::is_ascii_alphanumeric).count();
        let kinds = plain.bytes().any(|byte| byte.is_ascii_digit())
            && plain.bytes().any(|byte| byte.is_ascii_alphabetic());
        if plain.len() != letters || !kinds {
            return None;
        }
        let mut given = plain.chars();
        let value: Option<String> = self
            .example
            .chars()
            .map(
                |character| {
                    if character.is_ascii_alphanumeric() { given.next() } else { Some(character) }
                },
            )
            .collect();
        let value = self.in_case(&value?);
        Some(Fit { value, letters: Letters::Own, same_length: true })
    }
}

/// Digits, where a letter O stands for a zero.
fn as_digits(text: &str) -> Option<String> {
    let digits: Option<String> = text
        .chars()
        .map(|character| match character {
            'o' | 'O' => Some('0'),
            digit if digit.is_ascii_digit() => Some(digit),
            _ => None,
        })
        .collect();
    digits.filter(|digits| !digits.is_empty())
}
