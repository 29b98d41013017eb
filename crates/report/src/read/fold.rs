//! Folds away what differs between writings of the same words: width, brackets, script, blanks.
//!
//! Nothing here knows the form. Folding is for comparing only; what is shown to people is the text as
//! it was read.

/// Traditional characters of the form and of the words around it, each followed by its simplified one.
const SCRIPT: &str = "後后於于増增\
開开報报務务員员國国區区縣县鄉乡鎮镇門门關关與与為为無无現现規规範范許许處处罰罚強强業业費费購购採采總总數数據据項项類类從从復复議议訴诉訟讼結结維维糾纠審审經经農农單单\
機机構构會会團团體体組组織织個个條条則则廢废執执製制發发佈布訊讯電电話话網网辦办聯联繫系統统計计時时間间過过還还這这進进運运連连遠远適适選选達达遲迟邊边鄰邻記记訂订訪访\
設设評评詢询該该詳详認认語语説说說说請请論论調调證证識识譯译讀读變变讓让內内離离難难響响頁页順顺須须預预領领頭头題题顯显願愿風风飛飞飲饮館馆駐驻驗验舉举學学實实寫写寬宽\
寶宝專专將将對对導导屆届屬属層层幫帮幹干庫库應应廣广廳厅張张彈弹當当錄录徑径愛爱態态慶庆憑凭憲宪戰战戶户擔担損损擇择擴扩攝摄敗败敵敌斷断書书東东棄弃極极榮荣樣样標标樓楼\
權权檔档檢检歡欢歲岁歷历歸归殘残氣气決决沒没滿满漢汉準准滅灭濟济灣湾災灾爭争狀状獎奖獲获產产畫画異异療疗監监盤盘礎础確确碼码禮礼種种稱称積积穩稳窮穷競竞筆笔節节簡简籌筹\
簽签籤签糧粮級级納纳紀纪約约紅红純纯紙纸細细終终絕绝給给綜综緊紧線线編编練练縮缩繳缴績绩續续罷罢職职聲声聽听脅胁舊旧藝艺藥药蘇苏號号蟲虫衆众眾众術术衛卫衝冲補补裝装親亲\
覺觉覽览觀观負负財财責责貨货販贩貫贯貴贵買买貸贷貿贸賀贺資资賞赏賠赔質质賬账賴赖贈赠趕赶軍军軟软載载較较輔辅輕轻輛辆輝辉輪轮輯辑輸输轉转遞递遷迁遺遗醫医釋释鈎钩鉤钩鍵键\
鐘钟鐵铁長长閉闭問问閱阅隊队階阶際际陸陆陳陈險险隨随隱隐雖虽雙双雜杂靜静麗丽點点黨党齊齐齡龄龍龙勞劳動动勝胜勢势協协卻却參参吳吴啟启喪丧嚴严圍围園园圓圆圖图堅坚場场塊块\
墊垫壓压壞坏壽寿夠够夾夹奪夺奮奋婦妇孫孙寧宁塵尘爾尔島岛嶺岭廠厂懲惩懷怀戲戏撥拨換换搶抢擬拟擾扰攔拦攜携晉晋暫暂曆历楊杨橋桥欄栏歐欧殺杀毀毁測测湧涌溝沟滬沪漁渔潔洁澤泽\
濱滨營营爐炉牆墙獨独環环瓊琼甌瓯畝亩盡尽礙碍祕秘禍祸穀谷窪洼築筑紹绍緒绪繼继羅罗義义習习聖圣聞闻腦脑臨临艱艰蔣蒋薦荐蘭兰蝕蚀複复襲袭見见視视覓觅訓训討讨託托試试詩诗誠诚\
誤误課课談谈謀谋謝谢講讲謹谨譜谱護护豐丰貧贫賢贤賦赋賽赛贊赞趙赵跡迹踐践躍跃車车軌轨軸轴輿舆辭辞彙汇匯汇滙汇裡里裏里臺台檯台佔占併并並并傳传儘尽億亿價价優优償偿儲储創创\
劃划劇剧勵励喚唤嘗尝囑嘱墾垦奧奥婁娄帶带幣币幾几徹彻憶忆懇恳扞捍揮挥擁拥昇升晝昼棟栋樂乐毆殴淺浅減减漲涨濃浓燈灯牽牵獻献琺珐甦苏盜盗眞真祿禄絡络絲丝羣群膽胆興兴舖铺莊庄\
萬万葉叶詞词誰谁賓宾贏赢轄辖邏逻郵邮釐厘針针銀银鋪铺錢钱鋼钢錯错鎖锁閃闪闢辟陰阴陝陕陽阳隸隶頒颁額额顧顾飯饭駕驾騰腾驚惊髮发鬥斗魚鱼鳥鸟麥麦黃黄齣出龜龟淨净況况涼凉溫温\
産产敍叙敘叙啓启麼么爲为週周註注讚赞誌志諮咨係系傢家掛挂纔才祇只隻只鬆松鹹咸鞏巩訣诀擊击燒烧礦矿稅税脫脱兌兑銳锐樹树蘊蕴虧亏蔔卜\
華华備备頻频馬马鏈链覈核來来繞绕冊册瀏浏熱热掃扫薩萨餘余貼贴兩两暢畅別别饋馈徵征遊游雲云鳳凤嶽岳閣阁閩闽粵粤遼辽塗涂煙烟攤摊邁迈違违譽誉紛纷綠绿綱纲縱纵繪绘腳脚臟脏虛虚蓋盖藍蓝蕭萧觸触診诊詐诈豎竖貪贪\
贓赃踴踊辯辩鄧邓鄭郑銅铜銘铭鋒锋錦锦閒闲闊阔陣阵霧雾韓韩頗颇駛驶魯鲁鮮鲜鴻鸿鵬鹏鹽盐揚扬搖摇撫抚碩硕脈脉荊荆薈荟蘆芦鏡镜闡阐隴陇顏颜騙骗壩坝壇坛壯壮夢梦宮宫岡冈峽峡崗岗巖岩帥帅廟庙廈厦彎弯憂忧慮虑慣惯\
懸悬拋抛攬揽曉晓棗枣棲栖槍枪橫横洩泄湯汤滄沧滲渗漸渐潤润潛潜濕湿瀋沈灑洒灘滩猶犹獄狱矚瞩磚砖閘闸滯滞緩缓靈灵誼谊喬乔劉刘呂吕嚮向墳坟壘垒姦奸屜屉嶄崭彥彦悅悦惡恶慚惭擋挡斂敛棧栈樑梁樁桩樞枢殲歼汙污沖冲\
濫滥煉炼燦灿牘牍狹狭瑩莹痺痹盧卢硯砚窯窑竄窜篤笃篩筛簾帘綏绥綻绽縝缜繩绳羨羡聳耸肅肃蒼苍蓮莲虜虏蛻蜕裊袅訝讶誇夸諧谐謙谦豬猪賭赌贍赡趨趋躋跻軀躯輒辄轅辕遙遥鄖郧醞酝鈔钞鉅巨鍋锅鏟铲鑄铸鑒鉴鑽钻閡阂闕阙\
隕陨雞鸡韋韦頌颂頑顽饒饶馳驰駁驳驅驱驕骄鯉鲤鳴鸣鷗鸥黴霉齒齿";

