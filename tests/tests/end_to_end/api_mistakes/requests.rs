//! The wrong requests.

/// Paths and methods that do not exist.
pub(super) const PATHS: &[&str] = &[
    "GET /v1",
    "GET /v1/sumary",
    "GET /v1/summary/",
    "GET /v2/summary",
    "GET /v1/reports",
    "POST /v1/summary\n\n{}",
    "DELETE /v1/knelpunten/ea3bda7c-9fa2-53d9-9f73-d62ef423f514",
    "OPTIONS /v1/reports\nOrigin: https://example.nl\nAccess-Control-Request-Method: POST",
    "GET /v1/knelpunten/GM0344",
    "GET /v1/knelpunten/00000000-0000-5000-8000-000000000000",
    "GET /v1/knelpunten/00000000-0000-5000-8000-000000000000/events",
    "GET /v1/rounds/1999-01",
    "GET /v1/rounds/Q1%202013",
    "GET /gemeenten/GM9999\nAccept: application/json",
];

/// Wrong parameters of questions.
pub(super) const QUESTIONS: &[&str] = &[
    "GET /v1/summary?municpality=GM0344",
    "GET /v1/summary?as_of=2013-07-01",
    "GET /v1/summary?limit=5",
    "GET /v1/summary?asOf=2013-07-01&asOf=2013-08-01",
    "GET /v1/summary?asOf=01-07-2013",
    "GET /v1/summary?asOf=2013-02-30",
    "GET /v1/summary?asOf=2013-07-01T00:00:00",
    "GET /v1/summary?asOf=2013-07-01T00:00:00+02:00",
    "GET /v1/summary?asOf=1969-12-31",
    "GET /v1/summary?asOf=",
    "GET /v1/summary?asOf=2999-01-01",
    "GET /v1/knelpunten/ea3bda7c-9fa2-53d9-9f73-d62ef423f514?asOf=2999-01-01T12:00:00Z",
    "GET /v1/trend?from=2998-01-01&to=2999-01-01",
    "GET /v1/summary?division=2013",
    "GET /v1/summary?municipality=Utrecht",
    "GET /v1/summary?municipality=GM0344,GM0363",
    "GET /v1/summary?province=Utrecht&sizeClass=9&category=wifi",
    "GET /v1/summary?buildingBlock=bagg&partyKind=vendor",
    "GET /v1/summary?party=Logius",
    "GET /v1/summary?party=vendor:Logius",
    "GET /v1/summary?party=supplier:",
    "GET /v1/summary?source=%20",
    "GET /v1/summary?round=Q1%202013",
    "GET /v1/summary?party=supplier:%E9%E9n",
    "GET /v1/summary?knownAt=yesterday",
    "GET /v1/summary?knownAt=-1",
    "GET /v1/summary?knownAt=999999",
    "GET /v1/summary?atLeast=soon",
    "GET /v1/summary?atLeast=999999",
    "GET /v1/persisting?limit=0",
    "GET /v1/persisting?limit=5000",
    "GET /v1/persisting?cursor=2",
    "GET /v1/persisting?minAgeDays=-1",
    "GET /v1/persisting?minAgeDays=many&status=gone",
    "GET /v1/trend?every=fortnight&groupBy=municipalty",
    "GET /v1/trend?from=2013-07-01&to=2013-01-01",
    "GET /v1/trend?from=july",
    "GET /v1/trend?from=1970-01-01",
    "GET /v1/resolution-times?horizonDays=0&curve=half",
    "GET /v1/rounds/2013-02?against=2013-02",
    "GET /v1/rounds/2013-02?against=1999-01",
    "GET /v1/rounds/2013-02?against=Q1",
    "GET /v1/knelpunten/ea3bda7c-9fa2-53d9-9f73-d62ef423f514?municipality=GM0344",
    "GET /v1/summary?category=wifi&category=gold&asOf=soon&asOf=later&colour=red",
];

