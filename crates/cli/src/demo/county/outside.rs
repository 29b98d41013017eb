//! The reports of the bodies that work outside the installation: written elsewhere, handed in as files, taken in and published
//! by the authority.

use super::bodies::{House, Member};
use super::days::{Days, at};
use anyhow::{anyhow, bail};
use jiff::Timestamp;
use jiff::civil::date;
use report::annual::{About, Hand, Remark};
use report::checks::{check_against_previous, check_as};
use report::figures::{Cells, Money};
use report::finding::Code;
use report::form::{Edition, Kind, SectionKey};
use report::report::{Report, Section};
use report::write::{Meta, document};
use std::cmp::Reverse;
use store::Store;
use store::annual::{Origin, Version};
use store::collection::{Ended, Upload};

/// Something that happens to a report that comes as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filing {
    /// The body's clerk hands the file in.
    HandIn,
    /// The authority takes it in as it stands.
    TakeIn,
    /// The authority sends it back with a remark.
    SendBack,
    /// The authority publishes it.
    Publish,
}

impl Filing {
    /// The key of the audit.
    pub fn act(self) -> &'static str {
        match self {
            Self::HandIn => "report.hand_in",
            Self::TakeIn => "report.take_in",
            Self::SendBack => "report.send_back",
            Self::Publish => "report.publish",
        }
    }

    /// Who does it.
    pub fn by<'a>(self, house: &'a House, authority: &'a Member) -> &'a Member {
        if self == Self::HandIn { &house.clerk } else { authority }
    }
}

/// The way of a body's report on a year. Of the last finished year one does not balance and went back, one still waits to be looked
/// at; all others are published.
pub fn filings(house: &House, year: i16, place: usize, days: Days) -> Vec<(Timestamp, Filing)> {
    let spread = u32::try_from(place % 5).unwrap_or(0);
    let made = days.after(date(year + 1, 1, 9), spread);
    let on = |working_days: u32| days.after(made, working_days);
    let handed_in = (at(made, 9, 40), Filing::HandIn);
    let taken_in = (at(on(1), 15, 30), Filing::TakeIn);
    match house.body.slug.as_str() {
        "wangxi" if year == days.today.year() - 1 => vec![handed_in, taken_in, (at(on(3), 11, 0), Filing::SendBack)],
        "qingling" if year == days.today.year() - 1 => vec![handed_in],
        _ => vec![handed_in, taken_in, (at(on(2), 9, 20), Filing::Publish)],
    }
}

/// Applications that the year begins with.
fn carried(place: usize, year: i16) -> i64 {
    (i64::from(year) + i64::try_from(place).unwrap_or(0)) % 3
}

/// The figures of a small office.
fn cells(place: usize, year: i16) -> Cells {
    let mut cells = Cells::blank(Edition::for_year(year));
    for cell in cells.form().official_cells() {
        match cell.column.kind {
            Kind::Count | Kind::SignedCount => cells.set(cell.no, Some(0)),
            Kind::Money(unit) => cells.set_money(cell.no, Money::parse("0", unit)),
        }
    }
    let received = 6 + carried(place, year + 1) * 2;
    let ended = received + carried(place, year) - carried(place, year + 1);
    for (path, value) in [
        ("proactive.licensing.decisions", 40 + received),
        ("proactive.penalty.decisions", carried(place, year)),
        ("applications.new_received.natural_person", received),
        ("applications.carried_over_in.natural_person", carried(place, year)),
        ("applications.results.granted.natural_person", ended - 3),
        ("applications.results.unable.not_held.natural_person", 2),
        ("applications.results.not_processed.petition.natural_person", 1),
        ("applications.carried_forward.natural_person", carried(place, year + 1)),
    ] {
        cells.put(path, value);
    }
    cells.compute_totals();
    cells
}

/// The report as the body wrote it, and its bytes: what the office works with, so it is.
fn paper(house: &House, year: i16, place: usize, days: Days) -> anyhow::Result<(String, Vec<u8>)> {
    let mut cells = cells(place, year);
    let received = cells.at("applications.new_received.total").unwrap_or(0);
    let is_last = year == days.today.year() - 1;
    let mut add = |path: &str, more: i64| {
        let before = cells.at(path).unwrap_or(0);
        cells.put(path, before + more)
    };
    match house.body.slug.as_str() {
        // The usual slip: what is carried forward was counted on another day.
        "wangxi" if is_last => {
            add("applications.carried_forward.natural_person", 1);
            add("applications.carried_forward.total", 1);
        }
        "qingling" if is_last => {
            add("applications.results.total.total", 10);
        }
        _ => {}
    }
    let name = &house.body.name;
    let section = |key: SectionKey, text: String| Section {
        key,
        title: key.title().to_owned(),
        numeral: Some(key.numeral().to_owned()),
        text,
        line: None,
    };
    let report = Report {
        body: Some(name.clone()),
        year: Some(year),
        cells,
        sections: vec![
            section(
                SectionKey::Overview,
                format!(
                    "{year}年，{name}认真落实政府信息公开条例，通过公开栏和县政府网站公开集镇管理、惠农补贴等信息。\n\
                     全年新收政府信息公开申请{received}件，均在法定期限内答复。"
                ),
            ),
            section(
                SectionKey::Problems,
                "存在的主要问题：村级信息报送不够及时。\n改进情况：明确每村一名信息员，按月核对。".to_owned(),
            ),
            section(SectionKey::Other, "没有收取信息处理费。".to_owned()),
        ],
        ..Report::blank(Edition::for_year(year))
    };
    let signed_on = filings(house, year, place, days).first().map(|(at, _)| web::now::date(*at));
    let paper = document(&report, &Meta { organ: name.clone(), signed_on, ..Meta::default() });
    let title = format!("{}{year}年政府信息公开年报", house.body.short_name);
    Ok(match house.body.slug.as_str() {
        "qingling" => (format!("{title}.html"), paper::html::write(&paper).into_bytes()),
        _ => (format!("{title}.docx"), paper::docx::write(&paper)?),
    })
}

