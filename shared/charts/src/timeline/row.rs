//! A row of a timeline.

use super::{EpisodeEnd, TimelineEpisode, TimelineLayout, TimelineRow};
use crate::{
    canvas::{Bounds, Canvas, Point, coordinate},
    matrix::linked,
    measure::{LABEL, LINE, wrap},
    scale,
    series::Series,
};

const BAR: f64 = 10.0;
/// The circle in which it is drawn how an episode ended.
const CIRCLE: f64 = 7.0;

impl TimelineRow {
    /// Draws the row below a height, and returns where it ends.
    pub(super) fn draw(&self, canvas: &mut Canvas, timeline: &TimelineLayout, top: f64) -> f64 {
        let series = self
            .episodes
            .last()
            .map_or(Series::Reference, |last| last.end.series());
        let width = if timeline.is_phone {
            timeline.width - timeline.results - 12.0
        } else {
            timeline.labels
        };
        let lines = wrap(&self.label, width, LABEL, false);
        let height = LINE * scale::index(lines.len().max(1));
        let (middle, baseline, bottom) = if timeline.is_phone {
            (top + height + 15.0, top + LINE, top + height + 26.0)
        } else {
            let row = (height + 10.0).max(30.0);
            let first = top + (row - height) / 2.0 + LINE - 4.0;
            (top + row / 2.0, first, top + row)
        };
        self.draw_label(canvas, &lines, baseline);
        if timeline.is_phone {
            let at = (timeline.width, baseline);
            canvas.text(at, &format!("{} kn-end", series.text()), &self.result);
        } else {
            canvas.horizontal(timeline.left, timeline.right, middle, "kn-grid");
            let lines = wrap(
                &self.result,
                timeline.width - timeline.right - 10.0,
                LABEL,
                true,
            );
            let first = middle + 4.0 - LINE * scale::index(lines.len().saturating_sub(1)) / 2.0;
            for (index, line) in lines.iter().enumerate() {
                let y = first + LINE * scale::index(index);
                canvas.text((timeline.right + 12.0, y), series.text(), line);
            }
        }
        self.draw_bars(canvas, timeline, middle);
        bottom
    }

    fn draw_label(&self, canvas: &mut Canvas, lines: &[String], baseline: f64) {
        let mut label = Canvas::new("");
        for (index, line) in lines.iter().enumerate() {
            label.text((0.0, baseline + LINE * scale::index(index)), "", line);
        }
        canvas.raw(&linked(&self.href, &label.into_markup()));
    }

    fn draw_bars(&self, canvas: &mut Canvas, timeline: &TimelineLayout, middle: f64) {
        for episode in &self.episodes {
            draw_episode(canvas, timeline, episode, middle);
        }
        for day in &self.reports {
            let x = timeline.day(*day);
            canvas.vertical(x, middle - BAR / 2.0, middle + BAR / 2.0, "kn-line-edge");
        }
        for episode in &self.episodes {
            if let Some(day) = episode.end.day() {
                draw_end(canvas, (timeline.day(day), middle), episode.end);
            }
        }
    }
}

fn draw_episode(
    canvas: &mut Canvas,
    timeline: &TimelineLayout,
    episode: &TimelineEpisode,
    middle: f64,
) {
    let (since, opened) = (timeline.day(episode.since), timeline.day(episode.opened));
    let end = episode
        .end
        .day()
        .map_or(timeline.right, |day| timeline.day(day));
    let bar = |from: f64, to: f64| Bounds {
        x: from,
        y: middle - BAR / 2.0,
        width: to - from,
        height: BAR,
    };
    if opened - since > 1.0 {
        canvas.rect_filled_by(bar(since, opened), &timeline.hatching);
        canvas.vertical(since, middle - BAR / 2.0, middle + BAR / 2.0, "kn-base");
    }
    // An episode of a day can still be seen.
    let start = opened.min(end - 3.0);
    canvas.rect(bar(start, end), episode.end.series().fill());
}

/// Draws a tick in a circle where an episode was solved, a dash where it lapsed.
fn draw_end(canvas: &mut Canvas, (x, y): Point, end: EpisodeEnd) {
    canvas.circle((x, y), CIRCLE, end.series().fill());
    let [tick_x, dash_x, y] = [x - 3.2, x - 3.4, y].map(coordinate);
    let path = if end.series() == Series::Closed {
        format!("M{tick_x} {y}l2.4 2.6 4.2-5")
    } else {
        format!("M{dash_x} {y}h6.8")
    };
    canvas.path(&path, "kn-line-edge");
}
