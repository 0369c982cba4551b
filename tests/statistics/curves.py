"""Survival analysis by lifelines, statsmodels and scipy.

Where they define something differently from the answers, what they are given is changed, never what they return:

- Late entry: who enters at t is at risk after t here; lifelines counts them at t, so they are given a quarter of a
  microsecond more. Who enters at 0 is at risk at 0; statsmodels would leave them out, so they are given -1 there.
- Start: a curve with late entries begins where 10 are at risk. Nobody who left by then is given to lifelines.
- Small risk sets: lifelines refuses a curve with late entries where nobody is at risk at some early time; statsmodels
  computes it then, and the cumulative incidence is not compared.
- Median: lifelines compares floats with 1/2, and a product that should be 1/2 may be a little more; it is asked for 1e-9
  more. The lower end is also reached where the curve is 0, where lifelines has no bound.
- The end: lifelines carries a curve forward; here it is unknown beyond the largest exit, unless it is 0.
- Cumulative incidence: lifelines cannot treat two causes at one time, and sets the incidence at 0 to 0. All times are
  moved on by a microsecond, and causes at one time a quarter apart; that changes no share, and its interval slightly, so
  that the interval is compared to two hundredths there. Where all at risk ended at once before, lifelines has no interval.
- Restricted mean: the variance that lifelines returns is of the time itself, not of its mean; the standard error is summed
  from its table of events by Klein and Moeschberger (2003, 4.5.4).
- Trend: no library has Tarone's test; its expectation and variance are those of scipy's multivariate hypergeometric.
"""

import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.exceptions import StatError
from lifelines.utils import qth_survival_times, restricted_mean_survival_time
from scipy import stats

DAY_US = 86_400_000_000
QUARTER = 0.25
TIED_TOLERANCE = 2e-2

warnings.filterwarnings("ignore")


def columns(spans):
    """Returns entries, exits and causes of the spans that are at risk at any time."""
    spans = [one for one in spans if one.entry < one.exit or one.entry == one.exit == 0]
    rows = np.array([(one.entry, one.exit, one.cause) for one in spans], dtype=float).reshape(-1, 3)
    return rows[:, 0], rows[:, 1], rows[:, 2].astype(int)


def start_of(spans):
    """Returns from when enough are at risk."""
    entries = np.array([one.entry for one in spans], dtype=float)
    exits = np.array([one.exit for one in spans], dtype=float)
    if not entries.any():
        return 0.0
    for start in np.unique(np.append(entries, 0.0)):
        if np.count_nonzero((entries <= start) & (start < exits)) >= 10:
            return start
    return 0.0


