# Everything CI checks.
ci:
    bash .ci/run

# The README's test command.
test:
    cargo test

# Formatting and lints.
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings

# Benches, with their ratios.
bench:
    cargo bench

# Write the dialogues under tests/dialogues anew; read the difference before you commit it.
dialogues:
    UPDATE_DIALOGUES=1 cargo test --test dialogues

# A small, fast binary for releases.
dist:
    cargo build --profile dist
