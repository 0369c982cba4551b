//! A figure of a page: its heading, its chart, its table, and the line below it with what it means and its files.

use charts::{Draw, FigureCaptions, FigureContext, NumberFormat};

use super::{frame::Link, page_query::PageQuery, table::PageTable};

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
    /// The markup of the chart.
    pub(crate) chart: Option<String>,
    /// The chart as a file; only where that is asked for.
    pub(crate) file: Option<String>,
    pub(crate) table: PageTable,
    /// Whether the table stands on the page, and not in the line below.
    pub(crate) shows_table: bool,
    /// The page that has more of it.
    pub(crate) more: Option<Link>,
    /// What its terms mean.
    pub(crate) definitions: Vec<String>,
    /// The first of its terms on the page of the definitions.
    pub(crate) terms: Option<String>,
    pub(crate) csv: String,
    pub(crate) svg: Option<String>,
    pub(crate) permanent_link: String,
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
            chart: None,
            file: None,
            table,
            shows_table: true,
            more: None,
            definitions: Vec::new(),
            terms: None,
            csv: query.file_link("csv", id),
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

    /// Links to the page that has more of it.
    pub(crate) fn more(self, text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            more: Some(Link::new(text, href)),
            ..self
        }
    }

    /// Explains how it is made.
    pub(crate) fn explanation(mut self, text: impl Into<String>) -> Self {
        self.definitions.push(text.into());
        self
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
        let t = query.t();
        let (count, share) = (|count| t.number(count), |part| t.share(part));
        let context = FigureContext {
            id: self.id,
            alt,
            numbers: NumberFormat {
                count: &count,
                share: &share,
            },
        };
        let captions = || FigureCaptions {
            title: self.heading.clone(),
            subtitle: self.subtitle.clone().unwrap_or_default(),
            notes: vec![query.source()],
        };
        Self {
            file: query
                .is_picture()
                .then(|| charts::download(chart, &context, &captions(), FILE_WIDTH)),
            chart: Some(charts::figure(chart, &context, widest)),
            svg: Some(query.file_link("svg", self.id)),
            shows_table: false,
            ..self
        }
    }
}
