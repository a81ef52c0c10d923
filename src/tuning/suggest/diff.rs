use super::Edit;

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// The changes as a unified diff, as `patch` and people read it.
pub fn unified(path: &str, before: &str, edits: &[Edit]) -> Vec<String> {
    let lines: Vec<&str> = before.lines().collect();
    let mut shown = vec![format!("--- {path}"), format!("+++ {path}")];
    let mut shift = 0;
    for hunk in hunks(edits) {
        shown.extend(of_hunk(&lines, hunk, shift));
        let (removed, added) = counts(hunk);
        shift += added.cast_signed() - removed.cast_signed();
    }
    shown
}

/// Changes that share their context.
fn hunks(edits: &[Edit]) -> Vec<&[Edit]> {
    let is_near = |one: &Edit, next: &Edit| next.at - (one.at + one.removed) <= 2 * CONTEXT;
    edits.chunk_by(is_near).collect()
}

fn counts(hunk: &[Edit]) -> (usize, usize) {
    (hunk.iter().map(|edit| edit.removed).sum(), hunk.iter().map(|edit| edit.added.len()).sum())
}

fn of_hunk(lines: &[&str], hunk: &[Edit], shift: isize) -> Vec<String> {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return Vec::new() };
    let start = first.at.saturating_sub(CONTEXT);
    let end = (last.at + last.removed + CONTEXT).min(lines.len());
    let (removed, added) = counts(hunk);
    let old = end - start;
    let new = old + added - removed;
    let begin = |count: usize, at: usize| if count == 0 { at } else { at + 1 };
    let moved = start.saturating_add_signed(shift);
    let mut shown =
        vec![format!("@@ -{},{old} +{},{new} @@", begin(old, start), begin(new, moved))];
    let mut at = start;
    let kept = |from: usize, to: usize| lines[from..to].iter().map(|line| format!(" {line}"));
    for edit in hunk {
        shown.extend(kept(at, edit.at));
        at = edit.at + edit.removed;
        shown.extend(lines[edit.at..at].iter().map(|line| format!("-{line}")));
        shown.extend(edit.added.iter().map(|line| format!("+{line}")));
    }
    shown.extend(kept(at, end));
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(at: usize, removed: usize, added: &[&str]) -> Edit {
        Edit { at, removed, added: added.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn a_diff_is_unified_with_three_lines_around() {
        let before: String = (1..=20).map(|line| format!("{line}\n")).collect();
        let edits =
            [edit(4, 1, &["five"]), edit(6, 0, &["six and a half"]), edit(19, 1, &["20th"])];
        let expected = "--- p.md
+++ p.md
@@ -2,8 +2,9 @@
 2
 3
 4
-5
+five
 6
+six and a half
 7
 8
 9
@@ -17,4 +18,4 @@
 17
 18
 19
-20
+20th";
        assert_eq!(unified("p.md", &before, &edits).join("\n"), expected);
    }

    #[test]
    fn a_line_in_an_empty_file_and_at_its_ends() {
        let first = unified("p.md", "", &[edit(0, 0, &["a"])]);
        assert_eq!(first[2..], ["@@ -0,0 +1,1 @@", "+a"]);
        let last = unified("p.md", "a\n", &[edit(1, 0, &["b"])]);
        assert_eq!(last[2..], ["@@ -1,1 +1,2 @@", " a", "+b"]);
    }
}
