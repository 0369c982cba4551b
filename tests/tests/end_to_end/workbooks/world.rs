//! A server with two knelpunten in Utrecht, and helpers to read and fill in workbooks.

use std::{path::PathBuf, process::Command};

use api::answers::Persisting;
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{Ended, Log, Server, command::printed, python};

pub(crate) const GEMEENTEN: &str = "Gemeenten";
pub(crate) const KNELPUNTEN: &str = "Knelpunten";
pub(crate) const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/rounds");
pub(crate) const SOURCE: &str = "urn:example:coaches";

/// A running server, its log, and a folder for workbooks.
pub(crate) struct World {
    pub(crate) knelpunt: Server,
    pub(crate) log: Log,
    folder: TempDir,
}

impl World {
    /// Starts, with two knelpunten in Utrecht: the row of the older one is the first.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let knelpunt = Server::up()?;
        let log = knelpunt.log()?;
        let world = Self {
            knelpunt,
            log,
            folder: tempfile::tempdir()?,
        };
        for (category, day) in [
            ("funding", "2012-06-01"),
            ("supplier-delivery", "2013-02-12"),
        ] {
            let arguments = ["report", "--municipality", "GM0344", "--category", category];
            let more = [
                "--observed-at",
                day,
                "--description",
                "=geen formule",
                "--source",
                "urn:example:before",
            ];
            world
                .run(&[&arguments[..], &more[..]].concat())?
                .prints(0, &["Published"])?;
        }
        world.knelpunt.reached(2)?;
        Ok(world)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> anyhow::Result<Ended> {
        self.knelpunt.run(arguments)
    }

    /// Makes the workbook of Utrecht and Amersfoort.
    pub(crate) fn sheet(&self, name: &str) -> anyhow::Result<()> {
        let out = self.path(name).display().to_string();
        let arguments = [
            "rounds",
            "sheet",
            "--round",
            "2013-06",
            "--as-of",
            "2013-06-01",
            "--municipality",
            "Utrecht",
        ];
        let more = [
            "--municipality",
            "GM0307",
            "--source",
            SOURCE,
            "--out",
            &out,
        ];
        self.run(&[&arguments[..], &more[..]].concat())?
            .prints(0, &["2 municipalities to call", "2 knelpunten open"])?;
        Ok(())
    }

    pub(crate) fn import(&self, name: &str, more: &[&str]) -> anyhow::Result<Ended> {
        let file = self.path(name).display().to_string();
        self.run(&[&["rounds", "import", &file], more].concat())
    }

    pub(crate) fn look(&self, name: &str) -> anyhow::Result<Value> {
        let path = self.path(name).display().to_string();
        Ok(serde_json::from_str(&run_workbook_script(&[
            "look", &path,
        ])?)?)
    }

    /// Fills in cells: sheet, row, heading, value.
    pub(crate) fn fill(&self, from: &str, to: &str, edits: &Value) -> anyhow::Result<()> {
        let (from, to) = (self.path(from), self.path(to));
        let paths = [from.display().to_string(), to.display().to_string()];
        run_workbook_script(&["fill", &paths[0], &paths[1], &edits.to_string()])?;
        Ok(())
    }

    /// Waits until the log is folded, and returns the categories of the open knelpunten in Utrecht, the oldest first.
    pub(crate) fn open(&self) -> anyhow::Result<String> {
        self.knelpunt.reached(self.log.last_sequence()?)?;
        let link = "/v1/persisting?status=open&asOf=2013-12-31&municipality=GM0344";
        let Persisting { items, .. } = self.knelpunt.answer(link)?;
        let categories = items.into_iter().map(|item| item.category);
        Ok(categories.collect::<Vec<_>>().join(" "))
    }
}

/// The cells to fill in, by the name of their file.
pub(crate) fn filled(name: &str) -> anyhow::Result<Value> {
    let text = std::fs::read_to_string(format!("{DATA}/{name}.json"))?;
    Ok(serde_json::from_str(&text)?)
}

/// The row of Utrecht, the second by name.
pub(crate) fn utrecht(heading: &str, value: &str) -> Value {
    json!([GEMEENTEN, 3, heading, value])
}

/// Runs `tests/workbook.py`, which reads and writes workbooks with openpyxl.
fn run_workbook_script(arguments: &[&str]) -> anyhow::Result<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/workbook.py");
    printed(Command::new(python()).arg(script).args(arguments))
}
