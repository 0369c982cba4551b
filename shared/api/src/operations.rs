//! Every operation of the API: its path, its parameters, its bodies, its failures.
//!
//! Servers build their routes from these, so that no path is served without a description or described without being
//! served.

use model::{
    EventWithdrawn, KnelpuntMerged, KnelpuntReported, KnelpuntResolved, MunicipalityConsulted,
};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    AnswerEnvelope, AuditReport, BatchReceipt, CheckpointPage, CutoverReport, EmptyRequest,
    EventBatch, EventReceipt, Example, IntakeReadiness, KnelpuntEvents, Liveness, OutboxPage,
    OutboxRetryReport, PositionReport, QuarantinePage, QuarantineRetryReport, ViewsReadiness,
    answers::{
        KnelpuntAnswer, Matrix, Persisting, ResolutionTimes, RoundAnswer, Rounds, Summary, Trend,
    },
    parameters::{
        AsOfParameters, CheckpointParameters, LinkParameters, OutboxParameters,
        PersistingParameters, PositionParameters, QuarantineParameters, ResolutionTimesParameters,
        RoundParameters, ScopeParameters, TrendParameters,
    },
    requests::{CloudEvent, Posted, PostedData},
};

/// The content types of the bodies.
const JSON: &str = "application/json";
const CSV: &str = "text/csv";

/// An HTTP method of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpMethod {
    /// `GET`, and with it `HEAD`.
    Get,
    /// `POST`.
    Post,
}

/// A group of operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OperationGroup {
    Questions,
    Events,
    Operations,
}

/// One operation of the API.
#[derive(Debug, Clone)]
pub struct Operation {
    method: HttpMethod,
    path: &'static str,
    pub(crate) id: &'static str,
    pub(crate) group: OperationGroup,
    pub(crate) summary: &'static str,
    pub(crate) description: Option<&'static str>,
    pub(crate) parameters: Vec<ParameterSet>,
    pub(crate) path_parameter: Option<PathParameter>,
    pub(crate) has_idempotency_key: bool,
    pub(crate) request: Vec<MediaContent>,
    /// Whether the body of a request may be left out.
    pub(crate) has_optional_body: bool,
    pub(crate) responses: Vec<Reply>,
    pub(crate) problems: Vec<u16>,
}

/// The parameters of a link that one type declares.
#[derive(Debug, Clone)]
pub(crate) struct ParameterSet {
    pub(crate) schema: fn(&mut SchemaGenerator) -> Value,
    pub(crate) example: Vec<(String, String)>,
}

/// The parameter in a path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PathParameter {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) format: (&'static str, &'static str),
    pub(crate) example: &'static str,
}

/// A body of one content type.
#[derive(Debug, Clone)]
pub(crate) struct MediaContent {
    pub(crate) media_type: &'static str,
    pub(crate) schema: fn(&mut SchemaGenerator) -> Value,
    pub(crate) example: Value,
}

/// A response that is not a problem.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) description: &'static str,
    pub(crate) content: Vec<MediaContent>,
}

fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

fn object_schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    T::json_schema(generator).to_value()
}

fn text_schema(_: &mut SchemaGenerator) -> Value {
    json!({"type": "string"})
}

fn any_object_schema(_: &mut SchemaGenerator) -> Value {
    json!({"type": "object"})
}

impl Operation {
    fn get(
        path: &'static str,
        id: &'static str,
        group: OperationGroup,
        summary: &'static str,
    ) -> Self {
        Self {
            method: HttpMethod::Get,
            path,
            id,
            group,
            summary,
            description: None,
            parameters: Vec::new(),
            path_parameter: None,
            has_idempotency_key: false,
            request: Vec::new(),
            has_optional_body: false,
            responses: Vec::new(),
            problems: vec![406, 421, 500, 503],
        }
    }

    fn post(
        path: &'static str,
        id: &'static str,
        group: OperationGroup,
        summary: &'static str,
    ) -> Self {
        Self {
            method: HttpMethod::Post,
            problems: vec![400, 403, 406, 408, 413, 415, 421, 500, 503],
            ..Self::get(path, id, group, summary)
        }
    }