class Curve:
    """The curve of one group."""

    def __init__(self, spans, start=None):
        self.start = start_of(spans) if start is None else start
        entries, exits, causes = columns(spans)
        is_later = (exits > self.start) | ((self.start == 0) & (exits == 0))
        self.entries, self.exits, self.causes = entries[is_later], exits[is_later], causes[is_later]
        # Also who is never at risk was followed until it left.
        self.largest_exit = max((one.exit for one in spans), default=0)
        self.is_empty = not len(self.exits)
        if not self.is_empty:
            self.survival, self.bounds, self.events = self.fit()
            self.bounds = self.bounds.mask(np.tile(self.survival.to_numpy()[:, None] < 1e-12, 2))

    def fit(self):
        """Returns the share that is left and its bounds by time, and the numbers at risk and ended."""
        entry = np.where(self.entries > 0, self.entries + QUARTER, 0.0) if self.entries.any() else None
        try:
            self.fitter = fitter = KaplanMeierFitter().fit(self.exits, self.causes > 0, entry=entry)
        except StatError:
            self.fitter = None
            return self.fit_by_statsmodels()
        return fitter.survival_function_.iloc[:, 0], fitter.confidence_interval_, fitter.event_table

    def fit_by_statsmodels(self):
        entry = np.where(self.entries > 0, self.entries, -1.0)
        fitted = sm.SurvfuncRight(self.exits, (self.causes > 0).astype(int), entry=entry)
        share, error = np.array(fitted.surv_prob), np.array(fitted.surv_prob_se)
        spread = stats.norm.ppf(0.975) * error / (share * np.log(share))
        bounds = pd.DataFrame({"low": share ** np.exp(-spread), "high": share ** np.exp(spread)}, fitted.surv_times)
        first = pd.DataFrame({"low": [1.0], "high": [1.0]}, index=[-1.0])
        survival = pd.Series([1.0, *share], index=[-1.0, *fitted.surv_times])
        events = pd.DataFrame({"at_risk": fitted.n_risk, "observed": fitted.n_events}, index=fitted.surv_times)
        return survival, pd.concat([first, bounds]), events

    def steps(self):
        """Returns time, number at risk, number that ended, share that is left, and its bounds, at each fall."""
        if self.is_empty:
            return []
        table = self.events[self.events["observed"] > 0]
        return [(t, int(row.at_risk), int(row.observed), *self.at(t)) for t, row in table.iterrows()]

    def at(self, time):
        """Returns the share that is left at a time, and its bounds."""
        if self.is_empty or time < self.start:
            return None, None, None
        at = self.survival.index.searchsorted(time, side="right") - 1
        value = self.survival.iloc[at] if at >= 0 else 1.0
        if value < 1e-12:
            return 0.0, None, None
        if time > self.largest_exit:
            return None, None, None
        return (value, *self.bounds.iloc[at]) if value < 1.0 else (value, None, None)

    def medians(self):
        """Returns the median and the ends of its interval, in days."""
        if self.is_empty:
            return None, None, None
        median = qth_survival_times(0.5 + 1e-9, self.survival)
        low, high = (first_at_most_half(self.bounds.iloc[:, column]) for column in (0, 1))
        zero = self.survival.index[self.survival < 1e-12]
        low = min([low, *zero[:1]])
        return tuple(time / DAY_US for time in (median, low, high))

    def restricted_mean(self, horizon_us):
        """Returns the mean time to a horizon and its standard error, in days."""
        table = self.events[(self.events["observed"] > 0) & (self.events.index < horizon_us)]
        table = table[table["at_risk"] > table["observed"]]
        mean, n, d = self.mean_until(horizon_us), table["at_risk"], table["observed"]
        areas = mean - np.interp(table.index, *self.areas(horizon_us))
        return mean / DAY_US, np.sqrt(np.sum(np.square(areas) * d / (n * (n - d)))) / DAY_US

    def areas(self, horizon_us):
        """Returns times, and the area under the curve up to each; the share is 1 before the first time."""
        times = np.unique(np.clip([0.0, *self.survival.index, horizon_us], 0.0, horizon_us))
        at = self.survival.index.searchsorted(times[:-1], side="right") - 1
        shares = np.where(at >= 0, self.survival.to_numpy()[at], 1.0)
        return times, np.concatenate([[0.0], np.cumsum(np.diff(times) * shares)])

    def mean_until(self, time):
        """Returns the mean by lifelines, which leaves out the time before its first one; by the area where it refused."""
        if self.fitter is None:
            return self.areas(time)[1][-1]
        before = max(0.0, self.survival.index[0])
        return time if time <= before else before + restricted_mean_survival_time(self.fitter, t=time)

    def incidences(self, cause, times):
        """Returns at each time the share that ended by a cause, its bounds, and to which tolerance these are known.

        There is no tolerance where the bounds are unknown, and no incidence where lifelines refuses.
        """
        is_known = [self.at(time)[0] is not None for time in times]
        if not any(is_known) or not (self.causes == cause).any():
            return [((0.0 if known else None, None, None), 0.0) for known in is_known]
        moved, tied_from = self.moved_apart()
        late = np.where(self.entries > 0, self.entries + 1.0 + QUARTER, 0.0) if self.entries.any() else None
        try:
            fitter = AalenJohansenFitter().fit(moved, self.causes, event_of_interest=cause, entry=late)
        except StatError:
            return None
        table = fitter.event_table
        ended = table.index[(table["observed"] > 0) & (table["observed"] == table["at_risk"])]
        at = [self.incidence(fitter, time + 1.0) if known else (None, None, None) for time, known in zip(times, is_known)]
        tolerances = [None if (ended <= time + 1).any() else TIED_TOLERANCE * (tied_from <= time) for time in times]
        return list(zip(at, tolerances))

    def moved_apart(self):
        """Returns the exits moved on, with causes at one time apart, and from when there are such."""
        times, first = self.exits[self.causes > 0], {}
        tied = [t for t, cause in zip(times, self.causes[self.causes > 0]) if first.setdefault(t, cause) != cause]
        apart = np.where(self.causes > 0, QUARTER * (3 - self.causes), 0.0) if tied else 0.0
        return self.exits + 1.0 - apart, min(tied, default=np.inf)

    def incidence(self, fitter, time):
        """Returns the share at a time, and its bounds where it is between 0 and 1."""
        shares = fitter.cumulative_density_
        at = shares.index.searchsorted(time, side="right") - 1
        value = shares.iloc[at, 0] if at >= 0 else 0.0
        if value <= 0.0 or value > 1.0 - 1e-12:
            return value, None, None
        return (value, *sorted(fitter.confidence_interval_.iloc[at]))


