//! The questions.

use super::{EXAMPLE_KNELPUNT, Operation, OperationGroup, PathParameter};
use crate::{
    KnelpuntEvents,
    answers::{
        EpisodeList, Funnel, KnelpuntAnswer, Matrix, Movers, Outlook, Persisting, Recurrence,
        ResolutionTimes, RoundAnswer, Rounds, Summary, SupportEffect, Trend, WaitingOn,
    },
    parameters::{
        AsOfParameters, EffectScopeParameters, EpisodesParameters, FunnelParameters,
        KnelpuntenParameters, MoversParameters, OutlookParameters, PageParameters,
        PersistingParameters, ResolutionTimesParameters, RoundParameters, ScopeParameters,
        SupportEffectParameters, TrendParameters,
    },
};

/// The id of the knelpunt in a path.
const KNELPUNT_ID: PathParameter = PathParameter {
    name: "id",
    description: "The id of the knelpunt, or of one that was merged into it.",
    format: ("format", "uuid"),
    example: EXAMPLE_KNELPUNT,
};

const ROUND: PathParameter = PathParameter {
    name: "round",
    description: "The slug of the round.",
    format: ("pattern", "^[a-z0-9][a-z0-9-]{0,31}$"),
    example: "2013-02",
};

const ROUND_DEFINITIONS: &str = "\
By municipality of the division and round, as of asOf. Asked: a consultation exists that is not withdrawn. Reached: any \
of them reached the municipality; otherwise the outcome is that of the last, no-answer or declined. The topics of those \
that reached it are united; one without topics covered all. Without consultation: reports or resolutions of the round \
exist, but no consultation; such a municipality is in no denominator. The round began in a municipality with its first \
consultation, report or resolution there, and ended with the last so far. Expected: knelpunten that were open just \
before it began there, if it reached the municipality. Each of them is still there (the round's last word on it is a \
report), gone (a resolution) or not discussed (the round has neither; separately for covered and uncovered categories): \
these always add up to expected, and silence is not a resolution. New: not open just before, and a report of the round \
opened an episode, the first or a recurrence. Open after: open when the round ended there. municipality, province, \
sizeClass and panel select municipalities; the rest of the filter selects knelpunten, and changes neither who was asked nor when a \
round began. At most 1000 rounds, the newest.";

const RECURRENCE_DEFINITIONS: &str = "\
Kaplan-Meier over the episodes that ended: the time from the end to the next report that opened an episode of the same \
knelpunt, or to asOf. The figures of a group are those of resolution times.";

const KNELPUNTEN_DEFINITIONS: &str = "\
The collection of knelpunten that have an episode, with their state at asOf. Age, rounds and lastReportedAt are those of \
the last episode; of a resolved one, the age is that at its end. A page; the header Link has the next one, rel=\"next\".";

const OUTLOOK_DEFINITIONS: &str = "\
For each open knelpunt of age a: S(a + withinDays)/S(a), where S is the curve of resolution times of its stratum, over \
all episodes of the stratum whatever the filter. Unknown where fewer than 10 others were followed beyond a, where the \
curve ends before a + withinDays, or where a lies before its first day; then it is also compared with all episodes. \
Unknown first, then the most likely to stay open. The figures beside the items are over all pages. A page; the header Link has the next one, rel=\"next\".";

const MOVERS_DEFINITIONS: &str = "\
By group, the counts of two windows of dates, which must not overlap. The ratio of the rates has an exact interval \
(Clopper and Pearson), p is that of the exact test of two Poisson rates by minimum likelihood (Przyborowski and \
Wilenski), and q corrects it for the number of groups (Benjamini and Hochberg). With exposure=consultations, counts are \
divided by the number of municipalities that rounds reached in the window, and that covered the category.";

const FUNNEL_DEFINITIONS: &str = "\
Of the episodes that opened at least so many days before asOf: the share that was still open after so many days, counted \
from openedAt, with the interval of Wilson, beside the exact control limits of Spiegelhalter around the share of all \
groups together. A group beyond its limits stands out by more than chance; there is no rank.";

const EPISODES_DEFINITIONS: &str = "\
Opened: all openings; recurred: those that followed an earlier episode of the same knelpunt; persisted: the moment from \
which an open episode persists. A page; the header Link has the next one, rel=\"next\".";

const SUPPORT_EFFECT_DEFINITIONS: &str = "\
An episode counts as not supported until its municipality has received the support about its category, and as supported \
after that, on its own clock: an episode that ended before the support came is no success of it. Municipalities that were \
the same one on the day of the support count as one. mantelByar is the test of Mantel and Byar (1974) with one degree of \
freedom; rateRatio is (observed / expected) with the support over (observed / expected) without it; the curves are those \
of Simon and Makuch (1984). support is required, once, and is no filter. Support was not assigned at random: those who \
asked for it may differ from those who did not.";

