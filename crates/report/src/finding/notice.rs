//! Everything that can be noticed, and the words for it.

use jiff::civil::Date;
use law::yearly::Reporter;
use paper::source::Measure;
use rust_decimal::Decimal;

use super::{Code, Finding, Place, Severity, Values};
use crate::form::{Edition, SectionKey};
use crate::report::List;

/// A row or a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// A row.
    Row,
    /// A column.
    Column,
}

/// What is the matter with a unit of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitFault {
    /// No unit is stated anywhere.
    Missing,
    /// The size suggests yuan under a heading of 万元.
    LooksLikeYuan,
    /// The size suggests 万元 although 元 is stated.
    LooksLikeTenThousand,
    /// Another unit than the one the form prescribes.
    NotTheForms,
}

/// A text that contradicts a table, not by a number but in kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// Reconsiderations or suits are counted, and no text mentions any.
    RemediesUnmentioned {
        /// Cases in table 4.
        cases: i64,
    },
    /// The text says that no application was received; the table counts some.
    NoApplicationsButCounted {
        /// 总计 of 本年新收.
        table: i64,
    },
    /// The text says that there were no reconsiderations or suits; the table counts some.
    NoRemediesButCounted {
        /// Cases in table 4.
        table: i64,
    },
    /// The text says that no fee was charged; the table has an amount.
    NoFeesButCounted,
}

/// A relation between figures that is possible but not likely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Implausible {
    /// Reconsiderations or suits, and not one answer in the year that refused anything.
    RemediesWithoutRefusal {
        /// Cases in table 4.
        cases: i64,
        /// Applications answered in the year.
        answered: i64,
    },
    /// In every row the decisions equal items + change.
    DecisionsAreItems {
        /// The rows' labels.
        rows: Vec<&'static str>,
    },
    /// More documents were opened in the year than are open in all.
    OpenedMoreThanOpen {
        /// 本年新公开数量 (2019).
        published: i64,
        /// 对外公开总数量 (2019).
        total: i64,
    },
    /// Fewer documents are in force than the year alone must have left (2021).
    TooFewInForce {
        /// 本年制发件数.
        made: i64,
        /// 本年废止件数.
        repealed: i64,
        /// 现行有效件数.
        in_force: i64,
    },
    /// Rules of a body that cannot make any.
    RulesByOthers {
        /// The body.
        body: String,
        /// The largest number in the row.
        count: i64,
    },
    /// Less than no items would be left.
    ChangeBelowZero {
        /// 上一年项目数量.
        prev_items: i64,
        /// 本年增/减.
        change: i64,
    },
}

/// What is the matter with a part of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SectionFault {
    /// It is not there.
    Missing,
    /// Its heading is there and nothing under it.
    Empty,
    /// It stands behind a later one.
    OutOfOrder {
        /// The part it stands behind.
        after: SectionKey,
    },
    /// Its numeral is another.
    Numeral {
        /// The numeral as printed; `None` if there is none.
        found: Option<String>,
    },
}

/// Which of the things that name body and year do not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disagreement {
    /// The title states another year than the report's.
    Year {
        /// The year of the report.
        report: i16,
        /// The other year.
        other: i16,
    },
    /// The text speaks of another year throughout.
    TextYear {
        /// The year of the title.
        report: i16,
        /// The year of the text.
        text: i16,
    },
    /// The stated period is not the calendar year.
    Period {
        /// The year of the report.
        year: i16,
        /// First day stated.
        from: Date,
        /// Last day stated.
        to: Date,
    },
    /// The signing body is not the reporting one.
    Signature {
        /// Who reports.
        body: String,
        /// Who signs.
        signed_by: String,
    },
    /// The metadata box and the signature give different days.
    Dates {
        /// The day signed.
        signed: Date,
        /// The day in the metadata box.
        published: Date,
    },
    /// The metadata box names another body than the report.
    Publisher {
        /// Who reports.
        body: String,
        /// Who publishes.
        publisher: String,
    },
    /// Signed before the year was over.
    SignedInsideYear {
        /// The year of the report.
        year: i16,
        /// The day signed.
        signed: Date,
    },
    /// The title is not that of a yearly report.
    Title {
        /// The title as printed.
        found: String,
    },
}

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Locked by a password.
    Encrypted,
    /// A PDF of pictures.
    NoTextLayer,
    /// Broken.
    Damaged,
    /// Larger than this program opens.
    OverLimit {
        /// What there is too much of.
        what: Measure,
        /// The most that is opened.
        limit: u64,
    },
    /// Of a kind that has to be converted first.
    Format {
        /// What it is, e.g. `OFD`.
        name: &'static str,
    },
    /// Neither text nor any known kind of document.
    Unknown,
    /// Holds nothing.
    Empty,
    /// The file cannot be opened at all.
    NoFile {
        /// What the system says.
        reason: String,
    },
}

