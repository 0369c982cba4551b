//! How long knelpunten of each group stay open, and how often they come back, with the test between the groups.

use api::{
    answers::{
        GroupAnswer, GroupName, LogRankAnswer, PointAnswer, Recurrence, RecurrenceGroup,
        ResolutionTimes,
    },
    parameters::Grouping,
};
use charts::{Layout, MarkScale, Series, SurvivalPanel, drawing};
use texts::messages::Messages;

use super::PATH;
use crate::pages::{
    figure::{
        FigurePanel, PageFigure,
        intervals::{CHANCE, ENOUGH, point_mark, share_cell, share_scale},
        survival::points,
        with_context,
    },
    frame::Link,
    group_kind::GroupKind,
    names,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The end of the small curves, in days.
const PANEL_DAYS: u32 = 1_095;
/// The width of a small curve, in px.
const PANEL_WIDTH: u16 = 176;

/// Returns the table of durations with its verdict, and each group beside the whole.
pub(super) fn durations(
    query: &PageQuery<'_>,
    by: Grouping,
    groups: &ResolutionTimes,
    whole: &ResolutionTimes,
) -> Vec<PageFigure> {
    let t = query.t();
    let (test, verdicts) = match by {
        Grouping::SizeClass => (
            groups.log_rank_trend,
            ["compare-verdict-trend", "compare-same-trend"],
        ),
        _ => (
            groups.log_rank,
            ["compare-verdict-duration", "compare-same-duration"],
        ),
    };
    let scale = share_scale();
    let rows = groups.groups.iter().chain(&whole.groups).enumerate();
    let rows = rows.map(|(index, group)| {
        let share = group.figures.survival.get("180").copied();
        let mut cells = vec![
            TableCell::text(name(query, by, group.group.as_ref())),
            TableCell::count(t, group.n),
            TableCell::count(t, group.resolved),
        ];
        let curve = (group.figures.median_days, share.unwrap_or_default());
        cells.extend(curve_cells(t, &scale, index, group.n, curve));
        PageRow::new(cells)
    });
    let columns = [
        "compare-times",
        "compare-closed",
        "compare-half",
        "compare-after-180",
    ];
    let table = table(t, &scale, columns, rows.collect());
    let figure = PageFigure::new(query, "duur", verdict(t, test.as_ref(), verdicts), table)
        .subtitle(test_sentence(t, test.as_ref()))
        .note(t.text("compare-note"))
        .terms(query, &["def-duur", "def-helft", "def-interval"]);
    let panels = panels(query, by, groups, whole);
    let mut figures = vec![figure];
    if !panels.is_empty() {
        figures.push(each(query, by, groups, panels));
    }
    figures
}

/// Returns how often what was closed comes back.
pub(super) fn recurrence(query: &PageQuery<'_>, by: Grouping, groups: &Recurrence) -> PageFigure {
    let t = query.t();
    let scale = share_scale();
    let row = |(index, group): (usize, &RecurrenceGroup)| {
        let share = group.figures.survival.get("365").copied();
        let mut cells = vec![
            TableCell::text(name(query, by, group.group.as_ref())),
            TableCell::count(t, group.n),
            TableCell::count(t, group.recurred),
        ];
        let curve = (group.figures.median_days, share.unwrap_or_default());
        cells.extend(curve_cells(t, &scale, index, group.n, curve));
        PageRow::new(cells)
    };
    let columns = [
        "compare-closed",
        "compare-came-back",
        "compare-half-back",
        "compare-still-gone",
    ];
    let rows = groups.groups.iter().enumerate().map(row);
    let table = table(t, &scale, columns, rows.collect());
    let verdicts = ["compare-verdict-recurrence", "compare-same-recurrence"];
    let test = groups.log_rank;
    PageFigure::new(query, "terug", verdict(t, test.as_ref(), verdicts), table)
        .subtitle(test_sentence(t, test.as_ref()))
        .terms(query, &["def-teruggekomen", "def-interval"])
}

fn name(query: &PageQuery<'_>, by: Grouping, group: Option<&GroupName>) -> String {
    let t = query.t();
    group.map_or_else(
        || t.text("compare-whole"),
        |group| names::group(t, query.register(), by, group),
    )
}

fn verdict(t: Messages, test: Option<&LogRankAnswer>, [differs, same]: [&str; 2]) -> String {
    t.text(match test {
        None => "compare-unknown",
        Some(test) if test.p <= CHANCE => differs,
        Some(_) => same,
    })
}

fn test_sentence(t: Messages, test: Option<&LogRankAnswer>) -> String {
    let Some(test) = test else {
        return t.text("compare-no-test");
    };
    let p = TableCell::probability(t, Some(test.p)).shown;
    let p = if p.starts_with('<') {
        p
    } else {
        format!("= {p}")
    };
    let mut sentences = vec![t.with("compare-test", "p", p)];
    if let Some(small) = test.small_groups.filter(|small| *small > 0) {
        sentences.push(t.with("compare-small", "n", small));
    }
    sentences.join(" ")
}

/// Returns the median, and the share with its interval; of a group that is too small, that it is.
fn curve_cells(
    t: Messages,
    scale: &MarkScale,
    index: usize,
    n: usize,
    (median, share): (Option<f64>, PointAnswer),
) -> [TableCell; 3] {
    if n < ENOUGH {
        let too_few = || TableCell::text(t.text("term-too-few")).faint();
        return [too_few(), too_few(), TableCell::mark(String::new())];
    }
    let mark = point_mark(share, Series::Open);
    [
        TableCell::number(t, median, 0),
        share_cell(t, share),
        TableCell::mark(scale.mark(&format!("deel-{index}"), &mark)),
    ]
}

fn table(t: Messages, scale: &MarkScale, columns: [&str; 4], rows: Vec<PageRow>) -> PageTable {
    let mut all = vec![TableColumn::text(t.text("compare-group"))];
    all.extend(columns.map(|id| TableColumn::number(t.text(id))));
    all.push(TableColumn::marks(t.name("def-interval"), scale.head()));
    PageTable {
        columns: all,
        rows,
        has_cards: true,
    }
}

/// Returns the curve of each group that is large enough, beside that of the whole.
fn panels(
    query: &PageQuery<'_>,
    by: Grouping,
    groups: &ResolutionTimes,
    whole: &ResolutionTimes,
) -> Vec<FigurePanel> {
    let (t, end) = (query.t(), f64::from(PANEL_DAYS));
    let reference = whole.groups.first();
    let reference = reference.map(|whole| points(&whole.figures, end));
    let large = groups.groups.iter().filter(|group| group.n >= ENOUGH);
    let panel = |(index, group): (usize, &GroupAnswer)| {
        let chart = SurvivalPanel {
            curve: points(&group.figures, end),
            reference: reference.clone().unwrap_or_default(),
            days: PANEL_DAYS,
            ends: ("0".to_owned(), t.text("survival-3-years")),
        };
        let text = name(query, by, group.group.as_ref());
        let chart = with_context(query, &format!("groep-{index}"), &text, |context| {
            drawing(&chart, context, Layout::Wide(PANEL_WIDTH))
        });
        FigurePanel {
            name: Link::new(text, group_link(query, by, group)),
            chart,
        }
    };
    large.enumerate().map(panel).collect()
}

/// Returns the page of a group, or of the comparison where it has none.
fn group_link(query: &PageQuery<'_>, by: Grouping, group: &GroupAnswer) -> String {
    let code = group
        .group
        .as_ref()
        .and_then(|group| group.group.as_deref());
    match (by, code) {
        (Grouping::SizeClass, Some(code)) => query.link_with("/gemeenten", &[("sizeClass", code)]),
        (Grouping::Province, Some(code)) => query.link_with("/gemeenten", &[("province", code)]),
        (Grouping::Municipality, Some(code)) => query.link(&format!("/gemeenten/{code}")),
        (by, Some(code)) => match GroupKind::from_grouping(by) {
            Some(kind) => query.link(&kind.path_of(code)),
            None => query.link(PATH),
        },
        (_, None) => query.link(PATH),
    }
}

fn each(
    query: &PageQuery<'_>,
    by: Grouping,
    groups: &ResolutionTimes,
    panels: Vec<FigurePanel>,
) -> PageFigure {
    let t = query.t();
    let days = ["90", "180", "365"];
    let row = |group: &GroupAnswer| {
        let shares = days.map(|days| {
            let share = group
                .figures
                .survival
                .get(days)
                .and_then(|share| share.value);
            TableCell::share(t, share)
        });
        let first = TableCell::text(name(query, by, group.group.as_ref()));
        PageRow::new([first].into_iter().chain(shares).collect())
    };
    let mut columns = vec![TableColumn::text(t.text("compare-group"))];
    columns.extend(days.map(|days| TableColumn::number(t.with("compare-after", "days", days))));
    let large = groups.groups.iter().filter(|group| group.n >= ENOUGH);
    let table = PageTable {
        columns,
        rows: large.map(row).collect(),
        has_cards: false,
    };
    PageFigure::new(query, "elke-groep", t.text("compare-each"), table)
        .subtitle(t.text("compare-each-sub"))
        .terms(query, &["def-duur"])
        .panels(panels)
}
