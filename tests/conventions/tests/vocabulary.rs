//! The workspace has one vocabulary.

use anyhow::ensure;
use conventions::{breaches, read_workspace, workspace_root};

#[test]
fn no_two_public_types_share_a_name_and_no_name_or_doc_comment_has_a_banned_word()
-> anyhow::Result<()> {
    let found = breaches(&read_workspace(&workspace_root())?);
    let reported: Vec<String> = found.iter().map(ToString::to_string).collect();
    ensure!(
        reported.is_empty(),
        "use the glossary's words instead:\n{}",
        reported.join("\n")
    );
    Ok(())
}
