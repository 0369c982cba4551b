//! The questions, each with seeded random filters, as-of dates and groupings, so that hardly any query repeats.

use api::parameters::Grouping;
use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use register::Register;

use crate::{history::Known, served::QueryLink};

/// The as-of dates: the years of the history, and the next one.
const FIRST_DAY: Date = date(2013, 1, 1);
const DAYS: usize = 3_650;
/// How many of the last sequences a query about a moment ago excludes.
const RECENT: u64 = 10_000;

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MeasuredQuestion {
    Summary,
    Persisting,
    Matrix,
    Trend,
    ResolutionTimes,
    Recurrence,
    Outlook,
    Movers,
    Funnel,
    WaitingOn,
    Episodes,
    SupportEffect,
    Search,
    Knelpunt,
    History,
    /// Any of the first eleven, as known before some of the last 10 000 sequences.
    KnownRecently,
    /// Any of the first eleven, as known at any sequence.
    KnownLongAgo,
    Rounds,
    Round,
    /// The overview of now, which the server has made before.
    Overview,
    /// The overview of a random day, which it has not.
    EarlierOverview,
}

/// Generates links; the same seed gives the same links.
pub(crate) struct Variety<'a> {
    state: u64,
    known: Lists<'a>,
    position: u64,
}

/// The values that filters are drawn from.
struct Lists<'a> {
    filters: Vec<(&'static str, Vec<&'a str>)>,
    knelpunten: Vec<&'a str>,
    rounds: Vec<&'a str>,
}

impl MeasuredQuestion {
    /// All of them, in the order of the measurements.
    pub(crate) const ALL: [Self; 21] = [
        Self::Summary,
        Self::Persisting,
        Self::Matrix,
        Self::Trend,
        Self::ResolutionTimes,
        Self::Recurrence,
        Self::Outlook,
        Self::Movers,
        Self::Funnel,
        Self::WaitingOn,
        Self::Episodes,
        Self::SupportEffect,
        Self::Search,
        Self::Knelpunt,
        Self::History,
        Self::KnownRecently,
        Self::KnownLongAgo,
        Self::Rounds,
        Self::Round,
        Self::Overview,
        Self::EarlierOverview,
    ];

    /// Returns its name in tables.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Summary => "`summary`",
            Self::Persisting => "`persisting`",
            Self::Matrix => "`persisting/matrix`",
            Self::Trend => "`trend`",
            Self::ResolutionTimes => "`resolution-times`",
            Self::Recurrence => "`recurrence`",
            Self::Outlook => "`outlook`",
            Self::Movers => "`movers`",
            Self::Funnel => "`funnel`",
            Self::WaitingOn => "`waiting-on`",
            Self::Episodes => "`episodes`",
            Self::SupportEffect => "`support-effect`",
            Self::Search => "`search`",
            Self::Knelpunt => "`knelpunten/{id}`",
            Self::History => "`knelpunten/{id}/events`",
            Self::KnownRecently => "any, `knownAt` within the last 10 000",
            Self::KnownLongAgo => "any, `knownAt` anywhere",
            Self::Rounds => "`rounds`",
            Self::Round => "`rounds/{round}`",
            Self::Overview => "the overview of now, made before",
            Self::EarlierOverview => "the overview of a random day",
        }
    }
}

impl<'a> Variety<'a> {
    /// Starts to generate links about a history that is folded up to a position.
    pub(crate) fn new(seed: u64, known: &'a Known, position: u64) -> Self {
        Self {
            state: seed,
            known: Lists::new(known),
            position,
        }
    }

    /// Continues with a history that is folded up to a later position.
    pub(crate) fn at(&mut self, position: u64) {
        self.position = position;
    }

    /// Returns the next link of a question.
    pub(crate) fn link(&mut self, question: MeasuredQuestion) -> QueryLink {
        match question {
            MeasuredQuestion::Summary => self.selected("/v1/summary"),
            MeasuredQuestion::Persisting => self.persisting(),
            MeasuredQuestion::Matrix => self.selected("/v1/persisting/matrix"),
            MeasuredQuestion::Trend => self.trend(),
            MeasuredQuestion::ResolutionTimes => self.curves("/v1/resolution-times"),
            MeasuredQuestion::Recurrence => self.curves("/v1/recurrence"),
            MeasuredQuestion::Outlook => self.outlook(),
            MeasuredQuestion::Movers => self.movers(),
            MeasuredQuestion::Funnel => self.funnel(),
            MeasuredQuestion::WaitingOn => self.selected("/v1/waiting-on"),
            MeasuredQuestion::Episodes => self.episodes(),
            MeasuredQuestion::SupportEffect => self.support_effect(),
            MeasuredQuestion::Search => self.search(),
            MeasuredQuestion::Knelpunt => self.of_one(""),
            MeasuredQuestion::History => self.of_one("/events"),
            MeasuredQuestion::KnownRecently => {
                let back = self.below(RECENT.min(self.position));
                self.any().with("knownAt", self.position - back)
            }
            MeasuredQuestion::KnownLongAgo => {
                let known_at = self.below(self.position) + 1;
                self.any().with("knownAt", known_at)
            }
            MeasuredQuestion::Rounds => self.selected("/v1/rounds"),
            MeasuredQuestion::Round => self.round(),
            MeasuredQuestion::Overview => QueryLink::to("/"),
            MeasuredQuestion::EarlierOverview => {
                let day = self.day();
                QueryLink::to("/").with("asOf", day)
            }
        }
    }

