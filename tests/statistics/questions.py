"""Computes the figures of each question again, and compares."""

import datetime
import urllib.parse

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from curves import DAY_US, Curve, log_rank, log_rank_trend, risk_sets, start_of
from history import CAUSES, Span, day

AT_DAYS = (90, 180, 365)


def check(history, comparison):
    """Compares every answer of a history."""
    for link, answer in history.answers.items():
        path, _, query = link.partition("?")
        parameters = dict(urllib.parse.parse_qsl(query))
        CHECKS[path](history, answer, parameters, lambda rest, link=link: f"{link} {rest}", comparison)


def check_curve(answer, curve, ended, where, comparison):
    """Compares the curve of a group, its medians and its shares."""
    comparison.near(where("fromDays"), answer["fromDays"], curve.start / DAY_US)
    for name, number in zip(("medianDays", "medianLow", "medianHigh"), curve.medians()):
        comparison.near(where(name), answer[name], number)
    for days in AT_DAYS:
        comparison.interval(where(f"survival/{days}"), answer["survival"][str(days)], curve.at(days * DAY_US))
    steps = curve.steps()
    comparison.equal(where("curve"), len(answer["curve"]), len(steps))
    for step, (time, at_risk, number, survival, low, high) in zip(answer["curve"], steps):
        at = where(f"curve at {time}")
        comparison.near(at, step["days"], time / DAY_US)
        comparison.equal(at, (step["atRisk"], step[ended]), (at_risk, number))
        named = {"value": step["survival"], "low": step["low"], "high": step["high"]}
        comparison.interval(at, named, (survival, low, high))


def check_groups(answer, groups, ended, where, comparison):
    """Compares the groups of a question of curves; returns the curves."""
    shown = [group.get("group") for group in answer["groups"]]
    comparison.equal(where("groups"), shown, [code for code, _ in groups])
    curves = [Curve(spans) for _, spans in groups]
    for group, (code, spans), curve in zip(answer["groups"], groups, curves):
        here = lambda rest, code=code: where(f"{code}: {rest}")
        is_ended = sum(1 for span in spans if span.cause)
        counts = (group["n"], group[ended], group["censored"])
        comparison.equal(here("counts"), counts, (len(spans), is_ended, len(spans) - is_ended))
        check_curve(group, curve, ended, here, comparison)
    check_means(answer, curves, where, comparison)
    check_test(answer["logRank"], log_rank([spans for _, spans in groups]), where("logRank"), comparison)
    return curves


def check_means(answer, curves, where, comparison):
    ends = [curve.largest_exit for curve in curves if curve.is_empty or curve.survival.iloc[-1] > 1e-12]
    horizon = min([365 * DAY_US, *ends])
    for group, curve in zip(answer["groups"], curves):
        mean = group["restrictedMean"]
        if mean is None:
            is_empty = curve.is_empty or horizon <= curve.start
            comparison.equal(where("restrictedMean"), None, None if is_empty else curve.restricted_mean(horizon))
            continue
        comparison.near(where("horizonDays"), mean["horizonDays"], horizon / DAY_US)
        days, se = curve.restricted_mean(horizon)
        comparison.near(where("restrictedMean/days"), mean["days"], days)
        comparison.near(where("restrictedMean/se"), mean["se"], se)


def check_test(answer, computed, where, comparison):
    if answer is None or computed is None:
        comparison.equal(where, answer, computed)
        return
    chi_squared, degrees, p = computed
    comparison.near(f"{where}/chiSquared", answer["chiSquared"], chi_squared, 1e-5)
    comparison.equal(f"{where}/degreesOfFreedom", answer["degreesOfFreedom"], degrees)
    comparison.near(f"{where}/p", answer["p"], p)


