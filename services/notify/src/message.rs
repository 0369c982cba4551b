//! Alerts as people read them, in the language of their destination. Pure.

#[cfg(test)]
mod tests;

use model::Instant;
use register::Register;
use serde::Serialize;
use texts::messages::{Language, Messages};
use uuid::Uuid;

use crate::news::{Alert, AlertFacts, KnelpuntFacts};

/// The most alerts that a mail shows.
const SHOWN_MAX: usize = 100;

/// A message to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AlertMessage {
    /// Its id, the same however often it is sent.
    pub(crate) id: Uuid,
    /// The language that it is written in.
    pub(crate) language: Language,
    /// What it is about, in the order in which it was found.
    pub(crate) items: Vec<Item>,
}

/// An alert, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Item {
    /// The facts.
    #[serde(flatten)]
    pub(crate) alert: Alert,
    /// A sentence.
    pub(crate) title: String,
    /// More about it.
    pub(crate) text: String,
    /// The page about it; null where no address of pages is known.
    pub(crate) link: Option<String>,
}

/// What messages are written with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writer<'a> {
    pub(crate) register: &'a Register,
    /// The address of the pages.
    pub(crate) pages: Option<&'a str>,
}

impl Writer<'_> {
    /// Writes a message.
    pub(crate) fn message(self, id: Uuid, alerts: Vec<Alert>, language: Language) -> AlertMessage {
        let items = alerts.into_iter().map(|alert| self.item(alert, language));
        AlertMessage {
            id,
            language,
            items: items.collect(),
        }
    }

    fn item(self, alert: Alert, language: Language) -> Item {
        let t = Messages::new(language);
        let (title, text, path) = match &alert.news {
            AlertFacts::Persists(knelpunt) => self.knelpunt(t, "feed-persisted", knelpunt, &alert),
            AlertFacts::Recurred(knelpunt) => self.knelpunt(t, "feed-recurred", knelpunt, &alert),
            AlertFacts::Mover {
                category,
                now,
                before,
                from,
                to,
            } => {
                let name = self.category(category, language);
                let values = [
                    ("name", name.into()),
                    ("now", (*now).into()),
                    ("before", (*before).into()),
                ];
                let window = [("from", t.date(*from).into()), ("to", t.date(*to).into())];
                (
                    t.text_with("notify-mover", &values),
                    t.text_with("notify-window", &window),
                    format!("/categorieen/{category}"),
                )
            }
            AlertFacts::NotReached {
                municipality,
                municipality_name,
                last_reached_on,
            } => {
                let last =
                    last_reached_on.map(|day| t.with("notify-last-reached", "date", t.date(day)));
                (
                    t.with("notify-not-reached", "municipality", municipality_name),
                    last.unwrap_or_else(|| t.text("notify-never-reached")),
                    format!("/gemeenten/{municipality}"),
                )
            }
            AlertFacts::RoundMissed {
                round,
                ended_on,
                municipalities,
            } => {
                let names: Vec<&str> = municipalities.iter().map(String::as_str).collect();
                let values = [
                    ("round", t.round(round).into()),
                    ("n", municipalities.len().into()),
                ];
                let list = [
                    ("list", t.list(&names).into()),
                    ("date", t.date(*ended_on).into()),
                ];
                (
                    t.text_with("notify-round-missed", &values),
                    t.text_with("notify-to-call", &list),
                    format!("/rondes/{round}"),
                )
            }
        };
        let link = self.pages.map(|pages| match language {
            Language::Dutch => format!("{pages}{path}"),
            Language::English => format!("{pages}{path}?lang={}", language.code()),
        });
        Item {
            alert,
            title,
            text,
            link,
        }
    }

    fn knelpunt(
        self,
        t: Messages,
        title: &str,
        knelpunt: &KnelpuntFacts,
        alert: &Alert,
    ) -> (String, String, String) {
        let name = self.category(&knelpunt.category, t.language());
        let names = [
            ("name", name.into()),
            ("municipality", (&knelpunt.municipality_name).into()),
        ];
        let age = t.age(knelpunt.since_on, alert.found_at.day());
        let since = [
            ("date", t.date(knelpunt.since_on).into()),
            ("age", age.into()),
            ("reported", t.date(knelpunt.last_reported_on).into()),
        ];
        let mut text = t.text_with("notify-open-since", &since);
        if let Some(party) = &knelpunt.party {
            text = format!("{text} {}", t.with("notify-waits-on", "party", party));
        }
        let path = format!("/knelpunten/{}", knelpunt.knelpunt);
        (t.text_with(title, &names), text, path)
    }

    fn category(self, code: &str, language: Language) -> String {
        let category = self.register.catalogue().category(code);
        let name = category.map(|category| match language {
            Language::Dutch => &*category.nl,
            Language::English => &*category.en,
        });
        name.unwrap_or(code).to_owned()
    }
}

impl AlertMessage {
    /// Returns the subject: the only title, or how many there are.
    pub(crate) fn subject(&self) -> String {
        match &*self.items {
            [one] => one.title.clone(),
            items => Messages::new(self.language).with("notify-subject", "n", items.len()),
        }
    }

    /// Returns the text of a mail.
    pub(crate) fn body(&self) -> String {
        let t = Messages::new(self.language);
        let mut text = String::new();
        for item in self.items.iter().take(SHOWN_MAX) {
            let link = item.link.as_ref();
            let lines = [Some(&item.title), Some(&item.text), link];
            for line in lines.into_iter().flatten() {
                text.push_str(line);
                text.push('\n');
            }
            text.push('\n');
        }
        let more = self.items.len().saturating_sub(SHOWN_MAX);
        if more > 0 {
            text.push_str(&t.with("notify-more", "n", more));
            text.push_str("\n\n");
        }
        // Two hyphens and a space: mail programs show what follows as a signature.
        format!("{text}-- \n{}\n", t.text("notify-footer"))
    }
}

/// The moment as seconds since 1970.
pub(crate) const fn seconds(moment: Instant) -> i64 {
    moment.microseconds().div_euclid(1_000_000)
}
