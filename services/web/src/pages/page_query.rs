//! Several questions for one page, answered as of one instant and one position: events that arrive meanwhile would
//! otherwise be in half of the figures.

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

/// The keys that the links of a page repeat.
const LINK_KEYS: [&str; 3] = ["asOf", "knownAt", "division"];

/// The keys that only some pages have.
const PAGE_KEYS: [&str; 3] = ["cursor", "against", "said"];

/// Separates the keys that all questions share from those that only some pages have.
pub(crate) fn split(pairs: Vec<Pair>) -> (Vec<Pair>, Vec<Pair>) {
    pairs
        .into_iter()
        .partition(|(key, _)| !PAGE_KEYS.contains(&key.as_str()))
}

/// Checks that a page has all the keys that are given.
///
/// # Errors
///
/// Names every key that it does not have.
pub(crate) fn check_keys(given: &[Pair], known: &[&str]) -> Result<(), WebProblem> {
    let violation = |(key, _): &Pair| questions::ParameterViolation {
        key: key.clone(),
        problem: "is not a parameter here".to_owned(),
    };
    let unknown = given
        .iter()
        .filter(|(key, _)| !known.contains(&key.as_str()));
    let violations: Vec<questions::ParameterViolation> = unknown.map(violation).collect();
    if violations.is_empty() {
        return Ok(());
    }
    Err(WebProblem::keys(violations))
}

/// The questions of a page, with the instant and the position of the answers.
pub(crate) struct PageQuery<'a> {
    app: &'a WebApp,
    /// The path of the page.
    pub(crate) path: String,
    common: Vec<Pair>,
    page_keys: Vec<Pair>,
    pub(crate) as_of: Instant,
    pub(crate) division: Date,
    /// The position of the first answer. All others are given as known then.
    pub(crate) position: Option<u64>,
    pub(crate) digest: Option<String>,
}

impl<'a> PageQuery<'a> {
    /// Creates a query from the keys that all questions share and those that only some pages have.
    ///
    /// # Errors
    ///
    /// Names every key that is not valid.
    pub(crate) fn new(
        app: &'a WebApp,
        path: String,
        common: Vec<Pair>,
        page_keys: Vec<Pair>,
        now: Instant,
    ) -> Result<Self, WebProblem> {
        let query = app.parse_query("knelpunten", &common)?;
        let has = |name: &str| common.iter().any(|(key, _)| key == name);
        let as_of = if has("asOf") { query.as_of } else { now };
        let division = if has("division") {
            query.division
        } else {
            as_of.day()
        };
        Ok(Self {
            app,
            path,
            common,
            page_keys,
            as_of,
            division,
            position: None,
            digest: None,
        })
    }

    /// Creates a query as of now, without a page.
    ///
    /// # Errors
    ///
    /// None that a link could cause.
    pub(crate) fn now(app: &'a WebApp) -> Result<Self, WebProblem> {
        Self::new(app, String::new(), Vec::new(), Vec::new(), app.now())
    }

    /// Returns the keys of the page itself.
    ///
    /// # Errors
    ///
    /// Names every key that the page does not have.
    pub(crate) fn page_keys(&self, known: &[&str]) -> Result<Vec<Pair>, WebProblem> {
        check_keys(&self.page_keys, known)?;
        Ok(self.page_keys.clone())
    }

    /// Returns whether the page links to forms: there are forms, and the page shows the present.
    pub(crate) fn has_forms(&self) -> bool {
        let past = |(key, _): &Pair| ["asOf", "knownAt"].contains(&key.as_str());
        self.app.settings.forms.is_some() && !self.common.iter().any(past)
    }

