//! Why a paper could not be set.

/// What went wrong; never the reader's doing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// None of the fonts has 汉字. The paper can still be had as DOCX or printed from its page.
    #[error(
        "没有找到中文字体，无法生成 PDF。请在服务器上安装中文字体（Debian、Ubuntu：apt install fonts-noto-cjk），\
         或在配置中指明字体所在目录；在此之前可改用 DOCX 或网页打印"
    )]
    NoChineseFont,
    /// The typesetter gave up: a fault of the template or of the library.
    #[error("排版程序出错：{}", messages.join("；"))]
    Typesetter {
        /// What it said, in English.
        messages: Vec<String>,
    },
}
