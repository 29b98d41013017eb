//! The yearly figures and facts that people enter, and the yearly reports: written, signed, published and here and there
//! corrected, through the functions that the desk uses.

use super::bodies::{House, Member};
use super::chance::Chance;
use super::days::{Days, at};
use anyhow::{anyhow, bail};
use civic::BodyKind;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use law::calendar::Calendar;
use report::annual::{About, Hand, Remark, Signing, Step};
use report::figures::Unit;
use report::form::{Cell, Edition, Kind, SectionKey};
use report::narrative::{FactKind, Part};
use report::report::Report;
use report::tally::{FigureValue, entered_cells};
use rust_decimal::Decimal;
use store::Store;
use store::annual::{Fact, Origin, Version, Written};
use store::reports::{Entered, latest};
use web::annual::Work;

/// When a body enters the figures of a year, and when it draws up the report: in time for art. 49.
pub fn days(kind: BodyKind, year: i16, place: usize, days: Days) -> (Date, Date) {
    let spread = i8::try_from(place % 5).unwrap_or(0);
    let month = if kind == BodyKind::Government { 3 } else { 1 };
    (days.open(date(year + 1, month, 5 + spread)), days.open(date(year + 1, month, 12 + spread)))
}

/// What a body enters into a cell: the offices that check others punish, the others do not.
fn figure(house: &House, cell: &Cell, chance: &mut Chance) -> FigureValue {
    const PUNISH: [&str; 4] = ["zrj", "zjj", "wjj", "yjj"];
    const LICENSE: [&str; 6] = ["zrj", "zjj", "wjj", "yjj", "jyj", "mzj"];
    let slug = house.body.slug.as_str();
    let is_one = |slugs: &[&str]| slugs.contains(&slug);
    if let Kind::Money(_) = cell.column.kind {
        let hundreds = if is_one(&["zrj", "zjj", "jyj"]) { chance.between(400, 9_000) } else { 0 };
        return FigureValue::Yuan(Decimal::from(hundreds) * Decimal::from(100));
    }
    let count = match cell.row.key {
        "licensing" if is_one(&LICENSE) => chance.between(120, 2_400),
        "penalty" if is_one(&PUNISH) => chance.between(12, 180),
        "coercion" if is_one(&PUNISH) => chance.between(0, 9),
        _ => 0,
    };
    FigureValue::Count(count.into())
}

/// Enters the year's figures.
pub async fn enter(
    unit: &mut store::Unit,
    house: &House,
    year: i16,
    at: Timestamp,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    for cell in entered_cells(Edition::for_year(year)) {
        let value = figure(house, cell, chance);
        let entered = Entered {
            path: cell.path.clone(),
            seq: 1,
            value: Some(value),
            unit: matches!(value, FigureValue::Yuan(_)).then_some(Unit::TenThousandYuan),
            source: "业务科室年度台账".to_owned(),
            note: String::new(),
            by: house.clerk.id.clone(),
            name: house.clerk.name.clone(),
            at,
        };
        if !unit.enter_figure(&house.body.id, year, &entered).await? {
            bail!("the figure {} of {} was entered twice", cell.path, house.body.slug);
        }
    }
    Ok(())
}

/// What is told in the text beside what the register knows.
fn facts(house: &House, chance: &mut Chance) -> Vec<(FactKind, u32, &'static str)> {
    let asked = chance.between(30, 400);
    let sessions = chance.between(1, 4);
    let mut facts = vec![
        (FactKind::Accounts, chance.between(1, 3), "政务新媒体备案表"),
        (FactKind::AccountPosts, chance.between(60, 900), "政务新媒体备案表"),
        (FactKind::Questions, asked, "12345热线平台"),
        (FactKind::QuestionsAnswered, asked, "12345热线平台"),
        (FactKind::TrainingSessions, sessions, "培训签到表"),
        (FactKind::Trained, sessions * chance.between(8, 40), "培训签到表"),
        (FactKind::Inspections, chance.between(2, 12), "网站检查记录"),
    ];
    if house.body.kind == BodyKind::Government {
        facts.extend([
            (FactKind::Assessments, 1, "年度考核通报"),
            (FactKind::SocialReviews, 1, "社会评议报告"),
            (FactKind::Accountable, 0, "年度考核通报"),
        ]);
    }
    facts
}

fn hand(who: &Member, at: Timestamp) -> Hand {
    Hand { by: who.id.clone(), name: who.name.clone(), at }
}