/// Headers that do not fit.
pub(super) const SERVER: &[&str] = &[
    "GET /v1/summary\nHost: example.nl",
    "GET /v1/summary\nwithout Host",
    "GET /v1/summary\nHost: localhost\nHost: localhost",
    "GET /v1/summary\nAccept: text/html",
    "GET /v1/position\nAccept: text/csv",
    "GET /metrics\nAccept: application/json",
    "GET /v1/summary\nAccept: application/json;q=0",
    "POST /v1/reports\nAccept: text/csv\n\n{}",
    "POST /v1/reports\nOrigin: https://example.nl\n\n{}",
    "POST /v1/reports\nOrigin: null\n\n{}",
    "POST /v1/reports\nwithout Content-Type\n\n{}",
    "POST /v1/reports\nContent-Type: text/plain\n\n{}",
    "POST /v1/reports\nContent-Encoding: gzip\n\n{}",
    "POST /v1/events\nContent-Encoding: br\n\n{}",
    "POST /v1/reports\nContent-Type: application/x-www-form-urlencoded\n\nmunicipality=GM0344",
    "POST /v1/reports\nContent-Type: application/cloudevents+json\n\n{}",
    "POST /v1/events\nContent-Type: text/json\n\n{}",
    "POST /melden\nContent-Type: application/json\nAccept: application/json\n\n{}",
    "POST /v1/reports\nIdempotency-Key: \"\"\n\n{}",
    "POST /v1/reports\nIdempotency-Key: one\nIdempotency-Key: two\n\n{}",
    "POST /v1/reports\nIdempotency-Key: \"one\n\n{}",
];

/// Bodies that cannot be read.
pub(super) const BODIES: &[&str] = &[
    "POST /v1/reports",
    "POST /v1/reports\n\n{\"municipality\":\"GM0344\",}",
    "POST /v1/reports\n\n{'municipality':'GM0344'}",
    "POST /v1/reports\n\n\u{feff}{\"municipality\":",
    "POST /v1/reports\n\n\u{feff}\u{feff}{}",
    "POST /v1/reports\n\n[]",
    "POST /v1/reports\n\nnull",
    "POST /v1/reports\n\n\"GM0344\"",
    "POST /v1/reports\n\n{\"category\":\"funding\",\"category\":\"capacity\",\"municipality\":\"GM0344\"}",
    "POST /v1/reports\n\n{70 000 spaces}",
    "POST /v1/reports\nContent-Length: 100\n\n{\"municipality\":",
    "POST /v1/reports?dryRun=true\n\n{}",
    "POST /v1/events\nContent-Type: application/cloudevents+json\n\n[]",
    "POST /v1/events\nContent-Type: application/cloudevents+json\n\n{\"data\":{\"municipality\":\"GM0344\"}}",
    "POST /v1/events\n\n{\"municipality\":\"GM0344\"}",
    "POST /v1/events\nce-specversion: 1.0\nce-id: 1\nce-id: 2\nce-source: %E9\n\n{\"municipality\":\"GM0344\"}",
    "POST /v1/events\nce-specversion: 1.0\nce-id: %C0%80\nce-traceparent: %ED%A0%80\n\n{}",
];

/// Data of which the server makes an event.
pub(super) const DATA: &[&str] = &[
    "POST /v1/reports\n\n{}",
    "POST /v1/reports\n\n{\"municipality\":\"Utrecht\",\"category\":\"wifi\"}",
    "POST /v1/reports\n\n{\"municipality\":344,\"category\":[\"funding\"],\"party\":\"Logius\"}",
    "POST /v1/reports\n\n{\"municipality\":\"GM0344\",\"category\":\"funding\",\"party\":{\"kind\":\"vendor\",\"nam\":\"Logius\"}}",
    "POST /v1/reports\n\n{\"municipality\":\"GM0344\",\"category\":\"funding\",\"observedAt\":\"12-02-2013\"}",
    "POST /v1/reports\n\n{\"municipality\":\"GM0344\",\"category\":\"funding\",\"observedAt\":\"2999-01-01\"}",
    "POST /v1/reports\n\n{\"municipality\":\"GM0344\",\"category\":\"funding\",\"observed_at\":\"2013-02-12\"}",
    "POST /v1/resolutions\n\n{\"municipality\":\"GM0344\",\"category\":\"funding\",\"outcome\":\"fixed\",\"remedy\":\"money\"}",
    "POST /v1/consultations\n\n{\"municipality\":\"GM0344\",\"round\":\"Q1 2013\",\"outcome\":\"called\",\"topics\":[\"funding\",\"gold\"]}",
    "POST /v1/merges\n\n{\"municipality\":\"GM0344\",\"category\":\"funding\",\"into\":{\"category\":\"funding\"}}",
    "POST /v1/merges\n\n{\"municipality\":\"GM0344\",\"category\":\"funding\"}",
    "POST /v1/withdrawals\n\n{\"municipality\":\"GM0344\",\"event\":{\"source\":\"urn:example:a\",\"id\":\"1\"}}",
    "POST /v1/withdrawals\n\n{\"municipality\":\"GM0344\",\"subject\":\"17\",\"event\":\"1\"}",
];

