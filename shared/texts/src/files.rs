//! The sheets of a table that is a file.

/// The sheet with the table.
pub const TABLE: &str = "Tabel";
/// The sheet that says where the table comes from.
pub const PROVENANCE: &str = "Herkomst";
/// Which table it is.
pub const QUESTION: &str = "Vraag";
/// The link that gives it.
pub const LINK: &str = "Link";
/// What is selected.
pub const FILTER: &str = "Filter";
/// Without a filter.
pub const NO_FILTER: &str = "geen: alle knelpunten";
/// As of when.
pub const AS_OF: &str = "Peilmoment";
/// The day whose division of municipalities is used.
pub const DIVISION: &str = "Gemeentelijke indeling van";
/// The last sequence that it contains.
pub const POSITION: &str = "Positie in het logboek";
/// What identifies the events up to the position.
pub const DIGEST: &str = "Controlegetal van het logboek";
/// The episodes that it is based on.
pub const EPISODES: &str = "Aantal episodes";
/// How many of them are open.
pub const OPEN_EPISODES: &str = "Waarvan nog open";
/// The number of rows.
pub const ROWS: &str = "Aantal rijen";
/// How cells are to be read.
pub const NOTE: &str = "Toelichting";
/// In which time instants are, and what happens to long texts.
pub const NOTE_TEXT: &str = "Tijdstippen staan in Nederlandse tijd. Een tekst van meer dan 32 767 tekens is afgekapt en eindigt op …, omdat een \
                             cel niet meer bevat.";
/// The headings above the definitions: column, name, meaning, formula, sources.
pub const DEFINITION_HEADINGS: [&str; 5] = ["Kolom", "Naam", "Betekenis", "Formule", "Bronnen"];
