//! Parquet: typed columns for people who read thousands of reports at once.
//!
//! Rows are pushed one by one and leave in groups, so memory does not grow with the table. Columns have names, one of
//! three types, and may have blanks; a blank is null, never 0. The same rows give the same bytes.

use std::collections::HashSet;
use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

/// Rows that are held and written together; some megabytes of a report's columns.
const GROUP: usize = 65_536;

/// A column: its name, its type, and whether slots may be blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name; Chinese is welcome.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// Whether a value may be missing.
    pub optional: bool,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words in UTF-8.
    Text,
    /// Whole numbers up to 2^31.
    Int32,
    /// Whole numbers up to 2^63.
    Int64,
}

/// One slot of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Missing.
    Null,
    /// Words.
    Text(&'a str),
    /// For a [`Kind::Int32`] column.
    Int32(i32),
    /// For a [`Kind::Int64`] column.
    Int64(i64),
}

/// Why rows could not become a file. Rows are counted from 1.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A table without columns says nothing.
    #[error("a table needs a column")]
    NoColumns,
    /// Readers find columns by name.
    #[error("two columns are named {name}")]
    SameName {
        /// The name.
        name: String,
    },
    /// Too few or too many values.
    #[error("row {row} has {found} values for {columns} columns")]
    Uneven {
        /// The row.
        row: u64,
        /// Its values.
        found: usize,
        /// The columns.
        columns: usize,
    },
    /// A value of another type, or a blank where none may be.
    #[error("row {row}: what stands in column {column} is not of its type")]
    WrongValue {
        /// The row.
        row: u64,
        /// The name of the column.
        column: String,
    },
    /// The file could not be put together or written.
    #[error("the table could not be written")]
    Library(#[from] ParquetError),
}

impl Column {
    /// A column of words without blanks.
    pub fn text(name: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::Text, optional: false }
    }

    /// A column of 32-bit numbers without blanks.
    pub fn int32(name: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::Int32, optional: false }
    }

    /// A column of 64-bit numbers without blanks.
    pub fn int64(name: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::Int64, optional: false }
    }

    /// The same column, blanks allowed.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

/// A table on its way into a file, packed with Snappy.
///
/// ```
/// use paper::parquet::{Column, Value, Writer};
///
/// let mut table = Writer::new(Vec::new(), &[Column::text("单位"), Column::int64("受理件数").optional()])?;
/// table.push(&[Value::Text("云溪县财政局"), Value::Int64(12)])?;
/// table.push(&[Value::Text("云溪县教育局"), Value::Null])?; // not stated, which is not 0
/// let file = table.finish()?;
/// assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
/// # Ok::<(), paper::parquet::WriteError>(())
/// ```
pub struct Writer<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: Vec<Held>,
    rows: u64,
    held: usize,
}

/// The values of a column that wait for their group.
struct Held {
    column: Column,
    /// 1 for a value, 0 for a blank.
    present: Vec<i16>,
    values: Values,
}

enum Values {
    Text(Vec<ByteArray>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file with these columns.
    ///
    /// # Errors
    /// [`WriteError::NoColumns`], [`WriteError::SameName`]; [`WriteError::Library`] when `into` takes nothing.
    pub fn new(into: W, columns: &[Column]) -> Result<Self, WriteError> {
        if columns.is_empty() {
            return Err(WriteError::NoColumns);
        }
        let mut names = HashSet::new();
        if let Some(twin) = columns.iter().find(|column| !names.insert(column.name.as_str())) {
            return Err(WriteError::SameName { name: twin.name.clone() });
        }
        let fields = columns.iter().map(|column| Ok(Arc::new(field(column)?))).collect::<Result<_, ParquetError>>()?;
        let schema = Type::group_type_builder("schema").with_fields(fields).build()?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = SerializedFileWriter::new(into, Arc::new(schema), Arc::new(properties))?;
        let columns = columns.iter().cloned().map(Held::new).collect();
        Ok(Self { file, columns, rows: 0, held: 0 })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`WriteError::Uneven`], [`WriteError::WrongValue`], and then the row is left out as a whole;
    /// [`WriteError::Library`] when the file takes no more.
    pub fn push(&mut self, row: &[Value<'_>]) -> Result<(), WriteError> {
        let number = self.rows + 1;
        if row.len() != self.columns.len() {
            return Err(WriteError::Uneven { row: number, found: row.len(), columns: self.columns.len() });
        }
        if let Some((held, _)) = self.columns.iter().zip(row).find(|(held, value)| !held.takes(value)) {
            return Err(WriteError::WrongValue { row: number, column: held.column.name.clone() });
        }
        for (held, value) in self.columns.iter_mut().zip(row) {
            held.push(value);
        }
        self.rows = number;
        self.held += 1;
        if self.held == GROUP { self.write_group() } else { Ok(()) }
    }

    /// Writes what is held and the index at the end; gives the file back.
    ///
    /// # Errors
    /// [`WriteError::Library`] when the file takes no more.
    pub fn finish(mut self) -> Result<W, WriteError> {
        if self.held > 0 {
            self.write_group()?;
        }
        Ok(self.file.into_inner()?)
    }

    fn write_group(&mut self) -> Result<(), WriteError> {
        let mut group = self.file.next_row_group()?;
        for held in &mut self.columns {
            let Some(mut column) = group.next_column()? else { break };
            let present = held.column.optional.then_some(held.present.as_slice());
            match &mut held.values {
                Values::Text(values) => {
                    column.typed::<ByteArrayType>().write_batch(values, present, None)?;
                    values.clear();
                }
                Values::Int32(values) => {
                    column.typed::<Int32Type>().write_batch(values, present, None)?;
                    values.clear();
                }
                Values::Int64(values) => {
                    column.typed::<Int64Type>().write_batch(values, present, None)?;
                    values.clear();
                }
            }
            held.present.clear();
            column.close()?;
        }
        group.close()?;
        self.held = 0;
        Ok(())
    }
}

impl Held {
    fn new(column: Column) -> Self {
        let values = match column.kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::Int32 => Values::Int32(Vec::new()),
            Kind::Int64 => Values::Int64(Vec::new()),
        };
        Self { column, present: Vec::new(), values }
    }

    fn takes(&self, value: &Value<'_>) -> bool {
        match value {
            Value::Null => self.column.optional,
            Value::Text(_) => self.column.kind == Kind::Text,
            Value::Int32(_) => self.column.kind == Kind::Int32,
            Value::Int64(_) => self.column.kind == Kind::Int64,
        }
    }

    /// A value that [`Held::takes`] has let in.
    fn push(&mut self, value: &Value<'_>) {
        self.present.push(i16::from(*value != Value::Null));
        match (&mut self.values, value) {
            (Values::Text(values), Value::Text(text)) => values.push(ByteArray::from(*text)),
            (Values::Int32(values), Value::Int32(number)) => values.push(*number),
            (Values::Int64(values), Value::Int64(number)) => values.push(*number),
            _ => {}
        }
    }
}

fn field(column: &Column) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Int32 => (Physical::INT32, None),
        Kind::Int64 => (Physical::INT64, None),
    };
    let repetition = if column.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    Type::primitive_type_builder(&column.name, physical).with_repetition(repetition).with_logical_type(logical).build()
}
