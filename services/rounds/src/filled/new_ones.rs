//! What is new.

use std::collections::BTreeSet;

use jiff::civil::date;
use model::{Data, KnelpuntId, KnelpuntReported, Party, PartyKind};

use super::{
    Reading, Said,
    rows::{Row, Rows},
};
use crate::layout::{
    BUILDING_BLOCK, CATEGORY, KNOWN_SINCE, MUNICIPALITY, PARTY_KIND, PARTY_NAME, REFERENCE, REMARKS,
};

/// Reads what is new, which is none of those that stand on the sheet of what is open.
pub(super) fn read(
    rows: &Rows<'_>,
    listed: &BTreeSet<KnelpuntId>,
    reading: &mut Reading<'_>,
) -> Vec<Said> {
    let mut new = BTreeSet::new();
    let said = rows
        .iter()
        .filter_map(|row| one(row, reading, listed, &mut new));
    said.collect()
}

fn one(
    row: Row<'_>,
    reading: &mut Reading<'_>,
    listed: &BTreeSet<KnelpuntId>,
    new: &mut BTreeSet<KnelpuntId>,
) -> Option<Said> {
    let flaws = reading.flaws.len();
    for heading in [MUNICIPALITY, CATEGORY] {
        if row.is_blank(heading) {
            row.flaw(reading, None, heading, "is empty");
        }
    }
    let municipality = row.code(reading, None, MUNICIPALITY);
    let of = municipality.as_deref();
    let category = row.code(reading, of, CATEGORY);
    let building_block = row.code(reading, of, BUILDING_BLOCK);
    let party = party(row, reading, of);
    let reference = row.text(reading, of, REFERENCE);
    let description = row.text(reading, of, REMARKS);
    let day = day_of(row, reading, of);
    let last = day.unwrap_or(reading.today);
    let known_since = row.day(reading, of, KNOWN_SINCE, (date(1990, 1, 1), last));
    let data = Data::Reported(KnelpuntReported {
        municipality: municipality.clone()?,
        category: category?,
        building_block,
        party,
        reference,
        observed_at: day?.to_string(),
        known_since: known_since.map(|day| day.to_string()),
        round: Some(reading.about.round.clone()),
        reporter: None,
        description,
    });
    let id = data.identity()?.id();
    if listed.contains(&id) {
        row.flaw(
            reading,
            of,
            CATEGORY,
            "stands on sheet Knelpunten: answer there, and clear this row",
        );
    } else if !new.insert(id) {
        row.flaw(
            reading,
            of,
            CATEGORY,
            "stands here twice: keep one of the rows, or tell them apart by a reference",
        );
    }
    let (sheet, row, asked) = (row.sheet(), row.number, municipality?);
    (flaws == reading.flaws.len()).then_some(Said {
        sheet,
        row,
        asked,
        data,
    })
}

fn party(row: Row<'_>, reading: &mut Reading<'_>, of: Option<&str>) -> Option<Party> {
    let kind: Option<PartyKind> = row.word(reading, of, PARTY_KIND);
    let name = row.text(reading, of, PARTY_NAME);
    let blank = |heading| row.is_blank(heading);
    if blank(PARTY_KIND) != blank(PARTY_NAME) {
        let heading = if blank(PARTY_KIND) {
            PARTY_KIND
        } else {
            PARTY_NAME
        };
        row.flaw(
            reading,
            of,
            heading,
            "is empty: a party has a kind and a name",
        );
    }
    let (kind, name) = (kind?, name?);
    Some(Party { kind, name })
}

fn day_of(row: Row<'_>, reading: &mut Reading<'_>, of: Option<&str>) -> Option<jiff::civil::Date> {
    let consulted = reading.consulted.get(of?).copied();
    let day = consulted.and_then(|consulted| consulted.reached_on);
    if day.is_none() {
        let problem = reading.unreached();
        row.flaw(reading, of, MUNICIPALITY, problem);
    }
    day
}
