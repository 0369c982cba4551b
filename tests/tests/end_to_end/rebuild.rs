//! `knelpunt rebuild`: beside a server that keeps answering and following the log, and offline.

use std::{fs, path::Path, process::Stdio};

use anyhow::ensure;
use api::ProblemDocument;
use tests::{
    Ended, EventLoad, Log, Nats, OwnCatalogue, QueryLoad, Server,
    command::{knelpunt_with, run_with},
    history, overall_links, raw, signal, until,
};
use views::testing::store_folder;

/// Serves a log of so many rounds of the history.
fn serving(rounds: u32) -> anyhow::Result<(Nats, Server)> {
    let lines = (0..rounds).flat_map(history);
    let (nats, _, server) = Server::with_log(lines)?;
    Ok((nats, server))
}

/// Returns the names in a data folder that begin with `start`.
fn names(data: &Path, start: &str) -> anyhow::Result<Vec<String>> {
    let entries = fs::read_dir(data)?.collect::<Result<Vec<_>, _>>()?;
    let names = entries.iter().map(fs::DirEntry::file_name);
    let names = names.map(|name| name.to_string_lossy().into_owned());
    Ok(names.filter(|name| name.starts_with(start)).collect())
}

#[test]
fn a_server_changes_over_without_refusing_a_question() -> anyhow::Result<()> {
    let (nats, mut knelpunt) = serving(5)?;
    let mut links = overall_links("province=PV26");
    links.extend(["/health/ready", "/v1/trend?every=year&groupBy=province"].map(str::to_owned));
    let clients = [
        QueryLoad::start(knelpunt.url(), links),
        QueryLoad::start(knelpunt.url(), vec!["/v1/position".to_owned()]),
    ];
    let load = EventLoad::start(&nats.url(), 100)?;
    until("it is under load", || (load.last() > 0).then_some(()))?;
    let data = knelpunt.data().to_owned();
    let rebuild = run_with(&["rebuild", "--server", knelpunt.url()], &data)?;
    rebuild.prints(0, &["now switches to the new views", "No differences"])?;
    let after = load.last();
    until("more was published", || {
        (load.last() > after + 200).then_some(())
    })?;
    let last = load.finish()?;
    knelpunt.reached(last)?;
    for client in clients {
        ensure!(
            client.finish()? > 10,
            "nothing was asked: nothing is proved"
        );
    }
    ensure!(names(&data, "views.before")? == ["views.before-1"]);
    ensure!(names(&data, "views.new")?.is_empty(), "something is left");
    knelpunt.verify()?;
    ensure!(
        !knelpunt.stderr()?.contains("WARN"),
        "{}",
        knelpunt.stderr()?
    );

    knelpunt.end("TERM")?;
    is_gone_on_with(&mut knelpunt)?;
    knelpunt.reached(last)
}

#[test]
fn one_rebuild_after_the_other_is_cut_over() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving(1)?;
    for time in 1..=3 {
        let rebuild = knelpunt.run(&["rebuild"])?;
        let before = format!("views.before-{time}");
        rebuild.prints(0, &["No differences", &before])?;
    }
    Ok(())
}

#[test]
fn a_cutover_without_rebuilt_views_is_a_conflict() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving(1)?;
    let refused = raw::post(knelpunt.address(), "/v1/views/take-overs", &[], "{}")?;
    ensure!(refused.status == 409, "{refused:?}");
    let problem: ProblemDocument = refused.json()?;
    ensure!(problem.detail.contains("`knelpunt rebuild`"), "{problem:?}");
    knelpunt.verify()
}

#[test]
fn a_server_on_another_folder_does_not_change_over() -> anyhow::Result<()> {
    let (nats, knelpunt) = serving(1)?;
    let other = Server::serve(&nats.url())?;
    other.reached(1)?;
    let data = knelpunt.data();
    let rebuild = run_with(&["rebuild", "--server", other.url()], data)?;
    rebuild.prints(1, &["no rebuilt views", "same data folder"])?;
    ensure!(names(data, "views.new")?.is_empty(), "something is left");
    ensure!(
        names(data, "views.before")?.is_empty(),
        "something was moved"
    );
    Ok(())
}

