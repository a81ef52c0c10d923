use super::{place::is_name, reader::Reader};
use crate::{
    agent::{Auth, SecretName},
    diagnostic::did_you_mean,
    yaml::{Entry, Node},
};

const KINDS: [&str; 5] = ["none", "bearer", "basic", "header", "body"];
const BY_NAME: &str =
    "write `{ secret: NAME }`; the value comes from the environment or .env, never from this file";

impl Reader<'_> {
    /// How a call authenticates.
    pub(super) fn auth(&mut self, node: &Node) -> Option<Auth> {
        if node.as_scalar().is_some_and(|scalar| !scalar.is_null()) {
            return self.bare_auth(node);
        }
        let [entry] = self.mapping(node, "auth")? else {
            let diagnostic = self
                .error("unknown-auth", &node.span, "auth takes exactly one kind")
                .help(format!("write one of: {}", KINDS.join(", ")));
            self.push(diagnostic);
            return None;
        };
        match entry.key.text.as_str() {
            "none" => Some(Auth::None),
            "bearer" => self.secret(&entry.value).map(Auth::Bearer),
            "basic" => self.basic(&entry.value),
            "header" => self.auth_header(&entry.value),
            "body" => self.auth_body(&entry.value),
            _ => {
                self.unknown_auth(&entry.key.text, &entry.key.span);
                None
            }
        }
    }

    fn bare_auth(&mut self, node: &Node) -> Option<Auth> {
        let text = self.text(node)?;
        if text.value == "none" {
            return Some(Auth::None);
        }
        if KINDS.contains(&text.value.as_str()) {
            let diagnostic = self
                .error("unknown-auth", &text.span, format!("`{}` needs its secret", text.value))
                .help(format!("write `{}: {{ secret: NAME }}`", text.value));
            self.push(diagnostic);
        } else if text.value.contains(' ') {
            self.literal_credential(&text.span, BY_NAME);
        } else {
            self.unknown_auth(&text.value, &text.span);
        }
        None
    }

    fn unknown_auth(&mut self, written: &str, span: &std::ops::Range<usize>) {
        let diagnostic = self
            .error("unknown-auth", span, "this kind of auth is not known")
            .help(did_you_mean(written, KINDS));
        self.push(diagnostic);
    }

    /// A secret by its name: `{ secret: NAME }`.
    pub(super) fn secret(&mut self, node: &Node) -> Option<SecretName> {
        if node.as_scalar().is_some_and(|scalar| !scalar.is_null()) {
            self.literal_credential(&node.span, BY_NAME);
            return None;
        }
        let fields = self.fields(node, "a secret", &["secret"])?;
        let name = self.require(&fields, "a secret", "secret")?;
        self.secret_name(name)
    }

    fn secret_name(&mut self, node: &Node) -> Option<SecretName> {
        let name = self.filled_text(node)?;
        if is_name(&name.value) && name.value.len() <= 128 {
            return Some(SecretName::new(name.value));
        }
        // Nobody's variable is named so: it may well be the secret itself.
        let diagnostic = self
            .error("literal-credential", &name.span, "this is not the name of a secret")
            .label("a name has letters, digits and `_` only")
            .help("write the name of an environment variable, such as ORDERS_TOKEN");
        self.push(diagnostic);
        None
    }

    fn basic(&mut self, node: &Node) -> Option<Auth> {
        let fields = self.fields(node, "basic", &["username", "password"])?;
        let username = self.require(&fields, "basic", "username");
        let password = self.require(&fields, "basic", "password");
        let username = username.and_then(|node| self.filled_text(node));
        if let Some(username) = username.as_ref().filter(|name| name.value.contains("{{")) {
            let diagnostic = self
                .error("template-expression", &username.span, "templates do not work in `auth`")
                .help("write the user name as it is");
            self.push(diagnostic);
        }
        let password = password.and_then(|node| self.secret(node));
        Some(Auth::Basic { username: username?.value, password: password? })
    }

    fn auth_header(&mut self, node: &Node) -> Option<Auth> {
        let fields = self.fields(node, "header", &["name", "secret"])?;
        let name = self.require(&fields, "header", "name");
        let secret = self.require(&fields, "header", "secret");
        let name = name.and_then(|node| self.filled_text(node));
        let name = name.filter(|name| self.is_header_name(&name.value, &name.span));
        let secret = secret.and_then(|node| self.secret_name(node));
        Some(Auth::Header { name: name?.value, secret: secret? })
    }

    fn auth_body(&mut self, node: &Node) -> Option<Auth> {
        let entries = self.mapping(node, "auth body")?;
        let fields: Vec<_> = entries.iter().map(|entry| self.auth_body_field(entry)).collect();
        if fields.is_empty() {
            self.wrong_type(node, "a field", "write `api_key: { secret: NAME }`");
            return None;
        }
        fields.into_iter().collect::<Option<Vec<_>>>().map(Auth::Body)
    }

    fn auth_body_field(&mut self, entry: &Entry) -> Option<(String, SecretName)> {
        self.refuse_placeholder_in_key(&entry.key);
        Some((entry.key.text.clone(), self.secret(&entry.value)?))
    }
}
