//! The application form as it was typed, and the way from there to an [`Application`].

use crate::application::{Applicant, Application, Contact, Delivery, Form, Wanted};
use crate::identity::{Proof, ProofKind, WrongNumber};
use law::applicant::ApplicantKind;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The form's fields exactly as they were typed; empty where nothing was.
///
/// The names of the members are the names of the form's fields and the [`Field`] keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Key of an [`ApplicantKind`].
    pub applicant_kind: String,
    /// Name of the person or organisation.
    pub name: String,
    /// Key of a [`ProofKind`]; persons only.
    pub proof_kind: String,
    /// Number of that document; persons only.
    pub proof_number: String,
    /// Unified social credit code; organisations only.
    pub uscc: String,
    /// Legal representative or person in charge; organisations only.
    pub representative: String,
    /// Person to speak to; organisations only.
    pub contact_person: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Postal address.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// Fax.
    pub fax: String,
    /// Name of the information.
    pub wanted_name: String,
    /// Its document number.
    pub wanted_number: String,
    /// Other features.
    pub wanted_features: String,
    /// Key of a [`Form`].
    pub form: String,
    /// Key of a [`Delivery`].
    pub delivery: String,
}

macro_rules! fields {
    ($($field:ident $key:ident $label:literal $limit:literal;)*) => {
        /// A field of the application form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $(#[doc = $label] $field,)*
        }

        impl Field {
            /// Every field, in the order of the form.
            pub const ALL: &[Field] = &[$(Self::$field),*];

            /// The name of the form field.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$field => stringify!($key),)* }
            }

            /// The word on screen.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$field => $label,)* }
            }

            /// The most characters it takes.
            pub const fn limit(self) -> usize {
                match self { $(Self::$field => $limit,)* }
            }
        }

        impl Draft {
            /// What was typed into this field.
            pub fn get(&self, field: Field) -> &str {
                match field { $(Field::$field => &self.$key,)* }
            }

            /// The same, to be written.
            pub fn get_mut(&mut self, field: Field) -> &mut String {
                match field { $(Field::$field => &mut self.$key,)* }
            }
        }
    };
}

fields! {
    ApplicantKind applicant_kind "申请人类型" 40;
    Name name "姓名或名称" 100;
    ProofKind proof_kind "证件名称" 40;
    ProofNumber proof_number "证件号码" 40;
    Uscc uscc "统一社会信用代码" 40;
    Representative representative "法定代表人或者负责人" 50;
    ContactPerson contact_person "联系人" 50;
    Phone phone "联系电话" 30;
    Email email "电子邮箱" 254;
    Address address "通信地址" 200;
    Postcode postcode "邮政编码" 10;
    Fax fax "传真" 30;
    WantedName wanted_name "所需信息的名称" 200;
    WantedNumber wanted_number "文号" 100;
    WantedFeatures wanted_features "其他特征性描述" 2000;
    Form form "提供形式" 40;
    Delivery delivery "获取途径" 40;
}

/// What is to be mended in one field of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Where.
    pub field: Field,
    /// What.
    pub problem: Problem,
}

impl fmt::Display for FieldError {
    /// A sentence that says what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = self.field.label();
        match &self.problem {
            Problem::Missing => write!(f, "请填写{label}"),
            Problem::NotChosen => write!(f, "请选择{label}"),
            Problem::TooLong { found } => {
                write!(f, "{label}最多 {} 个字，现在是 {found} 个字，请删减", self.field.limit())
            }
            Problem::ControlCharacter => write!(f, "{label}里有看不见的控制字符，请删除后重新输入"),
            Problem::Number(wrong) => wrong.fmt(f),
            Problem::Uscc(wrong) => write!(f, "请核对统一社会信用代码：{wrong}"),
            Problem::MobileLength { found } => write!(f, "请填写 11 位手机号码，现在是 {found} 位"),
            Problem::NotAPhone => write!(f, "请核对{label}：应为 7 至 20 位数字，可以带区号，例如 0517-81234567"),
            Problem::NotAnEmail => f.write_str("请核对电子邮箱，应像 zhang@example.cn 这样写"),
            Problem::PostcodeLength { found } => write!(f, "请填写 6 位邮政编码，现在是 {found} 位"),
            Problem::NoWayToReach => f.write_str("请至少填写联系电话、电子邮箱、通信地址中的一项，以便联系和送达"),
            Problem::NothingAskedFor => {
                f.write_str("请至少填写所需信息的名称、文号或者其他特征性描述中的一项，以便查找")
            }
            Problem::NeededFor(delivery) => write!(f, "选择“{}”获取时，请填写{label}", delivery.label()),
            Problem::CannotCarry { delivery, form } => {
                let ways: Vec<_> =
                    Delivery::ALL.iter().filter(|way| way.carries(*form)).map(|way| way.label()).collect();
                write!(f, "{}的信息不能通过“{}”获取，请改选{}", form.label(), delivery.label(), ways.join("、"))
            }
        }
    }
}

