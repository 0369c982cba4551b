//! What a user can run into: no server, another server, options that there are not, a NATS that is away or refuses.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    process::{Child, Command, Stdio},
    thread,
};

use anyhow::ensure;
use tempfile::TempDir;
use tests::{Log, Nats, nats_server, until};

use crate::running::{consultation, run, run_with};

const REPORT: [&str; 7] = [
    "report",
    "--municipality",
    "GM0344",
    "--category",
    "funding",
    "--source",
    "urn:example:a",
];

/// An address at which nobody listens.
fn nobody() -> anyhow::Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

#[test]
fn without_a_server_the_error_names_the_command_that_starts_one() -> anyhow::Result<()> {
    let url = format!("http://{}", nobody()?);
    let id = "fe26f0b1-abf0-569b-83e9-240366e7a9d1";
    let arguments: [&[&str]; 6] = [
        &["show", "summary"],
        &["show", "history", id],
        &REPORT,
        &["withdraw", "--knelpunt", id, "--event-id", "1"],
        &["events", "import", "-"],
        &["events", "export"],
    ];
    for arguments in arguments {
        let parts = [
            &format!("cannot reach the server at {url}: "),
            "start one with `knelpunt up`, or correct --server",
        ];
        run(&[arguments, &["--server", &url]].concat())?.refuses(1, &parts)?;
    }
    Ok(())
}

#[test]
fn a_server_that_is_not_knelpunt_is_reported() -> anyhow::Result<()> {
    let nats = Nats::start()?;
    let url = nats.url().replace("nats://", "http://");
    run(&["show", "summary", "--server", &url])?
        .refuses(1, &["does not speak HTTP", "--server"])?;

    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    let another = thread::spawn(move || -> std::io::Result<()> {
        let (mut client, _) = listener.accept()?;
        let _ = client.read(&mut [0; 4096])?;
        client.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
    });
    let ended = run(&["show", "summary", "--server", &url])?;
    ended.refuses(
        1,
        &[
            "it answers 200 OK, but is not a Knelpunt server",
            "--server",
        ],
    )?;
    ensure!(
        another.join().is_ok_and(|served| served.is_ok()),
        "nobody asked it"
    );
    Ok(())
}

#[test]
fn what_a_word_does_not_take_is_bad_usage() -> anyhow::Result<()> {
    let id = "fe26f0b1-abf0-569b-83e9-240366e7a9d1";
    let funding = "--municipality GM0344 --category funding";
    let lines = [
        "report".to_owned(),
        format!("report {funding} --party Logius"),
        format!("report {funding} --time today"),
        format!("resolve {funding} --outcome gone"),
        format!("merge {funding}"),
        "withdraw --event-id 1".to_owned(),
        format!("withdraw --event-id 1 --knelpunt {id} --municipality GM0344"),
        "withdraw --event-id 1 --knelpunt funding --source urn:example:a".to_owned(),
        "consult --municipality GM0344 --round 2013-02 --outcome called".to_owned(),
        "show history GM0344".to_owned(),
        "show trend --every fortnight".to_owned(),
        "show summary --server 127.0.0.1:7420".to_owned(),
        "events import".to_owned(),
        "schema knelpunt-closed".to_owned(),
    ];
    for line in lines {
        let ended = run(&line.split(' ').collect::<Vec<_>>())?;
        ensure!(
            ended.code == Some(64) && !ended.err.is_empty(),
            "{line}: {ended:#?}"
        );
    }
    Ok(())
}

#[test]
fn an_unavailable_nats_is_waited_for_and_then_reported() -> anyhow::Result<()> {
    let url = format!("nats://{}", nobody()?);
    let ended = run(&[&REPORT[..], &["--nats", &url]].concat())?;
    ended.refuses(
        1,
        &[
            "knelpunt: waiting for NATS: ",
            &format!("cannot reach NATS at {url}"),
        ],
    )?;
    run(&[&REPORT[..], &["--nats", "nats://a b"]].concat())?
        .refuses(64, &["as the address of a NATS server"])?;
    Ok(())
}

#[test]
fn without_a_stream_the_error_names_the_command_that_creates_one() -> anyhow::Result<()> {
    let nats = Nats::start()?;
    run(&["events", "import", "-", "--nats", &nats.url()])?.refuses(1, &["knelpunt init"])?;
    run(&["events", "export", "--nats", &nats.url()])?.refuses(1, &["knelpunt init"])?;
    run(&[&REPORT[..], &["--nats", &nats.url()]].concat())?.refuses(1, &["knelpunt init"])?;
    Ok(())
}

/// A nats-server at which one user may do all, and another only look.
struct Guarded {
    child: Child,
    port: u16,
    _folder: TempDir,
}

impl Guarded {
    fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let configuration = format!(
            "listen: \"127.0.0.1:{port}\"\njetstream {{ store_dir: \"{}\" }}\nauthorization {{ users: [\n\
             {{ user: all, password: all }}\n\
             {{ user: looker, password: looker, permissions: {{ publish: {{ deny: [\"knelpunten.>\"] }} }} }}\n] }}\n",
            folder.path().join("store").display()
        );
        let file = folder.path().join("nats.conf");
        std::fs::write(&file, configuration)?;
        let mut command = Command::new(nats_server());
        command
            .arg("--config")
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let guarded = Self {
            child: command.spawn()?,
            port,
            _folder: folder,
        };
        until("nats-server answers", || {
            std::net::TcpStream::connect(("127.0.0.1", port)).ok()
        })?;
        Log::connect(&guarded.url("all"))?.create_stream()?;
        Ok(guarded)
    }

    fn url(&self, user: &str) -> String {
        format!("nats://{user}:{user}@127.0.0.1:{}", self.port)
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_user_without_permission_to_publish_gets_an_error() -> anyhow::Result<()> {
    let guarded = Guarded::start()?;
    let url = guarded.url("looker");
    let ended = run(&[&REPORT[..], &["--nats", &url]].concat())?;
    ended.refuses(
        1,
        &["cannot publish to knelpunten.knelpunt-reported.GM0344: this user has no permission"],
    )?;
    let input = format!(
        "{}\n{}\n",
        consultation("1", "2013-02"),
        consultation("2", "2013-02")
    );
    let ended = run_with(&["events", "import", "-", "--nats", &url], &input)?;
    let ended = ended.refuses(
        1,
        &[
            "line 1: cannot publish",
            "line 2: cannot publish",
            "no permission",
        ],
    )?;
    ended.expect(1, &["0 new, 0 duplicates, 2 rejected"])?;
    run_with(
        &["events", "import", "-", "--nats", &guarded.url("all")],
        &input,
    )?
    .expect(0, &["2 new"])?;
    Ok(())
}

#[test]
fn a_wrong_password_is_reported_and_not_shown() -> anyhow::Result<()> {
    let guarded = Guarded::start()?;
    let url = guarded.url("all").replace(":all@", ":secret@");
    let ended = run(&[&REPORT[..], &["--nats", &url]].concat())?
        .refuses(1, &["cannot reach NATS at nats://127.0.0.1:"])?;
    ensure!(
        !ended.err.contains("secret"),
        "it shows the password: {ended:#?}"
    );
    Ok(())
}