/// What a filing needs to know.
pub struct Desk<'a> {
    pub store: &'a Store,
    pub house: &'a House,
    pub authority: &'a Member,
    pub year: i16,
    pub place: usize,
    pub days: Days,
}

impl Desk<'_> {
    fn hand(&self, what: Filing, at: Timestamp) -> Hand {
        let who = what.by(self.house, self.authority);
        Hand { by: who.id.clone(), name: who.name.clone(), at }
    }

    /// The name of the file and its bytes.
    pub fn file(&self) -> anyhow::Result<(String, Vec<u8>)> {
        paper(self.house, self.year, self.place, self.days)
    }

    /// Notes a file that was handed in, as it is read. The bytes are the caller's to keep.
    pub async fn hand_in(
        &self,
        unit: &mut store::Unit,
        id: String,
        (name, bytes): (String, &[u8]),
        at: Timestamp,
    ) -> anyhow::Result<()> {
        let upload = Upload {
            id,
            body: self.house.body.id.clone(),
            year: self.year,
            file: store::files::id_of(bytes),
            report: report::intake::file(bytes, &name),
            file_name: name,
            hand: self.hand(Filing::HandIn, at),
        };
        Ok(unit.keep_upload(&upload).await?)
    }

    /// Does what the authority does, from what is committed.
    pub async fn take(&self, unit: &mut store::Unit, what: Filing, at: Timestamp) -> anyhow::Result<()> {
        let (body, year, hand) = (&self.house.body, self.year, self.hand(what, at));
        let life = self.store.report_life(&body.id, year).await?;
        let refused = |refusals: Vec<report::annual::Refusal>| {
            let says: Vec<String> = refusals.iter().map(ToString::to_string).collect();
            anyhow!("the report of {} on {year}: {}", body.slug, says.join(" "))
        };
        let step = match what {
            Filing::HandIn => bail!("a file is handed in with its bytes"),
            Filing::TakeIn => life.take_in(hand.clone(), "").map_err(refused)?,
            Filing::Publish => life.publish(hand.clone()).map_err(refused)?,
            Filing::SendBack => life
                .send_back(hand.clone(), "结转下年度的数与收到、办理的数对不上，请按意见改正后重新报送")
                .map_err(refused)?,
        };
        if !unit.report_step(&body.id, year, &life, &step).await? {
            bail!("{} of {} on {year} came twice", step.act.key(), body.slug);
        }
        match what {
            Filing::TakeIn => self.freeze(unit, step.version, hand).await?,
            Filing::Publish => unit.queue_report(&body.id, year).await?,
            Filing::SendBack => {
                let remark = Remark {
                    no: 1,
                    version: life.signed().map(|step| step.version),
                    about: About::Finding(Code::R103),
                    words: "自然人一列：新收加上年结转，不等于办理结果总计加结转下年度。请核对12月31日尚未办结的件数。"
                        .to_owned(),
                    hand,
                    turns: Vec::new(),
                };
                unit.add_remark(&body.id, year, &remark).await?;
            }
            Filing::HandIn => {}
        }
        Ok(())
    }

    /// The report of the file that waits, checked, as a version.
    async fn freeze(&self, unit: &mut store::Unit, number: u32, hand: Hand) -> anyhow::Result<()> {
        let (body, year) = (&self.house.body, self.year);
        let lines = self.store.uploads(year).await?;
        let waiting = lines.into_iter().find(|line| line.body == body.id && line.ended.is_none());
        let Some(upload) = waiting else { bail!("{} handed in nothing for {year}", body.slug) };
        let Some(upload) = self.store.upload(&upload.id).await? else { bail!("the file of {} is gone", body.slug) };
        let mut report = Report { file: None, year: Some(year), ..upload.report };
        report.findings.extend(check_as(&report, Some(body.kind)));
        if let Some(last) = self.store.standing_report(&body.id, year - 1).await? {
            report.findings.extend(check_against_previous(&report, &last.report));
        }
        report.findings.sort_by_key(|finding| (Reverse(finding.severity), finding.code));
        let version = Version {
            body: body.id.clone(),
            year,
            version: number,
            origin: Origin::Upload(upload.id.clone()),
            report,
            what_changed: String::new(),
            hand: hand.clone(),
        };
        let ended = Ended { version: Some(number), words: String::new(), hand };
        if !(unit.freeze_report(&version).await? && unit.end_upload(&upload.id, &ended).await?) {
            bail!("the file of {} was taken in twice", body.slug);
        }
        Ok(())
    }
}
