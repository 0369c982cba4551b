//! What is counted.

use super::{Definition, named};

pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        figure: "episode",
        questions: &["summary", "episodes", "resolution-times"],
        nl: named(
            "Episode",
            "De tijd van de melding die een knelpunt opent tot het moment waarop het is afgesloten. Wordt het daarna opnieuw gemeld, dan begint een nieuwe episode.",
        ),
        en: named(
            "Episode",
            "The time from the report that opens a knelpunt to the resolution that ends it. A report after that begins another episode.",
        ),
        formula: None,
        sources: &[],
    },
    Definition {
        figure: "n",
        questions: &[
            "summary",
            "persisting",
            "trend",
            "resolution-times",
            "recurrence",
            "outlook",
            "movers",
            "funnel",
            "waiting-on",
            "episodes",
            "rounds",
        ],
        nl: named(
            "Aantal episodes",
            "Alle episodes van de gekozen knelpunten die op de peildatum bekend waren, ook de episodes die nog open staan.",
        ),
        en: named(
            "Episodes",
            "All episodes of the selected knelpunten as of the instant asked for, those that are still open included.",
        ),
        formula: None,
        sources: &[],
    },
    Definition {
        figure: "censored",
        questions: &[
            "summary",
            "persisting",
            "trend",
            "resolution-times",
            "recurrence",
            "outlook",
            "movers",
            "funnel",
            "waiting-on",
            "episodes",
            "rounds",
        ],
        nl: named(
            "Nog open (gecensureerd)",
            "De episodes die nog open staan. Hun duur is minstens hun leeftijd: zij tellen mee tot en met de peildatum en worden nooit weggelaten.",
        ),
        en: named(
            "Still open (censored)",
            "The episodes that are still open. Their duration is at least their age: they count up to the instant asked for, and are never left out.",
        ),
        formula: None,
        sources: &[],
    },
    Definition {
        figure: "ageDays",
        questions: &["persisting", "outlook"],
        nl: named(
            "Leeftijd",
            "Dagen van 24 uur sinds het knelpunt bekend is: vanaf de datum die de melding noemt, of anders vanaf de melding, maar nooit van voor het einde van de vorige episode.",
        ),
        en: named(
            "Age",
            "Days of 24 hours since the knelpunt is known: from the date that the report names, or else from the report, but never from before the end of the previous episode.",
        ),
        formula: Some("(T − since) / 86 400 s"),
        sources: &[],
    },
    Definition {
        figure: "persisting",
        questions: &["summary", "persisting", "trend", "waiting-on", "episodes"],
        nl: named(
            "Hardnekkig",
            "Open, en minstens 180 dagen oud of in deze episode in twee of meer rondes gemeld.",
        ),
        en: named(
            "Persisting",
            "Open, and at least 180 days old or reported in two or more rounds during this episode.",
        ),
        formula: None,
        sources: &[],
    },
    Definition {
        figure: "recurrences",
        questions: &["summary", "trend", "recurrence", "episodes"],
        nl: named(
            "Teruggekomen",
            "Een episode na de eerste: het knelpunt is opnieuw gemeld nadat het was afgesloten.",
        ),
        en: named(
            "Recurrence",
            "An episode after the first: the knelpunt was reported again after it was resolved.",
        ),
        formula: None,
        sources: &[],
    },
    Definition {
        figure: "openAtEnd",
        questions: &["trend"],
        nl: named(
            "Open aan het einde",
            "De episodes die aan het einde van de periode open staan. Geopend min afgesloten is altijd de verandering hiervan.",
        ),
        en: named(
            "Open at the end",
            "The episodes that are open at the end of the period. Opened minus resolved is always the change of it.",
        ),
        formula: Some("openAtEnd(i) = openAtEnd(i − 1) + opened(i) − resolved(i)"),
        sources: &[],
    },
    Definition {
        figure: "unconfirmedAtEnd",
        questions: &["trend"],
        nl: named(
            "Onbevestigd aan het einde",
            "Open aan het einde van de periode, terwijl de laatste melding tot dan minstens 365 dagen oud is. Stilte is geen oplossing, maar ook geen bevestiging.",
        ),
        en: named(
            "Unconfirmed at the end",
            "Open at the end of the period, while the last report by then is at least 365 days old. Silence is no resolution, and no confirmation either.",
        ),
        formula: Some("end − last report ≥ confirmWithinDays × 86 400 s"),
        sources: &[],
    },
    Definition {
        figure: "expected",
        questions: &["rounds"],
        nl: named(
            "Verwacht in een ronde",
            "De knelpunten die open waren vlak voordat de ronde in een bereikte gemeente begon. Elk daarvan is er nog, is weg, of is niet besproken.",
        ),
        en: named(
            "Expected in a round",
            "The knelpunten that were open just before the round began in a municipality that it reached. Each of them is still there, gone, or not discussed.",
        ),
        formula: Some("expected = stillThere + gone + notDiscussed"),
        sources: &[],
    },
    Definition {
        figure: "municipalities",
        questions: &["waiting-on"],
        nl: named(
            "Gemeenten die wachten",
            "De gemeenten, naar de gekozen indeling, met een open knelpunt dat op deze partij wacht.",
        ),
        en: named(
            "Municipalities that wait",
            "The municipalities, by the division asked for, with an open knelpunt that waits on this party.",
        ),
        formula: None,
        sources: &[],
    },
    Definition {
        figure: "medianAgeDays",
        questions: &["waiting-on"],
        nl: named(
            "Mediane leeftijd",
            "De leeftijd waaronder de helft van de open knelpunten ligt.",
        ),
        en: named(
            "Median age",
            "The age below which half of the open knelpunten lie.",
        ),
        formula: Some("the ⌈n/2⌉-th smallest age of the n open ones"),
        sources: &[],
    },
];
