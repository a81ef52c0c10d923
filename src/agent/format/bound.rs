use std::{collections::BTreeMap, ops::Range};

use chrono::NaiveDate;

use super::{
    draft::Spanned,
    reader::{Fields, Reader},
};
use crate::{
    value::{Choice, DateBound, Pattern, Spec, VariableType},
    yaml::{Kind, Node},
};

impl Reader<'_> {
    /// The type's limits.
    pub(super) fn spec(&mut self, fields: &Fields<'_>, variable_type: VariableType) -> Spec {
        let mut spec = Spec::of(variable_type);
        if let Some(node) = self.limit(fields, "pattern", variable_type) {
            spec.pattern = self.pattern(node);
        }
        if let Some(node) = self.limit(fields, "choices", variable_type) {
            spec.choices = self.choices(node);
        }
        spec.min = self.limit(fields, "min", variable_type).and_then(|node| self.number(node));
        spec.max = self.limit(fields, "max", variable_type).and_then(|node| self.number(node));
        spec.earliest =
            self.limit(fields, "earliest", variable_type).and_then(|node| self.date_bound(node));
        spec.latest =
            self.limit(fields, "latest", variable_type).and_then(|node| self.date_bound(node));
        self.refuse_empty_range(fields, &spec);
        spec
    }

    /// The value of a limit, if the type takes it.
    fn limit<'n>(
        &mut self,
        fields: &Fields<'n>,
        key: &str,
        variable_type: VariableType,
    ) -> Option<&'n Node> {
        let node = fields.get(key)?;
        let types: &[VariableType] = match key {
            "pattern" | "choices" => &[VariableType::String],
            "min" | "max" => &[VariableType::Integer, VariableType::Float],
            _ => &[VariableType::Date],
        };
        if types.contains(&variable_type) {
            return Some(node);
        }
        let names: Vec<_> = types.iter().map(|known| known.name()).collect();
        let span = fields.key_span(key).cloned().unwrap_or_else(|| node.span.clone());
        let message = format!("a {} takes no `{key}`", variable_type.name());
        let diagnostic = self
            .error("limit-of-other-type", &span, message)
            .label(format!("for {} only", names.join(" and ")))
            .help("remove it, or change the type");
        self.push(diagnostic);
        None
    }

    fn refuse_empty_range(&mut self, fields: &Fields<'_>, spec: &Spec) {
        let numbers = spec.min.zip(spec.max).is_some_and(|(min, max)| min > max);
        let dates = match (spec.earliest, spec.latest) {
            (Some(DateBound::Day(one)), Some(DateBound::Day(other))) => one > other,
            (Some(DateBound::DaysFromToday(one)), Some(DateBound::DaysFromToday(other))) => {
                one > other
            }
            _ => false,
        };
        if !numbers && !dates {
            return;
        }
        let upper = if numbers { "max" } else { "latest" };
        let span = fields.get(upper).map_or(fields.place.clone(), |node| node.span.clone());
        let diagnostic = self
            .error("empty-range", &span, "no value can keep both limits")
            .label("below the lower limit")
            .help("swap the two limits");
        self.push(diagnostic);
    }

    fn pattern(&mut self, node: &Node) -> Option<Pattern> {
        let text = self.filled_text(node)?;
        match Pattern::new(&text.value) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                self.bad_pattern(&text.span, &error);
                None
            }
        }
    }

    pub(crate) fn bad_pattern(&mut self, span: &Range<usize>, error: &regex::Error) {
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default().trim_start_matches("error: ").trim();
        let diagnostic = self
            .error("bad-pattern", span, "the pattern is no regular expression that can be used")
            .label(reason.to_owned())
            .help("Rust syntax without look-around and back references; single quotes keep `\\d` as it is");
        self.push(diagnostic);
    }

    fn choices(&mut self, node: &Node) -> Vec<Choice> {
        let items = self.list(node, "choices");
        let mut taken = BTreeMap::new();
        let choices = items.iter().filter_map(|item| self.choice(item, &mut taken)).collect();
        if items.is_empty() && node.kind == Kind::List(Vec::new()) {
            self.wrong_type(node, "at least one choice", "write a list such as [small, large]");
        }
        choices
    }

    fn choice(&mut self, node: &Node, taken: &mut BTreeMap<String, usize>) -> Option<Choice> {
        if !matches!(node.kind, Kind::Map(_)) {
            let value = self.filled_text(node)?;
            self.refuse_taken(&value, taken);
            return Some(Choice { value: value.value, synonyms: Vec::new() });
        }
        let fields = self.fields(node, "a choice", &["value", "synonyms"])?;
        let value = self.require(&fields, "a choice", "value")?;
        let value = self.filled_text(value)?;
        let synonyms = fields.get("synonyms").map(|node| self.texts(node, "synonyms"));
        let synonyms = synonyms.unwrap_or_default();
        for word in std::iter::once(&value).chain(&synonyms) {
            self.refuse_taken(word, taken);
        }
        let synonyms = synonyms.into_iter().map(|text| text.value).collect();
        Some(Choice { value: value.value, synonyms })
    }

    /// A wording that two choices share could mean either.
    fn refuse_taken(&mut self, word: &Spanned<String>, taken: &mut BTreeMap<String, usize>) {
        let key = word.value.trim().to_lowercase();
        if let Some(first) = taken.insert(key, word.span.start) {
            let (line, column) = self.source.line_column(first);
            let diagnostic = self
                .error("duplicate-choice", &word.span, format!("`{}` is given twice", word.value))
                .label(format!("first given at {line}:{column}"))
                .help("each wording means one choice; keep one of the two");
            self.push(diagnostic);
        }
    }

    fn date_bound(&mut self, node: &Node) -> Option<DateBound> {
        let text = self.text(node)?;
        let bound = parse_date_bound(&text.value);
        if bound.is_none() {
            let diagnostic = self
                .error("bad-date-limit", &text.span, format!("`{}` is no day", text.value))
                .help("write `today`, `+30d`, `-1d`, `+2w` or a day such as 2026-12-31");
            self.push(diagnostic);
        }
        bound
    }
}

/// Reads `today`, `+30d`, `-2w` or `2026-12-31`.
fn parse_date_bound(text: &str) -> Option<DateBound> {
    if text == "today" {
        return Some(DateBound::DaysFromToday(0));
    }
    if text.starts_with(['+', '-']) {
        let (number, factor) = match (text.strip_suffix('d'), text.strip_suffix('w')) {
            (Some(days), _) => (days, 1),
            (None, Some(weeks)) => (weeks, 7),
            (None, None) => return None,
        };
        let number: i64 = number.parse().ok().filter(|days: &i64| days.abs() <= 36_525)?;
        return Some(DateBound::DaysFromToday(number * factor));
    }
    let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if !shaped {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(DateBound::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_limit_is_fixed_or_relative() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
        assert_eq!(parse_date_bound("today"), Some(DateBound::DaysFromToday(0)));
        assert_eq!(parse_date_bound("+2w"), Some(DateBound::DaysFromToday(14)));
        assert_eq!(parse_date_bound("2026-12-31"), Some(DateBound::Day(day)));
        for wrong in ["tomorrow", "+d", "2026-1-1", "2026-02-30", "+99999999999d", "30d"] {
            assert_eq!(parse_date_bound(wrong), None, "{wrong}");
        }
    }
}
