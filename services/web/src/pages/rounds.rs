//! All rounds, one row each, and what became of each municipality in the last ones.

use std::collections::BTreeMap;

use api::{
    Filter,
    answers::{RoundAnswer, RoundItem, Rounds},
};
use askama::Template;
use charts::{MatrixHead, RoundTile, TileChart, TileRow};
use model::ConsultationOutcome;
use questions::RoundsQuestion;

use super::{
    figure::PageFigure,
    frame::{Link, PageFrame},
    municipalities, names, navigation,
    page_query::PageQuery,
    paging::{FROM, RowPage, first_row},
    provenance,
    table::{PageRow, PageTable, TableCell, TableColumn},
};
use crate::problem::WebProblem;

/// The path of the page.
pub(super) const PATH: &str = "/rondes";

/// The rounds of one chart of tiles.
const TILE_ROUNDS: usize = 8;
/// The width of the tiles, in px.
const WIDTH: u16 = 776;

#[derive(Template)]
#[template(path = "rounds.html")]
pub(crate) struct RoundsPage {
    pub(crate) frame: PageFrame,
    /// The workbook to fill in, and the page that reads it; none where there are no forms.
    pub(crate) acts: Vec<Link>,
    /// Empty where there was no round.
    pub(crate) figures: Vec<PageFigure>,
}

/// A municipality, and what became of it in each round.
struct Called {
    code: String,
    name: String,
    outcomes: Vec<Option<ConsultationOutcome>>,
}

impl super::Page for RoundsPage {
    fn figures(&self) -> Vec<&PageFigure> {
        self.figures.iter().collect()
    }
}

impl RoundsPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question; 400 if the tiles would begin at something else than a number.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let keys = query.page_keys(&[FROM])?;
        let from = first_row(&keys)?;
        let rounds = query.ask(Filter::default(), RoundsQuestion)?;
        let mut last = Vec::new();
        for item in rounds.items.iter().take(TILE_ROUNDS).rev() {
            last.push(query.round(&item.round, &[])?);
        }
        let (summary, _) = query.summary(Filter::default())?;
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        let mut figures = Vec::new();
        if !rounds.items.is_empty() {
            figures.push(list(query, &rounds));
            figures.extend(tiles(query, &last, from));
        }
        let title = query.t().text("rounds-title");
        Ok(Self {
            acts: acts(query, &new_round(query)),
            figures,
            frame: PageFrame::new(query, title, Vec::new(), notices),
        })
    }
}

/// Returns the slug of a round that begins this month.
pub(super) fn new_round(query: &PageQuery<'_>) -> String {
    let day = query.now.day();
    format!("{}-{:02}", day.year(), day.month())
}

/// Returns the links to the workbook of a round, and to the page that reads it once it is filled in.
pub(super) fn acts(query: &PageQuery<'_>, round: &str) -> Vec<Link> {
    let (t, app) = (query.t(), query.app());
    let sheet = navigation::call_sheet_link(app, round);
    let import = navigation::import_link(app, &query.link_keys_except(&[]));
    let sheet =
        sheet.map(|href| Link::new(t.with("round-call-sheet", "name", t.round(round)), href));
    let import = import.map(|href| Link::new(t.text("round-import"), href));
    sheet.into_iter().chain(import).collect()
}

fn list(query: &PageQuery<'_>, rounds: &Rounds) -> PageFigure {
    let t = query.t();
    let numbers = [
        "rounds-called",
        "rounds-reached",
        "rounds-expected",
        "rounds-still-there",
        "rounds-gone",
        "rounds-not-discussed",
        "rounds-new",
        "rounds-open-after",
    ];
    let mut columns = vec![
        TableColumn::text(t.text("term-round")),
        TableColumn::text(t.text("rounds-began")),
    ];
    columns.extend(numbers.map(|id| TableColumn::number(t.text(id))));
    let row = |item: &RoundItem| {
        let (coverage, found) = (&item.coverage, &item.coverage.found);
        let counts = [
            coverage.asked,
            coverage.reached,
            found.expected,
            found.still_there,
            found.gone,
            found.not_discussed,
            found.new,
            found.open_after,
        ];
        let mut cells = vec![
            TableCell::text(t.round(&item.round))
                .link(query.link(&format!("{PATH}/{}", item.round))),
            TableCell::day(t, item.began_on),
        ];
        cells.extend(counts.map(|count| TableCell::count(t, count)));
        PageRow::new(cells)
    };
    let table = PageTable {
        columns,
        rows: rounds.items.iter().map(row).collect(),
        has_cards: true,
    };
    PageFigure::new(
        query,
        "rondes",
        t.with("rounds-list", "n", rounds.total),
        table,
    )
    .subtitle(t.text("rounds-list-sub"))
    .terms(query, &["def-ronde", "def-gesproken", "def-niet-besproken"])
}

