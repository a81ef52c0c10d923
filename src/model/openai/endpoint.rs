use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

use crate::agent::{ModelChoice, SecretName};

/// The endpoint when nobody names one.
pub const OPENAI: &str = "https://api.openai.com/v1";
/// The key when the agent file names none.
pub const KEY_NAME: &str = "OPENAI_API_KEY";

/// Where a model is reached, and as what.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Up to and without `/chat/completions`.
    pub base_url: Url,
    /// The key; without one no `Authorization` is sent.
    pub key: Option<SecretString>,
    /// The model's name there.
    pub model: String,
    /// Sampling temperature; `None` leaves it to the server.
    pub temperature: Option<f32>,
    /// What its tokens cost.
    pub prices: Prices,
}

/// Prices per million tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Prices {
    /// Of what is sent.
    pub prompt: Option<f64>,
    /// Of what is answered.
    pub answer: Option<f64>,
}

/// All that may say which endpoint is meant, as plain data.
#[derive(Clone, Copy)]
pub struct EndpointWish<'a> {
    /// `--model`.
    pub model: Option<&'a str>,
    /// `--base-url`.
    pub base_url: Option<&'a str>,
    /// What the agent file says.
    pub declared: Option<&'a ModelChoice>,
    /// `OPENAI_MODEL`.
    pub environment_model: Option<&'a str>,
    /// `OPENAI_BASE_URL`.
    pub environment_base_url: Option<&'a str>,
    /// A secret by its name.
    pub secret: &'a dyn Fn(&SecretName) -> Option<SecretString>,
    /// Whether the user, never a project file, has named this host.
    pub allows: &'a dyn Fn(&Url) -> bool,
}

/// Why an endpoint cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// The address is none.
    #[error("`{text}` is no base URL; write one such as https://api.openai.com/v1")]
    BadUrl {
        /// As given.
        text: String,
    },
    /// The address carries a user name or password.
    #[error("the base URL of a model must hold no credentials; give the key as {KEY_NAME}")]
    Credentials,
    /// The key would travel in the clear.
    #[error("the key would leave for {host} unencrypted; use https:// there, or unset the key")]
    Unencrypted {
        /// The host.
        host: String,
    },
    /// A project file names the host the key would go to.
    #[error(
        "the agent file would send your key `{key}` to {host}, and you have not named that host; \
         to allow it: --allow-host {host}, or name it with --base-url"
    )]
    Unnamed {
        /// The key's name.
        key: String,
        /// The host, with its port where it is not the usual one.
        host: String,
    },
    /// The key is needed and not set.
    #[error("{host} needs a key: set {key} in the environment or in .env")]
    NoKey {
        /// The key's name.
        key: String,
        /// The host.
        host: String,
    },
    /// The key holds what no header may hold.
    #[error("the key `{key}` holds a line break or another character that no header may hold")]
    BadKey {
        /// The key's name.
        key: String,
    },
}

/// Who named the address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Namer {
    User,
    File,
    Nobody,
}

impl Endpoint {
    /// The endpoint that is wished for; `None` where nobody names a model.
    ///
    /// Arguments go before the agent file, that before the environment. A key leaves only for a host
    /// that the user named, so an address from the agent file gets none unless it is allowed.
    ///
    /// # Errors
    /// An [`EndpointError`] that says what to change.
    pub fn resolve(wish: &EndpointWish<'_>) -> Result<Option<Self>, EndpointError> {
        let Some(model) = named(wish) else { return Ok(None) };
        let (base_url, namer) = address(wish)?;
        let key = key(wish, &base_url, namer)?;
        Ok(Some(Self::of(wish, model, (base_url, key))))
    }

    /// The endpoint that is wished for where only recorded answers are played: without a key, and
    /// whoever named its host, because nothing is ever sent there.
    ///
    /// # Errors
    /// When the address is none.
    pub fn unreached(wish: &EndpointWish<'_>) -> Result<Option<Self>, EndpointError> {
        let Some(model) = named(wish) else { return Ok(None) };
        let (base_url, _) = address(wish)?;
        Ok(Some(Self::of(wish, model, (base_url, None))))
    }

