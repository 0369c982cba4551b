//! The reading loop under schedules that nobody would think of.

mod world;

use journal::{Lost, Resume};
use proptest::{collection::vec, prelude::*};
use world::{Step, World};

/// What happens, and how often: a schedule is a row of numbers, each of which picks one.
type Table = &'static [(u32, fn(usize) -> Step)];

const TROUBLE: Table = &[
    (12, |_| Step::Publish),
    (1, |_| Step::PublishPoison),
    (2, Step::Erase),
    (24, Step::Answer),
    (2, Step::Fail),
    (12, |count| Step::Send(count % 8)),
    (12, |count| Step::Arrive(count % 8)),
    (2, Step::Drop),
    (2, Step::Double),
    (1, |_| Step::Silence),
    (1, |_| Step::MissHeartbeat),
    (1, |_| Step::Cut),
    (1, |_| Step::CutLeaving),
    (5, |_| Step::Connect),
];

const HARM: Table = &[
    (1, Step::Restart),
    (1, |_| Step::Remove),
    (1, |_| Step::Create),
];

/// One step in this many does harm, if any may.
const HARM_EVERY: u32 = 11;

fn pick(table: Table, number: u32) -> Step {
    let total: u32 = table.iter().map(|(weight, _)| weight).sum();
    let mut left = number % total;
    let choice = table.iter().find(|(weight, _)| {
        let chosen = left < *weight;
        left = left.saturating_sub(*weight);
        chosen
    });
    let argument = usize::try_from(number / total).unwrap_or(0);
    choice.map_or(Step::Connect, |(_, step)| step(argument))
}

fn run(steps: impl Iterator<Item = Step>) -> World {
    let mut world = World::new(Resume::default());
    world.step(Step::Connect);
    steps.for_each(|step| world.step(step));
    world.heal();
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn everything_arrives_once_and_in_order_through_any_trouble(numbers in vec(any::<u32>(), 0..150)) {
        let world = run(numbers.into_iter().map(|number| pick(TROUBLE, number)));
        match world.lost {
            None => prop_assert!(world.is_complete(), "stuck at {}", world.reader.position()),
            Some(lost) => prop_assert!(lost == Lost::HeadMissing && world.headless, "{lost:?}"),
        }
    }

    #[test]
    fn a_log_that_is_not_the_one_that_was_read_is_found_out(numbers in vec(any::<u32>(), 0..150)) {
        let world = run(numbers.into_iter().map(|number| {
            let table = if number.is_multiple_of(HARM_EVERY) { HARM } else { TROUBLE };
            pick(table, number / HARM_EVERY)
        }));
        match world.lost {
            None => prop_assert!(world.is_complete() && !world.must_be_lost(), "at {}", world.reader.position()),
            Some(Lost::HeadMissing) => prop_assert!(world.must_be_lost() || world.headless),
            Some(lost) => prop_assert!(world.must_be_lost(), "{lost:?}"),
        }
    }
}