def resolution_times(history, answer, parameters, where, comparison):
    by = parameters.get("groupBy")
    members = history.grouped(by)
    groups = [(code, [one.span(history.at) for one in episodes]) for code, episodes in members]
    curves = check_groups(answer, groups, "resolved", where, comparison)
    for group, (code, episodes), curve in zip(answer["groups"], members, curves):
        here = lambda rest, code=code: where(f"{code}: {rest}")
        earliest = Curve([one.earliest(history.at) for one in episodes]).medians()[0]
        comparison.near(here("medianDaysEarliest"), group["medianDaysEarliest"], earliest)
        check_incidences(group["cumulativeIncidence"], curve, here, comparison)
    check_pairs(answer["pairs"], groups, where, comparison)
    if by == "sizeClass":
        scored = [(int(code), spans) for code, spans in groups if code is not None]
        trend = log_rank_trend([spans for _, spans in scored], [code for code, _ in scored]) if len(scored) > 1 else None
        computed = trend and (trend[0], 1, trend[1])
        check_test(answer["logRankTrend"], computed, where("logRankTrend"), comparison)


def check_incidences(answer, curve, where, comparison):
    for name, cause in CAUSES.items():
        computed = curve.incidences(cause, [days * DAY_US for days in AT_DAYS])
        for days, ((value, low, high), tolerance) in zip(AT_DAYS, computed or []):
            at, shown = where(f"cumulativeIncidence/{name}/{days}"), answer[name][str(days)]
            comparison.near(f"{at}/value", shown["value"], value)
            if tolerance is not None:
                comparison.near(f"{at}/low", shown["low"], low, max(tolerance, 1e-6))
                comparison.near(f"{at}/high", shown["high"], high, max(tolerance, 1e-6))


def check_pairs(answer, groups, where, comparison):
    is_compared = 2 <= len(groups) <= 20
    comparison.equal(where("pairs"), answer is not None, is_compared)
    if not is_compared:
        return
    pairs = [(one, other) for index, one in enumerate(groups) for other in groups[index + 1 :]]
    tests = [log_rank([one[1], other[1]]) for one, other in pairs]
    tested = [test[2] for test in tests if test]
    corrected = iter(multipletests(tested, method="holm")[1] if tested else [])
    for shown, (one, other), test in zip(answer, pairs, tests):
        at = where(f"pairs/{one[0]}/{other[0]}")
        comparison.equal(at, (shown["first"], shown["second"]), (one[0], other[0]))
        chi_squared, _, p = test or (None, None, None)
        comparison.near(f"{at}/chiSquared", shown["chiSquared"], chi_squared, 1e-5)
        comparison.near(f"{at}/p", shown["p"], p)
        comparison.near(f"{at}/pHolm", shown["pHolm"], next(corrected) if test else None)


def recurrence(history, answer, parameters, where, comparison):
    ended = [one for one in history.episodes if one.ended_at is not None]
    members = history.grouped(parameters.get("groupBy"), ended)
    groups = [(code, [one.until_next(history.at) for one in episodes]) for code, episodes in members]
    check_groups(answer, groups, "recurred", where, comparison)


