//! The shape of the source: arrows between modules point down only, and what is pure stays so.
#![expect(clippy::expect_used, reason = "a test may stop")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The modules from the bottom up; each may use those before it and no other.
const ORDER: &[&str] = &[
    "name",
    "shown",
    "diagnostic",
    "yaml",
    "value",
    "prompt",
    "agent",
    "request",
    "api",
    "dialogue",
    "transcript",
    "cassette",
    "scenario",
    "report",
    "tuning",
    "model",
    "http",
    "rehearse",
    "cli",
];

/// Folders and files that do no I/O, read no clock and are not async.
const PURE: &[&str] = &[
    "name.rs",
    "shown",
    "diagnostic",
    "yaml",
    "value",
    "prompt",
    "agent",
    "request",
    "api",
    "dialogue",
    "transcript",
    "cassette",
    "scenario",
    "report",
    "tuning",
    "model/template",
    "model/offline",
    "model/veil.rs",
    "model/observe",
    "model/openai/ask",
    "model/openai/read",
    "model/openai/wire.rs",
];

/// What a pure module never writes.
const WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "tokio",
    "reqwest",
    "async fn",
    ".await",
    "println!",
    "eprintln!",
    "Instant",
    "SystemTime",
    "Utc::now",
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(under: &Path) -> Vec<PathBuf> {
    if under.is_file() {
        return vec![under.to_path_buf()];
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(under).expect("a source folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// The code of a file without its tests and without comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules of this crate that a text names: `crate::x`, and each `x` of `crate::{x, ..}`.
fn uses(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(heads(list)),
            None => found.extend(word(rest)),
        }
    }
    found
}

/// The first word of each item of a braced list, at its outermost level.
fn heads(list: &str) -> Vec<String> {
    let (mut depth, mut at_head, mut found) = (0_i32, true, Vec::new());
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_head = true,
            _ if at_head && !letter.is_whitespace() => {
                found.extend(word(&list[at..]));
                at_head = false;
            }
            _ => {}
        }
    }
    found
}

fn word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

#[test]
fn arrows_point_down_only() {
    let mut wrong = Vec::new();
    for (rank, module) in ORDER.iter().enumerate() {
        let folder = source().join(module);
        let root = if folder.is_dir() { folder } else { source().join(format!("{module}.rs")) };
        for path in files(&root) {
            for used in uses(&code(&path)) {
                let other = ORDER.iter().position(|name| *name == used);
                if other.is_some_and(|other| other > rank) {
                    wrong.push(format!("{} uses {used}, which stands above it", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_has_its_place_in_the_order() {
    let text = fs::read_to_string(source().join("lib.rs")).expect("lib.rs");
    let declared = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    for module in declared {
        assert!(ORDER.contains(&module), "{module} has no place in ORDER");
    }
}

#[test]
fn the_reader_of_imports_sees_an_arrow_that_points_up() {
    assert_eq!(
        uses("use crate::{\n    cli::Exit,\n    value::{Spec, Value},\n};"),
        ["cli", "value"]
    );
    assert_eq!(uses("let x = crate::http::send();"), ["http"]);
}

#[test]
fn pure_modules_do_not_touch_the_world() {
    let mut wrong = Vec::new();
    for place in PURE {
        for path in files(&source().join(place)) {
            let code = code(&path);
            for word in WORLD.iter().filter(|word| code.contains(**word)) {
                wrong.push(format!("{} says {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn pure_modules_deny_the_world_to_the_compiler_too() {
    for place in PURE {
        let path = source().join(place);
        let head = if path.is_dir() { path.join("mod.rs") } else { path };
        let text = fs::read_to_string(&head).expect("the head of a module");
        assert!(text.contains("#![deny(clippy::disallowed_methods)]"), "{}", head.display());
    }
}

#[test]
fn a_mod_file_holds_no_logic() {
    for path in files(&source()).into_iter().filter(|path| path.ends_with("mod.rs")) {
        let code = code(&path);
        let has_logic = code.lines().any(|line| {
            let line = line.trim_start().trim_start_matches("pub ");
            line.starts_with("fn ") || line.starts_with("impl ") || line.starts_with("async fn ")
        });
        assert!(!has_logic, "{} holds logic", path.display());
    }
}

#[test]
fn only_cli_prints_reads_the_environment_and_exits() {
    for module in ORDER.iter().filter(|module| **module != "cli") {
        let folder = source().join(module);
        let root = if folder.is_dir() { folder } else { source().join(format!("{module}.rs")) };
        for path in files(&root) {
            let code = code(&path);
            for word in
                ["println!", "eprintln!", "print!(", "std::env::", "process::exit", "stdout()"]
            {
                assert!(!code.contains(word), "{} says {word}", path.display());
            }
        }
    }
}