/// Returns the municipalities that any of some rounds called, in alphabetical order.
fn called(rounds: &[RoundAnswer]) -> Vec<Called> {
    let mut all: BTreeMap<String, Called> = BTreeMap::new();
    for (index, round) in rounds.iter().enumerate() {
        for row in &round.municipalities {
            if row.consultation.is_some() {
                let called = all
                    .entry(row.municipality.clone())
                    .or_insert_with(|| Called {
                        code: row.municipality.clone(),
                        name: row.municipality_name.clone(),
                        outcomes: vec![None; rounds.len()],
                    });
                called.outcomes[index] = row.consultation;
            }
        }
    }
    let mut all: Vec<Called> = all.into_values().collect();
    all.sort_by_cached_key(|one| municipalities::sort_key(&one.name));
    all
}

/// Returns a page of the tiles; none if no municipality was called.
fn tiles(query: &PageQuery<'_>, rounds: &[RoundAnswer], from: usize) -> Option<PageFigure> {
    let t = query.t();
    let all = called(rounds);
    let newest = rounds.last()?;
    let page = RowPage::new(from, all.len())?;
    let shown = &all[page.from..page.to];
    let rows = shown.iter().map(|one| tile_row(query, rounds, one));
    let outcomes = [
        Some(ConsultationOutcome::Reached),
        Some(ConsultationOutcome::NoAnswer),
        Some(ConsultationOutcome::Declined),
        None,
    ];
    let chart = TileChart {
        rounds: rounds.iter().map(|round| head(query, round)).collect(),
        rows: rows.collect(),
        key: outcomes
            .map(|outcome| (tile(outcome), names::consultation(t, outcome)))
            .into(),
    };
    let alt = t.text_with(
        "rounds-tiles-alt",
        &[
            ("round", t.round(&newest.round).into()),
            ("reached", newest.total.reached.into()),
            ("called", newest.total.asked.into()),
        ],
    );
    let subtitle = t.text_with(
        "rounds-tiles-sub",
        &[
            ("rounds", rounds.len().into()),
            ("from", (page.from + 1).into()),
            ("to", page.to.into()),
            ("n", all.len().into()),
        ],
    );
    let heading = t.with("rounds-tiles", "n", all.len());
    let figure = PageFigure::new(
        query,
        "gemeenten",
        heading,
        tile_table(query, rounds, shown),
    )
    .subtitle(subtitle)
    .terms(query, &["def-ronde", "def-gesproken"])
    .chart(query, &chart, &alt, WIDTH);
    Some(page.link(query, PATH, figure))
}

fn head(query: &PageQuery<'_>, round: &RoundAnswer) -> MatrixHead {
    MatrixHead {
        label: query.t().round(&round.round),
        href: query.link(&format!("{PATH}/{}", round.round)),
    }
}

fn tile_row(query: &PageQuery<'_>, rounds: &[RoundAnswer], one: &Called) -> TileRow {
    let t = query.t();
    let tiles = rounds.iter().zip(&one.outcomes).map(|(round, outcome)| {
        let title = t.text_with(
            "rounds-tile",
            &[
                ("name", (&one.name).into()),
                ("round", t.round(&round.round).into()),
                ("outcome", names::consultation(t, *outcome).into()),
            ],
        );
        (tile(*outcome), title)
    });
    TileRow {
        head: MatrixHead {
            label: one.name.clone(),
            href: query.link(&format!("{}/{}", municipalities::PATH, one.code)),
        },
        tiles: tiles.collect(),
    }
}

const fn tile(outcome: Option<ConsultationOutcome>) -> RoundTile {
    match outcome {
        Some(ConsultationOutcome::Reached) => RoundTile::Reached,
        Some(ConsultationOutcome::NoAnswer) => RoundTile::NoAnswer,
        Some(ConsultationOutcome::Declined) => RoundTile::Declined,
        None => RoundTile::NotCalled,
    }
}

fn tile_table(query: &PageQuery<'_>, rounds: &[RoundAnswer], shown: &[Called]) -> PageTable {
    let t = query.t();
    let mut columns = vec![TableColumn::text(t.text("term-municipality"))];
    columns.extend(
        rounds
            .iter()
            .map(|round| TableColumn::text(t.round(&round.round))),
    );
    let row = |one: &Called| {
        let link = query.link(&format!("{}/{}", municipalities::PATH, one.code));
        let outcomes = one.outcomes.iter().map(|outcome| {
            let cell = TableCell::text(names::consultation(t, *outcome));
            match outcome {
                Some(ConsultationOutcome::Reached) => cell,
                _ => cell.faint(),
            }
        });
        let name = TableCell::text(&one.name).link(link);
        PageRow::new([name].into_iter().chain(outcomes).collect())
    };
    PageTable {
        columns,
        rows: shown.iter().map(row).collect(),
        has_cards: false,
    }
}