def outlook(history, answer, parameters, where, comparison):
    """The product over the times after the age: the curve of those who left later, entering at the age at the earliest."""
    by = parameters["groupBy"] if parameters["groupBy"] != "none" else None
    within = int(parameters["withinDays"]) * DAY_US
    strata = {code: [one.span(history.at) for one in members] for code, members in history.grouped(by)}
    opened = {one.id: one for one in history.episodes if one.ended_at is None}
    comparison.equal(where("items"), {item["id"] for item in answer["items"]}, set(opened))
    # One in so many is enough, and takes seconds.
    for item in answer["items"][:: 1 + len(answer["items"]) // 6]:
        one = opened[item["id"]]
        age, spans = history.at - one.since, strata[one.groups[by]]
        later = [Span(max(span.entry, age), span.exit, span.cause) for span in spans if span.exit > age]
        at_risk = sum(1 for span in spans if span.entry <= age < span.exit)
        comparison.equal(where(f"{one.id}/atRisk"), item["atRisk"], at_risk)
        curve = Curve(later, start=float(age))
        is_known = at_risk >= 10 and age >= start_of(spans)
        value = curve.at(float(age + within)) if is_known else (None, None, None)
        comparison.interval(where(f"{one.id}/stillOpen"), item["stillOpen"], value)


def movers(history, answer, parameters, where, comparison):
    measure, by = parameters.get("measure", "opened"), parameters.get("groupBy", "category")
    windows = {
        "before": (answer["compareFrom"], answer["compareTo"]),
        "now": (answer["from"], answer["to"]),
    }
    counts = {name: count_events(history, measure, by, *window) for name, window in windows.items()}
    shown = {(item["group"], name): item[name]["count"] for item in answer["items"] for name in windows}
    counted = set().union(*counts.values())
    computed = {(code, name): counts[name].get(code, 0) for code in counted for name in windows}
    comparison.equal(where("counts"), shown, computed)
    tested = []
    for item in answer["items"]:
        before, now = item["before"], item["now"]
        exposures = now["exposure"], before["exposure"]
        if parameters.get("exposure", "days") == "days":
            days = [length(*windows[name]) for name in ("now", "before")]
            comparison.equal(where(f"{item['group']}/exposure"), list(exposures), days)
        if all(exposures):
            share = exposures[0] / sum(exposures)
            test = stats.binomtest(now["count"], now["count"] + before["count"], share)
            tested.append((item, test, exposures[1] / exposures[0]))
        else:
            comparison.equal(where(f"{item['group']}/p"), (item["p"], item["direction"]), (None, "none"))
    q = multipletests([test.pvalue for _, test, _ in tested], method="fdr_bh")[1] if tested else []
    for (item, test, scale), corrected in zip(tested, q):
        at = where(f"{item['group']}")
        odds = lambda share: share / (1 - share) * scale if share < 1 else None
        bounds = test.proportion_ci(method="exact")
        ratio = odds(test.statistic), odds(bounds.low), odds(bounds.high)
        comparison.interval(f"{at}/ratio", item["ratio"], ratio if ratio[0] is not None else (None, ratio[1], None))
        comparison.near(f"{at}/p", item["p"], test.pvalue)
        comparison.near(f"{at}/q", item["q"], corrected)
        is_more = test.statistic > 1 / (1 + scale)
        changed = "none" if corrected > 0.05 * (1 + 1e-9) else "up" if is_more else "down"
        comparison.equal(f"{at}/direction", item["direction"], changed)


def length(first, last):
    """Returns the number of days from one to another, both included."""
    first, last = (datetime.date.fromisoformat(date) for date in (first, last))
    return (last - first).days + 1


def count_events(history, measure, by, first, last):
    """Counts what happened in each group between two dates."""
    within = lambda at: first <= day(at).isoformat() <= last
    counts = {}
    for one in history.episodes:
        ats = {
            "opened": [one.opened_at],
            "recurred": [one.opened_at] if one.number > 1 else [],
            "resolved": [min(one.ended_at, history.at)] if one.ended_at is not None else [],
            # All reports of a knelpunt are listed with each of its episodes.
            "reported": one.reports if one.number == 1 else [],
        }[measure]
        number = sum(map(within, ats))
        if number:
            counts[one.groups[by]] = counts.get(one.groups[by], 0) + number
    return counts


def funnel(history, answer, parameters, where, comparison):
    """Limits by Spiegelhalter (2005, A.1.1) from the quantiles of scipy's binomial distribution."""
    after = int(parameters.get("days", 180)) * DAY_US
    old = [one for one in history.episodes if history.at - one.opened_at >= after]
    groups = history.grouped(parameters.get("groupBy", "municipality"), old)
    is_open = lambda one: (history.at if one.ended_at is None else one.ended_at) - one.opened_at >= after
    counts = [(code, len(members), sum(map(is_open, members))) for code, members in groups]
    shown = [(item["group"], item["n"], item["x"]) for item in answer["items"]]
    comparison.equal(where("counts"), shown, counts)
    target = sum(x for _, _, x in counts) / len(old) if old else None
    comparison.near(where("target"), answer["target"], target)
    for item, (code, n, x) in zip(answer["items"], counts):
        at = where(f"{code}")
        share = x / n, *proportion_confint(x, n, method="wilson")
        comparison.interval(f"{at}/share", item["share"], share)
        for name, level in (("limits95", 0.025), ("limits998", 0.001)):
            computed = lower_limit(n, target, level), 1 - lower_limit(n, 1 - target, level)
            for end, number in zip(("low", "high"), computed):
                comparison.near(f"{at}/{name}/{end}", item[name][end], number)
        comparison.equal(f"{at}/position", item["position"], position(n, x, target))


def lower_limit(n, target, level):
    r = stats.binom.ppf(level, n, target)
    return max(0.0, (r - (stats.binom.cdf(r, n, target) - level) / stats.binom.pmf(r, n, target)) / n)


def position(n, x, target):
    for name, level in (("998", 0.001), ("95", 0.025)):
        if stats.binom.sf(x - 1, n, target) < level:
            return f"above{name}"
        if stats.binom.cdf(x, n, target) < level:
            return f"below{name}"
    return "inside"


def waiting_on(history, answer, _, where, comparison):
    groups = {code: members for code, members in history.grouped("party") if code is not None}
    shown = [f"{item['party']['kind']}:{item['party']['name']}" for item in answer["items"]]
    comparison.equal(where("parties"), set(shown), set(groups))
    for code, item in zip(shown, answer["items"]):
        members = groups[code]
        at = where(code)
        ages = [(history.at - one.since) / DAY_US for one in members if one.ended_at is None]
        comparison.equal(f"{at}/open", item["open"], len(ages))
        median = np.percentile(ages, 50, method="inverted_cdf") if ages else None
        comparison.near(f"{at}/medianAgeDays", item["medianAgeDays"], median)
        curve = Curve([one.span(history.at) for one in members])
        for name, number in zip(("medianDays", "medianLow", "medianHigh"), curve.medians()):
            comparison.near(f"{at}/{name}", item[name], number)


def support_effect(history, answer, parameters, where, comparison):
    """Mantel and Byar's test is the log-rank test between the parts of episodes before and after the support."""
    before, after = [], []
    for one in history.episodes:
        span = one.span(history.at)
        at = history.supported_at(one, parameters["support"])
        since = None if at is None else max(0, at - one.since)
        if since is None or span.exit <= since and since > 0:
            before.append((one, span))
            continue
        after.append((one, Span(max(span.entry, since), span.exit, span.cause)))
        if since > 0:
            before.append((one, Span(span.entry, since, 0)))
    states = [[pair for pair in part if at_risk_ever(pair[1])] for part in (after, before)]
    spans = [[span for _, span in part] for part in states]
    at_risk, ended = risk_sets(spans)
    expected = (at_risk * (ended.sum(axis=1) / np.maximum(at_risk.sum(axis=1), 1))[:, None]).sum(axis=0)
    check_test(answer["mantelByar"], log_rank(spans), where("mantelByar"), comparison)
    observed = ended.sum(axis=0)
    for number, name in enumerate(("supported", "unsupported")):
        shown, here = answer[name], lambda rest, name=name: where(f"{name}/{rest}")
        homes = {one.groups["municipality"] for one, _ in states[number]}
        counts = (shown["episodes"], shown["municipalities"], shown["resolved"])
        comparison.equal(here("counts"), counts, (len(states[number]), len(homes), observed[number]))
        comparison.near(here("expected"), shown["expected"], expected[number])
        check_curve(shown, Curve(spans[number]), "resolved", here, comparison)
    ratio = (None, None, None)
    if observed.all() and expected.all():
        value = (observed[0] / expected[0]) / (observed[1] / expected[1])
        spread = np.exp(stats.norm.ppf(0.975) * np.sqrt(1 / expected[0] + 1 / expected[1]))
        ratio = value, value / spread, value * spread
    comparison.interval(where("rateRatio"), answer["rateRatio"], ratio)


def at_risk_ever(span):
    return span.entry < span.exit or span.entry == span.exit == 0


CHECKS = {
    "/v1/resolution-times": resolution_times,
    "/v1/recurrence": recurrence,
    "/v1/outlook": outlook,
    "/v1/movers": movers,
    "/v1/funnel": funnel,
    "/v1/waiting-on": waiting_on,
    "/v1/support-effect": support_effect,
}
