//! The page after a form was sent, while it is not in the log.

/// Title: stored, and not yet in the log.
pub const STORED: &str = "Bewaard";
/// What stored means.
pub const STORED_LEAD: &str =
    "Wat u verstuurde staat veilig op schijf, maar nog niet in het logboek.";
/// What happens next.
pub const STORED_TEXT: &str = "Het logboek is niet bereikbaar, traag of vol. Zodra het weer iets aanneemt, wordt het vanzelf \
                               gepubliceerd en telt het mee. U hoeft niets opnieuw te sturen; dubbel telt het niet.";
/// Button that looks again.
pub const LOOK_AGAIN: &str = "Kijk of het er al is";

/// Title: stored, but the log rejects it.
pub const REJECTED: &str = "Nog niet gepubliceerd";
/// What rejected means.
pub const REJECTED_LEAD: &str =
    "Wat u verstuurde is bewaard, maar het logboek neemt het zo niet aan.";
/// What to do, around the two commands.
pub const REJECTED_TEXT: [&str; 3] = [
    "U hoeft het niet opnieuw te sturen. Geef dit door aan wie dit systeem beheert: met ",
    " is te zien wat er wacht, en is de oorzaak weg, dan probeert ",
    " het opnieuw.",
];

/// Label of the id of the event.
pub const EVENT: &str = "Gebeurtenis";
/// Label of the id of the knelpunt.
pub const KNELPUNT: &str = "Knelpunt";

/// The part of the page of a municipality that shows its support.
pub const SUPPORT: &str = "Ondersteuning";
