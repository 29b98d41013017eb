//! What an element does to lines and tables, told by its name.

/// Elements that are treated alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Stands in a line and does nothing to it.
    Inline,
    /// Stands in a line; may end out of turn, around the beginning or end of a block.
    Format,
    /// Begins and ends a line.
    Block,
    /// `<p>`: a block that the next block ends.
    Paragraph,
    /// A block of which every blank is seen.
    Preformatted,
    /// `<nav>`, `<header>`, `<footer>`.
    Furniture,
    /// `<ol>`.
    Numbered,
    /// `<ul>` and the like.
    Bulleted,
    /// `<li>`.
    Item,
    /// `<dt>`.
    Term,
    /// `<dd>`.
    Details,
    /// Not seen, with all it holds.
    Unseen,
    /// `<br>`.
    Break,
    /// `<hr>`.
    Rule,
    /// `<img>`.
    Picture,
    /// `<input>`.
    Input,
    /// `<meta>`.
    Meta,
    /// Nothing can stand in it, or it says nothing here.
    Nothing,
    /// `<table>`.
    Table,
    /// `<caption>`.
    Caption,
    /// `<thead>`.
    Head,
    /// `<tbody>`, `<tfoot>`.
    Group,
    /// `<tr>`.
    Row,
    /// `<td>`, `<th>`.
    Cell,
}

impl Kind {
    pub fn of(name: &str) -> Self {
        let mut lower = [0; 10];
        let Some(lower) = lower.get_mut(..name.len()) else {
            return if name.eq_ignore_ascii_case("blockquote") { Self::Block } else { Self::Inline };
        };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        match &lower[..] {
            b"p" => Self::Paragraph,
            b"td" | b"th" => Self::Cell,
            b"tr" => Self::Row,
            b"br" => Self::Break,
            b"span" => Self::Inline,
            b"a" | b"b" | b"i" | b"u" | b"em" | b"tt" | b"big" | b"code" | b"font" | b"nobr" | b"small" | b"strong" => {
                Self::Format
            }
            b"div" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"section" | b"article" | b"main" | b"aside"
            | b"form" | b"center" | b"address" | b"fieldset" | b"legend" | b"figure" | b"figcaption" | b"details"
            | b"summary" | b"hgroup" | b"search" | b"dl" | b"blockquote" | b"marquee" => Self::Block,
            b"pre" | b"listing" | b"xmp" => Self::Preformatted,
            b"nav" | b"header" | b"footer" => Self::Furniture,
            b"ol" => Self::Numbered,
            b"ul" | b"menu" | b"dir" => Self::Bulleted,
            b"li" => Self::Item,
            b"dt" => Self::Term,
            b"dd" => Self::Details,
            // What was struck out is no longer said; what a menu offers is not yet chosen.
            b"del" | b"s" | b"strike" | b"select" | b"datalist" | b"template" | b"object" | b"applet" | b"audio"
            | b"video" | b"canvas" | b"svg" | b"rt" | b"rp" => Self::Unseen,
            b"hr" => Self::Rule,
            b"img" => Self::Picture,
            b"input" => Self::Input,
            b"meta" => Self::Meta,
            b"table" => Self::Table,
            b"caption" => Self::Caption,
            b"thead" => Self::Head,
            b"tbody" | b"tfoot" => Self::Group,
            b"html" | b"head" | b"body" | b"frameset" | b"col" | b"colgroup" | b"area" | b"base" | b"basefont"
            | b"bgsound" | b"embed" | b"frame" | b"keygen" | b"link" | b"param" | b"source" | b"track" | b"wbr" => {
                Self::Nothing
            }
            _ => Self::Inline,
        }
    }

    /// Whether the element ends a line and an open paragraph.
    pub fn is_block(self) -> bool {
        use Kind::*;
        matches!(
            self,
            Block | Paragraph | Preformatted | Furniture | Numbered | Bulleted | Item | Term | Details | Rule
        )
    }
}
