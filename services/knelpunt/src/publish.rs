//! Publishing from the shell: `report`, `resolve`, `merge`, `withdraw` and `consult`.
//!
//! Each word turns its options into the data of one event; what makes an event valid is for the `model`, and how it
//! gets into the log for the `journal`.

mod identity;
pub(crate) mod installation;
mod send;
mod withdraw;

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use model::{
    ConsultationOutcome, Data, KnelpuntMerged, KnelpuntReported, KnelpuntResolved,
    MunicipalityConsulted, Outcome, Reporter,
};

use self::{
    identity::{IdentityArgs, IntoArgs},
    send::{SendArgs, send},
};

pub(crate) use withdraw::{WithdrawArgs, withdraw};

const REPORT_EXAMPLES: &str = "\
Examples:
  knelpunt report --municipality GM0344 --category supplier-delivery \\
      --building-block bag --party 'supplier:Fabriek IJssel' \\
      --round 2013-02 --reporter-role information-manager
  knelpunt report --municipality GM0344 --category funding \\
      --observed-at 2013-02-12 --known-since 2012-06-01
  knelpunt report --municipality GM0344 --category funding --dry-run

Categories and building blocks are codes of the catalogue; one that is not in it is named. No names of people: roles \
and organisations only.";

const RESOLVE_EXAMPLES: &str = "\
Example:
  knelpunt resolve --municipality GM0344 --category supplier-delivery \\
      --building-block bag --party 'supplier:Fabriek IJssel' \\
      --outcome solved --remedy supplier-fix --round 2013-04

Say the same municipality, category, building block, party and reference as the report did: together they are the \
knelpunt.";

const MERGE_EXAMPLES: &str = "\
Example, of a report that left the building block out:
  knelpunt merge --municipality GM0344 --category supplier-delivery \\
      --into-category supplier-delivery --into-building-block bag \\
      --reason 'building block was left out'

Nothing is lost: the reports of the one absorbed count as reports of the other, age and all.";

const CONSULT_EXAMPLES: &str = "\
Examples:
  knelpunt consult --municipality GM0344 --round 2013-02 --outcome reached
  knelpunt consult --municipality GM0344 --round 2013-02 --outcome reached \\
      --topic funding --topic supplier-delivery
  knelpunt consult --municipality GM0344 --round 2013-02 --outcome no-answer";

/// What `report` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = REPORT_EXAMPLES)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    knelpunt: IdentityArgs,
    #[command(flatten)]
    seen: ObservationArgs,
    /// Since when it was known to be so, if that is earlier: its age counts from then
    #[arg(long, value_name = "WHEN")]
    known_since: Option<String>,
    #[command(flatten)]
    send: SendArgs,
}

/// What `resolve` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = RESOLVE_EXAMPLES)]
pub(crate) struct ResolveArgs {
    #[command(flatten)]
    knelpunt: IdentityArgs,
    #[command(flatten)]
    seen: ObservationArgs,
    /// How it ended: solved, no longer relevant (lapsed), or solved for many at once (central)
    #[arg(long, value_parser = PossibleValuesParser::new(Outcome::ALL.map(Outcome::code)))]
    outcome: String,
    /// What helped, by its code in the catalogue, such as supplier-fix
    #[arg(long, value_name = "CODE")]
    remedy: Option<String>,
    #[command(flatten)]
    send: SendArgs,
}

/// What `merge` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = MERGE_EXAMPLES)]
pub(crate) struct MergeArgs {
    #[command(flatten)]
    absorbed: IdentityArgs,
    #[command(flatten)]
    into: IntoArgs,
    /// Why, at most 1000 characters
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    send: SendArgs,
}

/// What `consult` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = CONSULT_EXAMPLES)]
pub(crate) struct ConsultArgs {
    /// The municipality that was asked, by its CBS code
    #[arg(long, value_name = "CODE")]
    municipality: String,
    /// The round, such as 2013-02
    #[arg(long, value_name = "SLUG")]
    round: String,
    /// Whether anybody was reached
    #[arg(long, value_parser = PossibleValuesParser::new(ConsultationOutcome::ALL.map(ConsultationOutcome::code)))]
    outcome: String,
    /// When: a date, or a date-time with offset; now if not given
    #[arg(long, value_name = "WHEN")]
    observed_at: Option<String>,
    /// A category that was covered, by its code; can be repeated, and left out means all
    #[arg(long = "topic", value_name = "CODE")]
    topics: Vec<String>,
    /// The organisation that asked, never a person
    #[arg(long, value_name = "NAME")]
    coach_organisation: Option<String>,
    #[command(flatten)]
    send: SendArgs,
}

