//! The frame around the content of a page: header, navigation, bars, footer.

use httpd::query;
use texts::messages::Messages;
use views::Health;

use super::{feed, navigation, operations, page_query::PageQuery};
use crate::{app::WebApp, language::ChosenLanguage, query::Pair};

/// The frame of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageFrame {
    /// The texts in the language of the page.
    pub(crate) t: Messages,
    pub(crate) title: String,
    pub(crate) home: String,
    pub(crate) navigation: Vec<NavigationLink>,
    /// The levels above the page, the overview first; none on the overview.
    pub(crate) crumbs: Vec<Link>,
    /// The keys that the search field repeats.
    pub(crate) search_keys: Vec<Pair>,
    /// The words in the search field.
    pub(crate) searched: String,
    /// The form of a report; `None` without forms, and in the past.
    pub(crate) report: Option<String>,
    /// The same page in the other language.
    pub(crate) other_language: String,
    pub(crate) notices: Vec<Notice>,
    /// How the page stays up to date; `None` where it shows a moment, or no figures.
    pub(crate) live: Option<LiveLine>,
    /// As of when the page is; `None` on a page without figures.
    pub(crate) moment: Option<PageMoment>,
    /// The links of the footer, in columns.
    pub(crate) footer: Vec<Link>,
    /// The feed of what changed in what the page is about.
    pub(crate) feed: String,
    /// Links to the same figures as JSON.
    pub(crate) data: Vec<Link>,
    /// Whether there is a style sheet of the organisation beside ours.
    pub(crate) has_theme: bool,
}

/// The line that says when the page was updated; a script keeps it true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LiveLine {
    pub(crate) updated: String,
    /// What it says once the connection is lost.
    pub(crate) lost: String,
    /// The link to the page, for readers without script.
    pub(crate) refresh: String,
}

/// As of when a page is, once for all its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageMoment {
    /// Whether another date can be chosen; not where the page itself is about a moment.
    pub(crate) has_form: bool,
    /// The path of the page.
    pub(crate) action: String,
    /// The as-of day, as a date field has it.
    pub(crate) day: String,
    /// The last day that a date field accepts: nothing has been observed after it.
    pub(crate) today: String,
    /// The keys that the form of the date repeats.
    pub(crate) hidden: Vec<Pair>,
    pub(crate) as_of: String,
    pub(crate) position: String,
    pub(crate) division: String,
    pub(crate) permanent_link: String,
}

/// A link with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) text: String,
    pub(crate) href: String,
}

/// A link of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NavigationLink {
    pub(crate) text: String,
    pub(crate) href: String,
    /// `page` if it leads to this page, `true` if to one above it.
    pub(crate) current: Option<&'static str>,
}

impl Link {
    /// Creates a link.
    pub(crate) fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
        }
    }

    /// Creates a permanent link to data of the page.
    pub(crate) fn to_data(
        query: &PageQuery<'_>,
        text: &str,
        path: &str,
        more: &[(&str, &str)],
    ) -> Self {
        Self::new(text, query.permanent_link(path, more))
    }
}

/// A bar: something to know before reading on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Whether something is wrong.
    pub(crate) urgent: bool,
    /// Empty if the text says it all.
    pub(crate) heading: String,
    pub(crate) text: String,
    pub(crate) link: Option<Link>,
}

impl Notice {
    /// Creates a notice that is not urgent.
    pub(crate) fn new(heading: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            urgent: false,
            heading: heading.into(),
            text: text.into(),
            link: None,
        }
    }
}

impl PageFrame {
    /// Creates the frame of a page with figures; `crumbs` are the levels between the overview and the page. Call it after
    /// all questions were answered: their position is in the links.
    pub(crate) fn new(
        query: &PageQuery<'_>,
        title: String,
        crumbs: Vec<Link>,
        more_notices: Vec<Notice>,
    ) -> Self {
        let (t, keys) = (query.t(), query.link_keys_except(&[]));
        let here = Self::around(
            query.app(),
            query.language,
            &query.path,
            &keys,
            title,
            crumbs,
        );
        let past = past_notice(query);
        let notices = past
            .into_iter()
            .chain(health_notice(query))
            .chain(more_notices);
        Self {
            report: here.report.filter(|_| query.link_is_of_present()),
            other_language: query.in_other_language(),
            notices: notices.collect(),
            live: live_line(query),
            moment: Some(PageMoment {
                has_form: query.follows_link(),
                action: query.path.clone(),
                day: query.as_of.day().to_string(),
                today: query.now.day().to_string(),
                hidden: query.page_link_keys(&["asOf"]),
                as_of: t.with("footer-as-of", "date", t.instant(query.as_of)),
                position: t.with(
                    "footer-position",
                    "position",
                    query.position.unwrap_or_default(),
                ),
                division: if query.division == query.as_of.day() {
                    t.text("footer-division-same")
                } else {
                    t.with("footer-division", "date", t.date(query.division))
                },
                permanent_link: query.permanent_page_link(),
            }),
            ..here
        }
    }

