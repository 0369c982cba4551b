//! `knelpunt search`: finds municipalities, categories, building blocks, parties and knelpunten by words.

use std::process::ExitCode;

use api::{
    answers::{SearchHit, SearchKind, SearchMatch, SearchResults, SearchTotal},
    parameters::{FilterParameters, LinkParameters as _, SearchParameters},
};

use crate::show::{AnswerArgs, QuestionRequest, drawing::TableColumns};

const AFTER_HELP: &str = "\
Every word must match, the last one also as the beginning of a word. Case, accents and endings of words do not matter. Of \
knelpunten, the last description and the reference are searched, as they are now.

Examples:
  knelpunt search koppeling
  knelpunt search 'leverancier koppeling' --province PV26
  knelpunt search ambt --limit 5 --format json";

/// How many characters of a text are shown around what matched.
const CONTEXT: usize = 40;

/// Options of `search`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(flatten)]
    question: SearchParameters,
    #[command(flatten)]
    filter: FilterParameters,
    #[command(flatten)]
    output: AnswerArgs,
}

/// Prints what a search found.
///
/// # Errors
///
/// When no server is running, or a parameter is invalid: with every violation.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let request = QuestionRequest {
        path: "/v1/search".to_owned(),
        pairs: [args.question.to_pairs(), args.filter.to_pairs()].concat(),
        output: &args.output,
    };
    request.print_answer(draw)
}

fn draw(results: &SearchResults) -> String {
    if results.items.is_empty() {
        return "Nothing was found: use fewer or other words.".to_owned();
    }
    let drawn = TableColumns::new()
        .text("Kind", |hit: &SearchHit| kind(hit.kind))
        .text_with_id("Found", found)
        .text("Where", |hit| {
            let matches = hit.matches.iter().map(excerpt);
            matches.collect::<Vec<_>>().join("; ")
        })
        .draw(&results.items);
    match more(results) {
        Some(more) => format!("{drawn}\n{more}"),
        None => drawn,
    }
}

/// Returns how many there are of each kind of which not all are shown.
fn more(results: &SearchResults) -> Option<String> {
    let of_kind = |total: &SearchTotal| {
        let shown = results.items.iter().filter(|hit| hit.kind == total.kind);
        let shown = shown.count();
        let plus = if total.is_at_least { "+" } else { "" };
        let SearchTotal {
            kind: one, total, ..
        } = total;
        (shown < *total).then(|| format!("{}: {shown} of {total}{plus}", kind(*one)))
    };
    let cut: Vec<String> = results.totals.iter().filter_map(of_kind).collect();
    (!cut.is_empty()).then(|| format!("Not all are shown: {}. Use --limit.", cut.join(", ")))
}

const fn kind(kind: SearchKind) -> &'static str {
    match kind {
        SearchKind::Municipality => "municipality",
        SearchKind::Category => "category",
        SearchKind::BuildingBlock => "building block",
        SearchKind::Party => "party",
        SearchKind::Knelpunt => "knelpunt",
    }
}

fn found(hit: &SearchHit) -> String {
    let code = hit.code.clone().or_else(|| hit.id.map(|id| id.to_string()));
    format!("{}\n{}", hit.name, code.unwrap_or_default())
}

/// Returns the part of a text around the first word that matched.
fn excerpt(found: &SearchMatch) -> String {
    let first = found.marks.first().map_or(0, |mark| mark.start);
    let characters: Vec<char> = found.text.chars().collect();
    let start = first.saturating_sub(CONTEXT);
    let end = characters.len().min(first + CONTEXT);
    let part: String = characters[start..end].iter().collect();
    let before = if start > 0 { "…" } else { "" };
    let after = if end < characters.len() { "…" } else { "" };
    format!("{before}{part}{after}")
}

#[cfg(test)]
mod tests {
    use api::{Example as _, answers::SearchMark};

    use super::*;

    #[test]
    fn each_hit_has_its_kind_its_code_and_where_it_matched() {
        let drawn = draw(&SearchResults::example());
        for part in ["municipality", "Utrecht", "GM0344"] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(
            drawn.contains("Not all are shown: municipality: 1 of 2."),
            "{drawn}"
        );
        let nothing = SearchResults {
            items: Vec::new(),
            totals: Vec::new(),
        };
        assert!(draw(&nothing).contains("Nothing was found"));
    }

    #[test]
    fn a_long_text_is_cut_around_what_matched() {
        let found = SearchMatch {
            field: "description".to_owned(),
            text: format!("{} koppeling {}", "é".repeat(100), "é".repeat(100)),
            marks: vec![SearchMark {
                start: 101,
                end: 110,
            }],
        };
        let part = excerpt(&found);
        assert!(part.starts_with('…') && part.ends_with('…') && part.contains("koppeling"));
        assert_eq!(part.chars().count(), 2 * CONTEXT + 2);
    }
}
