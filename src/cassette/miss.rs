use std::{collections::BTreeSet, fmt};

use serde_json::Value as Json;

use super::{
    Address, Kind,
    excerpt::{common_bytes, parting},
};

/// The first field by which a recorded request differs from the one asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field, such as `request.query.order_id`.
    pub field: String,
    /// As it was recorded.
    pub recorded: String,
    /// As it is asked now.
    pub asked: String,
}

/// A request that nobody recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Miss {
    /// What was asked.
    pub asked: Address,
    /// The file of the recording that comes nearest, and what differs.
    pub nearest: Option<(String, Difference)>,
    /// Whether the talk's time is fixed.
    pub has_fixed_time: bool,
}

/// How far two addresses are apart; less is nearer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Distance {
    /// Fields that differ.
    fields: usize,
    /// Bytes that differ in them.
    bytes: usize,
}

/// How two addresses differ; none where they do not.
pub fn difference(recorded: &Address, asked: &Address) -> Option<(Distance, Difference)> {
    let mut tally = Tally::default();
    tally.compare("request", Some(&recorded.request), Some(&asked.request));
    tally.number("repeat", recorded.repeat, asked.repeat);
    tally.number("ordinal", recorded.ordinal, asked.ordinal);
    let distance = Distance { fields: tally.fields, bytes: tally.bytes };
    tally.first.map(|first| (distance, first))
}

#[derive(Default)]
struct Tally {
    fields: usize,
    bytes: usize,
    first: Option<Difference>,
}

impl Tally {
    fn compare(&mut self, field: &str, recorded: Option<&Json>, asked: Option<&Json>) {
        match (recorded, asked) {
            (Some(Json::Object(one)), Some(Json::Object(other))) => {
                let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
                for key in keys {
                    self.compare(&format!("{field}.{key}"), one.get(key), other.get(key));
                }
            }
            (Some(Json::Array(one)), Some(Json::Array(other))) => {
                for at in 0..one.len().max(other.len()) {
                    self.compare(&format!("{field}[{at}]"), one.get(at), other.get(at));
                }
            }
            (Some(Json::String(one)), Some(Json::String(other))) if one != other => {
                let shared = common_bytes(one, other);
                self.bytes += one.len().max(other.len()) - shared;
                let (one, other) = parting(one, other);
                self.note(field, || (Json::from(one).to_string(), Json::from(other).to_string()));
            }
            (one, other) if one != other => {
                let (one, other) = (shown(one), shown(other));
                self.bytes += one.len().max(other.len());
                self.note(field, || parting(&one, &other));
            }
            _ => {}
        }
    }

    fn number(&mut self, field: &str, recorded: u32, asked: u32) {
        if recorded != asked {
            self.bytes += usize::try_from(recorded.abs_diff(asked)).unwrap_or(usize::MAX);
            self.note(field, || (recorded.to_string(), asked.to_string()));
        }
    }

    fn note(&mut self, field: &str, shown: impl FnOnce() -> (String, String)) {
        self.fields += 1;
        if self.first.is_none() {
            let (recorded, asked) = shown();
            self.first = Some(Difference { field: field.to_owned(), recorded, asked });
        }
    }
}

fn shown(json: Option<&Json>) -> String {
    json.map_or_else(|| "nothing".to_owned(), Json::to_string)
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, recorded, asked } = self;
        match field.as_str() {
            "ordinal" => write!(
                f,
                "it answers this request for time {recorded} in a talk, and it is asked for time \
                 {asked}"
            ),
            "repeat" => write!(
                f,
                "it was recorded in repeat {recorded}, and this is repeat {asked} of the scenario"
            ),
            _ => write!(f, "it differs in {field}: recorded {recorded}, asked {asked}"),
        }
    }
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no answer is recorded for this request {}; ", of_whom(&self.asked))?;
        match &self.nearest {
            Some((file, difference)) => {
                write!(f, "the nearest recording is {file}: {difference}")?;
            }
            None => write!(f, "nothing like it is recorded")?,
        }
        let name = self.asked.kind.name();
        write!(f, "; if that is meant, record it with --record={name} in place of --replay")?;
        if !self.has_fixed_time {
            write!(f, "; the time of the talk is not fixed, --now TIME keeps it the same")?;
        }
        Ok(())
    }
}

fn of_whom(asked: &Address) -> String {
    let text = |name: &str| asked.request.get(name).and_then(Json::as_str).unwrap_or_default();
    match asked.kind {
        Kind::Model => format!("to the model {}", text("model")),
        Kind::Http => format!("of {} ({} {})", text("action"), text("method"), text("url")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn address(order: &str, ordinal: u32) -> Address {
        let query = json!({ "order_id": order, "include": "tracking" });
        let request = json!({
            "action": "Look", "method": "GET", "url": "https://a.test/orders", "query": query,
        });
        Address { kind: Kind::Http, repeat: 1, ordinal, talk: None, request }
    }

    fn field(recorded: &Address, asked: &Address) -> String {
        difference(recorded, asked).unwrap().1.field
    }

    #[test]
    fn the_first_field_that_differs_is_named_with_both_values() {
        let (_, found) = difference(&address("ORD-1", 1), &address("ORD-2", 1)).unwrap();
        assert_eq!(
            found.to_string(),
            "it differs in request.query.order_id: recorded \"ORD-1\", asked \"ORD-2\""
        );
        assert_eq!(difference(&address("ORD-1", 1), &address("ORD-1", 1)), None);
    }

    #[test]
    fn what_is_missing_is_nothing_and_lists_are_compared_by_place() {
        let mut more = address("ORD-1", 1);
        more.request["body"] = json!({ "items": [1, 2] });
        let mut less = more.clone();
        less.request["body"] = json!({ "items": [1] });
        assert_eq!(field(&more, &less), "request.body.items[1]");
        let (_, found) = difference(&address("ORD-1", 1), &less).unwrap();
        assert_eq!(found.recorded, "nothing");
        assert_eq!(found.field, "request.body");
    }

    #[test]
    fn fewer_fields_are_nearer_and_then_fewer_bytes() {
        let asked = address("ORD-12345", 1);
        let distance = |recorded: &Address| difference(recorded, &asked).unwrap().0;
        let near = distance(&address("ORD-12346", 1));
        assert!(near < distance(&address("ORD-99999", 1)));
        assert!(near < distance(&address("ORD-12346", 2)));
        assert!(distance(&address("ORD-12345", 2)) < distance(&address("ORD-99999", 1)));
    }

    #[test]
    fn a_miss_says_what_was_asked_what_comes_nearest_and_how_to_mend_it() {
        let (_, found) = difference(&address("ORD-1", 1), &address("ORD-1", 2)).unwrap();
        let miss = Miss {
            asked: address("ORD-1", 2),
            nearest: Some(("cassettes/http/ab/abc.json".into(), found)),
            has_fixed_time: false,
        };
        assert_eq!(
            miss.to_string(),
            "no answer is recorded for this request of Look (GET https://a.test/orders); the \
             nearest recording is cassettes/http/ab/abc.json: it answers this request for time 1 \
             in a talk, and it is asked for time 2; if that is meant, record it with --record=http \
             in place of --replay; the time of the talk is not fixed, --now TIME keeps it the same"
        );
        let alone = Miss { nearest: None, has_fixed_time: true, ..miss };
        assert!(alone.to_string().contains("nothing like it is recorded"));
        assert!(!alone.to_string().contains("--now"));
    }
}