/// Something that can be noticed in a report, with its values. [`Notice::at`] gives it a place and words.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// R101.
    RowSum {
        /// Sum of the six kinds.
        expected: i64,
        /// 总计 as printed.
        found: i64,
    },
    /// R102.
    ResultSum {
        /// Sum of the result rows.
        expected: i64,
        /// （七）总计 as printed.
        found: i64,
    },
    /// R103.
    Balance {
        /// 一、本年新收.
        received: i64,
        /// 二、上年结转.
        carried_in: i64,
        /// （七）总计.
        handled: i64,
        /// 四、结转下年度.
        carried_forward: i64,
    },
    /// R104.
    RemedySum {
        /// Sum of the four outcomes.
        expected: i64,
        /// 总计 as printed.
        found: i64,
    },
    /// R105.
    NotACount {
        /// The value as printed.
        found: String,
    },
    /// R110.
    RowMissing {
        /// The label the form prints.
        label: String,
    },
    /// R111.
    LabelMisprinted {
        /// The label the form prints.
        expected: String,
        /// The label as printed.
        found: String,
    },
    /// R112.
    RowsOutOfOrder {
        /// The row that stands too late or too early.
        label: String,
        /// The row it stands behind.
        after: String,
    },
    /// R113.
    NotOfTheForm {
        /// Row or column.
        axis: Axis,
        /// Its label as printed.
        label: String,
    },
    /// R113: edition 2021 with （六）其他处理 in one row.
    OtherInOneRow,
    /// R114.
    ColumnMissing {
        /// The label the form prints.
        label: String,
    },
    /// R115.
    TableMissing,
    /// R116: one finding per table; the place is its first such row.
    ValuesWithoutColumn {
        /// How many values the row holds.
        values: usize,
        /// How many columns the form has.
        columns: usize,
        /// How many rows of the table are like that.
        rows: usize,
    },
    /// R120: one finding per table and cause.
    Blank {
        /// How many cells.
        count: usize,
        /// Which, in a clerk's words and in the order of the form; whole rows and columns named as such.
        cells: Vec<String>,
        /// A mark such as `/` that stands in them instead, if it is the cause.
        mark: Option<String>,
    },
    /// R121.
    NotANumber {
        /// The text of the cell.
        found: String,
    },
    /// R122.
    MoneyUnit {
        /// What is the matter.
        fault: UnitFault,
        /// The text of the cell.
        raw: String,
    },
    /// R130.
    TextAgainstTable {
        /// What is counted, in the form's words.
        what: String,
        /// The number in the text.
        text: Decimal,
        /// The number in the table.
        table: Decimal,
        /// The clause of the text.
        quote: String,
    },
    /// R130: a share that the text states and the table does not bear out.
    ShareAgainstTable {
        /// What is counted, in the form's words.
        what: String,
        /// How many, in text and table alike.
        part: Decimal,
        /// All applications handled, by the table.
        whole: i64,
        /// The share the text states, in percent.
        share: Decimal,
        /// The share the numbers give, in percent.
        exact: Decimal,
    },
    /// R131.
    PartsAgainstTotal {
        /// What the total counts.
        label: String,
        /// The stated total.
        total: Decimal,
        /// The numbers of the parts.
        parts: Vec<Decimal>,
        /// How the list is introduced.
        list: List,
    },
    /// R132.
    Contradiction(Contradiction),
    /// R133.
    Implausible(Implausible),
    /// R134.
    NotAsRegistered {
        /// The value of the register.
        register: String,
        /// The value of the report; `None` if the cell is blank.
        found: Option<String>,
    },
    /// R140.
    CarryOver {
        /// 结转下年度 of last year's report.
        last_year: i64,
        /// 上年结转 of this report.
        this_year: i64,
    },
    /// R141, edition 2019: items last year + change.
    ItemsLead {
        /// Last year's 上一年项目数量.
        items: i64,
        /// Last year's 本年增/减.
        change: i64,
        /// This year's 上一年项目数量.
        found: i64,
    },
    /// R141, edition 2021: in force last year + made − repealed.
    InForceLead {
        /// Last year's 现行有效件数.
        last_year: i64,
        /// This year's 本年制发件数.
        made: i64,
        /// This year's 本年废止件数.
        repealed: i64,
        /// This year's 现行有效件数.
        found: i64,
    },
    /// R150.
    Section(SectionFault),
    /// R151.
    Disagreement(Disagreement),
    /// R152.
    Late {
        /// The day of the report.
        day: Date,
        /// The lawful last day.
        due: Date,
        /// Who reports: governments have until 31 March, everyone else until 31 January.
        reporter: Reporter,
    },
    /// R153.
    WrongEdition {
        /// The year reported on.
        year: i16,
        /// The edition used.
        found: Edition,
    },
    /// R153: the text names the notice on the form of another edition.
    WrongNotice {
        /// The year reported on.
        year: i16,
        /// The edition whose notice is named.
        named: Edition,
    },
    /// R154.
    Unsaid {
        /// Whether problems are missing.
        problems: bool,
        /// Whether improvements are missing.
        improvements: bool,
    },
    /// R160.
    Repeats {
        /// The share of the text that repeats, in percent, 0 to 100.
        percent: u32,
        /// A sentence that repeats.
        sample: String,
        /// The body whose report of the same year it is; `None` for the same body's report of last year.
        of: Option<String>,
    },
    /// R190.
    Unreadable(Unreadable),
    /// R191.
    NotAReport,
}

