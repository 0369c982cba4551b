//! Which event is to be withdrawn: all of a knelpunt that can be, each with its button.

use askama::Template;

use super::{
    about::{About, Knelpunt},
    page::crumbs,
};
use crate::{
    pages::{Link, dutch, event_line},
    query,
};

#[derive(Template)]
#[template(path = "choosing.html")]
pub(crate) struct ChoosingPage {
    pub(crate) title: String,
    pub(crate) crumbs: Vec<Link>,
    pub(crate) away: bool,
    /// What is wrong with what was chosen before.
    pub(crate) wrong: Vec<String>,
    /// The newest first.
    pub(crate) events: Vec<Row>,
    /// How many older ones there are.
    pub(crate) left_out: Option<String>,
    pub(crate) back: String,
}

/// Events on the page.
const LIMIT: usize = 200;

/// An event that can be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) says: String,
    pub(crate) source: String,
    pub(crate) href: String,
}

impl ChoosingPage {
    /// Makes the page.
    pub(crate) fn of(about: &About, knelpunt: &Knelpunt, wrong: Vec<String>) -> Self {
        let path = format!("{}/intrekken", about.page);
        let mut events = knelpunt.withdrawable();
        let shown = events.by_ref().take(LIMIT).map(|event| Row {
            says: event_line(event, about.register.catalogue()),
            source: event.source.clone(),
            href: query::link(&path, [("source", &*event.source), ("event", &*event.id)]),
        });
        Self {
            title: format!("Intrekken in {}", about.name()),
            crumbs: crumbs(about),
            away: about.away,
            wrong,
            events: shown.collect(),
            left_out: Some(events.count())
                .filter(|count| *count > 0)
                .map(|count| dutch::count(count, "oudere", "oudere")),
            back: about.page.clone(),
        }
    }
}
