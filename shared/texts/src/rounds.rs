//! The pages of all rounds and of one round.

use crate::{
    numbers::{number, share},
    terms::{CALLED_GEMEENTE, EXPECTED_KNELPUNT, GEMEENTE, MELDING, RONDE},
};

/// Title of the page of all rounds.
pub const TITLE: &str = "Rondes";
/// What the page of all rounds shows.
pub const LEAD: &str = "Welke gemeenten gebeld zijn, wat er nog is, en wat weg is";
/// Heading of the table of rounds.
pub const ONE_BY_ONE: &str = "Ronde voor ronde";
/// There is no round.
pub const NO_ROUND: &str = "Op deze peildatum is nog geen ronde begonnen.";
/// Caption of the table of rounds.
pub fn rounds(count: usize) -> String {
    format!(
        "{}, de laatste eerst. Elk aandeel is van wat ervoor staat: gesproken van gebeld, de rest van wat open stond.",
        RONDE.count(count)
    )
}

/// Title of the page of one round.
pub fn title(round: &str) -> String {
    format!("Ronde {round}")
}
/// The days of a round.
pub fn span(from: &str, to: &str) -> String {
    if from == to {
        format!("Op {from}")
    } else {
        format!("Van {from} tot en met {to}")
    }
}
/// Nothing of the round is visible by the as-of date.
pub const NOT_BEGUN: &str = "Op deze peildatum is van deze ronde nog niets te zien";

/// Municipalities that were called.
pub const CALLED: &str = "Gebeld";
/// Municipalities that were reached.
pub const REACHED: &str = "Gesproken";
/// Knelpunten that were open before.
pub const EXPECTED: &str = "Stond open";
/// Knelpunten that are still there.
pub const STILL_THERE: &str = "Er nog";
/// Knelpunten that are gone.
pub const GONE: &str = "Weg";
/// Knelpunten about which nothing was said.
pub const NOT_DISCUSSED: &str = "Niet besproken";
/// Knelpunten that are new.
pub const NEW: &str = "Nieuw gehoord";
/// Knelpunten that were open after the round.
pub const OPEN_AFTER: &str = "Open erna";
/// The day on which a round began.
pub const BEGAN: &str = "Begonnen";

/// Definition of the figure of municipalities that were reached.
pub const REACHED_FIGURE_MEANS: &str =
    "Gemeenten waar iemand antwoordde. Alle knelpunten hieronder zijn van deze gemeenten.";
/// Definition of the figure of knelpunten that are still there.
pub const STILL_THERE_FIGURE_MEANS: &str =
    "Het laatste wat de ronde ervan hoorde, is dat het er nog is.";
/// Definition of the figure of knelpunten that are gone.
pub const GONE_FIGURE_MEANS: &str = "Het laatste wat de ronde ervan hoorde, is dat het weg is.";
/// Definition of the figure of knelpunten that were not discussed.
pub const NOT_DISCUSSED_FIGURE_MEANS: &str =
    "De ronde hoorde er niets van. Dat telt niet als oplossing.";
/// Definition of the figure of new knelpunten.
pub const NEW_FIGURE_MEANS: &str = "Stond hiervoor niet open, en is in deze ronde gemeld.";

/// A figure as a part of the municipalities that were called.
pub fn of_called(part: usize, called: usize) -> String {
    part_of(part, called, &CALLED_GEMEENTE.count(called))
}
/// A figure as a part of the knelpunten that were open before.
pub fn of_expected(part: usize, expected: usize) -> String {
    part_of(part, expected, &EXPECTED_KNELPUNT.count(expected))
}
/// So many of the new knelpunten came back.
pub fn of_which_recurred(count: usize) -> String {
    format!("waarvan {} teruggekomen", number(count))
}

fn part_of(part: usize, whole: usize, whole_text: &str) -> String {
    let share = share(part, whole);
    if share.is_empty() {
        return format!("van {whole_text}");
    }
    format!("van {whole_text} ({share})")
}

