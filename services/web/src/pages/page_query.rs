//! Several questions for one page, answered as of one instant and one position: events that arrive meanwhile would
//! otherwise be in half of the figures.

use ::api::{
    Filter,
    answers::{KnelpuntAnswer, Persisting, RoundAnswer, SearchResults, Summary},
};
use httpd::InputViolation;
use jiff::civil::Date;
use model::{Instant, KnelpuntId};
use questions::{
    Counted, FromParameters, PersistingQuestion, Query, Question, Scope, SummaryQuestion,
};
use register::Register;
use texts::messages::Messages;
use views::{Answered, Health, HistoryItem};

use crate::{
    app::WebApp,
    language::ChosenLanguage,
    problem::WebProblem,
    query::{self, Pair},
    read_request::PageFormat,
};

/// The keys that the links of a page repeat.
const LINK_KEYS: [&str; 3] = ["asOf", "knownAt", "division"];

/// The keys that all pages have: as of when, and from which position on.
const COMMON_KEYS: [&str; 4] = ["asOf", "knownAt", "division", "atLeast"];

/// The keys that a link to the page at another moment does not repeat: they belong to this one.
const MOMENTARY_KEYS: [&str; 4] = ["cursor", "said", "folded", "left"];

/// Separates the keys that all pages have from those that only some have.
pub(crate) fn split(pairs: Vec<Pair>) -> (Vec<Pair>, Vec<Pair>) {
    pairs
        .into_iter()
        .partition(|(key, _)| COMMON_KEYS.contains(&key.as_str()))
}

