//! Numbers as word processors write them before headings and in lists.

/// A way to write a number; the names are those of `ST_NumberFormat` (ECMA-376 part 1, 17.18.59).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numerals {
    Decimal,
    /// 01, 02 … 10.
    DecimalZero,
    FullWidth,
    UpperRoman,
    LowerRoman,
    UpperLetter,
    LowerLetter,
    /// 一 … 十一 … 九十九, then digit by digit.
    Chinese,
    /// 一百零一.
    ChineseThousand,
    /// 一〇.
    ChineseDigits,
    /// 壹拾.
    Legal,
    /// 甲乙丙.
    Stems,
    /// 子丑寅.
    Branches,
    /// ① … ⑳.
    Circled,
    /// ⑴ … ⒇.
    InParentheses,
    /// ⒈ … ⒛.
    WithFullStop,
    /// ㊀ … ㊉.
    ChineseCircled,
    /// A mark, the same every time.
    Bullet,
    /// Nothing.
    None,
}

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const LEGAL_DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

impl Numerals {
    /// The way that a DOCX file calls by this name; unknown ones are shown as Word shows them, in plain digits.
    pub fn named(name: &str) -> Self {
        match name {
            "decimalZero" => Self::DecimalZero,
            "decimalFullWidth" | "decimalFullWidth2" => Self::FullWidth,
            "upperRoman" => Self::UpperRoman,
            "lowerRoman" => Self::LowerRoman,
            "upperLetter" => Self::UpperLetter,
            "lowerLetter" => Self::LowerLetter,
            "chineseCounting" | "taiwaneseCounting" => Self::Chinese,
            "chineseCountingThousand" | "taiwaneseCountingThousand" | "japaneseCounting" | "koreanCounting" => {
                Self::ChineseThousand
            }
            "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" | "koreanDigital2" => {
                Self::ChineseDigits
            }
            "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => Self::Legal,
            "ideographTraditional" => Self::Stems,
            "ideographZodiac" => Self::Branches,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circled,
            "decimalEnclosedParen" => Self::InParentheses,
            "decimalEnclosedFullstop" => Self::WithFullStop,
            "ideographEnclosedCircle" => Self::ChineseCircled,
            "bullet" => Self::Bullet,
            "none" => Self::None,
            _ => Self::Decimal,
        }
    }

    /// The way that an old Word file calls by this number: [MS-OSHARED] 2.2.1.3.
    pub fn numbered(code: u8) -> Self {
        Self::named(match code {
            1 => "upperRoman",
            2 => "lowerRoman",
            3 => "upperLetter",
            4 => "lowerLetter",
            10 => "ideographDigital",
            11 => "japaneseCounting",
            14 | 19 => "decimalFullWidth",
            16 => "japaneseLegal",
            17 => "japaneseDigitalTenThousand",
            18 => "decimalEnclosedCircle",
            22 => "decimalZero",
            23 => "bullet",
            26 => "decimalEnclosedFullstop",
            27 => "decimalEnclosedParen",
            28 => "decimalEnclosedCircleChinese",
            29 => "ideographEnclosedCircle",
            30 => "ideographTraditional",
            31 => "ideographZodiac",
            33 | 37 => "chineseCounting",
            34 | 38 => "chineseLegalSimplified",
            35 | 39 => "chineseCountingThousand",
            36 => "taiwaneseDigital",
            255 => "none",
            _ => "decimal",
        })
    }