    fn any(&mut self) -> QueryLink {
        let question = self.pick(&MeasuredQuestion::ALL[..11]);
        self.link(question)
    }

    /// A question with no filter, one, or two; and with an as-of date, except for one in eight.
    fn selected(&mut self, path: &str) -> QueryLink {
        let mut link = QueryLink::to(path);
        let keys = self.below(3);
        let first = self.below(self.known.filters.len() as u64);
        for key in first..first + keys {
            let key = to_index(key) % self.known.filters.len();
            let (name, count) = (self.known.filters[key].0, self.known.filters[key].1.len());
            let value = to_index(self.below(count as u64));
            link = link.with(name, self.known.filters[key].1[value]);
        }
        self.as_of(link)
    }

    fn as_of(&mut self, link: QueryLink) -> QueryLink {
        if self.below(8) == 0 {
            return link;
        }
        let day = self.day();
        link.with("asOf", day)
    }

    fn day(&mut self) -> Date {
        let days = to_index(self.below(DAYS as u64));
        FIRST_DAY.saturating_add(i64::try_from(days).unwrap_or_default().days())
    }

    fn persisting(&mut self) -> QueryLink {
        let limit = self.pick(&[10, 100, 100, 1_000]);
        let status = self.pick(&["persisting", "open"]);
        let link = self.selected("/v1/persisting");
        link.with("limit", limit).with("status", status)
    }

    /// Days only of one year, because a page shows no more; municipalities only by year, because they are many.
    fn trend(&mut self) -> QueryLink {
        let grouped = [
            "province",
            "sizeClass",
            "category",
            "buildingBlock",
            "partyKind",
            "party",
        ];
        let link = self.selected("/v1/trend");
        match self.below(6) {
            0 => link,
            1 => link.with("every", "week"),
            2 => {
                let year = 2012 + self.below(9);
                let link = link.with("from", format!("{year}-01-01"));
                link.with("to", format!("{year}-12-31"))
                    .with("every", "day")
            }
            3 => link.with("every", "year").with("groupBy", "municipality"),
            _ => {
                let every = self.pick(&["month", "quarter", "year"]);
                let group = self.pick(&grouped);
                link.with("every", every).with("groupBy", group)
            }
        }
    }

    fn curves(&mut self, path: &str) -> QueryLink {
        let link = self.selected(path);
        let groups = Grouping::ALL;
        if self.below(2) == 0 {
            return link;
        }
        let group = self.pick(groups);
        link.with("groupBy", group.as_str())
    }

    fn outlook(&mut self) -> QueryLink {
        let by = self.pick(&["category", "category", "province", "sizeClass", "none"]);
        let days = self.pick(&[30, 90, 180]);
        let link = self.selected("/v1/outlook");
        link.with("groupBy", by).with("withinDays", days)
    }

    fn movers(&mut self) -> QueryLink {
        let measure = self.pick(&["opened", "recurred", "resolved", "reported"]);
        let exposure = self.pick(&["days", "consultations"]);
        let by = self.pick(Grouping::ALL);
        let link = self.selected("/v1/movers");
        link.with("measure", measure)
            .with("exposure", exposure)
            .with("groupBy", by.as_str())
    }

    fn funnel(&mut self) -> QueryLink {
        let by = self.pick(Grouping::ALL);
        let days = self.pick(&[90, 180, 365]);
        let link = self.selected("/v1/funnel");
        link.with("groupBy", by.as_str()).with("days", days)
    }

    /// What happened at any time, or in one year.
    fn episodes(&mut self) -> QueryLink {
        let link = self.selected("/v1/episodes");
        if self.below(2) == 0 {
            return link;
        }
        let year = 2012 + self.below(9);
        let link = link.with("from", format!("{year}-01-01"));
        link.with("to", format!("{year}-12-31"))
    }

    /// The history has no support: every episode is then compared with nothing, which takes as long.
    fn support_effect(&mut self) -> QueryLink {
        let support = self.pick(&["i-versneller", "funding-granted"]);
        let link = self.selected("/v1/support-effect");
        link.with("support", support)
    }

