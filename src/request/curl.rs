use std::fmt::Write;

use super::MaskedRequest;

/// The request as a line for a POSIX shell; what is masked stays masked.
pub fn curl(request: &MaskedRequest) -> String {
    let mut line = format!("curl --request {} {}", request.method, quote(&request.url));
    for (name, value) in &request.headers {
        // Infallible: writing to a string.
        let _ = write!(line, " --header {}", quote(&format!("{name}: {value}")));
    }
    if let Some(body) = &request.body {
        let _ = write!(line, " --data-raw {}", quote(&body.to_string()));
    }
    line
}

/// One shell word: single quotes keep all but themselves.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_request_becomes_one_quoted_line() {
        let request = MaskedRequest {
            method: "POST".into(),
            url: "https://api.test/a?b=c&d=$(id)".into(),
            headers: vec![("authorization".into(), "Bearer ••••".into())],
            body: Some(json!({ "note": "it's `fine`" })),
        };
        assert_eq!(
            curl(&request),
            "curl --request POST 'https://api.test/a?b=c&d=$(id)' \
             --header 'authorization: Bearer ••••' \
             --data-raw '{\"note\":\"it'\\''s `fine`\"}'"
        );
    }
}