/// A traditional character as its simplified twin, any other unchanged.
pub(crate) fn simplified(c: char) -> char {
    use std::sync::LazyLock;
    const FIRST: u32 = 0x4e00;
    const LAST: u32 = 0x9fff;
    static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut table: Vec<char> = (FIRST..=LAST).filter_map(char::from_u32).collect();
        let chars: Vec<char> = SCRIPT.chars().collect();
        for pair in chars.chunks_exact(2) {
            if let Some(place) = table.get_mut((pair[0] as usize).wrapping_sub(FIRST as usize)) {
                *place = pair[1];
            }
        }
        table
    });
    match c as u32 {
        code @ FIRST..=LAST => TABLE[(code - FIRST) as usize],
        _ => c,
    }
}

/// Whether a text has at least `count` Chinese characters; cheap, and enough to pass over most lines of
/// a table before anything is folded.
pub(super) fn has_characters(text: &str, count: usize) -> bool {
    text.chars().filter(|c| (*c as u32) >= 0x2e80 && *c != '\u{3000}').take(count).count() == count
}

/// One character for one: full width to half width, traditional to simplified, brackets and dashes to
/// one kind, every blank to a space. Positions stay, so a place found in the folded text is the place
/// in the text itself.
///
/// ```
/// use report::read::fold;
/// assert_eq!(fold("（一）規範性檔案　１２"), "(一)规范性档案 12");
/// ```
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

