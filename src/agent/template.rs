use serde_json::Number;

/// A text with flat `{{name}}` placeholders. Rendering is structural, never text pasting.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Template {
    /// Literal pieces and placeholders in order.
    pub parts: Vec<Part>,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as written.
    Text(String),
    /// The name inside `{{ }}`.
    Name(String),
}

impl Template {
    /// Splits a text at its placeholders. An unclosed `{{` is text; `check` reports it.
    pub fn parse(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find("{{") {
            let Some(length) = rest[open..].find("}}") else { break };
            if open > 0 {
                parts.push(Part::Text(rest[..open].to_owned()));
            }
            parts.push(Part::Name(rest[open + 2..open + length].trim().to_owned()));
            rest = &rest[open + length + 2..];
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Self { parts }
    }

    /// The names of the placeholders, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Name(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The placeholder's name, when the template is exactly one placeholder.
    pub fn sole_name(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Name(name)] => Some(name),
            _ => None,
        }
    }
}

/// A JSON value whose strings are templates; key order is the author's.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyTemplate {
    /// `null`.
    Null,
    /// A literal boolean.
    Boolean(bool),
    /// A literal number.
    Number(Number),
    /// A string; exactly `{{x}}` takes the JSON type of x.
    Text(Template),
    /// A list.
    List(Vec<BodyTemplate>),
    /// An object. A key whose value is a missing optional is dropped.
    Map(Vec<(String, BodyTemplate)>),
}

impl BodyTemplate {
    /// All placeholder names in the tree.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Null | Self::Boolean(_) | Self::Number(_) => Vec::new(),
            Self::Text(template) => template.names().collect(),
            Self::List(items) => items.iter().flat_map(Self::names).collect(),
            Self::Map(entries) => entries.iter().flat_map(|(_, item)| item.names()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_splits_into_literal_pieces_and_names() {
        let template = Template::parse("Order {{ order_number }}!");
        assert_eq!(
            template.parts,
            [
                Part::Text("Order ".into()),
                Part::Name("order_number".into()),
                Part::Text("!".into())
            ]
        );
        assert_eq!(template.sole_name(), None);
        assert_eq!(Template::parse("{{x}}").sole_name(), Some("x"));
    }

    #[test]
    fn an_unclosed_placeholder_is_text() {
        assert_eq!(Template::parse("a {{b").parts, [Part::Text("a {{b".into())]);
    }
}
