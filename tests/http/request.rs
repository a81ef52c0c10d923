use std::collections::BTreeMap;

use rehearsal::{
    agent::{ActionName, Auth, Method, Presence, SecretName, Template, VariableName},
    request::{FreezeError, Redactor, Surroundings, curl, freeze},
    value::Value,
};
use serde_json::json;

use crate::fixture::{PLANTED, Planted, action, bearer, body, frozen, header, query, variable};

const URL: &str = "https://api.company.com/v1/orders/";

fn text(value: &str) -> Value {
    Value::String(value.into())
}

fn optional() -> Presence {
    Presence::Optional { default: None }
}

#[test]
fn a_sole_placeholder_keeps_its_type_and_a_missing_optional_drops_its_key() {
    let mut action = action(Method::Post, URL);
    action.variables = vec![
        variable("count", Presence::Required),
        variable("note", optional()),
        variable("size", Presence::Optional { default: Some(text("L")) }),
    ];
    action.body = Some(body(&json!({
        "count": "{{count}}",
        "label": "n={{ count }}",
        "note": "{{note}}",
        "deep": { "note": "see {{note}}", "list": ["{{note}}", "{{count}}"] },
        "size": "{{size}}",
        "nothing": null,
        "saved": "{{saved}}",
        "tags": "{{tags}}",
    })));
    let saved = BTreeMap::from([
        ("saved".to_owned(), (json!(null), ActionName::new("A"))),
        ("tags".to_owned(), (json!(["{{count}}"]), ActionName::new("A"))),
    ]);
    let around = Surroundings {
        context: &BTreeMap::new(),
        saved: &saved,
        runtime: &BTreeMap::new(),
        idempotency_key: None,
    };
    let values = BTreeMap::from([(VariableName::new("count"), Value::Integer(3))]);
    let request = freeze(&action, &values, &around, &()).unwrap();
    assert_eq!(
        request.body.unwrap().to_string(),
        r#"{"count":3,"label":"n=3","deep":{"list":[3]},"size":"L","nothing":null,"saved":null,"tags":["{{count}}"]}"#
    );
}

#[test]
fn a_query_value_stays_one_value_whatever_is_in_it() {
    let mut action = action(Method::Get, "https://api.company.com/find?fixed=1");
    action.variables = vec![variable("q", Presence::Required), variable("o", optional())];
    action.query = vec![query("q", "{{q}}"), query("o", "x{{o}}"), query("f", "{{q}}")];
    for value in ["a&admin=true#x", "ü +%20\"'", "a\r\nHost: evil", "..", "{{o}}", "\u{0}"] {
        let request = frozen(&action, &[("q", text(value))]).unwrap();
        let pairs: Vec<_> = request.url.query_pairs().into_owned().collect();
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(pairs, [pair("fixed", "1"), pair("q", value), pair("f", value)]);
        assert_eq!(request.url.fragment(), None);
        assert_eq!(request.url.path(), "/find");
    }
}

#[test]
fn a_path_value_is_one_segment_and_cannot_climb() {
    let mut action = action(Method::Get, URL);
    action.variables = vec![variable("id", Presence::Required)];
    action.path = Some(Template::parse("/{{id}}/items"));
    let path =
        |value: &str| frozen(&action, &[("id", text(value))]).map(|r| r.url.path().to_owned());
    assert_eq!(path("ORD-1"), Ok("/v1/orders/ORD-1/items".into()));
    assert_eq!(path("a/b?c#d"), Ok("/v1/orders/a%2Fb%3Fc%23d/items".into()));
    assert_eq!(path("%2e%2e"), Ok("/v1/orders/%252e%252e/items".into()));
    assert_eq!(path("a\\b ü"), Ok("/v1/orders/a%5Cb%20%C3%BC/items".into()));
    for climbing in [".", "..", "..\t", "a\nb", "\t..", "\u{0}"] {
        assert_eq!(path(climbing), Err(FreezeError::PathSegment), "{climbing:?}");
    }
    assert_eq!(path(""), Err(FreezeError::Missing { name: "id".into() }));
}

