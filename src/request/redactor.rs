use std::{borrow::Cow, fmt, sync::Arc};

use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value as Json;
use url::Url;

use super::{Body, Outcome};
use crate::value::Value;

/// Stands in for whatever is not shown.
pub const MASK: &str = "••••";

/// Masks the values it knows wherever they turn up, in every form in which they travel.
///
/// A long value is masked anywhere; a short one (a PIN) only where it stands alone, so that it does
/// not eat into longer numbers.
#[derive(Clone, Default)]
pub struct Redactor {
    /// The longest first. A talk has copies of its agent's, so they are shared until one learns more.
    needles: Arc<Vec<SecretString>>,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").field("needles", &self.needles.len()).finish()
    }
}

/// Values below this many bytes are not looked for: they would mask half of any text.
const SHORTEST: usize = 3;
/// Values from this many bytes on are masked inside longer words too.
const LONG: usize = 8;

impl Redactor {
    /// Knows a secret from now on.
    pub fn add_secret(&mut self, secret: &SecretString) {
        self.add(secret.expose_secret());
    }

    /// Knows the pair of a basic authentication from now on, and the password alone.
    pub fn add_basic(&mut self, username: &str, password: &SecretString) {
        self.add_secret(password);
        let pair = format!("{username}:{}", password.expose_secret());
        self.push(BASE64_STANDARD.encode(&pair));
        self.push(BASE64_URL_SAFE_NO_PAD.encode(&pair));
    }

    /// Knows the value of a sensitive slot from now on. Yes and no are too common to look for.
    pub fn add_sensitive(&mut self, value: &Value) {
        if !matches!(value, Value::Boolean(_)) {
            self.add(&value.to_string());
        }
    }

    fn add(&mut self, text: &str) {
        if text.len() < SHORTEST {
            return;
        }
        self.push(text.to_owned());
        let query: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        self.push(lower_hex(&query));
        self.push(query.replace('+', "%20"));
        self.push(query);
        let segment = path_segment(text);
        self.push(lower_hex(&segment));
        self.push(segment);
        let quoted = Json::from(text).to_string();
        self.push(quoted.trim_matches('"').to_owned());
        if text.len() >= LONG {
            self.push(BASE64_STANDARD.encode(text));
            self.push(BASE64_STANDARD_NO_PAD.encode(text));
            self.push(BASE64_URL_SAFE_NO_PAD.encode(text));
        }
    }

    /// Takes a form of a value; the longest is looked for first, so that no tail of it is left.
    fn push(&mut self, form: String) {
        if form.len() < SHORTEST || self.needles.iter().any(|known| known.expose_secret() == form) {
            return;
        }
        let at = self.needles.partition_point(|known| known.expose_secret().len() >= form.len());
        Arc::make_mut(&mut self.needles).insert(at, form.into());
    }

    /// Whether both know the same values, and so mask the same.
    pub fn knows_the_same(&self, other: &Self) -> bool {
        let forms = |redactor: &Self| {
            redactor
                .needles
                .iter()
                .map(|known| known.expose_secret().to_owned())
                .collect::<Vec<_>>()
        };
        Arc::ptr_eq(&self.needles, &other.needles) || forms(self) == forms(other)
    }

    /// The text with every known value masked.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut masked = Cow::Borrowed(text);
        for needle in &*self.needles {
            if let Some(replaced) = replace(&masked, needle.expose_secret()) {
                masked = Cow::Owned(replaced);
            }
        }
        masked
    }

    /// The JSON with every known value masked, in keys, texts and numbers.
    pub fn json(&self, json: &Json) -> Json {
        match json {
            Json::Null | Json::Bool(_) => json.clone(),
            Json::Number(number) => {
                let text = number.to_string();
                match self.text(&text) {
                    Cow::Borrowed(_) => json.clone(),
                    Cow::Owned(masked) => Json::String(masked),
                }
            }
            Json::String(text) => Json::String(self.text(text).into_owned()),
            Json::Array(items) => Json::Array(items.iter().map(|item| self.json(item)).collect()),
            Json::Object(map) => Json::Object(
                map.iter()
                    .map(|(key, item)| (self.text(key).into_owned(), self.json(item)))
                    .collect(),
            ),
        }
    }

    /// The outcome with every known value masked.
    pub fn outcome(&self, outcome: &Outcome) -> Outcome {
        let mut masked = outcome.clone();
        match &mut masked {
            Outcome::Success { body, .. } => self.body(body),
            Outcome::Failure { body, detail, .. } => {
                self.body(body);
                *detail = self.text(detail).into_owned();
            }
        }
        masked
    }

    fn body(&self, body: &mut Body) {
        match body {
            Body::Empty => {}
            Body::Json(json) => *json = self.json(json),
            Body::Text(text) => *text = self.text(text).into_owned(),
        }
    }
}

