//! The tables as an office fills them in: labels and values as printed, row by row, before they are drawn.

use report::form::{CellNo, Edition, TableNo, form};

use crate::chance::Chance;
use crate::grid::{Boxed, Grid, WIDTH, What};

/// A printed value.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Which cell it is; `None` in a row or column that the form does not have.
    pub cell: Option<CellNo>,
    /// What is printed.
    pub text: String,
}

/// A row with its labels and values.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its key in the form; for table 4, the one line is called `remedies`.
    pub key: String,
    /// Its own label.
    pub label: String,
    /// The labels to its left that span several rows.
    pub under: Vec<String>,
    /// Its values.
    pub values: Vec<Entry>,
}

/// A band of table 2.
#[derive(Clone, Debug)]
pub struct Band {
    /// 第二十条第（一）项.
    pub caption: String,
    /// 信息内容 and the column headings.
    pub heads: Vec<String>,
    /// Its rows.
    pub lines: Vec<Line>,
}

/// How the heading of table 3 is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head3 {
    /// As the form has it: 申请人情况 over all seven.
    Official,
    /// 总计 beside 申请人情况.
    TotalBeside,
    /// Two rows, without 申请人情况.
    TwoRows,
    /// One row, without 法人或其他组织.
    OneRow,
}

/// How the heading of table 4 is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head4 {
    /// As the form has it.
    Official,
    /// 行政复议 reaches down, all outcomes in the third row.
    Even,
    /// The first two rows without row spans: blank boxes instead.
    Blanks,
}

/// Everything that is drawn.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The edition of the form.
    pub edition: Edition,
    /// Table 2.
    pub bands: Vec<Band>,
    /// The seven column headings of table 3.
    pub kinds: Vec<String>,
    /// 法人或其他组织 and 申请人情况.
    pub groups: [String; 2],
    /// The corner sentence of table 3.
    pub corner: String,
    /// Table 3.
    pub lines: Vec<Line>,
    /// Table 4: the fifteen values.
    pub remedies: Vec<Entry>,
    /// The five outcomes.
    pub outcomes: Vec<String>,
    /// How table 3 is headed.
    pub head3: Head3,
    /// How table 4 is headed.
    pub head4: Head4,
    /// Whether the narrow bands of table 2 end in blank boxes.
    pub blank_tail: bool,
    /// Which tables are printed.
    pub printed: [bool; 3],
    /// Which one has its extra column, if one has.
    pub extra_column: Option<String>,
}

impl Plan {
    /// The form with values.
    pub fn of(edition: Edition, value: &dyn Fn(CellNo) -> String) -> Plan {
        let form = form(edition);
        let line = |table: TableNo, row: &report::form::Row| Line {
            key: row.key.to_owned(),
            label: row.label.to_owned(),
            under: row.under.iter().map(|label| (*label).to_owned()).collect(),
            values: form
                .row_cells(table, row.key)
                .map(|cell| Entry { cell: Some(cell.no), text: value(cell.no) })
                .collect(),
        };
        let bands = form.table(TableNo::Proactive).blocks.iter().map(|block| Band {
            caption: block.caption.unwrap_or_default().to_owned(),
            heads: std::iter::once(block.corner)
                .chain(block.columns.iter().map(|column| column.label))
                .map(str::to_owned)
                .collect(),
            lines: block.rows.iter().map(|row| line(TableNo::Proactive, row)).collect(),
        });
        let third = &form.table(TableNo::Applications).blocks[0];
        let fourth = &form.table(TableNo::Remedies).blocks[0];
        Plan {
            edition,
            bands: bands.collect(),
            kinds: third.columns.iter().map(|column| column.label.to_owned()).collect(),
            groups: ["法人或其他组织".to_owned(), "申请人情况".to_owned()],
            corner: third.corner.to_owned(),
            lines: third.rows.iter().map(|row| line(TableNo::Applications, row)).collect(),
            remedies: fourth.rows.iter().flat_map(|row| line(TableNo::Remedies, row).values).collect(),
            outcomes: fourth.columns.iter().map(|column| column.label.to_owned()).collect(),
            head3: Head3::Official,
            head4: Head4::Official,
            blank_tail: false,
            printed: [true; 3],
            extra_column: None,
        }
    }

    /// Every printed value.
    pub fn entries(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.bands
            .iter_mut()
            .flat_map(|band| &mut band.lines)
            .chain(&mut self.lines)
            .flat_map(|line| &mut line.values)
            .chain(&mut self.remedies)
    }