/// Whole events, the envelope changed.
pub(super) const ENVELOPES: &[(&str, &[&str])] = &[
    ("knelpunt-reported", &["without /specversion"]),
    ("knelpunt-reported", &["/specversion = \"0.3\""]),
    (
        "knelpunt-reported",
        &["without /id", "/source = \"\"", "without /type"],
    ),
    ("knelpunt-reported", &["/id = 17", "/source = \"a\\nb\""]),
    (
        "knelpunt-reported",
        &["/type = \"nl.knelpunten.knelpunt-reported.v2\""],
    ),
    (
        "knelpunt-reported",
        &["/type = \"nl.knelpunten.knelpunt-closed.v1\""],
    ),
    ("knelpunt-reported", &["without /time"]),
    ("knelpunt-reported", &["/time = \"2013-02-14\""]),
    ("knelpunt-reported", &["/time = \"2999-01-01T00:00:00Z\""]),
    ("knelpunt-reported", &["/datacontenttype = \"text/xml\""]),
    (
        "knelpunt-reported",
        &["without /data", "/data_base64 = \"e30=\""],
    ),
    ("knelpunt-reported", &["/data_base64 = \"e30=\""]),
    (
        "knelpunt-reported",
        &["without /data", "/data_base64 = \"e30\""],
    ),
    (
        "knelpunt-reported",
        &["without /data", "/data_base64 = \"iVBORw0K\""],
    ),
    (
        "knelpunt-reported",
        &["without /data", "/data_base64 = \"Z2Vlbg==\""],
    ),
    ("knelpunt-reported", &["without /data", "/data_base64 = {}"]),
    (
        "knelpunt-reported",
        &["without /data", "/data_base64 = \"bnVsbA==\""],
    ),
    ("knelpunt-reported", &["/data = \"{}\""]),
    ("knelpunt-reported", &["without /subject"]),
    (
        "knelpunt-reported",
        &["/subject = \"ea3bda7c-9fa2-53d9-9f73-d62ef423f514\""],
    ),
    (
        "knelpunt-reported",
        &["/subject = \"EA3BDA7C9FA253D99F73D62EF423F514\""],
    ),
    ("municipality-consulted", &["/subject = \"GM0653\""]),
    ("municipality-consulted", &["/subject = \"GM0344/2013-05\""]),
    ("event-withdrawn", &["/subject = \"GM0363\""]),
    ("event-withdrawn", &["/subject = \"GM0344/2013-05\""]),
];

