use super::{
    draft::{ActionDraft, Spanned},
    limit,
    place::{Kind, Placeholder},
    reader::{Fields, Reader},
    url::Instead,
};
use crate::{
    agent::{Action, ActionName, Auth, BodyTemplate, Confirmation, Method, Template},
    value::Reference,
    yaml::Node,
};

/// The keys of an action.
pub(super) const KEYS: [&str; 17] = [
    "name",
    "description",
    "examples",
    "method",
    "url",
    "path",
    "auth",
    "headers",
    "query",
    "body",
    "requires",
    "confirm",
    "variables",
    "response",
    "timeout",
    "retry",
    "idempotency_key",
];

const METHODS: [(&str, Method); 5] = [
    ("GET", Method::Get),
    ("POST", Method::Post),
    ("PUT", Method::Put),
    ("PATCH", Method::Patch),
    ("DELETE", Method::Delete),
];

const CONFIRM: [(&str, Confirmation); 2] =
    [("never", Confirmation::Never), ("always", Confirmation::Always)];

impl Reader<'_> {
    /// An action, as far as it can be read.
    pub(super) fn action(&mut self, node: &Node, at: &Reference) -> Option<ActionDraft> {
        let fields = self.fields(node, "an action", &KEYS)?;
        let name = self.require(&fields, "an action", "name");
        let name = name.and_then(|node| self.action_name(node));
        let mut draft = ActionDraft {
            name,
            description: self.description(&fields),
            method: self.method(&fields),
            says_confirm: fields.get("confirm").is_some(),
            requires: self.requires(&fields),
            placeholders: Vec::new(),
            saves: Vec::new(),
            variables: self.variables(&fields, at),
            action: None,
        };
        draft.action = self.finish_action(&fields, &mut draft);
        Some(draft)
    }

    fn finish_action(&mut self, fields: &Fields<'_>, draft: &mut ActionDraft) -> Option<Action> {
        let auth = fields.get("auth").map_or(Some(Auth::None), |node| self.auth(node));
        let instead = self.instead_of_placeholder(fields);
        let url = self.require(fields, "an action", "url");
        let url = url.and_then(|node| self.url(node, &instead));
        let placeholders = &mut draft.placeholders;
        let path = fields.get("path").and_then(|node| self.path(node, placeholders));
        let headers = fields.get("headers").map(|node| self.headers(node, placeholders));
        let query = fields.get("query").map(|node| self.query(node, placeholders));
        let body = fields.get("body").and_then(|node| self.body(node, placeholders));
        let method = draft.method.as_ref().map(|method| method.value);
        self.check_body(fields, method, auth.as_ref(), body.as_ref());
        let response = fields.get("response").map(|node| self.response(node)).unwrap_or_default();
        draft.saves = response.1;
        let timeout = fields.get("timeout").and_then(|node| self.duration(node));
        let idempotency_header = self.idempotency_header(fields);
        let retries = self.retries(fields, method, idempotency_header.is_some());
        let confirm = fields.get("confirm");
        let confirm = confirm.and_then(|node| self.word(node, "unknown-word", &CONFIRM));
        let examples = fields.get("examples").map(|node| self.texts(node, "examples"));
        Some(Action {
            name: draft.name.as_ref()?.value.clone(),
            description: draft.description.as_ref()?.value.clone(),
            examples: examples.unwrap_or_default().into_iter().map(|text| text.value).collect(),
            method: method?,
            url: url?,
            path,
            auth: auth?,
            headers: headers.unwrap_or_default(),
            query: query.unwrap_or_default(),
            body,
            requires: draft.requires.iter().map(|name| name.value.clone()).collect(),
            confirm: confirm.unwrap_or_default(),
            variables: draft.variables.iter().filter_map(|draft| draft.variable.clone()).collect(),
            response: response.0,
            timeout: timeout.unwrap_or(Action::TIMEOUT),
            retries,
            idempotency_header,
        })
    }

    fn action_name(&mut self, node: &Node) -> Option<Spanned<ActionName>> {
        let name = self.filled_text(node)?;
        let odd = |c: char| c.is_control() || matches!(c, '"' | '\'' | '`' | '{' | '}');
        let trimmed = name.value.trim() == name.value;
        if name.value.chars().count() > limit::NAME || name.value.contains(odd) || !trimmed {
            let diagnostic = self
                .error("bad-action-name", &name.span, "this cannot name an action")
                .label("the prompt could not refer to it")
                .help("write at most 64 characters without quotes, braces and line breaks");
            self.push(diagnostic);
            return None;
        }
        Some(Spanned { value: ActionName::new(name.value), span: name.span })
    }

    fn description(&mut self, fields: &Fields<'_>) -> Option<Spanned<String>> {
        let node = self.require(fields, "an action", "description")?;
        let text = self.filled_text(node)?;
        let length = text.value.trim().chars().count();
        if !limit::DESCRIPTION.contains(&length) {
            let diagnostic = self
                .error("description-length", &text.span, "the description is too short or too long")
                .label(format!("{length} characters"))
                .help(
                    "say in 10 to 200 characters when to use the action; the model chooses by it",
                );
            self.push(diagnostic);
        }
        Some(text)
    }

    fn method(&mut self, fields: &Fields<'_>) -> Option<Spanned<Method>> {
        let node = self.require(fields, "an action", "method")?;
        let value = self.word(node, "unknown-method", &METHODS)?;
        Some(Spanned { value, span: node.span.clone() })
    }

    fn requires(&mut self, fields: &Fields<'_>) -> Vec<Spanned<ActionName>> {
        let Some(node) = fields.get("requires") else { return Vec::new() };
        let names = self.texts(node, "requires");
        let name =
            |text: Spanned<String>| Spanned { value: ActionName::new(text.value), span: text.span };
        names.into_iter().map(name).collect()
    }

    fn variables(&mut self, fields: &Fields<'_>, at: &Reference) -> Vec<super::VariableDraft> {
        let Some(node) = fields.get("variables") else { return Vec::new() };
        let mut variables: Vec<super::VariableDraft> = Vec::new();
        for item in self.list(node, "variables") {
            let Some(draft) = self.variable(item, at) else { continue };
            let twice = variables.iter().any(|known| known.name.value == draft.name.value);
            if twice {
                let message = format!("`{}` is declared twice", draft.name.value);
                let diagnostic = self
                    .error("duplicate-variable", &draft.name.span, message)
                    .help("keep one of the two");
                self.push(diagnostic);
                continue;
            }
            variables.push(draft);
        }
        variables
    }

    /// What the help line offers in place of a placeholder in the URL.
    fn instead_of_placeholder(&self, fields: &Fields<'_>) -> Instead {
        let Some(span) = fields.key_span("url").filter(|_| fields.get("query").is_none()) else {
            return Instead::QueryOrBody;
        };
        let text = &self.source.text[..span.start];
        let before = &text[text.rfind('\n').map_or(0, |at| at + 1)..];
        if before.chars().all(|c| c == ' ' || c == '-') {
            Instead::Query { indent: " ".repeat(before.len()) }
        } else {
            Instead::QueryOrBody
        }
    }

    fn path(&mut self, node: &Node, placeholders: &mut Vec<Placeholder>) -> Option<Template> {
        let text = self.filled_text(node)?;
        let odd = |c: char| c.is_whitespace() && c != ' ' || matches!(c, '?' | '#' | '\\');
        let climbs = text.value.split('/').any(|segment| matches!(segment, "." | ".."));
        if !text.value.starts_with('/') || text.value.contains(odd) || climbs {
            let diagnostic = self
                .error("bad-path", &text.span, "this cannot be appended to the URL")
                .help("write a path that starts with `/`, without `?`, `#` and `..`: \"/orders/{{order_id}}\"");
            self.push(diagnostic);
            return None;
        }
        Some(self.template(&text, Kind::Path, placeholders))
    }

    fn check_body(
        &mut self,
        fields: &Fields<'_>,
        method: Option<Method>,
        auth: Option<&Auth>,
        body: Option<&BodyTemplate>,
    ) {
        let Some(method) = method else { return };
        if !method.has_body()
            && let Some(span) = fields.key_span("body")
        {
            let message = format!("{} carries no body", method.as_str());
            let diagnostic = self
                .error("body-not-allowed", span, message)
                .label("never sent")
                .help("pass it in `query:`, or use POST, PUT or PATCH");
            self.push(diagnostic);
        }
        let Some(Auth::Body(secrets)) = auth else { return };
        let span = fields.get("auth").map_or(fields.place.clone(), |node| node.span.clone());
        let message = match body {
            _ if !method.has_body() => format!("{} has no body for credentials", method.as_str()),
            Some(BodyTemplate::Map(entries)) => {
                let Some((key, _)) =
                    entries.iter().find(|(key, _)| secrets.iter().any(|(name, _)| name == key))
                else {
                    return;
                };
                format!("`{key}` stands in the body already")
            }
            None => return,
            Some(_) => "credentials need a body that is a mapping".to_owned(),
        };
        let diagnostic = self
            .error("auth-body", &span, message)
            .help("credentials in the body are top-level keys of a POST, PUT or PATCH");
        self.push(diagnostic);
    }

    fn idempotency_header(&mut self, fields: &Fields<'_>) -> Option<String> {
        let name = fields.get("idempotency_key").and_then(|node| self.filled_text(node))?;
        self.is_header_name(&name.value, &name.span).then_some(name.value)
    }

    fn retries(&mut self, fields: &Fields<'_>, method: Option<Method>, idempotent: bool) -> u32 {
        let fallback = u32::from(method == Some(Method::Get));
        let Some(node) = fields.get("retry") else { return fallback };
        let Some(retry) = self.fields(node, "retry", &["attempts"]) else { return fallback };
        let Some(node) = self.require(&retry, "retry", "attempts") else { return fallback };
        let Some(retries) = self.count_in(node, &limit::RETRIES) else { return fallback };
        if retries > 0 && !idempotent && method.is_some_and(Method::is_write) {
            let diagnostic = self
                .error("retry-unsafe", &node.span, "repeating this call may do its work twice")
                .label("not a GET")
                .help("remove `retry`, or add `idempotency_key: Header-Name` if the API knows one");
            self.push(diagnostic);
            return 0;
        }
        retries
    }
}