#[test]
fn a_rebuild_of_views_in_use_by_an_unreachable_server_names_it() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving(1)?;
    let nobody = ["rebuild", "--server", "http://127.0.0.1:1"];
    let rebuild = run_with(&nobody, knelpunt.data())?;
    rebuild
        .prints(1, &["which another knelpunt uses", "http://127.0.0.1:1"])
        .map(drop)
}

#[test]
fn a_rebuild_of_another_log_is_not_cut_over() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving(1)?;
    let (other, log) = Nats::with_stream()?;
    let lines = history(7);
    log.append(&lines[..100])?;
    let before = knelpunt.status()?;
    let rebuild = knelpunt.run(&["rebuild", "--nats", &other.url()])?;
    rebuild.prints(1, &["cannot"])?;
    let after = knelpunt.status()?;
    ensure!(before.digest == after.digest, "{after:?}");
    ensure!(names(knelpunt.data(), "views.before")?.is_empty());
    knelpunt.verify()
}

#[test]
fn a_signal_ends_a_rebuild_and_nothing_is_left_of_it() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving(5)?;
    let data = knelpunt.data().to_owned();
    let mut command = knelpunt_with(&["rebuild", "--server", knelpunt.url()], &data)?;
    let rebuild = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    until("it builds", || {
        let built = fs::read_dir(data.join("views.new")).ok()?;
        (built.count() > 0).then_some(())
    })?;
    let second = run_with(&["rebuild", "--server", knelpunt.url()], &data)?;
    second.prints(1, &["another knelpunt is building views there"])?;
    signal("INT", rebuild.id())?;
    Ended::from(rebuild.wait_with_output()?).prints(1, &["stopped by a signal"])?;
    ensure!(names(&data, "views.new")?.is_empty(), "something is left");
    knelpunt.verify()
}

#[test]
fn an_offline_rebuild_leaves_its_views_for_the_next_start() -> anyhow::Result<()> {
    let (nats, mut knelpunt) = serving(1)?;
    knelpunt.end("TERM")?;
    let log = Log::connect(&nats.url())?;
    let later = history(9);
    let last = log.append(later.iter())?;
    let data = knelpunt.data().to_owned();
    // What a killed rebuild leaves.
    fs::create_dir(data.join("views.new"))?;
    fs::write(data.join("views.new/db"), "left")?;
    let rebuild = run_with(&["rebuild", "--nats", &nats.url()], &data)?;
    rebuild.prints(0, &["No differences", "views.before-1"])?;
    ensure!(names(&data, "views.new")?.is_empty(), "something is left");
    knelpunt.start_again()?;
    knelpunt.reached(last)?;
    ensure!(knelpunt.archived_views()? == 0, "{}", knelpunt.stderr()?);
    Ok(())
}

/// Views that no process has open, of the log of a NATS server.
fn at_rest() -> anyhow::Result<(Nats, Server)> {
    let (nats, mut knelpunt) = serving(1)?;
    knelpunt.end("TERM")?;
    Ok((nats, knelpunt))
}

/// Rebuilds views that no process has open.
fn rebuild(nats: &Nats, data: &Path, more: &[&str]) -> anyhow::Result<Ended> {
    let url = nats.url();
    let rebuild = ["rebuild", "--nats", &url];
    run_with(&[&rebuild, more].concat(), data)
}

/// Returns every folder of views in a data folder, in order.
fn folders(data: &Path) -> anyhow::Result<Vec<String>> {
    let mut folders = names(data, "views")?;
    folders.sort();
    Ok(folders)
}

