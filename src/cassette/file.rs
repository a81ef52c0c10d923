//! One entry as a file: JSON for people, keys in one order, a line for each line of a text.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Address, HttpAnswer, Kind, ModelAnswer, Tree, sorted};
use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// The version of the format that is written and read.
pub const VERSION: u32 = 1;

/// A request and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it is found by.
    pub address: Address,
    /// What came back.
    pub answer: Answer,
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// From a model.
    Model(ModelAnswer),
    /// From an API.
    Http(HttpAnswer),
}

/// What every file begins with.
#[derive(Deserialize)]
struct Head {
    version: u64,
    kind: Kind,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<A> {
    version: u32,
    kind: Kind,
    repeat: u32,
    ordinal: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    talk: Option<String>,
    request: Tree,
    answer: A,
}

/// The entry as the text of its file.
///
/// # Errors
/// When it is no JSON, which nothing that was read from JSON ever is.
pub fn print(entry: &Entry) -> serde_json::Result<String> {
    let mut text = match &entry.answer {
        Answer::Model(answer) => serde_json::to_string_pretty(&written(&entry.address, answer))?,
        Answer::Http(answer) => serde_json::to_string_pretty(&written(&entry.address, answer))?,
    };
    text.push('\n');
    Ok(text)
}

fn written<'a, A>(address: &Address, answer: &'a A) -> Written<&'a A> {
    Written {
        version: VERSION,
        kind: address.kind,
        repeat: address.repeat,
        ordinal: address.ordinal,
        talk: address.talk.clone(),
        request: Tree(sorted(&address.request)),
        answer,
    }
}

/// Reads the text of a file.
///
/// # Errors
/// What is wrong with it, where, and how to mend it.
pub fn parse(source: &SourceFile) -> Result<Entry, Box<Diagnostic>> {
    let head: Head = read(source)?;
    if head.version != u64::from(VERSION) {
        return Err(Box::new(foreign(source, head.version)));
    }
    match head.kind {
        Kind::Model => Ok(entry(read(source)?, Answer::Model)),
        Kind::Http => {
            let written: Written<HttpAnswer> = read(source)?;
            if written.answer.failure.is_none() && written.answer.status.is_none() {
                let message = "the answer has neither a status nor a failure";
                let place = place_of(source, "\"answer\"");
                return Err(Box::new(
                    Diagnostic::error("cassette-shape", place, message).help(AGAIN),
                ));
            }
            Ok(entry(written, Answer::Http))
        }
    }
}

fn entry<A>(written: Written<A>, answer: impl FnOnce(A) -> Answer) -> Entry {
    let Written { kind, repeat, ordinal, talk, request, .. } = written;
    let request = sorted(&request.0);
    let address = Address { kind, repeat, ordinal, talk, request };
    Entry { address, answer: answer(written.answer) }
}

/// Whether two entries tell the same, but for how long it took.
pub fn is_the_same(one: &Entry, other: &Entry) -> bool {
    let untimed = |entry: &Entry| {
        let mut entry = entry.clone();
        if let Answer::Http(answer) = &mut entry.answer {
            answer.elapsed_ms = 0;
        }
        entry
    };
    untimed(one) == untimed(other)
}

const AGAIN: &str =
    "delete the file and record again with --record, or take it back from version control";

fn read<T: DeserializeOwned>(source: &SourceFile) -> Result<T, Box<Diagnostic>> {
    serde_json::from_str(&source.text).map_err(|error| {
        let at = offset(&source.text, error.line(), error.column());
        let place = Place::new(source.path.clone(), at..next(&source.text, at));
        let said = error.to_string();
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
        let (code, message) = match error.classify() {
            serde_json::error::Category::Data => {
                ("cassette-shape", format!("this is no recording: {said}"))
            }
            serde_json::error::Category::Eof => {
                ("cassette-syntax", "the recording breaks off; it is only half written".to_owned())
            }
            serde_json::error::Category::Io | serde_json::error::Category::Syntax => {
                ("cassette-syntax", format!("the recording cannot be read as JSON: {said}"))
            }
        };
        Box::new(Diagnostic::error(code, place, message).help(AGAIN))
    })
}

fn foreign(source: &SourceFile, version: u64) -> Diagnostic {
    let message = format!(
        "the recording has version {version} of the format; this program reads version {VERSION}"
    );
    let help = match version > u64::from(VERSION) {
        true => "use the program that recorded it, or a later one; or record again with --record",
        false => "record again with --record",
    };
    Diagnostic::error("cassette-version", place_of(source, "\"version\""), message).help(help)
}

