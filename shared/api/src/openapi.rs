//! The description of the API: `OpenAPI` 3.1, generated from the operations and their types.

mod schemas;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use register::Register;
use schemars::{
    SchemaGenerator,
    generate::{Contract, SchemaSettings},
};
use serde_json::{Map, Value, json};

use schemas::{add_codes, query_parameters, simplify};

use crate::{
    HttpMethod, InputViolation, Operation, ProblemDocument, VERSION,
    operations::{MediaContent, OperationGroup, PathParameter, Reply, VERSION_PATH},
};

/// The failures of the API: status, and what it means.
const PROBLEMS: [(u16, &str); 13] = [
    (
        400,
        "The link, a header or the body is invalid; every violation is named.",
    ),
    (403, "The request comes from a page of another site."),
    (404, "No event names this knelpunt or round."),
    (
        405,
        "The path does not support this method; Allow names those it does.",
    ),
    (406, "Accept allows none of the available media types."),
    (408, "The body did not arrive in time."),
    (
        409,
        "Another operation is in progress, or there is nothing to do it with.",
    ),
    (413, "The body is too large."),
    (
        415,
        "The Content-Type is not supported, or the body is compressed (Content-Encoding).",
    ),
    (421, "Host names another server."),
    (
        422,
        "Another event was sent under this Idempotency-Key, or under this source and id.",
    ),
    (500, "The request failed; the cause is in the server's log."),
    (
        503,
        "Not possible now: too many requests, or something needed is unavailable. Retry-After says when to try again.",
    ),
];

/// A key in quotation marks, or without them; a space at either end would be lost in a header.
const IDEMPOTENCY_KEY: &str =
    r#"^("[ !#-\[\]-~]{1,200}"|[!#-\[\]-~]([ !#-\[\]-~]{0,198}[!#-\[\]-~])?)$"#;

const DESCRIPTION: &str = "\
Every answer to a question contains the position of the log, the as-of instant, the division and the filter for which it \
was given, the episodes it is based on (n) and how many of those are still open (censored). A link with asOf, knownAt \
and division returns the same answer forever: if asOf is past and the answer shows no texts, which may be redacted, \
clients may store it for a year. Every other answer has an ETag, by which a client asks whether it changed. Responses \
are compressed by gzip or Brotli, as Accept-Encoding allows. An event that is answered with 201 or 202 is on disk and will be \
published, also after a restart; otherwise it was not accepted, except that after 500 it may have been: send it again \
under the same Idempotency-Key. Tables are also files: CSV by RFC 4180 (UTF-8, without a byte order mark), CSV as Dutch \
spreadsheets read it (locale=nl), and XLSX with typed columns and a sheet of provenance. The parameter format decides, \
else Accept. A file has the whole table, up to 50 000 rows, unless the link has limit or cursor. In CSV, an apostrophe \
precedes a text that a spreadsheet would evaluate: one that begins with =, +, -, @, tab or carriage return, after any \
apostrophes that it has itself; remove one apostrophe from such a text to get what JSON has. HEAD works wherever GET does. /v1/changelog says what changed, and what is deprecated until when. /v1/asyncapi.json \
describes the log that events are published to, without this API. Host must be localhost, 127.0.0.1 or [::1].";

/// Whom to ask about the API: name, address and e-mail address, as in `publiccode.yml`.
const CONTACT: (&str, &str, &str) = (
    "Maintainers of Knelpunt",
    "https://knelpunt.example/",
    "maintainers@knelpunt.example",
);

/// Returns the description of the API with these operations, with the codes of a register.
pub fn openapi(operations: &[Operation], register: &Register) -> Value {
    let mut document = Document::new();
    let mut paths = Map::new();
    for operation in operations {
        let path = paths.entry(operation.described_path());
        // What is not below /v1 has an address of its own.
        let path = path.or_insert_with(|| {
            if operation.is_versioned() {
                json!({})
            } else {
                json!({"servers": [{"url": "/", "description": "This server."}]})
            }
        });
        let method = match operation.method() {
            HttpMethod::Get => "get",
            HttpMethod::Post => "post",
        };
        path[method] = document.operation(operation);
    }
    let groups: BTreeSet<&str> = operations
        .iter()
        .map(|operation| operation.group.name())
        .collect();
    let tags = GROUPS.iter().filter(|group| groups.contains(group.name()));
    let tags: Vec<Value> = tags.map(|group| group.tag()).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Knelpunt",
            "version": VERSION,
            "summary": "Which knelpunten of municipalities persist, where, for how long, and whether it gets better.",
            "description": DESCRIPTION,
            "contact": {"name": CONTACT.0, "url": CONTACT.1, "email": CONTACT.2},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": VERSION_PATH, "description": "This server."}],
        "security": [],
        "tags": tags,
        "paths": paths,
        "components": document.into_components(operations, register),
    })
}

