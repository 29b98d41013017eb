//! The bodies of the county and their people. Every name, number and address is made up, and looks it.

use super::chance::Chance;
use super::days::at;
use civic::{Appointment, Body, BodyKind, Contact, PersonId, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use store::people::Person;

/// Someone of the staff.
#[derive(Clone, Debug)]
pub struct Member {
    pub id: PersonId,
    pub login: String,
    pub name: String,
    pub role: Role,
}

/// A body with those who act for it.
#[derive(Clone, Debug)]
pub struct House {
    pub body: Body,
    pub clerk: Member,
    pub reviewer: Member,
    pub head: Member,
}

impl House {
    /// Whether it works outside the installation: its reports come as files, and it takes no applications here.
    pub fn is_outside(&self) -> bool {
        self.body.kind == BodyKind::Township
    }
}

/// slug, name, short name, 机关代字, street.
type Line = (&'static str, &'static str, &'static str, &'static str, &'static str);

const GOVERNMENT: Line = ("yunxi", "云溪县人民政府", "县政府", "云政", "云溪大道1号");

const DEPARTMENTS: &[Line] = &[
    ("fgj", "云溪县发展和改革局", "县发改局", "云发改", "云溪大道3号"),
    ("jyj", "云溪县教育局", "县教育局", "云教", "书院路12号"),
    ("mzj", "云溪县民政局", "县民政局", "云民", "平安路6号"),
    ("czj", "云溪县财政局", "县财政局", "云财", "云溪大道5号"),
    ("rsj", "云溪县人力资源和社会保障局", "县人社局", "云人社", "平安路20号"),
    ("zrj", "云溪县自然资源局", "县自然资源局", "云自然资", "青山路9号"),
    ("zjj", "云溪县住房和城乡建设局", "县住建局", "云建", "青山路15号"),
    ("wjj", "云溪县卫生健康委员会", "县卫健委", "云卫", "杏林路1号"),
    ("yjj", "云溪县应急管理局", "县应急局", "云应急", "禾丰路30号"),
];

const TOWNSHIPS: &[Line] = &[
    ("wangxi", "云溪县望溪镇人民政府", "望溪镇", "望政", "望溪镇老街1号"),
    ("qingling", "云溪县青岭乡人民政府", "青岭乡", "青政", "青岭乡岭下村1号"),
    ("heban", "云溪县河畔街道办事处", "河畔街道", "河办", "河畔街道柳岸路4号"),
];

/// The city above, which is not part of this installation.
const CITY: &str = "望川市人民政府";

const SURNAMES: &[&str] = &["苏", "林", "叶", "江", "温", "许", "沈", "乔", "顾", "白", "夏", "秦", "陆", "方", "孟"];
const GIVEN: &[&str] = &[
    "知远", "禾青", "望舒", "映川", "听澜", "云帆", "溪亭", "若谷", "晓岚", "怀瑾", "念慈", "临风", "书砚", "松年",
    "见微", "初晴", "静渊", "长庚", "秋实", "行舟",
];

/// Names that do not repeat.
pub struct Names {
    left: Vec<String>,
}

impl Names {
    pub fn new(chance: &mut Chance) -> Self {
        let mut left: Vec<String> =
            SURNAMES.iter().flat_map(|surname| GIVEN.iter().map(move |given| format!("{surname}{given}"))).collect();
        chance.shuffle(&mut left);
        Self { left }
    }

    /// The next name; after three hundred they begin to repeat.
    pub fn draw(&mut self) -> String {
        let name = self.left.pop().unwrap_or_else(|| "苏知远".to_owned());
        self.left.insert(0, name.clone());
        name
    }
}

/// Every house of the county, the government first.
pub fn houses(chance: &mut Chance, names: &mut Names) -> Vec<House> {
    let mut houses: Vec<House> = Vec::new();
    let lines = std::iter::once((&GOVERNMENT, BodyKind::Government))
        .chain(DEPARTMENTS.iter().map(|line| (line, BodyKind::Department)))
        .chain(TOWNSHIPS.iter().map(|line| (line, BodyKind::Township)));
    for (place, (line, kind)) in lines.enumerate() {
        let parent = houses.first().map(|house| house.body.id.clone());
        let (slug, name, short_name, code, street) = *line;
        let is_top = parent.is_none();
        let body = Body {
            id: chance.id(),
            slug: slug.into(),
            name: name.into(),
            short_name: short_name.into(),
            code: code.into(),
            kind,
            parent,
            uscc: credit_code("11", place),
            contact: Contact {
                office: if is_top { "云溪县人民政府办公室".into() } else { format!("{short_name}办公室") },
                address: format!("云溪县{street}"),
                postcode: "000000".into(),
                hours: "工作日8:30—12:00，14:00—17:30".into(),
                phone: format!("0000-81001{place:02}"),
                fax: if is_top { "0000-8100200".into() } else { String::new() },
                email: format!("{slug}@yunxi.example"),
            },
            reconsideration_organ: if is_top { CITY.into() } else { GOVERNMENT.1.into() },
            court: if is_top { "望川市中级人民法院".into() } else { "云溪县人民法院".into() },
        };
        let mut member = |role: Role, word: &str| Member {
            id: chance.id(),
            login: if is_top { word.to_owned() } else { format!("{slug}-{word}") },
            name: names.draw(),
            role,
        };
        let (clerk, reviewer, head) =
            (member(Role::Clerk, "jingban"), member(Role::Reviewer, "shenhe"), member(Role::OfficeHead, "fuzeren"));
        houses.push(House { body, clerk, reviewer, head });
    }
    houses
}

/// The two who look after the whole county: 主管部门, 管理员.
pub fn overseers(chance: &mut Chance, names: &mut Names) -> [Member; 2] {
    [(Role::Supervisor, "zhuguan"), (Role::Admin, "guanli")].map(|(role, login)| Member {
        id: chance.id(),
        login: login.into(),
        name: names.draw(),
        role,
    })
}

/// The row of a person who may sign in; everyone shares the demonstration's password.
pub fn person(member: &Member, body: &Body, password: &str) -> Person {
    Person {
        id: member.id.clone(),
        login: member.login.clone(),
        name: member.name.clone(),
        password: password.to_owned(),
        must_change: false,
        failures: 0,
        locked_until: None,
        active: true,
        appointments: vec![Appointment { body: body.id.clone(), role: member.role }],
    }
}

/// When the installation was set up.
pub fn opened_at(first: Date) -> Timestamp {
    at(first, 8, 0)
}

/// A credit code whose check characters are right, of the region 990001, which is nobody's.
pub fn credit_code(kind: &str, serial: usize) -> String {
    const SYMBOLS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let open = format!("{kind}990001{:08}", serial + 1);
    let complete = SYMBOLS.chars().map(|symbol| format!("{open}{symbol}"));
    let codes = complete.flat_map(|most| SYMBOLS.chars().map(move |last| format!("{most}{last}")));
    // There is exactly one pair of check characters that fits.
    codes.into_iter().find(|code| civic::uscc::Uscc::parse(code).is_ok()).unwrap_or_default()
}

/// An identity card number whose check digit is right, of the same nobody's region.
pub fn identity_number(birth: Date, serial: u32) -> String {
    let open = format!("990001{:04}{:02}{:02}{:03}", birth.year(), birth.month(), birth.day(), serial % 1000);
    let fits = |number: &String| cases::identity::Proof::new(cases::identity::ProofKind::IdCard, number).is_ok();
    "0123456789X".chars().map(|last| format!("{open}{last}")).find(fits).unwrap_or_default()
}