    fn described(mut self, description: &'static str) -> Self {
        self.description = Some(description);
        self
    }

    fn takes<P: LinkParameters + JsonSchema + Example>(mut self) -> Self {
        self.parameters.push(ParameterSet {
            schema: object_schema_of::<P>,
            example: P::example().to_pairs(),
        });
        self.fails_with(400)
    }

    fn at(mut self, parameter: PathParameter) -> Self {
        self.path_parameter = Some(parameter);
        self.fails_with(404)
    }

    fn fails_with(mut self, status: u16) -> Self {
        if !self.problems.contains(&status) {
            self.problems.push(status);
        }
        self
    }

    fn replies<T: JsonSchema + Serialize + Example>(
        mut self,
        status: u16,
        description: &'static str,
    ) -> Self {
        self.responses.push(Reply {
            status,
            description,
            content: vec![MediaContent {
                media_type: JSON,
                schema: schema_of::<T>,
                example: json!(T::example()),
            }],
        });
        self
    }

    fn answers<T: JsonSchema + Serialize + Example>(self) -> Self {
        self.replies::<AnswerEnvelope<T>>(200, "The answer.")
    }

    /// Adds CSV to the last response.
    fn or_csv(mut self) -> Self {
        if let Some(reply) = self.responses.last_mut() {
            reply.content.push(MediaContent {
                media_type: CSV,
                schema: text_schema,
                example: Value::Null,
            });
        }
        self
    }

    fn accepts<T: JsonSchema + Serialize + Example>(mut self, media_type: &'static str) -> Self {
        self.request.push(MediaContent {
            media_type,
            schema: schema_of::<T>,
            example: json!(T::example()),
        });
        self
    }

    /// Accepts an object without members, or no body.
    fn accepts_nothing(mut self) -> Self {
        self.has_optional_body = true;
        self.accepts::<EmptyRequest>(JSON)
    }

    fn accepts_data<T: PostedData>(mut self) -> Self {
        self.request.push(MediaContent {
            media_type: JSON,
            schema: schema_of::<Posted<T>>,
            example: T::posted_example(),
        });
        self.has_idempotency_key = true;
        self.accepts_event()
    }

    fn accepts_event(self) -> Self {
        self.replies::<EventReceipt>(201, "The log has the event, at position.")
            .replies::<EventReceipt>(
                202,
                "The event is on disk, and is published as soon as the log is available; if its state is dead, as soon \
                 as the reason is resolved.",
            )
            .fails_with(422)
    }

    /// Returns the method.
    pub fn method(&self) -> HttpMethod {
        self.method
    }

    /// Returns the path, with its parameter in braces.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// Returns an example of its link: the path with its parameter, and the query.
    pub fn example_link(&self) -> (String, Vec<(String, String)>) {
        let path = match self.path_parameter {
            Some(parameter) => {
                let name = format!("{{{}}}", parameter.name);
                self.path.replace(&name, parameter.example)
            }
            None => self.path.to_owned(),
        };
        let sets = self.parameters.iter();
        (path, sets.flat_map(|set| set.example.clone()).collect())
    }

    /// Returns an example of its body in each content type.
    pub fn example_requests(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        let contents = self.request.iter();
        let with_example = contents.filter(|content| !content.example.is_null());
        with_example.map(|content| (content.media_type, &content.example))
    }
}

/// The id of the knelpunt in a path.
const KNELPUNT_ID: PathParameter = PathParameter {
    name: "id",
    description: "The id of the knelpunt, or of one that was merged into it.",
    format: ("format", "uuid"),
    example: EXAMPLE_KNELPUNT,
};

/// The id of the knelpunt that the examples report.
pub const EXAMPLE_KNELPUNT: &str = "ea3bda7c-9fa2-53d9-9f73-d62ef423f514";

const ROUND: PathParameter = PathParameter {
    name: "round",
    description: "The slug of the round.",
    format: ("pattern", "^[a-z0-9][a-z0-9-]{0,31}$"),
    example: "2013-02",
};

