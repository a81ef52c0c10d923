//! Masking a request: by what stands where first, by known value second.

use serde_json::Value as Json;

use super::{FrozenRequest, MASK, MaskedRequest, Redactor};
use crate::agent::{Action, Auth, BodyTemplate, Template};

impl Redactor {
    /// The request with credentials, sensitive variables and every known value masked.
    pub fn mask(&self, action: &Action, request: &FrozenRequest) -> MaskedRequest {
        let sensitive = Sensitive { action };
        MaskedRequest {
            method: request.method.as_str().to_owned(),
            url: self.url(&sensitive, request),
            headers: request
                .headers
                .iter()
                .map(|(name, value)| (name.clone(), self.header(&sensitive, name, value)))
                .collect(),
            body: request.body.as_ref().map(|body| {
                let mut masked = self.json(body);
                if let Some(template) = &action.body {
                    sensitive.body(template, &mut masked);
                }
                if let (Auth::Body(fields), Json::Object(map)) = (&action.auth, &mut masked) {
                    for (field, _) in fields {
                        map.insert(field.clone(), MASK.into());
                    }
                }
                masked
            }),
        }
    }

    fn header(&self, sensitive: &Sensitive<'_>, name: &str, value: &str) -> String {
        let own = match &sensitive.action.auth {
            Auth::Header { name: own, .. } => own.eq_ignore_ascii_case(name),
            Auth::None | Auth::Bearer(_) | Auth::Basic { .. } | Auth::Body(_) => false,
        };
        let templates = &sensitive.action.headers;
        let told = |header: &&crate::agent::HeaderTemplate| header.name.eq_ignore_ascii_case(name);
        if own || templates.iter().filter(told).any(|header| sensitive.is_in(&header.value)) {
            return MASK.to_owned();
        }
        if name == "authorization" || name == "proxy-authorization" {
            return match value.split_once(' ') {
                Some((scheme, _)) => format!("{scheme} {MASK}"),
                None => MASK.to_owned(),
            };
        }
        self.text(value).into_owned()
    }

    fn url(&self, sensitive: &Sensitive<'_>, request: &FrozenRequest) -> String {
        let mut url = request.url.clone();
        sensitive.path(&mut url);
        let pairs: Vec<(String, String)> =
            url.query_pairs().map(|(key, value)| (key.into_owned(), value.into_owned())).collect();
        let masked: Vec<(String, String)> = pairs
            .iter()
            .map(|(key, value)| match sensitive.is_query(key) {
                true => (key.clone(), MASK.to_owned()),
                false => (self.text(key).into_owned(), self.text(value).into_owned()),
            })
            .collect();
        if masked != pairs {
            url.query_pairs_mut().clear().extend_pairs(masked);
        }
        // Masks are for people: they stand in the text as they are.
        self.text(url.as_str()).replace("%E2%80%A2", "•")
    }
}

/// What an action declares to be never shown.
struct Sensitive<'a> {
    action: &'a Action,
}

impl Sensitive<'_> {
    fn is_in(&self, template: &Template) -> bool {
        template.names().any(|name| {
            self.action.variables.iter().any(|known| known.sensitive && known.name.as_str() == name)
        })
    }

    fn is_query(&self, key: &str) -> bool {
        self.action.query.iter().any(|pair| pair.key == key && self.is_in(&pair.value))
    }

    /// Masks what the path template appended, when a sensitive value is in it.
    fn path(&self, url: &mut url::Url) {
        if !self.action.path.as_ref().is_some_and(|path| self.is_in(path)) {
            return;
        }
        let base = self.action.url.path().trim_end_matches('/');
        let masked = format!("{base}/{MASK}");
        url.set_path(&masked);
    }

    /// Masks every part of a body whose template takes a sensitive value.
    fn body(&self, template: &BodyTemplate, json: &mut Json) {
        match (template, json) {
            (BodyTemplate::Map(entries), Json::Object(map)) => {
                for (key, item) in entries {
                    if let Some(json) = map.get_mut(key) {
                        self.body(item, json);
                    }
                }
            }
            (BodyTemplate::Text(template), json) if self.is_in(template) => *json = MASK.into(),
            // Dropped items move those behind them, so a list is masked as a whole.
            (BodyTemplate::List(items), json) if items.iter().any(|item| self.is_below(item)) => {
                *json = Json::Array(vec![MASK.into()]);
            }
            _ => {}
        }
    }

    fn is_below(&self, template: &BodyTemplate) -> bool {
        template.names().into_iter().any(|name| {
            self.action.variables.iter().any(|known| known.sensitive && known.name.as_str() == name)
        })
    }
}
