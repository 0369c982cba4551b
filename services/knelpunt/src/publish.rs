//! The commands that publish one event: `report`, `resolve`, `merge`, `withdraw`, `consult` and `support`.
//!
//! Each command turns its options into the data of one event. What may never enter: a rule of validity (`model`), or how
//! an event gets into the log (`journal`).

mod identity;
pub(crate) mod installation;
mod names;
mod send;
mod withdraw;

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use model::{
    ConsultationOutcome, Data, Instant, KnelpuntMerged, KnelpuntReported, MunicipalityConsulted,
    Outcome, Reporter, SupportReceived,
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

`knelpunt catalogue` lists codes and names. Never give names of people: roles and \
organisations only.";

const RESOLVE_EXAMPLES: &str = "\
Example:
  knelpunt resolve --municipality GM0344 --category supplier-delivery \\
      --building-block bag --party 'supplier:Fabriek IJssel' \\
      --outcome solved --remedy supplier-fix --round 2013-04

Give the same municipality, category, building block, party and reference as in the report: together they identify the \
knelpunt.";

const MERGE_EXAMPLES: &str = "\
Example, for a report without its building block:
  knelpunt merge --municipality GM0344 --category supplier-delivery \\
      --into-category supplier-delivery --into-building-block bag \\
      --reason 'the building block was missing'

The reports of the absorbed knelpunt then count as reports of the other one, with their dates.";

const CONSULT_EXAMPLES: &str = "\
Examples:
  knelpunt consult --municipality GM0344 --round 2013-02 --outcome reached
  knelpunt consult --municipality GM0344 --round 2013-02 --outcome reached \\
      --topic funding --topic supplier-delivery
  knelpunt consult --municipality GM0344 --round 2013-02 --outcome no-answer";

const SUPPORT_EXAMPLES: &str = "\
Examples:
  knelpunt support --municipality GM0344 --support i-versneller --observed-at 2013-02-12
  knelpunt support --municipality GM0344 --support i-coach \\
      --topic funding --organisation 'Programma i-NUP'

`knelpunt rounds import` reads a whole attendance list.";

/// Options of `report`.
#[derive(Debug, clap::Args)]
#[command(after_help = REPORT_EXAMPLES)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    knelpunt: IdentityArgs,
    #[command(flatten)]
    observation: ObservationArgs,
    /// Date since which it has existed, if earlier than --observed-at, such as 2012-06-01; its age counts from then
    #[arg(long, value_name = "WHEN")]
    known_since: Option<String>,
    #[command(flatten)]
    send: SendArgs,
}

/// Options of `resolve`.
#[derive(Debug, clap::Args)]
#[command(after_help = RESOLVE_EXAMPLES)]
pub(crate) struct ResolveArgs {
    #[command(flatten)]
    knelpunt: IdentityArgs,
    #[command(flatten)]
    observation: ObservationArgs,
    /// How it ended: solved, no longer relevant (lapsed), or solved for many municipalities at once (central)
    #[arg(long, value_parser = PossibleValuesParser::new(Outcome::ALL.map(Outcome::code)))]
    outcome: String,
    /// What solved it, by its code or name in the catalogue, such as supplier-fix
    #[arg(long, value_name = "CODE")]
    remedy: Option<String>,
    #[command(flatten)]
    send: SendArgs,
}

/// Options of `merge`.
#[derive(Debug, clap::Args)]
#[command(after_help = MERGE_EXAMPLES)]
pub(crate) struct MergeArgs {
    #[command(flatten)]
    absorbed: IdentityArgs,
    #[command(flatten)]
    into: IntoArgs,
    /// Reason, at most 1000 characters
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    send: SendArgs,
}

/// Options of `consult`.
#[derive(Debug, clap::Args)]
#[command(after_help = CONSULT_EXAMPLES)]
pub(crate) struct ConsultArgs {
    /// The municipality, by its CBS code or name, such as GM0344 or Utrecht
    #[arg(long, value_name = "CODE")]
    municipality: String,
    /// The round, such as 2013-02
    #[arg(long, value_name = "SLUG")]
    round: String,
    /// Result of the call
    #[arg(long, value_parser = PossibleValuesParser::new(ConsultationOutcome::ALL.map(ConsultationOutcome::code)))]
    outcome: String,
    /// Date of the call, such as 2013-02-12, or date-time with offset; now if not given
    #[arg(long, value_name = "WHEN")]
    observed_at: Option<String>,
    /// A category that was discussed, by its code or name; repeat for more; all categories if not given
    #[arg(long = "topic", value_name = "CODE")]
    topics: Vec<String>,
    /// The organisation that called; never the name of a person
    #[arg(long, value_name = "NAME")]
    coach_organisation: Option<String>,
    #[command(flatten)]
    send: SendArgs,
}

