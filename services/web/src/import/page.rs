//! The page: a field for a file, and what came of the last one.

use askama::Template;
use axum::http::StatusCode;
use httpd::query;
use model::{Data, Draft, EventType};
use rounds::table::DateOrder;
use texts::messages::Messages;

use super::{
    FILE_LIMIT_BYTES, PATH,
    columns::ColumnControl,
    publish::{ImportReceipt, Unpublished},
    request::{CONFIRM, DATES, FILE, FileError, ImportRequest, order_text},
    trial::{Trial, TrialError},
};
use crate::{
    app::WebApp,
    language::ChosenLanguage,
    pages::{
        Link, PageFrame, names,
        table::{PageRow, PageTable, TableCell, TableColumn},
    },
    query::Pair,
};

/// The most rows of a table on the page; the others are counted.
const ROWS: usize = 500;

#[derive(Template)]
#[template(path = "import.html")]
pub(crate) struct ImportPage {
    pub(crate) frame: PageFrame,
    /// Where the form is sent to.
    pub(crate) action: String,
    /// What went wrong with the file as a whole.
    pub(crate) alert: Option<String>,
    /// What was published.
    pub(crate) done: Option<Done>,
    pub(crate) trial: Option<ShownTrial>,
    /// The file field and its limit.
    pub(crate) file_field: &'static str,
    pub(crate) limit: String,
}

/// What was published, with the page on which it can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) sentences: Vec<String>,
    pub(crate) next: Link,
}

/// The outcome of a trial, as it is shown.
pub(crate) struct ShownTrial {
    pub(crate) heading: String,
    pub(crate) result: Vec<String>,
    pub(crate) counts: Vec<String>,
    pub(crate) errors: Option<ShownTable>,
    pub(crate) notices: Vec<String>,
    pub(crate) rows: Option<ShownTable>,
    pub(crate) choices: Option<Choices>,
    /// The fields with which the file is sent again.
    pub(crate) hidden: Vec<Pair>,
    /// The name and the text of the button; `None` if there is nothing to add.
    pub(crate) confirm: Option<(&'static str, String)>,
}

/// A table with its heading.
pub(crate) struct ShownTable {
    pub(crate) heading: String,
    pub(crate) table: PageTable,
    /// How many rows are not shown.
    pub(crate) more: Option<String>,
}

/// What has to be chosen before the file can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choices {
    pub(crate) problems: Vec<String>,
    /// Whether the order of day and month is asked for.
    pub(crate) dates: Option<Vec<DateChoice>>,
    pub(crate) columns: Vec<ColumnControl>,
}

/// An order of day and month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateChoice {
    pub(crate) name: &'static str,
    pub(crate) value: &'static str,
    pub(crate) label: String,
}

/// What the page is about.
pub(crate) enum ImportState {
    /// Nothing yet.
    Empty,
    /// A file was published.
    Done(ImportReceipt),
    /// There is nothing to try.
    Refused(FileError),
    /// Not everything could be stored.
    Unpublished(Unpublished),
    /// A file was tried, with its seal.
    Tried(Box<Trial>, ImportRequest, String),
}

