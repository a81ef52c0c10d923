use std::io::{self, Write};

/// Writes as long as anybody reads: a run goes on when its reader has seen enough, its reports are
/// made, and its exit status says what it came to.
pub(super) struct Lasting<'a> {
    out: &'a mut dyn Write,
    is_closed: bool,
}

impl<'a> Lasting<'a> {
    /// Writes to this.
    pub fn new(out: &'a mut dyn Write) -> Self {
        Self { out, is_closed: false }
    }

    fn unless_closed<T>(&mut self, written: io::Result<T>, all: T) -> io::Result<T> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(all)
            }
            written => written,
        }
    }
}

impl Write for Lasting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.unless_closed(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.unless_closed(flushed, ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes one line.
    struct Head(Vec<u8>);

    impl Write for Head {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0.contains(&b'\n') {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            self.0.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_went_is_no_error_and_any_other_error_is() {
        let mut head = Head(Vec::new());
        let mut lasting = Lasting::new(&mut head);
        for _ in 0..3 {
            writeln!(lasting, "line").unwrap();
            lasting.flush().unwrap();
        }
        assert_eq!(head.0, b"line\n");
        let mut none: &mut [u8] = &mut [];
        assert!(Lasting::new(&mut none).write_all(b"x").is_err());
    }
}
