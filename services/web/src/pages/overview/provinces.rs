//! The map of what persists, now and a year earlier, beside the provinces.

use std::collections::BTreeMap;

use charts::{Mark, MarkRange, MarkScale, Series};
use register::MunicipalityId;

use crate::pages::{
    country::{Country, MapMeasure},
    figure::{PageFigure, remedies::real},
    map,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// A rate over fewer municipalities changes quickly.
const ENOUGH: usize = 10;

/// What is open in the municipalities of a province, or of all.
#[derive(Default, Clone, Copy)]
struct Counts {
    municipalities: usize,
    open: usize,
    persisting: usize,
    earlier: usize,
}

impl Counts {
    fn add(&mut self, now: &Country, earlier: &Country, id: MunicipalityId) {
        self.municipalities += usize::from(now.exists(id));
        self.open += now.state(id).open;
        self.persisting += now.state(id).persisting;
        self.earlier += earlier.state(id).persisting;
    }

    fn per_ten(&self) -> f64 {
        10.0 * real(self.persisting) / real(self.municipalities.max(1))
    }
}

/// Returns both maps with the table. Both are by the division of the page.
pub(super) fn provinces(query: &PageQuery<'_>, now: &Country, earlier: &Country) -> PageFigure {
    let t = query.t();
    let (first, second) = (
        now.map(query, MapMeasure::Persisting),
        earlier.map(query, MapMeasure::Persisting),
    );
    PageFigure::new(
        query,
        "kaart",
        now.heading(t, MapMeasure::Persisting),
        table(query, now, earlier),
    )
    .subtitle(t.text(MapMeasure::Persisting.subtitle()))
    .terms(query, &["def-hardnekkig", "def-open", "def-indeling"])
    .explanation(t.text("map-source"))
    .note(t.text("provinces-small"))
    .more(t.text("provinces-map"), query.link(map::PATH))
    .maps(query, &first, Some(&second))
}

fn table(query: &PageQuery<'_>, now: &Country, earlier: &Country) -> PageTable {
    let (t, register) = (query.t(), query.register());
    let mut all = Counts::default();
    let mut provinces: BTreeMap<&str, Counts> = BTreeMap::new();
    for id in now.listed() {
        let province = register.municipality(id).province;
        let name = register.province(province).name.as_str();
        provinces.entry(name).or_default().add(now, earlier, id);
        all.add(now, earlier, id);
    }
    let rates = provinces.values().map(Counts::per_ten);
    let scale = MarkScale {
        range: MarkRange::FromZero(rates.fold(1.0, f64::max)),
        ticks: Vec::new(),
        reference: None,
        width: 48,
    };
    let numbers = [
        "term-municipalities",
        "provinces-open",
        "provinces-persisting",
        "provinces-rate",
    ];
    let mut columns = vec![TableColumn::text(t.text("term-province"))];
    columns.extend(numbers.map(|id| TableColumn::number(t.text(id))));
    columns.push(TableColumn::marks(t.text("provinces-rate"), scale.head()));
    columns.push(TableColumn::number(t.text("provinces-earlier")));
    let country = t.text("provinces-country");
    let rows = provinces.into_iter().chain([(country.as_str(), all)]);
    let rows = rows.enumerate().map(|(index, (name, counts))| {
        let rate = TableCell::number(t, Some(counts.per_ten()), 1);
        let is_small = counts.municipalities < ENOUGH;
        let mark = if is_small {
            Mark::HatchedBar(counts.per_ten())
        } else {
            Mark::Bar(vec![(Series::Persisting, counts.per_ten())])
        };
        PageRow::new(vec![
            TableCell::text(name),
            TableCell::count(t, counts.municipalities),
            TableCell::count(t, counts.open),
            TableCell::count(t, counts.persisting).persisting(),
            if is_small { rate.faint() } else { rate },
            TableCell::mark(scale.mark(&format!("provincie-{index}"), &mark)),
            TableCell::count(t, counts.earlier),
        ])
    });
    PageTable {
        columns,
        rows: rows.collect(),
        has_cards: false,
    }
}
