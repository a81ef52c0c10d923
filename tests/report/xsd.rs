//! A validator for the part of XML Schema that the JUnit schema uses: named elements, references,
//! sequences, choices, attributes, and patterns on attributes.

use std::collections::HashMap;

use regex::Regex;
use roxmltree::{Document, Node};

/// What a document breaks of a schema.
pub fn complaints(schema: &str, document: &str) -> Vec<String> {
    let schema = Document::parse(schema).unwrap();
    let document = match Document::parse(document) {
        Ok(document) => document,
        Err(error) => return vec![error.to_string()],
    };
    let schema = Schema::read(schema.root_element());
    let mut found = Vec::new();
    schema.element(document.root_element(), &mut found);
    found
}

struct Schema<'a> {
    elements: HashMap<&'a str, Node<'a, 'a>>,
    patterns: HashMap<&'a str, Regex>,
}

impl<'a> Schema<'a> {
    fn read(root: Node<'a, 'a>) -> Self {
        let named = |kind: &'static str| {
            let found = root.children().filter(move |node| node.has_tag_name(kind_of(kind)));
            found.filter_map(|node| Some((node.attribute("name")?, node)))
        };
        let pattern = |(name, node): (&'a str, Node<'a, 'a>)| {
            let pattern = node.descendants().find(|node| node.has_tag_name(kind_of("pattern")))?;
            Some((name, Regex::new(&format!("^(?:{})$", pattern.attribute("value")?)).unwrap()))
        };
        Self {
            elements: named("element").collect(),
            patterns: named("simpleType").filter_map(pattern).collect(),
        }
    }

    fn element(&self, node: Node<'_, '_>, found: &mut Vec<String>) {
        let name = node.tag_name().name();
        let Some(declared) = self.elements.get(name) else {
            return found.push(format!("<{name}> is not declared"));
        };
        let Some(complex) = child(*declared, "complexType") else {
            if node.children().any(|child| child.is_element()) {
                found.push(format!("<{name}> holds text only"));
            }
            return;
        };
        self.attributes(node, complex, found);
        self.content(node, complex, found);
    }

    fn attributes(&self, node: Node<'_, '_>, complex: Node<'a, 'a>, found: &mut Vec<String>) {
        let name = node.tag_name().name();
        let declared: HashMap<&str, Node<'_, '_>> = complex
            .children()
            .filter(|child| child.has_tag_name(kind_of("attribute")))
            .filter_map(|child| Some((child.attribute("name")?, child)))
            .collect();
        for attribute in node.attributes() {
            let Some(declaration) = declared.get(attribute.name()) else {
                found.push(format!("<{name}> has no attribute {}", attribute.name()));
                continue;
            };
            let pattern = self.patterns.get(declaration.attribute("type").unwrap_or_default());
            if pattern.is_some_and(|pattern| !pattern.is_match(attribute.value())) {
                found.push(format!("{}=\"{}\" of <{name}>", attribute.name(), attribute.value()));
            }
        }
        for (wanted, declaration) in declared {
            if declaration.attribute("use") == Some("required") && !node.has_attribute(wanted) {
                found.push(format!("<{name}> needs {wanted}"));
            }
        }
    }

    fn content(&self, node: Node<'_, '_>, complex: Node<'a, 'a>, found: &mut Vec<String>) {
        let name = node.tag_name().name();
        let references = complex.descendants().filter_map(|part| part.attribute("ref"));
        let allowed: Vec<&str> = references.collect();
        let is_mixed = complex.attribute("mixed") == Some("true");
        for child in node.children() {
            if child.is_element() {
                match allowed.contains(&child.tag_name().name()) {
                    true => self.element(child, found),
                    false => found.push(format!("<{name}> holds <{}>", child.tag_name().name())),
                }
            } else if !is_mixed && child.text().is_some_and(|text| !text.trim().is_empty()) {
                found.push(format!("<{name}> holds text"));
            }
        }
    }
}

fn kind_of(kind: &str) -> (&'static str, &str) {
    ("http://www.w3.org/2001/XMLSchema", kind)
}

fn child<'a>(node: Node<'a, 'a>, kind: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|child| child.has_tag_name(kind_of(kind)))
}
