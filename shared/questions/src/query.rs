//! From a link to a question, and from a question to its answer.

use jiff::civil::Date;
use model::Instant;
use register::Register;
use serde::Serialize;

use crate::{
    Counted, Filter, Matrix, ParameterViolation, Persisting, Population, ResolutionTimes,
    RoundAnswer, Rounds, Summary, Table, Trend,
    filter::FILTER_KEYS,
    geography::Geography,
    parameters::Parameters,
    persisting::{ItemContext, PersistingQuery},
    resolution_times::{GroupedSpans, ResolutionTimesQuery},
    rounds::{self, RoundQuery},
    trend::TrendQuery,
};

#[cfg(test)]
mod tests;

/// The keys that every question takes, besides those of its filter.
const COMMON_KEYS: [&str; 4] = ["asOf", "knownAt", "division", "atLeast"];

/// What the path of a question about one round begins with.
const ROUND: &str = "rounds/";

/// A question with all that its answer depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What is asked.
    pub question: Question,
    /// Of which knelpunten.
    pub filter: Filter,
    /// As of when: only what is seen then exists.
    pub as_of: Instant,
    /// By which division of municipalities.
    pub division: Date,
    /// As the log was when its last sequence was this; none for all of it.
    pub known_at: Option<u64>,
    /// Wait until the views have folded up to this position.
    pub at_least: Option<u64>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// The figures of everything at once.
    Summary,
    /// Which are open or persist, oldest first.
    Persisting(PersistingQuery),
    /// How many, by municipality and category.
    Matrix,
    /// What happened per period.
    Trend(TrendQuery),
    /// How long it takes until they are gone.
    ResolutionTimes(ResolutionTimesQuery),
    /// How far each round came.
    Rounds,
    /// How far one round came, by municipality.
    Round(RoundQuery),
    /// The slugs of all rounds, for those who choose one: no link asks it.
    RoundNames,
    /// One knelpunt, by id.
    Knelpunt,
}

/// An answer, by question.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// To a summary.
    Summary(Summary),
    /// To what persists.
    Persisting(Persisting),
    /// To the matrix.
    Matrix(Matrix),
    /// To a trend.
    Trend(Trend),
    /// To resolution times.
    ResolutionTimes(ResolutionTimes),
    /// To all rounds.
    Rounds(Rounds),
    /// To one round.
    Round(Box<RoundAnswer>),
    /// The slugs of all rounds, the one that began last first. It counts no knelpunten.
    RoundNames(Vec<String>),
}

/// What a scan over a population found: the answer follows from it without another look.
#[derive(Debug)]
pub struct Scanned(ScanResult);

/// What is left to be done is done where it takes longer than the scan.
#[derive(Debug)]
enum ScanResult {
    Answer(Answer),
    Grouped(GroupedSpans),
}

impl Scanned {
    /// Makes the answer of what was found.
    pub fn into_answer(self, register: &Register) -> Answer {
        match self.0 {
            ScanResult::Answer(answer) => answer,
            ScanResult::Grouped(grouped) => Answer::ResolutionTimes(grouped.answer(register)),
        }
    }
}

impl Query {
    /// Reads a link: `path` below `/v1/` and its decoded key-value pairs; `now` is the as-of instant if none is given.
    ///
    /// None when there is no such question.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the keys, at once.
    pub fn parse(
        path: &str,
        pairs: &[(String, String)],
        register: &Register,
        now: Instant,
    ) -> Option<Result<Self, Vec<ParameterViolation>>> {
        let own: &[&str] = match path {
            "summary" | "persisting/matrix" | "rounds" => &[],
            "persisting" => &["status", "minAgeDays", "limit", "cursor"],
            "trend" => &["every", "from", "to", "groupBy"],
            "resolution-times" => &["groupBy", "horizonDays", "curve"],
            path if path.starts_with(ROUND) => &["against"],
            "knelpunten" => return Some(Self::parse_knelpunt(pairs, now)),
            _ => return None,
        };
        let mut keys = Parameters::new(pairs);
        let filter = Filter::take(&mut keys, register);
        let mut asked = Self::common(&mut keys, filter, now);
        let question = match path {
            "persisting" => Question::Persisting(PersistingQuery::take(&mut keys, &mut asked)),
            "persisting/matrix" => Question::Matrix,
            "trend" => Question::Trend(TrendQuery::take(&mut keys)),
            "resolution-times" => Question::ResolutionTimes(ResolutionTimesQuery::take(&mut keys)),
            "rounds" => Question::Rounds,
            path if path.starts_with(ROUND) => {
                Question::Round(RoundQuery::take(&path[ROUND.len()..], &mut keys))
            }
            _ => Question::Summary,
        };
        let problems = keys.finish(&[&FILTER_KEYS[..], &COMMON_KEYS, own].concat());
        Some(if problems.is_empty() {
            Ok(Self { question, ..asked })
        } else {
            Err(problems)
        })
    }