    /// Writes a number; where a way has no sign for it, in plain digits.
    pub fn write(self, number: u32, to: &mut String) {
        let sign = |signs: &str| (number as usize).checked_sub(1).and_then(|n| signs.chars().nth(n));
        let from = |first: u32, count: u32| match number {
            n if (1..=count).contains(&n) => char::from_u32(first + n - 1),
            _ => None,
        };
        let one = match self {
            Self::Bullet | Self::None => return,
            Self::DecimalZero if number < 10 => {
                to.push('0');
                None
            }
            Self::Decimal | Self::DecimalZero => None,
            Self::FullWidth => return to.extend(number.to_string().chars().map(full_width)),
            Self::UpperRoman | Self::LowerRoman if (1..4000).contains(&number) => {
                return roman(number, self == Self::UpperRoman, to);
            }
            // After z come aa, bb … zz, aaa.
            Self::UpperLetter | Self::LowerLetter if (1..=260).contains(&number) => {
                let first = if self == Self::UpperLetter { b'A' } else { b'a' };
                let letter = first + u8::try_from((number - 1) % 26).unwrap_or(0);
                return to.extend((0..=(number - 1) / 26).map(|_| char::from(letter)));
            }
            Self::UpperRoman | Self::LowerRoman | Self::UpperLetter | Self::LowerLetter => None,
            Self::Chinese if (1..100).contains(&number) => return counted(number, DIGITS, ["十", "百", "千"], to),
            Self::ChineseThousand if (1..10_000).contains(&number) => {
                return counted(number, DIGITS, ["十", "百", "千"], to);
            }
            Self::Legal if (1..10_000).contains(&number) => {
                return counted(number, LEGAL_DIGITS, ["拾", "佰", "仟"], to);
            }
            Self::Chinese | Self::ChineseThousand | Self::ChineseDigits | Self::Legal => {
                let digits = number.to_string();
                return to.extend(digits.bytes().map(|b| DIGITS[usize::from(b - b'0')]));
            }
            Self::Stems => sign("甲乙丙丁戊己庚辛壬癸"),
            Self::Branches => sign("子丑寅卯辰巳午未申酉戌亥"),
            Self::Circled => from(0x2460, 20),
            Self::InParentheses => from(0x2474, 20),
            Self::WithFullStop => from(0x2488, 20),
            Self::ChineseCircled => from(0x3280, 10),
        };
        match one {
            Some(sign) => to.push(sign),
            None => to.push_str(&number.to_string()),
        }
    }
}

fn full_width(digit: char) -> char {
    char::from_u32(u32::from(digit) - u32::from('0') + u32::from('０')).unwrap_or(digit)
}

fn roman(mut number: u32, upper: bool, to: &mut String) {
    const STEPS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    for (value, letters) in STEPS {
        while number >= value {
            number -= value;
            to.extend(letters.chars().map(|c| if upper { c.to_ascii_uppercase() } else { c }));
        }
    }
}

/// 一千零三十; 十二 without 一 before it, except in sums of money.
fn counted(number: u32, digits: [&str; 10], places: [&str; 3], to: &mut String) {
    let mut zero = false;
    for place in (0..4_u32).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        if digit == 0 {
            zero = true;
            continue;
        }
        let leads = number < 10_u32.pow(place + 1);
        if zero && !leads {
            to.push('零');
        }
        zero = false;
        if !(leads && place == 1 && digit == 1 && digits[1] == "一") {
            to.push_str(digits[digit as usize]);
        }
        if place > 0 {
            to.push_str(places[place as usize - 1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Numerals;

    #[test]
    fn numbers_are_written_as_the_page_shows_them() {
        check("decimal", &[(1, "1"), (12, "12")]);
        check("decimalZero", &[(1, "01"), (12, "12")]);
        check("decimalFullWidth", &[(12, "１２")]);
        check("chineseCounting", &[(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (101, "一〇一")]);
        check("chineseCountingThousand", &[(10, "十"), (101, "一百零一"), (110, "一百一十"), (1003, "一千零三")]);
        check("japaneseCounting", &[(3, "三"), (12, "十二")]);
        check("ideographDigital", &[(10, "一〇")]);
        check("chineseLegalSimplified", &[(10, "壹拾"), (23, "贰拾叁")]);
        check("ideographTraditional", &[(1, "甲"), (10, "癸"), (11, "11")]);
        check("ideographZodiac", &[(12, "亥")]);
        check("decimalEnclosedCircle", &[(1, "①"), (20, "⑳"), (21, "21"), (0, "0")]);
        check("decimalEnclosedParen", &[(1, "⑴")]);
        check("upperRoman", &[(4, "IV"), (1999, "MCMXCIX")]);
        check("lowerLetter", &[(1, "a"), (27, "aa")]);
        check("bullet", &[(1, "")]);
        check("a name of later years", &[(7, "7")]);
    }

    #[track_caller]
    fn check(name: &str, written: &[(u32, &str)]) {
        for &(number, expected) in written {
            let mut text = String::new();
            Numerals::named(name).write(number, &mut text);
            assert_eq!(text, expected, "{number} as {name}");
        }
    }

    #[test]
    fn no_number_is_too_large() {
        for numerals in [Numerals::Chinese, Numerals::UpperRoman, Numerals::LowerLetter, Numerals::Stems] {
            let mut text = String::new();
            numerals.write(u32::MAX, &mut text);
            assert!(text.len() < 40, "{text}");
        }
    }
}
