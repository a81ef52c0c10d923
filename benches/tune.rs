//! The whole matrix of each sample agent with the offline model: every action, outcome, point and caller.
//! Wall time, talks a second and peak memory, once and with repeats.
//!
//! `cargo bench --bench tune`; `-- --test` plays one point only, to see that it runs.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and may stop")]

mod peak;

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use serde_json::Value as Json;

const SAMPLES: [&str; 5] = ["order-desk", "bookings", "crm", "inventory", "support-tickets"];
/// All five on two cores.
const AIM: Duration = Duration::from_secs(10);
/// How often each cell is played, to see what memory does.
const REPEATS: [&str; 2] = ["1", "4"];

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let only: &[&str] = if is_test { &["--point", "after_retry"] } else { &[] };
    for repeat in REPEATS {
        let mut whole = Duration::ZERO;
        for sample in SAMPLES {
            whole += tune(sample, repeat, only).unwrap_or_default();
        }
        println!("all five, {repeat} x: {whole:.2?}; the aim for 1 x is {AIM:.0?}");
    }
}

/// The time of one matrix; none where it has no such point.
fn tune(sample: &str, repeat: &str, only: &[&str]) -> Option<Duration> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let disk = tempfile::tempdir().unwrap();
    let file = disk.path().join("matrix.json");
    let (agent, report) = (format!("scenarios/{sample}"), format!("json={}", file.display()));
    let mut arguments = vec!["tune", agent.as_str(), "--repeat", repeat, "--report", &report];
    arguments.extend(only);
    let start = Instant::now();
    let (succeeded, peak) = peak::of_binary(&arguments, root);
    let took = start.elapsed();
    if !succeeded {
        println!("{sample:>16} {repeat} x: nothing to play");
        return None;
    }
    let report: Json = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let talks = report["variants"][0]["scored"].as_array().unwrap().len();
    println!(
        "{sample:>16} {repeat} x: {talks:>6} talks, {took:>8.2?}, {:>6.0} a second, peak {:.1} MB",
        talks as f64 / took.as_secs_f64(),
        peak as f64 / 1024.0
    );
    Some(took)
}
