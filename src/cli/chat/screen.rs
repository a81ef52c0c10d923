use std::io::{self, Write};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Charset, Line, Shown, Tone};

/// How wide a label before speech and state is.
const LABEL: usize = 7;
/// Below this width, what follows a label is hung in less.
const NARROW: usize = 50;
/// No terminal is taken to be narrower.
const LEAST: usize = 20;

/// How the screen looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether there are colours.
    pub coloured: bool,
    /// What can be drawn.
    pub charset: Charset,
    /// Columns.
    pub width: usize,
}

/// The printing seam of a talk on a terminal: it wraps, paints and folds, and opens [`Shown`].
pub struct Screen<'a> {
    out: &'a mut dyn Write,
    look: Look,
}

impl<'a> Screen<'a> {
    /// A screen that prints here.
    pub fn new(out: &'a mut dyn Write, look: Look) -> Self {
        Self { out, look }
    }

    /// How it looks.
    pub fn look(&self) -> Look {
        self.look
    }

    /// The terminal has this many columns from now on.
    pub fn resize(&mut self, columns: usize) {
        self.look.width = columns.max(LEAST);
    }

    /// The label before what the user types, plain and painted.
    pub fn prompt(&self) -> (String, String) {
        let label = label("you");
        let painted = self.painted(&label, Tone::User);
        (label, painted)
    }

    /// What the agent says.
    ///
    /// # Errors
    /// When it cannot be printed.
    pub fn agent(&mut self, reply: &str) -> io::Result<()> {
        let mut lines = reply.lines();
        let first = Line::new().with(&label("agent"), Tone::Agent);
        self.print(&first.plain(lines.next().unwrap_or_default()), self.hang())?;
        for line in lines {
            self.indented(&Line::of(line))?;
        }
        self.flush()
    }

    /// The label before what the user types, where no editor prints it.
    ///
    /// # Errors
    /// When it cannot be printed.
    pub fn ask(&mut self) -> io::Result<()> {
        let (_, painted) = self.prompt();
        write!(self.out, "{painted}")?;
        self.flush()
    }

    /// Lines drawn as a tree under an utterance.
    ///
    /// # Errors
    /// When they cannot be printed.
    pub fn tree(&mut self, lines: &[Line]) -> io::Result<()> {
        for (at, line) in lines.iter().enumerate() {
            let branch = if at + 1 == lines.len() { "└ " } else { "├ " };
            let indent = " ".repeat(self.hang());
            let drawn = Line::new().dim(&format!("{indent}{branch}")).then(line.clone());
            self.print(&drawn, self.hang() + 4)?;
        }
        self.flush()
    }

    /// A line below what was said.
    ///
    /// # Errors
    /// When it cannot be printed.
    pub fn indented(&mut self, line: &Line) -> io::Result<()> {
        let indent = " ".repeat(self.hang());
        self.print(&Line::of(&indent).then(line.clone()), self.hang() + 2)
    }

    /// A line at the margin.
    ///
    /// # Errors
    /// When it cannot be printed.
    pub fn line(&mut self, line: &Line) -> io::Result<()> {
        self.print(line, 2)
    }

    /// Makes sure that it is seen.
    ///
    /// # Errors
    /// When it cannot be printed.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn hang(&self) -> usize {
        if self.look.width < NARROW { 2 } else { LABEL }
    }

    fn print(&mut self, line: &Line, hang: usize) -> io::Result<()> {
        let hang = hang.min(self.look.width / 2);
        for row in wrap(&self.drawn(line), self.look.width, hang) {
            let painted: String =
                row.iter().map(|(text, tone)| self.painted(text, *tone)).collect();
            writeln!(self.out, "{}", painted.trim_end())?;
        }
        Ok(())
    }

    fn drawn(&self, line: &Line) -> Vec<(Shown, Tone)> {
        let draw =
            |(text, tone): &(Shown, Tone)| (text.clone().drawn_with(self.look.charset), *tone);
        line.pieces().iter().map(draw).collect()
    }

    fn painted(&self, text: &str, tone: Tone) -> String {
        tone.painted(text, self.look.coloured)
    }
}

