//! Typed columns, read back with the reader of the same library.

use std::fs::File;
use std::io::Write;

use paper::parquet::{Column, Value, WriteError, Writer};
use parquet::basic::Compression;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

fn columns() -> Vec<Column> {
    vec![
        Column::text("单位"),
        Column::int32("年度"),
        Column::int64("受理件数").optional(),
        Column::text("备注").optional(),
    ]
}

fn file(rows: &[[Value<'_>; 4]]) -> Vec<u8> {
    let mut table = Writer::new(Vec::new(), &columns()).expect("begun");
    for row in rows {
        table.push(row).expect("pushed");
    }
    table.finish().expect("finished")
}

fn reader(bytes: Vec<u8>) -> SerializedFileReader<File> {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(&bytes).expect("written");
    SerializedFileReader::new(file).expect("a parquet file")
}

fn read(bytes: Vec<u8>) -> Vec<Vec<(String, Field)>> {
    let rows = reader(bytes).into_iter();
    rows.map(|row| row.expect("a row").into_columns()).collect()
}

const ROW: [Value<'_>; 4] = [Value::Text("云溪县财政局"), Value::Int32(2024), Value::Int64(12), Value::Null];

#[test]
fn values_come_back_with_their_types_and_a_blank_is_null() {
    let rows = read(file(&[ROW]));
    let expected = [
        ("单位", Field::Str("云溪县财政局".into())),
        ("年度", Field::Int(2024)),
        ("受理件数", Field::Long(12)),
        ("备注", Field::Null),
    ];
    assert_eq!(rows, [expected.map(|(name, field)| (name.to_owned(), field)).to_vec()]);
}

#[test]
fn blanks_among_values_stay_in_their_rows() {
    let numbers = [Some(1), None, Some(0), None, Some(i64::MAX)];
    let rows: Vec<_> = numbers.iter().map(|n| [ROW[0], ROW[1], n.map_or(Value::Null, Value::Int64), ROW[3]]).collect();
    let back: Vec<_> = read(file(&rows)).into_iter().map(|row| row[2].1.clone()).collect();
    assert_eq!(back, [Field::Long(1), Field::Null, Field::Long(0), Field::Null, Field::Long(i64::MAX)]);
}

#[test]
fn a_table_without_rows_still_has_its_columns() {
    let reader = reader(file(&[]));
    let names: Vec<_> =
        reader.metadata().file_metadata().schema_descr().columns().iter().map(|c| c.name().to_owned()).collect();
    assert_eq!(
        (names.join(" ").as_str(), reader.metadata().file_metadata().num_rows()),
        ("单位 年度 受理件数 备注", 0)
    );
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    assert_eq!(file(&[ROW, ROW]), file(&[ROW, ROW]));
}

#[test]
fn a_long_table_leaves_in_groups_packed_with_snappy() {
    let mut table = Writer::new(Vec::new(), &[Column::int32("序号"), Column::text("单位").optional()]).expect("begun");
    for n in 0..150_000 {
        let name = format!("第{}号单位", n % 60);
        table.push(&[Value::Int32(n), if n % 7 == 0 { Value::Null } else { Value::Text(&name) }]).expect("pushed");
    }
    let reader = reader(table.finish().expect("finished"));
    let groups: Vec<_> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
    assert_eq!(groups, [65_536, 65_536, 18_928]);
    assert_eq!(reader.metadata().row_group(0).column(0).compression(), Compression::SNAPPY);
    let last = reader.into_iter().last().expect("rows").expect("a row").into_columns();
    assert_eq!(last[0].1, Field::Int(149_999));
    assert_eq!(last[1].1, Field::Str("第59号单位".into()));
}

#[test]
fn a_wrong_row_is_refused_as_a_whole_and_the_table_goes_on() {
    let mut table = Writer::new(Vec::new(), &columns()).expect("begun");
    assert!(matches!(table.push(&ROW[..3]), Err(WriteError::Uneven { row: 1, found: 3, columns: 4 })));
    for (at, wrong) in [(0, Value::Null), (1, Value::Int64(2024)), (2, Value::Text("12")), (3, Value::Int32(1))] {
        let mut row = ROW;
        row[at] = wrong;
        let Err(WriteError::WrongValue { row, column }) = table.push(&row) else { panic!("{wrong:?} was taken") };
        assert_eq!((row, column), (1, columns()[at].name.clone()));
    }
    table.push(&ROW).expect("pushed");
    assert_eq!(read(table.finish().expect("finished")).len(), 1);
}

#[test]
fn columns_are_told_apart_by_name() {
    assert!(matches!(Writer::new(Vec::new(), &[]), Err(WriteError::NoColumns)));
    let twins = [Column::text("单位"), Column::int32("单位")];
    assert!(matches!(Writer::new(Vec::new(), &twins), Err(WriteError::SameName { name }) if name == "单位"));
}
