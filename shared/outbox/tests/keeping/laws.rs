//! Whatever is asked in whatever order, an outbox does what a list and a map would do.

use std::{collections::HashMap, path::Path};

use outbox::{AcceptError, OutboxLimits};
use proptest::prelude::*;

use crate::{entry, opened, under};

const ENTRIES: u64 = 12;

#[derive(Debug, Clone)]
enum Step {
    Accept,
    Under(u8, bool),
    OpenAgain,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => Just(Step::Accept),
        4 => (0_u8..4, any::<bool>()).prop_map(|(key, asked)| Step::Under(key, asked)),
        1 => Just(Step::OpenAgain),
    ];
    prop::collection::vec(step, 1..24)
}

/// What a list and a map would say: the number, whether it was there before, or nothing when it is refused.
#[derive(Default)]
struct Expected {
    entries: u64,
    keys: HashMap<u8, (bool, u64)>,
}

impl Expected {
    fn accept(&mut self, under: Option<(u8, bool)>) -> Option<(u64, bool)> {
        if let Some((key, asked)) = under
            && let Some((before, number)) = self.keys.get(&key)
        {
            return (*before == asked).then_some((*number, true));
        }
        if self.entries == ENTRIES {
            return None;
        }
        self.entries += 1;
        if let Some((key, asked)) = under {
            self.keys.insert(key, (asked, self.entries));
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
        let (entry, asked) = match step {
            Step::OpenAgain => {
                drop(outbox);
                outbox = opened(folder, limits);
                continue;
            }
            Step::Accept => (entry(number), None),
            Step::Under(key, asked) => {
                let (name, words) = (key.to_string(), asked.to_string());
                (under(&name, &words, number), Some((key, asked)))
            }
        };
        let answer = match outbox.accept(entry).await {
            Ok(accepted) => Some((accepted.number, accepted.repeated)),
            Err(AcceptError::Outbox(error)) => panic!("{error}"),
            Err(_) => None,
        };
        assert_eq!(answer, expected.accept(asked));
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
