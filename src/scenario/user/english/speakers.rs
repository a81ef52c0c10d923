/// How transcripts mark what an agent says, in lower case.
pub(in crate::scenario::user) const AGENT_MARKS: [&str; 9] = [
    "agent:",
    "assistant:",
    "bot:",
    "operator:",
    "representative:",
    "support:",
    "system:",
    "advisor:",
    "ai:",
];
