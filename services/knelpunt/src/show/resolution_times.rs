//! How long it takes until knelpunten are gone.

use serde_json::Value;

use super::{
    cells::{decimal, items, number, percent, text, with_interval},
    drawing::{Column, table},
    footer::footer,
    trend::group,
};

/// Draws the answer, and the curve of each group if it is wanted.
pub(super) fn draw(answer: &Value, curve: bool) -> String {
    let groups = items(answer, "groups");
    let mut drawn = table(&columns(groups), groups);
    if let Some(test) = log_rank(answer) {
        drawn = format!("{drawn}\n{test}");
    }
    if curve {
        for group in groups {
            drawn = format!("{drawn}\n\n{}", steps(group));
        }
    }
    format!("{drawn}\n{}", footer(answer))
}

fn columns(groups: &[Value]) -> Vec<Column<Value>> {
    let horizon = groups.first().map_or_else(String::new, |group| {
        decimal(group, "/restrictedMean/horizonDays")
    });
    let horizon = horizon.trim_end_matches(".0").to_owned();
    let conditional = groups
        .iter()
        .any(|group| number(group, "/fromDays").is_some_and(|days| days > 0.0));
    let from = move |group: &Value| {
        if conditional {
            decimal(group, "/fromDays")
        } else {
            String::new()
        }
    };
    let still_open = |days: u16| {
        Column::number(format!("Open after {days} days, %"), move |group| {
            let of = |member: &str| percent(group, &format!("/survival/{days}/{member}"));
            with_interval(&of("value"), &of("low"), &of("high"), "–")
        })
    };
    vec![
        Column::text("Group", group),
        Column::number("n", |group| text(group, "/n")),
        Column::number("Resolved", |group| text(group, "/resolved")),
        Column::number("Open", |group| text(group, "/censored")),
        Column::number("From day", from),
        Column::number("Median days (95 %)", |group| {
            let of = |pointer: &str| decimal(group, pointer);
            with_interval(
                &of("/medianDays"),
                &of("/medianLow"),
                &of("/medianHigh"),
                "not reached",
            )
        }),
        still_open(90),
        still_open(180),
        still_open(365),
        Column::number(format!("Mean days up to {horizon} (SE)"), |group| {
            let of = |pointer: &str| decimal(group, pointer);
            format!(
                "{} ({})",
                of("/restrictedMean/days"),
                of("/restrictedMean/se")
            )
        }),
    ]
}

fn log_rank(answer: &Value) -> Option<String> {
    let test = answer.get("logRank").filter(|test| !test.is_null())?;
    let (chi_squared, p) = (number(test, "/chiSquared")?, number(test, "/p")?);
    let degrees = text(test, "/degreesOfFreedom");
    let p = if p < 0.0001 {
        "p < 0.0001".to_owned()
    } else {
        format!("p {p:.4}")
    };
    Some(format!(
        "Do the groups differ? Log-rank test: chi-squared {chi_squared:.2}, degrees of freedom {degrees}, {p}."
    ))
}

fn steps(of: &Value) -> String {
    let columns = [
        Column::number("Days", |step| decimal(step, "/days")),
        Column::number("At risk", |step| text(step, "/atRisk")),
        Column::number("Resolved", |step| text(step, "/resolved")),
        Column::number("Still open, % (95 %)", |step| {
            with_interval(
                &percent(step, "/survival"),
                &percent(step, "/low"),
                &percent(step, "/high"),
                "–",
            )
        }),
    ];
    let title = match group(of).as_str() {
        "" => "Curve".to_owned(),
        name => format!("Curve of {name}"),
    };
    format!("{title}\n{}", table(&columns, items(of, "curve")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer() -> Value {
        let group = |code: &str, median: Option<f64>| {
            json!({
                "group": code, "label": code, "n": 20, "resolved": 12, "censored": 8, "fromDays": 0.0,
                "medianDays": median, "medianLow": 80.14, "medianHigh": null,
                "survival": {"90": {"value": 0.6321, "low": 0.5, "high": 0.75}, "180": {"value": null, "low": null, "high": null}},
                "restrictedMean": {"days": 120.55, "se": 3.21, "horizonDays": 365.0},
                "curve": [{"days": 3.0, "atRisk": 20, "resolved": 1, "survival": 0.95, "low": 0.7, "high": 0.99}],
            })
        };
        json!({
            "groups": [group("a", Some(91.26)), group("b", None)],
            "logRank": {"chiSquared": 4.12159, "degreesOfFreedom": 1, "p": 0.0423},
            "n": 40, "censored": 16, "asOf": "2012-03-31T21:59:59.999999Z", "position": 1, "filter": {},
        })
    }

    #[test]
    fn each_group_has_its_figures_with_their_intervals() {
        let drawn = draw(&answer(), false);
        for part in [
            "91.3 (80.1 – ?)",
            "not reached",
            "63.2 (50.0 – 75.0)",
            "120.5 (3.2)",
            "Mean days up to 365 (SE)",
            "chi-squared 4.12, degrees of freedom 1, p 0.0423",
            "censored 16 (still open)",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(
            !drawn.contains("From day") && !drawn.contains("Curve"),
            "{drawn}"
        );
    }

    #[test]
    fn the_curve_is_shown_to_those_who_ask() {
        let drawn = draw(&answer(), true);
        assert!(
            drawn.contains("Curve of a") && drawn.contains("95.0 (70.0 – 99.0)"),
            "{drawn}"
        );
    }

    #[test]
    fn a_curve_that_is_conditional_says_from_which_day() {
        let mut answer = answer();
        answer["groups"][0]["fromDays"] = json!(12.0);
        let drawn = draw(&answer, false);
        assert!(
            drawn.contains("From day") && drawn.contains("12.0"),
            "{drawn}"
        );
    }
}