/// Where a text stands first.
fn place_of(source: &SourceFile, text: &str) -> Place {
    let at = source.text.find(text).unwrap_or(0);
    Place::new(source.path.clone(), at..(at + text.len()).min(source.text.len()))
}

/// The byte that a line and a column of bytes, both from 1, come to.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (before + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The end of the character that begins here.
fn next(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(at, |letter| at + letter.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cassette::{Calling, Said, Text};
    use serde_json::{Value as Json, json};

    fn source(text: &str) -> SourceFile {
        SourceFile::new("cassettes/http/ab/x.json", text)
    }

    fn address(kind: Kind, request: Json) -> Address {
        Address { kind, repeat: 1, ordinal: 2, talk: None, request }
    }

    fn http() -> Entry {
        let answer = json!({ "status": 200, "elapsed_ms": 7, "body": { "json": { "a": 1 } } });
        Entry {
            address: address(Kind::Http, json!({ "url": "https://a.test", "action": "Look" })),
            answer: Answer::Http(serde_json::from_value(answer).unwrap()),
        }
    }

    fn model() -> Entry {
        let messages = json!([{ "role": "system", "content": "You help.\nBe brief." }]);
        let said = Said {
            text: Text("Hello\nthere".into()),
            calls: vec![Calling::new("look", r#"{"order":"ORD-1"}"#)],
            finish: Some("stop".into()),
            usage: None,
        };
        Entry {
            address: address(Kind::Model, json!({ "messages": messages })),
            answer: Answer::Model(ModelAnswer::Said(said)),
        }
    }

    #[test]
    fn an_entry_is_read_as_it_was_written() {
        for entry in [http(), model()] {
            let text = print(&entry).unwrap();
            let read = parse(&source(&text)).unwrap();
            assert_eq!(read.address.key(), entry.address.key());
            assert_eq!(print(&read).unwrap(), text);
        }
    }

    #[test]
    fn each_line_of_a_prompt_is_a_line_of_the_file() {
        let text = print(&model()).unwrap();
        assert!(text.lines().any(|line| line.trim() == r#""You help.","#), "{text}");
        assert!(text.lines().any(|line| line.trim() == r#""order": "ORD-1""#), "{text}");
    }

    fn problem(text: &str) -> Diagnostic {
        *parse(&source(text)).unwrap_err()
    }

    #[test]
    fn a_file_cut_off_anywhere_is_a_diagnostic_with_a_place() {
        let text = print(&http()).unwrap();
        let whole = text.trim_end();
        for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            let found = problem(&whole[..end]);
            assert_eq!(found.code, "cassette-syntax", "{end}");
            assert!(found.place.span.end <= end && !found.help.is_empty());
        }
    }

    #[test]
    fn what_is_no_recording_says_where_and_what() {
        let text = print(&http()).unwrap();
        let broken = text.replace("\"ordinal\": 2", "\"ordinal\": \"two\"");
        let found = problem(&broken);
        assert_eq!(found.code, "cassette-shape");
        assert_eq!(source(&broken).line_column(found.place.span.start).0, 5, "{found:?}");
        let found = problem(&text.replace("elapsed_ms", "elapsed"));
        assert!(found.message.contains("elapsed"), "{found:?}");
        let found = problem(&text.replace("\"status\": 200,", ""));
        assert!(found.message.contains("neither a status nor a failure"), "{found:?}");
        let found = problem(&format!("<<<<<<< HEAD\n{text}"));
        assert_eq!((found.code, found.place.span.start), ("cassette-syntax", 0));
    }

    #[test]
    fn another_version_is_named_before_anything_else_is_looked_at() {
        let found = problem("{ \"version\": 2, \"kind\": \"http\", \"tape\": 1 }");
        assert_eq!((found.code, found.place.span), ("cassette-version", 2..11));
        assert!(found.message.contains("version 2"), "{}", found.message);
    }

    #[test]
    fn how_long_it_took_is_no_difference() {
        let mut later = http();
        if let Answer::Http(answer) = &mut later.answer {
            answer.elapsed_ms = 999;
        }
        assert!(is_the_same(&http(), &later) && http() != later);
        if let Answer::Http(answer) = &mut later.answer {
            answer.status = Some(201);
        }
        assert!(!is_the_same(&http(), &later));
    }
}