/// The text as the URL library encodes it in a path.
fn path_segment(text: &str) -> String {
    let Ok(mut url) = Url::parse("http://x/") else { return String::new() };
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().push(text);
    }
    url.path().trim_start_matches('/').to_owned()
}

/// The text with its percent escapes in lower case.
fn lower_hex(text: &str) -> String {
    let mut escape = 0;
    text.chars()
        .map(|letter| {
            escape = if letter == '%' { 2 } else { i32::max(escape - 1, -1) };
            if escape >= 0 && letter != '%' { letter.to_ascii_lowercase() } else { letter }
        })
        .collect()
}

/// The text with the needle masked; `None` when it is not in there.
fn replace(text: &str, needle: &str) -> Option<String> {
    let mut masked = String::new();
    let mut from = 0;
    for (at, found) in text.match_indices(needle) {
        let end = at + found.len();
        if needle.len() >= LONG || stands_alone(&text[..at], &text[end..]) {
            masked.push_str(&text[from..at]);
            masked.push_str(MASK);
            from = end;
        }
    }
    (from > 0).then(|| masked + &text[from..])
}

/// Whether what stands between the two is not part of a longer word.
fn stands_alone(before: &str, after: &str) -> bool {
    let escaped = before.len() >= 3
        && before.is_char_boundary(before.len() - 3)
        && before[before.len() - 3..].starts_with('%');
    let joins = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    (escaped || !joins(before.chars().next_back())) && !joins(after.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn knowing(secret: &str) -> Redactor {
        let mut redactor = Redactor::default();
        redactor.add_secret(&secret.into());
        redactor
    }

    #[test]
    fn a_secret_is_masked_in_every_form_in_which_it_travels() {
        let secret = "pl/an ted+\"käse";
        let redactor = knowing(secret);
        let mut url = Url::parse("https://api.test").unwrap();
        url.query_pairs_mut().append_pair("q", secret);
        url.path_segments_mut().unwrap().push(secret);
        for text in [
            secret.to_owned(),
            url.to_string(),
            lower_hex(url.as_str()),
            json!({ secret: [secret] }).to_string(),
            BASE64_STANDARD.encode(secret),
            format!("x{secret}y"),
        ] {
            let masked = redactor.text(&text);
            assert!(masked.contains(MASK), "{masked}");
            assert!(!masked.contains("ted") && !masked.contains("cGwvY"), "{masked}");
        }
        assert!(!format!("{redactor:?}").contains("ted"));
    }

    #[test]
    fn a_basic_pair_is_masked_as_it_is_sent() {
        let mut redactor = Redactor::default();
        redactor.add_basic("desk", &"pw".into());
        assert_eq!(redactor.text("Basic ZGVzazpwdw=="), "Basic ••••");
    }

    #[test]
    fn a_short_value_is_masked_only_where_it_stands_alone() {
        let mut redactor = Redactor::default();
        redactor.add_sensitive(&Value::String("4821".into()));
        assert_eq!(redactor.text("pin 4821, card 48213"), "pin ••••, card 48213");
        assert_eq!(redactor.text("a=b%204821&c=1"), "a=b%20••••&c=1");
        let answer = json!({ "pin": 4821, "card": 48213 });
        assert_eq!(redactor.json(&answer), json!({ "pin": "••••", "card": 48213 }));
    }

    #[test]
    fn yes_and_no_are_not_looked_for() {
        let mut redactor = Redactor::default();
        redactor.add_sensitive(&Value::Boolean(true));
        assert_eq!(redactor.text("true"), "true");
    }
}
