use std::{
    collections::BTreeMap,
    io::{self, IsTerminal},
};

/// Whether output is coloured, as asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What the world around the program is like; read once, at the start.
#[derive(Clone)]
pub struct Environment {
    /// Environment variables that are valid Unicode; secrets are among them.
    pub variables: BTreeMap<String, String>,
    /// Whether a person types.
    pub input_is_terminal: bool,
    /// Whether a person reads.
    pub output_is_terminal: bool,
    /// Whether errors go to a terminal.
    pub errors_are_terminal: bool,
}

impl Environment {
    /// Reads the environment of this process.
    pub fn read() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self {
            variables: std::env::vars_os().filter_map(text).collect(),
            input_is_terminal: io::stdin().is_terminal(),
            output_is_terminal: io::stdout().is_terminal(),
            errors_are_terminal: io::stderr().is_terminal(),
        }
    }

    /// A variable that is set and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether output is coloured (see no-color.org).
    pub fn colours_output(&self, asked: Colour) -> bool {
        self.colours(asked, self.output_is_terminal)
    }

    /// Whether errors are coloured.
    pub fn colours_errors(&self, asked: Colour) -> bool {
        self.colours(asked, self.errors_are_terminal)
    }

    fn colours(&self, asked: Colour, is_terminal: bool) -> bool {
        match asked {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                is_terminal && self.get("NO_COLOR").is_none() && self.get("TERM") != Some("dumb")
            }
        }
    }

    /// Whether the locale can show more than ASCII.
    pub fn shows_unicode(&self) -> bool {
        let locale =
            self.get("LC_ALL").or_else(|| self.get("LC_CTYPE")).or_else(|| self.get("LANG"));
        locale.is_none_or(|name| {
            let name = name.to_lowercase();
            name.contains("utf-8") || name.contains("utf8")
        })
    }
}
