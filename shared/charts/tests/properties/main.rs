//! What holds for every chart, whatever is in it: it is well-formed, everything is inside of it, its numbers are numbers,
//! and no text is read as markup.

mod drawn;
mod inputs;

use charts::{
    Draw, FigureContext, NumberFormat, Series, StackedBars, SurvivalChart, download, figure,
};
use drawn::{Drawn, drawings};
use proptest::prelude::*;

const WIDEST: u16 = 1_000;

fn context(numbers: NumberFormat) -> FigureContext {
    FigureContext {
        id: "chart",
        alt: "<alt> & \"text\"",
        numbers,
    }
}

/// Draws a chart in all widths and as a file, and checks each.
fn check(chart: &impl Draw) -> Result<Vec<Drawn>, TestCaseError> {
    let numbers = NumberFormat {
        count: &|count| count.to_string(),
        share: &|share| format!("{:.0}%", share * 100.0),
    };
    let svgs = figure(chart, &context(numbers), WIDEST);
    let drawings = drawings(&svgs)?;
    prop_assert_eq!(drawings.len(), 3);
    for drawing in &drawings {
        drawing.check()?;
    }
    let file = download(chart, &context(numbers), &inputs::captions(), WIDEST);
    prop_assert_eq!(drawn::drawings(&file)?.len(), 1);
    Ok(drawings)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_trend_is_inside(chart in inputs::trend()) {
        check(&chart)?;
    }

    #[test]
    fn a_panel_is_inside(chart in inputs::panel()) {
        check(&chart)?;
    }

    #[test]
    fn a_survival_curve_is_inside_and_never_rises(chart in inputs::survival()) {
        for drawing in check(&chart)? {
            for line in drawing.lines("kn-line-open") {
                let falls = line.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 <= pair[1].1);
                prop_assert!(falls, "{:?}", line);
            }
        }
    }

    #[test]
    fn cumulative_incidence_is_inside(chart in inputs::incidence()) {
        check(&chart)?;
    }

    #[test]
    fn the_parts_of_a_bar_add_up(chart in inputs::stacked_bars()) {
        for drawing in check(&chart)? {
            check_parts(&chart, &drawing)?;
        }
    }

    #[test]
    fn rows_with_marks_are_inside(chart in inputs::row_chart()) {
        check(&chart)?;
    }

    #[test]
    fn a_funnel_is_inside(chart in inputs::funnel()) {
        check(&chart)?;
    }

    #[test]
    fn a_timeline_is_inside(chart in inputs::timeline()) {
        check(&chart)?;
    }

    #[test]
    fn chances_are_inside(chart in inputs::chances()) {
        check(&chart)?;
    }

    #[test]
    fn a_heat_map_is_inside(chart in inputs::heat_map()) {
        check(&chart)?;
    }

    #[test]
    fn tiles_are_inside(chart in inputs::tiles()) {
        check(&chart)?;
    }
}

/// Checks that the first bar of whole parts is as wide as the drawing, and that each part has its share of it.
fn check_parts(chart: &StackedBars, drawing: &Drawn) -> Result<(), TestCaseError> {
    let Some(bar) = chart.bars.first() else {
        return Ok(());
    };
    let parts = bar.parts.iter().filter(|part| part.value > 0.0);
    let values: Vec<f64> = parts.map(|part| part.value).collect();
    let sum: f64 = values.iter().sum();
    let widths: Vec<f64> = drawing.bars().into_iter().take(values.len()).collect();
    prop_assert_eq!(widths.len(), values.len());
    let whole = bar.whole.max(sum);
    for (value, width) in values.iter().zip(&widths) {
        let expected = (value / whole * (drawing.width + 2.0) - 2.0).max(1.0);
        prop_assert!(
            (expected - width).abs() < 0.15,
            "{} is not {}",
            width,
            expected
        );
    }
    Ok(())
}

#[test]
fn an_empty_survival_curve_has_axes_and_no_line() -> Result<(), TestCaseError> {
    let chart = SurvivalChart {
        curve: Vec::new(),
        reference: Vec::new(),
        ..inputs::empty_survival()
    };
    for drawing in check(&chart)? {
        prop_assert!(drawing.lines("kn-line-open").iter().all(Vec::is_empty));
    }
    Ok(())
}

#[test]
fn a_sparkline_of_the_largest_numbers_is_inside() -> Result<(), TestCaseError> {
    let svg = charts::sparkline(&[u64::MAX, 0, u64::MAX / 2], Series::Open);
    for drawing in drawings(&svg)? {
        drawing.check()?;
    }
    Ok(())
}