    pub(crate) fn register(&self) -> &'static Register {
        self.app.register()
    }

    pub(crate) fn health(&self) -> Health {
        self.app.reader.health()
    }

    pub(crate) fn log_state(&self) -> LogState {
        self.app.reader.log_state()
    }

    pub(crate) fn summary(
        &mut self,
        more: &[(&str, &str)],
    ) -> Result<(Summary, Counted), WebProblem> {
        match self.ask("summary", more)? {
            (Answer::Summary(answer), counted) => Ok((answer, counted)),
            _ => unreachable!("a summary was asked for"),
        }
    }

    pub(crate) fn matrix(&mut self) -> Result<Matrix, WebProblem> {
        match self.ask("persisting/matrix", &[])? {
            (Answer::Matrix(answer), _) => Ok(answer),
            _ => unreachable!("the matrix was asked for"),
        }
    }

    pub(crate) fn persisting(&mut self, more: &[(&str, &str)]) -> Result<Persisting, WebProblem> {
        match self.ask("persisting", more)? {
            (Answer::Persisting(answer), _) => Ok(answer),
            _ => unreachable!("the list was asked for"),
        }
    }

    pub(crate) fn trend(&mut self) -> Result<Trend, WebProblem> {
        match self.ask("trend", &[("every", "month")])? {
            (Answer::Trend(answer), _) => Ok(answer),
            _ => unreachable!("a trend was asked for"),
        }
    }

    pub(crate) fn rounds(&mut self) -> Result<Rounds, WebProblem> {
        match self.ask("rounds", &[])? {
            (Answer::Rounds(answer), _) => Ok(answer),
            _ => unreachable!("the rounds were asked for"),
        }
    }

    /// Returns the slugs of all rounds, the newest first.
    pub(crate) fn round_names(&mut self) -> Result<Vec<String>, WebProblem> {
        let query = Query {
            question: Question::RoundNames,
            ..self.parse("rounds", &[])?
        };
        let answered = self.app.reader.ask(&query)?;
        match self.record_position(&query, answered) {
            (Answer::RoundNames(names), _) => Ok(names),
            _ => unreachable!("the names of rounds were asked for"),
        }
    }

    /// Returns one round; 404 if there is none.
    pub(crate) fn round(
        &mut self,
        round: &str,
        more: &[(&str, &str)],
    ) -> Result<RoundAnswer, WebProblem> {
        match self.ask(&format!("rounds/{round}"), more)? {
            (Answer::Round(answer), _) => Ok(*answer),
            _ => unreachable!("a round was asked for"),
        }
    }

    /// Returns the state of a knelpunt; 404 if there is none.
    pub(crate) fn knelpunt(&mut self, id: KnelpuntId) -> Result<KnelpuntAnswer, WebProblem> {
        self.find_knelpunt(id)?.ok_or_else(api::no_such_knelpunt)
    }

    /// Returns the state of a knelpunt, if there is one.
    pub(crate) fn find_knelpunt(
        &mut self,
        id: KnelpuntId,
    ) -> Result<Option<KnelpuntAnswer>, WebProblem> {
        let query = self.parse("knelpunten", &[])?;
        let answered = self.app.reader.knelpunt(id, &query)?;
        Ok(answered.map(|answered| self.record_position(&query, answered).0))
    }

    /// Returns all events of a knelpunt; 404 if there is none.
    pub(crate) fn history(&mut self, id: KnelpuntId) -> Result<Vec<HistoryItem>, WebProblem> {
        let query = self.parse("knelpunten", &[])?;
        let answered = self.app.reader.history(id, &query)?;
        Ok(self
            .record_position(&query, answered.ok_or_else(api::no_such_knelpunt)?)
            .0)
    }

    fn ask(&mut self, path: &str, more: &[(&str, &str)]) -> Result<(Answer, Counted), WebProblem> {
        let query = self.parse(path, more)?;
        let answered = api::known(self.app.reader.ask(&query)?)?;
        Ok(self.record_position(&query, answered))
    }

    fn parse(&self, path: &str, more: &[(&str, &str)]) -> Result<Query, WebProblem> {
        let more = more
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let pairs: Vec<Pair> = self.common.iter().cloned().chain(more).collect();
        let parsed = Query::parse(path, &pairs, self.register(), self.as_of);
        let parsed = parsed.ok_or_else(|| WebProblem::not_found("There is no such question."))?;
        let query = parsed.map_err(WebProblem::keys)?;
        Ok(Query {
            known_at: self.position.or(query.known_at),
            ..query
        })
    }

    /// Records the position of the first answer; a cursor may have its own as-of instant.
    fn record_position<T>(&mut self, query: &Query, answered: Answered<T>) -> (T, Counted) {
        self.as_of = query.as_of;
        self.division = query.division;
        if self.position.is_none() {
            self.position = Some(answered.position);
            self.digest = answered.digest;
        }
        (answered.answer, answered.counted)
    }

    /// Returns the link to another page with the same as-of, known-at and division.
    pub(crate) fn link(&self, path: &str) -> String {
        query::link(path, self.common_link_keys())
    }

    /// Returns a link that gives the same figures forever.
    pub(crate) fn permanent_link(&self, path: &str, more: &[(&str, &str)]) -> String {
        let (as_of, division) = (self.as_of.to_string(), self.division.to_string());
        let position = self.position.unwrap_or_default().to_string();
        let pinned = [
            ("asOf", &*as_of),
            ("knownAt", &*position),
            ("division", &*division),
        ];
        query::link(path, pinned.into_iter().chain(more.iter().copied()))
    }

    /// Returns the keys that links repeat, except the ones named.
    pub(crate) fn link_keys_except(&self, left_out: &[&str]) -> Vec<Pair> {
        let keys = self
            .common_link_keys()
            .filter(|(key, _)| !left_out.contains(key));
        keys.map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }

    fn common_link_keys(&self) -> impl Iterator<Item = (&str, &str)> {
        let keys = self
            .common
            .iter()
            .filter(|(key, _)| LINK_KEYS.contains(&key.as_str()));
        keys.map(|(key, value)| (key.as_str(), value.as_str()))
    }
}
