//! From a seed to a schedule: which steps, how many, how many failures.

use splitmix::SplitMix64;

use crate::step::Step;

/// A step that takes a number, how often it is chosen, and the bound of the number.
type Choice = (u32, u32, fn(u8) -> Step);

/// Steps without which nothing is read.
const WORK: &[Choice] = &[
    (8, 4, Step::Publish),
    (16, 4, Step::RoundTrip),
    (10, 6, Step::Send),
    (8, 6, Step::Arrive),
    (5, 1, |_| Step::Connect),
    (5, 1, |_| Step::NoticeConnection),
    (6, 3, Step::Commit),
    (6, 1, |_| Step::Calm),
];

/// Failures from which the reader must recover.
const FAILURES: &[Choice] = &[
    (3, 8, Step::Republish),
    (2, 1, |_| Step::PublishPoison),
    (3, 64, Step::Erase),
    (8, 4, Step::Reply),
    (2, 12, Step::ReplyEarly),
    (4, 4, Step::ReceiveReply),
    (2, 4, Step::Fail),
    (5, 8, Step::Drop),
    (5, 8, Step::Duplicate),
    (5, 8, Step::Swap),
    (2, 1, |_| Step::KillConsumers),
    (2, 1, |_| Step::MissHeartbeat),
    (3, 8, Step::Cut),
    (2, 1, |_| Step::FailCommit),
    (2, 1, |_| Step::Kill),
    (10, 4, Step::Publish),
    (1, 50, Step::Publish),
];

/// Losses of messages, which the reader must detect.
const LOSSES: &[Choice] = &[
    (2, 16, Step::Purge),
    (5, 5, Step::Restart),
    (2, 1, |_| Step::Remove),
    (3, 1, |_| Step::Create),
    (2, 30, Step::Replace),
    (5, 4, Step::Refill),
    (6, 8, Step::Republish),
];

/// Returns the schedule of a seed. Each seed has its own mix: some kinds of failure often, others never.
pub(crate) fn schedule(seed: u64) -> Vec<Step> {
    let mut random = SplitMix64::new(seed);
    let length = 10 + below(&mut random, 30) * (1 + below(&mut random, 5));
    let failure_weight = below(&mut random, 4);
    let lost_read_messages = below(&mut random, 3);
    let work = weighed(WORK, |_| 4);
    let failures = weighed(FAILURES, |_| {
        failure_weight * [0, 1, 1, 4][chosen(&mut random)]
    });
    let losses = weighed(LOSSES, |_| {
        lost_read_messages * [0, 1, 2, 2][chosen(&mut random)]
    });
    let table: Vec<(u32, Choice)> = [work, failures, losses].concat();
    (0..length).map(|_| pick(&table, &mut random)).collect()
}

fn chosen(random: &mut SplitMix64) -> usize {
    usize::try_from(below(random, 4)).unwrap_or(0)
}

fn weighed(choices: &[Choice], mut times: impl FnMut(&Choice) -> u32) -> Vec<(u32, Choice)> {
    let weighed = |choice: &Choice| (choice.0 * times(choice), *choice);
    choices.iter().map(weighed).collect()
}

fn pick(table: &[(u32, Choice)], random: &mut SplitMix64) -> Step {
    let total = table.iter().map(|(weight, _)| weight).sum();
    let mut left = below(random, total);
    let choice = table.iter().find(|(weight, _)| {
        let chosen = left < *weight;
        left = left.saturating_sub(*weight);
        chosen
    });
    let (_, bound, step) = choice.map_or((1, 1, (|_| Step::Calm) as fn(u8) -> Step), |(_, c)| *c);
    step(u8::try_from(below(random, bound)).unwrap_or(0))
}

/// Returns a number below `bound`, which is so small that the bias does not matter.
fn below(random: &mut SplitMix64, bound: u32) -> u32 {
    u32::try_from(random.next_u64() % u64::from(bound.max(1))).unwrap_or(0)
}
