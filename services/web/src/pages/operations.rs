//! The page for operators: whether all is well, what could not be read, and what the views were folded by.

use api::QuarantinedMessage;
use askama::Template;
use views::{Health, LogState, ViewsStatus};

use super::{
    Page,
    figure::PageFigure,
    frame::PageFrame,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};
use crate::{app::WebApp, problem::WebProblem, query::Pair};

/// The path of the page.
pub(crate) const PATH: &str = "/beheer";
/// The keys of the result of trying again.
pub(crate) const FOLDED: &str = "folded";
pub(crate) const LEFT: &str = "left";

/// The most messages on the page.
const MESSAGES: usize = 100;
/// The characters of a payload that are shown.
const SHOWN_CHARACTERS: usize = 300;

#[derive(Template)]
#[template(path = "operations.html")]
pub(crate) struct OperationsPage {
    pub(crate) frame: PageFrame,
    /// Whether all is well, in sentences.
    pub(crate) lead: Vec<String>,
    /// What came of trying again.
    pub(crate) result: Option<String>,
    /// None if nothing is in quarantine.
    pub(crate) quarantine: Option<PageFigure>,
    /// The sealed key of the form that tries again; none where there are no forms.
    pub(crate) retry: Option<Vec<Pair>>,
    pub(crate) state: PageFigure,
}

impl Page for OperationsPage {
    /// The outbox changes without an event, and each form has a seal of its own.
    const CAN_BE_CACHED: bool = false;

    fn figures(&self) -> Vec<&PageFigure> {
        self.quarantine.iter().chain([&self.state]).collect()
    }
}

impl OperationsPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// 503 while the views are being rebuilt; 500 if the quarantine cannot be read.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let keys = query.page_keys(&[FOLDED, LEFT])?;
        // It is about now, whatever the date of the link.
        query.answer_as_of(query.now);
        let app = query.app();
        let status = app.reader.status()?;
        query.position = Some(status.position);
        let messages = app.reader.quarantine(None, MESSAGES)?;
        let forms = app.settings.forms.as_ref();
        let retry = forms.filter(|_| !messages.is_empty());
        let retry = retry.map(crate::forms::Forms::sealed_key).transpose()?;
        let t = query.t();
        Ok(Self {
            lead: lead(query, &status),
            result: result(query, &keys),
            quarantine: (!messages.is_empty()).then(|| quarantine(query, &status, &messages)),
            retry,
            state: state(query, &status, &app.reader.log_state()),
            frame: PageFrame::new(query, t.text("footer-operations"), Vec::new(), Vec::new()),
        })
    }
}

/// Returns whether all is well, or what is not.
fn lead(query: &PageQuery<'_>, status: &ViewsStatus) -> Vec<String> {
    let (t, app) = (query.t(), query.app());
    let outbox = waiting(app);
    let mut sentences = Vec::new();
    if app.reader.health() == Health::Stale {
        let reason = app.reader.log_state().unavailable;
        let reason = reason.unwrap_or_else(|| t.text("term-unknown"));
        sentences.push(t.with("operations-stale", "reason", reason));
    }
    if status.quarantined > 0 {
        sentences.push(t.with("bar-broken", "n", status.quarantined));
    }
    if outbox.waiting > 0 {
        sentences.push(t.with("operations-waiting", "n", outbox.waiting));
    }
    if outbox.dead > 0 {
        sentences.push(t.with("operations-dead", "n", outbox.dead));
    }
    if sentences.is_empty() {
        sentences.push(t.text("operations-well"));
    }
    sentences
}

/// What waits in the outbox of the forms; nothing where there are none.
#[derive(Default)]
struct OutboxCounts {
    waiting: u64,
    dead: u64,
}

fn waiting(app: &WebApp) -> OutboxCounts {
    let state = app.settings.forms.as_ref();
    let state = state.map(|forms| forms.emitter.outbox.state());
    state.map_or_else(OutboxCounts::default, |state| OutboxCounts {
        waiting: state.waiting,
        dead: state.dead,
    })
}

/// Returns what came of trying again, from the keys of the link that it led to.
fn result(query: &PageQuery<'_>, keys: &[Pair]) -> Option<String> {
    let count = |name: &str| {
        let pair = keys.iter().find(|(key, _)| key == name);
        pair.and_then(|(_, count)| count.parse::<u64>().ok())
    };
    let (folded, left) = (count(FOLDED)?, count(LEFT)?);
    let values = [("folded", folded.into()), ("left", left.into())];
    Some(query.t().text_with("operations-retried", &values))
}

fn quarantine(
    query: &PageQuery<'_>,
    status: &ViewsStatus,
    messages: &[QuarantinedMessage],
) -> PageFigure {
    let t = query.t();
    let heads = [
        "operations-sequence",
        "operations-subject",
        "operations-reasons",
        "operations-payload",
    ];
    let row = |message: &QuarantinedMessage| {
        let reasons = message.reasons.iter();
        let reasons: Vec<String> = reasons
            .map(|violation| format!("{} {}", violation.path, violation.problem))
            .collect();
        let payload: String = message.payload.chars().take(SHOWN_CHARACTERS).collect();
        PageRow::new(
            [
                message.sequence.to_string(),
                message.subject.clone(),
                reasons.join("; "),
                payload,
            ]
            .map(TableCell::text)
            .into(),
        )
    };
    let table = PageTable {
        columns: heads.map(|id| TableColumn::text(t.text(id))).into(),
        rows: messages.iter().map(row).collect(),
        has_cards: true,
    };
    let heading = t.with("operations-quarantine", "n", status.quarantined);
    PageFigure::new(query, "niet-gelezen", heading, table).subtitle(t.text_with(
        "operations-quarantine-means",
        &[
            ("shown", messages.len().into()),
            ("total", status.quarantined.into()),
        ],
    ))
}

/// Returns where the views are, and what they were folded by.
fn state(query: &PageQuery<'_>, status: &ViewsStatus, log: &LogState) -> PageFigure {
    let (t, app) = (query.t(), query.app());
    let outbox = waiting(app);
    let stream = log.stream.as_ref();
    let last = stream.map_or_else(
        || t.text("term-unknown"),
        |stream| t.number(stream.last_sequence),
    );
    let checkpoint = status.checkpoints.first();
    let checkpoint = checkpoint.map_or_else(
        || t.text("operations-no-checkpoint"),
        |checkpoint| format!("{}: {}", t.number(checkpoint.position), checkpoint.digest),
    );
    let versions = &status.versions;
    let rows = [
        ("operations-position", t.number(status.position)),
        ("operations-last", last),
        ("operations-duplicates", t.number(status.duplicates)),
        ("operations-conflicts", t.number(status.conflicts)),
        ("operations-outbox", t.number(outbox.waiting)),
        ("operations-outbox-dead", t.number(outbox.dead)),
        ("operations-digest", status.digest.clone()),
        ("operations-checkpoint", checkpoint),
        ("operations-version", app.settings.version.clone()),
        ("operations-fold", versions.fold.clone()),
        ("operations-register", versions.register.clone()),
        ("operations-catalogue", versions.catalogue.clone()),
    ];
    let row = |(id, value)| PageRow::new(vec![TableCell::text(t.text(id)), TableCell::text(value)]);
    let table = PageTable {
        columns: ["operations-what", "operations-value"]
            .map(|id| TableColumn::text(t.text(id)))
            .into(),
        rows: rows.map(row).into(),
        has_cards: true,
    };
    PageFigure::new(query, "stand", t.text("operations-state"), table)
        .explanation(t.text("operations-digest-means"))
}
