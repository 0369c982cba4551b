//! Several questions asked for one page, all of them as of one instant and one position: what arrives in between
//! is not seen by half of it.

use jiff::civil::Date;
use model::{Instant, KnelpuntId};
use questions::{
    Answer, Counted, KnelpuntAnswer, Matrix, Persisting, Query, Question, RoundAnswer, Rounds,
    Summary, Trend,
};
use register::Register;
use views::{Answered, Health, HistoryItem, LogState};

use crate::{
    api,
    app::WebApp,
    problem::WebProblem,
    query::{self, Pair},
};

/// The keys that a page keeps in its links.
const KEPT: [&str; 3] = ["asOf", "knownAt", "division"];

/// The keys that only some pages know.
const OWN: [&str; 3] = ["cursor", "against", "said"];

/// Takes what only some pages know out of a page's keys.
pub(crate) fn split(pairs: Vec<Pair>) -> (Vec<Pair>, Vec<Pair>) {
    pairs
        .into_iter()
        .partition(|(key, _)| !OWN.contains(&key.as_str()))
}

/// Checks that a page knows all keys of its own that are given.
///
/// # Errors
///
/// Names every one that it does not.
pub(crate) fn known_only(own: &[Pair], known: &[&str]) -> Result<(), WebProblem> {
    let problem = |(key, _): &Pair| questions::ParameterViolation {
        key: key.clone(),
        problem: "is not a key here".to_owned(),
    };
    let unknown = own.iter().filter(|(key, _)| !known.contains(&key.as_str()));
    let problems: Vec<questions::ParameterViolation> = unknown.map(problem).collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(WebProblem::keys(problems))
}

/// What a page asks, with where it was answered.
pub(crate) struct Inquiry<'a> {
    app: &'a WebApp,
    /// The path of the page.
    pub(crate) path: String,
    common: Vec<Pair>,
    /// What only some pages know.
    pub(crate) own: Vec<Pair>,
    pub(crate) as_of: Instant,
    pub(crate) division: Date,
    /// The position of the first answer: the others are given as known then.
    pub(crate) position: Option<u64>,
    pub(crate) digest: Option<String>,
}

impl<'a> Inquiry<'a> {
    /// Begins with the keys that all questions share.
    ///
    /// # Errors
    ///
    /// Names every key that is wrong.
    pub(crate) fn new(
        app: &'a WebApp,
        path: String,
        common: Vec<Pair>,
        own: Vec<Pair>,
        now: Instant,
    ) -> Result<Self, WebProblem> {
        let asked = app.parse_query("knelpunten", &common)?;
        let given = common.iter().any(|(key, _)| key == "asOf");
        let as_of = if given { asked.as_of } else { now };
        let division = common.iter().any(|(key, _)| key == "division");
        Ok(Self {
            app,
            path,
            common,
            own,
            as_of,
            division: if division {
                asked.division
            } else {
                as_of.day()
            },
            position: None,
            digest: None,
        })
    }

    /// Says that the page has no keys of its own.
    ///
    /// # Errors
    ///
    /// Names every one that is given.
    pub(crate) fn takes_no_own(&self) -> Result<(), WebProblem> {
        known_only(&self.own, &[])
    }

    /// Says whether things can be said at the pages: somebody takes forms, and they show how it is now.
    pub(crate) fn takes_forms(&self) -> bool {
        let of_then = |(key, _): &Pair| ["asOf", "knownAt"].contains(&key.as_str());
        self.app.settings.forms.is_some() && !self.common.iter().any(of_then)
    }

