/// What people say while they think.
pub(in crate::scenario::user) const FILLERS: [&str; 8] =
    ["um", "uh", "er", "well", "let me see", "you know", "hmm", "so"];

/// Small words that are lost on a bad line; what is left means the same.
pub(in crate::scenario::user) const DROPPABLE: [&str; 9] =
    ["it's", "is", "the", "my", "that's", "it", "please", "a", "i"];

/// Words of a variable's name that nobody says.
pub(in crate::scenario::user) const NO_LABEL: [&str; 3] = ["the", "of", "a"];
