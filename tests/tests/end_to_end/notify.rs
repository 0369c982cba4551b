//! `knelpunt notify` with a real mail server and a real webhook, which fail, hang, and come back.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tempfile::TempDir;
use tests::{Ended, Server, knelpunt_command, python, signal, until};

/// What the log of `notify` contains once it has looked for the first time, for each of two rules.
const STARTED: &str = "what is new from now on is sent";

/// A mail server and a webhook.
struct Receiver {
    child: Child,
    folder: TempDir,
    ports: [u16; 2],
}

/// A running `knelpunt notify`.
struct Notify {
    child: Child,
    log: PathBuf,
}

impl Receiver {
    fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("recipient.py");
        let mut child = Command::new(python())
            .arg(script)
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().context("its output is read")?;
        BufReader::new(out).read_line(&mut line)?;
        let ports = line.split_whitespace().map(str::parse);
        let ports = ports.collect::<Result<Vec<u16>, _>>()?.try_into();
        let ports = ports.map_err(|_| anyhow::anyhow!("it prints {line:?}: run tests/run"))?;
        Ok(Self {
            child,
            folder,
            ports,
        })
    }

    /// Decides what becomes of the next requests.
    fn mode(&self, way: &str, mode: &str) -> anyhow::Result<()> {
        let new = self.folder.path().join("new");
        fs::write(&new, mode)?;
        Ok(fs::rename(new, self.folder.path().join(way))?)
    }

    /// Waits until a request has met with a mode.
    fn has_seen(&self, way: &str, mode: &str) -> anyhow::Result<()> {
        let line = format!("{way} {mode}\n");
        let seen = || fs::read_to_string(self.folder.path().join("seen")).ok();
        until(&format!("{way} meets with {mode}"), || {
            seen()?.contains(&line).then_some(())
        })
    }

    /// Returns what was accepted.
    fn accepted(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.folder.path().join("accepted.ndjson"));
        let text = text.unwrap_or_default();
        let lines = text.lines().map(serde_json::from_str);
        lines.collect::<Result<_, _>>().unwrap_or_default()
    }

    /// Waits until so many messages were accepted in a way, and returns them.
    fn wait(&self, way: &str, count: usize) -> anyhow::Result<Vec<Value>> {
        until(&format!("{count} by {way}: {:?}", self.accepted()), || {
            let all = self.accepted().into_iter();
            let all: Vec<Value> = all.filter(|one| one["way"] == way).collect();
            (all.len() >= count).then_some(all)
        })
    }

    /// Writes a file of rules, with these addresses.
    fn rules(&self, addresses: &str) -> anyhow::Result<PathBuf> {
        let ([mail, webhook], folder) = (self.ports, self.folder.path());
        fs::write(folder.join("password"), "mail password\n")?;
        fs::write(folder.join("key"), "webhook key\n")?;
        let shown = folder.display();
        let text = format!(
            r#"
pages = "https://knelpunten.example.nl/"
[mail]
server = "127.0.0.1"
port = {mail}
encryption = "none"
from = "Knelpunt <knelpunt@example.nl>"
user = "knelpunt"
password-file = "{shown}/password"
[destination.team]
mail = {addresses}
[destination.chat]
webhook = "http://127.0.0.1:{webhook}/"
key-file = "{shown}/key"
language = "en"
[[rule]]
when = "persists"
to = ["team", "chat"]
[[rule]]
when = "recurred"
to = ["team", "chat"]
"#
        );
        let file = folder.join("rules.toml");
        fs::write(&file, text)?;
        Ok(file)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Notify {
    fn start(server: &Server, rules: &Path, log: &Path) -> anyhow::Result<Self> {
        let child = command(server, rules)?
            .args(["--timeout", "1"])
            .stderr(File::create(log)?)
            .spawn()?;
        Ok(Self {
            child,
            log: log.to_owned(),
        })
    }

    /// Waits until its log contains a text.
    fn logs(&self, text: &str) -> anyhow::Result<()> {
        let log = || fs::read_to_string(&self.log).unwrap_or_default();
        let seen = until(text, || log().contains(text).then_some(()));
        seen.with_context(|| format!("the log: {}", log()))
    }

    /// Kills it (SIGKILL).
    fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Ends it by a signal; it must succeed.
    fn end(&mut self) -> anyhow::Result<()> {
        signal("TERM", self.child.id())?;
        let status = until("it ends", || self.child.try_wait().ok().flatten())?;
        ensure!(status.success(), "it ends with {status}");
        Ok(())
    }
}

impl Drop for Notify {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(server: &Server, rules: &Path) -> anyhow::Result<Command> {
    let mut command = knelpunt_command()?;
    let folder = rules.with_file_name("data");
    command.arg("notify").arg(rules).arg("--data").arg(folder);
    command
        .env("KNELPUNT_URL", server.url())
        .stdin(Stdio::null());
    Ok(command)
}

/// Reports a knelpunt that has been there since 2013.
fn report(server: &Server, category: &str) -> anyhow::Result<()> {
    let arguments = ["report", "--municipality", "GM0344", "--category", category];
    let observed = ["--observed-at", "2013-02-12", "--source", "urn:example:a"];
    server
        .run(&[&arguments[..], &observed].concat())?
        .expect(0, &[])?;
    Ok(())
}

fn ids(messages: &[Value]) -> Vec<&str> {
    let ids = messages.iter().filter_map(|one| one["id"].as_str());
    ids.collect()
}

#[test]
fn each_alert_is_sent_once_to_recipients_that_fail_hang_and_come_back() -> anyhow::Result<()> {
    let (server, receiver) = (Server::up()?, Receiver::start()?);
    let rules = receiver.rules(r#"["gone@example.nl", "team@example.nl"]"#)?;
    // What persists before the first start is known, and not sent.
    report(&server, "capacity")?;
    let log = receiver.folder.path().join("log");
    let mut notify = Notify::start(&server, &rules, &log)?;
    notify.logs(&format!("persists: known at the first start: 1; {STARTED}"))?;
    notify.logs(&format!("recurred: known at the first start: 0; {STARTED}"))?;
    receiver.mode("mail", "refuse")?;
    receiver.mode("webhook", "hang")?;
    report(&server, "funding")?;
    receiver.has_seen("mail", "refuse")?;
    receiver.has_seen("webhook", "hang")?;
    notify.logs("cannot send to team/team@example.nl: 127.0.0.1:")?;
    notify.logs("refuses with 451")?;
    notify.logs("did not answer within 1 s; alerts waiting: 1, since")?;
    // One that refuses for ever holds up no other.
    notify.logs("cannot send to team/gone@example.nl")?;
    receiver.mode("webhook", "refuse")?;
    notify.logs("answers 503")?;
    receiver.mode("mail", "hang")?;
    receiver.has_seen("mail", "hang")?;
    receiver.mode("mail", "accept")?;
    receiver.mode("webhook", "accept")?;
    let mail = &receiver.wait("mail", 1)?[0];
    let webhook = &receiver.wait("webhook", 1)?[0];
    let subject = mail["subject"].as_str().unwrap_or_default();
    let text = mail["text"].as_str().unwrap_or_default();
    ensure!(
        subject.ends_with("in Utrecht is hardnekkig geworden"),
        "{mail}"
    );
    ensure!(text.contains("Open sinds 12 februari 2013 ("), "{text}");
    ensure!(
        text.contains("https://knelpunten.example.nl/knelpunten/"),
        "{text}"
    );
    ensure!(
        mail["to"] == serde_json::json!(["team@example.nl"]),
        "{mail}"
    );
    let alert = &webhook["body"]["alerts"][0];
    ensure!(
        alert["when"] == "persists" && alert["sinceOn"] == "2013-02-12",
        "{webhook}"
    );
    ensure!(
        webhook["recent"] == true && webhook["body"]["id"] == webhook["id"],
        "{webhook}"
    );
    // It is sent once, also across a restart; the next alert shows that everything before it was seen.
    notify.end()?;
    let mut notify = Notify::start(&server, &rules, &log)?;
    report(&server, "other")?;
    for way in ["mail", "webhook"] {
        let messages = receiver.wait(way, 2)?;
        ensure!(
            messages.len() == 2 && ids(&messages)[0] != ids(&messages)[1],
            "{messages:?}"
        );
    }
    notify.end()
}

#[test]
fn a_message_whose_acceptance_was_not_recorded_comes_again_under_its_id() -> anyhow::Result<()> {
    let (server, receiver) = (Server::up()?, Receiver::start()?);
    let rules = receiver.rules(r#""team@example.nl""#)?;
    let log = receiver.folder.path().join("log");
    let mut notify = Notify::start(&server, &rules, &log)?;
    notify.logs(&format!("recurred: known at the first start: 0; {STARTED}"))?;
    for way in ["mail", "webhook"] {
        receiver.mode(way, "keep-waiting")?;
    }
    report(&server, "funding")?;
    let first = [receiver.wait("mail", 1)?, receiver.wait("webhook", 1)?];
    notify.kill()?;
    // What is found after the restart is in another message.
    report(&server, "capacity")?;
    for way in ["mail", "webhook"] {
        receiver.mode(way, "accept")?;
    }
    let before = receiver.accepted();
    let mut notify = Notify::start(&server, &rules, &log)?;
    for (way, first) in ["mail", "webhook"].into_iter().zip(first) {
        let of_way = |all: &[Value]| all.iter().filter(|one| one["way"] == way).count();
        let messages = receiver.wait(way, of_way(&before) + 2)?;
        let mut distinct = ids(&messages);
        ensure!(distinct[of_way(&before)] == ids(&first)[0], "{messages:?}");
        distinct.sort_unstable();
        distinct.dedup();
        ensure!(distinct.len() == 2, "{messages:?}");
    }
    // A second one would send everything twice.
    let second = Ended::run(&mut command(&server, &rules)?)?;
    second.refuses(
        1,
        &[
            "cannot open the ledger",
            "another `knelpunt notify` is using it",
        ],
    )?;
    notify.end()
}

#[test]
fn a_dry_run_shows_messages_and_sends_and_records_nothing() -> anyhow::Result<()> {
    let (server, receiver) = (Server::up()?, Receiver::start()?);
    let rules = receiver.rules(r#""team@example.nl""#)?;
    report(&server, "capacity")?;
    let dry_run = || Ended::run(command(&server, &rules)?.arg("--dry-run"));
    let first = [
        "persists: 1 now; at the first start they are known, and not sent",
        "POST http://127.0.0.1:",
        "recurred: 0 now",
        "team/team@example.nl: nothing to send",
    ];
    dry_run()?.expect(0, &first)?;
    dry_run()?.expect(0, &first)?;
    let log = receiver.folder.path().join("log");
    let mut notify = Notify::start(&server, &rules, &log)?;
    notify.logs(&format!("recurred: known at the first start: 0; {STARTED}"))?;
    notify.end()?;
    report(&server, "funding")?;
    let new = [
        "persists: 2 now, of which 1 new",
        "Subject: ",
        "To: team@example.nl",
    ];
    dry_run()?.expect(0, &new)?;
    ensure!(receiver.accepted().is_empty(), "{:?}", receiver.accepted());
    Ended::run(command(&server, &rules)?.arg("--check"))?.expect(0, &["is correct; rules: 2"])?;
    Ok(())
}

#[test]
fn a_server_that_is_away_is_named_and_awaited() -> anyhow::Result<()> {
    let (mut server, receiver) = (Server::up()?, Receiver::start()?);
    let rules = receiver.rules(r#""team@example.nl""#)?;
    report(&server, "capacity")?;
    server.end("TERM")?;
    let log = receiver.folder.path().join("log");
    let mut notify = Notify::start(&server, &rules, &log)?;
    notify.logs(&format!("cannot reach the server at {}", server.url()))?;
    server.start_again()?;
    notify.logs("the server answers again")?;
    // What was so before it could be read is known, too.
    notify.logs(&format!("persists: known at the first start: 1; {STARTED}"))?;
    notify.end()
}
