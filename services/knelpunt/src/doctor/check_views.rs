//! Checks the folder of views, if no server uses it: position, open knelpunten, and whether it is whole.

use std::path::Path;

use model::Instant;
use views::{OfflineViews, ViewsError};

use super::finding::Finding;
use crate::output::{as_failure, count};

const VIEWS: &str = "views";
const OPEN_INDEX: &str = "open index";

/// Checks a folder of views.
pub(super) fn check(folder: &Path, now: Instant) -> Vec<Finding> {
    let shown = folder.display();
    if !folder.exists() {
        return vec![Finding::ok(
            VIEWS,
            format!("{shown} does not exist yet; a server makes it from the log"),
        )];
    }
    let views = match OfflineViews::open(folder) {
        Ok(views) => views,
        Err(ViewsError::InUse { .. }) => {
            return vec![Finding::ok(
                VIEWS,
                format!("{shown} is used by a running knelpunt; not checked here"),
            )];
        }
        Err(error) => return vec![failure(VIEWS, &error)],
    };
    let whole = match views.check() {
        Ok(()) => Finding::ok(
            VIEWS,
            format!("{shown} is at position {}", views.position()),
        ),
        Err(error) => failure(VIEWS, &error),
    };
    let index = open_index(&views, now).unwrap_or_else(|error| failure(OPEN_INDEX, &error));
    vec![whole, index]
}

fn open_index(views: &OfflineViews, now: Instant) -> Result<Finding, ViewsError> {
    let (mut open, mut persisting) = (0_u64, 0_u64);
    for knelpunt in views.open_knelpunten()? {
        let knelpunt = knelpunt?;
        open += u64::from(knelpunt.opened_at <= now);
        persisting += u64::from(knelpunt.persists_from <= now);
    }
    let state = format!(
        "{} open, of which {persisting} persist",
        count(open, "knelpunt")
    );
    Ok(Finding::ok(OPEN_INDEX, state))
}

fn failure(subject: &'static str, error: &ViewsError) -> Finding {
    let advice = match error {
        ViewsError::Damaged { .. } | ViewsError::NotViews { .. } => {
            "start `knelpunt serve` or `up`: it moves them aside and rebuilds them from the log"
        }
        // The message says it.
        _ => "",
    };
    Finding::wrong(subject, as_failure(&error.to_string()), advice)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use register::Register;
    use views::Views;

    use super::*;

    fn lines(folder: &Path) -> Vec<String> {
        let findings = check(folder, Instant::LATEST);
        findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_folder_that_does_not_exist_yet_is_in_order_and_is_not_created() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("views");
        assert!(lines(&folder)[0].starts_with("ok     views "));
        assert!(!folder.exists());
    }

    #[test]
    fn views_are_checked_unless_they_are_in_use() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("views");
        let (views, _) = Views::open(&folder, Register::embedded()).unwrap();
        let [in_use] = &lines(&folder)[..] else {
            panic!("one line")
        };
        assert!(in_use.starts_with("ok     views ") && in_use.contains("not checked"));
        views.close().unwrap();
        let [views, index] = &lines(&folder)[..] else {
            panic!("two lines")
        };
        assert!(views.ends_with("is at position 0"), "{views}");
        let none = "ok     open index   0 knelpunten open, of which 0 persist";
        assert_eq!(index, none);
    }

    #[test]
    fn a_folder_with_something_else_is_wrong_and_comes_with_advice() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("letters"), "").unwrap();
        let lines = lines(folder.path());
        assert!(lines[0].starts_with("WRONG  views "), "{lines:?}");
        assert!(lines[0].contains("moves them aside"), "{lines:?}");
    }
}