const GROUPS: [OperationGroup; 4] = [
    OperationGroup::Questions,
    OperationGroup::Reference,
    OperationGroup::Events,
    OperationGroup::Operations,
];

impl OperationGroup {
    const fn name(self) -> &'static str {
        match self {
            Self::Questions => "questions",
            Self::Reference => "reference",
            Self::Events => "events",
            Self::Operations => "operations",
        }
    }

    fn tag(self) -> Value {
        let description = match self {
            Self::Questions => "Questions, answered from the views.",
            Self::Reference => "What events and links may name: municipalities and the catalogue.",
            Self::Events => "Publish events.",
            Self::Operations => "The state of the server, and its administration.",
        };
        json!({"name": self.name(), "description": description})
    }
}

/// What collects the schemas of all operations: those of responses have all members that are written, those of requests
/// require only what must be sent.
struct Document {
    responses: SchemaGenerator,
    requests: SchemaGenerator,
}

impl Document {
    fn new() -> Self {
        let generator = |contract| {
            let settings = SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
                settings.contract = contract;
            });
            settings.into_generator()
        };
        Self {
            responses: generator(Contract::Serialize),
            requests: generator(Contract::Deserialize),
        }
    }

    fn operation(&mut self, operation: &Operation) -> Value {
        let mut described = json!({
            "tags": [operation.group.name()],
            "operationId": operation.id,
            "summary": operation.summary,
            "responses": self.responses(operation),
        });
        if let Some(description) = operation.description {
            described["description"] = json!(description);
        }
        let parameters = self.parameters(operation);
        if !parameters.is_empty() {
            described["parameters"] = json!(parameters);
        }
        if !operation.request.is_empty() {
            let content = content(&operation.request, &mut self.requests);
            described["requestBody"] = json!({"required": true, "content": content});
        }
        described
    }

    fn parameters(&mut self, operation: &Operation) -> Vec<Value> {
        let path = operation.path_parameter.iter().map(path_parameter);
        let key = operation
            .has_idempotency_key
            .then(|| json!({"$ref": "#/components/parameters/IdempotencyKey"}));
        let last = operation
            .has_last_event_id
            .then(|| json!({"$ref": "#/components/parameters/LastEventId"}));
        let known = operation
            .is_conditional
            .then(|| json!({"$ref": "#/components/parameters/IfNoneMatch"}));
        let mut parameters: Vec<Value> = path.chain(key).chain(last).chain(known).collect();
        for set in &operation.parameters {
            parameters.extend(query_parameters(set, &mut self.requests));
        }
        parameters
    }

    fn responses(&mut self, operation: &Operation) -> Value {
        let mut responses = Map::new();
        for reply in &operation.responses {
            responses.insert(
                reply.status.to_string(),
                response(reply, operation.is_conditional, &mut self.responses),
            );
        }
        if operation.is_conditional {
            let not_modified = json!({"$ref": "#/components/responses/NotModified"});
            responses.insert("304".to_owned(), not_modified);
        }
        for status in &operation.problems {
            let reference = json!({"$ref": format!("#/components/responses/Problem{status}")});
            responses.entry(status.to_string()).or_insert(reference);
        }
        Value::Object(responses)
    }

    fn into_components(mut self, operations: &[Operation], register: &Register) -> Value {
        let problem = self.responses.subschema_for::<ProblemDocument>();
        let used: BTreeSet<u16> = operations
            .iter()
            .flat_map(|operation| operation.problems.clone())
            .collect();
        let problems = PROBLEMS.iter().filter(|(status, _)| used.contains(status));
        let mut responses: Map<String, Value> = problems
            .map(|(status, description)| {
                let response = problem_response(*status, description, &problem.clone().to_value());
                (format!("Problem{status}"), response)
            })
            .collect();
        if operations.iter().any(|operation| operation.is_conditional) {
            responses.insert("NotModified".to_owned(), not_modified());
        }
        let mut schemas = self.requests.take_definitions(true);
        schemas.extend(self.responses.take_definitions(true));
        for (name, schema) in &mut schemas {
            add_codes(name, schema, register);
            simplify(schema);
        }
        json!({
            "schemas": schemas,
            "responses": responses,
            "headers": {
                "ApiVersion": {"description": "The version of the API.", "schema": {"type": "string"}, "example": VERSION},
                "CacheControl": {
                    "description": "For how long the response may be used without asking again.",
                    "schema": {"type": "string"},
                    "example": "no-cache",
                },
                "ETag": {
                    "description": "What identifies the response among all that its link ever returned.",
                    "schema": {"type": "string"},
                    "example": "W/\"application/json/0f6f2a1b3c4d5e6f/1/2026-01-01/3/1356998400000000000/13022\"",
                },
                "CanonicalLink": {
                    "description": "The link with asOf, knownAt and division, which returns the same rows forever: rel=\"canonical\".",
                    "schema": {"type": "string"},
                    "example": "</v1/exports/episodes?asOf=2013-06-30T21:59:59.999999Z&knownAt=13022&division=2013-06-30>; rel=\"canonical\"",
                },
                "ContentDisposition": {
                    "description": "Of a file: its name, made from the question, the filter and the as-of day.",
                    "schema": {"type": "string"},
                    "example": "attachment; filename=\"persisting-PV26-2013-06-30.csv\"",
                },
                "RetryAfter": {"description": "When to try again, in seconds.", "schema": {"type": "integer"}, "example": 2},
            },
            "parameters": {"IdempotencyKey": {
                "name": "Idempotency-Key",
                "in": "header",
                "description": "1 to 200 visible characters, with or without quotation marks. Under one key, the event \
                    always has the same id: the same request again returns the first receipt and publishes nothing, \
                    another one is 422. Keys are remembered for 30 days.",
                "schema": {"type": "string", "pattern": IDEMPOTENCY_KEY},
                "example": "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"",
            }, "IfNoneMatch": {
                "name": "If-None-Match",
                "in": "header",
                "description": "The ETag of a response that the client has: if it is still right, the answer is 304.",
                "schema": {"type": "string"},
                "example": "\"0f6f2a1b3c4d5e6f\"",
            }, "LastEventId": {
                "name": "Last-Event-ID",
                "in": "header",
                "description": "The id of the last change that the reader got, or a position alone: everything since is sent.",
                "schema": {"type": "string", "pattern": "^[0-9]{1,20}(-[0-9a-f]{1,16})?$"},
                "example": "13023-16d3f7c8a1b2c000",
            }},
        })
    }
}

