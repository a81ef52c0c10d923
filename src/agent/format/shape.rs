use super::{action, context, root, variable};

/// The mappings of the file format and the keys of each, as the schema names them.
pub const SHAPES: [(&str, &[&str]); 11] = [
    ("agent", &root::KEYS),
    ("model", &context::MODEL_KEYS),
    ("dynamic_context", &context::CONTEXT_KEYS),
    ("action", &action::KEYS),
    ("variable", &variable::KEYS),
    ("choice", &["value", "synonyms"]),
    ("response", &["keep", "save"]),
    ("retry", &["attempts"]),
    ("basic", &["username", "password"]),
    ("header", &["name", "secret"]),
    ("secret", &["secret"]),
];
