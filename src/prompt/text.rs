use super::{ErrorLine, section::strip_bullet};

/// The prompt as a file says it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Prompt {
    /// Path as shown to people, relative to where they stand.
    pub path: String,
    /// The template's source.
    pub text: String,
    /// What it says about failures, in order.
    pub error_lines: Vec<ErrorLine>,
}

impl Prompt {
    /// The text without the error lines that are of no use at the moment. One that runs on over the
    /// next line, or does not stand where it was read, stays.
    pub fn without(&self, is_useless: impl Fn(&ErrorLine) -> bool) -> String {
        let lines: Vec<&str> = self.text.lines().collect();
        let at_line = |at: usize| self.error_lines.iter().filter(move |line| line.line == at + 1);
        let ends = |at: usize| {
            let next = lines.get(at + 1).map_or("", |next| next.trim_start());
            let begins_anew = next.starts_with('#') || strip_bullet(next) != next;
            next.is_empty() || begins_anew || at_line(at + 1).next().is_some()
        };
        let leaves = |at: usize, text: &str| {
            let goes = |line: &ErrorLine| is_useless(line) && text.contains(&line.guidance);
            at_line(at).next().is_some() && at_line(at).all(goes) && ends(at)
        };
        let kept = lines.iter().enumerate().filter(|(at, text)| !leaves(*at, text));
        kept.flat_map(|(_, text)| [*text, "\n"]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{name::ActionName, prompt::error_lines};

    fn prompt(text: &str) -> Prompt {
        let error_lines = error_lines(text, &[ActionName::new("Look Up")]);
        Prompt { path: "p.md".into(), text: text.into(), error_lines }
    }

    const TEXT: &str = "\
You help.

When using the 'Look Up' tool:

If the tool returns an error:
- 404: \"Not there.\"
- 500: \"It is down,
  sadly.\"
- Timeout: \"Slow.\"

Be brief.
";

    #[test]
    fn error_lines_that_are_of_no_use_go_and_all_else_stays() {
        let prompt = prompt(TEXT);
        assert_eq!(prompt.error_lines.len(), 3);
        assert_eq!(prompt.without(|_| false), TEXT);
        let bare = prompt.without(|_| true);
        assert!(!bare.contains("404") && !bare.contains("Slow"), "{bare}");
        assert!(
            bare.contains("tool returns an error:\n- 500: \"It is down,\n  sadly.\"\n\nBe brief.")
        );
        let only = prompt.without(|line| line.guidance.contains("Slow"));
        assert_eq!(only, TEXT.replace("- Timeout: \"Slow.\"\n", ""));
    }

    #[test]
    fn a_line_that_stands_elsewhere_by_now_stays() {
        let mut prompt = prompt(TEXT);
        prompt.text = format!("It is Monday.\n{TEXT}");
        assert_eq!(prompt.without(|_| true), prompt.text);
    }
}
