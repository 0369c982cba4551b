//! The workbook of a telephone round.
//!
//! Coaches send back workbooks that were made earlier. Headings and labels are read back, so add the old wording to the
//! `EARLIER` list when you change one.

use model::{ConsultationOutcome, Outcome};

use crate::terms;

/// Name of the sheet that explains the others.
pub const ABOUT: &str = "Uitleg";
/// Name of the sheet of calls. Part of event ids: never change it.
pub const MUNICIPALITIES: &str = "Gemeenten";
/// Name of the sheet of open knelpunten. Part of event ids: never change it.
pub const KNELPUNTEN: &str = "Knelpunten";
/// Name of the sheet of new knelpunten. Part of event ids: never change it.
pub const NEW: &str = "Nieuw";
/// Name of the hidden sheet with the lists of the drop-downs.
pub const LISTS: &str = "Lijsten";

/// Title of the sheet that explains the others, before the name of the round.
pub const TITLE: &str = "Belronde";
/// Label of the round.
pub const ROUND: &str = terms::ROUND;
/// Label of the source of the events.
pub const SOURCE: &str = "Bron";
/// Label of the day whose state the workbook shows.
pub const AS_OF: &str = terms::AS_OF;
/// Label of the organisation that calls.
pub const ORGANISATION: &str = "Gebeld door";
/// Label of the version of the form.
pub const FORM: &str = "Versie van dit formulier";
/// Label of the number of municipalities.
pub const TO_CALL: &str = "Gemeenten te bellen";
/// Label of the number of open knelpunten.
pub const OPEN: &str = "Knelpunten open";

/// Heading: CBS code.
pub const CODE: &str = "Code";
/// Heading: name of the municipality.
pub const MUNICIPALITY: &str = terms::MUNICIPALITY;
/// Heading: name of the province.
pub const PROVINCE: &str = terms::PROVINCE;
/// Heading: number of open knelpunten.
pub const COUNT: &str = "Open";
/// Heading: whether the municipality was reached.
pub const REACHED: &str = "Gesproken?";
/// Heading: day of the call.
pub const DATE: &str = "Datum gesprek";
/// Heading: the topics that were discussed.
pub const TOPICS: &str = "Besproken onderwerpen (leeg = alle)";
/// Heading: category.
pub const CATEGORY: &str = terms::CATEGORY;
/// Heading: building block.
pub const BUILDING_BLOCK: &str = terms::BUILDING_BLOCK;
/// Heading: the party that has to act first.
pub const PARTY: &str = terms::WAITS_ON;
/// Heading: kind of party.
pub const PARTY_KIND: &str = "Soort partij";
/// Heading: name of the party.
pub const PARTY_NAME: &str = "Naam partij (organisatie)";
/// Heading: reference.
pub const REFERENCE: &str = terms::REFERENCE;
/// Heading: day from which the age counts.
pub const SINCE: &str = "Open sinds";
/// Heading: age in days.
pub const AGE: &str = "Dagen open";
/// Heading: day of the last report.
pub const LAST_CONFIRMED: &str = terms::LAST_CONFIRMED;
/// Heading: the latest description.
pub const DESCRIPTION: &str = "Wat er toen gezegd is";
/// Heading: the answer.
pub const ANSWER: &str = "Antwoord";
/// Heading: day since which it is gone.
pub const GONE_ON: &str = "Weg sinds";
/// Heading: the outcome.
pub const OUTCOME: &str = "Hoe afgesloten";
/// Heading: the remedy.
pub const REMEDY: &str = "Wat hielp";
/// Heading: free text.
pub const REMARKS: &str = "Opmerkingen (geen namen)";
/// Heading: day since which it was known.
pub const KNOWN_SINCE: &str = "Bekend sinds";
/// Heading: id of the knelpunt, hidden.
pub const ID: &str = "Knelpunt-id (niet wijzigen)";
/// Heading: key of the row, hidden.
pub const KEY: &str = "Sleutel (niet wijzigen)";
/// Start of the heading that carries the stamp of the workbook, hidden. Workbooks are recognised by it: never change it.
pub const STAMP: &str = "Werkblad (niet wijzigen):";

/// Headings of workbooks made earlier: the heading of today, and the one that it had.
pub const EARLIER_HEADINGS: [(&str, &str); 4] = [
    (REACHED, "Bereikt?"),
    (CATEGORY, "Soort knelpunt"),
    (LAST_CONFIRMED, "Laatst gemeld"),
    (OUTCOME, "Hoe afgelopen"),
];

