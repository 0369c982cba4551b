//! What is wrong in a form: a sentence at the field, and what to do.

use jiff::civil::Date;

use crate::{dates, numbers::number};

/// A day that does not exist, or is before 1970.
pub const NOT_A_DAY: &str = "Vul een dag in die bestaat, vanaf 1970, zoals 24-11-2026.";
/// A date that may mean two days.
pub fn ambiguous_day([day_first, month_first]: [Date; 2]) -> String {
    let written = format!(
        "{}-{}-{}",
        day_first.day(),
        day_first.month(),
        day_first.year()
    );
    format!(
        "Met schuine strepen kan dit {} of {} zijn. Schrijf eerst de dag en dan de maand, met streepjes: {written}.",
        dates::date(day_first),
        dates::date(month_first)
    )
}

/// A day in the future.
pub const IN_THE_FUTURE: &str =
    "Deze dag is nog niet geweest: wat nog niet is gezien, kan niet worden gemeld.";
/// No day.
pub const NO_DAY: &str = "Vul in op welke dag dit is gezien of gehoord.";
/// The day since which it is known is after the day on which it was seen.
pub const KNOWN_TOO_LATE: &str = "Dit kan niet later zijn dan de dag waarop het is gezien.";
/// No category.
pub const NO_CATEGORY: &str = "Kies een categorie.";
/// The category is not in the catalogue.
pub const UNKNOWN_CATEGORY: &str = "Deze categorie staat niet (meer) in de lijst: kies een andere.";
/// The building block is not in the catalogue.
pub const UNKNOWN_BUILDING_BLOCK: &str =
    "Deze bouwsteen staat niet (meer) in de lijst: kies een andere.";
/// A party without a kind.
pub const NO_PARTY_KIND: &str = "Kies wat voor partij dit is, of laat de naam leeg.";
/// An unknown kind of party.
pub const UNKNOWN_PARTY_KIND: &str = "Kies een soort partij uit de lijst.";
/// A party without a name.
pub const NO_PARTY_NAME: &str = "Vul de naam van de partij in, of kies geen soort partij.";
/// A reference with characters that are not allowed.
pub const BAD_REFERENCE: &str = "Een kenmerk heeft alleen letters zonder accent, cijfers en . _ : / -, begint met een \
                                 letter of cijfer en is hoogstens 64 tekens lang. Een zin hoort in de toelichting.";
/// A round with characters that are not allowed.
pub const BAD_ROUND: &str = "Een ronde heeft alleen kleine letters, cijfers en streepjes en is hoogstens 32 tekens \
                             lang, zoals 2026-11.";
/// No outcome.
pub const NO_OUTCOME: &str = "Kies hoe het is afgesloten.";
/// The remedy is not in the catalogue.
pub const UNKNOWN_REMEDY: &str = "Dit staat niet (meer) in de lijst: kies iets anders.";
/// No support.
pub const NO_SUPPORT: &str = "Kies welke ondersteuning het was.";
/// A knelpunt merged into itself.
pub const MERGED_INTO_ITSELF: &str = "Dit is het knelpunt zelf: kies een ander waarin het opgaat.";
/// No knelpunt to merge into.
pub const NO_TARGET: &str = "Kies het knelpunt waarin dit opgaat.";
/// The knelpunt to merge into is not open any more.
pub const TARGET_NOT_OPEN: &str =
    "Dit knelpunt is hier niet (meer) open: kies een ander uit de lijst.";
/// The event to withdraw is not there.
pub const NO_EVENT: &str = "Deze gebeurtenis is er niet, of is al ingetrokken.";
/// The event is too large as a whole.
pub const TOO_LARGE: &str = "Dit is samen te veel om vast te leggen: kort de toelichting in.";
/// Control characters.
pub const CONTROL_CHARACTERS: &str =
    "Hierin staan onzichtbare tekens die niet kunnen worden vastgelegd: typ de tekst opnieuw.";

/// A text that is too long.
pub fn too_long(length: u64, limit: u64) -> String {
    format!(
        "Dit zijn {} tekens. Er passen er hoogstens {}.",
        number(length),
        number(limit)
    )
}

/// A violation that no field of a form can cause, in the words of the contract.
pub fn other(path: &str, problem: &str) -> String {
    format!("Dit kan niet worden vastgelegd: {path} {problem}.")
}

/// The form was shown by another process.
pub const EXPIRED: &str = "Deze pagina was verlopen; er is niets verstuurd. Alles wat u invulde staat er nog: kijk het \
                           na en verstuur het opnieuw.";
/// The outbox is full.
pub const OUTBOX_FULL: &str = "Er wacht al zo veel op het logboek dat er niets meer bij past; dit is niet bewaard. \
                               Verstuur het opnieuw zodra het logboek er weer is.";
/// The outbox cannot store it.
pub const NOT_STORED: &str = "Het kon niet worden bewaard; het logboek van de server zegt waarom. Verstuur het later \
                              opnieuw: dubbel telt het niet.";
