//! The forms: report, confirm, resolve, merge, withdraw, support.

use model::{Outcome, PartyKind};

use crate::{
    numbers::number,
    terms::{self, Noun},
};

/// Before the title of a page with violations.
pub const ERROR: &str = "Fout: ";
/// Heading above the violations.
pub const NOT_SENT: &str = "Er is nog niets verstuurd";
/// Link away from a form.
pub const BACK: &str = "Terug, zonder iets te versturen";
/// After the label of a field that can be left empty.
pub const OPTIONAL: &str = "(niet verplicht)";
/// No names, in bold.
pub const NO_NAMES: &str = "Geen namen van personen.";
/// Why there should be no names.
pub const NO_NAMES_BECAUSE: &str = "Iedereen die hier kan kijken leest dit mee, en wat vastligt blijft vindbaar. Noem \
                                    rollen en organisaties.";
/// The log is unavailable, in bold.
pub const LOG_UNAVAILABLE: &str = "De verbinding met het logboek is weg.";
/// What happens while the log is unavailable.
pub const LOG_UNAVAILABLE_MEANS: &str =
    "Wat u verstuurt wordt hier bewaard, en gepubliceerd zodra het logboek er weer is.";

/// Title of a form about a municipality.
pub fn title(heading: &str, municipality: &str) -> String {
    format!("{heading} in {municipality}")
}

/// Heading, first line and button of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormText {
    /// The heading.
    pub heading: &'static str,
    /// The first line.
    pub lead: &'static str,
    /// The button.
    pub submit: &'static str,
}

/// Report a knelpunt.
pub const REPORT: FormText = FormText {
    heading: "Knelpunt melden",
    lead: "Wat houdt deze gemeente tegen?",
    submit: "Meld dit knelpunt",
};
/// Confirm an open knelpunt.
pub const CONFIRM: FormText = FormText {
    heading: "Bevestigen dat het er nog is",
    lead: "Een bevestiging is een nieuwe melding van hetzelfde knelpunt.",
    submit: "Bevestig dit knelpunt",
};
/// Report a closed knelpunt again.
pub const REPORT_AGAIN: FormText = FormText {
    heading: "Opnieuw melden",
    lead: "Dit knelpunt was afgesloten. Met een nieuwe melding staat het weer open.",
    submit: "Meld dit knelpunt opnieuw",
};
/// Resolve a knelpunt.
pub const RESOLVE: FormText = FormText {
    heading: "Knelpunt afsluiten",
    lead: "Het knelpunt blijft vindbaar, met alles wat erover is gezegd.",
    submit: "Sluit dit knelpunt af",
};
/// Merge two knelpunten.
pub const MERGE: FormText = FormText {
    heading: "Samenvoegen met een ander",
    lead: "Voor twee meldingen die over hetzelfde knelpunt blijken te gaan.",
    submit: "Voeg samen",
};
/// Withdraw an event.
pub const WITHDRAW: FormText = FormText {
    heading: "Deze gebeurtenis intrekken?",
    lead: "Wat is ingetrokken, telt niet meer mee en blijft doorgehaald zichtbaar. Dat is niet terug te draaien: klopt \
           het toch, dan kan het alleen opnieuw worden gemeld.",
    submit: "Ja, trek deze gebeurtenis in",
};
/// Record support.
pub const SUPPORT: FormText = FormText {
    heading: "Ondersteuning vastleggen",
    lead: "Welke ondersteuning kreeg deze gemeente, en wanneer?",
    submit: "Leg deze ondersteuning vast",
};
/// There is no knelpunt to merge with.
pub const NOTHING_TO_MERGE: &str =
    "Hier staat geen ander knelpunt open waarmee dit hetzelfde zou kunnen zijn.";

/// The links to the forms.
pub mod actions {
    /// Confirm.
    pub const CONFIRM: &str = "Bevestigen";
    /// Report again.
    pub const REPORT_AGAIN: &str = super::REPORT_AGAIN.heading;
    /// Resolve.
    pub const RESOLVE: &str = "Afsluiten";
    /// Merge.
    pub const MERGE: &str = "Samenvoegen";
    /// Withdraw.
    pub const WITHDRAW: &str = "Iets intrekken";
}

