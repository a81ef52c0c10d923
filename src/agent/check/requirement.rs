use crate::{
    agent::{
        ActionName,
        format::{ActionDraft, Reader, Root, Spanned},
    },
    diagnostic::{did_you_mean, nearest},
};

/// What `requires` names must exist, and be possible to do first.
pub(super) fn check(reader: &mut Reader<'_>, root: &Root) {
    let names: Vec<&str> = root
        .actions
        .iter()
        .filter_map(|draft| draft.name.as_ref().map(|name| name.value.as_str()))
        .collect();
    for draft in &root.actions {
        for required in &draft.requires {
            exists(reader, draft, required, &names);
        }
    }
    if let Some(cycle) = first_cycle(root) {
        // The last step comes back to the action the first one belongs to.
        let steps = cycle.last().into_iter().chain(&cycle).map(|step| step.value.as_str());
        let steps: Vec<_> = steps.collect();
        if let [first, _, ..] = cycle.as_slice() {
            let diagnostic = reader
                .error("requires-cycle", &first.span, "these actions wait for each other")
                .label(steps.join(" needs "))
                .help("remove one of the requirements");
            reader.push(diagnostic);
        }
    }
}

fn exists(
    reader: &mut Reader<'_>,
    draft: &ActionDraft,
    required: &Spanned<ActionName>,
    names: &[&str],
) {
    let written = required.value.as_str();
    if draft.name.as_ref().is_some_and(|name| name.value == required.value) {
        let diagnostic = reader
            .error("requires-itself", &required.span, "an action cannot require itself")
            .help("remove it");
        reader.push(diagnostic);
    } else if !names.contains(&written) {
        let diagnostic = reader
            .error("requires-unknown", &required.span, format!("there is no action `{written}`"))
            .help(did_you_mean(written, names.iter().copied()));
        reader.push(match nearest(written, names.iter().copied()) {
            Some(near) => diagnostic.fix(required.span.clone(), near),
            None => diagnostic,
        });
    }
}

/// The names of all actions that must have succeeded before this one, through others too.
pub(super) fn all_before<'r>(root: &'r Root, draft: &'r ActionDraft) -> Vec<&'r str> {
    let mut found: Vec<&str> = Vec::new();
    let mut open = vec![draft];
    while let Some(draft) = open.pop() {
        for required in &draft.requires {
            let name = required.value.as_str();
            if found.contains(&name) {
                continue;
            }
            found.push(name);
            let is_named = |draft: &&ActionDraft| {
                draft.name.as_ref().is_some_and(|known| known.value.as_str() == name)
            };
            open.extend(root.actions.iter().find(is_named));
        }
    }
    found
}

/// The first circle of at least two actions: each step as the one before names it.
fn first_cycle(root: &Root) -> Option<Vec<&Spanned<ActionName>>> {
    root.actions.iter().find_map(|start| {
        let name = &start.name.as_ref()?.value;
        let mut visited = Vec::new();
        path_back(root, start, name, &mut visited)
    })
}

fn path_back<'r>(
    root: &'r Root,
    from: &'r ActionDraft,
    goal: &ActionName,
    visited: &mut Vec<&'r ActionName>,
) -> Option<Vec<&'r Spanned<ActionName>>> {
    for step in &from.requires {
        if from.name.as_ref().is_some_and(|name| name.value == step.value) {
            continue;
        }
        if step.value == *goal {
            return Some(vec![step]);
        }
        if visited.contains(&&step.value) {
            continue;
        }
        visited.push(&step.value);
        let named =
            |draft: &&ActionDraft| draft.name.as_ref().is_some_and(|name| name.value == step.value);
        let Some(next) = root.actions.iter().find(named) else { continue };
        if let Some(mut rest) = path_back(root, next, goal, visited) {
            rest.insert(0, step);
            return Some(rest);
        }
    }
    None
}
