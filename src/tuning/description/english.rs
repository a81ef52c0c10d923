//! Utterances that hardly any agent has an action for.

/// Small talk and questions from elsewhere; those with a word of the agent's own are left out.
pub(super) const OFF_TOPIC: [&str; 10] = [
    "Thank you very much",
    "How old are you?",
    "Tell me a joke",
    "What is the capital of Peru?",
    "My grandmother bakes wonderful bread",
    "Do you believe in ghosts?",
    "Who won the football match last night?",
    "Sing a song for me",
    "I had pancakes for breakfast",
    "How tall is Mount Everest?",
];