/// What is told of an observation.
#[derive(Debug, clap::Args)]
struct ObservationArgs {
    /// When it was so: a date such as 2013-02-12, or a date-time with offset; now if not given
    #[arg(long, value_name = "WHEN")]
    observed_at: Option<String>,
    /// The round in which it was heard, such as 2013-02
    #[arg(long, value_name = "SLUG")]
    round: Option<String>,
    /// Who said so, as a role such as information-manager; never a name
    #[arg(long, value_name = "ROLE")]
    reporter_role: Option<String>,
    /// What is the matter, in at most 4000 characters without personal data
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
}

/// Publishes that a knelpunt was observed.
///
/// # Errors
///
/// When the event is not valid, with every reason; or when it does not get into the log.
pub(crate) fn report(args: ReportArgs) -> anyhow::Result<ExitCode> {
    let ReportArgs {
        knelpunt,
        seen,
        known_since,
        send: args,
    } = args;
    let time = args.time();
    let data = Data::Reported(KnelpuntReported {
        municipality: knelpunt.municipality,
        category: knelpunt.category,
        building_block: knelpunt.building_block,
        party: knelpunt.party,
        reference: knelpunt.reference,
        observed_at: seen.observed_at.unwrap_or_else(|| time.to_string()),
        known_since,
        round: seen.round,
        reporter: seen.reporter_role.map(|role| Reporter { role }),
        description: seen.description,
    });
    send(&args, "report", time, data, None)
}

/// Publishes that a knelpunt was gone.
///
/// # Errors
///
/// As [`report`].
pub(crate) fn resolve(args: ResolveArgs) -> anyhow::Result<ExitCode> {
    let ResolveArgs {
        knelpunt,
        seen,
        outcome,
        remedy,
        send: args,
    } = args;
    let time = args.time();
    let data = Data::Resolved(KnelpuntResolved {
        municipality: knelpunt.municipality,
        category: knelpunt.category,
        building_block: knelpunt.building_block,
        party: knelpunt.party,
        reference: knelpunt.reference,
        observed_at: seen.observed_at.unwrap_or_else(|| time.to_string()),
        outcome: known(Outcome::ALL, Outcome::code, &outcome)?,
        remedy,
        round: seen.round,
        reporter: seen.reporter_role.map(|role| Reporter { role }),
        description: seen.description,
    });
    send(&args, "resolve", time, data, None)
}

/// Publishes that a knelpunt proved to be another one.
///
/// # Errors
///
/// As [`report`].
pub(crate) fn merge(args: MergeArgs) -> anyhow::Result<ExitCode> {
    let MergeArgs {
        absorbed,
        into,
        reason,
        send: args,
    } = args;
    let data = Data::Merged(KnelpuntMerged {
        municipality: absorbed.municipality,
        category: absorbed.category,
        building_block: absorbed.building_block,
        party: absorbed.party,
        reference: absorbed.reference,
        into: into.into_data(),
        reason,
    });
    send(&args, "merge", args.time(), data, None)
}

/// Publishes that a municipality was asked in a round.
///
/// # Errors
///
/// As [`report`].
pub(crate) fn consult(args: ConsultArgs) -> anyhow::Result<ExitCode> {
    let time = args.send.time();
    let data = Data::Consulted(MunicipalityConsulted {
        municipality: args.municipality,
        round: args.round,
        observed_at: args.observed_at.unwrap_or_else(|| time.to_string()),
        outcome: known(
            ConsultationOutcome::ALL,
            ConsultationOutcome::code,
            &args.outcome,
        )?,
        topics: (!args.topics.is_empty()).then_some(args.topics),
        coach_organisation: args.coach_organisation,
    });
    send(&args.send, "consult", time, data, None)
}

/// Finds what a code stands for; clap let none pass that stands for nothing.
fn known<T: Copy, const N: usize>(
    all: [T; N],
    code_of: impl Fn(T) -> &'static str,
    code: &str,
) -> anyhow::Result<T> {
    let found = all.into_iter().find(|known| code_of(*known) == code);
    found.ok_or_else(|| anyhow::anyhow!("read {code:?} as an outcome"))
}
