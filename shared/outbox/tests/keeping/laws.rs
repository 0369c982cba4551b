//! The law of an outbox: for any sequence of requests it does what a list and a map would do.

use std::{collections::HashMap, path::Path};

use outbox::{AcceptError, OutboxLimits};
use proptest::prelude::*;

use crate::{entry, opened, under};

const ENTRIES: u64 = 12;

#[derive(Debug, Clone)]
enum Step {
    Accept,
    Under(u8, bool),
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => Just(Step::Accept),
        4 => (0_u8..4, any::<bool>()).prop_map(|(key, same_request)| Step::Under(key, same_request)),
        1 => Just(Step::Reopen),
    ];
    prop::collection::vec(step, 1..24)
}

/// The expected outcome of a list and a map: the number, and whether it was known; `None` for an error.
#[derive(Default)]
struct Expected {
    entries: u64,
    keys: HashMap<u8, (bool, u64)>,
}

impl Expected {
    fn accept(&mut self, under: Option<(u8, bool)>) -> Option<(u64, bool)> {
        if let Some((key, same_request)) = under
            && let Some((before, number)) = self.keys.get(&key)
        {
            return (*before == same_request).then_some((*number, true));
        }
        if self.entries == ENTRIES {
            return None;
        }
        self.entries += 1;
        if let Some((key, same_request)) = under {
            self.keys.insert(key, (same_request, self.entries));
        }
        Some((self.entries, false))
    }
}

async fn agrees(steps: Vec<Step>, folder: &Path) {
    let limits = OutboxLimits {
        entries: ENTRIES,
        ..OutboxLimits::default()
    };
    let mut outbox = opened(folder, limits);
    let mut expected = Expected::default();
    for (number, step) in (0..).zip(steps) {
        let (entry, same_request) = match step {
            Step::Reopen => {
                drop(outbox);
                outbox = opened(folder, limits);
                continue;
            }
            Step::Accept => (entry(number), None),
            Step::Under(key, same_request) => {
                let (name, request) = (key.to_string(), same_request.to_string());
                (under(&name, &request, number), Some((key, same_request)))
            }
        };
        let answer = match outbox.accept(entry).await {
            Ok(accepted) => Some((accepted.number, accepted.repeated)),
            Err(AcceptError::Outbox(error)) => panic!("{error}"),
            Err(_) => None,
        };
        assert_eq!(answer, expected.accept(same_request));
        assert_eq!(outbox.state().waiting, expected.entries);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_outbox_does_what_a_list_and_a_map_would_do(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        runtime.block_on(agrees(steps, folder.path()));
    }
}
