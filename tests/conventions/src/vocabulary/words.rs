//! The lists: what is banned, with what to use instead, and the exceptions, with their reasons.

/// Words that are in no name, whole or as a part, in singular or plural.
pub(super) const BANNED_WORDS: &[(&str, &str)] = &[
    (
        "told",
        "the noun: records, facts, events, payload, has_corrections",
    ),
    ("tell", "submit, publish, report, print"),
    (
        "said",
        "the noun: output, message, body, statement, submitted",
    ),
    ("say", "submit, print, report, write"),
    ("saying", "the noun: message, form data"),
    ("standing", "effective_records, status, state"),
    ("judge", "validate"),
    ("judged", "validated, with its noun"),
    ("judging", "validation"),
    ("flaw", "violation"),
    ("anew", "retry, again, fresh, or the verb: refold, reopen"),
    ("goings", "entries_and_exits"),
    ("doubles", "duplicates"),
    ("traits", "identity_keys"),
    ("asked", "query, request, requested, municipality"),
    ("asking", "query, request"),
    ("answering", "responses, limits"),
    ("happenings", "inputs"),
    ("patience", "timeout"),
    ("patiently", "timeout"),
    ("spoilt", "invalid, damaged, corrupt"),
    ("heal", "recover, transient"),
    ("crowded", "overloaded"),
    ("set_apart", "has_corrections"),
    ("apart_since", "corrected_since"),
    ("become_told", "has_corrections"),
    ("goes_on_with", "cutover"),
    ("commit_ahead", "commit_far_behind"),
    ("takes_no_own", "page_keys"),
];

/// Words that are in no name but a sentence, where they may be meant as English has them.
pub(super) const AMBIGUOUS_WORDS: &[(&str, &str)] = &[
    ("held", "in_memory, open, reserved, budget, content"),
    ("kept", "stored, retained, in_memory"),
    ("fault", "violation; cause or error for what is no input"),
    ("coming", "incoming, request body"),
    ("going", "outgoing, response body"),
    ("came", "arrived, received, origin"),
    ("heard", "received, source_in_round"),
    ("aside", "archived, moved, excluded"),
    ("door", "httpd, listener"),
    ("word", "command, term, label, as_str"),
    ("happened", "input"),
    ("patient", "timeout"),
    ("place", "permit, cell, index, location"),
    ("room", "buffer, limit, capacity, space"),
    ("plain", "has_corrections, uncorrected, simple, text"),
];

/// Names that no type has.
pub(super) const BANNED_TYPES: &[(&str, &str)] = &[
    ("Absence", "Unavailable"),
    ("Arrived", "Classified, SequencedRecord"),
    ("Came", "ByteLease"),
    ("CatchingUp", "PendingCutover"),
    ("Course", "Timeline"),
    ("Courses", "Timelines"),
    ("Do", "Action"),
    ("Early", "DatedResolution"),
    ("Entered", "NewRecord"),
    ("Extent", "EpisodeSpan"),
    ("Filled", "Submission"),
    ("Former", "Previous"),
    ("Found", "RowIndex, ScanResult, RoundFindings"),
    ("Full", "BudgetExceeded"),
    ("Happened", "Input"),
    ("Head", "TimelineHeader"),
    ("Horizon", "Visibility"),
    ("Inquiry", "PageQuery"),
    ("Invalid", "InvalidEvent"),
    ("Into", "MergeTarget"),
    ("Layers", "SubjectOverlay"),
    ("Names", "Interner"),
    ("New", "NewContents"),
    ("News", "ConsultationChange"),
    ("Piece", "CommitSlice"),
    ("Places", "Geography"),
    ("Prepared", "StagedCommit"),
    ("PutAside", "ArchivedViews"),
    ("Ragged", "JaggedVec"),
    ("Refusal", "a noun with Error, or Violation"),
    ("Refused", "a noun with Error, or Violation"),
    ("Related", "CorrectionClosure"),
    ("Retried", "QuarantineRetry"),
    ("Settled", "DeliveryState"),
    ("Tail", "OpenBlock"),
    ("Taking", "a name that says what it does"),
    ("Then", "a name that says what it does"),
    ("What", "RecordKind"),
    ("Which", "RetrySelection"),
    ("Whole", "DecodedBlock"),
    ("Wrong", "Violation, with its noun"),
];

/// Names that no module, thus no file, has.
pub(super) const BANNED_MODULES: &[(&str, &str)] = &[
    ("again", "refold"),
    ("alike", "duplicates"),
    ("choosing", "event_picker"),
    ("filling", "controls"),
    ("replaying", "a name that says what it does"),
    ("running", "a name that says what it does: compose_server"),
    ("sent", "receipt"),
    ("taking", "a name that says what it does"),
    ("waiting", "a name that says what it waits for"),
];

/// Names that several public types may share, each with the reason.
pub(super) const SHARED_NAMES: &[(&str, &str)] = &[
    (
        "Args",
        "the arguments of a command, in the module of that command",
    ),
    (
        "Error",
        "the error of a crate or module, as in the standard library",
    ),
];

/// Names, or words in names, that are right below a path, with the reason.
pub(super) const EXEMPTIONS: &[(&str, &str, &str)] = &[
    ("", "block_in_place", "a function of tokio"),
    (
        "services/knelpunt/src/rounds/status.rs",
        "asked",
        "fields of the API",
    ),
    (
        "services/web/tests/web/rounds.rs",
        "asked",
        "a field of the API",
    ),
    (
        "tests/tests/end_to_end/workbooks/import.rs",
        "asked",
        "a field of the API",
    ),
    ("tests/src/faults", "fault", "a fault that is injected"),
    ("tests/src/lib.rs", "fault", "a fault that is injected"),
    (
        "tests/src/bin/faults.rs",
        "fault",
        "a fault that is injected",
    ),
    (
        "tests/tests/end_to_end",
        "fault",
        "a fault that is injected",
    ),
    ("tests/conventions", "word", "a word of the vocabulary"),
    ("", "asked_in_both", "a field of the JSON of a round"),
    ("shared/api", "asked", "a field of the JSON of a round"),
    (
        "shared/questions/src/rounds",
        "asked",
        "a field of the JSON of a round: municipalities that were asked",
    ),
    (
        "services/web/src/pages",
        "asked",
        "a field of the JSON of a round",
    ),
];
