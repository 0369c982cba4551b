//! A disk that takes no more: the commit fails, nobody is told what is not kept, and what was kept is whole.

use std::{env, path::Path, process::Command};

use register::Register;
use views::{AskError, Views, ViewsError};

use crate::world::{EVENTS, arrivals, asked, check_whole, history};

/// What the test that runs under a limit says before the folder that it leaves.
const LEFT: &str = "the commit failed, which leaves ";

#[test]
fn a_commit_that_fails_closes_the_views_and_those_that_succeed_do_not() {
    let parent = tempfile::tempdir().unwrap();
    let events = history();
    let (mut views, _) = Views::open(&parent.path().join("views"), Register::embedded()).unwrap();
    let reader = views.reader();
    for batch in arrivals(&events).chunks(20) {
        if views.commit(batch, None).is_err() {
            let refused = reader.ask(&asked("summary"));
            assert!(matches!(refused, Err(AskError::Views(ViewsError::Closed))));
            assert!(matches!(views.commit(batch, None), Err(ViewsError::Closed)));
            println!("{LEFT}{}", parent.keep().display());
            return;
        }
        assert!(reader.ask(&asked("summary")).is_ok());
    }
    assert_eq!(reader.status().unwrap().position, EVENTS as u64);
}

/// Runs the test above where files may not grow beyond half a megabyte or so: writing fails as on a full disk.
#[cfg(unix)]
#[test]
fn what_was_kept_before_the_disk_was_full_is_whole() {
    let limited = Command::new("sh")
        .args(["-c", r#"trap "" XFSZ; ulimit -f 1500; exec "$@""#, "sh"])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg("full::a_commit_that_fails_closes_the_views_and_those_that_succeed_do_not")
        .output()
        .unwrap();
    let said = String::from_utf8(limited.stdout).unwrap();
    assert!(
        limited.status.success(),
        "{said} {}",
        String::from_utf8_lossy(&limited.stderr)
    );
    let left = said.split_once(LEFT).expect(&said).1;
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
