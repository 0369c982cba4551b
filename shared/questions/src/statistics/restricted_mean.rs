//! The restricted mean: how many of the first so many days an episode stays open on average.
//!
//! Unlike the median it exists even when most are still open.

use api::answers::RestrictedMeanAnswer;

use super::survival::{Step, Survival};

impl Survival {
    /// Returns the mean up to `horizon_days`, or up to where the curve is known if that is less; `None` where that is 0:
    /// where there are no episodes, or nothing is known of any, "0 days" would read as "solved at once".
    ///
    /// The part before `from_days` counts in full. The variance is
    /// Σ \[area from t to the horizon\]² d / (n (n − d)) (Klein and Moeschberger 2003, 4.5.4).
    pub fn restricted_mean(&self, horizon_days: f64) -> Option<RestrictedMeanAnswer> {
        let horizon_days = shared_horizon_days([self], horizon_days);
        if horizon_days <= 0.0 {
            return None;
        }
        let (mut area, mut variance, mut until_days) = (0.0, 0.0, horizon_days);
        let within = self
            .steps
            .partition_point(|step| step.days() <= horizon_days);
        for step in self.steps[..within].iter().rev() {
            area += step.survival * (until_days - step.days());
            variance += variance_of_area(area, step);
            until_days = step.days();
        }
        Some(RestrictedMeanAnswer {
            days: until_days + area,
            se: variance.sqrt(),
            horizon_days,
        })
    }
}

/// The horizon up to which the curves of all `groups` are known, at most `requested_days`.
///
/// It is lowered to the smallest of their largest exits; a curve that is 0 by then stays 0 and
/// lowers nothing.
pub fn shared_horizon_days<'a>(
    groups: impl IntoIterator<Item = &'a Survival>,
    requested_days: f64,
) -> f64 {
    let bounded = groups.into_iter().filter(|group| !group.reaches_zero());
    bounded
        .map(Survival::largest_exit_days)
        .fold(requested_days, f64::min)
}

/// What a fall adds to the variance of the area to its right: nothing where all ended, since the
/// curve is 0 from there on.
fn variance_of_area(area: f64, step: &Step) -> f64 {
    if area > 0.0 {
        area * area * step.added_variance()
    } else {
        0.0
    }
}