table! {
    /// Returns the operations that answer questions.
    questions: Questions

    /// How many knelpunten there are, and their state.
    summary = Operation::get("/v1/summary", "summary")
        .takes::<ScopeParameters>()
        .answers::<Summary>()
        .or_file();

    /// Which knelpunten are open or persist, oldest first.
    persisting = Operation::get("/v1/persisting", "persisting")
        .described("A page; the header Link has the next one, rel=\"next\".")
        .takes::<ScopeParameters>()
        .takes::<PersistingParameters>()
        .answers::<Persisting>()
        .or_file();

    /// The knelpunten by status, each with its last episode.
    knelpunten = Operation::get("/v1/knelpunten", "knelpunten")
        .described(KNELPUNTEN_DEFINITIONS)
        .takes::<ScopeParameters>()
        .takes::<KnelpuntenParameters>()
        .answers::<Persisting>()
        .or_file();

    /// How many knelpunten are open and persist, by municipality and category.
    matrix = Operation::get("/v1/persisting/matrix", "persistingMatrix")
        .takes::<ScopeParameters>()
        .answers::<Matrix>()
        .or_file();

    /// What happened in each period, and what was open at its end.
    trend = Operation::get("/v1/trend", "trend")
        .takes::<ScopeParameters>()
        .takes::<TrendParameters>()
        .answers::<Trend>()
        .or_file();

    /// How long knelpunten stay open; those that still are count as censored.
    resolution_times = Operation::get("/v1/resolution-times", "resolutionTimes")
        .takes::<ScopeParameters>()
        .takes::<ResolutionTimesParameters>()
        .answers::<ResolutionTimes>()
        .or_file();

    /// How long resolved knelpunten stay resolved; those that were not reported again count as censored.
    recurrence = Operation::get("/v1/recurrence", "recurrence")
        .described(RECURRENCE_DEFINITIONS)
        .takes::<ScopeParameters>()
        .takes::<ResolutionTimesParameters>()
        .answers::<Recurrence>()
        .or_file();

    /// Which open knelpunten will not be resolved by themselves: how likely each is to stay open.
    outlook = Operation::get("/v1/outlook", "outlook")
        .described(OUTLOOK_DEFINITIONS)
        .takes::<ScopeParameters>()
        .takes::<OutlookParameters>()
        .answers::<Outlook>()
        .or_file();

    /// What has really changed between two windows of dates.
    movers = Operation::get("/v1/movers", "movers")
        .described(MOVERS_DEFINITIONS)
        .takes::<ScopeParameters>()
        .takes::<MoversParameters>()
        .answers::<Movers>()
        .or_file();

    /// Which groups stand out by more than chance.
    funnel = Operation::get("/v1/funnel", "funnel")
        .described(FUNNEL_DEFINITIONS)
        .takes::<ScopeParameters>()
        .takes::<FunnelParameters>()
        .answers::<Funnel>()
        .or_file();

    /// Which parties knelpunten wait on, in how many municipalities, and for how long.
    waiting_on = Operation::get("/v1/waiting-on", "waitingOn")
        .described("A page; the header Link has the next one, rel=\"next\".")
        .takes::<ScopeParameters>()
        .takes::<PageParameters>()
        .answers::<WaitingOn>()
        .or_file();

    /// What opened, recurred, persisted or was resolved between two dates, episode by episode.
    episodes = Operation::get("/v1/episodes", "episodes")
        .described(EPISODES_DEFINITIONS)
        .takes::<ScopeParameters>()
        .takes::<EpisodesParameters>()
        .answers::<EpisodeList>()
        .or_file();

    /// Whether knelpunten were resolved sooner with a support than without it.
    support_effect = Operation::get("/v1/support-effect", "supportEffect")
        .described(SUPPORT_EFFECT_DEFINITIONS)
        .takes::<EffectScopeParameters>()
        .takes::<SupportEffectParameters>()
        .answers::<SupportEffect>()
        .or_file();

    /// How far each round came: asked and reached, still there, gone and new.
    rounds = Operation::get("/v1/rounds", "rounds")
        .described(ROUND_DEFINITIONS)
        .takes::<ScopeParameters>()
        .answers::<Rounds>()
        .or_file();

    /// How far one round came, by municipality and in total; with against, compared with another round.
    round = Operation::get("/v1/rounds/{round}", "round")
        .described(ROUND_DEFINITIONS)
        .at(ROUND)
        .takes::<ScopeParameters>()
        .takes::<RoundParameters>()
        .answers::<RoundAnswer>()
        .or_file();

    /// The state of one knelpunt, and its episodes.
    knelpunt = Operation::get("/v1/knelpunten/{id}", "knelpunt")
        .at(KNELPUNT_ID)
        .takes::<AsOfParameters>()
        .answers::<KnelpuntAnswer>();

    /// Every event of one knelpunt.
    knelpunt_events = Operation::get("/v1/knelpunten/{id}/events", "knelpuntEvents")
        .at(KNELPUNT_ID)
        .takes::<AsOfParameters>()
        .answers::<KnelpuntEvents>()
        .or_file();
}
