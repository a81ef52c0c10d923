use std::io::{self, Write};

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::digest::{SHA256, digest};
use serde::Serialize;

use crate::report::escape::{Surroundings, write_json};

/// A page that loads nothing, sends nothing and runs no script but its own.
pub(crate) struct Shell {
    /// Its title until the script has one.
    pub title: &'static str,
    /// Its style.
    pub style: &'static str,
    /// Its script.
    pub script: &'static str,
    /// Its body, left open.
    pub body: &'static str,
}

impl Shell {
    /// Writes the head and the body.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn open(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { title, style, body, .. } = self;
        let policy = self.policy();
        writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
        writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")?;
        writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
        writeln!(out, "<meta name=\"referrer\" content=\"no-referrer\">")?;
        writeln!(out, "<title>{title}</title>\n<style>{style}</style>\n</head>\n{body}")
    }

    /// Writes the script; what is embedded behind it is there only after it has run once.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn run(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<script>{}</script>", self.script)
    }

    /// Nothing is loaded, nothing is sent, nothing runs but the page's own script, and no text
    /// becomes markup.
    fn policy(&self) -> String {
        let hash =
            |text: &str| format!("'sha256-{}'", STANDARD.encode(digest(&SHA256, text.as_bytes())));
        format!(
            "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; \
             form-action 'none'; require-trusted-types-for 'script'",
            hash(self.script),
            hash(self.style)
        )
    }
}

/// Writes a value into the page, where nothing in it can end its element.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn embed(id: &str, value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<script type=\"application/json\" id=\"{id}\">")?;
    write_json(out, value, Surroundings::Html)?;
    writeln!(out, "</script>")
}
