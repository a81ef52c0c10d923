use std::{
    io::{self, BufRead, BufReader, Read},
    thread,
};

use tokio::sync::mpsc;

/// Most characters of an utterance.
pub const UTTERANCE_LIMIT: usize = 8 * 1024;
/// Bytes of a line that are held: enough for any utterance within the limit.
const LINE_LIMIT: usize = 4 * UTTERANCE_LIMIT + 4;

/// What came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A line.
    Line(String),
    /// Something that is no line that can be said, for this reason.
    Unusable(String),
    /// The user pressed Ctrl-C.
    Interrupted,
    /// There is no more.
    Ended,
}

impl Typed {
    /// A line, if it is short enough to be said.
    pub fn line(text: String) -> Self {
        match text.chars().count() {
            0..=UTTERANCE_LIMIT => Self::Line(text),
            count => Self::Unusable(too_long(&format!("{count} characters"))),
        }
    }
}

fn too_long(length: &str) -> String {
    format!(
        "the line was not said: {length} are too many, {UTTERANCE_LIMIT} characters are the limit"
    )
}

/// Reads lines on a thread of its own, one ahead at most; the thread ends with the process.
///
/// # Errors
/// When there is no thread to be had.
pub fn read_lines(input: Box<dyn Read + Send>) -> io::Result<mpsc::Receiver<Typed>> {
    let (sender, receiver) = mpsc::channel(1);
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        for typed in Lines::new(BufReader::new(input)) {
            if sender.blocking_send(typed).is_err() {
                return;
            }
        }
    })?;
    Ok(receiver)
}

/// The lines of an input, numbered from 1.
struct Lines<R> {
    input: R,
    number: usize,
    has_failed: bool,
}

impl<R: BufRead> Lines<R> {
    fn new(input: R) -> Self {
        Self { input, number: 0, has_failed: false }
    }

    fn read(&mut self) -> io::Result<Option<Typed>> {
        let number = self.number;
        let Some((bytes, length)) = read_bounded(&mut self.input)? else { return Ok(None) };
        if length > LINE_LIMIT {
            let why = format!("line {number}: {}", too_long(&format!("{length} bytes")));
            return Ok(Some(Typed::Unusable(why)));
        }
        Ok(Some(match String::from_utf8(bytes) {
            Ok(text) => numbered(Typed::line(clean(&text, number)), number),
            Err(error) => Typed::Unusable(format!(
                "line {number} was not said: it is not UTF-8 text, byte {} is wrong",
                error.utf8_error().valid_up_to() + 1
            )),
        }))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Typed;

    fn next(&mut self) -> Option<Typed> {
        if self.has_failed {
            return None;
        }
        self.number += 1;
        match self.read() {
            Ok(typed) => typed,
            Err(error) => {
                self.has_failed = true;
                Some(Typed::Unusable(format!("the input cannot be read: {error}")))
            }
        }
    }
}

fn numbered(typed: Typed, number: usize) -> Typed {
    match typed {
        Typed::Unusable(why) => Typed::Unusable(format!("line {number}: {why}")),
        other => other,
    }
}

fn clean(text: &str, number: usize) -> String {
    let text = text.strip_suffix('\r').unwrap_or(text);
    let text = if number == 1 { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text };
    text.to_owned()
}

/// A line without its end, as much of it as is held, and how long it was.
fn read_bounded(input: &mut impl BufRead) -> io::Result<Option<(Vec<u8>, usize)>> {
    let (mut held, mut length) = (Vec::new(), 0);
    loop {
        let chunk = match input.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            return Ok((length > 0).then_some((held, length)));
        }
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let part = &chunk[..end.unwrap_or(chunk.len())];
        let room = LINE_LIMIT.saturating_sub(held.len());
        held.extend_from_slice(&part[..part.len().min(room)]);
        length += part.len();
        let used = part.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            return Ok(Some((held, length)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Vec<Typed> {
        Lines::new(BufReader::with_capacity(16, input)).collect()
    }

    fn line(text: &str) -> Typed {
        Typed::Line(text.into())
    }

    #[test]
    fn the_last_line_needs_no_end() {
        assert_eq!(lines(b"a\r\n\nb"), [line("a"), line(""), line("b")]);
        assert_eq!(lines("\u{feff}a\n".as_bytes()), [line("a")]);
        assert_eq!(lines(b""), []);
    }

    #[test]
    fn what_is_no_text_is_left_out_and_the_rest_goes_on() {
        let read = lines(b"ab\xff\nc\n");
        let Typed::Unusable(why) = &read[0] else { panic!("{read:?}") };
        assert!(why.contains("line 1") && why.contains("byte 3"), "{why}");
        assert_eq!(read[1], line("c"));
    }

    #[test]
    fn a_huge_line_is_not_held() {
        let mut input = vec![b'a'; 1 << 20];
        input.extend_from_slice(b"\nb");
        let read = lines(&input);
        let Typed::Unusable(why) = &read[0] else { panic!("{read:?}") };
        assert!(why.contains("1048576 bytes"), "{why}");
        assert_eq!(read[1], line("b"));
        assert_eq!(lines("ü".repeat(UTTERANCE_LIMIT).as_bytes()).len(), 1);
        assert!(matches!(lines("ü".repeat(UTTERANCE_LIMIT + 1).as_bytes())[0], Typed::Unusable(_)));
    }
}