fn path_parameter(parameter: &PathParameter) -> Value {
    let (keyword, format) = parameter.format;
    json!({
        "name": parameter.name,
        "in": "path",
        "required": true,
        "description": parameter.description,
        "schema": {"type": "string", keyword: format},
        "example": parameter.example,
    })
}

fn content(contents: &[MediaContent], generator: &mut SchemaGenerator) -> Value {
    let mut described = Map::new();
    for content in contents {
        let mut media_type = json!({"schema": (content.schema)(generator)});
        if !content.example.is_null() {
            media_type["example"] = content.example.clone();
        }
        described.insert(content.media_type.to_owned(), media_type);
    }
    Value::Object(described)
}

fn response(reply: &Reply, is_conditional: bool, generator: &mut SchemaGenerator) -> Value {
    let mut headers = json!({"API-Version": {"$ref": "#/components/headers/ApiVersion"}});
    if is_conditional {
        headers["ETag"] = json!({"$ref": "#/components/headers/ETag"});
        headers["Cache-Control"] = json!({"$ref": "#/components/headers/CacheControl"});
    }
    if reply.is_file {
        headers["Content-Disposition"] = json!({"$ref": "#/components/headers/ContentDisposition"});
    }
    if reply.has_link {
        headers["Link"] = json!({"$ref": "#/components/headers/CanonicalLink"});
    }
    json!({
        "description": reply.description,
        "headers": headers,
        "content": content(&reply.content, generator),
    })
}

/// Returns the response to whoever has the response already.
fn not_modified() -> Value {
    json!({
        "description": "The client has this response already: If-None-Match names it.",
        "headers": {
            "API-Version": {"$ref": "#/components/headers/ApiVersion"},
            "ETag": {"$ref": "#/components/headers/ETag"},
            "Cache-Control": {"$ref": "#/components/headers/CacheControl"},
        },
    })
}

fn problem_response(status: u16, description: &str, schema: &Value) -> Value {
    let mut headers = json!({"API-Version": {"$ref": "#/components/headers/ApiVersion"}});
    if status == 503 {
        headers["Retry-After"] = json!({"$ref": "#/components/headers/RetryAfter"});
    }
    let mut content = json!({"schema": schema});
    if status == 400 {
        content["example"] = json!(ProblemDocument {
            problem_type: "about:blank".to_owned(),
            title: "Bad Request".to_owned(),
            status,
            detail: "One part of the link is invalid.".to_owned(),
            instance: "/v1/summary".to_owned(),
            errors: vec![InputViolation::Key {
                key: "asOf".to_owned(),
                problem: "is not a date, nor a date-time with offset".to_owned(),
            }],
            more: [].into(),
        });
    }
    json!({"description": description, "headers": headers, "content": {"application/problem+json": content}})
}
