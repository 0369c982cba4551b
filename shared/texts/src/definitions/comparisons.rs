//! What has changed, and what stands out.

use super::{Definition, named};

pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        figure: "ratio",
        questions: &["movers"],
        nl: named(
            "Verhouding",
            "Hoeveel er nu per dag, of per bereikte gemeente, geteld is ten opzichte van de periode ervoor.",
        ),
        en: named(
            "Ratio",
            "How much was counted now per day, or per municipality reached, relative to the window before.",
        ),
        formula: Some(
            "(x₁/e₁)/(x₀/e₀); exact interval for x₁ of x₁ + x₀, mapped by p ↦ p/(1 − p) · e₀/e₁",
        ),
        sources: &["Clopper and Pearson 1934, Biometrika 26, 404–413"],
    },
    Definition {
        figure: "exposure",
        questions: &["movers"],
        nl: named(
            "Waardoor gedeeld wordt",
            "De dagen van de periode, of het aantal gemeenten dat rondes daarin bereikten, per ronde een keer en alleen waar de categorie besproken is.",
        ),
        en: named(
            "Exposure",
            "The days of the window, or the number of municipalities that rounds reached in it, once for each round and only where the category was covered.",
        ),
        formula: None,
        sources: &[],
    },
    Definition {
        figure: "p",
        questions: &["movers"],
        nl: named(
            "Kans op toeval",
            "De kans op een uitkomst die minstens zo onwaarschijnlijk is als er niets veranderd is.",
        ),
        en: named(
            "Probability by chance",
            "The probability of an outcome at least as unlikely if nothing has changed.",
        ),
        formula: Some("Σ P(X = k) over P(X = k) ≤ P(X = x₁), X binomial (x₁ + x₀, e₁/(e₁ + e₀))"),
        sources: &["Przyborowski and Wilenski 1940, Biometrika 31, 313–323"],
    },
    Definition {
        figure: "q",
        questions: &["movers"],
        nl: named(
            "Gecorrigeerd voor het aantal groepen",
            "Van de groepen tot en met deze waarde is naar verwachting hoogstens dit aandeel niet veranderd. Een groep stijgt of daalt bij hoogstens 0,05.",
        ),
        en: named(
            "Corrected for the number of groups",
            "Of the groups up to this value, at most this share is expected not to have changed. A group goes up or down at 0.05 or less.",
        ),
        formula: Some("q = min over larger p of p m/rank"),
        sources: &[
            "Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57, 289–300",
        ],
    },
    Definition {
        figure: "share",
        questions: &["funnel"],
        nl: named(
            "Aandeel nog open",
            "Van de episodes die minstens zoveel dagen geleden geopend zijn: het aandeel dat na zoveel dagen nog open was, gerekend vanaf de melding.",
        ),
        en: named(
            "Share still open",
            "Of the episodes that opened at least so many days ago: the share that was still open after so many days, counted from the report.",
        ),
        formula: Some("x/n; interval (x/n + z²/2n ± z √(x/n (1 − x/n)/n + z²/4n²))/(1 + z²/n)"),
        sources: &["Wilson 1927, Journal of the American Statistical Association 22, 209–212"],
    },
    Definition {
        figure: "limits",
        questions: &["funnel"],
        nl: named(
            "Grenzen van het toeval",
            "Waartussen het aandeel van een groep van deze omvang ligt als zij is als alle andere: in 95 en in 99,8 van de 100 gevallen. Daarbuiten valt een groep op; een ranglijst is er niet.",
        ),
        en: named(
            "Limits of chance",
            "Between which the share of a group of this size lies if it is like all others: in 95, and in 99.8, of 100 cases. A group beyond them stands out; there is no rank.",
        ),
        formula: Some(
            "(r − α)/n with the smallest r for which P(X ≤ r) ≥ q, α = (P(X ≤ r) − q)/P(X = r), X binomial (n, target), q = 0.025 and 0.001; the upper limit is 1 less that of (n, 1 − target)",
        ),
        sources: &["Spiegelhalter 2005, Statistics in Medicine 24, 1185–1202, A.1.1"],
    },
];