#[test]
fn damaged_views_are_moved_aside_and_not_compared() -> anyhow::Result<()> {
    let (nats, mut knelpunt) = at_rest()?;
    let data = knelpunt.data().to_owned();
    fs::remove_file(store_folder(&data.join("views"))?.join("conf"))?;
    let rebuild = rebuild(&nats, &data, &[])?;
    let parts = [
        "were unusable (its file conf is gone)",
        "views.aside-1",
        "Not compared",
    ];
    let rebuild = rebuild.prints(0, &parts)?;
    ensure!(
        !rebuild.out.contains("digests are the same"),
        "of empty views: {rebuild:?}"
    );
    ensure!(folders(&data)? == ["views", "views.aside-1"]);
    is_gone_on_with(&mut knelpunt)
}

/// Restarts the server, which must use the views that are there.
fn is_gone_on_with(knelpunt: &mut Server) -> anyhow::Result<()> {
    knelpunt.start_again()?;
    let moved = knelpunt.archived_views()?;
    ensure!(moved == 0, "{}", knelpunt.stderr()?);
    Ok(())
}

#[test]
fn a_rebuild_beside_a_server_reports_views_that_differ_from_the_log() -> anyhow::Result<()> {
    let (nats, knelpunt) = serving(1)?;
    let log = Log::connect(&nats.url())?;
    let last = log.last_sequence()?;
    ensure!(log.erase(3)?, "there is no message 3");
    let wrong = format!("The previous views differed at position {last}: they were wrong.");
    let rebuild = knelpunt.run(&["rebuild"])?;
    rebuild.prints(1, &[&wrong, "views.before-1"])?;
    let again = knelpunt.run(&["rebuild"])?;
    again.prints(0, &["No differences"]).map(drop)
}

#[test]
fn an_offline_rebuild_reports_views_that_differ_from_the_log() -> anyhow::Result<()> {
    let (nats, knelpunt) = at_rest()?;
    let data = knelpunt.data();
    let log = Log::connect(&nats.url())?;
    let last = log.last_sequence()?;
    ensure!(log.erase(3)?, "there is no message 3");
    let wrong = format!("The previous views differed at position {last}: they were wrong.");
    rebuild(&nats, data, &[])?.prints(1, &[&wrong, "views.before-1"])?;
    let again = rebuild(&nats, data, &[])?;
    again.prints(0, &["No differences", "views.before-2"])?;
    ensure!(folders(data)? == ["views", "views.before-1", "views.before-2"]);
    Ok(())
}

#[test]
fn views_that_came_further_than_the_log_cannot_be_compared() -> anyhow::Result<()> {
    let (nats, knelpunt) = at_rest()?;
    let data = knelpunt.data();
    let log = Log::connect(&nats.url())?;
    log.delete_stream()?;
    log.create_stream()?;
    let lines = history(1);
    log.append(&lines[..10])?;
    let rebuild = rebuild(&nats, data, &[])?;
    let parts = [
        "Rebuilt to position 10,",
        "Not compared: the two have no digest at a common position.",
    ];
    rebuild.prints(0, &parts).map(drop)
}

#[test]
fn views_of_another_catalogue_cannot_be_compared() -> anyhow::Result<()> {
    let (nats, knelpunt) = at_rest()?;
    let data = knelpunt.data();
    let larger = OwnCatalogue::new(OwnCatalogue::WITH_WIFI)?;
    let parts = [
        "Not compared: the previous views were of other versions (fold ",
        "views.before-1",
    ];
    let with_larger = rebuild(&nats, data, &["--catalogue", larger.path()])?;
    with_larger.prints(0, &parts)?;
    // Views folded with a category that no longer exists cannot be used at all.
    let parts = ["were unusable (", "Not compared"];
    rebuild(&nats, data, &[])?.prints(0, &parts)?;
    ensure!(folders(data)? == ["views", "views.aside-1", "views.before-1"]);
    Ok(())
}

#[test]
fn a_server_does_not_change_over_to_views_of_another_catalogue() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving(1)?;
    let larger = OwnCatalogue::new(OwnCatalogue::WITH_WIFI)?;
    let rebuild = knelpunt.run(&["rebuild", "--catalogue", larger.path()])?;
    rebuild.prints(1, &["they were folded by another version"])?;
    ensure!(folders(knelpunt.data())? == ["views", "views.aside-1"]);
    knelpunt.verify()
}