    pub(crate) fn register(&self) -> &'static Register {
        self.app.register()
    }

    pub(crate) fn health(&self) -> Health {
        self.app.reader.health()
    }

    pub(crate) fn log(&self) -> LogState {
        self.app.reader.log_state()
    }

    pub(crate) fn summary(
        &mut self,
        more: &[(&str, &str)],
    ) -> Result<(Summary, Counted), WebProblem> {
        match self.ask("summary", more)? {
            (Answer::Summary(answer), counted) => Ok((answer, counted)),
            _ => unreachable!("a summary is what was asked"),
        }
    }

    pub(crate) fn matrix(&mut self) -> Result<Matrix, WebProblem> {
        match self.ask("persisting/matrix", &[])? {
            (Answer::Matrix(answer), _) => Ok(answer),
            _ => unreachable!("the matrix is what was asked"),
        }
    }

    pub(crate) fn persisting(&mut self, more: &[(&str, &str)]) -> Result<Persisting, WebProblem> {
        match self.ask("persisting", more)? {
            (Answer::Persisting(answer), _) => Ok(answer),
            _ => unreachable!("what persists is what was asked"),
        }
    }

    pub(crate) fn trend(&mut self) -> Result<Trend, WebProblem> {
        match self.ask("trend", &[("every", "month")])? {
            (Answer::Trend(answer), _) => Ok(answer),
            _ => unreachable!("a trend is what was asked"),
        }
    }

    pub(crate) fn rounds(&mut self) -> Result<Rounds, WebProblem> {
        match self.ask("rounds", &[])? {
            (Answer::Rounds(answer), _) => Ok(answer),
            _ => unreachable!("the rounds are what was asked"),
        }
    }

    /// Asks for the slugs of all rounds, the newest first.
    pub(crate) fn round_names(&mut self) -> Result<Vec<String>, WebProblem> {
        let asked = Query {
            question: Question::RoundNames,
            ..self.asked("rounds", &[])?
        };
        let answered = self.app.reader.ask(&asked)?;
        match self.place(&asked, answered) {
            (Answer::RoundNames(names), _) => Ok(names),
            _ => unreachable!("the names of rounds are what was asked"),
        }
    }

    /// Asks how far one round came; 404 when there is none.
    pub(crate) fn round(
        &mut self,
        round: &str,
        more: &[(&str, &str)],
    ) -> Result<RoundAnswer, WebProblem> {
        match self.ask(&format!("rounds/{round}"), more)? {
            (Answer::Round(answer), _) => Ok(*answer),
            _ => unreachable!("a round is what was asked"),
        }
    }

    /// Asks how one knelpunt stands; 404 when there is none.
    pub(crate) fn knelpunt(&mut self, id: KnelpuntId) -> Result<KnelpuntAnswer, WebProblem> {
        self.find_knelpunt(id)?.ok_or_else(api::no_such_knelpunt)
    }

    /// Asks how one knelpunt stands, if there is one.
    pub(crate) fn find_knelpunt(
        &mut self,
        id: KnelpuntId,
    ) -> Result<Option<KnelpuntAnswer>, WebProblem> {
        let asked = self.asked("knelpunten", &[])?;
        let answered = self.app.reader.knelpunt(id, &asked)?;
        Ok(answered.map(|answered| self.place(&asked, answered).0))
    }

    /// Asks for all events of one knelpunt; 404 when there is none.
    pub(crate) fn history(&mut self, id: KnelpuntId) -> Result<Vec<HistoryItem>, WebProblem> {
        let asked = self.asked("knelpunten", &[])?;
        let answered = self.app.reader.history(id, &asked)?;
        Ok(self
            .place(&asked, answered.ok_or_else(api::no_such_knelpunt)?)
            .0)
    }

    fn ask(&mut self, path: &str, more: &[(&str, &str)]) -> Result<(Answer, Counted), WebProblem> {
        let asked = self.asked(path, more)?;
        let answered = api::known(self.app.reader.ask(&asked)?)?;
        Ok(self.place(&asked, answered))
    }

    fn asked(&self, path: &str, more: &[(&str, &str)]) -> Result<Query, WebProblem> {
        let more = more
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let pairs: Vec<Pair> = self.common.iter().cloned().chain(more).collect();
        let parsed = Query::parse(path, &pairs, self.register(), self.as_of);
        let parsed = parsed.ok_or_else(|| WebProblem::not_found("There is no such question."))?;
        let asked = parsed.map_err(WebProblem::keys)?;
        Ok(Query {
            known_at: self.position.or(asked.known_at),
            ..asked
        })
    }

    /// Remembers where the first answer was given; a cursor may have said as of when.
    fn place<T>(&mut self, asked: &Query, answered: Answered<T>) -> (T, Counted) {
        self.as_of = asked.as_of;
        self.division = asked.division;
        if self.position.is_none() {
            self.position = Some(answered.position);
            self.digest = answered.digest;
        }
        (answered.answer, answered.counted)
    }

    /// Links to another page, which keeps as of when, as known when and by which division.
    pub(crate) fn link(&self, path: &str) -> String {
        query::link(path, self.kept())
    }

    /// Links to what gives the same figures for ever.
    pub(crate) fn permanent(&self, path: &str, more: &[(&str, &str)]) -> String {
        let (as_of, division) = (self.as_of.to_string(), self.division.to_string());
        let position = self.position.unwrap_or_default().to_string();
        let pinned = [
            ("asOf", &*as_of),
            ("knownAt", &*position),
            ("division", &*division),
        ];
        query::link(path, pinned.into_iter().chain(more.iter().copied()))
    }

    /// Gives what links keep, but not the keys named.
    pub(crate) fn kept_but(&self, left_out: &[&str]) -> Vec<Pair> {
        let kept = self.kept().filter(|(key, _)| !left_out.contains(key));
        kept.map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }

    fn kept(&self) -> impl Iterator<Item = (&str, &str)> {
        let kept = self
            .common
            .iter()
            .filter(|(key, _)| KEPT.contains(&key.as_str()));
        kept.map(|(key, value)| (key.as_str(), value.as_str()))
    }
}
