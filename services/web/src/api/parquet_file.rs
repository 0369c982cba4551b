//! Tables as Parquet, a group of rows at a time.

use std::{mem, sync::Arc};

use api::answers::{Cell, Column, ColumnKind, Table};
use jiff::civil::{Date, date};
use model::Instant;
use parquet::{
    basic::Compression,
    data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::WriterProperties,
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
    schema::parser::parse_message_type,
};

/// What dates are counted from.
const EPOCH: Date = date(1970, 1, 1);
/// In which a value is there.
const DEFINED: i16 = 1;

/// A Parquet file that is being written: what is written is taken out, so that memory has one group of rows.
pub(super) struct ParquetFile(SerializedFileWriter<Vec<u8>>);

impl ParquetFile {
    /// Begins a file with the columns of a table; `metadata` is what the file says of itself.
    ///
    /// # Errors
    ///
    /// If the names of the columns are not those of a schema, which does not happen.
    pub(super) fn new(
        name: &str,
        columns: &[Column],
        metadata: Vec<(String, String)>,
    ) -> Result<Self, ParquetError> {
        let fields: Vec<String> = columns.iter().map(field).collect();
        let message = format!("message {name} {{ {} }}", fields.concat());
        let entries = metadata.into_iter();
        let entries = entries.map(|(key, value)| KeyValue::new(key, value));
        let properties = WriterProperties::builder()
            .set_compression(Compression::LZ4_RAW)
            .set_created_by("knelpunt".to_owned())
            .set_key_value_metadata(Some(entries.collect()))
            .build();
        let schema = Arc::new(parse_message_type(&message)?);
        let writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
        Ok(Self(writer))
    }

    /// Writes a group of rows, and returns bytes of the file.
    ///
    /// # Errors
    ///
    /// If a cell is not of the kind of its column, which does not happen.
    pub(super) fn write(&mut self, table: &Table) -> Result<Vec<u8>, ParquetError> {
        let mut group = self.0.next_row_group()?;
        for index in 0..table.columns.len() {
            let Some(mut writer) = group.next_column()? else {
                break;
            };
            write_column(&mut writer, table, index)?;
            writer.close()?;
        }
        group.close()?;
        Ok(mem::take(self.0.inner_mut()))
    }

    /// Ends the file, and returns the last bytes.
    ///
    /// # Errors
    ///
    /// As [`ParquetFile::write`].
    pub(super) fn finish(self) -> Result<Vec<u8>, ParquetError> {
        self.0.into_inner()
    }
}

fn field(column: &Column) -> String {
    let kind = match column.kind {
        ColumnKind::Text => ("binary", " (STRING)"),
        ColumnKind::Boolean => ("boolean", ""),
        ColumnKind::Integer => ("int64", ""),
        ColumnKind::Decimal => ("double", ""),
        ColumnKind::Date => ("int32", " (DATE)"),
        ColumnKind::Instant => ("int64", " (TIMESTAMP(MICROS,true))"),
    };
    let (physical, logical) = kind;
    format!("optional {physical} {}{logical}; ", column.name)
}

fn write_column(
    writer: &mut SerializedColumnWriter<'_>,
    table: &Table,
    index: usize,
) -> Result<(), ParquetError> {
    let cells = || table.rows.iter().map(|row| &row[index]);
    match table.columns[index].kind {
        ColumnKind::Text => {
            let (values, levels) = values(cells(), |cell| Some(text(cell)));
            let writer = writer.typed::<ByteArrayType>();
            writer.write_batch(&values, Some(&levels), None)?;
        }
        ColumnKind::Boolean => {
            let (values, levels) = values(cells(), boolean);
            let writer = writer.typed::<BoolType>();
            writer.write_batch(&values, Some(&levels), None)?;
        }
        ColumnKind::Integer => {
            let (values, levels) = values(cells(), integer);
            let writer = writer.typed::<Int64Type>();
            writer.write_batch(&values, Some(&levels), None)?;
        }
        ColumnKind::Decimal => {
            let (values, levels) = values(cells(), decimal);
            let writer = writer.typed::<DoubleType>();
            writer.write_batch(&values, Some(&levels), None)?;
        }
        ColumnKind::Date => {
            let (values, levels) = values(cells(), days);
            let writer = writer.typed::<Int32Type>();
            writer.write_batch(&values, Some(&levels), None)?;
        }
        ColumnKind::Instant => {
            let (values, levels) = values(cells(), microseconds);
            let writer = writer.typed::<Int64Type>();
            writer.write_batch(&values, Some(&levels), None)?;
        }
    }
    Ok(())
}

/// Returns the values of those cells that have one, and for each cell whether it has.
fn values<'a, T>(
    cells: impl Iterator<Item = &'a Cell>,
    value: impl Fn(&Cell) -> Option<T>,
) -> (Vec<T>, Vec<i16>) {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        let value = if *cell == Cell::Empty {
            None
        } else {
            value(cell)
        };
        levels.push(if value.is_some() { DEFINED } else { 0 });
        values.extend(value);
    }
    (values, levels)
}

fn text(cell: &Cell) -> ByteArray {
    ByteArray::from(cell.text().as_bytes().to_vec())
}

fn boolean(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Boolean(value) => Some(*value),
        _ => None,
    }
}

fn integer(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Number(number) => number.as_i64(),
        _ => None,
    }
}

fn decimal(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => number.as_f64(),
        _ => None,
    }
}

fn days(cell: &Cell) -> Option<i32> {
    let day: Date = cell.text().parse().ok()?;
    Some(EPOCH.until(day).ok()?.get_days())
}

fn microseconds(cell: &Cell) -> Option<i64> {
    Instant::parse(&cell.text()).map(Instant::microseconds)
}
