//! The 95 % interval around a curve, and where it passes one half.

use std::f64::consts::LN_2;

use super::survival::Step;

/// The two-sided 95 % point of the normal distribution.
pub(super) const Z_95: f64 = 1.959_963_984_540_054;

/// How far rounding may move what bounds are compared by, and far more.
const MARGIN: f64 = 1e-9;

impl Step {
    /// The 95 % interval S^exp(±z s) with s = sqrt(variance) / |ln S|
    /// (Klein and Moeschberger 2003, 4.3.2), `None` where S is 0.
    ///
    /// It costs more than all else of a step, so it is worked out where it is asked for.
    pub fn interval(&self) -> Option<(f64, f64)> {
        if self.survival <= 0.0 {
            return None;
        }
        let spread = Z_95 * self.relative_variance.sqrt() / self.fallen();
        let end = |spread: f64| self.survival.powf(spread.exp());
        Some((end(spread), end(-spread)))
    }

    /// |ln S|, which only grows from step to step, as the variance does.
    fn fallen(&self) -> f64 {
        self.survival.ln().abs()
    }
}

/// Returns the 95 % interval share^exp(±z se / (share ln share)) of a share strictly between 0 and 1
/// (Kalbfleisch and Prentice 2002, 1.4.1).
pub(super) fn log_log_interval(share: f64, standard_error: f64) -> (f64, f64) {
    let spread = Z_95 * standard_error / (share * share.ln()).abs();
    (share.powf(spread.exp()), share.powf((-spread).exp()))
}

/// Finds the first step at which the lower end is at most 1/2, or the curve is 0.
pub(super) fn first_low_at_most_half(steps: &[Step]) -> Option<&Step> {
    // The lower end is at most 1/2 where |ln S| exp(z s) is at least ln 2; of no step between two it is more than this.
    let may_be = |first: &Step, last: &Step| {
        let spread = Z_95 * last.relative_variance.sqrt() / first.fallen();
        last.survival <= 0.0 || last.fallen() * spread.exp() >= LN_2 - MARGIN
    };
    let is = |step: &Step| step.interval().is_none_or(|(low, _)| low <= 0.5);
    first_between(steps, &may_be, &is)
}

/// Finds the first step at which the upper end is at most 1/2.
pub(super) fn first_high_at_most_half(steps: &[Step]) -> Option<&Step> {
    // The upper end is at most 1/2 where |ln S| exp(−z s) is at least ln 2; of no step between two it is more than this.
    let may_be = |first: &Step, last: &Step| {
        let spread = Z_95 * first.relative_variance.sqrt() / last.fallen();
        last.survival <= 0.0 || last.fallen() * (-spread).exp() >= LN_2 - MARGIN
    };
    let is = |step: &Step| step.interval().is_some_and(|(_, high)| high <= 0.5);
    first_between(steps, &may_be, &is)
}

/// Finds the first step that is looked for, passing over all those among which, by their first and last, none can be.
fn first_between<'a>(
    steps: &'a [Step],
    may_be: &impl Fn(&Step, &Step) -> bool,
    is: &impl Fn(&Step) -> bool,
) -> Option<&'a Step> {
    let (first, last) = (steps.first()?, steps.last()?);
    if !may_be(first, last) {
        return None;
    }
    if let [only] = steps {
        return is(only).then_some(only);
    }
    let (earlier, later) = steps.split_at(steps.len() / 2);
    first_between(earlier, may_be, is).or_else(|| first_between(later, may_be, is))
}