/// The closed list of what can be wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was typed where the law asks for something.
    Missing,
    /// Nothing was chosen, or something that is not in the list.
    NotChosen,
    /// More characters than [`Field::limit`].
    TooLong {
        /// How many there are.
        found: usize,
    },
    /// A character that cannot be seen and does not belong in text.
    ControlCharacter,
    /// A document number that cannot be right.
    Number(WrongNumber),
    /// A credit code that cannot be right.
    Uscc(civic::uscc::UsccError),
    /// A mobile number of another length.
    MobileLength {
        /// How many digits there are.
        found: usize,
    },
    /// Too few or too many digits, or letters.
    NotAPhone,
    /// No `@`, no host, or blanks inside.
    NotAnEmail,
    /// A postcode of another length.
    PostcodeLength {
        /// How many digits there are.
        found: usize,
    },
    /// Neither phone nor e-mail nor address: art. 29(2)(1) asks for contact details.
    NoWayToReach,
    /// Neither name nor number nor features: art. 29(2)(2).
    NothingAskedFor,
    /// The chosen way of delivery needs this field.
    NeededFor(Delivery),
    /// The chosen way cannot carry the chosen form.
    CannotCarry {
        /// The way.
        delivery: Delivery,
        /// The form.
        form: Form,
    },
}

/// Characters that travel along when text is copied from a chat or a document, and mean nothing; among them those that turn
/// the direction of writing and can make one name read as another.
fn is_invisible_companion(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{61c}'
            | '\u{feff}'
            | '\u{ad}'
            | '\u{fffe}'
            | '\u{ffff}'
    )
}

/// Full-width letters, digits and signs to their half-width twins.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '—' | '–' => '-',
        other => other,
    }
}