/// Labels of workbooks made earlier, for the answers about a knelpunt: the label of today, and the one that it had.
pub const EARLIER_ANSWERS: [(&str, &str); 2] = [
    (terms::STILL_THERE, "nog steeds"),
    (terms::GONE, "opgelost"),
];

/// Labels of workbooks made earlier, for the outcomes of a call.
pub const EARLIER_CONSULTATIONS: [(&str, &str); 3] = [
    (
        terms::consultation(Some(ConsultationOutcome::Reached)),
        "bereikt",
    ),
    (
        terms::consultation(Some(ConsultationOutcome::NoAnswer)),
        "geen gehoor",
    ),
    (
        terms::consultation(Some(ConsultationOutcome::Declined)),
        "wil niet meedoen",
    ),
];

/// Labels of workbooks made earlier, for the outcomes of a knelpunt.
pub const EARLIER_OUTCOMES: [(&str, &str); 1] =
    [(terms::outcome(Outcome::Lapsed), "niet meer van belang")];

/// The explanations: a heading, and the text below it.
pub const EXPLANATIONS: [(&str, &str); 8] = [
    (
        "Wat is dit?",
        "De bellijst van een ronde langs gemeenten. U ziet welke knelpunten nu open staan, en u schrijft erbij wat er in het gesprek is gezegd. Vul alleen de lichtgele cellen in. In de grijze cellen staat wat al bekend is.",
    ),
    (
        "Blad Gemeenten",
        "Vul per gemeente in of u iemand hebt gesproken, en op welke dag. Zonder datum telt het gesprek niet. Zijn niet alle onderwerpen besproken, schrijf dan op welke wel, met een puntkomma ertussen; leeg betekent alle. Vult u bij een gemeente niets in, dan is zij niet gebeld.",
    ),
    (
        "Blad Knelpunten",
        "Kies per knelpunt een antwoord. 'Er nog': het is genoemd, en het is er nog. 'Weg': iemand heeft gezegd dat het weg is. Kies dan ook hoe het is afgesloten. Vul in wat hielp en sinds wanneer het weg is, als dat bekend is (leeg: de dag van het gesprek). 'Niet besproken', of leeg: er is niets over gezegd.",
    ),
    (
        "Zwijgen is geen oplossing",
        "Een knelpunt waar niemand iets over zegt, blijft open. Kies 'weg' alleen als iemand zegt dat het weg is. Twijfelt u, kies dan 'niet besproken'.",
    ),
    (
        "Blad Nieuw",
        "Hier schrijft u op wat nog niet op het blad Knelpunten staat: één regel per knelpunt, met de gemeente en de categorie. De rest mag leeg blijven. Staat het knelpunt er al, antwoord dan daar. Een kenmerk is een nummer van een melding of een systeem, nooit een zin.",
    ),
    (
        "Geen namen van personen",
        "Schrijf nergens namen, telefoonnummers of e-mailadressen van personen op: alleen functies en organisaties. Wat hier staat, wordt bewaard en door velen gelezen.",
    ),
    (
        "Inlezen en verbeteren",
        "U leest de bellijst in met `knelpunt rounds import`. Nog een keer inlezen verandert niets. Staat er een fout in, verbeter die dan in ditzelfde bestand en lees het opnieuw in: wat er niet meer in staat, wordt ingetrokken, en wat er nieuw in staat, komt erbij. Een gemeente waarbij niets is ingevuld, blijft zoals zij was, zodat u kopieën kunt verdelen. Is zij weer leeg omdat alles fout was, lees dan in met `--cleared`. U mag de bladen ook als CSV bewaren, elk in een eigen bestand.",
    ),
    (
        "Laat staan",
        "Verander geen koppen, geen namen van bladen en niets in de verborgen kolommen: daaraan is te zien om welk knelpunt het gaat. U mag kolommen verplaatsen, en rijen sorteren en filteren.",
    ),
];

/// Title of the message about a value that is not in the drop-down.
pub const NOT_LISTED_TITLE: &str = "Staat niet op de lijst";
/// Message about a value that is not in the drop-down.
pub const NOT_LISTED: &str = "Kies een van de woorden van de lijst, of laat de cel leeg.";
/// Footer of a printed sheet, in the codes of Excel: name of the sheet, page of pages.
pub const FOOTER: &str = "&L&A&RBlad &P van &N";
