//! The sample agents load without a finding.

use std::{collections::HashSet, path::Path};

use rehearsal::{
    agent::{Auth, Method},
    value::VariableType,
};

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

/// The kind of an authentication, as the file writes it.
fn kind(auth: &Auth) -> &'static str {
    match auth {
        Auth::None => "none",
        Auth::Bearer(_) => "bearer",
        Auth::Basic { .. } => "basic",
        Auth::Header { .. } => "header",
        Auth::Body(_) => "body",
    }
}

#[test]
fn the_samples_use_every_method_auth_kind_type_and_runtime_variable() {
    let (mut methods, mut auths, mut types) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut text = String::new();
    for name in ["bookings", "crm", "inventory", "order-desk", "support-tickets"] {
        let folder = Path::new("scenarios").join(name);
        text.push_str(&std::fs::read_to_string(folder.join("agent.yaml")).unwrap());
        for action in rehearsal::rehearse::load(&folder).unwrap().agent.unwrap().actions {
            methods.insert(action.method);
            auths.insert(kind(&action.auth));
            types.extend(action.variables.iter().map(|variable| variable.spec.variable_type));
        }
    }
    assert_eq!(methods.len(), Method::ALL.len());
    assert_eq!(auths.len(), 5, "{auths:?}");
    assert_eq!(types.len(), VariableType::ALL.len(), "{types:?}");
    for name in rehearsal::agent::format::RUNTIME_NAMES {
        assert!(text.contains(&format!("{{{{{name}}}}}")), "{name}");
    }
}
