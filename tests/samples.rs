//! The sample agents load without a finding.

use std::path::Path;

#[test]
fn every_sample_agent_is_clean() {
    let folders = std::fs::read_dir("scenarios").unwrap();
    let mut seen = 0;
    for folder in folders.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let loaded = rehearsal::rehearse::load(Path::new(&folder)).unwrap();
        assert_eq!(loaded.diagnostics, [], "{}", folder.display());
        assert!(loaded.agent.is_some(), "{}", folder.display());
        assert!(loaded.api_path.is_some(), "{}", folder.display());
        seen += 1;
    }
    assert_eq!(seen, 5);
}
