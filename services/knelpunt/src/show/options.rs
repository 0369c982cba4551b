//! The options of the questions.

use std::path::PathBuf;

use api::parameters::{
    AsOfParameters, EffectScopeParameters, LinkParameters as _, PersistingParameters,
    ScopeParameters, SupportEffectParameters,
};
use uuid::Uuid;

use super::{AnswerArgs, QuestionRequest};
use crate::api_client::QueryPairs;

pub(super) const SUMMARY_EXAMPLES: &str = "\
Examples:
  knelpunt show summary
  knelpunt show summary --province PV26 --as-of 2013-06-30
  knelpunt show summary --format json";

pub(super) const KNELPUNTEN_EXAMPLES: &str = "\
Each knelpunt has the state of its last episode; of a resolved one, the days are those until it was resolved.

Examples:
  knelpunt show knelpunten --municipality Utrecht --status all
  knelpunt show knelpunten --status resolved --sort last-reported-at --order descending
  knelpunt show knelpunten --category funding --format csv";

pub(super) const PERSISTING_EXAMPLES: &str = "\
A knelpunt persists if it is open, and is at least 180 days old or was reported in at least two rounds since it opened. \
Its age counts from --known-since, if a report gave that, or else from its first report.

With --views, the list is what the index in that folder has: what is open now, without descriptions, reports and rounds, \
by municipality and status. Only a server answers as of another day, or by another filter.

Examples:
  knelpunt show persisting --municipality GM0344
  knelpunt show persisting --status open --min-age-days 365 --format csv
  knelpunt show persisting --matrix --province PV26
  knelpunt show persisting --views ~/.local/share/knelpunt/views";

pub(super) const TREND_EXAMPLES: &str = "\
In every period and group, opened minus resolved is the change of what is open.

Examples:
  knelpunt show trend --every quarter --from 2012-01-01
  knelpunt show trend --every year --group-by province --format csv
  knelpunt show trend --category funding --round 2013-02";

pub(super) const RESOLUTION_TIMES_EXAMPLES: &str = "\
Kaplan-Meier estimates: open knelpunten count as open for their whole age (censored), never as absent. The median is the \
day by which half are resolved; it is not reached while more than half are open.

Examples:
  knelpunt show resolution-times --group-by category
  knelpunt show resolution-times --party 'supplier:Fabriek IJssel' --curve full";

pub(super) const RECURRENCE_EXAMPLES: &str = "\
Kaplan-Meier estimates of the time from the end of an episode to the next report of the same knelpunt; what was not \
reported again is censored.

Examples:
  knelpunt show recurrence --group-by category
  knelpunt show recurrence --category supplier-delivery --curve full";

pub(super) const OUTLOOK_EXAMPLES: &str = "\
Of the episodes of the same category that reached the age of a knelpunt: the share that was still open so many days later. \
It is unknown (–) where fewer than 10 were followed beyond that age, or none for long enough.

Examples:
  knelpunt show outlook --municipality GM0344
  knelpunt show outlook --within-days 180 --group-by building-block
  knelpunt show outlook --group-by none --format csv";

pub(super) const MOVERS_EXAMPLES: &str = "\
Compares the last 365 days with the 365 before, unless other dates are given. A group goes up or down where the difference \
is more than chance, corrected for the number of groups (q of at most 0.05).

Examples:
  knelpunt show movers
  knelpunt show movers --measure resolved --group-by province
  knelpunt show movers --from 2013-01-01 --to 2013-06-30 --exposure consultations";

pub(super) const FUNNEL_EXAMPLES: &str = "\
Of the episodes that opened at least so many days ago: the share that was still open after so many days. A group stands out \
where it lies beyond the limits within which chance keeps 95 % or 99.8 % of groups. There is no rank.

Examples:
  knelpunt show funnel
  knelpunt show funnel --days 90 --group-by category";

pub(super) const WAITING_ON_EXAMPLES: &str = "\
The parties that hold back the most municipalities come first.

Examples:
  knelpunt show waiting-on
  knelpunt show waiting-on --province PV26 --format csv";

pub(super) const EPISODES_EXAMPLES: &str = "\
Without --event: what opened, recurred or was resolved. What opened again is listed as recurred.

Examples:
  knelpunt show episodes --from 2013-01-01 --to 2013-03-31
  knelpunt show episodes --event persisted --municipality GM0344";

pub(super) const SUPPORT_EFFECT_EXAMPLES: &str = "\
A knelpunt counts as not supported until its municipality received the support about its category, and as supported after \
that: one that was resolved before the support came is no success of it. The rate ratio says how many times as often \
knelpunten with the support were resolved. Support was not assigned at random: those who asked for it may differ from \
those who did not.

