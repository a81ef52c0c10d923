use std::{ops::Range, time::Duration};

use http::{HeaderName, HeaderValue};
use serde_json::Value as Json;

use super::reader::Reader;
use crate::{
    agent::{BodyTemplate, Template},
    api::{Fault, Payload, Reply},
    yaml::{Entry, Key, Literal, Node, Scalar},
};

/// The keys of one answer.
pub(super) const REPLY_KEYS: [&str; 6] = ["status", "json", "text", "headers", "delay", "fault"];

/// The longest delay that may be declared.
const DELAY_LIMIT: Duration = Duration::from_secs(3600);

impl Reader<'_> {
    /// One answer; keys that are not of an answer are passed over.
    pub(super) fn reply(&mut self, entries: &[Entry], whole: &Range<usize>) -> Reply {
        let mut reply = Reply::status(200);
        let mut payloads = 0;
        for entry in entries {
            let value = &entry.value;
            match entry.key.text.as_str() {
                "status" => reply.status = self.status(value).unwrap_or(200),
                "json" => {
                    payloads += 1;
                    reply.payload = self.payload(value);
                }
                "text" => {
                    payloads += 1;
                    reply.payload = Payload::Text(self.text(value).unwrap_or_default());
                }
                "headers" => reply.headers = self.reply_headers(value),
                "delay" => reply.delay = self.delay(value).unwrap_or_default(),
                "fault" => self.fault(value, &mut reply),
                _ => {}
            }
        }
        if payloads > 1 {
            let help = "leave one of them out";
            self.error("two-bodies", whole, "the answer has both `json` and `text`", help);
        }
        reply
    }

    fn status(&mut self, node: &Node) -> Option<u16> {
        let number = match node.as_scalar().map(Scalar::literal) {
            Some(Literal::Integer(number)) => u16::try_from(number).ok(),
            _ => None,
        };
        let status = number.filter(|status| (200..=599).contains(status));
        if status.is_none() {
            let help = "write a number from 200 to 599, such as 200, 404 or 503";
            self.error("bad-status", &node.span, "this is no HTTP status", help);
        }
        status
    }

    fn payload(&mut self, node: &Node) -> Payload {
        let json = self.json(node);
        let template = self.template(&json, &node.span);
        if template.names().is_empty() { Payload::Json(json) } else { Payload::Template(template) }
    }

    /// JSON whose texts may hold placeholders.
    pub(super) fn template(&mut self, json: &Json, span: &Range<usize>) -> BodyTemplate {
        let template = to_template(json);
        for name in template.names() {
            let root = name.split('.').next().unwrap_or_default();
            if !matches!(root, "body" | "query" | "stored" | "path") {
                let help =
                    "a rule knows `{{body.…}}`, `{{query.…}}`, `{{stored.…}}` and `{{path}}`";
                let message = format!("the stub API knows no `{name}`");
                self.error("unknown-placeholder", span, message, help);
            }
        }
        template
    }

    fn reply_headers(&mut self, node: &Node) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        for entry in self.entries(node, "`headers`") {
            let Some(value) = self.text(&entry.value) else { continue };
            let (name, span) = (entry.key.text.to_ascii_lowercase(), &entry.key.span);
            if ["content-length", "transfer-encoding", "connection"].contains(&name.as_str()) {
                let help = "leave it out; to break an answer's length write `fault: truncated`";
                self.error("bad-header", span, "the stub API sets this header itself", help);
            } else if HeaderName::from_bytes(name.as_bytes()).is_err()
                || HeaderValue::from_bytes(value.as_bytes()).is_err()
            {
                let help = "a name has letters, digits and dashes; a value has no line break";
                self.error("bad-header", span, "this cannot be sent as a header", help);
            } else {
                headers.push((name, value));
            }
        }
        headers
    }

    fn delay(&mut self, node: &Node) -> Option<Duration> {
        let text = self.text(node)?;
        let duration = parse_duration(&text).filter(|delay| *delay <= DELAY_LIMIT);
        if duration.is_none() {
            let help = "write a whole number and a unit, up to an hour: `500ms`, `12s`, `2m`";
            self.error("bad-duration", &node.span, format!("`{text}` is no delay"), help);
        }
        duration
    }

    /// A fault by name; a status as a fault answers with it and says so.
    fn fault(&mut self, node: &Node, reply: &mut Reply) {
        let Some(text) = self.text(node) else { return };
        if let Some(status) = text.parse::<u16>().ok().filter(|code| (400..=599).contains(code)) {
            reply.status = status;
            return;
        }
        match Fault::parse(&text) {
            Some(fault) => reply.fault = Some(fault),
            None => {
                let key = Key { text, span: node.span.clone() };
                let known = Fault::ALL.iter().map(|(name, _)| *name);
                self.unknown("unknown-fault", "there is no fault", &key, known);
            }
        }
    }
}

fn to_template(json: &Json) -> BodyTemplate {
    match json {
        Json::Null => BodyTemplate::Null,
        Json::Bool(truth) => BodyTemplate::Boolean(*truth),
        Json::Number(number) => BodyTemplate::Number(number.clone()),
        Json::String(text) => BodyTemplate::Text(Template::parse(text)),
        Json::Array(items) => BodyTemplate::List(items.iter().map(to_template).collect()),
        Json::Object(map) => BodyTemplate::Map(
            map.iter().map(|(key, item)| (key.clone(), to_template(item))).collect(),
        ),
    }
}

/// Reads `500ms`, `8s`, `2m`.
fn parse_duration(text: &str) -> Option<Duration> {
    let unit_at = text.find(|letter: char| !letter.is_ascii_digit())?;
    let number: u64 = text[..unit_at].parse().ok()?;
    match text[unit_at..].trim_start() {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" | "min" => Some(Duration::from_secs(number.checked_mul(60)?)),
        _ => None,
    }
}
