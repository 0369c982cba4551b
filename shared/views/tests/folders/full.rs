//! A full disk: the commit fails, nothing uncommitted is answered, and the stored views are whole.

use std::{env, path::Path, process::Command};

use register::Register;
use views::{AskError, Views, ViewsError};

use crate::world::{EVENTS, arrivals, check_whole, history, summary};

/// What the test under a limit prints before the path of its folder.
const LEFT: &str = "the commit failed, which leaves ";

#[test]
fn a_failed_commit_closes_the_views() {
    let parent = tempfile::tempdir().unwrap();
    let events = history();
    let (mut views, _) = Views::open(&parent.path().join("views"), Register::embedded()).unwrap();
    let reader = views.reader();
    for batch in arrivals(&events).chunks(20) {
        if views.commit(batch, None).is_err() {
            let refused = reader.ask(&summary("summary"));
            assert!(matches!(refused, Err(AskError::Views(ViewsError::Closed))));
            assert!(matches!(views.commit(batch, None), Err(ViewsError::Closed)));
            println!("{LEFT}{}", parent.keep().display());
            return;
        }
        assert!(reader.ask(&summary("summary")).is_ok());
    }
    assert_eq!(reader.status().unwrap().position, EVENTS as u64);
}

/// Runs the test above with a limit on the size of files of about half a megabyte: writes fail as on a full disk.
#[cfg(unix)]
#[test]
fn views_are_whole_after_the_disk_was_full() {
    let limited = Command::new("sh")
        .args(["-c", r#"trap "" XFSZ; ulimit -f 1500; exec "$@""#, "sh"])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg("full::a_failed_commit_closes_the_views")
        .output()
        .unwrap();
    let output = String::from_utf8(limited.stdout).unwrap();
    assert!(
        limited.status.success(),
        "{output} {}",
        String::from_utf8_lossy(&limited.stderr)
    );
    let left = output.split_once(LEFT).expect(&output).1;
    let folder = Path::new(left.lines().next().unwrap());
    let events = history();
    let (mut views, archived) = Views::open(&folder.join("views"), Register::embedded()).unwrap();
    assert_eq!(archived, None);
    assert!(views.anchor().position < EVENTS as u64);
    check_whole(&views, &events);
    views.commit(&arrivals(&events), None).unwrap();
    check_whole(&views, &events);
    assert_eq!(views.anchor().position, EVENTS as u64);
    drop(views);
    std::fs::remove_dir_all(folder).unwrap();
}
