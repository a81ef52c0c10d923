//! Words by which replies are scored.

/// Pieces of an offer to call back or to pass to a person.
pub(super) const CALLBACK: [&str; 12] = [
    "call you back",
    "callback",
    "call back",
    "someone call",
    "give you a call",
    "ring you back",
    "get back to you",
    "put you through",
    "connect you",
    "transfer you",
    "colleague",
    "a person",
];

/// Words that carry nothing of a sentence's own.
pub(super) const LIGHT: [&str; 40] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "can", "could", "do", "for", "have", "i",
    "i'm", "if", "in", "is", "it", "me", "my", "of", "on", "or", "our", "please", "so", "sorry",
    "that", "the", "their", "there", "this", "to", "we", "with", "would", "you", "your", "now",
];
