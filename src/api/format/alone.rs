use serde_json::Value as Json;

use super::reader::Reader;
use crate::{
    api::{Layer, Matcher},
    diagnostic::{Diagnostic, SourceFile},
    yaml::Node,
};

/// Reads what one value must be like, where it is a part of another file.
pub fn parse_matcher(source: &SourceFile, node: &Node) -> (Matcher, Vec<Diagnostic>) {
    let mut reader = Reader { source, layer: Layer::Scenario, diagnostics: Vec::new() };
    let matcher = reader.matcher(node);
    (matcher, reader.diagnostics)
}

/// Reads any value as JSON, where it is a part of another file.
pub fn parse_json(source: &SourceFile, node: &Node) -> (Json, Vec<Diagnostic>) {
    let mut reader = Reader { source, layer: Layer::Scenario, diagnostics: Vec::new() };
    let json = reader.json(node);
    (json, reader.diagnostics)
}
