//! A figure of a page: its heading, its chart, its table, and the line below it with what it means and its files.

pub(crate) mod intervals;
pub(crate) mod movers;
pub(crate) mod outcomes;
pub(crate) mod panels;
pub(crate) mod remedies;
pub(crate) mod survival;
pub(crate) mod trend;

use charts::{Draw, FigureCaptions, FigureContext, NumberFormat};
use jiff::civil::Date;

use super::{country::CountryMap, frame::Link, page_query::PageQuery, table::PageTable};

/// The width of a downloaded chart, in px.
const FILE_WIDTH: u16 = 960;

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageFigure {
    /// Its fragment in the address of the page, and its name in the addresses of its files.
    pub(crate) id: &'static str,
    pub(crate) heading: String,
    /// What is counted, and where.
    pub(crate) subtitle: Option<String>,
    /// How many of the twelve columns of the page it has.
    pub(crate) columns: u8,
    /// The markup of the chart.
    pub(crate) chart: Option<String>,
    /// Small multiples, on one scale.
    pub(crate) panels: Vec<FigurePanel>,
    /// The chart as a file; only where that is asked for.
    pub(crate) file: Option<String>,
    pub(crate) table: PageTable,
    /// Whether the table stands on the page, and not in the line below.
    pub(crate) shows_table: bool,
    /// Whether the table stands beside the chart, and not below it.
    pub(crate) is_beside: bool,
    /// A sentence below the chart or the table.
    pub(crate) note: Option<String>,
    /// Where there is more of it.
    pub(crate) more: Vec<Link>,
    /// What its terms mean.
    pub(crate) definitions: Vec<String>,
    /// The first of its terms on the page of the definitions.
    pub(crate) terms: Option<String>,
    pub(crate) csv: String,
    pub(crate) xlsx: String,
    pub(crate) svg: Option<String>,
    pub(crate) permanent_link: String,
}

/// One of a set of small multiples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FigurePanel {
    pub(crate) name: Link,
    /// The markup of its chart.
    pub(crate) chart: String,
}

impl PageFigure {
    /// Creates a figure of which the table stands on the page. Call it after all questions were answered: their position
    /// is in its links.
    pub(crate) fn new(
        query: &PageQuery<'_>,
        id: &'static str,
        heading: impl Into<String>,
        table: PageTable,
    ) -> Self {
        Self {
            id,
            heading: heading.into(),
            subtitle: None,
            columns: 12,
            chart: None,
            panels: Vec::new(),
            file: None,
            table,
            shows_table: true,
            is_beside: false,
            note: None,
            more: Vec::new(),
            definitions: Vec::new(),
            terms: None,
            csv: query.file_link("csv", id),
            xlsx: query.file_link("xlsx", id),
            svg: None,
            permanent_link: format!("{}#{id}", query.permanent_page_link()),
        }
    }

    /// Adds what is counted, and where.
    pub(crate) fn subtitle(self, subtitle: impl Into<String>) -> Self {
        Self {
            subtitle: Some(subtitle.into()),
            ..self
        }
    }

    /// Links to a page that has more of it.
    pub(crate) fn more(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.more.push(Link::new(text, href));
        self
    }

    /// Makes it narrower: it stands beside another in a row of twelve columns.
    pub(crate) fn columns(self, columns: u8) -> Self {
        Self { columns, ..self }
    }

    /// Adds a sentence below the chart or the table.
    pub(crate) fn note(self, note: impl Into<String>) -> Self {
        Self {
            note: Some(note.into()),
            ..self
        }
    }

    /// Explains how it is made.
    pub(crate) fn explanation(mut self, text: impl Into<String>) -> Self {
        self.definitions.push(text.into());
        self
    }

    /// Shows small multiples; the table moves to the line below.
    pub(crate) fn panels(self, panels: Vec<FigurePanel>) -> Self {
        Self {
            panels,
            shows_table: false,
            ..self
        }
    }

    /// Moves the table to the line below.
    pub(crate) fn with_table_below(self) -> Self {
        Self {
            shows_table: false,
            ..self
        }
    }

    /// Makes it the figure of another day of the page, with a name of its own.
    pub(crate) fn of_other_day(self, query: &PageQuery<'_>, day: Date) -> Self {
        let id = "naast";
        let [csv, xlsx] = ["csv", "xlsx"].map(|format| query.file_link(format, id));
        let date = query.t().date(day);
        let values = [
            ("date", (&date).into()),
            ("heading", (&self.heading).into()),
        ];
        Self {
            id,
            heading: query.t().text_with("figure-other-day", &values),
            csv,
            xlsx,
            permanent_link: format!("{}#{id}", query.permanent_page_link()),
            ..self
        }
    }