const ROUND_DEFINITIONS: &str = "\
By municipality of the division and round, as of asOf. Asked: a consultation exists that is not withdrawn. Reached: any \
of them reached the municipality; otherwise the outcome is that of the last, no-answer or declined. The topics of those \
that reached it are united; one without topics covered all. Without consultation: reports or resolutions of the round \
exist, but no consultation; such a municipality is in no denominator. The round began in a municipality with its first \
consultation, report or resolution there, and ended with the last so far. Expected: knelpunten that were open just \
before it began there, if it reached the municipality. Each of them is still there (the round's last word on it is a \
report), gone (a resolution) or not discussed (the round has neither; separately for covered and uncovered categories): \
these always add up to expected, and silence is not a resolution. New: not open just before, and a report of the round \
opened an episode, the first or a recurrence. Open after: open when the round ended there. municipality, province and \
sizeClass select municipalities; the rest of the filter selects knelpunten, and changes neither who was asked nor when a \
round began. At most 1000 rounds, the newest.";

use OperationGroup::{Events, Operations, Questions};

/// Every operation of a server with views and intake.
pub fn all() -> Vec<Operation> {
    [web(), intake(), server()].concat()
}

/// The operations of every server.
pub fn server() -> Vec<Operation> {
    vec![openapi(), live(), metrics()]
}

/// `GET /v1/openapi.json`
pub fn openapi() -> Operation {
    let mut operation = Operation::get(
        "/v1/openapi.json",
        "openapi",
        Operations,
        "This description.",
    );
    operation.responses.push(Reply {
        status: 200,
        description: "OpenAPI 3.1.",
        content: vec![MediaContent {
            media_type: JSON,
            schema: any_object_schema,
            example: Value::Null,
        }],
    });
    operation
}

/// `GET /health/live`
pub fn live() -> Operation {
    Operation::get(
        "/health/live",
        "live",
        Operations,
        "Whether the server runs.",
    )
    .replies::<Liveness>(200, "It runs.")
}

/// `GET /metrics`
pub fn metrics() -> Operation {
    let mut operation =
        Operation::get("/metrics", "metrics", Operations, "Metrics for Prometheus.");
    operation.responses.push(Reply {
        status: 200,
        description: "The text format of Prometheus.",
        content: vec![MediaContent {
            media_type: "text/plain",
            schema: text_schema,
            example: Value::Null,
        }],
    });
    operation
}

/// The operations of the views.
pub fn web() -> Vec<Operation> {
    vec![
        summary(),
        persisting(),
        matrix(),
        trend(),
        resolution_times(),
        rounds(),
        round(),
        knelpunt(),
        knelpunt_events(),
        quarantine(),
        retry_quarantine(),
        cut_over(),
        audit(),
        checkpoints(),
        position(),
        views_readiness(),
    ]
}

/// `GET /v1/summary`
pub fn summary() -> Operation {
    Operation::get(
        "/v1/summary",
        "summary",
        Questions,
        "How many knelpunten there are, and their state.",
    )
    .takes::<ScopeParameters>()
    .answers::<Summary>()
    .or_csv()
}

/// `GET /v1/persisting`
pub fn persisting() -> Operation {
    Operation::get(
        "/v1/persisting",
        "persisting",
        Questions,
        "Which knelpunten are open or persist, oldest first.",
    )
    .described("A page; the header Link has the next one, rel=\"next\".")
    .takes::<ScopeParameters>()
    .takes::<PersistingParameters>()
    .answers::<Persisting>()
    .or_csv()
}

/// `GET /v1/persisting/matrix`
pub fn matrix() -> Operation {
    Operation::get(
        "/v1/persisting/matrix",
        "persistingMatrix",
        Questions,
        "How many knelpunten are open and persist, by municipality and category.",
    )
    .takes::<ScopeParameters>()
    .answers::<Matrix>()
    .or_csv()
}

/// `GET /v1/trend`
pub fn trend() -> Operation {
    Operation::get(
        "/v1/trend",
        "trend",
        Questions,
        "What happened in each period, and what was open at its end.",
    )
    .takes::<ScopeParameters>()
    .takes::<TrendParameters>()
    .answers::<Trend>()
    .or_csv()
}