    fn of(
        wish: &EndpointWish<'_>,
        model: &str,
        (base_url, key): (Url, Option<SecretString>),
    ) -> Self {
        // Prices and temperature hold for the model they were written for.
        let declared = wish.declared.filter(|choice| choice.name == model);
        Self {
            base_url,
            key,
            model: model.to_owned(),
            temperature: declared.and_then(|choice| choice.temperature),
            prices: Prices {
                prompt: declared.and_then(|choice| choice.price_prompt),
                answer: declared.and_then(|choice| choice.price_answer),
            },
        }
    }

    /// The host, with its port where it is not the usual one.
    pub fn host(&self) -> String {
        shown_host(&self.base_url)
    }
}

/// The model's name: arguments go before the agent file, that before the environment.
fn named<'a>(wish: &EndpointWish<'a>) -> Option<&'a str> {
    let declared = wish.declared.map(|choice| choice.name.as_str());
    wish.model.or(declared).or(wish.environment_model)
}

fn address(wish: &EndpointWish<'_>) -> Result<(Url, Namer), EndpointError> {
    let declared = wish.declared.and_then(|choice| choice.base_url.as_ref());
    let (text, namer) = match (wish.base_url, declared, wish.environment_base_url) {
        (Some(text), _, _) => (text, Namer::User),
        (None, Some(url), _) => (url.as_str(), Namer::File),
        (None, None, Some(text)) => (text, Namer::User),
        (None, None, None) => (OPENAI, Namer::Nobody),
    };
    let url = Url::parse(text).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https") && url.host().is_some() && url.query().is_none()
    });
    let Some(url) = url else { return Err(EndpointError::BadUrl { text: text.to_owned() }) };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(EndpointError::Credentials);
    }
    Ok((url, namer))
}

fn key(
    wish: &EndpointWish<'_>,
    url: &Url,
    namer: Namer,
) -> Result<Option<SecretString>, EndpointError> {
    let declared = wish.declared.and_then(|choice| choice.api_key.clone());
    let is_declared = declared.is_some();
    let name = declared.unwrap_or_else(|| SecretName::new(KEY_NAME));
    let key = (wish.secret)(&name).filter(|key| !key.expose_secret().trim().is_empty());
    let host = shown_host(url);
    let is_openai = url.host_str() == Some("api.openai.com");
    let Some(key) = key else {
        return match is_openai || (is_declared && !is_loopback(url)) {
            true => Err(EndpointError::NoKey { key: name.to_string(), host }),
            false => Ok(None),
        };
    };
    let is_own_host = is_openai && name.as_str() == KEY_NAME;
    let may_go = namer == Namer::User || is_own_host || (wish.allows)(url);
    if !may_go {
        // A key nobody asked for is just left at home on loopback.
        if is_loopback(url) && !is_declared {
            return Ok(None);
        }
        return Err(EndpointError::Unnamed { key: name.to_string(), host });
    }
    if url.scheme() == "http" && !is_loopback(url) {
        return Err(EndpointError::Unencrypted { host });
    }
    let key: SecretString = key.expose_secret().trim().into();
    match http::HeaderValue::from_str(key.expose_secret()) {
        Ok(_) => Ok(Some(key)),
        Err(_) => Err(EndpointError::BadKey { key: name.to_string() }),
    }
}

/// Whether an address never leaves this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

