use serde_json::Number;

use super::{
    draft::Spanned,
    place::{Kind as PlaceholderKind, Placeholder},
    reader::Reader,
};
use crate::{
    agent::BodyTemplate,
    yaml::{Entry, Kind, Literal, Node, Scalar},
};

impl Reader<'_> {
    /// A JSON value whose strings are templates.
    pub(super) fn body(
        &mut self,
        node: &Node,
        placeholders: &mut Vec<Placeholder>,
    ) -> Option<BodyTemplate> {
        match &node.kind {
            Kind::Refused => None,
            Kind::Scalar(scalar) => Some(self.body_scalar(node, scalar, placeholders)),
            Kind::List(items) => {
                let items = items.iter().filter_map(|item| self.body(item, placeholders));
                Some(BodyTemplate::List(items.collect()))
            }
            Kind::Map(entries) => {
                let entries =
                    entries.iter().filter_map(|entry| self.body_entry(entry, placeholders));
                Some(BodyTemplate::Map(entries.collect()))
            }
        }
    }

    fn body_entry(
        &mut self,
        entry: &Entry,
        placeholders: &mut Vec<Placeholder>,
    ) -> Option<(String, BodyTemplate)> {
        self.refuse_placeholder_in_key(&entry.key);
        if let Some(scalar) = entry.value.as_scalar().filter(|scalar| !scalar.is_null()) {
            self.refuse_credential(&entry.key.text, &scalar.text, &entry.value.span);
        }
        Some((entry.key.text.clone(), self.body(&entry.value, placeholders)?))
    }

    fn body_scalar(
        &mut self,
        node: &Node,
        scalar: &Scalar,
        placeholders: &mut Vec<Placeholder>,
    ) -> BodyTemplate {
        self.refuse_ambiguous(node, scalar);
        match scalar.literal() {
            Literal::Null => BodyTemplate::Null,
            Literal::Boolean(truth) => BodyTemplate::Boolean(truth),
            Literal::Integer(number) => BodyTemplate::Number(number.into()),
            Literal::Float(number) => {
                Number::from_f64(number).map_or(BodyTemplate::Null, BodyTemplate::Number)
            }
            Literal::Text => {
                let text = Spanned { value: scalar.text.clone(), span: node.span.clone() };
                BodyTemplate::Text(self.template(&text, PlaceholderKind::Inside, placeholders))
            }
        }
    }
}
