//! The names people give: text that is not to be mixed with other names.
#![deny(clippy::disallowed_methods)]

use std::fmt;

use serde::{Deserialize, Serialize};

/// Defines a name type: text that is not to be mixed with other names.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the name as written.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The name as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

name! {
    /// The name of an action, exactly as the prompt refers to it.
    ActionName
}
name! {
    /// The name of a variable within its action.
    VariableName
}
name! {
    /// The name under which a secret stands in the environment; never its value.
    SecretName
}

impl VariableName {
    /// The name in words: `order_number` is "order number".
    pub fn in_words(&self) -> String {
        self.0.replace(['_', '-'], " ")
    }
}