    /// Table 2.
    pub fn second(&self, chance: &mut Chance) -> Grid {
        let mut grid = Grid::default();
        let wide = chance.hit(30);
        for band in &self.bands {
            grid.band(&band.caption);
            let values = band.heads.len() - 1;
            let widths: Vec<u32> = match values {
                1 if wide => vec![WIDTH / 2, WIDTH / 2],
                1 => vec![315, 945],
                2 if self.blank_tail => vec![315, 315, 315, 315],
                2 if wide => vec![420, 420, 420],
                2 => vec![315, 315, 630],
                3 => vec![315; 4],
                _ => vec![252; 5],
            };
            let row = |texts: Vec<(String, What)>| -> Vec<Boxed> {
                let mut boxes: Vec<Boxed> = texts
                    .into_iter()
                    .zip(&widths)
                    .map(|((text, what), width)| Boxed::new(text, *width, what))
                    .collect();
                if boxes.len() < widths.len() {
                    boxes.push(Boxed::new("", widths[boxes.len()], What::Band));
                }
                boxes
            };
            grid.rows.push(row(band.heads.iter().map(|head| (head.clone(), What::Head)).collect()));
            for line in &band.lines {
                let values = line.values.iter().map(|entry| (entry.text.clone(), What::Value(entry.cell)));
                grid.rows.push(row(std::iter::once((line.label.clone(), What::Label)).chain(values).collect()));
            }
        }
        grid
    }

    /// Table 3.
    pub fn third(&self) -> Grid {
        let columns = self.kinds.len();
        let labels = [70, 130, 360];
        let all: u32 = labels.iter().sum();
        let each = (WIDTH - all) / columns as u32;
        let last = WIDTH - all - each * (columns as u32 - 1);
        let width = |i: usize| if i + 1 == columns { last } else { each };
        let kind = |i: usize, rows: usize| Boxed::new(self.kinds[i].clone(), width(i), What::Head).down(rows);
        let head = |text: &str, columns: std::ops::Range<usize>| Boxed::new(text, columns.map(width).sum(), What::Head);
        let corner = |rows| Boxed::new(self.corner.clone(), all, What::Head).down(rows);
        let [legal, all_kinds] = &self.groups;
        let end = columns - 1;
        let five = || (1..end).map(|i| kind(i, 1)).collect::<Vec<_>>();
        let mut rows = match self.head3 {
            Head3::Official => vec![
                vec![corner(3), head(all_kinds, 0..columns)],
                vec![kind(0, 2), head(legal, 1..end), kind(end, 2)],
                five(),
            ],
            Head3::TotalBeside => vec![
                vec![corner(3), head(all_kinds, 0..end), kind(end, 3)],
                vec![kind(0, 2), head(legal, 1..end)],
                five(),
            ],
            Head3::TwoRows => vec![vec![corner(2), kind(0, 2), head(legal, 1..end), kind(end, 2)], five()],
            Head3::OneRow => vec![std::iter::once(corner(1)).chain((0..columns).map(|i| kind(i, 1))).collect()],
        };
        let head_rows = rows.len();
        for (i, line) in self.lines.iter().enumerate() {
            let mut row = Vec::new();
            for (level, label) in line.under.iter().enumerate() {
                let group = &line.under[..=level];
                let inside = |other: &Line| other.under.starts_with(group);
                if i == 0 || !inside(&self.lines[i - 1]) {
                    let rows = self.lines[i..].iter().take_while(|other| inside(other)).count();
                    row.push(Boxed::new(label.clone(), labels[level], What::Label).down(rows));
                }
            }
            row.push(Boxed::new(line.label.clone(), labels[line.under.len()..].iter().sum(), What::Label));
            row.extend(
                line.values.iter().enumerate().map(|(i, v)| Boxed::new(v.text.clone(), width(i), What::Value(v.cell))),
            );
            rows.push(row);
        }
        Grid { rows, head: head_rows }
    }

    /// Table 4.
    pub fn fourth(&self) -> Grid {
        let each = WIDTH / 15;
        let outcome = |rows: usize| {
            self.outcomes
                .iter()
                .map(move |text| Boxed::new(text.clone(), each, What::Head).down(rows))
                .collect::<Vec<_>>()
        };
        let head = |text: &str, columns: u32| Boxed::new(text, each * columns, What::Head);
        let direct = || [head("未经复议直接起诉", 5), head("复议后起诉", 5)];
        let twice = || outcome(1).into_iter().chain(outcome(1)).collect::<Vec<_>>();
        let mut rows = match self.head4 {
            Head4::Official => vec![
                vec![head("行政复议", 5), head("行政诉讼", 10)],
                outcome(2).into_iter().chain(direct()).collect(),
                twice(),
            ],
            Head4::Even => vec![
                vec![head("行政复议", 5).down(2), head("行政诉讼", 10)],
                direct().into(),
                outcome(1).into_iter().chain(twice()).collect(),
            ],
            Head4::Blanks => vec![
                vec![head("行政复议", 5), head("行政诉讼", 10)],
                outcome(1).into_iter().chain(direct()).collect(),
                (0..5).map(|_| head("", 1)).chain(twice()).collect(),
            ],
        };
        rows.push(self.remedies.iter().map(|v| Boxed::new(v.text.clone(), each, What::Value(v.cell))).collect());
        Grid { rows, head: 3 }
    }
}