    fn parse_knelpunt(
        pairs: &[(String, String)],
        now: Instant,
    ) -> Result<Self, Vec<ParameterViolation>> {
        let mut keys = Parameters::new(pairs);
        let asked = Self::common(&mut keys, Filter::default(), now);
        let problems = keys.finish(&COMMON_KEYS);
        if problems.is_empty() {
            Ok(Self {
                question: Question::Knelpunt,
                ..asked
            })
        } else {
            Err(problems)
        }
    }

    fn common(keys: &mut Parameters, filter: Filter, now: Instant) -> Self {
        let as_of = keys.instant("asOf").unwrap_or(now);
        let sequence = |text: &str| {
            text.parse::<u64>()
                .ok()
                .filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
        };
        Self {
            question: Question::Summary,
            filter,
            as_of,
            known_at: keys.read("knownAt", "a sequence of the log, a whole number", sequence),
            division: keys.date("division").unwrap_or_else(|| as_of.day()),
            at_least: keys.read("atLeast", "a sequence of the log, a whole number", sequence),
        }
    }

    /// Says whether the answer depends on who was asked, and not on knelpunten alone.
    pub const fn needs_consultations(&self) -> bool {
        matches!(
            self.question,
            Question::Rounds | Question::Round(_) | Question::RoundNames
        )
    }

    /// Answers the question over a population.
    ///
    /// # Errors
    ///
    /// When the answer would be larger than answers may be: what to ask instead.
    pub fn answer(
        &self,
        population: &Population<'_>,
        register: &Register,
    ) -> Result<(Answer, Counted), ParameterViolation> {
        let (scanned, counted) = self.scan(population, register)?;
        Ok((scanned.into_answer(register), counted))
    }

    /// Looks at a population for an answer, for no longer than it takes to find what the answer follows from.
    ///
    /// # Errors
    ///
    /// As [`Query::answer`].
    pub fn scan(
        &self,
        population: &Population<'_>,
        register: &Register,
    ) -> Result<(Scanned, Counted), ParameterViolation> {
        let interner = population.interner();
        let places = &Geography::on(
            self.division,
            population.municipalities(),
            interner,
            register,
        );
        let selection = &self.filter.look_up(places, interner, register);
        let of_rounds = || rounds::RoundsContext {
            asked: self,
            population,
            selection,
            places,
            register,
        };
        let (answer, counted) = match &self.question {
            Question::Summary | Question::Knelpunt => {
                let (summary, counted) = Summary::of(self, population, selection);
                (Answer::Summary(summary), counted)
            }
            Question::Persisting(persisting) => {
                let tables = ItemContext {
                    places,
                    interner,
                    register,
                };
                let (answer, counted) =
                    Persisting::of(self, persisting, population, selection, &tables);
                (Answer::Persisting(answer), counted)
            }
            Question::Matrix => {
                let (matrix, counted) = Matrix::of(self, population, selection, places, register);
                (Answer::Matrix(matrix), counted)
            }
            Question::Trend(trend) => {
                let (answer, counted) =
                    Trend::of(self, trend, population, selection, places, register)?;
                (Answer::Trend(answer), counted)
            }
            Question::ResolutionTimes(times) => {
                let (grouped, counted) =
                    GroupedSpans::of(self, times, population, selection, places, register);
                return Ok((Scanned(ScanResult::Grouped(grouped)), counted));
            }
            Question::Rounds => {
                let (answer, counted) = Rounds::of(&of_rounds());
                (Answer::Rounds(answer), counted)
            }
            Question::Round(round) => {
                let (answer, counted) = RoundAnswer::of(&of_rounds(), round);
                (Answer::Round(Box::new(answer)), counted)
            }
            Question::RoundNames => {
                let interner = Rounds::names(&of_rounds());
                (Answer::RoundNames(interner), Counted::default())
            }
        };
        Ok((Scanned(ScanResult::Answer(answer)), counted))
    }
}

impl Answer {
    /// Gives the answer as a table, for programs that read those.
    pub fn table(&self) -> Table {
        match self {
            Self::Summary(answer) => answer.table(),
            Self::Persisting(answer) => answer.table(),
            Self::Matrix(answer) => answer.table(),
            Self::Trend(answer) => answer.table(),
            Self::ResolutionTimes(answer) => answer.table(),
            Self::Rounds(answer) => answer.table(),
            Self::Round(answer) => answer.table(),
            Self::RoundNames(interner) => Table {
                columns: vec!["round"],
                rows: interner.iter().map(|name| vec![name.clone()]).collect(),
            },
        }
    }
}
