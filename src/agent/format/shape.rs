use super::{action, context, response, root, schema, variable};

/// The mappings of the file format and the keys of each, as the schema names them.
pub const SHAPES: [(&str, &[&str]); 12] = [
    ("agent", &root::KEYS),
    ("model", &context::MODEL_KEYS),
    ("dynamic_context", &context::CONTEXT_KEYS),
    ("action", &action::KEYS),
    ("variable", &variable::KEYS),
    ("choice", &["value", "synonyms"]),
    ("response", &response::KEYS),
    ("answer_schema", &schema::KEYS),
    ("retry", &["attempts"]),
    ("basic", &["username", "password"]),
    ("header", &["name", "secret"]),
    ("secret", &["secret"]),
];