    /// Creates the frame of a page without figures: a form, a receipt, a statement, a failure.
    pub(crate) fn without_figures(
        app: &WebApp,
        language: ChosenLanguage,
        path: &str,
        title: String,
        crumbs: Vec<Link>,
    ) -> Self {
        let keys: Vec<Pair> = language.link_key().into_iter().map(owned).collect();
        Self::around(app, language, path, &keys, title, crumbs)
    }

    fn around(
        app: &WebApp,
        language: ChosenLanguage,
        path: &str,
        keys: &[Pair],
        title: String,
        crumbs: Vec<Link>,
    ) -> Self {
        let t = language.messages();
        let home = link(navigation::HOME, keys);
        let overview = Link::new(t.text("nav-overview"), home.clone());
        let has_crumbs = path != navigation::HOME;
        Self {
            t,
            title,
            home,
            navigation: navigation::links(t, path, keys),
            crumbs: has_crumbs
                .then_some(overview)
                .into_iter()
                .chain(crumbs)
                .collect(),
            search_keys: keys.to_vec(),
            searched: String::new(),
            report: navigation::report_link(app, keys),
            other_language: query::link(path, [language.other_key()]),
            notices: Vec::new(),
            live: None,
            moment: None,
            footer: navigation::footer(app, t, keys),
            feed: query::link(feed::PATH, language.link_key()),
            data: Vec::new(),
            has_theme: app.settings.theme.is_some(),
        }
    }

    /// Follows what the keys of a filter select, and not everything.
    pub(crate) fn following(self, query: &PageQuery<'_>, filter: &[(&str, &str)]) -> Self {
        let language = query.language.link_key();
        let keys = filter.iter().copied().chain(language);
        Self {
            feed: query::link(feed::PATH, keys),
            ..self
        }
    }

    /// Adds links to the same figures as JSON.
    pub(crate) fn with_data(self, data: Vec<Link>) -> Self {
        Self { data, ..self }
    }

    /// Returns whether the page is in Dutch.
    pub(crate) fn is_dutch(&self) -> bool {
        self.t.language() == texts::messages::Language::Dutch
    }
}

fn owned((key, value): (&str, &str)) -> Pair {
    (key.to_owned(), value.to_owned())
}

/// Returns a path with keys.
pub(super) fn link(path: &str, keys: &[Pair]) -> String {
    query::link(path, keys.iter().map(|(key, value)| (&**key, &**value)))
}

fn live_line(query: &PageQuery<'_>) -> Option<LiveLine> {
    let t = query.t();
    let time = t.time(query.now);
    query.shows_present().then(|| LiveLine {
        updated: t.with("live-updated", "time", &time),
        lost: t.with("live-lost", "time", &time),
        refresh: query.as_of_now(),
    })
}

fn past_notice(query: &PageQuery<'_>) -> Option<Notice> {
    let (day, t) = (query.as_of.day(), query.t());
    if day >= query.now.day() || !query.follows_link() {
        return None;
    }
    let text = t.with("bar-past", "date", t.date(day));
    Some(Notice {
        link: Some(Link::new(t.text("bar-past-back"), query.as_of_now())),
        ..Notice::new("", text)
    })
}

fn health_notice(query: &PageQuery<'_>) -> Option<Notice> {
    let t = query.t();
    let urgent = |text, link| Notice {
        urgent: true,
        link,
        ..Notice::new("", text)
    };
    match query.health() {
        Health::Ready | Health::Rebuilding => None,
        Health::Degraded => {
            let link = Link::new(t.text("bar-broken-link"), query.link(operations::PATH));
            let text = t.with("bar-broken", "n", query.quarantined().unwrap_or(1));
            Some(urgent(text, Some(link)))
        }
        Health::Stale => {
            let position = query.position.unwrap_or_default();
            Some(urgent(t.with("bar-behind", "position", position), None))
        }
    }
}
