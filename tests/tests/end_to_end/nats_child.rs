//! The `nats-server` of `knelpunt up` ends with its parent, whatever ends the parent, and never shares its store.

mod process;
mod up;

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::path::Path;

use anyhow::ensure;

use process::{alive, has_child, parent_of};
use tests::{signal, until};
use up::{Up, UpOnOwnPort, answers, ours_answers, running_server, up};

#[test]
fn the_server_of_a_killed_knelpunt_ends_too() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let mut up = Up::start(data.path())?;
    let server = up.server()?;
    up.knelpunt.kill()?;
    until("the server is gone", || (!alive(server)).then_some(()))
}

#[test]
fn a_signal_ends_knelpunt_and_its_server_cleanly() -> anyhow::Result<()> {
    for name in ["TERM", "INT"] {
        let mut own = UpOnOwnPort::start()?;
        let up = &mut own.up;
        let (server, port) = (up.server()?, up.port()?);
        signal(name, up.pid())?;
        let status = up.ended()?;
        ensure!(status.success(), "SIG{name} ended knelpunt with {status}");
        ensure!(!alive(server), "SIG{name} left the server behind");
        ensure!(!answers(port), "SIG{name} left port {port} open");
        ensure!(is_unlocked(&up.dir)?, "SIG{name} left the folder locked");
    }
    Ok(())
}

#[test]
fn the_next_start_waits_for_a_server_that_does_not_react() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let mut first = Up::start(data.path())?;
    let old = first.server()?;
    // A paused server does not react to the SIGTERM of its guard: it runs until the guard kills it.
    signal("STOP", old)?;
    first.knelpunt.kill()?;
    // Until it is gone, it has the views open.
    first.knelpunt.wait()?;
    let second = Up::start_after(data.path(), Some(old))?;
    ensure!(
        !alive(old),
        "servers {old} and {} share one store",
        second.server()?
    );
    Ok(())
}

#[test]
fn a_start_waits_for_the_lock() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let first = Up::start(data.path())?;
    let (old, dir) = (first.server()?, first.dir.clone());
    drop(first);
    let lock = File::open(dir.join("nats.lock"))?;
    until("the first one's folder is free", || lock.try_lock().ok())?;
    ensure!(!alive(old), "the lock was free while server {old} ran");
    std::fs::remove_file(dir.join("nats.conf"))?;
    let second = Up::spawn(&mut up(data.path())?)?;
    until("its guard runs", || has_child(second.pid()).then_some(()))?;
    let waited = !dir.join("nats.conf").exists();
    lock.unlock()?;
    until("its server runs", || running_server(data.path(), Some(old)))?;
    ensure!(waited, "a server was set up while the folder was locked");
    Ok(())
}

#[test]
fn a_folder_in_use_is_refused_with_a_clear_message() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let first = Up::start(data.path())?;
    let mut printed = tempfile::tempfile()?;
    let mut second = Up::spawn(up(data.path())?.stderr(printed.try_clone()?))?;
    let status = second.ended()?;
    let printed = read_again(&mut printed)?;
    ensure!(
        status.code() == Some(1),
        "it ended with {status}: {printed}"
    );
    ensure!(
        printed.contains(" using ") && printed.contains("--data"),
        "it does not say that the folder is in use, and what to do: {printed}"
    );
    ensure!(ours_answers(&first.dir), "the first does not run any more");
    Ok(())
}

#[test]
fn a_server_that_ends_by_itself_is_started_again_on_the_same_port() -> anyhow::Result<()> {
    let own = UpOnOwnPort::start()?;
    let up = &own.up;
    let port = up.port()?;
    for signal_name in ["KILL", "TERM"] {
        let old = up.server()?;
        signal(signal_name, old)?;
        started_again(up, old)?;
        ensure!(
            up.port()? == port,
            "it moved from port {port} to {}",
            up.port()?
        );
    }
    Ok(())
}

#[test]
fn a_server_whose_guard_is_killed_is_replaced() -> anyhow::Result<()> {
    let own = UpOnOwnPort::start()?;
    let up = &own.up;
    let (old, port) = (up.server()?, up.port()?);
    signal("KILL", parent_of(old)?)?;
    started_again(up, old)?;
    ensure!(!alive(old), "the server without a guard still runs");
    ensure!(
        up.port()? == port,
        "it moved from port {port} to {}",
        up.port()?
    );
    Ok(())
}

#[test]
fn two_on_one_machine_use_two_ports() -> anyhow::Result<()> {
    let (one, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let (one, other) = (Up::start(one.path())?, Up::start(other.path())?);
    ensure!(
        one.port()? != other.port()?,
        "both say port {}",
        one.port()?
    );
    Ok(())
}

fn started_again(up: &Up, old: u32) -> anyhow::Result<()> {
    until("the server is started again", || {
        let new = up.server().ok()?;
        (new != old && alive(new) && ours_answers(&up.dir)).then_some(())
    })
}

fn read_again(file: &mut File) -> anyhow::Result<String> {
    let mut text = String::new();
    file.rewind()?;
    file.read_to_string(&mut text)?;
    Ok(text)
}

fn is_unlocked(dir: &Path) -> anyhow::Result<bool> {
    Ok(File::open(dir.join("nats.lock"))?.try_lock().is_ok())
}
