//! The parameters of tables and exports that are files.

use super::{ExportFormat, FileFormat, FileLocale};
use crate::Example;

parameters! {
    /// As what a table is returned.
    #[cfg_attr(feature = "clap", command(next_help_heading = "Output"))]
    FileParameters {
        /// As JSON, CSV or XLSX; as Accept says if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        format: Option<FileFormat>,
        /// How CSV is written: nl, as Dutch spreadsheets read it (semicolons, decimal commas, a byte order mark); by RFC 4180 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        locale: Option<FileLocale>,
    }

    /// As what an export is returned.
    #[cfg_attr(feature = "clap", command(next_help_heading = "Output"))]
    ExportParameters {
        /// As Parquet or NDJSON; as Accept says if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "clap", arg(long, value_enum))]
        format: Option<ExportFormat>,
    }
}

impl Example for ExportParameters {
    fn example() -> Self {
        Self {
            format: Some(ExportFormat::Ndjson),
        }
    }
}

impl Example for FileParameters {
    fn example() -> Self {
        Self {
            format: Some(FileFormat::Json),
            locale: None,
        }
    }
}