pub(super) fn fold_char(c: char) -> char {
    match c {
        '\u{ff0d}' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' | '━' | '﹣' => '-',
        '〔' | '【' | '［' | '「' | '『' => '[',
        '〕' | '】' | '］' | '」' | '』' => ']',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '﹙' | '❨' => '(',
        '﹚' | '❩' => ')',
        '⽆' => '无',
        '“' | '”' | '„' | '‟' => '"',
        '‘' | '’' => '\'',
        '∶' | '︰' | '﹕' => ':',
        '¦' | '│' | '┃' | '︱' => '|',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '⼀'..='⿕' => radical(c),
        _ => simplified(c),
    }
}

/// PDF files of Word often hold the look-alike of the radicals block (⼀ U+2F00) instead of the character.
fn radical(c: char) -> char {
    const RADICALS: [(char, char); 30] = [
        ('⼀', '一'),
        ('⼆', '二'),
        ('⼋', '八'),
        ('⼗', '十'),
        ('⼈', '人'),
        ('⼊', '入'),
        ('⼒', '力'),
        ('⼝', '口'),
        ('⼟', '土'),
        ('⼤', '大'),
        ('⼥', '女'),
        ('⼦', '子'),
        ('⼩', '小'),
        ('⼯', '工'),
        ('⼰', '己'),
        ('⼲', '干'),
        ('⼴', '广'),
        ('⼼', '心'),
        ('⼿', '手'),
        ('⽀', '支'),
        ('⽂', '文'),
        ('⽅', '方'),
        ('⽇', '日'),
        ('⽉', '月'),
        ('⽌', '止'),
        ('⽐', '比'),
        ('⽣', '生'),
        ('⽤', '用'),
        ('⾏', '行'),
        ('⾃', '自'),
    ];
    RADICALS.iter().find(|(look, _)| *look == c).map_or(c, |(_, real)| *real)
}

/// Whether the character takes no room and says nothing: marks of byte order, joiners, controls.
pub(super) fn is_silent(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
        || (c.is_control() && c != '\t' && c != '\n')
}

/// The characters that carry a label's meaning, folded: no blanks, no punctuation, no pinyin in brackets.
///
/// `數(shù)據(jù)` and `数 据：` give the same. Words that are written in two ways (档案 for 文件 in
/// machine-made traditional script, 其它 for 其他) give one.
pub(super) fn letters(text: &str) -> Vec<char> {
    let folded: Vec<char> = text.chars().filter(|c| !is_silent(*c)).map(fold_char).collect();
    let mut out = Vec::with_capacity(folded.len());
    let mut i = 0;
    while i < folded.len() {
        if folded[i] == '('
            && let Some(end) = pinyin_end(&folded, i)
        {
            i = end;
            continue;
        }
        let c = folded[i];
        if c.is_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        }
        i += 1;
    }
    respell(&mut out);
    out
}

/// The end of `(shù)`, if that is what begins here: at least one letter, all Latin.
fn pinyin_end(chars: &[char], open: usize) -> Option<usize> {
    let close = chars[open + 1..].iter().take(8).position(|c| *c == ')')? + open + 1;
    let inside = &chars[open + 1..close];
    let latin = |c: &char| c.is_alphabetic() && (*c as u32) < 0x250;
    (!inside.is_empty() && inside.iter().all(latin)).then_some(close + 1)
}

const RESPELLED: [(&str, &str); 9] = [
    ("规范性档案", "规范性文件"),
    ("其它", "其他"),
    ("反覆", "反复"),
    ("资讯", "信息"),
    ("钩稽", "勾稽"),
    ("帐", "账"),
    ("行政机构", "行政机关"),
    ("制订", "制定"),
    ("商业公司", "商业企业"),
];

fn respell(letters: &mut [char]) {
    for (from, to) in RESPELLED {
        let from: [char; 5] = padded(from);
        let to: [char; 5] = padded(to);
        let n = from.iter().filter(|c| **c != '\0').count();
        let mut i = 0;
        while i + n <= letters.len() {
            if letters[i..i + n] == from[..n] {
                letters[i..i + n].copy_from_slice(&to[..n]);
                i += n;
            } else {
                i += 1;
            }
        }
    }
}

fn padded(word: &str) -> [char; 5] {
    let mut out = ['\0'; 5];
    for (slot, c) in out.iter_mut().zip(word.chars()) {
        *slot = c;
    }
    out
}

