//! What an alert is about: facts, without a language.

use std::fmt;

use jiff::civil::Date;
use model::{Instant, KnelpuntId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The namespace of the ids of questions, alerts and messages (UUID version 5).
const NAMESPACE: Uuid = Uuid::from_u128(0x5b0c_5d34_8f7e_4c1b_9a52_6c1d_f0a3_7e91);

/// Returns an id that is a function of some texts.
pub(crate) fn id_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Uuid {
    let texts: Vec<&str> = texts.into_iter().collect();
    // None of them has a line feed within it, so that different texts give different names.
    Uuid::new_v5(&NAMESPACE, texts.join("\n").as_bytes())
}

/// What an alert may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A knelpunt became persisting.
    Persists,
    /// A knelpunt came back after it had been resolved.
    Recurred,
    /// A category was added more often than chance can explain.
    Mover,
    /// A municipality has not been reached for a year.
    NotReached,
    /// A round ended, and municipalities that did not answer are still to be called.
    RoundMissed,
}

/// The facts of an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "when",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub(crate) enum AlertFacts {
    /// A knelpunt became persisting.
    Persists(KnelpuntFacts),
    /// A knelpunt came back after it had been resolved.
    Recurred(KnelpuntFacts),
    /// A category was added more often than chance can explain.
    Mover {
        /// Code of the category.
        category: String,
        /// How often it was added in the window.
        now: u64,
        /// How often in the window before.
        before: u64,
        /// The first day of the window.
        from: Date,
        /// The last day of the window.
        to: Date,
    },
    /// A municipality has not been reached for a year.
    NotReached {
        /// Its CBS code.
        municipality: String,
        /// Its name.
        municipality_name: String,
        /// The day on which it was last reached; null if never.
        last_reached_on: Option<Date>,
    },
    /// Municipalities of a round that did not answer are still to be called.
    RoundMissed {
        /// Slug of the round.
        round: String,
        /// The day of its last call so far.
        ended_on: Date,
        /// The names of the municipalities, in order of name.
        municipalities: Vec<String>,
    },
}

/// A knelpunt, as an alert shows it. Without its description: what was sent cannot be redacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KnelpuntFacts {
    /// Its id.
    pub(crate) knelpunt: KnelpuntId,
    /// CBS code of its municipality.
    pub(crate) municipality: String,
    /// Name of its municipality.
    pub(crate) municipality_name: String,
    /// Code of its category.
    pub(crate) category: String,
    /// The name of the party that it waits on.
    pub(crate) party: Option<String>,
    /// The day from which its age counts.
    pub(crate) since_on: Date,
    /// The day on which it was last reported.
    pub(crate) last_reported_on: Date,
}

/// Something that a rule finds in an answer, new or known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuleFinding {
    /// What it is about, within its question: a knelpunt, a category, a municipality, a round.
    pub(crate) key: String,
    /// Where the span of time begins that it is about. It is news if that is after all that was known of the key.
    pub(crate) from: Instant,
    /// Up to where it makes the key known.
    pub(crate) until: Instant,
    /// The facts.
    pub(crate) news: AlertFacts,
}

/// Something that was found once, and is sent to some recipients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Alert {
    /// Its id: a function of the question, what it is about, and of when.
    pub(crate) id: Uuid,
    /// When it was found.
    pub(crate) found_at: Instant,
    /// The facts.
    #[serde(flatten)]
    pub(crate) news: AlertFacts,
}

impl Alert {
    /// Creates the alert of a finding.
    pub(crate) fn new(question: Uuid, finding: &RuleFinding, found_at: Instant) -> Self {
        let span = finding.until.timestamp().to_string();
        Self {
            id: id_of([
                question.to_string().as_str(),
                finding.key.as_str(),
                span.as_str(),
            ]),
            found_at,
            news: finding.news.clone(),
        }
    }
}

impl When {
    /// Every value.
    pub const ALL: [Self; 5] = [
        Self::Persists,
        Self::Recurred,
        Self::Mover,
        Self::NotReached,
        Self::RoundMissed,
    ];

    /// Returns its name in the file of rules, and in messages to machines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Persists => "persists",
            Self::Recurred => "recurred",
            Self::Mover => "mover",
            Self::NotReached => "not-reached",
            Self::RoundMissed => "round-missed",
        }
    }

    /// Whether it is about municipalities, whatever their knelpunten.
    pub(crate) const fn is_about_calls(self) -> bool {
        matches!(self, Self::NotReached | Self::RoundMissed)
    }
}

impl fmt::Display for When {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