/// Enters what the text tells beside the register.
pub async fn tell(
    unit: &mut store::Unit,
    house: &House,
    year: i16,
    at: Timestamp,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    for (kind, value, source) in facts(house, chance) {
        let (value, source) = (Some(Decimal::from(value)), source.to_owned());
        let fact = Fact { kind, seq: 1, value, source, note: String::new(), hand: hand(&house.clerk, at) };
        if !unit.enter_fact(&house.body.id, year, &fact).await? {
            bail!("the fact {} of {} was entered twice", kind.key(), house.body.slug);
        }
    }
    Ok(())
}

/// Something that happens to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Move {
    /// The texts are written.
    Write,
    /// Signed and handed in.
    Sign,
    /// Published.
    Publish,
    /// The authority sends it back with a remark.
    SendBack,
    /// A mistake is found, and the figure mended.
    Reopen,
}

impl Move {
    /// The key of the audit.
    pub fn act(self) -> &'static str {
        match self {
            Self::Write => "report.write",
            Self::Sign => "report.sign",
            Self::Publish => "report.publish",
            Self::SendBack => "report.send_back",
            Self::Reopen => "report.reopen",
        }
    }

    /// Who does it.
    pub fn by<'a>(self, house: &'a House, authority: &'a Member) -> &'a Member {
        match self {
            Self::Sign => &house.head,
            Self::SendBack => authority,
            Self::Write | Self::Publish | Self::Reopen => &house.clerk,
        }
    }
}

/// The way of a body's report on a year. Two bodies correct theirs in the spring. Of the last finished year one correction is
/// being written these days and one waits for its publication; three reports are signed and not yet published, one went back, and
/// one was written and never signed, so that it is late.
pub fn moves(house: &House, year: i16, place: usize, days: Days) -> Vec<(Timestamp, Move)> {
    let (_, made) = self::days(house.body.kind, year, place, days);
    let on = |working_days: u32| days.after(made, working_days);
    let mut moves =
        vec![(at(made, 9, 30), Move::Write), (at(on(1), 10, 15), Move::Sign), (at(on(2), 9, 5), Move::Publish)];
    let is_last = year == days.today.year() - 1;
    match house.body.slug.as_str() {
        "jyj" | "zrj" => moves.extend([
            (at(on(40), 10, 0), Move::Reopen),
            (at(on(41), 15, 20), Move::Sign),
            (at(on(42), 9, 10), Move::Publish),
        ]),
        "zjj" if is_last => moves.push((at(days.before_today(6), 11, 0), Move::Reopen)),
        "wjj" if is_last => moves
            .extend([(at(days.before_today(9), 14, 30), Move::Reopen), (at(days.before_today(3), 16, 0), Move::Sign)]),
        "fgj" | "mzj" | "czj" if is_last => moves.truncate(2),
        "rsj" if is_last => {
            moves.truncate(2);
            moves.push((at(on(4), 10, 30), Move::SendBack));
        }
        "yjj" if is_last => moves.truncate(1),
        _ => {}
    }
    // In the first weeks of a year the report is not out yet, and there is nothing to correct.
    let published = at(on(2), 9, 5);
    let at_hand = |(place, (at, _)): &(usize, (Timestamp, Move))| *place < 3 || *at > published;
    let mut moves: Vec<(Timestamp, Move)> = moves.into_iter().enumerate().filter(at_hand).map(|(_, one)| one).collect();
    // Some begin to write while the year is still running.
    if year == days.today.year() && ["czj", "fgj", "yunxi"].contains(&house.body.slug.as_str()) {
        moves = vec![(at(days.before_today(12), 15, 40), Move::Write)];
    }
    moves
}

const PROBLEMS: &[&str] = &[
    "部分信息公开后缺少后续进展，群众需要再次询问",
    "个别答复书说理不够充分，依据引用不够具体",
    "政策解读以文字为主，图解和问答较少",
    "基层站所的信息报送不够及时",
    "历史信息的分类还有不准确的地方",
];
const MEASURES: &[&str] = &[
    "对重点事项按季度补充进展",
    "组织答复文书评查，每季度通报一次",
    "重要文件发布时同步发布问答和图解",
    "明确站所信息员，按月核对报送情况",
    "对三年内的信息逐条核对分类",
];

/// Part five, which no program writes.
fn problems(work: &Work, chance: &mut Chance) -> String {
    let first = chance.between(0, 4) as usize;
    let second = (first + 1 + chance.between(0, 3) as usize) % PROBLEMS.len();
    let known = work.draft(Part::Problems);
    let known = if known.is_empty() { known } else { format!("{known}\n") };
    format!(
        "{known}存在的主要问题：一是{}；二是{}。\n改进情况：一是{}；二是{}。",
        PROBLEMS[first], PROBLEMS[second], MEASURES[first], MEASURES[second]
    )
}