fn label(name: &str) -> String {
    format!("{name:<LABEL$}")
}

/// Breaks a line between words so that each row fits; rows but the first begin with blanks.
fn wrap(pieces: &[(Shown, Tone)], width: usize, hang: usize) -> Vec<Vec<(String, Tone)>> {
    let mut rows = vec![Vec::new()];
    let mut column = 0;
    for (text, tone) in pieces {
        for word in words(text.as_str()) {
            let fits = column + word.trim_end().width() <= width;
            let is_fresh = column <= hang && rows.len() > 1;
            if !fits && !is_fresh && hang + word.trim_end().width() <= width {
                rows.push(vec![(" ".repeat(hang), Tone::Plain)]);
                column = hang;
            }
            for part in parts(word, width, column, hang) {
                if part.breaks {
                    rows.push(vec![(" ".repeat(hang), Tone::Plain)]);
                    column = hang;
                }
                column += part.text.width();
                if let Some(row) = rows.last_mut() {
                    row.push((part.text, *tone));
                }
            }
        }
    }
    rows
}

struct Part {
    text: String,
    breaks: bool,
}

/// A word cut where it is wider than what is left of its row.
fn parts(word: &str, width: usize, column: usize, hang: usize) -> Vec<Part> {
    let mut parts = vec![Part { text: String::new(), breaks: false }];
    let mut at = column;
    for grapheme in word.graphemes(true) {
        let wide = grapheme.width();
        if at + wide > width && at > hang && !grapheme.trim().is_empty() {
            parts.push(Part { text: String::new(), breaks: true });
            at = hang;
        }
        at += wide;
        if let Some(part) = parts.last_mut() {
            part.text.push_str(grapheme);
        }
    }
    parts
}

/// The words of a text, each with the blanks behind it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(look: Look, print: impl Fn(&mut Screen<'_>)) -> String {
        let mut out = Vec::new();
        print(&mut Screen::new(&mut out, look));
        String::from_utf8(out).unwrap()
    }

    const PLAIN: Look = Look { coloured: false, charset: Charset::Unicode, width: 80 };

    #[test]
    fn speech_hangs_under_its_label() {
        let look = Look { width: 52, ..PLAIN };
        let said = "Before I look that up: what is your customer number, please?";
        assert_eq!(
            printed(look, |screen| screen.agent(said).unwrap()),
            "agent  Before I look that up: what is your customer\n       number, please?\n"
        );
    }

    #[test]
    fn forty_columns_are_enough() {
        let look = Look { width: 40, ..PLAIN };
        let drawn = printed(look, |screen| {
            let line = Line::of("GET /orders?order_id=ORD-12345&include=tracking&more=1 200 2 ms");
            screen.tree(&[line.clone(), line]).unwrap();
        });
        assert!(drawn.lines().all(|line| line.width() <= 40), "{drawn}");
        assert!(drawn.contains("  ├ GET") && drawn.contains("  └ GET"), "{drawn}");
    }

    #[test]
    fn without_unicode_the_tree_is_ascii() {
        let look = Look { charset: Charset::Ascii, ..PLAIN };
        let drawn = printed(look, |screen| screen.tree(&[Line::of("pin = •••• ✓")]).unwrap());
        assert_eq!(drawn, "       ` pin = **** ok\n");
    }

    #[test]
    fn only_the_screen_makes_escapes() {
        let look = Look { coloured: true, ..PLAIN };
        let drawn = printed(look, |screen| screen.agent("a\u{1b}[31mb").unwrap());
        assert!(drawn.contains("a␛[31mb"), "{drawn:?}");
        assert!(drawn.starts_with("\u{1b}["), "{drawn:?}");
    }

    #[test]
    fn wide_characters_count_twice() {
        let look = Look { width: 20, ..PLAIN };
        let drawn = printed(look, |screen| screen.line(&Line::of(&"中".repeat(30))).unwrap());
        assert!(drawn.lines().all(|line| line.width() <= 20), "{drawn}");
    }
}
