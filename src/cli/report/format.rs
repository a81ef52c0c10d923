use std::{fmt, path::PathBuf, str::FromStr};

use crate::diagnostic::nearest;

/// A report to be made: its format and where it goes, as in `junit=report.xml` or `tap=-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportOutput {
    /// What it looks like.
    pub format: Format,
    /// Where it goes.
    pub target: Target,
}

/// What a report looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JUnit XML, for CI servers.
    Junit,
    /// Everything, for programs.
    Json,
    /// One page that opens from disk.
    Html,
    /// TAP 14.
    Tap,
    /// Annotations and a job summary of GitHub Actions.
    Github,
    /// The job summary alone.
    Markdown,
}

/// Where a report goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// To a file.
    File(PathBuf),
    /// To standard output.
    Standard,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Junit, Self::Json, Self::Html, Self::Tap, Self::Github, Self::Markdown];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Junit => "junit",
            Self::Json => "json",
            Self::Html => "html",
            Self::Tap => "tap",
            Self::Github => "github",
            Self::Markdown => "markdown",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

impl FromStr for ReportOutput {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, target) = match text.split_once('=') {
            Some((name, target)) => (name, Some(target)),
            None => (text, None),
        };
        let format = Format::named(name).ok_or_else(|| unknown(name))?;
        let target = match (target, format) {
            (Some("-"), _) | (None, Format::Github) => Target::Standard,
            (Some(""), _) | (None, _) => {
                return Err(format!(
                    "write where it goes: `{name}=FILE`, or `{name}=-` to print it"
                ));
            }
            (Some(path), _) => Target::File(path.into()),
        };
        Ok(Self { format, target })
    }
}

fn unknown(name: &str) -> String {
    let names = Format::ALL.map(Format::name);
    match nearest(name, names) {
        Some(meant) => format!("there is no report format `{name}`; did you mean `{meant}`?"),
        None => format!("there is no report format `{name}`; there are {}", names.join(", ")),
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Standard => f.write_str("standard output"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<ReportOutput, String> {
        text.parse()
    }

    #[test]
    fn a_report_is_a_format_and_a_place() {
        let to = |format, target| Ok(ReportOutput { format, target });
        assert_eq!(parsed("junit=a=b.xml"), to(Format::Junit, Target::File("a=b.xml".into())));
        assert_eq!(parsed("tap=-"), to(Format::Tap, Target::Standard));
        assert_eq!(parsed("github"), to(Format::Github, Target::Standard));
    }

    #[test]
    fn what_is_missing_or_misspelt_is_named() {
        assert!(parsed("junit").unwrap_err().contains("junit=FILE"));
        assert!(parsed("html=").unwrap_err().contains("html=FILE"));
        assert!(parsed("juint=a.xml").unwrap_err().contains("did you mean `junit`?"));
        assert!(parsed("xyz=a").unwrap_err().contains("markdown"));
    }
}
