/// All codes with their long form; the same text is published as documentation.
const DOCUMENT: &str = include_str!("../../docs/diagnostics.md");
/// The codes of the checks that are always on.
const CHECKS: &str = include_str!("../../docs/checks.md");

/// The codes of what does not hold in a played scenario.
const FAILURES: &str = include_str!("../../docs/failures.md");

/// The codes of what is found in the error lines of a prompt.
const ADVICE: &str = include_str!("../../docs/advice.md");

/// The long form of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The code.
    pub code: &'static str,
    /// Markdown: what is wrong, why it matters, and examples in fences marked `wrong` and `right`.
    pub text: &'static str,
}

impl Explanation {
    /// The first sentence.
    pub fn title(&self) -> &'static str {
        let text = self.text.trim();
        let end = text.find(". ").or(text.find(".\n")).or(text.find('\n'));
        text[..end.unwrap_or(text.len())].trim_end_matches('.')
    }

    /// The examples marked `wrong` or `right`: what they are part of, and their text.
    pub fn examples(&self, mark: &str) -> Vec<(&'static str, &'static str)> {
        let mut found = Vec::new();
        for fence in self.text.split("\n```").skip(1).step_by(2) {
            let Some((info, body)) = fence.split_once('\n') else { continue };
            let mut words = info.split_whitespace().skip(1);
            if words.next() == Some(mark) {
                found.push((words.next().unwrap_or("file"), body));
            }
        }
        found
    }
}

/// All explanations in the order of the documents.
pub fn explanations() -> impl Iterator<Item = Explanation> {
    let documents = [DOCUMENT, CHECKS, FAILURES, ADVICE];
    let sections = documents.into_iter().flat_map(|text| text.split("\n## ").skip(1));
    sections.filter_map(|section| {
        let (code, text) = section.split_once('\n')?;
        Some(Explanation { code: code.trim(), text })
    })
}

/// The explanation of a code, in either case.
pub fn explanation(code: &str) -> Option<Explanation> {
    explanations().find(|known| known.code.eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_once_with_examples() {
        let mut codes: Vec<&str> = explanations().map(|known| known.code).collect();
        for known in explanations() {
            assert!(known.title().len() > 10, "{}", known.code);
        }
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }
}
