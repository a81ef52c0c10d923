use anstyle::{AnsiColor, Style};

use super::{Charset, Shown, workflow::harmless};

/// What a piece of a line is; the screen gives it a colour, which never carries meaning alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Text.
    Plain,
    /// Less important.
    Dim,
    /// What the user should see first.
    Strong,
    /// The agent speaks.
    Agent,
    /// The user speaks.
    User,
    /// A name the agent's files declare.
    Name,
    /// A value.
    Value,
    /// It went well.
    Good,
    /// It went wrong.
    Bad,
    /// Worth a look.
    Warn,
}

impl Tone {
    /// Its colour.
    pub fn style(self) -> Style {
        let coloured = |colour: AnsiColor| colour.on_default();
        match self {
            Self::Plain => Style::new(),
            Self::Dim => Style::new().dimmed(),
            Self::Strong => Style::new().bold(),
            Self::Agent => coloured(AnsiColor::Cyan).bold(),
            Self::User => coloured(AnsiColor::Green).bold(),
            Self::Name => coloured(AnsiColor::Blue),
            Self::Value => coloured(AnsiColor::Magenta),
            Self::Good => coloured(AnsiColor::Green),
            Self::Bad => coloured(AnsiColor::Red),
            Self::Warn => coloured(AnsiColor::Yellow),
        }
    }

    /// A text with its colour, or as it is.
    pub fn painted(self, text: &str, is_coloured: bool) -> String {
        let style = self.style();
        match is_coloured && style != Style::new() {
            true => format!("{}{text}{}", style.render(), style.render_reset()),
            false => text.to_owned(),
        }
    }
}

/// A line to be printed: pieces of safe text with their tones.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Line {
    pieces: Vec<(Shown, Tone)>,
}

impl Line {
    /// An empty line.
    pub fn new() -> Self {
        Self::default()
    }

    /// A line of plain text.
    pub fn of(text: &str) -> Self {
        Self::new().plain(text)
    }

    /// A line of text that matters less.
    pub fn dimmed(text: &str) -> Self {
        Self::new().with(text, Tone::Dim)
    }

    /// A line of text that is worth a look.
    pub fn warning(text: &str) -> Self {
        Self::new().with(text, Tone::Warn)
    }

    /// With more text of this tone.
    #[must_use]
    pub fn with(mut self, text: &str, tone: Tone) -> Self {
        self.pieces.push((Shown::line(text), tone));
        self
    }

    /// With more plain text.
    #[must_use]
    pub fn plain(self, text: &str) -> Self {
        self.with(text, Tone::Plain)
    }

    /// With more text that matters less.
    #[must_use]
    pub fn dim(self, text: &str) -> Self {
        self.with(text, Tone::Dim)
    }

    /// With the pieces of another line behind.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// Whether there is nothing on it.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Its pieces.
    pub fn pieces(&self) -> &[(Shown, Tone)] {
        &self.pieces
    }

    /// As it is printed where nothing is wrapped, harmless in the log of a CI server too.
    pub fn painted(&self, is_coloured: bool, charset: Charset) -> String {
        let piece = |(text, tone): &(Shown, Tone)| {
            tone.painted(text.clone().drawn_with(charset).as_str(), is_coloured)
        };
        harmless(self.pieces.iter().map(piece).collect())
    }

    /// Its text alone.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|(text, _)| text.as_str()).collect()
    }
}

/// Each line of a text as a line to be printed.
pub fn lines_of(text: &str, tone: Tone) -> impl Iterator<Item = Line> {
    text.lines().map(move |line| Line::new().with(line, tone))
}
