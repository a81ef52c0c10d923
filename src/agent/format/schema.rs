use serde_json::Value as Json;

use super::reader::Reader;
use crate::{
    agent::{JsonType, Schema},
    yaml::{Entry, Kind, Literal, Node},
};

/// The keys of a schema.
pub(super) const KEYS: [&str; 6] =
    ["type", "properties", "required", "items", "enum", "description"];

impl Reader<'_> {
    /// What an answer looks like.
    pub(super) fn schema(&mut self, node: &Node) -> Schema {
        let Some(fields) = self.fields(node, "schema", &KEYS) else { return Schema::default() };
        let mut schema = Schema::default();
        if let Some(node) = fields.get("type") {
            schema.types = self.json_types(node);
        }
        if let Some(node) = fields.get("properties") {
            let entries = self.mapping(node, "properties").unwrap_or_default();
            let property = |entry: &Entry| (entry.key.text.clone(), self.schema(&entry.value));
            schema.properties = entries.iter().map(property).collect();
        }
        if let Some(node) = fields.get("required") {
            let names = self.list(node, "required");
            let names = names.iter().filter_map(|name| self.filled_text(name));
            schema.required = names.map(|name| name.value).collect();
        }
        schema.items = fields.get("items").map(|node| Box::new(self.schema(node)));
        schema.choices = fields.get("enum").map(|node| {
            let values = self.list(node, "enum");
            values.iter().filter_map(|value| self.plain_value(value)).collect()
        });
        schema
    }

    /// One type or a list of them.
    fn json_types(&mut self, node: &Node) -> Vec<JsonType> {
        let nodes = match &node.kind {
            Kind::List(nodes) => nodes.as_slice(),
            Kind::Scalar(_) | Kind::Map(_) | Kind::Refused => std::slice::from_ref(node),
        };
        let json_type = |node: &Node| match node.is_null() {
            true => Some(JsonType::Null),
            false => self.word(node, "unknown-word", &JsonType::ALL),
        };
        nodes.iter().filter_map(json_type).collect()
    }

    /// A value that is no list and no mapping.
    fn plain_value(&mut self, node: &Node) -> Option<Json> {
        let Some(scalar) = node.as_scalar() else {
            self.wrong_type(node, "a plain value", "write texts, numbers, `true` or `false`");
            return None;
        };
        self.refuse_ambiguous(node, scalar);
        Some(match scalar.literal() {
            Literal::Null => Json::Null,
            Literal::Boolean(truth) => truth.into(),
            Literal::Integer(number) => number.into(),
            Literal::Float(number) => number.into(),
            Literal::Text => scalar.text.as_str().into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, SourceFile};
    use serde_json::json;

    fn read(schema: &str) -> (Schema, Vec<String>) {
        let text = format!(
            "name: Desk
prompt: p.md
greeting: Hi
timezone: Europe/Berlin
actions:
  - name: Look Up
    description: Look something up for the customer
    method: GET
    url: https://api.test/orders
    response: {{ schema: {schema} }}
"
        );
        let prompt = SourceFile::new("p.md", "Use 'Look Up'.");
        let source = SourceFile::new("agent.yaml", text.as_str());
        let loaded = crate::agent::format::parse(&source, Some(&prompt));
        let shown = |found: &Diagnostic| {
            format!("{} @{} | {}", found.code, &text[found.place.span.clone()], found.help)
        };
        let schema = loaded.agent.map(|agent| agent.actions[0].response.schema.clone());
        let schema = schema.flatten().map(|schema| (*schema).clone()).unwrap_or_default();
        (schema, loaded.diagnostics.iter().filter(|found| found.is_error()).map(shown).collect())
    }

    #[test]
    fn a_schema_has_types_fields_items_and_values() {
        let (schema, found) = read(
            "{ type: [object, null], required: [a], properties: { a: { enum: [x, 1, true, null] }, b: { type: array, items: { type: integer } } } }",
        );
        assert_eq!(found, [""; 0]);
        assert_eq!(schema.types, [JsonType::Object, JsonType::Null]);
        assert_eq!(schema.required, ["a"]);
        let [(_, a), (_, b)] = schema.properties.as_slice() else { panic!("two fields") };
        assert_eq!(a.choices, Some(vec![json!("x"), json!(1), json!(true), Json::Null]));
        assert_eq!(b.items.as_ref().unwrap().types, [JsonType::Integer]);
    }

    #[test]
    fn every_mistake_has_its_place_and_its_remedy() {
        let (_, found) = read(
            "{ type: strng, propertys: {}, required: status, items: { minimum: 3 }, enum: [[1]] }",
        );
        assert_eq!(
            found,
            [
                "unknown-word @strng | did you mean `string`?",
                "unknown-key @propertys | did you mean `properties`?",
                "wrong-type @status | required is a list; leave the key out for none",
                "unknown-key @minimum | write one of: type, properties, required, items, enum, description",
                "wrong-type @[1] | write texts, numbers, `true` or `false`",
            ]
        );
    }
}
