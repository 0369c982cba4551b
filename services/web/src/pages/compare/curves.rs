//! How long knelpunten of each group stay open, and how often they come back, with the test between the groups.

use api::{
    answers::{
        GroupAnswer, GroupName, LogRankAnswer, PointAnswer, Recurrence, RecurrenceGroup,
        ResolutionTimes,
    },
    parameters::Grouping,
};
use charts::{MarkScale, Series};
use texts::messages::Messages;

use super::{
    choice::Choice,
    groups::{self, GroupRows},
    panels,
};
use crate::pages::{
    figure::{
        PageFigure,
        intervals::{CHANCE, ENOUGH, point_mark, share_cell, share_scale},
        survival::enough_until,
    },
    page_query::PageQuery,
    table::{PageRow, TableCell, TableColumn},
};

/// The answers of the day of the page, and of the other day if there is one.
pub(super) type TwoDays<T> = (T, Option<T>);

/// What a row of a table of curves shows.
struct CurveRow {
    name: TableCell,
    n: usize,
    ended: usize,
    median: Option<f64>,
    /// The share to which it has not happened after some days, where enough were followed until then.
    share: Option<PointAnswer>,
}

/// The texts of a table of curves: what `n` counts, what happened, the half, and the share.
type CurveHeads = [&'static str; 4];

const DURATION_HEADS: CurveHeads = [
    "compare-times",
    "compare-closed",
    "compare-half",
    "compare-after-180",
];
const RECURRENCE_HEADS: CurveHeads = [
    "compare-closed",
    "compare-came-back",
    "compare-half-back",
    "compare-still-gone",
];

/// Returns the table of durations with its verdict, each group beside the whole, and the pairs that were tested.
pub(super) fn durations(
    query: &PageQuery<'_>,
    choice: &Choice,
    groups: &TwoDays<ResolutionTimes>,
    whole: &TwoDays<ResolutionTimes>,
) -> Vec<PageFigure> {
    let day = |groups: &ResolutionTimes, whole: &ResolutionTimes| {
        let answers = (&*groups.groups, &*whole.groups);
        day_rows(
            query,
            choice.by,
            answers,
            |one| one.group.as_ref(),
            duration_row,
        )
    };
    let first = day(&groups.0, &whole.0);
    let other = groups.1.as_ref().zip(whole.1.as_ref());
    let other = other.map(|(groups, whole)| day(groups, whole));
    let verdicts = match choice.by {
        Grouping::SizeClass => ["compare-verdict-trend", "compare-same-trend"],
        _ => ["compare-verdict-duration", "compare-same-duration"],
    };
    let test = |groups: &ResolutionTimes| match choice.by {
        Grouping::SizeClass => groups.log_rank_trend,
        _ => groups.log_rank,
    };
    let tests = (test(&groups.0), groups.1.as_ref().map(test));
    let figure = figure(query, choice, "duur", DURATION_HEADS, (first, other))
        .terms(query, &["def-duur", "def-helft", "def-interval"]);
    let figure = with_verdict(query, choice, figure, tests, verdicts);
    let figure = match &figure.note {
        None => figure.note(query.t().text("compare-note")),
        Some(_) => figure,
    };
    let panels = panels::panels(query, choice, groups, &whole.0);
    let pairs = panels::pairs(query, choice.by, &groups.0);
    [figure].into_iter().chain(panels).chain(pairs).collect()
}

/// Returns how often what was closed comes back.
pub(super) fn recurrence(
    query: &PageQuery<'_>,
    choice: &Choice,
    groups: &TwoDays<Recurrence>,
    whole: &TwoDays<Recurrence>,
) -> PageFigure {
    let day = |groups: &Recurrence, whole: &Recurrence| {
        let answers = (&*groups.groups, &*whole.groups);
        day_rows(
            query,
            choice.by,
            answers,
            |one| one.group.as_ref(),
            recurrence_row,
        )
    };
    let first = day(&groups.0, &whole.0);
    let other = groups.1.as_ref().zip(whole.1.as_ref());
    let other = other.map(|(groups, whole)| day(groups, whole));
    let verdicts = ["compare-verdict-recurrence", "compare-same-recurrence"];
    let tests = (
        groups.0.log_rank,
        groups.1.as_ref().map(|other| other.log_rank),
    );
    let figure = figure(query, choice, "terug", RECURRENCE_HEADS, (first, other))
        .terms(query, &["def-teruggekomen", "def-interval"]);
    with_verdict(query, choice, figure, tests, verdicts)
}

/// Returns the rows of a day: of each group, and of all together if there is anything to compare them with.
fn day_rows<G>(
    query: &PageQuery<'_>,
    by: Grouping,
    (groups, whole): (&[G], &[G]),
    name: fn(&G) -> Option<&GroupName>,
    row: fn(&PageQuery<'_>, Grouping, &G) -> CurveRow,
) -> DayRows {
    let rows = groups::in_order(query, by, groups, name).into_iter();
    let whole = whole.first().map(|group| row(query, by, group));
    (
        rows.map(|group| row(query, by, group)).collect(),
        whole.filter(|whole| whole.n > 0),
    )
}

fn duration_row(query: &PageQuery<'_>, by: Grouping, group: &GroupAnswer) -> CurveRow {
    let followed = enough_until(&group.figures).is_some_and(|until| until >= 180.0);
    CurveRow {
        name: name_cell(query, by, group.group.as_ref()),
        n: group.n,
        ended: group.resolved,
        median: group.figures.median_days,
        share: group
            .figures
            .survival
            .get("180")
            .copied()
            .filter(|_| followed),
    }
}

fn recurrence_row(query: &PageQuery<'_>, by: Grouping, group: &RecurrenceGroup) -> CurveRow {
    CurveRow {
        name: name_cell(query, by, group.group.as_ref()),
        n: group.n,
        ended: group.recurred,
        median: group.figures.median_days,
        share: group.figures.survival.get("365").copied(),
    }
}

fn name_cell(query: &PageQuery<'_>, by: Grouping, group: Option<&GroupName>) -> TableCell {
    match group {
        None => TableCell::text(groups::name(query, by, None)),
        Some(group) => groups::name_cell(query, by, group),
    }
}

/// The rows of the groups of a day, and that of all together.
type DayRows = (Vec<CurveRow>, Option<CurveRow>);

fn figure(
    query: &PageQuery<'_>,
    choice: &Choice,
    id: &'static str,
    heads: CurveHeads,
    (first, other): (DayRows, Option<DayRows>),
) -> PageFigure {
    let t = query.t();
    let days = [Some(&first), other.as_ref()];
    let mut rows = days.into_iter().flatten().flat_map(|(rows, _)| rows);
    // A half that no group has reached is a column of dashes.
    let has_half = rows.any(|row| row.n >= ENOUGH && row.median.is_some());
    let day = |(rows, whole): &DayRows, prefix: &str| {
        let mean = whole.as_ref().and_then(|whole| whole.share?.value);
        let scale = MarkScale {
            reference: mean,
            // Two days have half the room each.
            width: if choice.beside.is_some() { 110 } else { 170 },
            ..share_scale()
        };
        let shown = |(index, row): (usize, &CurveRow)| {
            curve_cells(t, &scale, &format!("{prefix}-{index}"), row, has_half)
        };
        let columns = columns(t, choice.by, &scale, heads, has_half);
        let shown_whole = whole.as_ref().map(|whole| shown((rows.len(), whole)));
        let rows = rows.iter().enumerate().map(shown).collect();
        (
            columns,
            GroupRows {
                rows,
                whole: shown_whole,
            },
        )
    };
    let (columns, rows) = day(&first, "deel");
    let other = choice.beside.zip(other.as_ref()).map(|(beside, other)| {
        let (columns, rows) = day(other, "naast");
        (t.short_date(beside.day), columns, rows)
    });
    let table = groups::table(columns, (t.short_date(query.as_of.day()), rows), other);
    PageFigure::new(query, id, String::new(), table)
}

fn columns(
    t: Messages,
    by: Grouping,
    scale: &MarkScale,
    [n, ended, half, share]: CurveHeads,
    has_half: bool,
) -> Vec<TableColumn> {
    let mut columns = vec![groups::head(t, by)];
    columns.extend([n, ended].map(|id| TableColumn::number(t.text(id))));
    columns.extend(has_half.then(|| TableColumn::number(t.text(half))));
    columns.push(TableColumn::number(t.text(share)));
    columns.push(TableColumn::marks(t.name("def-interval"), scale.head()));
    columns
}

/// Returns the median, and the share with its interval; of a group that is too small, that it is.
fn curve_cells(
    t: Messages,
    scale: &MarkScale,
    id: &str,
    row: &CurveRow,
    has_half: bool,
) -> PageRow {
    let mut cells = vec![
        row.name.clone(),
        TableCell::count(t, row.n),
        TableCell::count(t, row.ended),
    ];
    let too_few = || TableCell::text(t.text("term-too-few")).faint();
    let share = row.share.filter(|_| row.n >= ENOUGH);
    if has_half {
        cells.push(if row.n < ENOUGH {
            too_few()
        } else {
            TableCell::number(t, row.median, 0)
        });
    }
    cells.extend(match share {
        None => [too_few(), TableCell::mark(String::new())],
        Some(share) => {
            let mark = scale.mark(id, &point_mark(share, Series::Open));
            [share_cell(t, share), TableCell::mark(mark)]
        }
    });
    PageRow::new(cells)
}

/// Puts the verdict of the test above a figure, and that of the other day below it.
fn with_verdict(
    query: &PageQuery<'_>,
    choice: &Choice,
    figure: PageFigure,
    (test, other): TwoDays<Option<LogRankAnswer>>,
    verdicts: [&str; 2],
) -> PageFigure {
    let t = query.t();
    let figure = PageFigure {
        heading: verdict(t, test, verdicts),
        ..figure
    }
    .subtitle(test_sentence(t, test));
    let Some((beside, other)) = choice.beside.zip(other) else {
        return figure;
    };
    let verdict = verdict(t, other, verdicts);
    let values = [("date", t.date(beside.day)), ("verdict", verdict)];
    let values = values.each_ref().map(|(key, value)| (*key, value.into()));
    figure.note(t.text_with("compare-other-verdict", &values))
}

/// Returns the verdict of a test. It is an approximation for large groups: with one that is too small there is none.
fn verdict(t: Messages, test: Option<LogRankAnswer>, [differs, same]: [&str; 2]) -> String {
    t.text(match test {
        None => "compare-unknown",
        Some(test) if test.small_groups.is_some_and(|small| small > 0) => "compare-too-small",
        Some(test) if test.p <= CHANCE => differs,
        Some(_) => same,
    })
}

fn test_sentence(t: Messages, test: Option<LogRankAnswer>) -> String {
    let Some(test) = test else {
        return t.text("compare-no-test");
    };
    if let Some(small) = test.small_groups.filter(|small| *small > 0) {
        let all = test.degrees_of_freedom + 1;
        let small = t.text_with("compare-small", &[("n", small.into()), ("all", all.into())]);
        return format!("{small} {}", t.text("compare-no-test"));
    }
    let p = TableCell::probability(t, Some(test.p)).shown;
    let p = if p.starts_with('<') {
        p
    } else {
        format!("= {p}")
    };
    t.with("compare-test", "p", p)
}
