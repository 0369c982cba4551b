//! Processes that are killed or paused, or that join.

use anyhow::{Context as _, ensure};

use crate::{Paused, Random, Server, command::run_with, faults::world::TestSystem, until, within};

/// How often to check, at most, whether a paused nats-server was noticed: for 3 s.
const LOOKS_WHILE_STILL: usize = 150;

pub(super) fn knelpunt_killed(world: &mut TestSystem, random: &mut Random) -> anyhow::Result<()> {
    let replica = random.below(2);
    for _ in 0..random.between(1, 3) {
        world.publishers.allow(random.between(2, 10));
        world.at_any_moment(replica, random);
        world.replicas[replica].kill()?;
        world.publishers.more(random.below(100))?;
        world.replicas[replica].start_again()?;
    }
    Ok(())
}

/// Paused until the log has grown and the other replica has folded it.
pub(super) fn knelpunt_stopped(world: &mut TestSystem, random: &mut Random) -> anyhow::Result<()> {
    let replica = random.below(2);
    world.at_any_moment(replica, random);
    let still = Paused::stop(world.replicas[replica].pid())?;
    world.publishers.allow(random.between(4, 16));
    world.publishers.more(random.between(20, 200))?;
    let last = world.publishers.record().last();
    world.replicas[1 - replica].reached(last)?;
    drop(still);
    Ok(())
}

pub(super) fn nats_killed(world: &mut TestSystem, random: &mut Random) -> anyhow::Result<()> {
    for _ in 0..random.between(1, 2) {
        world.publishers.allow(random.between(2, 10));
        world.at_any_moment(0, random);
        world.nats.kill()?;
        if random.once_in(2) {
            until("readiness says stale", || {
                world.replicas.iter().all(Server::is_stale).then_some(())
            })?;
            let answer = world.replicas[0].get("/v1/summary")?;
            ensure!(answer.status == 200, "it answers while NATS is unavailable");
        }
        world.nats.start_again()?;
    }
    Ok(())
}

/// Paused until a replica notices it, or for a random time.
pub(super) fn nats_stopped(world: &mut TestSystem, random: &mut Random) -> anyhow::Result<()> {
    world.at_any_moment(0, random);
    let still = Paused::stop(world.nats.pid())?;
    within(random.between(1, LOOKS_WHILE_STILL), || {
        world.replicas.iter().all(Server::is_stale).then_some(())
    });
    drop(still);
    Ok(())
}

/// A replica that joins with a folder of its own gets the same views; one that shares a folder ends with an error.
pub(super) fn serve_joined(world: &mut TestSystem, random: &mut Random) -> anyhow::Result<()> {
    world.at_any_moment(0, random);
    let joined = world.serve(world.path("joined"))?;
    world.replicas.push(joined);
    let url = world.nats.url();
    let arguments = ["serve", "--nats", &url, "--listen", "127.0.0.1:0"];
    let shared = world.replicas[random.below(3)].data();
    run_with(&arguments, shared)?.refuses(1, &["is using"])?;
    world.check(random)?;
    let mut joined = world.replicas.pop().context("one had joined")?;
    let code = joined.end("TERM")?;
    ensure!(code == Some(0), "the one that joined ended with {code:?}");
    Ok(())
}