Examples:
  knelpunt show support-effect --support i-versneller
  knelpunt show support-effect --support i-coach --category funding --as-of 2013-06-30";

pub(super) const KNELPUNT_EXAMPLES: &str = "\
Example:
  knelpunt show knelpunt 8f2c5a5e-9d5b-5b0e-a1e4-0f6a3c1f7d21";

pub(super) const HISTORY_EXAMPLES: &str = "\
Withdrawn events are listed and marked. For a redacted event, only its replacement is listed.

Example:
  knelpunt show history 8f2c5a5e-9d5b-5b0e-a1e4-0f6a3c1f7d21 --format csv";

fn parse_id(text: &str) -> Result<Uuid, String> {
    let advice = "write the id of a knelpunt, such as 8f2c5a5e-9d5b-5b0e-a1e4-0f6a3c1f7d21; `knelpunt show persisting` \
                  lists ids";
    text.parse().map_err(|_| advice.to_owned())
}

/// Options of a question about the knelpunten that a filter selects.
#[derive(Debug, clap::Args)]
pub(crate) struct QuestionArgs<Q: clap::Args> {
    #[command(flatten)]
    pub(super) question: Q,
    #[command(flatten)]
    pub(super) scope: ScopeParameters,
    #[command(flatten)]
    pub(super) output: AnswerArgs,
}

/// Options of the effect of support, whose filter has no support.
#[derive(Debug, clap::Args)]
pub(crate) struct SupportEffectArgs {
    #[command(flatten)]
    pub(super) question: SupportEffectParameters,
    #[command(flatten)]
    scope: EffectScopeParameters,
    #[command(flatten)]
    output: AnswerArgs,
}

impl SupportEffectArgs {
    /// Returns the request of the question.
    pub(super) fn request(&self) -> QuestionRequest<'_> {
        QuestionRequest {
            path: "/v1/support-effect".to_owned(),
            pairs: [self.question.to_pairs(), self.scope.to_pairs()].concat(),
            output: &self.output,
        }
    }
}

/// No options of its own.
#[derive(Debug, clap::Args)]
pub(crate) struct NoOptions {}

/// What a folder of views alone cannot answer: its index has what is open when everything is counted.
const UNKNOWN_TO_VIEWS: [&str; 19] = [
    "matrix",
    "min_age_days",
    "not_confirmed_since",
    "cursor",
    "province",
    "size_class",
    "category",
    "building_block",
    "party_kind",
    "party",
    "source",
    "support",
    "panel",
    "round",
    "as_of",
    "known_at",
    "division",
    "at_least",
    "out",
];

/// The own options of `show persisting`.
#[derive(Debug, clap::Args)]
pub(crate) struct PersistingOptions {
    #[command(flatten)]
    pub(super) parameters: PersistingParameters,
    /// Count by municipality and category instead
    #[arg(long, conflicts_with_all = ["status", "min_age_days", "not_confirmed_since", "limit", "cursor"])]
    pub(super) matrix: bool,
    /// Read this folder of views instead, without a server and without the log
    #[arg(long, value_name = "DIR", conflicts_with_all = UNKNOWN_TO_VIEWS)]
    pub(super) views: Option<PathBuf>,
}

/// Options of a question about one knelpunt.
#[derive(Debug, clap::Args)]
pub(crate) struct KnelpuntArgs {
    /// Id of the knelpunt, a UUID; the id of a merged knelpunt shows the one that absorbed it
    #[arg(value_name = "ID", value_parser = parse_id)]
    id: Uuid,
    #[command(flatten)]
    as_of: AsOfParameters,
    #[command(flatten)]
    pub(super) output: AnswerArgs,
}

impl<Q: clap::Args> QuestionArgs<Q> {
    /// Returns the request of a question; `own` are its own parameters.
    pub(super) fn request(&self, question: &str, own: QueryPairs) -> QuestionRequest<'_> {
        QuestionRequest {
            path: format!("/v1/{question}"),
            pairs: [own, self.scope.to_pairs()].concat(),
            output: &self.output,
        }
    }
}

impl KnelpuntArgs {
    /// Returns the request for what is at a path below that of the knelpunt.
    pub(super) fn request(&self, below: &str) -> QuestionRequest<'_> {
        QuestionRequest {
            path: format!("/v1/knelpunten/{}{below}", self.id),
            pairs: self.as_of.to_pairs(),
            output: &self.output,
        }
    }
}
