//! The parameters of operators: quarantine, checkpoints, position, outbox.

use crate::Example;

parameters! {
    /// The quarantine.
    QuarantineParameters {
        /// The most items, 1 to 1000; 100 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 1000))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "NUMBER"))]
        limit: Option<String>,
        /// Continue after the previous page: the nextCursor of its answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(length(min = 1))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CURSOR"))]
        cursor: Option<String>,
        /// Wait, up to 5 seconds, until the views have reached this position.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u64>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "POSITION"))]
        at_least: Option<String>,
    }

    /// The checkpoints.
    CheckpointParameters {
        /// Only checkpoints after this position.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u64>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "POSITION"))]
        after: Option<String>,
        /// The most items, 1 to 1000; 100 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 1000))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "NUMBER"))]
        limit: Option<String>,
        /// Wait, up to 5 seconds, until the views have reached this position.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u64>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "POSITION"))]
        at_least: Option<String>,
    }

    /// The stream of changes, beside its filter.
    ChangesParameters {
        /// Begin with the changes behind this position; without it, with those from now on. Last-Event-ID wins over it.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u64>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "POSITION"))]
        after: Option<String>,
    }

    /// The position.
    PositionParameters {
        /// Wait, up to 5 seconds, until the views have reached this position.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u64>")]
        #[cfg_attr(feature = "clap", arg(long, value_name = "POSITION"))]
        at_least: Option<String>,
    }

    /// The outbox.
    OutboxParameters {
        /// The most items, 1 to 1000; 100 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<u16>", range(min = 1, max = 1000))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "NUMBER"))]
        limit: Option<String>,
        /// Continue after the previous page: the nextCursor of its answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(length(min = 1))]
        #[cfg_attr(feature = "clap", arg(long, value_name = "CURSOR"))]
        cursor: Option<String>,
    }
}

impl Example for QuarantineParameters {
    fn example() -> Self {
        Self {
            limit: Some("20".to_owned()),
            ..Self::default()
        }
    }
}

impl Example for CheckpointParameters {
    fn example() -> Self {
        Self {
            after: Some("0".to_owned()),
            ..Self::default()
        }
    }
}

impl Example for ChangesParameters {
    fn example() -> Self {
        Self {
            after: Some("13022".to_owned()),
        }
    }
}

impl Example for PositionParameters {
    fn example() -> Self {
        Self {
            at_least: Some("1".to_owned()),
        }
    }
}

impl Example for OutboxParameters {
    fn example() -> Self {
        Self {
            limit: Some("20".to_owned()),
            cursor: None,
        }
    }
}
