//! The same list from a folder of views alone, without a server and without the log.
//!
//! It has what the index of open knelpunten has, under the names of the API, and is as of now.

mod item;

use std::{path::Path, process::ExitCode};

use api::{answers::Table, parameters::StatusFilter};
use jiff::civil::Date;
use model::Instant;
use register::{MunicipalityId, Register};
use serde::Serialize;
use views::{IndexedKnelpunt, OfflineViews, ViewsError};

use self::item::OfflineItem;
use super::{ListedKnelpunt, draw_rows};
use crate::{
    clock, output,
    settings::BadUsage,
    show::{
        AnswerFormat, cells,
        options::{PersistingOptions, QuestionArgs},
    },
};

/// The number of knelpunten that are listed if `--limit` is not given, and the most.
const DEFAULT_LIMIT: usize = 100;
const LARGEST_LIMIT: usize = 1_000;

const COLUMNS: [&str; 18] = [
    "municipality",
    "municipalityName",
    "inheritedFrom",
    "throughSplit",
    "otherSuccessors",
    "category",
    "categoryName",
    "buildingBlock",
    "party.kind",
    "party.name",
    "partyName",
    "reference",
    "referenceAsWritten",
    "ageDays",
    "persisting",
    "since",
    "openedAt",
    "id",
];

/// Which open knelpunten are listed.
struct ListSelection {
    /// All if empty.
    municipalities: Vec<MunicipalityId>,
    only_persisting: bool,
    limit: usize,
}

/// The list, as it is printed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct OfflineList {
    position: u64,
    digest: String,
    as_of: Instant,
    division: Date,
    total: usize,
    items: Vec<OfflineItem>,
}

