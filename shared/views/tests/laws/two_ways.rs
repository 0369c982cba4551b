//! Two ways in, one fold: events committed in any order and with any duplicates, cut anywhere into commits near the end
//! of the log and far behind it, with a crash at any point between, give the same state, digest and answers.

use std::{fs, path::Path};

use proptest::{collection::vec, prelude::*};
use views::{
    Views, ViewsStatus,
    testing::{canonical, open_index, store_folder},
};

use crate::{
    logs::{Log, log},
    replay::{link, without_texts},
    world::{ask, open},
};

/// How some arrivals come in.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// Near the end of the log.
    Live,
    /// Far behind it.
    FarBehind,
    /// Near the end; then the process is killed: the store is what the system has of it.
    Crash,
}

fn way() -> impl Strategy<Value = Way> {
    prop_oneof![
        4 => Just(Way::Live),
        4 => Just(Way::FarBehind),
        1 => Just(Way::Crash),
    ]
}

/// Copies the files of a store that is open, as a crash would leave them, and opens the copy.
fn crash(views: Views, folder: &Path, number: usize) -> Views {
    let after = folder.with_file_name(format!("after-{number}"));
    let store = store_folder(folder).unwrap();
    let copy = after.join(store.file_name().unwrap());
    fs::create_dir_all(copy.join("blobs")).unwrap();
    for entry in fs::read_dir(&store).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, copy.join(path.file_name().unwrap())).unwrap();
        }
    }
    drop(views);
    open(&after)
}

/// Folds a log in some ways, used in turn, each for some arrivals; returns the folder of the views too.
fn folded(log: &Log, ways: &[(Way, usize)], parent: &Path) -> (Views, std::path::PathBuf) {
    let (arrivals, mut folder) = (log.arrivals(), parent.join("views"));
    let mut views = open(&folder);
    let mut next = 0_usize;
    for (number, (way, count)) in ways.iter().cycle().enumerate() {
        let end = arrivals.len().min(next.saturating_add(*count));
        let some = &arrivals[next..end];
        if some.is_empty() {
            break;
        }
        match way {
            Way::Live => drop(views.commit(some, Some(7)).unwrap()),
            Way::FarBehind => drop(views.commit_far_behind(some.to_vec(), Some(7)).unwrap()),
            Way::Crash => {
                views.commit(some, Some(7)).unwrap();
                views = crash(views, &folder, number);
                folder = parent.join(format!("after-{number}"));
            }
        }
        // After a crash the log is read again from behind the position.
        let position = views.anchor().position;
        let reached = arrivals.partition_point(|arrival| arrival.sequence <= position);
        next = if matches!(way, Way::Crash) {
            reached
        } else {
            end
        };
    }
    views.commit(&arrivals[next..], Some(7)).unwrap();
    (views, folder)
}

fn status(views: &Views) -> ViewsStatus {
    views.reader().status().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn however_the_events_come_in_the_views_are_the_same(
        log in log(24),
        ways in vec((way(), 1..9_usize), 1..8),
        links in vec(link(), 3),
        at in any::<prop::sample::Index>(),
    ) {
        let parent = tempfile::tempdir().unwrap();
        let other = tempfile::tempdir().unwrap();
        let (views, folder) = folded(&log, &ways, parent.path());
        let (at_once, folder_at_once) = folded(&log, &[(Way::Live, usize::MAX)], other.path());
        prop_assert_eq!(status(&views), status(&at_once));
        let known = log.first - 1 + at.index(log.messages.len() + 1) as u64;
        for link in links.iter().flat_map(|link| [link.clone(), format!("{link}&knownAt={known}")]) {
            let answers = [&views, &at_once].map(|views| {
                let answered = ask(&views.reader(), &link);
                answered.map(|answered| (without_texts(answered.answer), answered.counted))
            });
            prop_assert_eq!(&answers[0], &answers[1], "{}", link);
        }
        prop_assert_eq!(views.reader().audit().unwrap().differences, [""; 0]);
        views.text_check().unwrap().run(|| false).unwrap();
        views.close().unwrap();
        at_once.close().unwrap();
        prop_assert_eq!(canonical(&folder).unwrap(), canonical(&folder_at_once).unwrap());
        prop_assert_eq!(open_index(&folder).unwrap(), open_index(&folder_at_once).unwrap());
    }
}
