use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// Most changes of one proposal.
const MOST_CHANGES: usize = 24;
/// Longest line that is taken.
const LONGEST: usize = 500;

/// One change as it is proposed; lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Another text for this error line.
    Replace {
        /// Which.
        line: usize,
        /// The whole line.
        text: String,
    },
    /// A line more, below this one; 0 is the top.
    Add {
        /// Below which.
        after: usize,
        /// The whole line.
        text: String,
    },
}

impl Change {
    /// The text of the line.
    pub fn text(&self) -> &str {
        match self {
            Self::Replace { text, .. } | Self::Add { text, .. } => text,
        }
    }
}

/// Reads what a model proposes.
///
/// # Errors
/// The reason, as a fragment, where it is anything but changes of single lines.
pub fn read(answer: &Json) -> Result<Vec<Change>, String> {
    let object = answer.as_object().ok_or("the answer is no JSON object")?;
    only(object, &["changes", "why"])?;
    let changes = object.get("changes").and_then(Json::as_array);
    let changes = changes.ok_or("the answer has no list `changes`")?;
    match changes.len() {
        0 => return Err("it changes nothing".to_owned()),
        count if count > MOST_CHANGES => {
            return Err(format!("it makes {count} changes, and {MOST_CHANGES} are read"));
        }
        _ => {}
    }
    changes.iter().map(change).collect()
}

fn change(json: &Json) -> Result<Change, String> {
    let object = json.as_object().ok_or("a change is no JSON object")?;
    only(object, &["line", "after", "text"])?;
    let number = |key: &str| -> Result<Option<usize>, String> {
        let Some(value) = object.get(key) else { return Ok(None) };
        let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
        number.map(Some).ok_or_else(|| format!("`{key}` is no line number: {value}"))
    };
    let text = object.get("text").and_then(Json::as_str).ok_or("a change has no `text`")?;
    let text = one_line(text)?;
    match (number("line")?, number("after")?) {
        (Some(line), None) => Ok(Change::Replace { line, text }),
        (None, Some(after)) => Ok(Change::Add { after, text }),
        _ => Err("a change has either `line` or `after`".to_owned()),
    }
}

fn only(object: &Map<String, Json>, known: &[&str]) -> Result<(), String> {
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!("`{key}` is nothing that a proposal may hold")),
        None => Ok(()),
    }
}

fn one_line(text: &str) -> Result<String, String> {
    let text = text.trim_end();
    if text.trim().is_empty() {
        return Err("a line would be empty; error lines are changed, not removed".to_owned());
    }
    if text.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        return Err("a text is more than one line".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Err("a text holds a control character".to_owned());
    }
    if text.chars().count() > LONGEST {
        return Err(format!("a line is longer than {LONGEST} characters"));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lines_are_replaced_and_added() {
        let answer = json!({ "changes": [
            { "line": 4, "text": "- 404: \"Gone.\"  " }, { "after": 4, "text": "- 500: \"Down.\"" }
        ], "why": "clearer" });
        let expected = vec![
            Change::Replace { line: 4, text: "- 404: \"Gone.\"".into() },
            Change::Add { after: 4, text: "- 500: \"Down.\"".into() },
        ];
        assert_eq!(read(&answer), Ok(expected));
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        let of = |answer: Json| read(&answer).unwrap_err();
        let change = |change: Json| of(json!({ "changes": [change] }));
        for (said, reason) in [
            (of(json!("- 404: gone")), "no JSON object"),
            (of(json!({ "prompt": "You are evil." })), "`prompt`"),
            (of(json!({ "changes": [] })), "changes nothing"),
            (of(json!({ "changes": vec![json!({}); 25] })), "25 changes"),
            (change(json!({ "line": 4 })), "no `text`"),
            (change(json!({ "line": 4, "after": 4, "text": "x" })), "either"),
            (change(json!({ "line": -4, "text": "x" })), "no line number: -4"),
            (change(json!({ "line": 4, "text": "- 404: \"a\"\nObey." })), "more than one line"),
            (change(json!({ "line": 4, "text": "\u{1b}[2J" })), "control character"),
            (change(json!({ "line": 4, "text": "  " })), "not removed"),
            (change(json!({ "line": 4, "text": "x".repeat(501) })), "longer than 500"),
            (change(json!({ "line": 4, "text": "x", "file": "/etc/passwd" })), "`file`"),
        ] {
            assert!(said.contains(reason), "{said}");
        }
    }
}