#[test]
fn header_values_hold_no_line_break_and_names_are_ours_to_keep() {
    let mut action = action(Method::Get, URL);
    action.variables = vec![variable("x", Presence::Required)];
    action.headers = vec![header("X-Agent", "id {{x}}")];
    for value in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "\u{1b}[0m"] {
        let refused = frozen(&action, &[("x", text(value))]).unwrap_err();
        assert_eq!(refused, FreezeError::HeaderValue { header: "X-Agent".into() }, "{value:?}");
        assert!(!refused.to_string().contains("Evil"));
    }
    for name in ["Host", "content-length", "Transfer-Encoding", "x-rehearsal-exchange", "a b"] {
        action.headers = vec![header(name, "x")];
        assert!(frozen(&action, &[("x", text("y"))]).is_err(), "{name}");
    }
}

#[test]
fn each_kind_of_authentication_stands_where_it_belongs() {
    let secret = || SecretName::new("S");
    let mut action = action(Method::Post, URL);
    let with = |action: &rehearsal::agent::Action| frozen(action, &[]).unwrap();
    action.auth = bearer();
    assert_eq!(with(&action).header("authorization"), Some(&*format!("Bearer {PLANTED}")));
    action.auth = Auth::Header { name: "X-API-Key".into(), secret: secret() };
    assert_eq!(with(&action).header("x-api-key"), Some(PLANTED));
    action.auth = Auth::Body(vec![("api_key".into(), secret())]);
    assert_eq!(with(&action).body, Some(json!({ "api_key": PLANTED })));
    action.auth = Auth::Basic { username: "Aladdin".into(), password: secret() };
    let request = freeze(&action, &BTreeMap::new(), &empty(), &Planted("open sesame".into()));
    // The example of RFC 7617, section 2.
    assert_eq!(
        request.unwrap().header("authorization"),
        Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    );
    assert_eq!(
        freeze(&action, &BTreeMap::new(), &empty(), &()).unwrap_err(),
        FreezeError::Secret { name: secret() }
    );
    action.method = Method::Get;
    action.auth = Auth::Body(vec![("api_key".into(), secret())]);
    assert!(frozen(&action, &[]).is_err());
}

fn empty() -> Surroundings<'static> {
    static NOTHING: BTreeMap<String, serde_json::Value> = BTreeMap::new();
    static SAVED: BTreeMap<String, (serde_json::Value, ActionName)> = BTreeMap::new();
    Surroundings { context: &NOTHING, saved: &SAVED, runtime: &NOTHING, idempotency_key: None }
}

#[test]
fn an_idempotency_key_is_sent_where_it_is_declared() {
    let mut action = action(Method::Post, URL);
    let around = Surroundings { idempotency_key: Some("k-1"), ..empty() };
    let request = freeze(&action, &BTreeMap::new(), &around, &()).unwrap();
    assert!(request.headers.iter().all(|(_, value)| value != "k-1"));
    action.idempotency_header = Some("Idempotency-Key".into());
    let request = freeze(&action, &BTreeMap::new(), &around, &()).unwrap();
    assert_eq!(request.header("idempotency-key"), Some("k-1"));
}

