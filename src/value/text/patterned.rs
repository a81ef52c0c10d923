use super::super::Pattern;
use super::run::Run;

/// The first way of writing the run that the pattern takes.
pub(super) fn matching(pattern: &Pattern, run: &Run, plain: &str) -> Option<String> {
    let hyphened = joined_at_digits(plain, '-');
    let prefixed = format!("{}{plain}", literal_prefix(pattern.source()));
    let forms = [run.text.as_str(), plain, hyphened.as_str(), prefixed.as_str()];
    let zeroed = plain.replace(['o', 'O'], "0");
    forms
        .iter()
        .flat_map(|form| [(*form).to_owned(), form.to_ascii_uppercase(), form.to_ascii_lowercase()])
        .chain([
            zeroed,
            joined_at_digits(plain, ' ').to_ascii_uppercase(),
            joined_at_digits(plain, '_').to_ascii_uppercase(),
            joined_at_digits(plain, '/').to_ascii_uppercase(),
        ])
        .find(|form| pattern.matches(form))
}

/// A sign put where letters and digits meet.
fn joined_at_digits(plain: &str, sign: char) -> String {
    let mut joined = String::with_capacity(plain.len() + 2);
    let mut before: Option<char> = None;
    for character in plain.chars() {
        if before.is_some_and(|before| before.is_ascii_digit() != character.is_ascii_digit()) {
            joined.push(sign);
        }
        joined.push(character);
        before = Some(character);
    }
    joined
}

/// Whether the pattern itself says which letters begin the value, so that they need not be said.
pub(super) fn fixes_letters(pattern: &Pattern, value: &str) -> bool {
    let letters = value.bytes().take_while(u8::is_ascii_alphabetic).count();
    literal_prefix(pattern.source()).len() >= letters
}

/// The characters that every match of a pattern begins with.
fn literal_prefix(source: &str) -> String {
    let body = source.trim_start_matches('^').trim_start_matches("(?i)").trim_start_matches('^');
    let end = body
        .find(|character: char| {
            !(character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '/'))
        })
        .unwrap_or(0);
    let (prefix, rest) = body.split_at(end);
    if rest.starts_with(['?', '*', '{', '+', '|'])
        || !prefix.starts_with(|c: char| c.is_ascii_alphabetic())
        || body.contains('|')
    {
        String::new()
    } else {
        prefix.to_owned()
    }
}