/// A line of running text: line breaks and runs of blanks become one blank.
fn line(raw: &str) -> String {
    let visible: String = raw.chars().filter(|c| !is_invisible_companion(*c)).collect();
    visible.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text of several lines: trimmed, line ends as `\n`.
fn lines(raw: &str) -> String {
    raw.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !is_invisible_companion(*c))
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A number, code or address: no blanks, half width.
fn code(raw: &str) -> String {
    raw.chars().filter(|c| !is_invisible_companion(*c)).map(half_width).filter(|c| !c.is_whitespace()).collect()
}

/// Gathers the values and every mistake on the way.
struct Reader<'a> {
    draft: &'a Draft,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn wrong(&mut self, field: Field, problem: Problem) {
        // The first thing said about a field is the one that helps.
        if self.errors.iter().all(|error| error.field != field) {
            self.errors.push(FieldError { field, problem });
        }
    }

    /// The folded text, measured; too long and unprintable text is noted and passed on.
    fn text(&mut self, field: Field, fold: fn(&str) -> String) -> String {
        let text = fold(self.draft.get(field));
        let found = text.chars().count();
        if found > field.limit() {
            self.wrong(field, Problem::TooLong { found });
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            self.wrong(field, Problem::ControlCharacter);
        }
        text
    }

    fn needed(&mut self, field: Field, fold: fn(&str) -> String) -> String {
        let text = self.text(field, fold);
        if text.is_empty() {
            self.wrong(field, Problem::Missing);
        }
        text
    }

    fn choice<T>(&mut self, field: Field, from_key: fn(&str) -> Option<T>) -> Option<T> {
        let chosen = from_key(self.draft.get(field).trim());
        if chosen.is_none() {
            self.wrong(field, Problem::NotChosen);
        }
        chosen
    }

    fn phone(&mut self, field: Field) -> String {
        let phone = self.text(field, code);
        let digits = phone.bytes().filter(u8::is_ascii_digit).count();
        let signs_only = phone.chars().all(|c| c.is_ascii_digit() || "+-()".contains(c));
        if !phone.is_empty() && (!signs_only || !(7..=20).contains(&digits)) {
            self.wrong(field, Problem::NotAPhone);
        } else if phone.len() == digits && digits != 11 && (10..=13).contains(&digits) && is_mobile_head(&phone) {
            self.wrong(field, Problem::MobileLength { found: digits });
        }
        phone
    }

    fn email(&mut self) -> String {
        let email = self.text(Field::Email, code);
        let well_formed = email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && name.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c))
                && host.contains('.')
                && host.split('.').all(|part| {
                    !part.is_empty()
                        && part.chars().all(|c| c.is_alphanumeric() || c == '-')
                        && !part.starts_with('-')
                        && !part.ends_with('-')
                })
        });
        if !email.is_empty() && !well_formed {
            self.wrong(Field::Email, Problem::NotAnEmail);
        }
        email
    }

    fn postcode(&mut self) -> String {
        let postcode = self.text(Field::Postcode, code);
        if !postcode.is_empty() && (postcode.len() != 6 || !postcode.bytes().all(|b| b.is_ascii_digit())) {
            self.wrong(
                Field::Postcode,
                Problem::PostcodeLength { found: postcode.bytes().filter(u8::is_ascii_digit).count() },
            );
        }
        postcode
    }

    fn applicant(&mut self) -> Option<Applicant> {
        let kind = self.choice(Field::ApplicantKind, ApplicantKind::from_key);
        let name = self.needed(Field::Name, line);
        match kind? {
            ApplicantKind::NaturalPerson => {
                let kind = self.choice(Field::ProofKind, ProofKind::from_key);
                let number = self.needed(Field::ProofNumber, code);
                match Proof::new(kind?, &number) {
                    Ok(proof) => Some(Applicant::Person { name, proof }),
                    Err(wrong) => {
                        self.wrong(Field::ProofNumber, Problem::Number(wrong));
                        None
                    }
                }
            }
            kind => {
                let uscc = self.needed(Field::Uscc, code).to_uppercase();
                if let Err(wrong) = civic::uscc::Uscc::parse(&uscc) {
                    self.wrong(Field::Uscc, Problem::Uscc(wrong));
                }
                let representative = self.needed(Field::Representative, line);
                let contact_person = self.needed(Field::ContactPerson, line);
                Some(Applicant::Organisation { kind, name, uscc, representative, contact_person })
            }
        }
    }

    fn contact(&mut self) -> Contact {
        let contact = Contact {
            phone: self.phone(Field::Phone),
            email: self.email(),
            address: self.text(Field::Address, line),
            postcode: self.postcode(),
            fax: self.phone(Field::Fax),
        };
        if contact.phone.is_empty() && contact.email.is_empty() && contact.address.is_empty() {
            self.wrong(Field::Phone, Problem::NoWayToReach);
        }
        contact
    }

    fn wanted(&mut self) -> Wanted {
        let wanted = Wanted {
            name: self.text(Field::WantedName, line),
            document_number: self.text(Field::WantedNumber, line),
            features: self.text(Field::WantedFeatures, lines),
        };
        if wanted.title().is_empty() {
            self.wrong(Field::WantedName, Problem::NothingAskedFor);
        }
        wanted
    }

    fn way(&mut self, contact: &Contact) -> Option<(Form, Delivery)> {
        let form = self.choice(Field::Form, Form::from_key);
        let delivery = self.choice(Field::Delivery, Delivery::from_key);
        let (form, delivery) = (form?, delivery?);
        let needs = match delivery {
            Delivery::Email => Some((Field::Email, &contact.email)),
            Delivery::Fax => Some((Field::Fax, &contact.fax)),
            Delivery::Post => Some((Field::Address, &contact.address)),
            Delivery::Online | Delivery::PickUp | Delivery::ReadOnSite => None,
        };
        if let Some((field, _)) = needs.filter(|(_, value)| value.is_empty()) {
            self.wrong(field, Problem::NeededFor(delivery));
        }
        if !delivery.carries(form) {
            self.wrong(Field::Delivery, Problem::CannotCarry { delivery, form });
        }
        Some((form, delivery))
    }
}