/// Does a move, from what is committed.
pub async fn take(
    store: &Store,
    unit: &mut store::Unit,
    (house, who): (&House, &Member),
    year: i16,
    what: Move,
    at: Timestamp,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let body = &house.body;
    let address = web::annual::address(super::SITE_NAME, super::SITE_DOMAIN, &body.slug);
    let work = Work::assemble(store, Calendar::builtin(), body, year, &address).await?;
    let refused = |refusals: Vec<report::annual::Refusal>| {
        let says: Vec<String> = refusals.iter().map(ToString::to_string).collect();
        anyhow!("the report of {} on {year}: {}", body.slug, says.join(" "))
    };
    match what {
        Move::Write => {
            for part in [Part::Overview, Part::Problems, Part::Other] {
                let text = if part == Part::Problems { problems(&work, chance) } else { work.draft(part) };
                let written = Written { part, seq: 1, text, hand: hand(who, at) };
                if !unit.write_text(&body.id, year, &written).await? {
                    bail!("the report of {} on {year} was written twice", body.slug);
                }
            }
        }
        Move::Sign => {
            let work = work.signed_on(web::now::date(at));
            let public = match work.life.public() {
                Some(number) => store.report_version(&body.id, year, number).await?,
                None => None,
            };
            let public = public.map(|version| version.report);
            let what_changed = public.as_ref().map_or(String::new(), |public| what_changed(public, &work.report));
            let signing = Signing {
                today: web::now::date(at),
                report: &work.report,
                unfilled: &work.missing,
                over: "",
                what_changed: &what_changed,
                public: public.as_ref(),
            };
            let step = work.life.sign(hand(who, at), &signing).map_err(refused)?;
            let version = Version {
                body: body.id.clone(),
                year,
                version: step.version,
                origin: Origin::Live,
                report: work.report.clone(),
                what_changed,
                hand: step.hand.clone(),
            };
            note(unit, &work, &step).await?;
            if !unit.freeze_report(&version).await? {
                bail!("the report of {} on {year} was signed twice", body.slug);
            }
        }
        Move::Publish => {
            let step = work.life.publish(hand(who, at)).map_err(refused)?;
            note(unit, &work, &step).await?;
            unit.queue_report(&body.id, year).await?;
        }
        Move::SendBack => {
            let reason = "第一部分只写了培训场次，没有写培训内容，请按意见补充后重新报送";
            let step = work.life.send_back(hand(who, at), reason).map_err(refused)?;
            note(unit, &work, &step).await?;
            let remark = Remark {
                no: 1,
                version: work.life.signed().map(|step| step.version),
                about: About::Section(SectionKey::Overview),
                words: "请补充全年培训的内容和参加范围，并核对培训人次。".to_owned(),
                hand: hand(who, at),
                turns: Vec::new(),
            };
            unit.add_remark(&body.id, year, &remark).await?;
        }
        Move::Reopen => {
            let reason = "行政许可漏计政务服务窗口当场办结的一批决定";
            let step = work.life.reopen(hand(who, at), reason).map_err(refused)?;
            note(unit, &work, &step).await?;
            mend(store, unit, house, year, at, chance).await?;
        }
    }
    Ok(())
}

async fn note(unit: &mut store::Unit, work: &Work, step: &Step) -> anyhow::Result<()> {
    if !unit.report_step(&work.body.id, work.year, &work.life, step).await? {
        bail!("{} of {} on {} came twice", step.act.key(), work.body.slug, work.year);
    }
    Ok(())
}

const LICENCES: &str = "proactive.licensing.decisions";

/// Enters the better number of licences.
async fn mend(
    store: &Store,
    unit: &mut store::Unit,
    house: &House,
    year: i16,
    at: Timestamp,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let history = store.figure_history(&house.body.id, year).await?;
    let newest = latest(&history).find(|entry| entry.path == LICENCES);
    let Some(Entered { seq, value: Some(FigureValue::Count(count)), .. }) = newest else {
        bail!("{} has no number of licences", house.body.slug);
    };
    let better = Entered {
        path: LICENCES.to_owned(),
        seq: seq + 1,
        value: Some(FigureValue::Count(count + i64::from(chance.between(3, 30)))),
        unit: None,
        source: "行政审批系统年度统计".to_owned(),
        note: "补计窗口当场办结的决定".to_owned(),
        by: house.clerk.id.clone(),
        name: house.clerk.name.clone(),
        at,
    };
    if !unit.enter_figure(&house.body.id, year, &better).await? {
        bail!("the figure {LICENCES} of {} was entered twice", house.body.slug);
    }
    Ok(())
}

fn what_changed(public: &Report, report: &Report) -> String {
    let count = |report: &Report| report.cells.at(LICENCES).map_or_else(String::new, |count| count.to_string());
    format!("第二部分“行政许可”本年处理决定数量由{}更正为{}，其他内容不变。", count(public), count(report))
}