/// `GET /v1/resolution-times`
pub fn resolution_times() -> Operation {
    Operation::get(
        "/v1/resolution-times",
        "resolutionTimes",
        Questions,
        "How long knelpunten stay open; those that still are count as censored.",
    )
    .takes::<ScopeParameters>()
    .takes::<ResolutionTimesParameters>()
    .answers::<ResolutionTimes>()
    .or_csv()
}

/// `GET /v1/rounds`
pub fn rounds() -> Operation {
    Operation::get(
        "/v1/rounds",
        "rounds",
        Questions,
        "How far each round came: asked and reached, still there, gone and new.",
    )
    .described(ROUND_DEFINITIONS)
    .takes::<ScopeParameters>()
    .answers::<Rounds>()
    .or_csv()
}

/// `GET /v1/rounds/{round}`
pub fn round() -> Operation {
    Operation::get(
        "/v1/rounds/{round}",
        "round",
        Questions,
        "How far one round came, by municipality and in total; with against, compared with another round.",
    )
    .described(ROUND_DEFINITIONS)
    .at(ROUND)
    .takes::<ScopeParameters>()
    .takes::<RoundParameters>()
    .answers::<RoundAnswer>()
    .or_csv()
}

/// `GET /v1/knelpunten/{id}`
pub fn knelpunt() -> Operation {
    Operation::get(
        "/v1/knelpunten/{id}",
        "knelpunt",
        Questions,
        "The state of one knelpunt, and its episodes.",
    )
    .at(KNELPUNT_ID)
    .takes::<AsOfParameters>()
    .answers::<KnelpuntAnswer>()
}

/// `GET /v1/knelpunten/{id}/events`
pub fn knelpunt_events() -> Operation {
    Operation::get(
        "/v1/knelpunten/{id}/events",
        "knelpuntEvents",
        Questions,
        "Every event of one knelpunt.",
    )
    .at(KNELPUNT_ID)
    .takes::<AsOfParameters>()
    .answers::<KnelpuntEvents>()
    .or_csv()
}

/// `GET /v1/quarantine`
pub fn quarantine() -> Operation {
    Operation::get(
        "/v1/quarantine",
        "quarantine",
        Operations,
        "Messages of the log that are not valid events.",
    )
    .takes::<QuarantineParameters>()
    .replies::<QuarantinePage>(200, "A page of the quarantine.")
    .or_csv()
}

/// `POST /v1/quarantine/retries`
pub fn retry_quarantine() -> Operation {
    Operation::post(
        "/v1/quarantine/retries",
        "retryQuarantine",
        Operations,
        "Validate the quarantine again, and fold what is valid now.",
    )
    .accepts_nothing()
    .replies::<QuarantineRetryReport>(200, "The result.")
    .fails_with(409)
}

/// `POST /v1/views/take-overs`
pub fn cut_over() -> Operation {
    Operation::post(
        "/v1/views/take-overs",
        "takeOverViews",
        Operations,
        "Cut over to the views that a rebuild left beside the running ones.",
    )
    .described("Returns once questions are answered from the rebuilt views.")
    .accepts_nothing()
    .replies::<CutoverReport>(200, "The result.")
    .fails_with(409)
}

/// `POST /v1/audits`
pub fn audit() -> Operation {
    Operation::post(
        "/v1/audits",
        "audit",
        Operations,
        "Compare everything stored with what is in memory, while the server runs.",
    )
    .accepts_nothing()
    .replies::<AuditReport>(200, "The result.")
    .fails_with(409)
}

/// `GET /v1/checkpoints`
pub fn checkpoints() -> Operation {
    Operation::get(
        "/v1/checkpoints",
        "checkpoints",
        Operations,
        "The digests at the positions that every replica passes, oldest first.",
    )
    .takes::<CheckpointParameters>()
    .replies::<CheckpointPage>(200, "A page of checkpoints.")
}

/// `GET /v1/position`
pub fn position() -> Operation {
    Operation::get(
        "/v1/position",
        "position",
        Operations,
        "Where the views are in the log.",
    )
    .takes::<PositionParameters>()
    .replies::<PositionReport>(200, "The position.")
}