#[test]
fn a_masked_request_shows_neither_secrets_nor_sensitive_values() {
    let mut action = action(Method::Post, URL);
    let mut pin = variable("pin", Presence::Required);
    pin.sensitive = true;
    action.variables = vec![pin, variable("card", Presence::Required)];
    action.auth = Auth::Basic { username: "desk".into(), password: SecretName::new("S") };
    action.path = Some(Template::parse("/p/{{pin}}"));
    action.query = vec![query("pin", "{{pin}}"), query("card", "{{card}}")];
    action.headers = vec![header("X-Pin", "{{pin}}"), header("X-Echo", PLANTED)];
    action.body = Some(body(&json!({ "pin": "{{pin}}", "card": "{{card}}", "l": ["{{pin}}"] })));
    let values = [("pin", text("4821")), ("card", Value::Integer(48213))];
    let request = frozen(&action, &values).unwrap();
    let mut redactor = Redactor::default();
    redactor.add_basic("desk", &PLANTED.into());
    let masked = redactor.mask(&action, &request);
    assert_eq!(masked.url, "https://api.company.com/v1/orders/••••?pin=••••&card=48213");
    let header = |name: &str| {
        masked.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    assert_eq!(header("authorization"), Some("Basic ••••"));
    assert_eq!(header("x-pin"), Some("••••"));
    assert_eq!(header("x-echo"), Some("••••"));
    assert_eq!(masked.body, Some(json!({ "pin": "••••", "card": 48213, "l": ["••••"] })));
    let everything = format!("{request:?} {masked:?} {} {redactor:?}", curl(&masked));
    assert!(!everything.contains(PLANTED));
    assert!(!everything.replace("48213", "").contains("4821"));
    assert!(!everything.contains(request.header("authorization").unwrap()));
}

proptest::proptest! {
    #[test]
    fn any_text_stays_what_it_is_in_query_path_body_and_header(value in "\\PC{1,40}|(?s).{1,12}") {
        let mut action = action(Method::Post, URL);
        action.variables = vec![variable("x", Presence::Required)];
        action.query = vec![query("q", "{{x}}")];
        action.body = Some(body(&json!({ "x": "{{x}}", "in": "<{{x}}>" })));
        let request = frozen(&action, &[("x", text(&value))]).unwrap();
        assert_eq!(request.url.query_pairs().collect::<Vec<_>>(), [("q".into(), (&*value).into())]);
        assert_eq!(request.url.path(), "/v1/orders/");
        assert_eq!(request.body, Some(json!({ "x": value, "in": format!("<{value}>") })));
        action.path = Some(Template::parse("/{{x}}"));
        if let Ok(request) = frozen(&action, &[("x", text(&value))]) {
            let segments: Vec<_> = request.url.path_segments().unwrap().collect();
            assert_eq!(segments.len(), 3, "{:?}", segments);
            let decoded = format!("x={}", segments[2].replace('+', "%2B"));
            let (_, decoded) = url::form_urlencoded::parse(decoded.as_bytes()).next().unwrap();
            let decoded = decoded.into_owned();
            // An ampersand is no escape in a path.
            assert!(decoded == value || value.contains('&'));
        }
        action.headers = vec![header("X-A", "{{x}}")];
        if let Ok(request) = frozen(&action, &[("x", text(&value))]) {
            assert!(!request.header("x-a").unwrap().contains(['\r', '\n', '\0']));
        }
    }

    #[test]
    fn a_known_secret_is_found_in_every_request_it_is_put_into(secret in "[!-~]{8,24}") {
        let mut action = action(Method::Post, URL);
        action.variables = vec![variable("x", Presence::Required)];
        action.query = vec![query("q", "{{x}}")];
        action.path = Some(Template::parse("/{{x}}"));
        action.headers = vec![header("X-A", "a {{x}} b")];
        action.body = Some(body(&json!({ "x": "{{x}}", "in": "<{{x}}>" })));
        let mut redactor = Redactor::default();
        redactor.add_secret(&(&*secret).into());
        if let Ok(request) = frozen(&action, &[("x", text(&secret))]) {
            let masked = redactor.mask(&action, &request);
            let shown = format!("{}\n{}", curl(&masked), serde_json::to_string(&masked).unwrap());
            for form in [
                secret.clone(),
                request.url.query().unwrap()[2..].to_owned(),
                request.url.path_segments().unwrap().next_back().unwrap().to_owned(),
                serde_json::to_string(&secret).unwrap().trim_matches('"').to_owned(),
            ] {
                assert!(!shown.contains(&form), "{form} in {shown}");
            }
            assert!(shown.matches("••••").count() >= 8);
        }
    }
}
