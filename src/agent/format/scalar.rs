use std::{ops::RangeInclusive, time::Duration};

use super::{draft::Spanned, limit, reader::Reader};
use crate::{
    diagnostic::{did_you_mean, nearest},
    yaml::{Literal, Node, Scalar, ambiguity},
};

impl Reader<'_> {
    /// Text as written, numbers and booleans included; ambiguous scalars are reported.
    pub(crate) fn text(&mut self, node: &Node) -> Option<Spanned<String>> {
        let Some(scalar) = node.as_scalar().filter(|scalar| !scalar.is_null()) else {
            self.wrong_type(node, "text", "write the text, in quotes where it is more than a word");
            return None;
        };
        self.refuse_ambiguous(node, scalar);
        if let Literal::Float(number) = scalar.literal()
            && number.to_string() != scalar.text
            && ambiguity(scalar).is_none()
        {
            self.ambiguous(node, scalar, &format!("YAML reads it as the number {number}"));
        }
        Some(Spanned { value: scalar.text.clone(), span: node.span.clone() })
    }

    /// Text that says something.
    pub(crate) fn filled_text(&mut self, node: &Node) -> Option<Spanned<String>> {
        let text = self.text(node)?;
        if text.value.trim().is_empty() {
            let diagnostic = self
                .error("empty-text", &text.span, "the text is empty")
                .help("write something, or leave the key out");
            self.push(diagnostic);
            return None;
        }
        Some(text)
    }

    /// A list of texts; a single text is a list of one.
    pub(crate) fn texts(&mut self, node: &Node, what: &str) -> Vec<Spanned<String>> {
        if node.as_scalar().is_some_and(|scalar| !scalar.is_null()) {
            return self.filled_text(node).into_iter().collect();
        }
        let items = self.list(node, what);
        items.iter().filter_map(|item| self.filled_text(item)).collect()
    }

    /// Reports a scalar that other YAML readers take for something else.
    pub(crate) fn refuse_ambiguous(&mut self, node: &Node, scalar: &Scalar) {
        if let Some(reason) = ambiguity(scalar) {
            self.ambiguous(node, scalar, reason);
        }
    }

    fn ambiguous(&mut self, node: &Node, scalar: &Scalar, reason: &str) {
        let diagnostic = self
            .error("ambiguous-scalar", &node.span, format!("`{}` needs quotes", scalar.text))
            .label(reason)
            .help("put it in quotes to keep it as written")
            .fix(node.span.clone(), format!("\"{}\"", scalar.text));
        self.push(diagnostic);
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, node: &Node) -> Option<bool> {
        if let Some(Literal::Boolean(truth)) = node.as_scalar().map(Scalar::literal) {
            return Some(truth);
        }
        self.wrong_type(node, "true or false", "write `true` or `false`, without quotes");
        None
    }

    /// A finite number.
    pub(crate) fn number(&mut self, node: &Node) -> Option<f64> {
        let scalar = node.as_scalar();
        if let Some(scalar) = scalar {
            self.refuse_ambiguous(node, scalar);
        }
        match scalar.map(Scalar::literal) {
            #[expect(clippy::cast_precision_loss, reason = "limits are compared as floats")]
            Some(Literal::Integer(number)) => Some(number as f64),
            Some(Literal::Float(number)) => Some(number),
            _ => {
                self.wrong_type(node, "a number", "write digits, without quotes");
                None
            }
        }
    }

    /// A number within limits.
    pub(crate) fn number_in(&mut self, node: &Node, range: &RangeInclusive<f64>) -> Option<f64> {
        let number = self.number(node)?;
        if !range.contains(&number) {
            self.out_of_range(node, &format!("{} to {}", range.start(), range.end()));
            return None;
        }
        Some(number)
    }

    /// A whole number within limits.
    pub(crate) fn count_in(&mut self, node: &Node, range: &RangeInclusive<i64>) -> Option<u32> {
        let Some(Literal::Integer(number)) = node.as_scalar().map(Scalar::literal) else {
            self.wrong_type(node, "a whole number", "write digits, without quotes");
            return None;
        };
        if !range.contains(&number) {
            self.out_of_range(node, &format!("{} to {}", range.start(), range.end()));
            return None;
        }
        u32::try_from(number).ok()
    }

    fn out_of_range(&mut self, node: &Node, range: &str) {
        let diagnostic = self
            .error("out-of-range", &node.span, "the value is out of range")
            .label(format!("allowed is {range}"))
            .help(format!("write a value from {range}"));
        self.push(diagnostic);
    }

    /// How long a call or the context may take.
    pub(super) fn duration(&mut self, node: &Node) -> Option<Duration> {
        self.duration_in(node, &limit::TIMEOUT, "1ms to 5m")
    }

    /// A span of time such as `8s`, within limits.
    pub(crate) fn duration_in(
        &mut self,
        node: &Node,
        range: &RangeInclusive<Duration>,
        shown: &str,
    ) -> Option<Duration> {
        let text = self.text(node)?;
        let Some(duration) = parse_duration(&text.value) else {
            let digits = text.value.bytes().all(|byte| byte.is_ascii_digit());
            let diagnostic = self
                .error("bad-duration", &text.span, format!("`{}` is no duration", text.value))
                .help("write a whole number and a unit: `500ms`, `8s` or `2m`");
            self.push(if digits {
                diagnostic.fix(text.span.clone(), format!("{}s", text.value))
            } else {
                diagnostic
            });
            return None;
        };
        if !range.contains(&duration) {
            self.out_of_range(node, shown);
            return None;
        }
        Some(duration)
    }

    /// One of a closed set of words.
    pub(crate) fn word<T: Copy>(
        &mut self,
        node: &Node,
        code: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(node)?;
        let known = || words.iter().map(|(word, _)| *word);
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(*value);
        }
        let diagnostic = self
            .error(code, &text.span, format!("`{}` is not known here", text.value))
            .help(did_you_mean(&text.value, known()));
        self.push(match nearest(&text.value, known()) {
            Some(near) => diagnostic.fix(text.span.clone(), near),
            None => diagnostic,
        });
        None
    }
}

/// Reads `500ms`, `8s`, `2m`.
fn parse_duration(text: &str) -> Option<Duration> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
    let number: u64 = text[..unit_at].parse().ok()?;
    match text[unit_at..].trim_start() {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" | "min" => Some(Duration::from_secs(number.checked_mul(60)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_a_unit() {
        assert_eq!(parse_duration("8s"), Some(Duration::from_secs(8)));
        assert_eq!(parse_duration("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(parse_duration("2m"), Some(Duration::from_secs(120)));
        assert_eq!(parse_duration("8"), None);
        assert_eq!(parse_duration("-8s"), None);
        assert_eq!(parse_duration("99999999999999999999s"), None);
    }
}
