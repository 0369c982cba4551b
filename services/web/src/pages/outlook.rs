//! Which open knelpunten will not be resolved by themselves, and of which that cannot be said.

mod figures;
mod lists;

use api::{Filter, answers::Outlook};
use askama::Template;
use questions::OutlookQuestion;
use texts::messages::Messages;

use super::{
    figure::PageFigure,
    frame::{Link, PageFrame},
    page_query::PageQuery,
    provenance,
};
use crate::{problem::WebProblem, query::Pair};

/// The path of the page.
pub(super) const PATH: &str = "/vooruitblik";

const WITHIN_DAYS: &str = "withinDays";
const OUTLOOK: &str = "outlook";
const CURSOR: &str = "cursor";
/// The horizon if a link does not say it, in days.
const DEFAULT_DAYS: &str = "90";
/// The horizons that the page links to, in days.
const HORIZONS: [&str; 4] = ["30", "90", "180", "365"];
/// How many of each list are on the page of both.
const KNOWN: &str = "14";
const UNKNOWN: &str = "10";

#[derive(Template)]
#[template(path = "outlook.html")]
pub(crate) struct OutlookPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    pub(crate) horizons_label: String,
    pub(crate) horizons: Vec<Link>,
    /// How many have which chance; `None` where no chance is known.
    pub(crate) chances: Option<PageFigure>,
    /// The categories of the most likely to stay; `None` where there are none.
    pub(crate) categories: Option<PageFigure>,
    pub(crate) lists: Vec<PageFigure>,
}

/// What a link chose: how far ahead, and one of the lists, or both.
struct Choice {
    days: String,
    list: Option<String>,
    cursor: Option<String>,
}

impl super::Page for OutlookPage {
    fn figures(&self) -> Vec<&PageFigure> {
        let beside = self.chances.iter().chain(&self.categories);
        beside.chain(&self.lists).collect()
    }
}

impl OutlookPage {
    /// Queries and creates the page: both lists from their beginning, or a page of one of them.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let choice = Choice::parse(&query.page_keys(&[WITHIN_DAYS, OUTLOOK, CURSOR])?);
        if choice.list.is_none() {
            // Only one list has pages.
            query.page_keys(&[WITHIN_DAYS])?;
        }
        let (first, second) = match choice.list.as_deref() {
            None => {
                let first = choice.ask(query, &[(OUTLOOK, "known"), ("limit", KNOWN)])?;
                let second = choice.ask(query, &[(OUTLOOK, "unknown"), ("limit", UNKNOWN)])?;
                (first, Some(second))
            }
            Some(list) => {
                let cursor = choice.cursor.as_deref();
                let keys = [(OUTLOOK, Some(list)), (CURSOR, cursor)];
                let keys = keys
                    .into_iter()
                    .filter_map(|(key, value)| Some((key, value?)));
                let keys: Vec<(&str, &str)> = keys.collect();
                (choice.ask(query, &keys)?, None)
            }
        };
        let (summary, _) = query.summary(Filter::default())?;
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        let lists = lists::lists(query, &choice, &first, second.as_ref())?;
        let (t, whole) = (query.t(), choice.list.is_none());
        let figures = whole && first.known > 0;
        Ok(Self {
            lead: lead(t, &first, &choice.days),
            horizons_label: t.text("outlook-horizons"),
            horizons: choice.horizons(query),
            chances: figures.then(|| figures::chances(query, &first, &choice.days)),
            categories: (figures && !first.likely_to_stay.is_empty())
                .then(|| figures::categories(query, &first)),
            lists,
            frame: PageFrame::new(
                query,
                t.with("outlook-title", "days", &choice.days),
                choice.crumbs(query),
                notices,
            ),
        })
    }
}

impl Choice {
    fn parse(keys: &[Pair]) -> Self {
        let given = |name: &str| {
            let mut pairs = keys.iter().rev();
            let pair = pairs.find(|(key, value)| key == name && !value.is_empty());
            pair.map(|(_, value)| value.clone())
        };
        Self {
            days: given(WITHIN_DAYS).unwrap_or_else(|| DEFAULT_DAYS.to_owned()),
            list: given(OUTLOOK),
            cursor: given(CURSOR),
        }
    }

    fn ask(&self, query: &mut PageQuery<'_>, more: &[(&str, &str)]) -> Result<Outlook, WebProblem> {
        let keys = [&[(WITHIN_DAYS, &*self.days)], more].concat();
        query.ask_by_keys::<OutlookQuestion>(&keys)
    }

    /// Returns the keys that links to this page at the same horizon have, and more.
    fn keys<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let days = (self.days != DEFAULT_DAYS).then_some((WITHIN_DAYS, &*self.days));
        days.into_iter().chain(more.iter().copied()).collect()
    }

    fn horizons(&self, query: &PageQuery<'_>) -> Vec<Link> {
        let t = query.t();
        let others = HORIZONS.into_iter().filter(|days| *days != self.days);
        let link = |days: &str| {
            let list = self.list.as_deref().map(|list| (OUTLOOK, list));
            let keys: Vec<(&str, &str)> = [(WITHIN_DAYS, days)].into_iter().chain(list).collect();
            Link::new(
                t.with("outlook-days", "n", days),
                query.link_with(PATH, &keys),
            )
        };
        others.map(link).collect()
    }

    /// Returns the level between the overview and a page of one list.
    fn crumbs(&self, query: &PageQuery<'_>) -> Vec<Link> {
        let above = self.list.is_some().then(|| {
            let href = query.link_with(PATH, &self.keys(&[]));
            Link::new(query.t().text("nav-outlook"), href)
        });
        above.into_iter().collect()
    }
}

/// Returns how many are expected to go, as a sentence has it.
fn expected(outlook: &Outlook) -> u64 {
    let rounded = format!("{:.0}", outlook.expected_resolved);
    rounded.parse().unwrap_or_default()
}

fn lead(t: Messages, outlook: &Outlook, days: &str) -> String {
    if outlook.known + outlook.unknown == 0 {
        return t.text("outlook-none");
    }
    let known = [("known", outlook.known.into()), ("days", days.into())];
    let mut sentences = vec![t.text_with("outlook-lead", &known)];
    if outlook.known > 0 {
        sentences.push(t.with("outlook-lead-go", "n", expected(outlook)));
    }
    if outlook.unknown > 0 {
        sentences.push(t.with("outlook-lead-unknown", "n", outlook.unknown));
    }
    sentences.join(" ")
}
