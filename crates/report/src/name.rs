//! Names of public bodies as reports write them: which of them mean one body.

use std::collections::HashMap;

use crate::read::fold;

/// A name for exact comparison: one script, no blanks or signs, 人民政府 as 政府.
///
/// A government and its office keep different keys: each may have a report of its own.
///
/// ```
/// use report::name::key;
/// assert_eq!(key("青溪縣 人民政府"), key("青溪县政府"));
/// assert_ne!(key("云溪县政府"), key("云溪县政府办公室"));
/// ```
pub fn key(name: &str) -> String {
    let letters: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
    letters.replace("人民政府", "政府").replace("管理委员会", "管委会")
}

/// The name without what only says in which capacity it speaks: 云溪县 for 云溪县人民政府办公室.
fn core(name: &str) -> String {
    let key = key(name);
    let mut core = key.as_str();
    for suffix in ["办公室", "办公厅", "府办", "政府"] {
        core = core.strip_suffix(suffix).filter(|rest| !rest.is_empty()).unwrap_or(core);
    }
    let core = core_of_place(core);
    core.strip_suffix('会')
        .filter(|rest| rest.ends_with('委') || rest.ends_with("委员"))
        .unwrap_or(core)
        .replace("委员", "委")
}

/// Without the province and the city before a county, district or town: 云溪县发改局 for 青州市云溪县发改局.
fn core_of_place(name: &str) -> &str {
    let smaller =
        |rest: &str| rest.char_indices().skip(2).any(|(_, c)| ['市', '县', '区', '旗', '镇', '乡'].contains(&c));
    let cut = name.char_indices().skip(1).filter(|(_, c)| ['省', '市', '州'].contains(c));
    let rests = cut.map(|(at, c)| &name[at + c.len_utf8()..]);
    // 青州市 begins with a 州 that is no prefecture: what is left has to be long enough for a name.
    rests.filter(|rest| !rest.starts_with(['市', '县', '区']) && smaller(rest)).last().unwrap_or(name)
}

/// Whether two names mean one body: one is the other shortened (发改局 for 发展和改革局, 卫健委 for 卫生健康委员会,
/// 某镇 for 某镇人民政府, the county without its city), or one is the other's own office.
///
/// ```
/// use report::name::is_same;
/// assert!(is_same("云溪县发改局", "青州市云溪县发展和改革局"));
/// assert!(is_same("云溪县卫健委", "云溪县卫生健康委员会"));
/// assert!(!is_same("云溪县人民政府", "云溪县财政局"));
/// ```
pub fn is_same(body: &str, other: &str) -> bool {
    are_one(&core(body), &core(other))
}

fn are_one(body: &str, other: &str) -> bool {
    let (short, long) = if body.len() < other.len() { (body, other) } else { (other, body) };
    // What kind of body it is stands in the last character, and a short name leaves letters out, never in.
    let mut rest = long.chars();
    short.chars().last() == long.chars().last() && short.chars().all(|letter| rest.any(|other| other == letter))
}

/// The code of the body in an index number, if it begins with one: `12610800MB2939070N/2020-00340`.
///
/// ```
/// use report::name::organ_code;
/// assert_eq!(organ_code("12610800MB2939070N/2020-00340").as_deref(), Some("12610800MB2939070N"));
/// assert_eq!(organ_code("2020-00340"), None);
/// ```
pub fn organ_code(index_no: &str) -> Option<String> {
    let folded = fold(index_no);
    let code = folded.trim().split(['/', '-', '_']).next()?.trim().to_ascii_uppercase();
    // A unified social credit code has 18 characters, an organisation code of old 9, with at most its sign left out.
    let plain = code.chars().all(|c| c.is_ascii_alphanumeric());
    (plain && matches!(code.len(), 9 | 18) && code.chars().any(|c| c.is_ascii_digit())).then_some(code)
}

/// Values by the body they belong to, found again under another writing of its name.
#[derive(Clone, Debug)]
pub struct ByBody<T> {
    /// Key, core and value.
    all: Vec<(String, String, T)>,
    by_key: HashMap<String, Vec<usize>>,
    by_code: HashMap<String, Vec<usize>>,
}

impl<T> Default for ByBody<T> {
    fn default() -> Self {
        ByBody { all: Vec::new(), by_key: HashMap::new(), by_code: HashMap::new() }
    }
}

impl<T> ByBody<T> {
    /// Adds a value of the body with that name and, if known, that code.
    pub fn add(&mut self, name: &str, code: Option<String>, value: T) {
        let at = self.all.len();
        let key = key(name);
        self.by_key.entry(key.clone()).or_default().push(at);
        if let Some(code) = code {
            self.by_code.entry(code).or_default().push(at);
        }
        self.all.push((key, core(name), value));
    }

    /// The value of a body that `fits`: by its exact name, then by its code, then by a name that is the
    /// same shortened, unless two different names are.
    pub fn find(&self, name: &str, code: Option<&str>, fits: impl Fn(&T) -> bool) -> Option<&T> {
        let of = |places: Option<&Vec<usize>>| {
            places.into_iter().flatten().map(|at| &self.all[*at].2).find(|value| fits(value))
        };
        if let Some(found) = of(self.by_key.get(&key(name))).or_else(|| of(self.by_code.get(code?))) {
            return Some(found);
        }
        let core = core(name);
        let mut alike = self.all.iter().filter(|(_, other, value)| are_one(&core, other) && fits(value));
        let (first, _, found) = alike.next()?;
        alike.all(|(other, _, _)| other == first).then_some(found)
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Everything that was added, in that order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.all.iter().map(|(_, _, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_found_under_another_writing_of_its_name() {
        let mut bodies = ByBody::default();
        bodies.add("青州市云溪县发展和改革局", None, "发改");
        bodies.add("云溪县人力资源和社会保障局", None, "人社");
        bodies.add("云溪县人民政府", Some("11610830016085106J".to_owned()), "县政府");
        bodies.add("云溪县人民政府办公室", None, "县政府办");
        bodies.add("云溪县石桥镇人民政府", None, "石桥");
        bodies.add("云溪县卫生健康局", None, "卫健");
        let find = |name: &str, code: Option<&str>| bodies.find(name, code, |_| true).copied();
        assert_eq!(find("云溪县发改局", None), Some("发改"));
        assert_eq!(find("云溪县发展和改革局", None), Some("发改"));
        assert_eq!(find("某省青州市云溪县人社局", None), Some("人社"));
        assert_eq!(find("云溪縣政府", None), Some("县政府"));
        assert_eq!(find("云溪县政府办公室", None), Some("县政府办"));
        assert_eq!(find("石桥镇", None), Some("石桥"));
        assert_eq!(find("云溪县府", Some("11610830016085106J")), Some("县政府"));
        assert_eq!(find("云溪县审计局", None), None);
    }

    #[test]
    fn a_name_that_fits_two_bodies_fits_none() {
        let mut bodies = ByBody::default();
        bodies.add("云溪县石桥镇人民政府", None, 1);
        bodies.add("平川县石桥镇人民政府", None, 2);
        bodies.add("青州市城市管理局", None, 3);
        assert_eq!(bodies.find("石桥镇人民政府", None, |_| true), None);
        assert_eq!(bodies.find("丰州市城市管理局", None, |_| true), None);
    }
}