/// `GET /health/ready` of a server with views.
pub fn views_readiness() -> Operation {
    readiness("How fit the views are to answer.")
        .replies::<ViewsReadiness>(200, "ready or degraded: questions are answered.")
        .replies::<ViewsReadiness>(
            503,
            "stale (the log is unavailable; questions are still answered) or rebuilding (they are not).",
        )
}

/// `GET /health/ready` of an intake without views.
pub fn intake_readiness() -> Operation {
    readiness("How fit the intake is to accept events.")
        .replies::<IntakeReadiness>(
            200,
            "ready, or stale: accepted events wait because the log is unavailable.",
        )
        .replies::<IntakeReadiness>(503, "failing: the outbox cannot be written.")
}

fn readiness(summary: &'static str) -> Operation {
    let mut operation = Operation::get("/health/ready", "ready", Operations, summary);
    operation.problems.retain(|status| *status != 503);
    operation
}

/// The operations of the intake.
pub fn intake() -> Vec<Operation> {
    vec![
        report(),
        resolve(),
        merge(),
        withdraw(),
        consult(),
        publish(),
        outbox(),
        retry_outbox(),
    ]
}

const POSTED_DATA: &str = "The body is the data of the event type; the server adds the envelope, and observedAt if it is left out.";

/// `POST /v1/reports`
pub fn report() -> Operation {
    Operation::post("/v1/reports", "report", Events, "Report a knelpunt.")
        .described(POSTED_DATA)
        .accepts_data::<KnelpuntReported>()
}

/// `POST /v1/resolutions`
pub fn resolve() -> Operation {
    Operation::post(
        "/v1/resolutions",
        "resolve",
        Events,
        "Report a knelpunt as resolved.",
    )
    .described(POSTED_DATA)
    .accepts_data::<KnelpuntResolved>()
}

/// `POST /v1/merges`
pub fn merge() -> Operation {
    Operation::post(
        "/v1/merges",
        "merge",
        Events,
        "Merge a knelpunt into another one of the same municipality.",
    )
    .described(POSTED_DATA)
    .accepts_data::<KnelpuntMerged>()
}

/// `POST /v1/withdrawals`
pub fn withdraw() -> Operation {
    Operation::post("/v1/withdrawals", "withdraw", Events, "Withdraw an event.")
        .described(POSTED_DATA)
        .accepts_data::<EventWithdrawn>()
}

/// `POST /v1/consultations`
pub fn consult() -> Operation {
    Operation::post(
        "/v1/consultations",
        "consult",
        Events,
        "Record that a municipality was consulted in a round.",
    )
    .described(POSTED_DATA)
    .accepts_data::<MunicipalityConsulted>()
}

/// `POST /v1/events`
pub fn publish() -> Operation {
    let mut operation = Operation::post(
        "/v1/events",
        "publish",
        Events,
        "Publish whole events: one, or a batch of which each has an outcome of its own.",
    )
    .described(
        "One event in structured mode, or a batch. application/json is binary mode: the body is the data, and the \
         attributes are in headers that begin with ce-.",
    )
    .accepts::<CloudEvent>(model::STRUCTURED_MODE)
    .accepts::<EventBatch>(model::BATCH_MODE)
    .replies::<BatchReceipt>(200, "The outcomes of a batch, in its order.")
    .accepts_event();
    // Without an example: one would need the headers as well.
    operation.request.push(MediaContent {
        media_type: JSON,
        schema: any_object_schema,
        example: Value::Null,
    });
    operation
}

/// `GET /v1/outbox`
pub fn outbox() -> Operation {
    Operation::get(
        "/v1/outbox",
        "outbox",
        Operations,
        "Accepted events that the log does not have yet: how many wait, and which cannot be published.",
    )
    .takes::<OutboxParameters>()
    .replies::<OutboxPage>(200, "The state of the outbox, with a page of events that cannot be published.")
}

/// `POST /v1/outbox/retries`
pub fn retry_outbox() -> Operation {
    Operation::post(
        "/v1/outbox/retries",
        "retryOutbox",
        Operations,
        "Retry the events that could not be published.",
    )
    .accepts_nothing()
    .replies::<OutboxRetryReport>(200, "The result.")
}
