use std::io;

use unicode_width::UnicodeWidthStr;

use super::{Line, Look, Screen, Shown, Tone, screen::label};

/// What the agent says while it comes, wrapped like a whole reply.
pub struct Speech<'a, 's> {
    screen: &'a mut Screen<'s>,
    column: usize,
    said: String,
}

impl<'a, 's> Speech<'a, 's> {
    /// Speech on this screen; nothing is printed before the first word.
    pub fn new(screen: &'a mut Screen<'s>) -> Self {
        Self { screen, column: 0, said: String::new() }
    }

    /// How the screen looks.
    pub fn look(&self) -> Look {
        self.screen.look()
    }

    /// Says more.
    ///
    /// # Errors
    /// When it cannot be printed.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        if self.said.is_empty() && !text.trim().is_empty() {
            self.screen.put(&Shown::line(&label("agent")), Tone::Agent)?;
            self.column = label("agent").len();
        }
        self.said.push_str(text);
        for word in text.split_inclusive(char::is_whitespace) {
            self.word(word)?;
        }
        self.screen.flush()
    }

    fn word(&mut self, word: &str) -> io::Result<()> {
        let look = self.screen.look();
        let is_end = word.ends_with(char::is_whitespace);
        let shown = Shown::line(word.trim_end()).drawn_with(look.charset);
        let wide = shown.as_str().width();
        if self.column + wide > look.width && self.column > self.screen.hang() {
            self.screen.end_line()?;
            let indent = " ".repeat(self.screen.hang());
            self.screen.put(&Shown::line(&indent), Tone::Plain)?;
            self.column = self.screen.hang();
        }
        self.screen.put(&shown, Tone::Plain)?;
        self.column += wide;
        if is_end && self.column > self.screen.hang() {
            self.screen.put(&Shown::line(" "), Tone::Plain)?;
            self.column += 1;
        }
        Ok(())
    }

    /// Says something beside the speech.
    ///
    /// # Errors
    /// When it cannot be printed.
    pub fn note(&mut self, text: &str) -> io::Result<()> {
        if self.said.is_empty() {
            self.screen.indented(&Line::dimmed(text))?;
        }
        Ok(())
    }

    /// Ends the line; gives what was said.
    ///
    /// # Errors
    /// When it cannot be printed.
    pub fn end(self) -> io::Result<String> {
        if !self.said.trim().is_empty() {
            self.screen.end_line()?;
            self.screen.flush()?;
        }
        Ok(self.said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::chat::{Charset, Look};

    #[test]
    fn speech_wraps_under_its_label_and_steers_no_terminal() {
        let mut out = Vec::new();
        let look = Look { coloured: false, charset: Charset::Unicode, width: 60 };
        let mut screen = Screen::new(&mut out, look);
        let mut speech = Speech::new(&mut screen);
        for piece in
            ["Your order", " has been shipped by \u{1b}[31mour carrier", " and comes ", "soon. "]
        {
            speech.say(piece).unwrap();
        }
        assert!(speech.end().unwrap().ends_with("soon. "));
        let said = String::from_utf8(out).unwrap();
        let lines: Vec<_> = said.lines().map(str::trim_end).collect();
        assert_eq!(
            lines,
            ["agent  Your order has been shipped by ␛[31mour carrier and", "       comes soon."]
        );
    }
}