/// Options of `support`.
#[derive(Debug, clap::Args)]
#[command(after_help = SUPPORT_EXAMPLES)]
pub(crate) struct SupportArgs {
    /// The municipality, by its CBS code, such as GM0344
    #[arg(long, value_name = "CODE")]
    municipality: String,
    /// The support, by the code of the remedy in the catalogue, such as i-versneller
    #[arg(long, value_name = "CODE")]
    support: String,
    /// Date of the support, such as 2013-02-12, or date-time with offset; now if not given
    #[arg(long, value_name = "WHEN")]
    observed_at: Option<String>,
    /// The round in which it was recorded, such as 2013-02
    #[arg(long, value_name = "SLUG")]
    round: Option<String>,
    /// A category that it was about, by its code; repeat for more; all categories if not given
    #[arg(long = "topic", value_name = "CODE")]
    topics: Vec<String>,
    /// The organisation that gave it; never the name of a person
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    #[command(flatten)]
    send: SendArgs,
}

/// An observation.
#[derive(Debug, clap::Args)]
struct ObservationArgs {
    /// Date of observation, such as 2013-02-12, or date-time with offset; now if not given
    #[arg(long, value_name = "WHEN")]
    observed_at: Option<String>,
    /// The round in which it was observed, such as 2013-02
    #[arg(long, value_name = "SLUG")]
    round: Option<String>,
    /// Role of the reporter, such as information-manager; never a name
    #[arg(long, value_name = "ROLE")]
    reporter_role: Option<String>,
    /// Description, at most 4000 characters, without personal data
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
}

impl ObservationArgs {
    /// Returns the report of a knelpunt as it was observed.
    fn observed(self, knelpunt: IdentityArgs, time: Instant) -> KnelpuntReported {
        KnelpuntReported {
            municipality: knelpunt.municipality,
            category: knelpunt.category,
            building_block: knelpunt.building_block,
            party: knelpunt.party,
            reference: knelpunt.reference,
            observed_at: self.observed_at.unwrap_or_else(|| time.to_string()),
            known_since: None,
            round: self.round,
            reporter: self.reporter_role.map(|role| Reporter { role }),
            description: self.description,
        }
    }
}

/// Publishes a report.
///
/// # Errors
///
/// When the event is invalid, with every violation; or when it cannot be published.
pub(crate) fn report(args: ReportArgs) -> anyhow::Result<ExitCode> {
    let ReportArgs {
        knelpunt,
        observation,
        known_since,
        send: args,
    } = args;
    let time = args.time();
    let data = Data::Reported(KnelpuntReported {
        known_since,
        ..observation.observed(knelpunt, time)
    });
    send(&args, "report", time, data, None)
}

/// Publishes a resolution.
///
/// # Errors
///
/// As [`report`].
pub(crate) fn resolve(args: ResolveArgs) -> anyhow::Result<ExitCode> {
    let ResolveArgs {
        knelpunt,
        observation,
        outcome,
        remedy,
        send: args,
    } = args;
    let time = args.time();
    let outcome = parse_code(Outcome::ALL, Outcome::code, &outcome)?;
    let observed = observation.observed(knelpunt, time);
    let data = Data::Resolved(observed.into_resolved(outcome, remedy));
    send(&args, "resolve", time, data, None)
}

/// Publishes a merge.
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

/// Publishes a consultation.
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
        outcome: parse_code(
            ConsultationOutcome::ALL,
            ConsultationOutcome::code,
            &args.outcome,
        )?,
        topics: (!args.topics.is_empty()).then_some(args.topics),
        coach_organisation: args.coach_organisation,
    });
    send(&args.send, "consult", time, data, None)
}

/// Publishes support.
///
/// # Errors
///
/// As [`report`].
pub(crate) fn support(args: SupportArgs) -> anyhow::Result<ExitCode> {
    let time = args.send.time();
    let data = Data::Supported(SupportReceived {
        municipality: args.municipality,
        support: args.support,
        observed_at: args.observed_at.unwrap_or_else(|| time.to_string()),
        round: args.round,
        topics: (!args.topics.is_empty()).then_some(args.topics),
        organisation: args.organisation,
    });
    send(&args.send, "support", time, data, None)
}

/// Returns the value of a code; clap has refused every other code.
fn parse_code<T: Copy, const N: usize>(
    all: [T; N],
    code_of: impl Fn(T) -> &'static str,
    code: &str,
) -> anyhow::Result<T> {
    let found = all.into_iter().find(|one| code_of(*one) == code);
    found.ok_or_else(|| anyhow::anyhow!("cannot read {code:?} as an outcome"))
}
