//! Which event is to be withdrawn: all of a knelpunt that can be, each with its button.

use askama::Template;

use super::{
    about::{About, Knelpunt},
    page::crumbs,
};
use crate::{
    pages::{Link, event_line},
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
    pub(crate) events: Vec<Row>,
    pub(crate) back: String,
}

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
        let events = knelpunt.withdrawable().map(|event| Row {
            says: event_line(event, about.register.catalogue()),
            source: event.source.clone(),
            href: query::link(&path, [("source", &*event.source), ("event", &*event.id)]),
        });
        Self {
            title: format!("Intrekken in {}", about.name()),
            crumbs: crumbs(about),
            away: about.away,
            wrong,
            events: events.collect(),
            back: about.page.clone(),
        }
    }
}