impl ImportState {
    /// Returns the status of the page, but for that of a trial.
    pub(super) const fn status(&self) -> StatusCode {
        match self {
            Self::Empty | Self::Done(_) | Self::Tried(..) => StatusCode::OK,
            Self::Refused(FileError::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Refused(FileError::NoFile | FileError::Damaged) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Unpublished(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl ImportPage {
    /// Creates the page.
    pub(super) fn new(app: &WebApp, language: ChosenLanguage, state: ImportState) -> Self {
        let t = language.messages();
        let title = t.text("import-title");
        let mut page = Self {
            frame: PageFrame::without_figures(app, language, PATH, title, Vec::new()),
            action: query::link(PATH, language.link_key()),
            alert: None,
            done: None,
            trial: None,
            file_field: FILE,
            limit: t.with("import-limit", "n", FILE_LIMIT_BYTES >> 20),
        };
        match state {
            ImportState::Empty => {}
            ImportState::Done(published) => page.done = Some(done(t, language, published)),
            ImportState::Refused(refused) => page.alert = Some(refusal(t, refused)),
            ImportState::Unpublished(unpublished) => {
                page.alert = Some(not_published(t, unpublished));
            }
            ImportState::Tried(trial, request, seal) => {
                page.alert = trial.unreadable.as_ref().map(|problem| {
                    let values = [
                        ("file", (&request.name).into()),
                        ("problem", problem.on_page(t).into()),
                    ];
                    t.text_with("import-unreadable", &values)
                });
                page.trial = trial
                    .unreadable
                    .is_none()
                    .then(|| ShownTrial::new((app, t), &trial, &request, &seal));
            }
        }
        page
    }
}

fn refusal(t: Messages, refused: FileError) -> String {
    match refused {
        FileError::NoFile => t.text("import-no-file"),
        FileError::TooLarge => t.with("import-too-large", "n", FILE_LIMIT_BYTES >> 20),
        FileError::Damaged => t.text("import-damaged"),
    }
}

fn not_published(t: Messages, unpublished: Unpublished) -> String {
    let id = if unpublished.is_full {
        "import-outbox-full"
    } else {
        "import-not-stored"
    };
    let values = [
        ("stored", unpublished.stored.into()),
        ("failed", unpublished.failed.into()),
    ];
    t.text_with(id, &values)
}

fn done(t: Messages, language: ChosenLanguage, published: ImportReceipt) -> Done {
    let mut sentences = vec![t.with("import-done", "n", published.added)];
    if published.known > 0 {
        sentences.push(t.with("import-done-known", "n", published.known));
    }
    if published.waiting > 0 {
        sentences.push(t.with("operations-waiting", "n", published.waiting));
    }
    if published.rejected > 0 {
        sentences.push(t.with("operations-dead", "n", published.rejected));
    }
    let position = published.position.to_string();
    let at_least = (published.position > 0).then_some(("atLeast", &*position));
    let keys = at_least.into_iter().chain(language.link_key());
    Done {
        sentences,
        next: Link::new(t.text("import-see"), query::link("/", keys)),
    }
}

impl ShownTrial {
    fn new(
        (app, t): (&WebApp, Messages),
        trial: &Trial,
        request: &ImportRequest,
        seal: &str,
    ) -> Self {
        let choices = Choices::new(t, trial);
        let mut hidden = request.hidden(seal);
        if choices.is_none() {
            hidden.extend(request.columns.hidden());
        }
        if choices
            .as_ref()
            .is_some_and(|choices| choices.dates.is_some())
        {
            hidden.retain(|(name, _)| name != DATES);
        }
        let count = trial.drafts.len();
        let confirm = (count > 0).then(|| (CONFIRM, t.with("import-go", "n", count)));
        Self {
            heading: t.with("import-trial", "file", &request.name),
            result: result(t, trial, request),
            counts: trial
                .counts()
                .into_iter()
                .map(|(kind, count)| t.with(count_id(kind), "n", count))
                .collect(),
            errors: errors(t, &trial.errors),
            notices: trial.notices.iter().map(|one| one.text(t)).collect(),
            rows: rows(app, t, &trial.drafts),
            choices,
            hidden,
            confirm,
        }
    }
}

/// Returns what the trial came to, in sentences.
fn result(t: Messages, trial: &Trial, request: &ImportRequest) -> Vec<String> {
    if !trial.column_errors.is_empty() || !trial.date_errors.is_empty() {
        return Vec::new();
    }
    let mut sentences = Vec::new();
    if request.is_confirmed() {
        sentences.push(t.text("import-changed"));
    }
    if let Some(round) = &trial.round {
        sentences.push(t.with("import-round", "round", t.round(round)));
    }
    let (n, known) = (trial.drafts.len(), trial.known);
    if trial.wrong_rows > 0 {
        let values = [("wrong", trial.wrong_rows.into()), ("n", n.into())];
        sentences.push(t.text_with("import-wrong", &values));
    } else if n > 0 {
        sentences.push(t.text("import-no-errors"));
    }
    if n == 0 && known > 0 {
        sentences.push(t.with("import-all-known", "n", known));
    } else if n == 0 && trial.wrong_rows == 0 {
        sentences.push(t.text("import-nothing"));
    } else if known > 0 {
        sentences.push(t.with("import-known", "n", known));
    }
    sentences
}

const fn count_id(kind: EventType) -> &'static str {
    match kind {
        EventType::MunicipalityConsulted => "import-count-consultations",
        EventType::KnelpuntReported => "import-count-reports",
        EventType::KnelpuntResolved => "import-count-resolutions",
        EventType::SupportReceived => "import-count-support",
        EventType::EventWithdrawn => "import-count-withdrawals",
        EventType::KnelpuntMerged | EventType::EventRedacted => "import-count-corrections",
    }
}

fn errors(t: Messages, errors: &[TrialError]) -> Option<ShownTable> {
    let has_sheets = errors.iter().any(|error| error.sheet.is_some());
    let mut heads = vec!["import-row", "import-column", "import-problem"];
    if has_sheets {
        heads.insert(0, "import-sheet");
    }
    let row = |error: &TrialError| {
        let number = error
            .row
            .map_or_else(TableCell::none, |row| TableCell::text(row.to_string()));
        let column = error
            .column
            .as_ref()
            .map_or_else(TableCell::none, TableCell::text);
        let mut cells = vec![number, column, TableCell::text(error.problem.on_page(t))];
        if has_sheets {
            let sheet = error.sheet.as_ref();
            cells.insert(0, sheet.map_or_else(TableCell::none, TableCell::text));
        }
        PageRow::new(cells)
    };
    let heading = t.with("import-errors", "n", errors.len());
    shown(t, heading, &heads, errors.iter().map(row))
}

fn rows(app: &WebApp, t: Messages, drafts: &[Draft]) -> Option<ShownTable> {
    let heads = [
        "term-municipality",
        "import-kind",
        "import-what",
        "import-date",
    ];
    let row = |draft: &Draft| {
        let register = app.register();
        let code = draft.data.municipality();
        let name = register.find_municipality(code);
        let name = name.map_or(code, |id| register.municipality(id).name.as_str());
        let (what, date) = what(app, t, &draft.data);
        PageRow::new(vec![
            TableCell::text(name),
            TableCell::text(t.text(kind_id(draft.data.event_type()))),
            TableCell::text(what),
            TableCell::text(date),
        ])
    };
    let heading = t.with("import-rows", "n", drafts.len());
    shown(t, heading, &heads, drafts.iter().map(row))
}

fn shown(
    t: Messages,
    heading: String,
    heads: &[&str],
    rows: impl ExactSizeIterator<Item = PageRow>,
) -> Option<ShownTable> {
    let count = rows.len();
    let table = PageTable {
        columns: heads
            .iter()
            .map(|id| TableColumn::text(t.text(id)))
            .collect(),
        rows: rows.take(ROWS).collect(),
        has_cards: true,
    };
    (count > 0).then(|| ShownTable {
        heading,
        table,
        more: (count > ROWS).then(|| t.with("import-more", "n", count - ROWS)),
    })
}

const fn kind_id(kind: EventType) -> &'static str {
    match kind {
        EventType::MunicipalityConsulted => "import-kind-consultation",
        EventType::KnelpuntReported => "import-kind-report",
        EventType::KnelpuntResolved => "import-kind-resolution",
        EventType::SupportReceived => "import-kind-support",
        EventType::EventWithdrawn => "import-kind-withdrawal",
        EventType::KnelpuntMerged | EventType::EventRedacted => "import-kind-correction",
    }
}

/// Returns what an event is about, with its day.
fn what(app: &WebApp, t: Messages, data: &Data) -> (String, String) {
    let register = app.register();
    let category = data.identity();
    let category = category.map(|identity| names::category(t, register, &identity.category));
    let on = |text: &str| {
        let observed = model::Observed::parse(text);
        observed.map_or_else(
            || text.to_owned(),
            |observed| t.date(observed.first().day()),
        )
    };
    match data {
        Data::Reported(one) => (category.unwrap_or_default(), on(&one.observed_at)),
        Data::Resolved(one) => (category.unwrap_or_default(), on(&one.observed_at)),
        Data::Consulted(one) => {
            let outcome = names::consultation(t, Some(one.outcome));
            (outcome, on(&one.observed_at))
        }
        Data::Supported(one) => {
            let support = names::remedy(t, register, &one.support);
            (support, on(&one.observed_at))
        }
        Data::Merged(_) | Data::Withdrawn(_) | Data::Redacted(_) => (String::new(), String::new()),
    }
}

impl Choices {
    fn new(t: Messages, trial: &Trial) -> Option<Self> {
        let (columns, dates) = (&trial.column_errors, &trial.date_errors);
        if columns.is_empty() && dates.is_empty() {
            return None;
        }
        let choice = |order: DateOrder| DateChoice {
            name: DATES,
            value: order_text(order),
            label: t.text(match order {
                DateOrder::DayFirst => "import-day-first",
                DateOrder::MonthFirst => "import-month-first",
            }),
        };
        let orders = [DateOrder::DayFirst, DateOrder::MonthFirst];
        Some(Self {
            problems: columns
                .iter()
                .chain(dates)
                .map(|problem| problem.on_page(t))
                .collect(),
            dates: (!dates.is_empty()).then(|| orders.map(choice).into()),
            columns: trial.columns.clone(),
        })
    }
}
