//! What a visitor typed, and what still needs mending.
//!
//! A slice reads the posted pairs into a [`FormState`], parses them, and on any mistake calls
//! [`FormState::reject`] for each and renders the same template again: nothing typed is lost,
//! and all mistakes are shown at once.

/// One thing to mend in a form, said as what to do: `请填写 18 位身份证号码，现在是 17 位`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's `name`; the summary links to it.
    pub field: String,
    /// What to do, in a whole sentence without a full stop.
    pub message: String,
}

impl FieldError {
    /// A thing to mend in `field`.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        FieldError { field: field.into(), message: message.into() }
    }
}

/// The values typed so far and the errors found in them.
///
/// ```
/// # use web::page::form::FormState;
/// let mut form = FormState::from_pairs([("name", "王小明"), ("phone", "138")]);
/// form.reject("phone", "请填写 11 位手机号码，现在是 3 位");
/// assert_eq!(form.value("name"), "王小明");
/// assert_eq!(form.error("phone"), Some("请填写 11 位手机号码，现在是 3 位"));
/// assert_eq!(form.error("name"), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormState {
    values: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl FormState {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// A form as it was posted; a name may come several times (checkboxes).
    pub fn from_pairs<K: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let values = pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        FormState { values, errors: Vec::new() }
    }

    /// The same form with one value replaced, for values known beforehand.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.retain(|(key, _)| key != name);
        self.values.push((name.to_owned(), value.into()));
        self
    }

    /// Notes one thing to mend.
    pub fn reject(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.errors.push(FieldError::new(field, message));
    }

    /// Notes several things to mend.
    pub fn reject_all(&mut self, errors: impl IntoIterator<Item = FieldError>) {
        self.errors.extend(errors);
    }

    /// What was typed in `name`, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Everything posted under `name`.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether `value` was chosen under `name`: a radio, a checkbox, an option.
    pub fn chosen(&self, name: &str, value: &str) -> bool {
        self.values(name).any(|chosen| chosen == value)
    }

    /// The first thing to mend in `name`.
    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == name).map(|error| error.message.as_str())
    }

    /// All things to mend, in the order they were noted.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Whether nothing needs mending.
    pub fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }

    /// What describes the field to a screen reader: its hint and its error, by id.
    pub fn described_by(&self, name: &str, has_hint: bool) -> String {
        let hint = has_hint.then(|| format!("f-{name}-hint"));
        let error = self.error(name).map(|_| format!("f-{name}-error"));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

/// One choice of a select, a group of radios or of checkboxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A line beneath, or nothing.
    pub hint: String,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Choice { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// The same choice with a line beneath.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_ticks_under_one_name_are_all_kept() {
        let form = FormState::from_pairs([("way", "post"), ("way", "email"), ("name", "王小明")]);
        assert_eq!(form.values("way").collect::<Vec<_>>(), ["post", "email"]);
        assert!(form.chosen("way", "email") && !form.chosen("way", "pick-up"));
    }

    #[test]
    fn a_field_is_described_by_its_hint_and_its_error() {
        let mut form = FormState::new();
        assert_eq!(form.described_by("phone", false), "");
        assert_eq!(form.described_by("phone", true), "f-phone-hint");
        form.reject("phone", "请填写手机号码");
        assert_eq!(form.described_by("phone", true), "f-phone-hint f-phone-error");
    }
}
