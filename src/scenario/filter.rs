/// Which scenarios are played: words, `tag:`, `agent:`, `path:` and `name:`, joined by `and`, `or`,
/// `not` and brackets; `*` stands for anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Both.
    And(Box<Filter>, Box<Filter>),
    /// Either.
    Or(Box<Filter>, Box<Filter>),
    /// Not this.
    Not(Box<Filter>),
    /// One condition.
    Is(Field, String),
}

/// What a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The id, anywhere in it.
    Id,
    /// A tag, as a whole.
    Tag,
    /// The agent's name, as a whole.
    Agent,
    /// The file's path, anywhere in it.
    Path,
    /// The scenario's name, as a whole.
    Name,
}

/// What a filter looks at.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The scenario's id.
    pub id: &'a str,
    /// Its file.
    pub path: &'a str,
    /// Its agent's name.
    pub agent: &'a str,
    /// Its own name, with the row's in brackets.
    pub name: &'a str,
    /// Its tags.
    pub tags: &'a [String],
}

/// Why a filter cannot be read: a sentence, and the byte it is about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FilterError {
    /// What is wrong and how to mend it.
    pub message: String,
    /// Offset in the expression.
    pub at: usize,
}

/// Deepest nesting of brackets and `not`.
const MOST_NESTED: usize = 64;

impl Filter {
    /// Reads an expression.
    ///
    /// # Errors
    /// A sentence with the place.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let mut reader = Reader { words: words(text), next: 0, end: text.len(), depth: 0 };
        let filter = reader.either()?;
        match reader.peek() {
            None => Ok(filter),
            Some((_, at)) => {
                reader.error("a word too many here; join conditions with `and` or `or`", at)
            }
        }
    }

    /// Whether a scenario is meant.
    pub fn admits(&self, candidate: Candidate<'_>) -> bool {
        match self {
            Self::And(one, other) => one.admits(candidate) && other.admits(candidate),
            Self::Or(one, other) => one.admits(candidate) || other.admits(candidate),
            Self::Not(filter) => !filter.admits(candidate),
            Self::Is(field, pattern) => is(*field, pattern, candidate),
        }
    }
}

fn is(field: Field, pattern: &str, candidate: Candidate<'_>) -> bool {
    match field {
        Field::Id => fits(&format!("*{pattern}*"), candidate.id),
        Field::Path => fits(&format!("*{pattern}*"), candidate.path),
        Field::Tag => candidate.tags.iter().any(|tag| fits(pattern, tag)),
        Field::Agent => fits(pattern, candidate.agent),
        Field::Name => fits(pattern, candidate.name),
    }
}

/// Whether a text is like a pattern in which `*` stands for anything; case does not matter.
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_lowercase(), text.to_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<_> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Words with their places; brackets and `!`, `&`, `|` stand alone, quotes keep spaces.
fn words(text: &str) -> Vec<(String, usize)> {
    let mut words: Vec<(String, usize)> = Vec::new();
    let mut open: Option<(String, usize)> = None;
    let mut quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => {
                quoted = !quoted;
                open.get_or_insert((String::new(), at));
            }
            _ if quoted => open.get_or_insert((String::new(), at)).0.push(letter),
            ' ' | '\t' | '\n' => words.extend(open.take()),
            '(' | ')' | '!' | '&' | '|' => {
                words.extend(open.take());
                words.push((letter.to_string(), at));
            }
            _ => open.get_or_insert((String::new(), at)).0.push(letter),
        }
    }
    words.extend(open);
    words
}

struct Reader {
    words: Vec<(String, usize)>,
    next: usize,
    end: usize,
    depth: usize,
}

impl Reader {
    fn peek(&self) -> Option<(&str, usize)> {
        self.words.get(self.next).map(|(word, at)| (word.as_str(), *at))
    }

    /// Takes the next word if it is one of these.
    fn take(&mut self, wanted: &[&str]) -> bool {
        let takes = self.peek().is_some_and(|(word, _)| wanted.contains(&word));
        self.next += usize::from(takes);
        takes
    }

    fn either(&mut self) -> Result<Filter, FilterError> {
        let mut filter = self.both()?;
        while self.take(&["or", "|"]) {
            filter = Filter::Or(Box::new(filter), Box::new(self.both()?));
        }
        Ok(filter)
    }

    fn both(&mut self) -> Result<Filter, FilterError> {
        let mut filter = self.one()?;
        while self.take(&["and", "&"]) {
            filter = Filter::And(Box::new(filter), Box::new(self.one()?));
        }
        Ok(filter)
    }

    fn one(&mut self) -> Result<Filter, FilterError> {
        self.depth += 1;
        let filter = self.deeper();
        self.depth -= 1;
        filter
    }

