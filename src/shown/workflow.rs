//! Commands of CI logs: what GitHub's runner would obey, and how text is kept from being one.

use super::visible::visible_line;

/// Text behind the `::` of a command; line breaks stay line breaks.
pub fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text as the value of a command's property.
pub fn property(text: &str) -> String {
    data(&visible_line(text)).replace(':', "%3A").replace(',', "%2C")
}

/// A line that no runner takes for a command: they obey `::name` behind blanks, and `##[name]`
/// anywhere.
pub fn harmless(line: String) -> String {
    let line = if line.contains("##[") { line.replace("##[", "# #[") } else { line };
    match line.trim_start().starts_with("::") {
        true => format!("| {line}"),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_no_command() {
        assert_eq!(harmless("  ::error::x".into()), "|   ::error::x");
        assert_eq!(harmless("a ##[add-mask]b".into()), "a # #[add-mask]b");
        assert_eq!(harmless("a ::b".into()), "a ::b");
    }

    #[test]
    fn a_property_ends_where_it_should() {
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25␊");
    }
}
