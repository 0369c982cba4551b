//! The headings that people give to the columns of their tables, and the fields that they mean.

use std::collections::BTreeMap;

use super::mapping::{FieldSource, ReportField};

/// The headings of each field, in Dutch and in English, as [`model::canonical_name`] writes them.
const HEADINGS: [(ReportField, &[&str]); 14] = [
    (
        ReportField::Municipality,
        &[
            "gemeente",
            "gemeentenaam",
            "naam gemeente",
            "gemeentecode",
            "municipality",
        ],
    ),
    (
        ReportField::Category,
        &["categorie", "soort", "soort knelpunt", "category"],
    ),
    (
        ReportField::BuildingBlock,
        &["bouwsteen", "buildingblock", "building block"],
    ),
    (
        ReportField::PartyKind,
        &[
            "soort partij",
            "wat voor partij",
            "partykind",
            "kind of party",
        ],
    ),
    (
        ReportField::Party,
        &[
            "partij",
            "naam partij",
            "naam van de partij",
            "wacht op",
            "party",
        ],
    ),
    (
        ReportField::Reference,
        &[
            "kenmerk",
            "ticket",
            "ticketnummer",
            "referentie",
            "reference",
        ],
    ),
    (
        ReportField::ObservedAt,
        &[
            "datum",
            "gezien",
            "gezien op",
            "wanneer gezien",
            "gemeld op",
            "observedat",
            "date",
        ],
    ),
    (
        ReportField::KnownSince,
        &[
            "sinds",
            "bekend sinds",
            "sinds wanneer bekend",
            "knownsince",
            "known since",
        ],
    ),
    (ReportField::Round, &["ronde", "round"]),
    (
        ReportField::ReporterRole,
        &["rol", "uw rol", "reporterrole", "role"],
    ),
    (
        ReportField::Description,
        &[
            "omschrijving",
            "beschrijving",
            "toelichting",
            "opmerkingen",
            "tekst",
            "in eigen woorden",
            "description",
        ],
    ),
    (ReportField::Support, &["ondersteuning", "support"]),
    (ReportField::Topics, &["onderwerpen", "topics"]),
    (ReportField::Organisation, &["organisatie", "organisation"]),
];

/// Recognises the fields of a table by its headings; a heading that occurs twice is not recognised.
pub fn recognise_columns(columns: &[String]) -> BTreeMap<ReportField, FieldSource> {
    let canonical: Vec<String> = columns
        .iter()
        .map(|one| model::canonical_name(one))
        .collect();
    let find = |headings: &[&str]| {
        let mut found = headings.iter().filter_map(|heading| {
            let mut same = (0..columns.len()).filter(|index| canonical[*index] == **heading);
            same.next().filter(|_| same.next().is_none())
        });
        found.next()
    };
    let found = HEADINGS.iter().filter_map(|(field, headings)| {
        let index = find(headings)?;
        Some((*field, FieldSource::Column(columns[index].clone())))
    });
    let mut mapping: BTreeMap<ReportField, FieldSource> = found.collect();
    let has = |mapping: &BTreeMap<_, _>, field| mapping.contains_key(&field);
    let of_support = has(&mapping, ReportField::Support) && !has(&mapping, ReportField::Category);
    mapping.retain(|field, _| field.is_of(of_support));
    if has(&mapping, ReportField::PartyKind) != has(&mapping, ReportField::Party) {
        mapping.remove(&ReportField::PartyKind);
        mapping.remove(&ReportField::Party);
    }
    mapping
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(columns: &[&str], expected: &[(ReportField, &str)]) {
        let columns: Vec<String> = columns.iter().map(|&one| one.to_owned()).collect();
        let column = |(field, heading): &(ReportField, &str)| {
            (*field, FieldSource::Column((*heading).to_owned()))
        };
        let expected: BTreeMap<_, _> = expected.iter().map(column).collect();
        assert_eq!(recognise_columns(&columns), expected);
    }

    #[test]
    fn columns_are_recognised_whatever_their_case_and_order() {
        check(
            &["Datum ", "GEMEENTE", "Prio", "Categorie", "Partij"],
            &[
                (ReportField::Municipality, "GEMEENTE"),
                (ReportField::Category, "Categorie"),
                (ReportField::ObservedAt, "Datum "),
            ],
        );
    }

    #[test]
    fn support_is_recognised_where_there_is_no_category() {
        let support = ["Gemeente", "Ondersteuning", "Datum", "Onderwerpen"];
        check(
            &support,
            &[
                (ReportField::Municipality, "Gemeente"),
                (ReportField::Support, "Ondersteuning"),
                (ReportField::ObservedAt, "Datum"),
                (ReportField::Topics, "Onderwerpen"),
            ],
        );
    }

    #[test]
    fn a_heading_that_occurs_twice_is_left_to_the_person() {
        check(
            &["Datum", "Datum", "Gemeente"],
            &[(ReportField::Municipality, "Gemeente")],
        );
    }
}
