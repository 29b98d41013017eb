//! `gongkai report …` as other programs call it: exit statuses, keys, order, and one bad file among good ones.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A report in which everything adds up, in the year and of the body that are asked for.
fn report(body: &str, year: i16, extra: &str) -> String {
    format!(
        "{body}{year}年政府信息公开工作年度报告\n一、总体情况\n本年度做好主动公开和依申请公开工作。{extra}\n\
         二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n\
         规章\t0\t0\t0\n行政规范性文件\t3\t1\t9\n第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t12\n\
         第二十条第（六）项\n信息内容\t本年处理决定数量\n行政处罚\t4\n行政强制\t0\n第二十条第（八）项\n\
         信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t0\n\
         五、存在的主要问题及改进情况\n存在解读形式单一的问题，将丰富解读形式。\n六、其他需要报告的事项\n无。\n"
    )
}

struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a folder"));
        for (name, text) in files {
            let path = folder.path(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

fn gongkai(args: &[&dyn AsRef<Path>]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.arg("report").args(args.iter().map(|arg| arg.as_ref())).output().expect("the program runs")
}

fn objects(output: &Output) -> Vec<Value> {
    let text = str::from_utf8(&output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

fn codes(object: &Value) -> Vec<&str> {
    object["findings"].as_array().expect("findings").iter().filter_map(|finding| finding["code"].as_str()).collect()
}

#[test]
fn one_line_a_file_in_the_order_of_the_arguments_and_a_bad_file_stops_nothing() {
    let folder = Folder::with(&[
        ("b/2.txt", &report("云溪县水利局", 2023, "")),
        ("b/1.txt", &report("云溪县教育局", 2023, "")),
        ("b/0.docx", "PK\u{3}\u{4} cut off"),
        ("a.txt", &report("云溪县财政局", 2023, "")),
    ]);
    let checked = gongkai(&[&"check", &"--json", &folder.path("b"), &folder.path("none.txt"), &folder.path("a.txt")]);
    let objects = objects(&checked);
    let bodies: Vec<_> = objects.iter().map(|object| object["body"].as_str()).collect();
    assert_eq!(bodies, [None, Some("云溪县教育局"), Some("云溪县水利局"), None, Some("云溪县财政局")]);
    assert_eq!((codes(&objects[0]), codes(&objects[3])), (vec!["R190"], vec!["R190"]));
    assert_eq!(checked.status.code(), Some(2));
    for key in
        ["file", "title", "period", "proactive", "money", "applications", "remedies", "sections", "counts", "marks"]
    {
        assert!(objects[1].get(key).is_some(), "no {key}");
    }
}

#[test]
fn the_status_says_how_bad_it_is() {
    let complete = report("云溪县财政局", 2023, "");
    let folder = Folder::with(&[("r.txt", &complete), ("readme.txt", "三月的会议纪要，与报告无关。")]);
    // Tables 3 and 4 are missing.
    assert_eq!(gongkai(&[&"check", &folder.path("r.txt")]).status.code(), Some(1));
    assert_eq!(gongkai(&[&"read", &folder.path("r.txt")]).status.code(), Some(0));
    // No report at all is a note.
    assert_eq!(gongkai(&[&"check", &folder.path("readme.txt")]).status.code(), Some(0));
    assert_eq!(gongkai(&[&"check", &folder.path("missing.txt")]).status.code(), Some(2));
    assert_eq!(gongkai(&[&"check"]).status.code(), Some(2));
}

#[test]
fn what_people_read_stands_on_standard_error() {
    let folder = Folder::with(&[("r.txt", &report("云溪县财政局", 2023, "").replace("3\t1\t9", "9\t1\t3"))]);
    let checked = gongkai(&[&"check", &folder.path("r.txt")]);
    let people = String::from_utf8(checked.stderr).expect("UTF-8");
    assert!(people.contains("警告[R133]：") && people.contains("  --> ") && people.contains("  = 提示："), "{people}");
    assert!(checked.stdout.is_empty());
    let english = gongkai(&[&"check", &"--lang", &"en", &folder.path("r.txt")]);
    assert!(String::from_utf8(english.stderr).expect("UTF-8").contains("warning[R133]: an implausible relation"));
}

#[test]
fn objects_once_read_are_checked_again_and_as_fast_as_they_come() {
    let folder = Folder::with(&[("r.txt", &report("云溪县财政局", 2023, "").replace("3\t1\t9", "9\t1\t3"))]);
    let once = gongkai(&[&"check", &"--json", &folder.path("r.txt")]);
    fs::write(folder.path("all.jsonl"), &once.stdout).expect("a file");
    let again = gongkai(&[&"check", &"--json", &folder.path("all.jsonl")]);
    assert_eq!(codes(&objects(&once)[0]), codes(&objects(&again)[0]));
    assert_eq!(objects(&again)[0]["file"], objects(&once)[0]["file"]);
    fs::write(folder.path("torn.jsonl"), [&once.stdout[..], b"{\"body\": 7}\n"].concat()).expect("a file");
    let torn = objects(&gongkai(&[&"check", &"--json", &folder.path("torn.jsonl")]));
    assert_eq!((torn.len(), codes(&torn[1])), (2, vec!["R190"]));
    assert!(torn[1]["file"].as_str().is_some_and(|file| file.ends_with("torn.jsonl:2")));
}

#[test]
fn last_years_report_is_found_by_body_and_year_under_another_name() {
    let folder = Folder::with(&[
        ("now/r.txt", &report("云溪县发展和改革局", 2023, "")),
        ("then/x.txt", &report("青州市云溪县发改局", 2022, "").replace("3\t1\t9", "3\t1\t20")),
        ("then/y.txt", &report("云溪县水利局", 2022, "").replace("3\t1\t9", "3\t1\t40")),
        ("then/z.txt", &report("云溪县发展和改革局", 2021, "").replace("3\t1\t9", "3\t1\t60")),
    ]);
    let checked = gongkai(&[&"check", &"--json", &"--previous", &folder.path("then"), &folder.path("now/r.txt")]);
    let objects = objects(&checked);
    let lead = objects[0]["findings"].as_array().and_then(|all| all.iter().find(|one| one["code"] == "R141"));
    assert_eq!(lead.expect("20 + 3 − 1 is not 9")["values"]["expected"], "22");
}

#[test]
fn a_text_that_another_body_has_is_named() {
    let text = "围绕预算决算、政府采购、惠民资金和国有资产等重点领域，及时准确公开群众关心的信息，组织政府开放日活动，\
        邀请群众代表走进机关了解财政资金的来龙去脉。改版门户网站专栏，增设惠民政策查询窗口，方便群众办事和监督。\
        开展业务培训，请外地同行讲授解读材料的写法，参训人员当场改写一份文件并互相点评，优秀作品贴在公开栏里供大家学习，\
        年底评出五份最好懂的解读材料并给作者记功。";
    let folder =
        Folder::with(&[("1.txt", &report("云溪县财政局", 2023, text)), ("2.txt", &report("云溪县水利局", 2023, text))]);
    let objects = objects(&gongkai(&[&"check", &"--json", &folder.path("1.txt"), &folder.path("2.txt")]));
    assert!(!codes(&objects[0]).contains(&"R160"));
    let found = objects[1]["findings"].as_array().and_then(|all| all.iter().find(|one| one["code"] == "R160"));
    assert!(found.expect("the same text")["message"].as_str().is_some_and(|text| text.contains("云溪县财政局")));
}

#[test]
fn the_register_is_compared_cell_by_cell() {
    let folder = Folder::with(&[
        ("r.txt", &report("云溪县财政局", 2023, "")),
        (
            "register.json",
            "{\n \"body\": \"云溪县财政局\", \"year\": 2023, \"edition\": \"2021\",\n \
             \"proactive\": {\"licensing\": {\"decisions\": 15}, \"penalty\": {\"decisions\": 4}}\n}\n",
        ),
    ]);
    let checked = gongkai(&[&"check", &"--json", &"--register", &folder.path("register.json"), &folder.path("r.txt")]);
    let objects = objects(&checked);
    let differing: Vec<_> =
        objects[0]["findings"].as_array().into_iter().flatten().filter(|one| one["code"] == "R134").collect();
    let [one] = differing[..] else { panic!("one cell differs, not {}", differing.len()) };
    assert_eq!((one["values"]["expected"].as_str(), one["values"]["found"].as_str()), (Some("15"), Some("12")));
    assert_eq!(
        gongkai(&[&"check", &"--register", &folder.path("r.txt"), &folder.path("r.txt")]).status.code(),
        Some(2)
    );
}

#[test]
fn a_sum_is_written_in_every_format_and_says_who_is_in_it() {
    let folder = Folder::with(&[
        ("in/1.txt", &report("云溪县财政局", 2023, "")),
        ("in/2.txt", &report("云溪县水利局", 2023, "")),
        ("in/3.txt", &report("云溪县水利局", 2023, "")),
        ("in/4.txt", &report("云溪县审计局", 2022, "")),
        ("expected.txt", "云溪县财政局\n云溪县水利局\n云溪县教育局\n"),
    ]);
    for extension in ["json", "csv", "xlsx", "docx", "html"] {
        let out = folder.path(&format!("sum.{extension}"));
        let expected = folder.path("expected.txt");
        let done = gongkai(&[&"sum", &folder.path("in"), &"-o", &out, &"--body", &"云溪县", &"--expected", &expected]);
        assert_eq!(done.status.code(), Some(1), "{extension}: a body is missing");
        assert!(fs::metadata(&out).expect("written").len() > 100);
    }
    let sum: Value = serde_json::from_slice(&fs::read(folder.path("sum.json")).expect("written")).expect("JSON");
    assert_eq!((sum["body"].as_str(), sum["year"].as_i64()), (Some("云溪县"), Some(2023)));
    assert_eq!(sum["proactive"]["licensing"]["decisions"], 24);
    assert_eq!(sum["parts"]["proactive.licensing.decisions"]["云溪县水利局"], 12);
    assert_eq!(sum["sum"]["missing"], serde_json::json!(["云溪县教育局", "云溪县审计局"]));
    assert_eq!(sum["sum"]["duplicates"][0]["body"], "云溪县水利局");
    let wrong = gongkai(&[&"sum", &folder.path("in"), &"-o", &folder.path("sum.odt")]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8(wrong.stderr).expect("UTF-8").contains("json、csv、xlsx、docx、html"));
}

#[test]
fn two_years_are_compared() {
    let folder = Folder::with(&[
        ("old.txt", &report("云溪县财政局", 2022, "")),
        ("new.txt", &report("云溪县财政局", 2023, "").replace("行政许可\t12", "行政许可\t30")),
    ]);
    let compared = gongkai(&[&"diff", &"--json", &folder.path("old.txt"), &folder.path("new.txt")]);
    assert_eq!(compared.status.code(), Some(0));
    let diff = &objects(&compared)[0];
    assert_eq!(diff["cells"][0]["path"], "proactive.licensing.decisions");
    assert_eq!((diff["cells"][0]["old"].as_i64(), diff["cells"][0]["difference"].as_i64()), (Some(12), Some(18)));
    assert_eq!(diff["cells"].as_array().map(Vec::len), Some(1));
    let people = gongkai(&[&"diff", &folder.path("old.txt"), &folder.path("new.txt")]);
    assert!(String::from_utf8(people.stderr).expect("UTF-8").contains("+18"));
    assert_eq!(gongkai(&[&"diff", &folder.path("none"), &folder.path("new.txt")]).status.code(), Some(2));
}

#[test]
fn the_long_table_has_a_row_for_every_cell_and_keeps_a_blank_blank() {
    let folder = Folder::with(&[("r.txt", &report("云溪县财政局", 2023, ""))]);
    for extension in ["csv", "xlsx", "parquet"] {
        let out = folder.path(&format!("table.{extension}"));
        assert_eq!(gongkai(&[&"table", &folder.path("r.txt"), &"-o", &out]).status.code(), Some(0), "{extension}");
    }
    let table = fs::read_to_string(folder.path("table.csv")).expect("written");
    assert_eq!(table.lines().count(), 1 + 10 + 175 + 15);
    assert!(table.contains(",licensing,行政许可,decisions,本年处理决定数量,12,,,"));
    assert!(table.contains(",new_received,一、本年新收政府信息公开申请数量,total,总计,,,,"));
}

#[test]
fn an_object_is_written_as_a_paper() {
    let folder = Folder::with(&[("r.txt", &report("云溪县财政局", 2023, ""))]);
    let read = gongkai(&[&"read", &"--json", &folder.path("r.txt")]);
    fs::write(folder.path("r.json"), &read.stdout).expect("a file");
    for extension in ["docx", "html", "xlsx", "json"] {
        let out = folder.path(&format!("r.{extension}"));
        let done = gongkai(&[&"write", &folder.path("r.json"), &"-o", &out]);
        assert_eq!(done.status.code(), Some(0), "{extension}: {}", String::from_utf8_lossy(&done.stderr));
    }
    let html = fs::read_to_string(folder.path("r.html")).expect("written");
    assert!(html.contains("云溪县财政局2023年政府信息公开工作年度报告"));
}

/// A folder that holds a link to itself is walked once.
#[cfg(unix)]
#[test]
fn a_loop_of_links_ends() {
    let folder = Folder::with(&[("in/r.txt", &report("云溪县财政局", 2023, ""))]);
    std::os::unix::fs::symlink(folder.path("in"), folder.path("in/again")).expect("a link");
    assert_eq!(objects(&gongkai(&[&"read", &"--json", &folder.path("in")])).len(), 1);
}
