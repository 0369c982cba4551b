//! What was said of the knelpunten that were open.

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::{Data, KnelpuntId, KnelpuntReported, KnelpuntResolved, Outcome, Party};

use super::{
    Reading, Said,
    rows::{Row, Rows},
};
use crate::{
    Key,
    layout::{ANSWER, GONE_ON, ID, KEY, MUNICIPALITY, OUTCOME, REMARKS, REMEDY},
    words::Answer,
};

/// Reads the answers; and gives who stands there, answered or not.
pub(super) fn read(
    rows: &Rows<'_>,
    reading: &mut Reading<'_>,
) -> (Vec<Said>, BTreeSet<KnelpuntId>) {
    let mut listed = BTreeSet::new();
    let said = rows.iter().filter_map(|row| one(row, reading, &mut listed));
    (said.collect(), listed)
}

fn one(row: Row<'_>, reading: &mut Reading<'_>, listed: &mut BTreeSet<KnelpuntId>) -> Option<Said> {
    let key = key(row, reading)?;
    let of = Some(key.asked.as_str());
    if !listed.insert(key.identity().id()) {
        row.flaw(reading, of, ID, "stands here twice: keep one of the rows");
        return None;
    }
    let flaws = reading.flaws.len();
    let answer: Option<Answer> = row.word(reading, of, ANSWER);
    let remarks = row.text(reading, of, REMARKS);
    let only_gone = [GONE_ON, OUTCOME, REMEDY];
    if answer != Some(Answer::Gone) {
        for heading in only_gone
            .into_iter()
            .filter(|heading| !row.is_blank(heading))
        {
            row.flaw(
                reading,
                of,
                heading,
                "is filled in, but the answer is not \"opgelost\"",
            );
        }
    }
    let data = match answer {
        None | Some(Answer::NotDiscussed) => {
            if remarks.is_some() {
                row.flaw(
                    reading,
                    of,
                    REMARKS,
                    "goes nowhere: there is no answer that it belongs to",
                );
            }
            None
        }
        Some(Answer::Still) => {
            day_of(row, reading, &key, ANSWER).map(|day| still(&key, reading, day, remarks))
        }
        Some(Answer::Gone) => gone(row, reading, &key, remarks),
    };
    let data = data.filter(|_| flaws == reading.flaws.len())?;
    let (sheet, row, asked) = (row.sheet(), row.number, key.asked);
    Some(Said {
        sheet,
        row,
        asked,
        data,
    })
}

/// Reads who it is, and that nobody touched it.
fn key(row: Row<'_>, reading: &mut Reading<'_>) -> Option<Key> {
    let text = row.text(reading, None, KEY).unwrap_or_default();
    let key: Option<Key> = serde_json::from_str(&text).ok();
    let Some(key) = key else {
        row.flaw(
            reading,
            None,
            KEY,
            "was changed: put the row back as it was made",
        );
        return None;
    };
    let of = Some(key.asked.as_str());
    let id = row.text(reading, of, ID).unwrap_or_default();
    if id != key.identity().id().to_string() {
        row.flaw(
            reading,
            of,
            ID,
            format!("{id:?} was changed: put the row back as it was made"),
        );
        return None;
    }
    let Some(asked) = reading.register.find_municipality(&key.asked) else {
        row.flaw(reading, of, KEY, "is of a municipality that is not known");
        return None;
    };
    let name = row.text(reading, of, MUNICIPALITY).unwrap_or_default();
    if name != reading.register.municipality(asked).name {
        let problem = format!("{name:?} is not the municipality of this row: were cells moved?");
        row.flaw(reading, of, MUNICIPALITY, problem);
        return None;
    }
    Some(key)
}

/// Gives the day on which somebody was reached, without whom nothing was said.
fn day_of(row: Row<'_>, reading: &mut Reading<'_>, key: &Key, heading: &str) -> Option<Date> {
    let of = Some(key.asked.as_str());
    let consulted = reading.consulted.get(&key.asked).copied();
    let day = consulted.and_then(|consulted| consulted.reached_on);
    if day.is_none() {
        let problem = reading.unreached();
        row.flaw(reading, of, heading, problem);
    }
    day
}

fn still(key: &Key, reading: &Reading<'_>, day: Date, description: Option<String>) -> Data {
    let key = key.clone();
    Data::Reported(KnelpuntReported {
        municipality: key.municipality,
        category: key.category,
        building_block: key.building_block,
        party: key.party.map(|(kind, name)| Party { kind, name }),
        reference: key.reference,
        observed_at: day.to_string(),
        known_since: None,
        round: Some(reading.about.round.clone()),
        reporter: None,
        description,
    })
}

fn gone(
    row: Row<'_>,
    reading: &mut Reading<'_>,
    key: &Key,
    description: Option<String>,
) -> Option<Data> {
    let of = Some(key.asked.as_str());
    if row.is_blank(OUTCOME) {
        row.flaw(reading, of, OUTCOME, "is empty: say how it ended");
    }
    let outcome: Option<Outcome> = row.word(reading, of, OUTCOME);
    let remedy = row.code(reading, of, REMEDY);
    let asked_on = day_of(row, reading, key, ANSWER)?;
    let gone_on = if row.is_blank(GONE_ON) && asked_on < key.last_reported {
        let last = key.last_reported;
        row.flaw(
            reading,
            of,
            GONE_ON,
            format!("it was still reported on {last}, after this consultation"),
        );
        None
    } else if row.is_blank(GONE_ON) {
        Some(asked_on)
    } else {
        row.day(reading, of, GONE_ON, (key.last_reported, asked_on))
    };
    let (outcome, gone_on) = (outcome?, gone_on?);
    let key = key.clone();
    Some(Data::Resolved(KnelpuntResolved {
        municipality: key.municipality,
        category: key.category,
        building_block: key.building_block,
        party: key.party.map(|(kind, name)| Party { kind, name }),
        reference: key.reference,
        observed_at: gone_on.to_string(),
        outcome,
        remedy,
        round: Some(reading.about.round.clone()),
        reporter: None,
        description,
    }))
}
