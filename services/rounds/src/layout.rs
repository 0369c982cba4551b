//! The form of a workbook: what writing and reading must agree on.

/// The version of this form; a workbook of another one is not read.
pub(crate) const VERSION: &str = "2";

/// The sheet that explains itself.
pub(crate) const ABOUT: &str = "Uitleg";
/// The sheet of consultations.
pub(crate) const MUNICIPALITIES: &str = "Gemeenten";
/// The sheet of what is open.
pub(crate) const KNELPUNTEN: &str = "Knelpunten";
/// The sheet for what is new.
pub(crate) const NEW: &str = "Nieuw";
/// The hidden sheet that drop-downs take their words from.
pub(crate) const LISTS: &str = "Lijsten";

/// The sheets of rows, in the order in which they are read.
pub(crate) const OF_ROWS: [&str; 3] = [MUNICIPALITIES, KNELPUNTEN, NEW];

/// What stands before the values of the sheet that explains itself.
pub(crate) const ROUND: &str = "Ronde";
pub(crate) const SOURCE: &str = "Bron";
pub(crate) const AS_OF: &str = "Peildatum";
pub(crate) const ORGANISATION: &str = "Gebeld door";
pub(crate) const FORM: &str = "Versie van dit formulier";
/// What the sheet that explains itself begins with.
pub(crate) const TITLE: &str = "Belronde";

/// How many new ones there is room for.
pub(crate) const ROOM_FOR_NEW: u32 = 500;

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// It says something.
    Told,
    /// It is to be filled in.
    Asked,
    /// A date is to be filled in.
    AskedDate,
    /// It is kept for import, out of sight.
    Hidden,
}

/// A column, found by its heading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) heading: &'static str,
    /// In characters of the usual size.
    pub(crate) width: f64,
    pub(crate) purpose: Use,
}

const fn column(heading: &'static str, width: f64, purpose: Use) -> Column {
    Column {
        heading,
        width,
        purpose,
    }
}

pub(crate) const CODE: &str = "Code";
pub(crate) const MUNICIPALITY: &str = "Gemeente";
pub(crate) const PROVINCE: &str = "Provincie";
pub(crate) const COUNT: &str = "Open";
pub(crate) const REACHED: &str = "Bereikt?";
pub(crate) const DATE: &str = "Datum gesprek";
pub(crate) const TOPICS: &str = "Besproken onderwerpen (leeg = alle)";
pub(crate) const CATEGORY: &str = "Soort knelpunt";
pub(crate) const BUILDING_BLOCK: &str = "Bouwsteen";
pub(crate) const PARTY: &str = "Wacht op";
pub(crate) const PARTY_KIND: &str = "Soort partij";
pub(crate) const PARTY_NAME: &str = "Naam partij (organisatie)";
pub(crate) const REFERENCE: &str = "Kenmerk";
pub(crate) const SINCE: &str = "Open sinds";
pub(crate) const AGE: &str = "Dagen open";
pub(crate) const LAST_SAID: &str = "Laatst gemeld";
pub(crate) const SAID: &str = "Wat er toen gezegd is";
pub(crate) const ANSWER: &str = "Antwoord";
pub(crate) const GONE_ON: &str = "Weg sinds";
pub(crate) const OUTCOME: &str = "Hoe afgelopen";
pub(crate) const REMEDY: &str = "Wat hielp";
pub(crate) const REMARKS: &str = "Opmerkingen (geen namen)";
pub(crate) const KNOWN_SINCE: &str = "Bekend sinds";
pub(crate) const ID: &str = "Knelpunt-id (niet wijzigen)";
pub(crate) const KEY: &str = "Sleutel (niet wijzigen)";
/// How the heading begins that stands behind the columns of every sheet of rows.
pub(crate) const STAMP: &str = "Werkblad (niet wijzigen):";

/// The columns of the sheet of consultations.
pub(crate) const OF_MUNICIPALITIES: [Column; 7] = [
    column(CODE, 9.0, Use::Told),
    column(MUNICIPALITY, 26.0, Use::Told),
    column(PROVINCE, 16.0, Use::Told),
    column(COUNT, 7.0, Use::Told),
    column(REACHED, 18.0, Use::Asked),
    column(DATE, 15.0, Use::AskedDate),
    column(TOPICS, 60.0, Use::Asked),
];

/// The columns of the sheet of what is open.
pub(crate) const OF_KNELPUNTEN: [Column; 16] = [
    column(MUNICIPALITY, 20.0, Use::Told),
    column(CATEGORY, 28.0, Use::Told),
    column(BUILDING_BLOCK, 22.0, Use::Told),
    column(PARTY, 22.0, Use::Told),
    column(REFERENCE, 11.0, Use::Told),
    column(SINCE, 12.0, Use::Told),
    column(AGE, 8.0, Use::Told),
    column(LAST_SAID, 12.0, Use::Told),
    column(SAID, 36.0, Use::Told),
    column(ANSWER, 15.0, Use::Asked),
    column(GONE_ON, 12.0, Use::AskedDate),
    column(OUTCOME, 20.0, Use::Asked),
    column(REMEDY, 26.0, Use::Asked),
    column(REMARKS, 40.0, Use::Asked),
    column(ID, 38.0, Use::Hidden),
    column(KEY, 38.0, Use::Hidden),
];

/// The columns of the sheet for what is new.
pub(crate) const OF_NEW: [Column; 8] = [
    column(MUNICIPALITY, 26.0, Use::Asked),
    column(CATEGORY, 34.0, Use::Asked),
    column(BUILDING_BLOCK, 34.0, Use::Asked),
    column(PARTY_KIND, 22.0, Use::Asked),
    column(PARTY_NAME, 28.0, Use::Asked),
    column(REFERENCE, 14.0, Use::Asked),
    column(KNOWN_SINCE, 14.0, Use::AskedDate),
    column(REMARKS, 50.0, Use::Asked),
];

/// Gives the columns of a sheet of rows; none for one that has no rows.
pub(crate) fn columns_of(sheet: &str) -> &'static [Column] {
    match sheet {
        MUNICIPALITIES => &OF_MUNICIPALITIES,
        KNELPUNTEN => &OF_KNELPUNTEN,
        NEW => &OF_NEW,
        _ => &[],
    }
}

/// Gives the place of a column, from 0.
pub(crate) fn place_of(sheet: &str, heading: &str) -> u16 {
    let place = columns_of(sheet)
        .iter()
        .position(|column| column.heading == heading);
    assert!(place.is_some(), "the heading {heading} is of sheet {sheet}");
    place
        .and_then(|place| u16::try_from(place).ok())
        .unwrap_or_default()
}
