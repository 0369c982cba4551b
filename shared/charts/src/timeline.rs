//! The knelpunten of a municipality over the years: a row each, hatched while it was known but not reported, solid while
//! open, a notch for each report, and how it ended.

mod row;

use crate::{
    canvas::Canvas,
    figure::{Draw, Drawing, FigureContext, Layout, canvas},
    measure::{AXIS, LABEL, text_width},
    scale::LinearScale,
    series::Series,
};

/// A timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineChart {
    /// The rows, from the top.
    pub rows: Vec<TimelineRow>,
    /// The days that have a line, with their texts: the beginnings of years.
    pub ticks: Vec<(i32, String)>,
    /// The last day, and its text.
    pub now: (i32, String),
}

/// A knelpunt in a timeline. Days are counted from any one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineRow {
    /// What it is.
    pub label: String,
    /// Where it leads to; empty if nowhere.
    pub href: String,
    /// Its age if it is open, else its outcome.
    pub result: String,
    /// Its episodes, oldest first.
    pub episodes: Vec<TimelineEpisode>,
    /// The days on which it was reported or confirmed.
    pub reports: Vec<i32>,
}

/// An episode in a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimelineEpisode {
    /// The day since when it is known.
    pub since: i32,
    /// The day on which it was opened.
    pub opened: i32,
    /// Its end.
    pub end: EpisodeEnd,
}

/// How an episode is on the last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EpisodeEnd {
    /// It is open.
    Open,
    /// It is open, and persists.
    Persisting,
    /// It was solved on a day.
    Solved(i32),
    /// It was solved nationally on a day.
    SolvedElsewhere(i32),
    /// It lapsed on a day.
    Lapsed(i32),
}

impl EpisodeEnd {
    fn series(self) -> Series {
        match self {
            Self::Open => Series::Open,
            Self::Persisting => Series::Persisting,
            Self::Solved(_) | Self::SolvedElsewhere(_) => Series::Closed,
            Self::Lapsed(_) => Series::Reference,
        }
    }

    fn day(self) -> Option<i32> {
        match self {
            Self::Open | Self::Persisting => None,
            Self::Solved(day) | Self::SolvedElsewhere(day) | Self::Lapsed(day) => Some(day),
        }
    }
}

/// Above the rows: the texts of the ticks.
const TOP: f64 = 26.0;

/// Where the columns of a timeline are, in px.
struct TimelineLayout {
    /// The first day.
    from: i32,
    x: LinearScale,
    left: f64,
    right: f64,
    /// The width of the labels, and of the results.
    labels: f64,
    results: f64,
    width: f64,
    is_phone: bool,
    hatching: String,
}

impl TimelineLayout {
    fn day(&self, day: i32) -> f64 {
        self.x.at(f64::from(day.saturating_sub(self.from)))
    }
}

impl Draw for TimelineChart {
    fn draw(&self, figure: &FigureContext, layout: Layout) -> Drawing {
        let mut canvas = canvas(figure, layout);
        let hatching = canvas.hatching(4.0, "kn-hatch");
        let timeline = self.lay_out(layout, hatching);
        let mut rows = crate::figure::canvas(figure, layout);
        let mut bottom = TOP;
        for row in &self.rows {
            bottom = row.draw(&mut rows, &timeline, bottom);
        }
        // The lines of the years are below the rows.
        self.draw_ticks(&mut canvas, &timeline, bottom);
        canvas.raw(&rows.into_markup());
        canvas.vertical(timeline.right, TOP - 6.0, bottom, "kn-base");
        Drawing {
            has_links: self.rows.iter().any(|row| !row.href.is_empty()),
            ..Drawing::new((layout.width(), bottom + 4.0), canvas)
        }
    }
}

impl TimelineChart {
    fn lay_out(&self, layout: Layout, hatching: String) -> TimelineLayout {
        let episodes = self.rows.iter().flat_map(|row| &row.episodes);
        let first = episodes
            .map(|episode| episode.since.min(episode.opened))
            .min();
        let from = first
            .unwrap_or(self.now.0)
            .min(self.now.0.saturating_sub(30));
        let results = self
            .rows
            .iter()
            .map(|row| text_width(&row.result, LABEL, true));
        let results = results.fold(0.0, f64::max);
        let width = layout.width();
        let is_phone = layout.is_phone();
        let (left, right) = if is_phone {
            (8.0, width - 10.0)
        } else {
            (
                (width * 0.27).max(190.0),
                width - results.min(width * 0.22) - 16.0,
            )
        };
        let days = f64::from(self.now.0.saturating_sub(from));
        TimelineLayout {
            from,
            // A tick in a circle on the first or last day stays inside.
            x: LinearScale::new(days, left + 8.0, right),
            left,
            right,
            labels: left - 8.0,
            results: results + 2.0,
            width,
            is_phone,
            hatching,
        }
    }

    fn draw_ticks(&self, canvas: &mut Canvas, timeline: &TimelineLayout, bottom: f64) {
        let (now, text) = &self.now;
        let end = timeline.right + 6.0;
        canvas.text((end, TOP - 11.0), "kn-axis kn-end", text);
        let mut free_until = end - text_width(text, AXIS, false) - 8.0;
        let inside = |day: &i32| (timeline.from..*now).contains(day);
        for (day, text) in self.ticks.iter().rev().filter(|(day, _)| inside(day)) {
            let x = timeline.day(*day);
            canvas.vertical(x, TOP - 6.0, bottom, "kn-grid");
            let wide = text_width(text, AXIS, false);
            if x + 4.0 + wide <= free_until {
                canvas.text((x + 4.0, TOP - 11.0), "kn-axis", text);
                free_until = x - 4.0;
            }
        }
    }
}