/// Whole events, the data changed.
pub(super) const EVENTS: &[(&str, &[&str])] = &[
    (
        "knelpunt-reported",
        &[
            "/data/municipality = \"GM9999\"",
            "/data/category = \"wifi\"",
        ],
    ),
    ("knelpunt-reported", &["/data/buildingBlock = \"bagg\""]),
    (
        "knelpunt-reported",
        &["/data/party = {\"kind\": \"supplier\", \"name\": \" \"}"],
    ),
    ("knelpunt-reported", &["/data/reference = \"the printer\""]),
    ("knelpunt-reported", &["/data/round = \"2013/02\""]),
    ("knelpunt-reported", &["/data/observedAt = \"2999-01-01\""]),
    (
        "knelpunt-reported",
        &["/data/observedAt = \"2012-08-24T10:00:00\""],
    ),
    ("knelpunt-reported", &["/data/knownSince = \"2012-08-25\""]),
    (
        "knelpunt-reported",
        &[
            "/data/description = \"\"",
            "/data/reporter = {\"role\": 1, \"name\": \"x\"}",
        ],
    ),
    ("knelpunt-resolved", &["without /data/outcome"]),
    (
        "knelpunt-resolved",
        &[
            "/data/outcome = \"fixed\"",
            "/data/remedy = \"suplier-fix\"",
        ],
    ),
    ("knelpunt-merged", &["without /data/into"]),
    ("municipality-consulted", &["/data/outcome = \"called\""]),
    ("municipality-consulted", &["/data/topics = \"funding\""]),
    ("event-withdrawn", &["/data/event = \"b529e5f5\""]),
    ("event-redacted", &["without /data/replacement"]),
    (
        "event-redacted",
        &["/data/replacement/type = \"nl.knelpunten.event-redacted.v1\""],
    ),
    (
        "event-redacted",
        &["/data/replacement/data/municipality = \"GM0344\""],
    ),
    (
        "knelpunt-reported",
        &[
            "/specversion = \"0.3\"",
            "/id = \"\"",
            "without /source",
            "/time = \"yesterday\"",
            "/datacontenttype = \"text/xml\"",
            "/colour = {\"name\": \"red\"}",
            "/data/municipality = \"Utrecht\"",
            "/data/category = \"wifi\"",
            "/data/party = {\"kind\": \"vendor\"}",
            "/data/observedAt = \"soon\"",
            "/data/round = \"Q1 2013\"",
            "/data/priority = 1",
        ],
    ),
];

/// Batches with invalid events.
pub(super) const BATCHES: &[&str] = &[
    "POST /v1/events\nContent-Type: application/cloudevents-batch+json\n\n{}",
    "POST /v1/events\nContent-Type: application/cloudevents-batch+json\n\n[{}, 1, {\"specversion\": \"1.0\", \"type\": \"nl.knelpunten.knelpunt-reported.v1\"}]",
    "POST /v1/events\nContent-Type: application/cloudevents-batch+json\n\n[{},]",
    "POST /v1/events\nContent-Type: application/cloudevents-batch+json\n\n[{1 001 events}]",
    "POST /v1/events\nContent-Type: application/cloudevents-batch+json\n\n[{1 100 000 spaces}]",
];

/// Requests that conflict with what the server has: a report under the key `first`, and the first report of the history.
pub(super) const CONFLICTS: &[&str] = &[
    "POST /v1/reports\nIdempotency-Key: \"first\"\n\n{\"municipality\":\"GM0344\",\"category\":\"capacity\"}",
    "POST /v1/resolutions\nIdempotency-Key: \"first\"\n\n{\"municipality\":\"GM0344\",\"category\":\"funding\",\"outcome\":\"solved\"}",
    "POST /v1/events\nContent-Type: application/cloudevents+json\n\n{\"specversion\":\"1.0\",\"id\":\"3247b7da-e772-46e1-7c83-ddb5995f8744\",\"source\":\"urn:nld:oin:00000001823288444000:systeem:rondgang\",\"type\":\"nl.knelpunten.knelpunt-reported.v1\",\"subject\":\"acfa18ae-a266-5829-b0ff-a9d911f75430\",\"time\":\"2012-08-26T17:00:48Z\",\"datacontenttype\":\"application/json\",\"data\":{\"municipality\":\"GM0874\",\"category\":\"data-quality\",\"buildingBlock\":\"bag\",\"observedAt\":\"2012-08-25\"}}",
];

/// Requests of operators.
pub(super) const OPERATIONS: &[&str] = &[
    "POST /v1/views/take-overs\n\n{}",
    "POST /v1/views/take-overs\n\n{\"force\": true}",
    "POST /v1/audits?full=true\n\n{}",
    "POST /v1/audits\n\nyes",
    "POST /v1/quarantine/retries\nContent-Type: text/plain\n\n{}",
    "POST /v1/outbox/retries\n\n[1]",
    "GET /v1/quarantine?limit=0&cursor=next",
    "GET /v1/quarantine?asOf=2013-07-01",
    "GET /v1/checkpoints?after=-1&limit=1001",
    "GET /v1/outbox?cursor=x&cursor=y",
    "GET /v1/position?atLeast=999999",
    "GET /v1/position?atLeast=many",
    "GET /health/ready\nAccept: text/plain",
];