    /// Returns the class of the small multiples: as many in a row as leave the fewest places empty in the last.
    pub(crate) fn multiples_class(&self) -> &'static str {
        let empty =
            |columns: usize| self.panels.len().next_multiple_of(columns) - self.panels.len();
        let columns = [6, 5, 4].into_iter().min_by_key(|columns| empty(*columns));
        match columns {
            Some(4) => "multiples four",
            Some(5) => "multiples five",
            _ => "multiples",
        }
    }

    /// Returns whether there is anything to show beside the note.
    pub(crate) fn has_content(&self) -> bool {
        !self.table.rows.is_empty()
    }

    /// Adds the meaning of its terms, by the ids of their definitions: `def-open`.
    pub(crate) fn terms(mut self, query: &PageQuery<'_>, ids: &[&str]) -> Self {
        let t = query.t();
        self.definitions.extend(ids.iter().map(|id| t.text(id)));
        let first = ids.first().map(|id| id.trim_start_matches("def-"));
        self.terms = first.map(|anchor| format!("{}#{anchor}", query.link("/begrippen")));
        self
    }

    /// Draws the chart, `widest` px wide at most; the table moves to the line below.
    pub(crate) fn chart(
        self,
        query: &PageQuery<'_>,
        chart: &impl Draw,
        alt: &str,
        widest: u16,
    ) -> Self {
        let captions = || FigureCaptions {
            title: self.heading.clone(),
            subtitle: self.subtitle.clone().unwrap_or_default(),
            notes: vec![query.source()],
        };
        let (file, drawn) = with_context(query, self.id, alt, |context| {
            let file = query
                .is_picture()
                .then(|| charts::download(chart, context, &captions(), FILE_WIDTH));
            (file, charts::figure(chart, context, widest))
        });
        Self {
            file,
            chart: Some(drawn),
            svg: Some(query.file_link("svg", self.id)),
            shows_table: false,
            ..self
        }
    }

    /// Shows a map with its key beside the table, and another map beside it if there is one.
    pub(crate) fn maps(
        self,
        query: &PageQuery<'_>,
        first: &CountryMap,
        second: Option<&CountryMap>,
    ) -> Self {
        let drawn = draw_maps(query, first, second);
        let file = query.is_picture().then(|| {
            let captions = FigureCaptions {
                title: self.heading.clone(),
                subtitle: self.subtitle.clone().unwrap_or_default(),
                notes: vec![query.source(), query.t().text("map-source")],
            };
            with_context(query, self.id, &first.alt, |context| {
                let chart = first.chart.clone().without_links();
                charts::download(&chart, context, &captions, FILE_WIDTH)
            })
        });
        Self {
            file,
            chart: Some(drawn),
            svg: Some(query.file_link("svg", self.id)),
            is_beside: true,
            ..self
        }
    }
}

/// Draws one map or two, with the key of the first.
fn draw_maps(query: &PageQuery<'_>, first: &CountryMap, second: Option<&CountryMap>) -> String {
    let key = charts::map_key("kaart-uitleg", &first.chart.key);
    let Some(second) = second else {
        let map = with_context(query, "kaart", &first.alt, |context| {
            charts::map(&first.chart, context)
        });
        return format!("<figure class=\"utrecht-figure\">{map}</figure>{key}");
    };
    let charts = (&first.chart, &second.chart);
    let (one, other) = with_context(query, "kaart", &first.alt, |context| {
        with_context(query, "kaart-2", &second.alt, |second_context| {
            charts::map_pair(charts, (context, second_context))
        })
    });
    let figure = |caption: &str, map: &str| {
        let caption =
            format!("<figcaption class=\"utrecht-figure__caption\"><b>{caption}</b></figcaption>");
        format!("<figure class=\"utrecht-figure\">{caption}{map}</figure>")
    };
    let maps = figure(&first.caption, &one) + &figure(&second.caption, &other);
    format!("<div class=\"two\">{maps}</div>{key}")
}

/// Draws with numbers as the language of the page writes them. `id` is of this drawing alone on the page.
pub(crate) fn with_context<T>(
    query: &PageQuery<'_>,
    id: &str,
    alt: &str,
    draw: impl FnOnce(&FigureContext<'_>) -> T,
) -> T {
    let t = query.t();
    let (count, share) = (|count| t.number(count), |part| t.share(part));
    draw(&FigureContext {
        id,
        alt,
        numbers: NumberFormat {
            count: &count,
            share: &share,
        },
    })
}