/// Checks that a page has all the keys that are given.
///
/// # Errors
///
/// Names every key that it does not have.
pub(crate) fn check_keys(given: &[Pair], known: &[&str]) -> Result<(), WebProblem> {
    let violation = |(key, _): &Pair| InputViolation::key(key, "is not a parameter here");
    let unknown = given
        .iter()
        .filter(|(key, _)| !known.contains(&key.as_str()));
    let violations: Vec<InputViolation> = unknown.map(violation).collect();
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
    /// In what format it was asked for.
    pub(crate) format: PageFormat,
    common: Vec<Pair>,
    page_keys: Vec<Pair>,
    pub(crate) language: ChosenLanguage,
    /// The current time, when the page was asked for.
    pub(crate) now: Instant,
    pub(crate) as_of: Instant,
    pub(crate) division: Date,
    /// The instant that the page is about, where it is not that of the link.
    own_as_of: Option<Instant>,
    known_at: Option<u64>,
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
        (path, format): (String, PageFormat),
        common: Vec<Pair>,
        page_keys: Vec<Pair>,
        language: ChosenLanguage,
        now: Instant,
    ) -> Result<Self, WebProblem> {
        let scope = Scope::parse(&common, now).map_err(WebProblem::keys)?;
        Ok(Self {
            app,
            path,
            format,
            common,
            page_keys,
            language,
            now,
            as_of: scope.as_of,
            division: scope.division,
            own_as_of: None,
            known_at: scope.known_at,
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
        let (common, page_keys) = (Vec::new(), Vec::new());
        let language = ChosenLanguage::default();
        let page = (String::new(), PageFormat::Page);
        Self::new(app, page, common, page_keys, language, app.now())
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

    /// Answers as of the instant that the page is about, not as of that of the link.
    pub(crate) fn answer_as_of(&mut self, instant: Instant) {
        self.as_of = instant;
        self.own_as_of = Some(instant);
        if !self.common.iter().any(|(key, _)| key == "division") {
            self.division = instant.day();
        }
    }

    /// Returns whether the link decides as of when the page is, and not the page itself.
    pub(crate) const fn follows_link(&self) -> bool {
        self.own_as_of.is_none()
    }

    /// Returns whether the page shows the present, and not a moment that its link or the page itself is about.
    pub(crate) fn shows_present(&self) -> bool {
        self.follows_link() && self.link_is_of_present()
    }

    /// Returns whether the link names no moment, or today: a form with a date field always names one.
    pub(crate) fn link_is_of_present(&self) -> bool {
        let today = self.now.day().to_string();
        let moment = |(key, value): &Pair| match key.as_str() {
            "asOf" => *value != today,
            "knownAt" => true,
            _ => false,
        };
        !self.common.iter().any(moment)
    }

    /// Returns whether the page links to forms: there are forms, and the page shows the present.
    pub(crate) fn has_forms(&self) -> bool {
        self.app.settings.forms.is_some() && self.shows_present()
    }

    pub(crate) fn register(&self) -> &'static Register {
        self.app.register()
    }

    pub(crate) fn app(&self) -> &'a WebApp {
        self.app
    }

    /// Returns the texts in the language of the page.
    pub(crate) const fn t(&self) -> Messages {
        self.language.messages()
    }

    /// Returns how many events are in quarantine, if the views can say so.
    pub(crate) fn quarantined(&self) -> Option<u64> {
        self.app.reader.status().ok().map(|views| views.quarantined)
    }

    pub(crate) fn health(&self) -> Health {
        self.app.reader.health()
    }

    /// Answers a question about the knelpunten that a filter selects.
    pub(crate) fn ask<Q: Question>(
        &mut self,
        filter: Filter,
        question: Q,
    ) -> Result<Q::Answer, WebProblem> {
        let scope = self.scope(filter);
        Ok(self.answer(Query { scope, question })?.0)
    }

    /// Answers a question by keys that a link may have.
    pub(crate) fn ask_by_keys<Q: Question + FromParameters>(
        &mut self,
        keys: &[(&str, &str)],
    ) -> Result<Q::Answer, WebProblem> {
        Ok(self.ask_and_filter::<Q>(keys)?.1)
    }

    /// Answers a question by keys that a link may have, and returns the filter that they are.
    pub(crate) fn ask_and_filter<Q: Question + FromParameters>(
        &mut self,
        keys: &[(&str, &str)],
    ) -> Result<(Filter, Q::Answer), WebProblem> {
        let query = Query::<Q>::parse(&self.pairs(keys), self.register(), self.now);
        let query = query.map_err(WebProblem::keys)?;
        Ok((query.scope.filter.clone(), self.answer(query)?.0))
    }

    /// Answers a question by keys that a link may have, as of another instant, at the position of the page.
    pub(crate) fn ask_by_keys_as_of<Q: Question + FromParameters>(
        &mut self,
        as_of: Instant,
        keys: &[(&str, &str)],
    ) -> Result<Q::Answer, WebProblem> {
        let moment = [
            ("asOf", as_of.to_string()),
            ("division", self.division.to_string()),
        ];
        let mut pairs = self.pairs(keys);
        pairs.retain(|(key, _)| moment.iter().all(|(own, _)| own != key));
        pairs.extend(moment.map(|(key, value)| (key.to_owned(), value)));
        let query = Query::<Q>::parse(&pairs, self.register(), self.now);
        let mut query = query.map_err(WebProblem::keys)?;
        query.scope.known_at = self.position.or(query.scope.known_at);
        Ok(self.app.reader.ask(&query)?.answer)
    }

    /// Answers a question as of another instant, at the position of the page.
    pub(crate) fn ask_as_of<Q: Question>(
        &mut self,
        as_of: Instant,
        question: Q,
    ) -> Result<Q::Answer, WebProblem> {
        self.ask_on(as_of, self.division, question)
    }

    /// Answers a question as of another instant and by another division, at the position of the page.
    pub(crate) fn ask_on<Q: Question>(
        &mut self,
        as_of: Instant,
        division: Date,
        question: Q,
    ) -> Result<Q::Answer, WebProblem> {
        let scope = Scope {
            as_of,
            division,
            ..self.scope(Filter::default())
        };
        Ok(self.app.reader.ask(&Query { scope, question })?.answer)
    }

    pub(crate) fn summary(&mut self, filter: Filter) -> Result<(Summary, Counted), WebProblem> {
        let (scope, question) = (self.scope(filter), SummaryQuestion);
        self.answer(Query { scope, question })
    }

    /// Returns a page of the list, by keys that a link may have.
    pub(crate) fn persisting(&mut self, more: &[(&str, &str)]) -> Result<Persisting, WebProblem> {
        self.ask_by_keys::<PersistingQuestion>(more)
    }

    /// Searches what is known now.
    pub(crate) fn search(&mut self, text: &str, limit: usize) -> Result<SearchResults, WebProblem> {
        let pairs = [("q", text.to_owned()), ("limit", limit.to_string())];
        let pairs = pairs.map(|(key, value)| (key.to_owned(), value));
        let query = Query::parse_search(&pairs, self.register(), self.now);
        let answered = self.app.reader.search(&query.map_err(WebProblem::keys)?)?;
        self.position.get_or_insert(answered.position);
        Ok(answered.answer)
    }

    /// Returns one round, by keys that a link may have; 404 if there is none.
    pub(crate) fn round(
        &mut self,
        round: &str,
        more: &[(&str, &str)],
    ) -> Result<RoundAnswer, WebProblem> {
        let pairs = self.pairs(more);
        let query = Query::parse_round(round, &pairs, self.register(), self.now);
        Ok(self.answer(query.map_err(WebProblem::keys)?)?.0)
    }

    /// Returns the state of a knelpunt; 404 if there is none.
    pub(crate) fn knelpunt(&mut self, id: KnelpuntId) -> Result<KnelpuntAnswer, WebProblem> {
        self.find_knelpunt(id)?
            .ok_or_else(WebProblem::no_such_knelpunt)
    }

    /// Returns the state of a knelpunt, if there is one.
    pub(crate) fn find_knelpunt(
        &mut self,
        id: KnelpuntId,
    ) -> Result<Option<KnelpuntAnswer>, WebProblem> {
        let scope = self.scope(Filter::default());
        let answered = self.app.reader.knelpunt(id, &scope)?;
        Ok(answered.map(|answered| self.record_position(&scope, answered).0))
    }

    /// Returns the state of a knelpunt with all its events; 404 if there is none.
    pub(crate) fn knelpunt_and_history(
        &mut self,
        id: KnelpuntId,
    ) -> Result<(KnelpuntAnswer, Vec<HistoryItem>), WebProblem> {
        let scope = self.scope(Filter::default());
        let answered = self.app.reader.knelpunt_and_history(id, &scope)?;
        let answered = answered.ok_or_else(WebProblem::no_such_knelpunt)?;
        Ok(self.record_position(&scope, answered).0)
    }

    /// Answers a query as known at the position of the page.
    fn answer<Q: Question>(
        &mut self,
        mut query: Query<Q>,
    ) -> Result<(Q::Answer, Counted), WebProblem> {
        query.scope.known_at = self.position.or(query.scope.known_at);
        let answered = self.app.reader.ask(&query)?;
        Ok(self.record_position(&query.scope, answered))
    }

    /// Returns the scope of a filter, at the instant and the position of the page.
    fn scope(&self, filter: Filter) -> Scope {
        Scope {
            filter,
            as_of: self.as_of,
            division: self.division,
            known_at: self.position.or(self.known_at),
            at_least: None,
        }
    }

    /// Returns the keys that all questions share, and more.
    fn pairs(&self, more: &[(&str, &str)]) -> Vec<Pair> {
        let more = more
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let own = self
            .own_as_of
            .map(|instant| ("asOf".to_owned(), instant.to_string()));
        let common = self.common.iter().cloned();
        let common = common.filter(|(key, _)| own.is_none() || key != "asOf");
        common.chain(own.clone()).chain(more).collect()
    }

    /// Records the position of the first answer; a cursor may have its own as-of instant.
    fn record_position<T>(&mut self, scope: &Scope, answered: Answered<T>) -> (T, Counted) {
        self.as_of = scope.as_of;
        self.division = scope.division;
        if self.position.is_none() {
            self.position = Some(answered.position);
            self.digest = answered.digest;
        }
        (answered.answer, answered.counted)
    }

    /// Returns the link to another page with the same as-of, known-at and division.
    pub(crate) fn link(&self, path: &str) -> String {
        self.link_with(path, &[])
    }

    /// Returns the link to another page with the same as-of, known-at and division, and more keys.
    pub(crate) fn link_with(&self, path: &str, more: &[(&str, &str)]) -> String {
        query::link(path, self.common_link_keys().chain(more.iter().copied()))
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

    /// Returns the link to this page that shows the same figures forever.
    pub(crate) fn permanent_page_link(&self) -> String {
        let more: Vec<(&str, &str)> = self.own_keys().chain(self.language.link_key()).collect();
        self.permanent_link(&self.path, &more)
    }

    /// Returns the link to a file of a figure of this page.
    pub(crate) fn file_link(&self, extension: &str, figure: &str) -> String {
        // The overview has no name in its path.
        let path = match self.path.as_str() {
            "/" => "/overzicht",
            path => path,
        };
        let keys = self.common_link_keys().chain(self.own_keys());
        query::link(
            &format!("{path}.{extension}"),
            keys.chain([("figure", figure)]),
        )
    }

    /// Returns whether the file of a chart is asked for.
    pub(crate) fn is_picture(&self) -> bool {
        self.format == PageFormat::Picture
    }

    /// Returns the line below a downloaded chart: as of when it is, and whose it is.
    pub(crate) fn source(&self) -> String {
        let t = self.t();
        let position = self.position.unwrap_or_default();
        format!(
            "{} {} {}.",
            t.with("footer-as-of", "date", t.instant(self.as_of)),
            t.with("footer-position", "position", position),
            t.text("site-name"),
        )
    }

    /// Returns the link to this page as of now.
    pub(crate) fn as_of_now(&self) -> String {
        query::link(&self.path, self.own_keys().chain(self.language.link_key()))
    }

    /// Returns the link to this page in the other language.
    pub(crate) fn in_other_language(&self) -> String {
        let lasting = self.common.iter().filter(|(key, _)| key != "atLeast");
        let keys = lasting.chain(&self.page_keys);
        let keys = keys.map(|(key, value)| (key.as_str(), value.as_str()));
        query::link(&self.path, keys.chain([self.language.other_key()]))
    }

    /// Returns the keys of links to this page, except the ones named.
    pub(crate) fn page_link_keys(&self, left_out: &[&str]) -> Vec<Pair> {
        let own = self
            .own_keys()
            .map(|(key, value)| (key.to_owned(), value.to_owned()));
        let mut keys = self.link_keys_except(left_out);
        keys.extend(own);
        keys
    }

    /// Returns the keys of the page itself that links to it repeat.
    fn own_keys(&self) -> impl Iterator<Item = (&str, &str)> {
        let keys = self.page_keys.iter();
        let keys = keys.map(|(key, value)| (key.as_str(), value.as_str()));
        keys.filter(|(key, _)| !MOMENTARY_KEYS.contains(key))
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
        let keys = keys.map(|(key, value)| (key.as_str(), value.as_str()));
        keys.chain(self.language.link_key())
    }
}