/// Headings of groups of fields.
pub mod groups {
    /// The identity.
    pub const IDENTITY: &str = "Wat is het?";
    /// The observation.
    pub const OBSERVATION: &str = "Wanneer, en van wie?";
    /// The outcome.
    pub const OUTCOME: &str = "Hoe is het afgesloten?";
    /// The other knelpunt.
    pub const TARGET: &str = "Waarin gaat het op?";
    /// The reason.
    pub const REASON: &str = "Waarom?";
    /// The support.
    pub const SUPPORT: &str = "Welke ondersteuning?";
}

/// Label of a field, and what to fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldText {
    /// The label.
    pub label: &'static str,
    /// What to fill in; empty if the label says it all.
    pub hint: &'static str,
}

/// The category.
pub const CATEGORY: FieldText = FieldText {
    label: terms::CATEGORY,
    hint: "Kies wat er het meest op lijkt. Eronder staat hoe gemeenten het zelf zeiden.",
};
/// A quote of municipalities.
pub fn quote(text: &str) -> String {
    format!("“{text}”")
}
/// The building block.
pub const BUILDING_BLOCK: FieldText = FieldText {
    label: terms::BUILDING_BLOCK,
    hint: "",
};
/// No building block.
pub const NO_BUILDING_BLOCK: &str = "Geen, of niet bekend";
/// The kind of party.
pub const PARTY_KIND: FieldText = FieldText {
    label: "Wacht het op een partij?",
    hint: "",
};
/// No party.
pub const NO_PARTY: &str = "Nee, of niet bekend";
/// A kind of party.
pub fn party_kind(kind: PartyKind) -> String {
    format!("Ja, op een {}", terms::party_kind(kind))
}
/// The name of the party.
pub const PARTY_NAME: FieldText = FieldText {
    label: "Naam van die partij",
    hint: "De naam van een organisatie, niet van een persoon.",
};
/// The reference.
pub const REFERENCE: FieldText = FieldText {
    label: terms::REFERENCE,
    hint: "Een nummer van een melding of systeem. Alleen nodig als er hier twee knelpunten zijn die in al het \
           bovenstaande gelijk zijn.",
};
/// When a knelpunt was seen.
pub const SEEN_ON: FieldText = FieldText {
    label: "Wanneer is dit gezien of gehoord?",
    hint: "",
};
/// When a knelpunt was confirmed.
pub const CONFIRMED_ON: FieldText = FieldText {
    label: "Wanneer is gezien of gehoord dat het er nog is?",
    hint: "",
};
/// Since when a knelpunt is gone.
pub const GONE_SINCE: FieldText = FieldText {
    label: "Sinds wanneer is het weg?",
    hint: "",
};
/// Since when a knelpunt was known.
pub const KNOWN_SINCE: FieldText = FieldText {
    label: "Sinds wanneer bekend?",
    hint: "Alleen in te vullen als dat eerder was.",
};
/// The round.
pub const ROUND: FieldText = FieldText {
    label: terms::ROUND,
    hint: "Als het in een ronde is gehoord, zoals 2026-11.",
};
/// The role of the reporter.
pub const ROLE: FieldText = FieldText {
    label: "Wie zegt het?",
    hint: "Een rol, zoals informatiemanager. Geen naam.",
};
/// The description.
pub const DESCRIPTION: FieldText = FieldText {
    label: "Toelichting",
    hint: "Hoogstens 4.000 tekens, zonder namen van personen. Regels komen achter elkaar te staan.",
};
/// The outcome.
pub const OUTCOME: FieldText = FieldText {
    label: "Uitkomst",
    hint: "",
};
/// Returns the definition of an outcome.
pub const fn outcome_definition(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Solved => "De gemeente heeft er geen last meer van.",
        Outcome::Lapsed => "Het speelt niet meer, zonder dat het is opgelost.",
        Outcome::Central => "Eén maatregel loste het voor veel gemeenten tegelijk op.",
    }
}
/// The remedy.
pub const REMEDY: FieldText = FieldText {
    label: "Wat hielp?",
    hint: "",
};
/// No remedy.
pub const NO_REMEDY: &str = "Niets, of niet bekend";
/// The support.
pub const SUPPORT_KIND: FieldText = FieldText {
    label: "Ondersteuning",
    hint: "",
};
/// When support was received.
pub const SUPPORTED_ON: FieldText = FieldText {
    label: "Op welke dag?",
    hint: "",
};
/// The category that support was about.
pub const TOPIC: FieldText = FieldText {
    label: "Waarover ging het?",
    hint: "",
};
/// Support about all categories.
pub const ALL_TOPICS: &str = "Over alle knelpunten van de gemeente";
/// The organisation that gave support.
pub const ORGANISATION: FieldText = FieldText {
    label: "Wie gaf de ondersteuning?",
    hint: "De naam van een organisatie, niet van een persoon.",
};
/// The knelpunt to merge into.
pub const TARGET: FieldText = FieldText {
    label: "Het knelpunt waarmee dit hetzelfde is",
    hint: "Alle gebeurtenissen van dit knelpunt tellen voortaan mee bij het gekozen knelpunt.",
};
/// The reason.
pub const REASON: FieldText = FieldText {
    label: "Reden",
    hint: "Hoogstens 1.000 tekens, zonder namen van personen.",
};

