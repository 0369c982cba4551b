//! The questions.

use super::{EXAMPLE_KNELPUNT, Operation, OperationGroup, PathParameter};
use crate::{
    KnelpuntEvents,
    answers::{
        KnelpuntAnswer, Matrix, Persisting, ResolutionTimes, RoundAnswer, Rounds, Summary, Trend,
    },
    parameters::{
        AsOfParameters, PersistingParameters, ResolutionTimesParameters, RoundParameters,
        ScopeParameters, TrendParameters,
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
opened an episode, the first or a recurrence. Open after: open when the round ended there. municipality, province and \
sizeClass select municipalities; the rest of the filter selects knelpunten, and changes neither who was asked nor when a \
round began. At most 1000 rounds, the newest.";

table! {
    /// Returns the operations that answer questions.
    questions: Questions

    /// How many knelpunten there are, and their state.
    summary = Operation::get("/v1/summary", "summary")
        .takes::<ScopeParameters>()
        .answers::<Summary>()
        .or_csv();

    /// Which knelpunten are open or persist, oldest first.
    persisting = Operation::get("/v1/persisting", "persisting")
        .described("A page; the header Link has the next one, rel=\"next\".")
        .takes::<ScopeParameters>()
        .takes::<PersistingParameters>()
        .answers::<Persisting>()
        .or_csv();

    /// How many knelpunten are open and persist, by municipality and category.
    matrix = Operation::get("/v1/persisting/matrix", "persistingMatrix")
        .takes::<ScopeParameters>()
        .answers::<Matrix>()
        .or_csv();

    /// What happened in each period, and what was open at its end.
    trend = Operation::get("/v1/trend", "trend")
        .takes::<ScopeParameters>()
        .takes::<TrendParameters>()
        .answers::<Trend>()
        .or_csv();

    /// How long knelpunten stay open; those that still are count as censored.
    resolution_times = Operation::get("/v1/resolution-times", "resolutionTimes")
        .takes::<ScopeParameters>()
        .takes::<ResolutionTimesParameters>()
        .answers::<ResolutionTimes>()
        .or_csv();

    /// How far each round came: asked and reached, still there, gone and new.
    rounds = Operation::get("/v1/rounds", "rounds")
        .described(ROUND_DEFINITIONS)
        .takes::<ScopeParameters>()
        .answers::<Rounds>()
        .or_csv();

    /// How far one round came, by municipality and in total; with against, compared with another round.
    round = Operation::get("/v1/rounds/{round}", "round")
        .described(ROUND_DEFINITIONS)
        .at(ROUND)
        .takes::<ScopeParameters>()
        .takes::<RoundParameters>()
        .answers::<RoundAnswer>()
        .or_csv();

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
        .or_csv();
}
