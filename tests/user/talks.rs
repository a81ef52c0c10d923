//! Whole talks of each style as text files, to be read: `UPDATE_EXPECTED=1 cargo test --test user`.

use std::{fs, path::PathBuf};

use rehearsal::scenario::user::Style;

use crate::play::{Desk, Talk};

const WANT: &str = "Lookup Order Status";
/// A choice of the seed in which every style shows.
const SEED: u64 = 1;

fn expected(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/user/talks").join(format!("{name}.txt"))
}

/// Compares with the file of this name, or writes it.
fn compare(name: &str, talk: &Talk, wrong: &mut Vec<String>) {
    let path = expected(name);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, talk.text()).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected != talk.text() {
        wrong.push(format!("{name}: expected\n{expected}got\n{}", talk.text()));
    }
}

#[tokio::test]
async fn every_style_talks_in_its_own_way() {
    let desk = Desk::open("order-desk").await;
    let mut wrong = Vec::new();
    for style in Style::ALL {
        let talk = desk.play(&desk.user(WANT, style), SEED).await;
        compare(style.name(), &talk, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_style_meets_a_failure_in_its_own_way() {
    let desk = Desk::open("order-desk").await.failing("503");
    let mut wrong = Vec::new();
    for style in [Style::OneByOne, Style::AcceptsCallback, Style::Impatient, Style::ClaimsDone] {
        let talk = desk.play(&desk.user(WANT, style), SEED).await;
        compare(&format!("{}-failing", style.name()), &talk, &mut wrong);
    }
    let desk = Desk::open("order-desk").await.failing("404");
    let talk = desk.play(&desk.user(WANT, Style::OneByOne), SEED).await;
    compare("one_by_one-not_found", &talk, &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
