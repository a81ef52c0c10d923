use std::sync::Arc;

use super::{draft::Spanned, place::is_name, reader::Reader, root::RUNTIME_NAMES};
use crate::{
    agent::{ResponseRule, SaveRule},
    yaml::{Entry, Node},
};

/// The keys of what is kept of an answer.
pub(super) const KEYS: [&str; 3] = ["keep", "save", "schema"];

impl Reader<'_> {
    /// What is kept and saved of an answer.
    pub(super) fn response(&mut self, node: &Node) -> (ResponseRule, Vec<Spanned<SaveRule>>) {
        let Some(fields) = self.fields(node, "response", &KEYS) else {
            return Default::default();
        };
        let keep = fields.get("keep").map(|node| {
            let names = self.texts(node, "keep");
            names.into_iter().map(|name| name.value).collect()
        });
        let saves: Vec<_> = match fields.get("save") {
            Some(node) => {
                let entries = self.mapping(node, "save").unwrap_or_default();
                entries.iter().filter_map(|entry| self.save(entry)).collect()
            }
            None => Vec::new(),
        };
        let save = saves.iter().map(|save| save.value.clone()).collect();
        let schema = fields.get("schema").map(|node| Arc::new(self.schema(node)));
        (ResponseRule { keep, save, schema }, saves)
    }

    fn save(&mut self, entry: &Entry) -> Option<Spanned<SaveRule>> {
        let key = &entry.key;
        let name_is_good = self.is_free_name(&key.text, &key.span);
        let text = self.filled_text(&entry.value)?;
        let Some(path) = parse_path(&text.value) else {
            let diagnostic = self
                .error("bad-json-path", &text.span, format!("`{}` is no path", text.value))
                .help("write the way to one value: `$.order.items[0].id`");
            self.push(diagnostic);
            return None;
        };
        name_is_good.then(|| Spanned {
            value: SaveRule { key: key.text.clone(), path },
            span: key.span.clone(),
        })
    }

    /// Whether a text can be the name of a variable or a saved key.
    pub(super) fn is_free_name(&mut self, name: &str, span: &std::ops::Range<usize>) -> bool {
        if !is_name(name) || name.len() > super::limit::NAME {
            let diagnostic = self
                .error("bad-name", span, format!("`{name}` cannot be a name"))
                .label("templates could not refer to it")
                .help("write letters, digits and `_`, starting with a letter, at most 64");
            self.push(diagnostic);
            return false;
        }
        if RUNTIME_NAMES.contains(&name) {
            let diagnostic = self
                .error("reserved-name", span, format!("`{name}` is a runtime variable"))
                .label("always has a value of its own")
                .help("choose another name");
            self.push(diagnostic);
            return false;
        }
        true
    }
}

/// The steps of `$.a.b[0]`; `None` when it is anything else.
fn parse_path(text: &str) -> Option<Vec<String>> {
    let mut rest = text.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (step, tail) = after.split_at(end);
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@');
            if step.is_empty() || !step.chars().all(plain) {
                return None;
            }
            steps.push(step.to_owned());
            rest = tail;
        } else {
            let (index, tail) = rest.strip_prefix('[')?.split_once(']')?;
            let quoted = index.strip_prefix('\'').and_then(|key| key.strip_suffix('\''));
            match quoted {
                Some(key) if !key.is_empty() => steps.push(key.to_owned()),
                _ => steps.push(index.parse::<u32>().ok()?.to_string()),
            }
            rest = tail;
        }
    }
    (!steps.is_empty()).then_some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_steps_and_indexes() {
        assert_eq!(parse_path("$.a.b[0]"), Some(vec!["a".into(), "b".into(), "0".into()]));
        assert_eq!(parse_path("$[1]['x y']"), Some(vec!["1".into(), "x y".into()]));
        for wrong in ["a.b", "$", "$.", "$..a", "$.a[*]", "$.a[", "$.a[-1]", "$a"] {
            assert_eq!(parse_path(wrong), None, "{wrong}");
        }
    }
}
