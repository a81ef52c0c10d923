use std::ops::Range;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Bytes of the file; never empty unless the file is.
    pub span: Range<usize>,
    /// The value.
    pub kind: Kind,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Text, number, boolean or nothing.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A mapping in the author's order, each key once.
    Map(Vec<Entry>),
    /// Something that was refused already; readers stay silent about it.
    Refused,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Node,
}

/// A key's text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The text without quotes.
    pub text: String,
    /// Bytes of the file, quotes included.
    pub span: Range<usize>,
}

/// A scalar's text and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text, escapes resolved, quotes removed.
    pub text: String,
    /// How it was written.
    pub style: Style,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: YAML decides by its look what it is.
    Plain,
    /// In quotes: always text.
    Quoted,
    /// As a block under `|` or `>`: always text.
    Block,
}

/// What YAML 1.2 takes a scalar for.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number of 64 bits.
    Integer(i64),
    /// A finite number.
    Float(f64),
    /// Anything else.
    Text,
}

impl Scalar {
    /// What YAML 1.2 takes it for.
    pub fn literal(&self) -> Literal {
        if self.style != Style::Plain {
            return Literal::Text;
        }
        match self.text.as_str() {
            "" | "~" | "null" | "Null" | "NULL" => Literal::Null,
            "true" | "True" | "TRUE" => Literal::Boolean(true),
            "false" | "False" | "FALSE" => Literal::Boolean(false),
            text => number(text).unwrap_or(Literal::Text),
        }
    }

    /// Whether nothing was written.
    pub fn is_null(&self) -> bool {
        self.literal() == Literal::Null
    }
}

/// A number in the decimal forms of YAML 1.2 that every reader agrees on.
fn number(text: &str) -> Option<Literal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(Literal::Integer);
    }
    let known = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '-' | '+');
    if !digits.chars().all(known) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite()).map(Literal::Float)
}

impl Node {
    /// The scalar, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(scalar),
            Kind::List(_) | Kind::Map(_) | Kind::Refused => None,
        }
    }

    /// Whether nothing was written.
    pub fn is_null(&self) -> bool {
        self.as_scalar().is_some_and(Scalar::is_null)
    }

    /// What it is, for "expected text, found a list".
    pub fn noun(&self) -> &'static str {
        match &self.kind {
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
            Kind::Refused => "something refused",
            Kind::Scalar(scalar) => match scalar.literal() {
                Literal::Null => "nothing",
                Literal::Boolean(_) => "a boolean",
                Literal::Integer(_) | Literal::Float(_) => "a number",
                Literal::Text => "text",
            },
        }
    }

    /// The value of this key, if it is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Map(entries) => {
                entries.iter().find(|entry| entry.key.text == key).map(|entry| &entry.value)
            }
            Kind::Scalar(_) | Kind::List(_) | Kind::Refused => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Literal {
        Scalar { text: text.into(), style: Style::Plain }.literal()
    }

    #[test]
    fn a_plain_scalar_is_read_by_its_look() {
        assert_eq!(plain("42"), Literal::Integer(42));
        assert_eq!(plain("-1.5"), Literal::Float(-1.5));
        assert_eq!(plain("true"), Literal::Boolean(true));
        assert_eq!(plain("~"), Literal::Null);
        assert_eq!(plain("+49"), Literal::Text);
        assert_eq!(plain("no"), Literal::Text);
        assert_eq!(plain("ORD-12345"), Literal::Text);
        assert_eq!(plain("2026-03-02"), Literal::Text);
    }

    #[test]
    fn quotes_make_text() {
        let quoted = Scalar { text: "42".into(), style: Style::Quoted };
        assert_eq!(quoted.literal(), Literal::Text);
    }
}