    /// A word and the beginning of another one; it takes no as-of date.
    fn search(&mut self) -> QueryLink {
        let terms = [
            "koppeling",
            "gemeente",
            "leverancier",
            "basisregistratie",
            "utrecht",
        ];
        let (one, other) = (self.pick(&terms), self.pick(&terms));
        let start = &other[..3 + to_index(self.below(3))];
        QueryLink::to("/v1/search").with("q", format!("{one} {start}"))
    }

    /// A round, alone or compared with another one.
    fn round(&mut self) -> QueryLink {
        let rounds = self.known.rounds.len() as u64;
        let [round, other] = [rounds; 2].map(|count| to_index(self.below(count)));
        let [slug, against] = [round, other].map(|number| self.known.rounds[number]);
        let link = self.selected(&format!("/v1/rounds/{slug}"));
        if round == other || self.below(2) == 0 {
            return link;
        }
        link.with("against", against)
    }

    fn of_one(&mut self, rest: &str) -> QueryLink {
        let index = to_index(self.below(self.known.knelpunten.len() as u64));
        let id = self.known.knelpunten[index];
        self.as_of(QueryLink::to(format!("/v1/knelpunten/{id}{rest}")))
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[to_index(self.below(items.len() as u64))]
    }

    /// Draws a number below a bound: the upper bits of a linear congruential generator (Knuth's MMIX).
    fn below(&mut self, bound: u64) -> u64 {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % bound.max(1)
    }
}

impl<'a> Lists<'a> {
    fn new(known: &'a Known) -> Self {
        let list = |set: &'a std::collections::BTreeSet<String>| -> Vec<&'a str> {
            set.iter().map(String::as_str).collect()
        };
        let provinces = Register::embedded().provinces();
        let filters = vec![
            ("municipality", list(&known.municipalities)),
            ("category", list(&known.categories)),
            (
                "province",
                provinces
                    .map(|(_, province)| province.code.as_str())
                    .collect(),
            ),
            ("buildingBlock", list(&known.building_blocks)),
            ("sizeClass", vec!["1", "2", "3", "4", "5", "6", "7", "8"]),
            ("party", list(&known.parties)),
            ("round", list(&known.rounds)),
            (
                "partyKind",
                vec!["supplier", "national-body", "partnership", "none"],
            ),
            ("source", list(&known.sources)),
        ];
        Self {
            filters: filters
                .into_iter()
                .filter(|(_, values)| !values.is_empty())
                .collect(),
            knelpunten: list(&known.knelpunten),
            rounds: list(&known.rounds),
        }
    }
}

fn to_index(number: u64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use api::answers::Answer;
    use model::Instant;
    use questions::{
        Query, Scope,
        testing::{self, Visitor},
    };

    use super::*;

    fn known() -> Known {
        let set = |text: &str| BTreeSet::from([text.to_owned()]);
        Known {
            municipalities: set("GM0344"),
            categories: set("supplier-delivery"),
            building_blocks: set("bag"),
            parties: set("supplier:centric"),
            rounds: BTreeSet::from(["2013-02", "2013-06"].map(str::to_owned)),
            sources: set("urn:nld:knelpunt:simulatie:rondgang"),
            knelpunten: set("b3f6c1de-6d1f-5c5e-9a53-0d7f3c1e8b42"),
        }
    }

    struct Valid;

    impl Visitor for Valid {
        type Output = ();

        fn visit<Q: questions::Question<Answer: Answer>>(self, _: Query<Q>) {}
    }

    #[test]
    fn every_link_is_a_valid_query() {
        let known = known();
        let now = Instant::parse("2026-01-01T00:00:00Z").unwrap();
        let mut variety = Variety::new(1, &known, 50_000);
        for question in MeasuredQuestion::ALL.into_iter().cycle().take(2_000) {
            let link = variety.link(question);
            let path = link.path.trim_start_matches("/v1/").to_owned();
            let pairs: Vec<(String, String)> = link
                .pairs
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect();
            let is_valid = if path == "search" {
                // It is not a question over the timelines: its text is its only parameter.
                matches!(&pairs[..], [(key, text)] if key == "q" && !text.is_empty())
            } else if path == "/" || path.starts_with("knelpunten/") {
                Scope::parse(&pairs, now).is_ok()
            } else {
                let visited = testing::visit_pairs(&path, &pairs, now, Valid);
                matches!(visited, Some(Ok(())))
            };
            assert!(is_valid, "{path} {pairs:?}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_links_and_hardly_any_twice() {
        let known = known();
        let links = |seed| -> Vec<String> {
            let mut variety = Variety::new(seed, &known, 50_000);
            (0..200)
                .map(|_| format!("{:?}", variety.link(MeasuredQuestion::Persisting)))
                .collect()
        };
        assert_eq!(links(1), links(1));
        assert_ne!(links(1), links(2));
        assert!(links(1).into_iter().collect::<BTreeSet<_>>().len() > 190);
    }
}
