//! `knelpunt show`: the questions, asked of a running server, as tables for people or as JSON and CSV for programs.
//!
//! What a question means is for the server; here its options become a link, and its answer a table.

pub(crate) mod cells;
pub(crate) mod drawing;
pub(crate) mod footer;
mod knelpunt;
mod link;
mod matrix;
pub(crate) mod options;
mod persisting;
mod resolution_times;
mod summary;
mod trend;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};
use serde_json::Value;

use self::options::{
    HistoryArgs, KnelpuntArgs, PersistingArgs, ResolutionTimesArgs, SummaryArgs, TrendArgs,
};
use crate::{
    api_client::{Accept, ApiClient, QueryPairs},
    output,
    settings::ServerArgs,
};

/// What can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum ShowCommand {
    /// How many knelpunten there are, and how they stand
    Summary(SummaryArgs),
    /// Which knelpunten are open or persist, oldest first
    Persisting(PersistingArgs),
    /// What was reported, opened and resolved per period, and what was open at the end of each
    Trend(TrendArgs),
    /// How long it takes until knelpunten are gone, the open ones counted as open
    ResolutionTimes(ResolutionTimesArgs),
    /// How one knelpunt stands, and its episodes
    Knelpunt(KnelpuntArgs),
    /// Every event of one knelpunt
    History(HistoryArgs),
}

/// How an answer is written. What stands above a variant would be shown as its help, and stretch all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
    Csv,
}

/// What every question can be told about how it is asked and answered.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "How it is asked and answered")]
pub(crate) struct AnswerArgs {
    /// How the answer is written: tables for people, JSON or CSV (with the names of the API) for programs
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    server: ServerArgs,
}

/// A question on its way: the link, and how its answer is drawn.
pub(crate) struct QuestionRequest<'a> {
    pub(crate) path: String,
    pub(crate) pairs: QueryPairs,
    pub(crate) how: &'a AnswerArgs,
    pub(crate) draw: Box<dyn Fn(&Value) -> String + 'a>,
}

/// Asks a question and writes its answer.
///
/// # Errors
///
/// When there is no server, or it refuses the question: everything that is wrong with it.
pub(crate) fn run(command: &ShowCommand) -> anyhow::Result<ExitCode> {
    let asking = command.asking();
    match (command, asking.how.format) {
        // The API gives no table of one knelpunt.
        (ShowCommand::Knelpunt(_), Format::Csv) => {
            let server = ApiClient::new(&asking.how.server)?;
            let answer: Value = server.json(&asking.path, &asking.pairs)?;
            let csv = knelpunt::csv(&answer).context("read the episodes of that knelpunt")?;
            output::print_line(csv.trim_end())?;
            Ok(ExitCode::SUCCESS)
        }
        _ => asking.ask(),
    }
}

impl QuestionRequest<'_> {
    /// Asks, and writes the answer.
    ///
    /// # Errors
    ///
    /// When there is no server, or it refuses the question: everything that is wrong with it.
    pub(crate) fn ask(&self) -> anyhow::Result<ExitCode> {
        let server = ApiClient::new(&self.how.server)?;
        let (path, pairs) = (&self.path, &self.pairs);
        match self.how.format {
            Format::Json => output::print_line(&server.text(path, pairs, Accept::Json)?)?,
            Format::Csv => output::print_line(server.text(path, pairs, Accept::Csv)?.trim_end())?,
            Format::Table => {
                let answer: Value = server.json(path, pairs)?;
                output::print_line((self.draw)(&answer).trim_end())?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl ShowCommand {
    fn asking(&self) -> QuestionRequest<'_> {
        match self {
            Self::Summary(args) => QuestionRequest {
                path: "/v1/summary".to_owned(),
                pairs: args.pairs(),
                how: &args.how,
                draw: Box::new(summary::draw),
            },
            Self::Persisting(args) if args.matrix => QuestionRequest {
                path: "/v1/persisting/matrix".to_owned(),
                pairs: args.pairs(),
                how: &args.how,
                draw: Box::new(matrix::draw),
            },
            Self::Persisting(args) => QuestionRequest {
                path: "/v1/persisting".to_owned(),
                pairs: args.pairs(),
                how: &args.how,
                draw: Box::new(persisting::draw),
            },
            Self::Trend(args) => QuestionRequest {
                path: "/v1/trend".to_owned(),
                pairs: args.pairs(),
                how: &args.how,
                draw: Box::new(trend::draw),
            },
            Self::ResolutionTimes(args) => QuestionRequest {
                path: "/v1/resolution-times".to_owned(),
                pairs: args.pairs(),
                how: &args.how,
                draw: Box::new(|answer| resolution_times::draw(answer, args.wants_curve())),
            },
            Self::Knelpunt(args) => QuestionRequest {
                path: format!("/v1/knelpunten/{}", args.id),
                pairs: args.pairs(),
                how: &args.how,
                draw: Box::new(knelpunt::draw),
            },
            Self::History(args) => QuestionRequest {
                path: format!("/v1/knelpunten/{}/events", args.id),
                pairs: args.pairs(),
                how: &args.how,
                draw: Box::new(knelpunt::draw_history),
            },
        }
    }
}
