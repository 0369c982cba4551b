//! How long it takes: curves and what is read from them.

use super::{Definition, named};

const KAPLAN_MEIER: &str =
    "Kaplan and Meier 1958, Journal of the American Statistical Association 53, 457–481";
const KLEIN_MOESCHBERGER: &str = "Klein and Moeschberger 2003, Survival Analysis, 2nd edition";
const CURVES: &[&str] = &["resolution-times", "recurrence"];

pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        figure: "survival",
        questions: CURVES,
        nl: named(
            "Nog open na zoveel dagen",
            "Het aandeel van de episodes dat na zoveel dagen nog open is. Open episodes tellen mee zolang zij gevolgd zijn; wie pas later gemeld is, telt mee vanaf dat moment. Bij terugkeer: het aandeel dat nog niet opnieuw gemeld is.",
        ),
        en: named(
            "Still open after so many days",
            "The share of episodes that is still open after so many days. Open ones count as long as they were followed; what was reported later counts from then on. For recurrence: the share that was not reported again.",
        ),
        formula: Some(
            "S(t) = Π (1 − dᵢ/nᵢ) over the times tᵢ ≤ t; interval S^exp(±z √(Σ dᵢ/(nᵢ (nᵢ − dᵢ))) / ln S)",
        ),
        sources: &[KAPLAN_MEIER, "Greenwood 1926", KLEIN_MOESCHBERGER],
    },
    Definition {
        figure: "fromDays",
        questions: CURVES,
        nl: named(
            "Vanaf dag",
            "De dag vanaf welke de kromme telt: waar knelpunten pas laat gemeld zijn, is over de dagen daarvoor te weinig bekend. De kromme geldt voor wie die dag haalt.",
        ),
        en: named(
            "From day",
            "The day from which the curve counts: where knelpunten were reported late, too little is known of the days before. The curve holds for those that reach that day.",
        ),
        formula: Some(
            "0 if all are at risk from 0 on; otherwise the first time just after which 10 or more are at risk",
        ),
        sources: &[KLEIN_MOESCHBERGER],
    },
    Definition {
        figure: "medianDays",
        questions: &["resolution-times", "recurrence", "waiting-on"],
        nl: named(
            "Mediaan",
            "De dag waarop de helft van de episodes is afgesloten. Zolang meer dan de helft open staat, is de mediaan niet bereikt.",
        ),
        en: named(
            "Median",
            "The day by which half of the episodes had ended. While more than half are open it is not reached.",
        ),
        formula: Some(
            "smallest t with S(t) ≤ 1/2, compared exactly; bounds where the log-log bounds are ≤ 1/2",
        ),
        sources: &[KAPLAN_MEIER, KLEIN_MOESCHBERGER],
    },
    Definition {
        figure: "medianDaysEarliest",
        questions: &["resolution-times"],
        nl: named(
            "Mediaan op zijn vroegst",
            "De mediaan als elk einde meteen na de laatste melding was gekomen. Wat in een ronde is gemeld, kan op elk moment daarna zijn opgelost, maar was er toen nog.",
        ),
        en: named(
            "Median at the earliest",
            "The median if every end had come just after the last report. What was reported in a round may have ended at any time since, but was still there then.",
        ),
        formula: Some("the median over exits moved to min(end, last report + 1 µs)"),
        sources: &[KAPLAN_MEIER],
    },
    Definition {
        figure: "restrictedMean",
        questions: CURVES,
        nl: named(
            "Gemiddelde duur tot een grens",
            "Het gemiddelde aantal dagen dat een episode open is, geteld tot een grens. Het bestaat ook waar de mediaan niet bereikt is.",
        ),
        en: named(
            "Mean up to a horizon",
            "The mean number of days that an episode is open, counted up to a horizon. It exists also where the median is not reached.",
        ),
        formula: Some(
            "∫ S(t) dt from 0 to the horizon; variance Σ (area from tᵢ on)² dᵢ/(nᵢ (nᵢ − dᵢ))",
        ),
        sources: &[KLEIN_MOESCHBERGER],
    },
    Definition {
        figure: "cumulativeIncidence",
        questions: &["resolution-times"],
        nl: named(
            "Hoe episodes eindigen",
            "Het aandeel dat na zoveel dagen is opgelost, vervallen of centraal opgelost. Samen met wat nog open is, is dat alles: opgeven is geen oplossen.",
        ),
        en: named(
            "How episodes end",
            "The share that was solved, lapsed or solved centrally after so many days. Together with what is still open this is all: giving up is not solving.",
        ),
        formula: Some(
            "F_k(t) = Σ S(tᵢ−) d_kᵢ/nᵢ; variance Σ (F(t) − F(tᵢ))² dᵢ/(nᵢ (nᵢ − dᵢ)) + Σ S(tᵢ−)² d_kᵢ (nᵢ − d_kᵢ)/nᵢ³ − 2 Σ (F(t) − F(tᵢ)) S(tᵢ−) d_kᵢ/nᵢ²; interval F^exp(±z se/(F ln F))",
        ),
        sources: &[
            "Aalen and Johansen 1978, Scandinavian Journal of Statistics 5, 141–150",
            "Marubini and Valsecchi 1995, Analysing Survival Data from Clinical Trials and Observational Studies",
            "Collett 2015, Modelling Survival Data in Medical Research, 3rd edition",
        ],
    },
    Definition {
        figure: "logRank",
        questions: CURVES,
        nl: named(
            "Verschillen de groepen?",
            "De kans op een verschil dat minstens zo groot is als de groepen eigenlijk gelijk zijn. Een benadering: reken er niet op als er groepen zijn waarin minder dan 5 keer een einde wordt verwacht (smallGroups).",
        ),
        en: named(
            "Do the groups differ?",
            "The probability of a difference at least as large if the groups are in fact alike. An approximation: do not rely on it where there are groups in which fewer than 5 ends are expected (smallGroups).",
        ),
        formula: Some(
            "(O − E)ᵀ V⁻ (O − E), chi-squared with one degree of freedom less than the number of groups",
        ),
        sources: &[
            "Mantel 1966, Cancer Chemotherapy Reports 50, 163–170",
            KLEIN_MOESCHBERGER,
        ],
    },
    Definition {
        figure: "pairs",
        questions: &["resolution-times"],
        nl: named(
            "Welke groepen verschillen?",
            "De toets van elke twee groepen, gecorrigeerd omdat er veel paren zijn.",
        ),
        en: named(
            "Which groups differ?",
            "The test of each two groups, corrected because there are many pairs.",
        ),
        formula: Some(
            "log-rank of the two alone; pHolm = max over smaller p of min(1, (m − rank + 1) p)",
        ),
        sources: &["Holm 1979, Scandinavian Journal of Statistics 6, 65–70"],
    },
    Definition {
        figure: "logRankTrend",
        questions: &["resolution-times"],
        nl: named(
            "Duurt het langer in kleine gemeenten?",
            "De toets op een verloop over de grootteklassen, van klein naar groot: sterker dan een toets over acht klassen zonder volgorde.",
        ),
        en: named(
            "Does it take longer in small municipalities?",
            "The test for a trend over the size classes, from small to large: stronger than a test over eight classes without order.",
        ),
        formula: Some(
            "U = Σ (Σ s d_g − d Σ s n_g/n), V = Σ d (n − d)/(n − 1) (Σ s² n_g/n − (Σ s n_g/n)²); U²/V, one degree of freedom",
        ),
        sources: &["Tarone 1975, Biometrika 62, 679–682"],
    },
    Definition {
        figure: "stillOpen",
        questions: &["outlook"],
        nl: named(
            "Kans dat het open blijft",
            "Van de vergelijkbare episodes die deze leeftijd haalden: het aandeel dat zoveel dagen later nog open was. Onbekend waar te weinig episodes zo lang gevolgd zijn.",
        ),
        en: named(
            "Chance that it stays open",
            "Of the comparable episodes that reached this age: the share that was still open so many days later. Unknown where too few were followed for so long.",
        ),
        formula: Some(
            "S(a + w)/S(a) = Π (1 − dᵢ/nᵢ) over a < tᵢ ≤ a + w; log-log interval with the Greenwood sum over the same times",
        ),
        sources: &[KAPLAN_MEIER, KLEIN_MOESCHBERGER],
    },
];