def first_at_most_half(bounds):
    """Returns the first time at which a bound is at most 1/2."""
    times = bounds.index[bounds <= 0.5 + 1e-9]
    return times[0] if len(times) else np.inf


def risk_sets(groups):
    """Returns for each time at which something ended the numbers at risk and the numbers that ended, by group."""
    data = [columns(spans) for spans in groups]
    times = np.unique(np.concatenate([exits[causes > 0] for _, exits, causes in data]))

    def numbers(time, entries, exits, causes):
        at_risk = (exits >= time) & ((entries < time) | (entries == 0))
        return np.count_nonzero(at_risk), np.count_nonzero(at_risk & (causes > 0) & (exits == time))

    sets = np.array([[numbers(time, *one) for one in data] for time in times]).reshape(-1, len(groups), 2)
    return sets[:, :, 0], sets[:, :, 1]


def log_rank(groups):
    """Returns chi-squared, degrees of freedom and p of the test between groups; none where there is none."""
    at_risk, ended = risk_sets(groups)
    everyone = np.maximum(at_risk.sum(axis=1), 1)
    expected = (at_risk * (ended.sum(axis=1) / everyone)[:, None]).sum(axis=0)
    compared = [spans for spans, number in zip(groups, expected) if number > 0]
    if len(compared) < 2:
        return None
    data = [columns(spans) for spans in compared]
    entries = np.concatenate([entries for entries, _, _ in data])
    exits = np.concatenate([exits for _, exits, _ in data])
    is_ended = np.concatenate([causes > 0 for _, _, causes in data]).astype(int)
    names = np.repeat(np.arange(len(data)), [len(exits) for _, exits, _ in data])
    entries = np.where(entries == 0, -1.0, entries)
    try:
        chi_squared, p = sm.duration.survdiff(exits, is_ended, names, entry=entries)
    except np.linalg.LinAlgError:
        return None
    return (chi_squared, len(compared) - 1, p) if np.isfinite(chi_squared) else None


def log_rank_trend(groups, scores):
    """Returns chi-squared and p of the test for trend."""
    at_risk, ended = risk_sets(groups)
    scores, difference, variance = np.array(scores, dtype=float), 0.0, 0.0
    for n, d in zip(at_risk, ended):
        difference += scores @ (d - stats.multivariate_hypergeom.mean(m=n, n=d.sum()))
        if n.sum() > 1:
            variance += scores @ stats.multivariate_hypergeom.cov(m=n, n=d.sum()) @ scores
    if variance <= 1e-12:
        return None
    chi_squared = difference**2 / variance
    return chi_squared, stats.chi2.sf(chi_squared, 1)
