//! Any link to any question, for tests that compare answers whatever the question is.

use api::{InputViolation, answers::Answer};
use model::Instant;
use register::Register;
use serde_json::Value;

use crate::{
    Counted, EpisodesQuestion, FromParameters, FunnelQuestion, KnelpuntenQuestion, MatrixQuestion,
    MoversQuestion, OutlookQuestion, PersistingQuestion, Population, Query, Question,
    RecurrenceQuestion, ResolutionTimesQuestion, RoundsQuestion, Scope, SummaryQuestion,
    SupportEffectQuestion, TrendQuestion, WaitingOnQuestion,
};

/// A test that takes a query of any type.
pub trait Visitor {
    /// The outcome of the test.
    type Output;

    /// Runs the test.
    fn visit<Q: Question<Answer: Answer>>(self, query: Query<Q>) -> Self::Output;
}

/// Parses a valid link to a question of this type; without `asOf` it is as of the latest instant.
///
/// # Panics
///
/// When the link is invalid.
pub fn query<Q: FromParameters>(link: &str) -> Query<Q> {
    let (_, pairs) = split(link);
    let query = Query::parse(&pairs, Register::embedded(), Instant::LATEST);
    query.unwrap_or_else(|violations| panic!("{link}: {violations:?}"))
}

/// Returns the scope of a link to any question.
///
/// # Errors
///
/// Every violation in the parameters.
pub fn scope(link: &str, now: Instant) -> Option<Result<Scope, Vec<InputViolation>>> {
    struct ScopeOf;
    impl Visitor for ScopeOf {
        type Output = Scope;

        fn visit<Q: Question<Answer: Answer>>(self, query: Query<Q>) -> Scope {
            query.scope
        }
    }
    visit(link, now, ScopeOf)
}

/// Answers a link to any question; returns the JSON of the answer, and the episodes counted.
///
/// # Errors
///
/// In words, when the link is invalid or has no answer.
pub fn answer(
    link: &str,
    now: Instant,
    population: &Population<'_>,
) -> Result<(Value, Counted), String> {
    struct AnswerOver<'a>(&'a Population<'a>);
    impl Visitor for AnswerOver<'_> {
        type Output = Result<(Value, Counted), String>;

        fn visit<Q: Question<Answer: Answer>>(self, query: Query<Q>) -> Self::Output {
            let answered = query.answer(self.0, Register::embedded());
            let (answer, counted) = answered.map_err(|error| error.to_string())?;
            let answer = serde_json::to_value(answer).map_err(|error| error.to_string())?;
            Ok((answer, counted))
        }
    }
    let answered = visit(link, now, AnswerOver(population));
    let answered = answered.ok_or_else(|| format!("{link} is no question"))?;
    answered.map_err(|violations| format!("{link}: {violations:?}"))?
}

/// Splits a link into its path below `/v1/` and its parameters; nothing is decoded.
pub fn split(link: &str) -> (&str, Vec<(String, String)>) {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let pair = |part: &str| {
        let (key, value) = part.split_once('=')?;
        Some((key.to_owned(), value.to_owned()))
    };
    let pairs = query.split('&').filter_map(pair).collect();
    (path.trim_start_matches("/v1/"), pairs)
}

/// Parses a link and visits its query; none when the path is of no question.
///
/// # Errors
///
/// Every violation in the parameters.
pub fn visit<V: Visitor>(
    link: &str,
    now: Instant,
    visitor: V,
) -> Option<Result<V::Output, Vec<InputViolation>>> {
    let (path, pairs) = split(link);
    visit_pairs(path, &pairs, now, visitor)
}

/// Visits as [`visit`] does the query of a path below `/v1/` and decoded parameters.
///
/// # Errors
///
/// Every violation in the parameters.
pub fn visit_pairs<V: Visitor>(
    path: &str,
    pairs: &[(String, String)],
    now: Instant,
    visitor: V,
) -> Option<Result<V::Output, Vec<InputViolation>>> {
    Some(match path {
        "summary" => parsed::<SummaryQuestion, V>(pairs, now, visitor),
        "knelpunten" => parsed::<KnelpuntenQuestion, V>(pairs, now, visitor),
        "persisting" => parsed::<PersistingQuestion, V>(pairs, now, visitor),
        "persisting/matrix" => parsed::<MatrixQuestion, V>(pairs, now, visitor),
        "trend" => parsed::<TrendQuestion, V>(pairs, now, visitor),
        "resolution-times" => parsed::<ResolutionTimesQuestion, V>(pairs, now, visitor),
        "recurrence" => parsed::<RecurrenceQuestion, V>(pairs, now, visitor),
        "outlook" => parsed::<OutlookQuestion, V>(pairs, now, visitor),
        "movers" => parsed::<MoversQuestion, V>(pairs, now, visitor),
        "funnel" => parsed::<FunnelQuestion, V>(pairs, now, visitor),
        "waiting-on" => parsed::<WaitingOnQuestion, V>(pairs, now, visitor),
        "episodes" => parsed::<EpisodesQuestion, V>(pairs, now, visitor),
        "support-effect" => parsed::<SupportEffectQuestion, V>(pairs, now, visitor),
        "rounds" => parsed::<RoundsQuestion, V>(pairs, now, visitor),
        path => {
            let round = path.strip_prefix("rounds/")?;
            let query = Query::parse_round(round, pairs, Register::embedded(), now);
            query.map(|query| visitor.visit(query))
        }
    })
}

fn parsed<Q, V>(
    pairs: &[(String, String)],
    now: Instant,
    visitor: V,
) -> Result<V::Output, Vec<InputViolation>>
where
    Q: FromParameters + Question<Answer: Answer>,
    V: Visitor,
{
    let query = Query::<Q>::parse(pairs, Register::embedded(), now)?;
    Ok(visitor.visit(query))
}