fn shown_host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(base_url: Option<&str>, key: Option<&str>) -> ModelChoice {
        ModelChoice {
            name: "declared".into(),
            base_url: base_url.map(|url| Url::parse(url).unwrap()),
            api_key: key.map(SecretName::new),
            temperature: Some(0.0),
            price_prompt: Some(1.0),
            price_answer: None,
            wording: None,
        }
    }

    fn wish<'a>(declared: Option<&'a ModelChoice>) -> EndpointWish<'a> {
        EndpointWish {
            model: None,
            base_url: None,
            declared,
            environment_model: None,
            environment_base_url: None,
            secret: &|name| Some(format!("value-of-{name}").into()),
            allows: &|_| false,
        }
    }

    fn key_of(endpoint: Option<Endpoint>) -> Option<String> {
        Some(endpoint?.key?.expose_secret().to_owned())
    }

    #[test]
    fn nobody_naming_a_model_means_the_offline_one() {
        assert!(Endpoint::resolve(&wish(None)).unwrap().is_none());
    }

    #[test]
    fn arguments_go_before_the_file_and_that_before_the_environment() {
        let declared = choice(None, None);
        let all = EndpointWish {
            model: Some("argument"),
            environment_model: Some("environment"),
            ..wish(Some(&declared))
        };
        assert_eq!(Endpoint::resolve(&all).unwrap().unwrap().model, "argument");
        let file = EndpointWish { model: None, ..all };
        let found = Endpoint::resolve(&file).unwrap().unwrap();
        assert_eq!((found.model.as_str(), found.temperature), ("declared", Some(0.0)));
        let environment = EndpointWish { declared: None, ..file };
        assert_eq!(Endpoint::resolve(&environment).unwrap().unwrap().model, "environment");
    }

    #[test]
    fn a_project_file_never_decides_where_the_key_goes() {
        let declared = choice(Some("https://evil.example/v1"), None);
        let refused = Endpoint::resolve(&wish(Some(&declared))).unwrap_err();
        assert!(refused.to_string().contains("--allow-host evil.example"), "{refused}");
        let allowed = EndpointWish { allows: &|_| true, ..wish(Some(&declared)) };
        assert!(key_of(Endpoint::resolve(&allowed).unwrap()).is_some());
        let openai = choice(Some(OPENAI), Some("OTHER_SECRET"));
        assert!(Endpoint::resolve(&wish(Some(&openai))).is_err());
    }

    #[test]
    fn where_only_recordings_are_played_no_key_is_needed_and_none_is_held() {
        let declared = choice(Some("https://evil.example/v1"), None);
        let found = Endpoint::unreached(&wish(Some(&declared))).unwrap();
        assert!(found.as_ref().is_some_and(|endpoint| endpoint.model == "declared"));
        assert_eq!(key_of(found), None);
        assert!(Endpoint::unreached(&wish(None)).unwrap().is_none());
    }

    #[test]
    fn a_host_the_user_named_gets_the_key() {
        let declared = choice(Some("https://evil.example/v1"), None);
        let named =
            EndpointWish { base_url: Some("https://mine.example/v1/"), ..wish(Some(&declared)) };
        let found = Endpoint::resolve(&named).unwrap();
        assert_eq!(key_of(found).as_deref(), Some("value-of-OPENAI_API_KEY"));
    }

    #[test]
    fn loopback_needs_no_key_and_gets_none_by_itself() {
        let declared = choice(Some("http://localhost:11434/v1"), None);
        assert_eq!(key_of(Endpoint::resolve(&wish(Some(&declared))).unwrap()), None);
        let unset = EndpointWish { secret: &|_| None, ..wish(Some(&declared)) };
        assert!(Endpoint::resolve(&unset).unwrap().is_some());
    }

    #[test]
    fn a_key_never_travels_in_the_clear() {
        let plain = EndpointWish {
            model: Some("m"),
            base_url: Some("http://gpu.example:8000/v1"),
            ..wish(None)
        };
        assert!(matches!(Endpoint::resolve(&plain), Err(EndpointError::Unencrypted { .. })));
        let keyless = EndpointWish { secret: &|_| None, ..plain };
        assert!(Endpoint::resolve(&keyless).unwrap().is_some());
    }

    #[test]
    fn a_key_that_no_header_can_hold_is_refused_and_not_shown() {
        let bad =
            EndpointWish { model: Some("m"), secret: &|_| Some("sk-a\nb".into()), ..wish(None) };
        let refused = Endpoint::resolve(&bad).unwrap_err().to_string();
        assert!(refused.contains("line break") && !refused.contains("sk-a"), "{refused}");
    }

    #[test]
    fn a_missing_key_and_a_bad_address_say_what_to_do() {
        let unset = EndpointWish { model: Some("m"), secret: &|_| None, ..wish(None) };
        let refused = Endpoint::resolve(&unset).unwrap_err().to_string();
        assert!(refused.contains("set OPENAI_API_KEY"), "{refused}");
        let bad = EndpointWish { base_url: Some("gpu-box"), ..unset };
        assert!(matches!(Endpoint::resolve(&bad), Err(EndpointError::BadUrl { .. })));
        let credentials = EndpointWish { base_url: Some("https://a:b@x.example"), ..unset };
        assert_eq!(Endpoint::resolve(&credentials).unwrap_err(), EndpointError::Credentials);
    }
}
