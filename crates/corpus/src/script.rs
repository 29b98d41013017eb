//! Traditional script, as reports of some sites are shown.

use crate::page::{Page, Piece};

/// Simplified and traditional forms of the letters in use here that differ.
const PAIRS: &str = "总總开開况況动動处處请請区區内內类類国國属屬关關机機构構组組织織务務营營业業计計数數质質规規范範应應对對项項\
发發制制废廢现現许許罚罰强強费費额額单單万萬元元结結转轉办辦继繼续續维維纠糾审審经經复復议議诉訴讼訟问問题題进進报報个個\
条條为為维維护護权權执執过過检檢测測询詢违違这這无無说說证證认認识識记記讨討论論设設访訪评評词詞试試话話该該详詳误誤语語\
读讀调調谈談谁誰课課谊誼谋謀谓謂谢謝谦謙讲講谱譜负負财財责責败敗账賬货貨购購贯貫贴貼贵貴贸貿资資赋賦赖賴赛賽赞贊\
长長门門间間闻聞阅閱队隊阳陽阴陰阶階际際陆陸陈陳险險随隨难難云雲电電静靜韦韋顶頂预預领領频頻题題颜顏风風飞飛饮飲饰飾\
马馬驻駐验驗骤驟鱼魚鸟鳥齐齊龙龍县縣乡鄉镇鎮与與书書号號编編邮郵电電据據统統从從会會体體众眾满滿满滿让讓众眾优優传傳\
传傳伤傷价價份份传傳伟偉众眾创創别別删刪则則刚剛剂劑剑劍办辦劳勞势勢华華协協卖賣卫衛厂廠厅廳历歷压壓县縣参參双雙变變\
叶葉听聽启啟员員响響园園围圍图圖圆圓坚堅坏壞块塊场場执執备備够夠头頭夺奪奖獎妇婦学學宁寧实實宣宣宽寬宾賓对對导導将將尔爾\
层層岁歲岛島岭嶺岗崗带帶帮幫广廣庆慶库庫庄莊应應张張归歸录錄当當径徑忆憶怀懷态態总總恶惡悬懸惊驚惯慣愿願战戰户戶扑撲\
执執扩擴扫掃抢搶护護报報担擔拟擬拥擁择擇挂掛挥揮损損换換据據摆擺摄攝敌敵断斷无無旧舊时時显顯晓曉术術机機权權来來杨楊极極\
标標栏欄树樹样樣档檔桥橋梦夢检檢楼樓欢歡欧歐历歷归歸毁毀气氣汇匯沟溝没沒泪淚泽澤洁潔浅淺济濟浓濃涨漲润潤渐漸湾灣湿濕滩灘\
灭滅灵靈灾災炉爐点點热熱爱愛状狀独獨献獻环環现現电電画畫畅暢疗療监監盖蓋盘盤矿礦码碼砖磚确確础礎离離种種积積称稱稳穩穷窮\
竞競笔筆筑築签簽简簡类類粮糧紧緊红紅约約级級纪紀纯純纲綱纳納纷紛纸紙线線练練终終绍紹绕繞绝絕给給络絡统統绩績绿綠网網罗羅\
职職联聯聪聰肃肅胜勝脑腦脱脫节節艺藝芦蘆苏蘇药藥获獲虑慮虽雖补補装裝见見观觀览覽觉覺触觸订訂让讓训訓辑輯输輸达達迁遷运運\
举舉还還连連迟遲适適选選递遞释釋鉴鑒针針钟鐘钱錢铁鐵银銀链鏈销銷锁鎖错錯镇鎮闭閉闻聞须須顾顧顿頓余餘";

/// Turns every text of a page into traditional script, as far as it is known here.
pub fn traditional(page: &mut Page) {
    let letters: Vec<char> = PAIRS.chars().filter(|c| !c.is_whitespace()).collect();
    let turn = |text: &mut String| {
        *text = text
            .chars()
            .map(|c| {
                let pair = letters.chunks(2).find(|pair| pair[0] == c);
                pair.map_or(c, |pair| pair[1])
            })
            .collect();
    };
    for piece in &mut page.pieces {
        match piece {
            Piece::Title(lines) | Piece::Signature(lines) => lines.iter_mut().for_each(turn),
            Piece::Heading(numeral, words) => [numeral, words].into_iter().for_each(turn),
            Piece::Text(text) => turn(text),
            Piece::Table(grid) => grid.rows.iter_mut().flatten().for_each(|boxed| turn(&mut boxed.text)),
        }
    }
    turn(&mut page.name);
    turn(&mut page.site);
    page.facts.iter_mut().for_each(|(name, value)| [name, value].into_iter().for_each(turn));
}

/// The same text in simplified letters, as far as they are known here: for comparing names.
pub fn simplified(text: &str) -> String {
    let letters: Vec<char> = PAIRS.chars().filter(|c| !c.is_whitespace()).collect();
    text.chars()
        .map(|c| {
            let pair = letters.chunks(2).find(|pair| pair[1] == c && pair[0] != c);
            pair.map_or(c, |pair| pair[0])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_over_and_come_back() {
        assert!(PAIRS.chars().filter(|c| !c.is_whitespace()).count().is_multiple_of(2));
        let mut page = Page {
            pieces: vec![Piece::Text("总体情况：收到和处理政府信息公开申请".to_owned())],
            ..Page::default()
        };
        traditional(&mut page);
        let Piece::Text(text) = &page.pieces[0] else { unreachable!() };
        assert_eq!(text, "總體情況：收到和處理政府信息公開申請");
        assert_eq!(simplified(text), "总体情况：收到和处理政府信息公开申请");
    }
}
