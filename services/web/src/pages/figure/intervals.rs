//! Values with their intervals, in words and as marks on an axis.

use api::answers::PointAnswer;
use charts::{Mark, MarkRange, MarkScale, Series};
use texts::messages::Messages;

use crate::pages::table::TableCell;

/// How many knelpunten a curve, a median or a chance must rest on to be shown.
pub(crate) const ENOUGH: usize = 10;
/// The largest probability at which a difference is more than chance.
pub(crate) const CHANCE: f64 = 0.05;

/// The axis of shares: from none to all.
pub(crate) fn share_scale() -> MarkScale {
    MarkScale {
        range: MarkRange::FromZero(1.0),
        ticks: [(0.0, "0%"), (0.5, "50%"), (1.0, "100%")]
            .map(|(value, text)| (value, text.to_owned()))
            .into(),
        reference: None,
        width: 170,
    }
}

/// The axis of ratios: from a quarter to four times.
pub(crate) fn ratio_scale() -> MarkScale {
    MarkScale {
        range: MarkRange::Factors(0.25, 4.0),
        ticks: [(0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (4.0, "4")]
            .map(|(value, text)| (value, text.to_owned()))
            .into(),
        reference: Some(1.0),
        width: 200,
    }
}

/// Returns a value as a dot with its interval as a line.
pub(crate) const fn point_mark(point: PointAnswer, series: Series) -> Mark {
    Mark::Interval {
        value: point.value,
        low: point.low,
        high: point.high,
        series,
    }
}

/// Returns a share with its interval in words.
pub(crate) fn share_cell(t: Messages, share: PointAnswer) -> TableCell {
    TableCell::share(t, share.value).interval(share_interval(t, share))
}

/// Returns the interval of a share in words; empty where there is none.
pub(crate) fn share_interval(t: Messages, share: PointAnswer) -> String {
    let ends = share.low.zip(share.high);
    let ends = ends.map(|(low, high)| t.interval(&t.share(low), &t.share(high)));
    ends.unwrap_or_default()
}
