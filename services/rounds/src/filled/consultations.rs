//! Who was asked, and whether anybody was reached.

use jiff::{ToSpan as _, civil::Date};
use model::{ConsultationOutcome, Data, MunicipalityConsulted};

use super::{
    Reading, Said,
    rows::{Row, Rows},
};
use crate::layout::{CODE, DATE, MUNICIPALITY, REACHED, TOPICS};

/// How a municipality was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Consulted {
    /// The day on which somebody was reached; none when nobody was, or it is not said.
    pub(crate) reached_on: Option<Date>,
}

impl Consulted {
    pub(crate) const fn on(day: Date) -> Self {
        Self {
            reached_on: Some(day),
        }
    }
}

/// Reads the consultations, and remembers them for what else is read.
pub(super) fn read(rows: &Rows<'_>, reading: &mut Reading<'_>) -> Vec<Said> {
    rows.iter().filter_map(|row| one(row, reading)).collect()
}

fn one(row: Row<'_>, reading: &mut Reading<'_>) -> Option<Said> {
    let municipality = municipality(row, reading)?;
    let of = Some(municipality.as_str());
    let nobody = Consulted { reached_on: None };
    if reading
        .consulted
        .insert(municipality.clone(), nobody)
        .is_some()
    {
        row.flaw(
            reading,
            of,
            CODE,
            format!("{municipality} stands here twice"),
        );
        return None;
    }
    let flaws = reading.flaws.len();
    let outcome: Option<ConsultationOutcome> = row.word(reading, of, REACHED);
    let first = reading.about.as_of.saturating_sub(1.year());
    let last = reading.today;
    let day = row.day(reading, of, DATE, (first, last));
    let topics = topics(row, reading, of);
    if flaws == reading.flaws.len() {
        let said = day.is_some() || topics.is_some();
        if outcome.is_none() && said {
            row.flaw(
                reading,
                of,
                REACHED,
                "is empty: say whether anybody was reached",
            );
        }
        if outcome.is_some() && day.is_none() {
            row.flaw(reading, of, DATE, "is empty: say when it was");
        }
    }
    let (outcome, day) = (outcome?, day?);
    if outcome == ConsultationOutcome::Reached {
        reading
            .consulted
            .insert(municipality.clone(), Consulted::on(day));
    }
    (flaws == reading.flaws.len()).then(|| Said {
        sheet: row.sheet(),
        row: row.number,
        asked: municipality.clone(),
        data: Data::Consulted(MunicipalityConsulted {
            municipality,
            round: reading.about.round.clone(),
            observed_at: day.to_string(),
            outcome,
            topics,
            coach_organisation: reading.about.coach_organisation.clone(),
        }),
    })
}

/// Reads which municipality it is: code and name must belong together, lest a row was torn apart.
fn municipality(row: Row<'_>, reading: &mut Reading<'_>) -> Option<String> {
    let code = row.text(reading, None, CODE).unwrap_or_default();
    let register = reading.register;
    let Some(id) = register.find_municipality(&code) else {
        row.flaw(
            reading,
            None,
            CODE,
            format!("{code:?} is no code of a municipality"),
        );
        return None;
    };
    let name = row
        .text(reading, Some(&code), MUNICIPALITY)
        .unwrap_or_default();
    if register.municipality(id).name != name {
        let problem = format!("{name:?} is not the name of {code}: put code and name back");
        row.flaw(reading, Some(&code), MUNICIPALITY, problem);
    }
    Some(code)
}

/// Reads the topics, in order of code, so that the order in which they are written makes no difference.
fn topics(row: Row<'_>, reading: &mut Reading<'_>, of: Option<&str>) -> Option<Vec<String>> {
    let text = row.text(reading, of, TOPICS)?;
    let mut codes = Vec::new();
    for topic in text
        .split([';', '\n'])
        .map(str::trim)
        .filter(|topic| !topic.is_empty())
    {
        let found = reading.names.get(TOPICS)?.code(topic).map(str::to_owned);
        match found {
            Ok(code) => codes.push(code),
            Err(problem) => row.flaw(reading, of, TOPICS, problem),
        }
    }
    codes.sort();
    codes.dedup();
    (!codes.is_empty()).then_some(codes)
}