/// The value of a run of Chinese numerals below one hundred (`二十一` = 21), or of digits.
///
/// Source: the forms and dates of the reports use no larger ones; years (`二〇二四`) are read digit by digit.
pub(super) fn small_number(text: &[char]) -> Option<u32> {
    if text.is_empty() || text.len() > 6 {
        return None;
    }
    if text.iter().all(char::is_ascii_digit) {
        return text.iter().collect::<String>().parse().ok();
    }
    let digit =
        |c: char| "〇一二三四五六七八九".chars().position(|d| d == if c == '零' || c == '○' { '〇' } else { c });
    match text.iter().position(|c| *c == '十') {
        None if text.len() == 1 => digit(text[0]).map(|n| n as u32),
        None => text.iter().try_fold(0_u32, |sum, c| Some(sum * 10 + digit(*c)? as u32)),
        Some(ten) => {
            let tens = if ten == 0 {
                1
            } else if ten == 1 {
                digit(text[0])?
            } else {
                return None;
            };
            let ones = match text.len() - ten - 1 {
                0 => 0,
                1 => digit(text[ten + 1])?,
                _ => return None,
            };
            Some(tens as u32 * 10 + ones as u32)
        }
    }
}

/// The value of a count written in characters: 十七 is 17, 一百零二 is 102, 一万二千 is 12 000; up to a hundred million.
/// Digits read one by one (二〇, 一二三) are no count.
pub(crate) fn spoken_number(text: &[char]) -> Option<u32> {
    let (mut sum, mut below_ten_thousand, mut digit) = (0_u32, 0_u32, None);
    for c in text {
        let tens = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' => {
                sum = below_ten_thousand.checked_add(digit.take().unwrap_or(0))?.checked_mul(10_000)?;
                below_ten_thousand = 0;
                continue;
            }
            _ => {
                let value = "零一二三四五六七八九".chars().position(|other| other == *c);
                let value = value.or_else(|| "〇一两".chars().position(|other| other == *c))?;
                if digit.is_some_and(|digit| digit > 0) {
                    return None;
                }
                digit = Some(u32::try_from(value).ok()?);
                continue;
            }
        };
        below_ten_thousand = below_ten_thousand.checked_add(digit.take().unwrap_or(1).max(1) * tens)?;
    }
    let units = text.iter().any(|c| "十百千万".contains(*c));
    let value = sum.checked_add(below_ten_thousand)?.checked_add(digit.unwrap_or(0))?;
    (units || text.len() == 1).then_some(value).filter(|_| text != ['万'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_scripts_two_widths_and_pinyin_debris_are_one_label() {
        let word = |text: &str| letters(text).into_iter().collect::<String>();
        for text in ["行政規範性檔案", "行政 规范性文件：", "行政規(guī)范性文(wén)件", "行政规范性\u{200b}文件"]
        {
            assert_eq!(word(text), "行政规范性文件", "{text}");
        }
        assert_eq!(word("備案審查、網頁鏈接、餘下來的兩項、暢通"), word("备案审查、网页链接、余下来的两项、畅通"));
    }

    #[test]
    fn folding_keeps_every_place() {
        let text = "（二）其他\u{3000}１2—３\u{200b}";
        assert_eq!(fold(text).chars().count(), text.chars().count());
    }

    #[test]
    fn numerals_of_headings_and_days() {
        let number = |text: &str| small_number(&text.chars().collect::<Vec<_>>());
        assert_eq!(number("十"), Some(10));
        assert_eq!(number("二十八"), Some(28));
        assert_eq!(number("三十"), Some(30));
        assert_eq!(number("二〇二四"), Some(2024));
        assert_eq!(number("31"), Some(31));
        assert_eq!(number("十十"), None);
    }

    #[test]
    fn counts_in_characters() {
        let number = |text: &str| spoken_number(&text.chars().collect::<Vec<_>>());
        assert_eq!(number("十七"), Some(17));
        assert_eq!(number("一百零二"), Some(102));
        assert_eq!(number("一万二千"), Some(12_000));
        assert_eq!(number("两千零三十"), Some(2_030));
        assert_eq!(number("零"), Some(0));
        assert_eq!(number("二〇"), None);
        assert_eq!(number("三五"), None);
        assert_eq!(number("万"), None);
    }
}
