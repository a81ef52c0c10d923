#![no_main]

mod laws;

libfuzzer_sys::fuzz_target!(|text: &str| laws::parse_and_find(rehearsal::value::VariableType::Integer, text));