/// Municipalities with reports in the round, of which no call is recorded.
pub fn without_call(count: usize) -> String {
    format!(
        "Van nog {} kwam in deze ronde iets binnen, zonder dat is vastgelegd dat de gemeente gebeld is. Dat telt in geen \
         van de aandelen mee.",
        GEMEENTE.count(count)
    )
}

/// Heading of the comparison.
pub const BESIDE: &str = "Naast een andere ronde";
/// Label of the choice of another round.
pub const OTHER: &str = "Andere ronde";
/// No other round.
pub const NO_OTHER: &str = "geen";
/// Button that compares.
pub const COMPARE: &str = "Vergelijk";
/// Column of the comparison.
pub const KNELPUNTEN: &str = "Knelpunten";
/// Row of the comparison: knelpunten that were open before.
pub const EXPECTED_BEFORE: &str = "Stond open voor de ronde";
/// The municipalities that are compared.
pub fn compared(in_both: usize, called_in_both: usize, here: usize, there: usize) -> String {
    format!(
        "Over de {} die in beide rondes zijn gesproken ({} in beide gebeld). Buiten beschouwing: {} die alleen in deze \
         ronde zijn gesproken, en {} die alleen in de andere zijn gesproken.",
        GEMEENTE.count(in_both),
        number(called_in_both),
        GEMEENTE.count(here),
        GEMEENTE.count(there),
    )
}

/// Heading of the table of municipalities.
pub const BY_MUNICIPALITY: &str = "Per gemeente";
/// There is no municipality.
pub const NO_MUNICIPALITY: &str = "Op deze peildatum is nog geen gemeente gebeld.";
/// Caption of the table of municipalities.
pub const MUNICIPALITIES: &str =
    "Elke gemeente van de ronde. Er nog, weg en niet besproken zijn samen wat open stond.";
/// Column: the outcome of the call.
pub const CALL: &str = "Gebeld";
/// The former municipalities.
pub fn from(names: &str) -> String {
    format!("uit {names}")
}
/// So many topics of all were discussed.
pub fn topics(some: usize, all: usize) -> String {
    format!("{some} van de {all} onderwerpen")
}
/// Reports of a municipality that was not reached.
pub fn reports(count: usize) -> String {
    MELDING.count(count)
}

/// Heading of the definitions.
pub const DEFINITIONS_HEADING: &str = "Wat de woorden betekenen";
/// The definitions.
pub const DEFINITIONS: [(&str, &str); 8] = [
    (
        "Gebeld",
        "Er is vastgelegd dat de gemeente in de ronde is gebeld, en dat is niet ingetrokken.",
    ),
    (
        "Gesproken",
        "Bij minstens één poging antwoordde iemand. Anders telt de laatste poging: niet bereikt, of zag ervan af.",
    ),
    (
        "Niet gebeld",
        "De ronde heeft meldingen van de gemeente, maar nergens staat dat zij is gebeld. Zij telt in geen aandeel mee.",
    ),
    (
        "Stond open",
        "Knelpunten van een gesproken gemeente die open stonden vlak voordat de ronde daar begon. Elk is daarna één van \
         drie: er nog, weg of niet besproken. Die drie zijn samen altijd alles wat open stond.",
    ),
    (
        "Er nog, weg",
        "Wat de ronde het laatst van het knelpunt hoorde.",
    ),
    (
        "Niet besproken",
        "De ronde hoorde er niets van, terwijl de gemeente wel gesproken is. Dat telt niet als oplossing.",
    ),
    (
        "Nieuw gehoord",
        "Stond vlak daarvoor niet open, en is in de ronde gemeld: voor het eerst, of teruggekomen. Wat intussen door een \
         ander is gemeld, telt niet als open daarvoor en niet als nieuw.",
    ),
    (
        "Open erna",
        "Knelpunten van een gesproken gemeente die open stonden toen de ronde daar eindigde, wie dat ook meldde.",
    ),
];
