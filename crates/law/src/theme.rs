//! The theme classes of official documents (国务院公文主题分类).

use std::sync::LazyLock;

use serde::Deserialize;

/// A theme with its sub-themes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Theme {
    /// The stable code, `T01` to `T22`.
    pub code: String,
    /// The name, e.g. 综合政务.
    pub name: String,
    /// The sub-themes, e.g. 政务公开.
    pub children: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    theme: Vec<Theme>,
}

static THEMES: LazyLock<Vec<Theme>> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("themes.toml")).expect("the theme file of the house is read by its tests");
    file.theme
});

/// The 21 themes and 其他, in the order of the list.
pub fn all() -> &'static [Theme] {
    &THEMES
}

/// The theme with this code.
pub fn from_code(code: &str) -> Option<&'static Theme> {
    THEMES.iter().find(|theme| theme.code == code)
}

/// How pages write a theme and its sub-theme: `综合政务\政务公开`.
///
/// ```
/// let theme = law::theme::from_code("T02").unwrap();
/// assert_eq!(law::theme::path(theme, Some("政务公开")), r"综合政务\政务公开");
/// ```
pub fn path(theme: &Theme, child: Option<&str>) -> String {
    child.map_or_else(|| theme.name.clone(), |child| format!(r"{}\{child}", theme.name))
}