    fn deeper(&mut self) -> Result<Filter, FilterError> {
        let at = self.peek().map_or(self.end, |(_, at)| at);
        if self.depth > MOST_NESTED {
            return self.error("too many brackets in one another", at);
        }
        if self.take(&["not", "!"]) {
            return Ok(Filter::Not(Box::new(self.one()?)));
        }
        if self.take(&["("]) {
            let filter = self.either()?;
            let at = self.peek().map_or(self.end, |(_, at)| at);
            return if self.take(&[")"]) {
                Ok(filter)
            } else {
                self.error("a bracket is not closed; write `)` here", at)
            };
        }
        match self.peek() {
            None => self.error("a condition is missing here, such as `tag:smoke` or a word", at),
            Some((")" | "and" | "or" | "&" | "|", at)) => {
                self.error("a condition is missing before this, such as `tag:smoke` or a word", at)
            }
            Some((word, at)) => {
                let condition = condition(word);
                self.next += 1;
                condition.map_err(|message| FilterError { message, at })
            }
        }
    }

    fn error(&self, message: &str, at: usize) -> Result<Filter, FilterError> {
        Err(FilterError { message: message.to_owned(), at })
    }
}

fn condition(word: &str) -> Result<Filter, String> {
    let Some((field, pattern)) = word.split_once(':') else {
        return Ok(Filter::Is(Field::Id, word.to_owned()));
    };
    let field = match field {
        "id" => Field::Id,
        "tag" => Field::Tag,
        "agent" => Field::Agent,
        "path" => Field::Path,
        "name" => Field::Name,
        other => {
            return Err(format!(
                "`{other}:` is not known; write `tag:`, `agent:`, `path:`, `name:` or `id:`"
            ));
        }
    };
    match pattern.is_empty() {
        true => Err(format!("something is missing behind `{word}`")),
        false => Ok(Filter::Is(field, pattern.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(field: Field, text: &str) -> Filter {
        Filter::Is(field, text.to_owned())
    }

    #[test]
    fn not_binds_before_and_and_and_before_or() {
        assert_eq!(
            Filter::parse("a or not tag:b and c").unwrap(),
            Filter::Or(
                Box::new(is(Field::Id, "a")),
                Box::new(Filter::And(
                    Box::new(Filter::Not(Box::new(is(Field::Tag, "b")))),
                    Box::new(is(Field::Id, "c")),
                )),
            )
        );
        assert_eq!(Filter::parse("(a|b)&!c"), Filter::parse("( a or b ) and not c"));
        assert_eq!(Filter::parse("agent:\"Order desk\"").unwrap(), is(Field::Agent, "Order desk"));
    }

    #[test]
    fn what_fits_all_that_is_wanted_is_admitted() {
        let tags = ["smoke".to_owned()];
        let admits = |text: &str| {
            Filter::parse(text).unwrap().admits(Candidate {
                id: "desk/find/late",
                path: "scenarios/desk/find.scenario.yaml",
                agent: "Order desk",
                name: "find [late]",
                tags: &tags,
            })
        };
        for text in [
            "find",
            "id:late",
            "path:find.sc",
            "tag:smoke",
            "agent:order*",
            "name:find*",
            "tag:smoke and find",
            "tag:slow or find",
            "not tag:slow",
            "!(find and tag:slow)",
        ] {
            assert!(admits(text), "{text}");
        }
        for text in [
            "found",
            "path:late",
            "tag:smo",
            "agent:order",
            "name:late",
            "tag:slow and find",
            "find and tag:slow",
            "tag:slow or lost",
            "not find",
            "!(find or tag:slow)",
        ] {
            assert!(!admits(text), "{text}");
        }
    }

    #[test]
    fn brackets_count_by_their_depth_and_not_by_their_number() {
        let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
        assert!(Filter::parse(&nested(MOST_NESTED - 1)).is_ok());
        assert!(Filter::parse(&nested(MOST_NESTED)).is_err());
        assert!(Filter::parse(&vec!["(a)"; 2 * MOST_NESTED].join(" or ")).is_ok());
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        let told = |text: &str| {
            let error = Filter::parse(text).unwrap_err();
            (error.at, error.message)
        };
        assert_eq!(told("a b").0, 2);
        assert_eq!(told("(a").0, 2);
        assert_eq!(told("and a").0, 0);
        assert_eq!(told("").0, 0);
        assert_eq!(
            told("a and tga:x"),
            (6, "`tga:` is not known; write `tag:`, `agent:`, `path:`, `name:` or `id:`".into())
        );
        assert!(Filter::parse(&"(".repeat(100_000)).is_err());
    }

    #[test]
    fn a_star_stands_for_anything() {
        assert!(fits("a*c", "ABC") && fits("*", "") && fits("*b*", "abc") && fits("abc", "abc"));
        assert!(!fits("a*c", "abcd") && !fits("abc", "abcd") && !fits("ab*ba", "aba"));
        // What one part took is not there for the next.
        assert!(!fits("*ab*b", "xab") && !fits("*ab*b", "xxab") && fits("*ab*b", "xabb"));
    }
}