/// 13x to 19x: a number typed like this was meant as a mobile number.
fn is_mobile_head(phone: &str) -> bool {
    let mut digits = phone.bytes();
    digits.next() == Some(b'1') && digits.next().is_some_and(|b| (b'3'..=b'9').contains(&b))
}

impl Draft {
    /// Reads the form once, into a valid application or every mistake at once, in the order of the form.
    ///
    /// Harmless differences are folded, never complained of: blanks around text, full-width digits, invisible
    /// characters that come along from a chat. **Source** art. 29(2).
    ///
    /// # Errors
    /// One [`FieldError`] per field that needs mending.
    ///
    /// ```
    /// let mut draft = cases::draft::Draft::sample();
    /// draft.proof_number = "１１０１０５１９４９１２３１００２Ｘ".into(); // typed with a Chinese input method
    /// assert!(draft.parse().is_ok());
    /// draft.proof_number.pop();
    /// draft.phone.clear();
    /// draft.delivery = "post".into();
    /// draft.address.clear();
    /// let sentences: Vec<_> = draft.parse().unwrap_err().iter().map(ToString::to_string).collect();
    /// assert_eq!(sentences, [
    ///     "请填写 18 位身份证号码，现在是 17 位",
    ///     "选择“邮寄”获取时，请填写通信地址",
    /// ]);
    /// ```
    pub fn parse(&self) -> Result<Application, Vec<FieldError>> {
        let mut reader = Reader { draft: self, errors: Vec::new() };
        let applicant = reader.applicant();
        let contact = reader.contact();
        let wanted = reader.wanted();
        let way = reader.way(&contact);
        let mut errors = reader.errors;
        match (applicant, way) {
            (Some(applicant), Some((form, delivery))) if errors.is_empty() => {
                Ok(Application { applicant, contact, wanted, form, delivery })
            }
            _ => {
                errors.sort_by_key(|error| error.field);
                Err(errors)
            }
        }
    }

    /// The form as it would have to be typed to give this application; for showing it again.
    pub fn of(application: &Application) -> Self {
        let Application { applicant, contact, wanted, form, delivery } = application;
        let mut draft = Self {
            applicant_kind: applicant.kind().key().into(),
            name: applicant.name().into(),
            phone: contact.phone.clone(),
            email: contact.email.clone(),
            address: contact.address.clone(),
            postcode: contact.postcode.clone(),
            fax: contact.fax.clone(),
            wanted_name: wanted.name.clone(),
            wanted_number: wanted.document_number.clone(),
            wanted_features: wanted.features.clone(),
            form: form.key().into(),
            delivery: delivery.key().into(),
            ..Self::default()
        };
        match applicant {
            Applicant::Person { proof, .. } => {
                draft.proof_kind = proof.kind.key().into();
                draft.proof_number = proof.number.clone();
            }
            Applicant::Organisation { uscc, representative, contact_person, .. } => {
                draft.uscc = uscc.clone();
                draft.representative = representative.clone();
                draft.contact_person = contact_person.clone();
            }
        }
        draft
    }

    /// A well-filled form for tests and pages; the number is the one printed as an example in GB 11643.
    pub fn sample() -> Self {
        let text = |text: &str| text.to_owned();
        Self {
            applicant_kind: text("natural_person"),
            name: text("王小明"),
            proof_kind: text("id_card"),
            proof_number: text("11010519491231002X"),
            phone: text("13800000000"),
            email: text("wang@example.cn"),
            address: text("云溪县城关镇人民路 8 号"),
            postcode: text("223100"),
            wanted_name: text("2025 年度农村公路养护资金分配方案"),
            wanted_number: text("云财农〔2025〕18号"),
            form: text("electronic"),
            delivery: text("online"),
            ..Self::default()
        }
    }
}