/// Reads the list, and prints it.
///
/// # Errors
///
/// When an option is invalid, or the folder is in use, contains no views, or those of another version.
pub(in crate::show) fn print(
    folder: &Path,
    args: &QuestionArgs<PersistingOptions>,
) -> anyhow::Result<ExitCode> {
    let register = Register::embedded();
    let selection = ListSelection::new(args, register)?;
    let list = read(folder, &selection, clock::now(), register)?;
    let text = match args.output.format {
        AnswerFormat::Json => serde_json::to_string(&list)?,
        AnswerFormat::Csv => list.csv()?,
        AnswerFormat::Table => list.draw(),
        AnswerFormat::Xlsx => return Err(no_workbook().into()),
    };
    output::print_line(text.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// Only a server writes a workbook: it has the sheet of where its figures come from.
fn no_workbook() -> BadUsage {
    let advice = "only a server writes it; choose another format, or leave --views out";
    BadUsage(format!(
        "cannot write a workbook of a folder of views: {advice}"
    ))
}

fn read(
    folder: &Path,
    selection: &ListSelection,
    now: Instant,
    register: &Register,
) -> anyhow::Result<OfflineList> {
    let views = OfflineViews::open(folder).map_err(|error| explain(error, folder))?;
    let mut listed: Vec<IndexedKnelpunt> = Vec::new();
    for open in views.open_knelpunten()? {
        let open = open?;
        if selection.contains(&open, now, register) {
            listed.push(open);
        }
    }
    listed.sort_unstable_by_key(|open| (open.since, open.id));
    let total = listed.len();
    let shown = listed.into_iter().take(selection.limit);
    let item = |open| OfflineItem::new(open, now, register);
    Ok(OfflineList {
        position: views.position(),
        digest: views.digest(),
        as_of: now,
        division: now.day(),
        total,
        items: shown.map(item).collect(),
    })
}

/// Returns the error with what to do about a folder that was given with `--views`: other commands have `--data`.
fn explain(error: ViewsError, folder: &Path) -> anyhow::Error {
    let folder = folder.display();
    match error {
        ViewsError::InUse { .. } => anyhow::anyhow!(
            "cannot read the views in {folder}: a running knelpunt is using them; ask it, without --views, or stop it"
        ),
        ViewsError::NoPermission { .. } => anyhow::anyhow!(
            "cannot read the views in {folder}: no permission; run as the user who owns the folder"
        ),
        other => other.into(),
    }
}

impl ListSelection {
    fn new(args: &QuestionArgs<PersistingOptions>, register: &Register) -> Result<Self, BadUsage> {
        let own = &args.question.parameters;
        let codes = args.scope.filter.knelpunt.municipality.iter();
        let municipality = |code: &String| {
            register.find_municipality_by_name(code).map_err(|unknown| {
                BadUsage(format!(
                    "cannot answer; correct:\n  --municipality {unknown}"
                ))
            })
        };
        Ok(Self {
            municipalities: codes.map(municipality).collect::<Result<_, _>>()?,
            only_persisting: own.status.unwrap_or_default() == StatusFilter::Persisting,
            limit: limit(own.limit.as_deref())?,
        })
    }

    fn contains(&self, open: &IndexedKnelpunt, now: Instant, register: &Register) -> bool {
        let is_of = |code: &str| {
            let reported = register.find_municipality(code);
            reported.is_some_and(|reported| {
                let current = register.successor_on(reported, now.day()).municipality;
                self.municipalities.contains(&reported) || self.municipalities.contains(&current)
            })
        };
        // An event may be a few minutes ahead of the clock.
        open.opened_at <= now
            && (!self.only_persisting || open.persists_from <= now)
            && (self.municipalities.is_empty() || is_of(&open.municipality))
    }
}

fn limit(given: Option<&str>) -> Result<usize, BadUsage> {
    let Some(text) = given else {
        return Ok(DEFAULT_LIMIT);
    };
    let limit = text.parse().ok();
    let limit = limit.filter(|limit| (1..=LARGEST_LIMIT).contains(limit));
    limit.ok_or_else(|| {
        BadUsage(format!(
            "cannot answer; correct:\n  --limit {text:?} is not a whole number from 1 to {LARGEST_LIMIT}"
        ))
    })
}

impl OfflineList {
    fn draw(&self) -> String {
        let rows: Vec<ListedKnelpunt<'_>> = self.items.iter().map(ListedKnelpunt::from).collect();
        format!(
            "{}\nFrom the views alone; as of {}, position {}.",
            draw_rows(&rows, self.total),
            cells::moment(self.as_of),
            self.position
        )
    }

    fn csv(&self) -> anyhow::Result<String> {
        let items = self.items.iter().map(serde_json::to_value);
        let table = Table::from_objects(&COLUMNS, &items.collect::<Result<Vec<_>, _>>()?);
        Ok(web::csv(&table, None))
    }
}

#[cfg(test)]
mod tests {
    use model::{KnelpuntId, PartyKind};

    use super::*;

    fn instant(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    /// Returns a knelpunt of Appingedam, which belongs to Eemsdelta from 2021 on.
    fn appingedam() -> IndexedKnelpunt {
        IndexedKnelpunt {
            municipality: "GM0003".to_owned(),
            since: instant("2020-01-01T00:00:00Z"),
            id: KnelpuntId::from_bytes([7; 16]),
            category: "funding".to_owned(),
            building_block: Some("gone".to_owned()),
            party: Some((PartyKind::Supplier, "centric".to_owned())),
            party_name: Some("Centric".to_owned()),
            reference: Some("inc-7".to_owned()),
            reference_as_written: Some("INC-7".to_owned()),
            opened_at: instant("2020-01-01T12:00:00Z"),
            persists_from: instant("2020-06-29T12:00:00Z"),
        }
    }

    fn contains(municipality: Option<&str>, only_persisting: bool, now: &str) -> bool {
        let register = Register::embedded();
        let municipality = municipality.map(|code| register.find_municipality(code).unwrap());
        let selection = ListSelection {
            municipalities: municipality.into_iter().collect(),
            only_persisting,
            limit: 1,
        };
        selection.contains(&appingedam(), instant(now), register)
    }

    #[test]
    fn a_knelpunt_is_listed_under_the_municipality_that_reported_it_and_its_successor() {
        let after = "2021-01-02T00:00:00Z";
        assert!(contains(None, true, after));
        assert!(contains(Some("GM0003"), true, after));
        assert!(contains(Some("GM1979"), true, after));
        assert!(!contains(Some("GM0344"), true, after));
        assert!(!contains(Some("GM1979"), true, "2020-12-30T00:00:00Z"));
    }

    #[test]
    fn a_knelpunt_that_does_not_persist_yet_is_only_open() {
        assert!(!contains(None, true, "2020-06-29T11:59:59Z"));
        assert!(contains(None, false, "2020-06-29T11:59:59Z"));
        assert!(contains(None, true, "2020-06-29T12:00:00Z"));
        assert!(!contains(None, false, "2020-01-01T11:59:59Z"));
    }

    #[test]
    fn the_list_has_the_names_of_today_and_the_position() {
        let now = instant("2021-01-11T00:00:00Z");
        let item = OfflineItem::new(appingedam(), now, Register::embedded());
        let list = OfflineList {
            position: 12,
            digest: "d".to_owned(),
            as_of: now,
            division: now.day(),
            total: 7,
            items: vec![item],
        };
        let drawn = list.draw();
        for part in [
            "Eemsdelta (from",
            "gone",
            "Centric",
            "INC-7",
            "376.0",
            "1 of 7",
            "position 12",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        let csv = list.csv().unwrap();
        let row = csv.lines().nth(1).unwrap();
        assert!(
            row.starts_with("GM1979,Eemsdelta,GM0003,,,funding,"),
            "{row}"
        );
        assert!(
            row.contains(",gone,supplier,centric,Centric,inc-7,INC-7,376,true,"),
            "{row}"
        );
    }

    #[test]
    fn a_limit_is_a_whole_number_from_1_to_1000() {
        assert_eq!(limit(None).unwrap(), DEFAULT_LIMIT);
        assert_eq!(limit(Some("1000")).unwrap(), LARGEST_LIMIT);
        for wrong in ["0", "1001", "-1", "many"] {
            assert!(limit(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