impl Notice {
    /// The code it is known by.
    pub fn code(&self) -> Code {
        match self {
            Notice::RowSum { .. } => Code::R101,
            Notice::ResultSum { .. } => Code::R102,
            Notice::Balance { .. } => Code::R103,
            Notice::RemedySum { .. } => Code::R104,
            Notice::NotACount { .. } => Code::R105,
            Notice::RowMissing { .. } => Code::R110,
            Notice::LabelMisprinted { .. } => Code::R111,
            Notice::RowsOutOfOrder { .. } => Code::R112,
            Notice::NotOfTheForm { .. } | Notice::OtherInOneRow => Code::R113,
            Notice::ColumnMissing { .. } => Code::R114,
            Notice::TableMissing => Code::R115,
            Notice::ValuesWithoutColumn { .. } => Code::R116,
            Notice::Blank { .. } => Code::R120,
            Notice::NotANumber { .. } => Code::R121,
            Notice::MoneyUnit { .. } => Code::R122,
            Notice::TextAgainstTable { .. } | Notice::ShareAgainstTable { .. } => Code::R130,
            Notice::PartsAgainstTotal { .. } => Code::R131,
            Notice::Contradiction(_) => Code::R132,
            Notice::Implausible(_) => Code::R133,
            Notice::NotAsRegistered { .. } => Code::R134,
            Notice::CarryOver { .. } => Code::R140,
            Notice::ItemsLead { .. } | Notice::InForceLead { .. } => Code::R141,
            Notice::Section(_) => Code::R150,
            Notice::Disagreement(_) => Code::R151,
            Notice::Late { .. } => Code::R152,
            Notice::WrongEdition { .. } | Notice::WrongNotice { .. } => Code::R153,
            Notice::Unsaid { .. } => Code::R154,
            Notice::Repeats { .. } => Code::R160,
            Notice::Unreadable(_) => Code::R190,
            Notice::NotAReport => Code::R191,
        }
    }

    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        match self {
            // 其中 names some of the whole: a remainder is allowed, parts above the total are not.
            Notice::PartsAgainstTotal { total, parts, list: List::OfWhich, .. }
                if parts.iter().sum::<Decimal>() < *total =>
            {
                Severity::Note
            }
            // The tables are the year's; only the lead still names the old notice.
            Notice::WrongNotice { .. } => Severity::Note,
            other => other.code().severity(),
        }
    }

    /// The finding at a place of a report on that edition of the form.
    pub fn at(self, place: Place, edition: Edition) -> Finding {
        // A column that does not balance is placed at its total, but said of the column.
        let said_of = match self {
            Notice::Balance { .. } => Place { row: None, ..place.clone() },
            _ => place.clone(),
        };
        let (message, hint) = self.words(&said_of.zh(edition), &place);
        Finding {
            code: self.code(),
            severity: self.severity(),
            message,
            hint,
            basis: self.basis(&place, edition),
            values: self.values(),
            place,
        }
    }

    fn basis(&self, place: &Place, edition: Edition) -> Option<String> {
        match self.code() {
            Code::R134 => Some("Regulations, art. 45".to_owned()),
            Code::R151 | Code::R154 => Some("Regulations, art. 50".to_owned()),
            // Article 49 names no day for townships; practice does.
            Code::R152 if matches!(self, Notice::Late { reporter: Reporter::Township, .. }) => None,
            Code::R152 => Some("Regulations, art. 49".to_owned()),
            // The notice of 2021 binds no report made before it.
            Code::R130 | Code::R131 | Code::R132 | Code::R160 if edition == Edition::E2021 => {
                Some("notice 2021 no. 30".to_owned())
            }
            Code::R160 => Some("Regulations, art. 50".to_owned()),
            Code::R190 | Code::R191 => None,
            Code::R133 if matches!(self, Notice::Implausible(Implausible::RulesByOthers { .. })) => {
                Some("Legislation Law".to_owned())
            }
            Code::R133 if matches!(self, Notice::Implausible(Implausible::RemediesWithoutRefusal { .. })) => {
                Some("Regulations, art. 51".to_owned())
            }
            _ => Some(match place.table {
                Some(table) => format!("form {edition}, table {}", table.number()),
                None => format!("form {edition}"),
            }),
        }
    }

    fn values(&self) -> Values {
        let both = |expected: String, found: String| Values { expected: Some(expected), found: Some(found) };
        let found = |found: String| Values { expected: None, found: Some(found) };
        match self {
            Notice::RowSum { expected, found }
            | Notice::ResultSum { expected, found }
            | Notice::RemedySum { expected, found } => both(expected.to_string(), found.to_string()),
            Notice::Balance { received, carried_in, handled, carried_forward } => {
                both((received + carried_in).to_string(), (handled + carried_forward).to_string())
            }
            Notice::NotACount { found: value } | Notice::NotANumber { found: value } => found(value.clone()),
            Notice::RowMissing { label } | Notice::ColumnMissing { label } => {
                Values { expected: Some(label.clone()), found: None }
            }
            Notice::LabelMisprinted { expected, found } => both(expected.clone(), found.clone()),
            Notice::RowsOutOfOrder { label, .. } | Notice::NotOfTheForm { label, .. } => found(label.clone()),
            Notice::OtherInOneRow => both("3".to_owned(), "1".to_owned()),
            Notice::ValuesWithoutColumn { values, columns, .. } => both(columns.to_string(), values.to_string()),
            Notice::Blank { mark, .. } => Values { expected: None, found: mark.clone() },
            Notice::MoneyUnit { raw, .. } => found(raw.clone()),
            Notice::TextAgainstTable { text, table, .. } => {
                both(table.normalize().to_string(), text.normalize().to_string())
            }
            Notice::ShareAgainstTable { share, exact, .. } => {
                both(format!("{}%", exact.normalize()), format!("{}%", share.normalize()))
            }
            Notice::NotAsRegistered { register, found } => {
                Values { expected: Some(register.clone()), found: found.clone() }
            }
            Notice::WrongNotice { year, named } => both(Edition::for_year(*year).to_string(), named.to_string()),
            Notice::PartsAgainstTotal { total, parts, .. } => {
                both(total.normalize().to_string(), parts.iter().sum::<Decimal>().normalize().to_string())
            }
            Notice::CarryOver { last_year, this_year } => both(last_year.to_string(), this_year.to_string()),
            Notice::ItemsLead { items, change, found } => both((items + change).to_string(), found.to_string()),
            Notice::InForceLead { last_year, made, repealed, found } => {
                both((last_year + made - repealed).to_string(), found.to_string())
            }
            Notice::Late { day, due, .. } => both(due.to_string(), day.to_string()),
            Notice::WrongEdition { year, found } => both(Edition::for_year(*year).to_string(), found.to_string()),
            Notice::Repeats { percent, .. } => found(format!("{percent}%")),
            Notice::Disagreement(what) => match what {
                Disagreement::Year { report, other } | Disagreement::TextYear { report, text: other } => {
                    both(report.to_string(), other.to_string())
                }
                Disagreement::Period { year, from, to } => {
                    both(format!("{year}-01-01/{year}-12-31"), format!("{from}/{to}"))
                }
                Disagreement::Signature { body, signed_by } => both(body.clone(), signed_by.clone()),
                Disagreement::Publisher { body, publisher } => both(body.clone(), publisher.clone()),
                Disagreement::Dates { signed, published } => both(signed.to_string(), published.to_string()),
                Disagreement::SignedInsideYear { signed, .. } => found(signed.to_string()),
                Disagreement::Title { found: title } => found(title.clone()),
            },
            Notice::TableMissing
            | Notice::Contradiction(_)
            | Notice::Implausible(_)
            | Notice::Section(_)
            | Notice::Unsaid { .. }
            | Notice::Unreadable(_)
            | Notice::NotAReport => Values::default(),
        }
    }
}
