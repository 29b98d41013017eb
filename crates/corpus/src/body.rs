//! Who reports: invented bodies of every size.

use crate::chance::Chance;

/// How much a body does in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// A township or subdistrict.
    Township,
    /// A department of a county or city.
    Department,
    /// A county's or district's government.
    County,
    /// The government of a city with districts, which can make rules (规章).
    City,
}

/// A body that reports.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its name as it stands in the title.
    pub name: String,
    /// What it calls itself: 我局, 我镇.
    pub we: &'static str,
    /// The place it works in.
    pub place: String,
    /// Its size.
    pub size: Size,
}

const FIRST: &[&str] = &[
    "云", "清", "临", "长", "安", "宁", "平", "河", "江", "湖", "石", "金", "玉", "龙", "凤", "白", "丰", "兴", "永",
    "东", "南", "西", "青", "梅", "桃", "柳", "松", "竹", "秀", "文", "武", "嘉", "望", "高", "大", "双", "三", "百",
    "万", "九",
];
const SECOND: &[&str] = &[
    "溪", "川", "阳", "泉", "水", "原", "江", "岭", "台", "沙", "桥", "源", "陵", "坪", "浦", "港", "湾", "塘", "田",
    "峰", "谷", "林", "关", "口", "井", "渡", "滩", "店", "洲", "海",
];
const DEPARTMENTS: &[&str] = &[
    "财政局",
    "教育局",
    "卫生健康局",
    "市场监督管理局",
    "发展和改革局",
    "自然资源局",
    "住房和城乡建设局",
    "人力资源和社会保障局",
    "司法局",
    "水利局",
    "农业农村局",
    "交通运输局",
    "民政局",
    "文化和旅游局",
    "应急管理局",
    "审计局",
    "统计局",
    "医疗保障局",
    "林业局",
    "公安局",
    "科学技术局",
    "工业和信息化局",
    "退役军人事务局",
    "行政审批服务局",
    "乡村振兴局",
    "城市管理局",
    "商务局",
    "粮食和物资储备局",
    "生态环境局",
    "体育局",
];

fn place_name(chance: &mut Chance) -> String {
    format!("{}{}", chance.pick(FIRST), chance.pick(SECOND))
}

/// A body of that size, or of any.
pub fn make(chance: &mut Chance) -> Body {
    let size = chance.weigh(&[(25, Size::Township), (45, Size::Department), (20, Size::County), (10, Size::City)]);
    let city = format!("{}市", place_name(chance));
    let county = format!("{}{}", place_name(chance), chance.pick(&["县", "区", "县"]));
    let above = if chance.hit(30) { city.clone() } else { String::new() };
    match size {
        Size::Township => {
            let town = place_name(chance);
            let county = if chance.hit(80) { format!("{above}{county}") } else { String::new() };
            let (end, we, kind) = *chance.pick(&[
                ("镇人民政府", "我镇", "镇"),
                ("乡人民政府", "我乡", "乡"),
                ("镇人民政府", "我镇", "镇"),
                ("街道办事处", "我街道", "街道"),
            ]);
            Body { name: format!("{county}{town}{end}"), we, place: format!("{town}{kind}"), size }
        }
        Size::Department => {
            let department = *chance.pick(DEPARTMENTS);
            let place = if chance.hit(25) { city } else { format!("{above}{county}") };
            let we = *chance.pick(&["我局", "我局", "本机关", "本局"]);
            Body { name: format!("{place}{department}"), we, place, size }
        }
        Size::County => Body {
            name: format!("{above}{county}人民政府"),
            we: if county.ends_with('县') { "我县" } else { "我区" },
            place: county,
            size,
        },
        Size::City => Body { name: format!("{city}人民政府"), we: "我市", place: city, size },
    }
}
