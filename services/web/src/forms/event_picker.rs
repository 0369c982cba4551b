//! The choice of the event to withdraw: all that can be, each with its button.

use askama::Template;
use texts::forms::{self as text, event_picker};

use super::{
    Form,
    context::{FormContext, KnelpuntContext},
    page::frame,
};
use crate::{
    app::WebApp,
    language::ChosenLanguage,
    pages::{PageFrame, event_line},
    query,
};

#[derive(Template)]
#[template(path = "event-picker.html")]
pub(crate) struct EventPickerPage {
    pub(crate) frame: PageFrame,
    pub(crate) log_unavailable: bool,
    /// Violations of an earlier choice.
    pub(crate) violations: Vec<String>,
    /// The newest first.
    pub(crate) events: Vec<EventRow>,
    /// How many older ones there are.
    pub(crate) more: Option<String>,
    pub(crate) back: String,
}

/// Events on the page.
const LIMIT: usize = 200;

/// An event that can be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EventRow {
    pub(crate) line: String,
    pub(crate) source: String,
    pub(crate) href: String,
}

impl EventPickerPage {
    /// Creates the page.
    pub(crate) fn new(
        around: (&WebApp, ChosenLanguage),
        context: &FormContext,
        knelpunt: &KnelpuntContext,
        violations: Vec<String>,
    ) -> Self {
        let path = format!("{}/{}", context.page, Form::Withdraw.slug());
        let mut events = knelpunt.withdrawable();
        let shown = events.by_ref().take(LIMIT).map(|event| EventRow {
            line: event_line(event, context.register),
            source: event.source.clone(),
            href: query::link(&path, [("source", &*event.source), ("event", &*event.id)]),
        });
        Self {
            frame: frame(
                around,
                context,
                Form::Withdraw,
                text::title(event_picker::TITLE, context.name()),
            ),
            log_unavailable: context.log_unavailable,
            violations,
            events: shown.collect(),
            more: Some(events.count())
                .filter(|count| *count > 0)
                .map(event_picker::more),
            back: context.page.clone(),
        }
    }
}
