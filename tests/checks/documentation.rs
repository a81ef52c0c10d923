//! `docs/checks.md` names every check, and `rehearsal explain` knows it.

use rehearsal::{diagnostic::explanation, scenario::checks::CheckName};

const DOCUMENT: &str = include_str!("../../docs/checks.md");

#[test]
fn every_check_has_a_section_with_all_its_parts() {
    for name in CheckName::ALL {
        let head = format!("\n## {}\n", name.code());
        let section =
            DOCUMENT.split(head.as_str()).nth(1).unwrap_or_else(|| panic!("{}", name.code()));
        let section = section.split("\n## ").next().unwrap();
        assert!(section.contains(&format!("`{}`", name.name())), "{section}");
        for part in ["**What it looks for.**", "**What it does not flag.**", "**Switch it off**"] {
            assert!(section.contains(part), "{} lacks {part}", name.name());
        }
        assert!(section.contains(&format!("checks: {{ {}: off }}", name.name())), "{section}");
    }
    assert_eq!(DOCUMENT.matches("\n## ").count(), CheckName::ALL.len());
}

#[test]
fn every_code_is_explained_in_either_case() {
    for name in CheckName::ALL {
        let known = explanation(name.code()).unwrap_or_else(|| panic!("{}", name.code()));
        assert!(known.text.contains(name.name()));
        assert!(explanation(&name.code().to_lowercase()).is_some());
    }
}
