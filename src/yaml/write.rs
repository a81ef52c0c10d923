use serde_json::Value as Json;

use super::{Literal, Scalar, Style, ambiguity};

/// A text as a scalar that every reader of YAML takes for this text: plain where that is safe, else
/// in double quotes (YAML 1.2, section 7.3).
pub fn scalar(text: &str) -> String {
    let plain = Scalar { text: text.to_owned(), style: Style::Plain };
    let is_safe = plain.literal() == Literal::Text && ambiguity(&plain).is_none() && is_plain(text);
    if is_safe { text.to_owned() } else { Json::from(text).to_string() }
}

/// Whether a text may stand without quotes also inside brackets. Words of other YAML versions for
/// yes, no and nothing are left to the caller.
fn is_plain(text: &str) -> bool {
    let inside = |letter: char| letter.is_alphanumeric() || " _-./@+'?!()".contains(letter);
    let starts = text.starts_with(|letter: char| letter.is_alphanumeric());
    starts && !text.ends_with(' ') && text.chars().all(inside)
}

/// A value on one line, in flow style (YAML 1.2, section 7.4).
pub fn flow(json: &Json) -> String {
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) => json.to_string(),
        Json::String(text) => scalar(text),
        Json::Array(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Json::Object(map) if map.is_empty() => "{}".to_owned(),
        Json::Object(map) => {
            let pairs = map.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::SourceFile,
        yaml::{Kind, Node, read},
    };
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn a_text_is_quoted_only_where_it_must_be() {
        for plain in ["ORD-12345", "Lookup Order Status", "don't", "a@b.de", "Where is it?"] {
            assert_eq!(scalar(plain), plain);
        }
        for quoted in
            ["4821", "no", "+49151", "", " a", "a: b", "#x", "- a", "true", "12:30", "a\nb"]
        {
            assert!(scalar(quoted).starts_with('"'), "{quoted}");
        }
        assert_eq!(
            flow(&json!([{ "Look Up": { "id": 7, "pin": "0007" } }])),
            "[{ Look Up: { id: 7, pin: \"0007\" } }]"
        );
    }

    fn text_of(node: &Node) -> Option<&str> {
        node.as_scalar().map(|scalar| scalar.text.as_str())
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_it_was(texts in proptest::collection::vec("\\PC{0,12}", 0..4)) {
            let source = SourceFile::new("a", format!("x: {}\n", flow(&json!(texts))));
            let (node, found) = read(&source);
            prop_assert!(found.is_empty(), "{found:?}");
            let node = node.unwrap();
            let Some(Kind::List(items)) = node.get("x").map(|node| &node.kind) else {
                return Err(TestCaseError::fail("no list"));
            };
            let read: Vec<_> = items.iter().filter_map(text_of).collect();
            prop_assert_eq!(read, texts);
        }
    }
}
