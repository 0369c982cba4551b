//! The HTTP server that every service shares: connections and their time limits, the host check, problem documents,
//! request metrics, and limits on how much is taken on.
//!
//! A service describes itself as an [`HttpService`]; [`run`] serves one or more of them until it is stopped. In reading
//! order: `service`, `serving` (connections), `pipeline` (what every request passes through), `byte_budget` (memory for
//! bodies), [`Validator`] (conditional requests), [`host`], [`accept`], [`write`](mod@write) (requests that change something), [`UploadedForm`], [`Problem`], [`RequestMetrics`].
//! What may never enter: a question, an event, any clock but the one that timeouts run by.

pub mod accept;
mod allowed_origin;
mod body;
mod byte_budget;
pub mod host;
mod paging;
mod pipeline;
mod problem;
mod process_metrics;
pub mod query;
mod request_metrics;
mod service;
mod serving;
mod text;
mod upload;
mod validator;
pub mod write;

pub use accept::MediaType;
pub use allowed_origin::{AllowedOrigin, InvalidOrigin};
pub use api::InputViolation;
pub use body::{json, json_with_capacity, raw_json, to_json};
pub use paging::{PagingParameters, end_page};
pub use pipeline::ServerStop;
pub use problem::Problem;
pub use request_metrics::RequestMetrics;
pub use service::{HttpService, Measure, ProblemPage, Route};
pub use serving::{HttpLimits, HttpdError, listen, run};
pub use text::Text;
pub use upload::{UploadedFile, UploadedForm};
pub use validator::{Validator, unless_known};
