//! The reading loop under schedules that nobody would think of.

mod world;

use journal::{Lost, Resume};
use proptest::{collection::vec, prelude::*};
use world::{Step, World};

fn step() -> impl Strategy<Value = Step> {
    let some = 0..8_usize;
    prop_oneof![
        12 => Just(Step::Publish),
        1 => Just(Step::PublishPoison),
        2 => (0..64_usize).prop_map(Step::Erase),
        24 => some.clone().prop_map(Step::Answer),
        2 => some.clone().prop_map(Step::Fail),
        12 => some.clone().prop_map(Step::Send),
        12 => some.clone().prop_map(Step::Arrive),
        2 => some.clone().prop_map(Step::Drop),
        2 => some.clone().prop_map(Step::Double),
        1 => Just(Step::Silence),
        1 => Just(Step::MissHeartbeat),
        1 => Just(Step::Cut),
        1 => Just(Step::CutLeaving),
        5 => Just(Step::Connect),
    ]
}

fn harmful() -> impl Strategy<Value = Step> {
    prop_oneof![
        30 => step(),
        1 => (0..8_usize).prop_map(Step::Restart),
        1 => Just(Step::Remove),
        1 => Just(Step::Create),
    ]
}

fn run(steps: &[Step]) -> World {
    let mut world = World::new(Resume::default());
    world.step(Step::Connect);
    for step in steps {
        world.step(*step);
    }
    world.heal();
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300_000))]

    #[test]
    fn everything_arrives_once_and_in_order_through_any_trouble(steps in vec(step(), 0..150)) {
        let world = run(&steps);
        match world.lost {
            None => prop_assert!(world.is_complete(), "stuck at {}", world.reader.position()),
            Some(lost) => prop_assert!(lost == Lost::HeadMissing && world.headless, "{lost:?}"),
        }
    }

    #[test]
    fn a_log_that_is_not_the_one_that_was_read_is_found_out(steps in vec(harmful(), 0..150)) {
        let world = run(&steps);
        match world.lost {
            None => prop_assert!(world.is_complete() && !world.must_be_lost(), "at {}", world.reader.position()),
            Some(Lost::HeadMissing) => prop_assert!(world.must_be_lost() || world.headless),
            Some(lost) => prop_assert!(world.must_be_lost(), "{lost:?}"),
        }
    }
}
