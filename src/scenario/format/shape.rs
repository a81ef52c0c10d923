use super::{expect, piece, reply, request, start, turn, user};

/// The mappings of the file format and the keys of each, as the schema names them.
pub const SHAPES: [(&str, &[&str]); 8] = [
    ("scenario", &piece::KEYS),
    ("turn", &turn::KEYS),
    ("expectation", &expect::KEYS),
    ("request", &request::KEYS),
    ("reply", &reply::KEYS),
    ("start", &start::KEYS),
    ("user", &user::KEYS),
    ("noise", &user::NOISE_KEYS),
];
