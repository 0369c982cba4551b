//! Every operation of the API: its path, its parameters, its bodies, its failures.
//!
//! Servers build their routes from these, so that no path is served without a description or described without being
//! served.

use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    AnswerEnvelope, Change, ChangesDropped, ChangesReset, EmptyRequest, EventReceipt, Example,
    exports::ExportRow,
    parameters::{ExportParameters, FileParameters, LinkParameters, ScopeParameters},
    requests::{Posted, PostedData},
};

/// Declares the operations of an area: a function for each, and one that returns them all.
///
/// The documentation of an operation is its summary in the description of the API.
macro_rules! table {
    (
        $(#[$area:meta])+
        $all:ident: $group:ident
        $($(#[doc = $summary:literal])+ $name:ident = $operation:expr;)+
    ) => {
        $(#[$area])+
        pub fn $all() -> Vec<Operation> {
            vec![$($name()),+]
        }

        $($(#[doc = $summary])+
        pub fn $name() -> Operation {
            let summary = concat!($($summary),+).trim_start();
            Operation { group: OperationGroup::$group, summary, ..$operation }
        })+
    };
}

mod administration;
mod events;
mod exports;
mod questions;
mod reference;

pub use administration::*;
pub use events::*;
pub use exports::*;
pub use questions::*;
pub use reference::*;

/// The content types of the bodies.
const JSON: &str = "application/json";
const CSV: &str = "text/csv";
const NDJSON: &str = "application/x-ndjson";
const PARQUET: &str = "application/vnd.apache.parquet";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const EVENT_STREAM: &str = "text/event-stream";

/// The path below which the API of this version is.
pub(crate) const VERSION_PATH: &str = "/v1";

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
    Reference,
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
    /// Whether a reader that comes back says what it got last.
    pub(crate) has_last_event_id: bool,
    /// Whether it answers 304 to whoever has the response already.
    pub(crate) is_conditional: bool,
    pub(crate) request: Vec<MediaContent>,
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
    /// Whether it has a name for a file.
    pub(crate) is_file: bool,
    /// Whether it has a link to itself that never changes.
    pub(crate) has_link: bool,
}

fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

fn object_schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    T::json_schema(generator).to_value()
}

/// Returns a text of a content type, without an example.
fn text(media_type: &'static str) -> MediaContent {
    MediaContent {
        media_type,
        schema: |_| json!({"type": "string"}),
        example: Value::Null,
    }
}

/// Returns bytes of a content type, without an example.
fn binary(media_type: &'static str) -> MediaContent {
    MediaContent {
        media_type,
        schema: |_| json!({}),
        example: Value::Null,
    }
}

/// Returns Server-Sent Events: their text, and what is in the data of each.
fn changes_stream() -> MediaContent {
    MediaContent {
        media_type: EVENT_STREAM,
        schema: |generator| {
            json!({
                "type": "string",
                "description": "Server-Sent Events; x-event-data has the schema of the data of each event, by its name.",
                "x-event-data": {
                    "change": schema_of::<Change>(generator),
                    "reset": schema_of::<ChangesReset>(generator),
                    "dropped": schema_of::<ChangesDropped>(generator),
                },
            })
        },
        example: Value::String(format!(
            "id: 13023-16d3f7c8a1b2c000\nevent: change\ndata: {}\n\n",
            json!(Change::example())
        )),
    }
}

/// Returns any object, without an example.
fn any_object(media_type: &'static str) -> MediaContent {
    MediaContent {
        media_type,
        schema: |_| json!({"type": "object", "additionalProperties": true}),
        example: Value::Null,
    }
}

/// Returns a type of the contract, with its example.
fn typed<T: JsonSchema + Serialize + Example>(media_type: &'static str) -> MediaContent {
    MediaContent {
        media_type,
        schema: schema_of::<T>,
        example: json!(T::example()),
    }
}

impl Operation {
    fn get(path: &'static str, id: &'static str) -> Self {
        Self {
            method: HttpMethod::Get,
            path,
            id,
            // The table that declares the operation has its group and its summary.
            group: OperationGroup::Operations,
            summary: "",
            description: None,
            parameters: Vec::new(),
            path_parameter: None,
            has_idempotency_key: false,
            has_last_event_id: false,
            is_conditional: false,
            request: Vec::new(),
            responses: Vec::new(),
            problems: vec![406, 421, 500, 503],
        }
    }

    fn post(path: &'static str, id: &'static str) -> Self {
        Self {
            method: HttpMethod::Post,
            problems: vec![400, 403, 406, 408, 413, 415, 421, 500, 503],
            ..Self::get(path, id)
        }
    }

    /// Creates the readiness of a server: 503 while it is not ready.
    fn readiness() -> Self {
        Self::get("/health/ready", "ready")
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
        self,
        status: u16,
        description: &'static str,
    ) -> Self {
        self.replies_with(status, description, typed::<T>(JSON))
    }

    fn replies_with(
        mut self,
        status: u16,
        description: &'static str,
        content: MediaContent,
    ) -> Self {
        self.responses.push(Reply {
            status,
            description,
            content: vec![content],
            is_file: false,
            has_link: false,
        });
        self
    }

    /// Replies with the stream of changes.
    fn streams_changes(mut self) -> Self {
        self.has_last_event_id = true;
        self.replies_with(200, "The changes, as they arrive.", changes_stream())
    }

    fn answers<T: JsonSchema + Serialize + Example>(self) -> Self {
        self.replies::<AnswerEnvelope<T>>(200, "The answer.")
            .conditional()
    }

    /// Answers 304 to whoever has the response already.
    fn conditional(mut self) -> Self {
        self.is_conditional = true;
        self
    }

    /// Adds CSV and XLSX to the last response, and the parameters that choose between them.
    fn or_file(mut self) -> Self {
        if let Some(reply) = self.responses.last_mut() {
            reply.content.extend([text(CSV), binary(XLSX)]);
            reply.is_file = true;
        }
        self.takes::<FileParameters>()
    }

    /// Replies with rows, as NDJSON or Parquet, of what the parameters of questions select.
    fn exports<T: ExportRow>(self) -> Self {
        let mut export = self
            .described(EXPORT)
            .conditional()
            .takes::<ScopeParameters>()
            .takes::<ExportParameters>()
            .replies_with(
                200,
                "The rows: of NDJSON, one object on each line.",
                MediaContent {
                    media_type: NDJSON,
                    schema: schema_of::<T>,
                    example: T::example_row(),
                },
            );
        if let Some(reply) = export.responses.last_mut() {
            reply.content.push(binary(PARQUET));
            reply.is_file = true;
            reply.has_link = true;
        }
        export
    }

    fn accepts(mut self, content: MediaContent) -> Self {
        self.request.push(content);
        self
    }

    /// Accepts an object without members.
    fn accepts_nothing(self) -> Self {
        self.accepts(typed::<EmptyRequest>(JSON))
    }

    /// Accepts the data of an event type.
    fn accepts_data<T: PostedData>(mut self) -> Self {
        self.has_idempotency_key = true;
        self.described(POSTED_DATA)
            .accepts(MediaContent {
                media_type: JSON,
                schema: schema_of::<Posted<T>>,
                example: T::posted_example(),
            })
            .accepts_event()
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

    /// Whether its response does not end by itself.
    pub fn is_stream(&self) -> bool {
        let mut contents = self.responses.iter().flat_map(|reply| &reply.content);
        contents.any(|content| content.media_type == EVENT_STREAM)
    }

    /// Returns the method.
    pub fn method(&self) -> HttpMethod {
        self.method
    }

    /// Returns the path, with its parameter in braces.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// Returns its path in the description: below `/v1` without that, because it is part of the address of the server.
    pub fn described_path(&self) -> &'static str {
        self.path.strip_prefix(VERSION_PATH).unwrap_or(self.path)
    }

    /// Whether it is below `/v1`; what machines ask about the server itself is not.
    pub(crate) fn is_versioned(&self) -> bool {
        self.path.starts_with(VERSION_PATH)
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

    /// Returns the parameters that its link must have, with the values of the example.
    pub fn required_parameters(&self) -> Vec<(String, String)> {
        let of_set = |set: &ParameterSet| {
            let schema = (set.schema)(&mut SchemaGenerator::default());
            let mut pairs = set.example.clone();
            pairs.retain(|(name, _)| is_required(&schema, name));
            pairs
        };
        self.parameters.iter().flat_map(of_set).collect()
    }

    /// Returns an example of its body in each content type.
    pub fn example_requests(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        let contents = self.request.iter();
        let with_example = contents.filter(|content| !content.example.is_null());
        with_example.map(|content| (content.media_type, &content.example))
    }
}

/// Whether the schema of an object requires a member.
pub(crate) fn is_required(schema: &Value, name: &str) -> bool {
    let required = schema["required"].as_array();
    required.is_some_and(|required| required.iter().any(|one| one == name))
}

/// The id of the knelpunt that the examples report.
pub const EXAMPLE_KNELPUNT: &str = "ea3bda7c-9fa2-53d9-9f73-d62ef423f514";

const EXPORT: &str = "\
Everything that the filter selects, at one position of the log, however long it takes to read. In no particular order. \
NDJSON has one object on each line. Parquet has the same fields as columns: texts (UTF8), dates (DATE), instants \
(TIMESTAMP in microseconds, UTC), whole numbers (INT64), numbers (DOUBLE) and booleans; its metadata have asOf, position, \
division and filter. If the views are replaced meanwhile, the connection is closed before the end: request the link again.";

const POSTED_DATA: &str = "The body is the data of the event type; the server adds the envelope, and observedAt if it is left out.";

/// Returns every operation of a server with views and intake.
pub fn all() -> Vec<Operation> {
    [web(), intake(), server()].concat()
}

/// Returns the operations of the views.
pub fn web() -> Vec<Operation> {
    [questions(), exports(), reference(), views()].concat()
}

/// Returns the operations of the intake.
pub fn intake() -> Vec<Operation> {
    [events(), outbox_state()].concat()
}