/// Label of the knelpunt that a form is about.
pub const KNELPUNT: &str = "Knelpunt";
/// Label of the event that is withdrawn.
pub const EVENT: &str = "Gebeurtenis";

/// The warning about open knelpunten that look like the one that is reported.
pub mod duplicates {
    use super::number;

    /// Heading: similar ones.
    pub const SIMILAR: &str = "Is het deze?";
    /// What to do about similar ones.
    pub const SIMILAR_MEANS: &str = "Hier staat al iets open dat erop lijkt. Nog een keer gemeld als iets anders telt \
                                     het dubbel; bevestigd telt het als hetzelfde.";
    /// Heading: the same one.
    pub const SAME: &str = "Dit knelpunt staat hier al open";
    /// What to do about the same one.
    pub const SAME_MEANS: &str = "Het is in alles gelijk. Wat u hieronder invulde, telt dan als bevestiging. Is het \
                                  toch een ander? Vul dan een kenmerk in dat de twee uit elkaar houdt.";
    /// Button that confirms an open one.
    pub const CONFIRM: &str = "Dit is het: bevestig";
    /// Button that reports it all the same.
    pub const REPORT_ANYWAY: &str = "Nee, het is een ander: meld het toch";
    /// Hidden button that looks for similar ones again.
    pub const LOOK_AGAIN: &str = "Kijk opnieuw";
    /// Similar ones that are not shown.
    pub fn more(count: usize) -> String {
        let verb = if count == 1 { "lijkt" } else { "lijken" };
        format!("Er {verb} hier nog {} op.", number(count))
    }
}

/// The party that a knelpunt waits on.
pub fn waits_on(party: &str) -> String {
    format!("wacht op {party}")
}
/// The reference of a knelpunt.
pub fn reference(reference: &str) -> String {
    format!("kenmerk {reference}")
}
/// Since when a knelpunt is open.
pub fn open_since(day: &str) -> String {
    format!("open sinds {day}")
}

/// The choice of the event to withdraw.
pub mod event_picker {
    use super::Noun;

    /// Heading.
    pub const HEADING: &str = "Iets intrekken";
    /// Title before the municipality.
    pub const TITLE: &str = "Intrekken";
    /// First line.
    pub const LEAD: &str = "Wat is vastgelegd, maar niet klopt, telt na intrekken niet meer mee.";
    /// Heading above the violations.
    pub const NOT_WITHDRAWN: &str = "Er is nog niets ingetrokken";
    /// There is no event to withdraw.
    pub const NOTHING: &str = "Hier is niets (meer) dat kan worden ingetrokken.";
    /// Heading of the list.
    pub const WHICH: &str = "Welke gebeurtenis klopt niet?";
    /// Before the source of an event.
    pub const RECORDED_BY: &str = "Vastgelegd door";
    /// Link of an event.
    pub const WITHDRAW: &str = "Intrekken";
    /// Link away.
    pub const BACK: &str = "Terug, zonder iets in te trekken";
    /// Older events that are not listed, before the command that withdraws them.
    pub fn more(count: usize) -> String {
        let older = Noun {
            one: "oudere: die is",
            many: "oudere: die zijn",
        };
        format!("En nog {} in te trekken met ", older.count(count))
    }
}
