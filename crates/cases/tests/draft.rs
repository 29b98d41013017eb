//! What people type into the application form, and what they are told.

use cases::application::{Applicant, Delivery};
use cases::draft::{Draft, Field};
use insta::assert_snapshot;
use proptest::prelude::*;

/// The sample form with these fields typed otherwise; the sentences that come back, by field.
fn check(typed: &[(Field, &str)]) -> String {
    match with(typed).parse() {
        Ok(_) => "可以提交".to_owned(),
        Err(errors) => errors.iter().map(|error| format!("{}：{error}\n", error.field.key())).collect(),
    }
}

fn with(typed: &[(Field, &str)]) -> Draft {
    let mut draft = Draft::sample();
    for (field, text) in typed {
        *draft.get_mut(*field) = (*text).to_owned();
    }
    draft
}

const ORGANISATION: [(Field, &str); 6] = [
    (Field::ApplicantKind, "legal_service"),
    (Field::Name, "云溪律师事务所"),
    (Field::Uscc, "91350100M000100Y43"),
    (Field::Representative, "周明"),
    (Field::ContactPerson, "吴芳"),
    (Field::ProofNumber, ""),
];

#[test]
fn an_empty_form_is_answered_with_everything_that_is_missing() {
    let told: String = match Draft::default().parse() {
        Ok(_) => unreachable!("an empty form cannot be an application"),
        Err(errors) => errors.iter().map(|error| format!("{}：{error}\n", error.field.key())).collect(),
    };
    assert_snapshot!(told, @r"
    applicant_kind：请选择申请人类型
    name：请填写姓名或名称
    phone：请至少填写联系电话、电子邮箱、通信地址中的一项，以便联系和送达
    wanted_name：请至少填写所需信息的名称、文号或者其他特征性描述中的一项，以便查找
    form：请选择提供形式
    delivery：请选择获取途径
    ");
}

#[test]
fn every_kind_of_mistake_has_its_own_sentence() {
    let long = "长".repeat(201);
    let told = check(&[
        (Field::Name, "王\u{7}小明"),
        (Field::ProofNumber, "1101051949123100"),
        (Field::Phone, "1380000000"),
        (Field::Email, "wang#example.cn"),
        (Field::Postcode, "22310"),
        (Field::Fax, "电话同上"),
        (Field::WantedName, &long),
        (Field::Form, "paper"),
        (Field::Delivery, "email"),
    ]);
    assert_snapshot!(told);
}

#[test]
fn an_organisation_gives_its_code_and_two_names() {
    assert_eq!(check(&ORGANISATION), "可以提交");
    let told = check(&[
        (Field::ApplicantKind, "business"),
        (Field::Uscc, "91350100M000100Y44"),
        (Field::Representative, " "),
        (Field::ContactPerson, ""),
    ]);
    assert!(told.starts_with("uscc：请核对统一社会信用代码"), "{told}");
    assert!(told.ends_with("representative：请填写法定代表人或者负责人\ncontact_person：请填写联系人\n"), "{told}");
}

#[test]
fn the_chosen_way_decides_what_else_is_needed() {
    for (delivery, field, expected) in [
        ("post", Field::Address, "address：选择“邮寄”获取时，请填写通信地址\n"),
        ("email", Field::Email, "email：选择“电子邮件”获取时，请填写电子邮箱\n"),
    ] {
        assert_eq!(check(&[(Field::Delivery, delivery), (field, "")]), expected);
    }
    let by_fax = [(Field::Delivery, "fax"), (Field::Form, "paper")];
    assert_eq!(check(&by_fax), "fax：选择“传真”获取时，请填写传真\n");
    assert_eq!(check(&[(Field::Delivery, "pigeon")]), "delivery：请选择获取途径\n");
}

#[test]
fn what_travels_along_from_a_chat_is_not_complained_of() {
    let typed = with(&[
        (Field::Name, "\u{200b}王小明\u{feff} "),
        (Field::ProofNumber, "１１０１０５ １９４９１２３１ ００２ｘ"),
        (Field::Phone, "138 0000 0000"),
        (Field::Email, "ｗａｎｇ@example.cn"),
        (Field::WantedFeatures, "第一行\r\n第二行\r\n"),
    ]);
    let application = typed.parse().expect("everything can be read");
    let Applicant::Person { name, proof } = &application.applicant else { unreachable!("a person applied") };
    assert_eq!((name.as_str(), proof.number.as_str()), ("王小明", "11010519491231002X"));
    assert_eq!(
        (application.contact.phone.as_str(), application.contact.email.as_str()),
        ("13800000000", "wang@example.cn")
    );
    assert_eq!(application.wanted.features, "第一行\n第二行");
}

#[test]
fn lists_show_neither_the_whole_name_nor_the_whole_number() {
    let person = Draft::sample().parse().expect("well filled").applicant;
    assert_eq!((person.masked_name(), person.masked_number()), ("王**".into(), "110105********002X".into()));
    let firm = with(&ORGANISATION).parse().expect("well filled").applicant;
    assert_eq!(firm.masked_name(), "云溪律师事务所");
}

#[test]
fn something_can_be_sent_by_every_way() {
    for delivery in Delivery::ALL {
        assert!(cases::application::Form::ALL.iter().any(|form| delivery.carries(*form)), "{delivery:?}");
    }
}

proptest! {
    /// Whatever is typed is answered; what is accepted reads back as the same application.
    #[test]
    fn any_form_is_answered_and_an_application_reads_back(
        values in proptest::collection::vec("(\\PC|[a-z0-9@.<>]|\u{0}|\u{202e}){0,12}", Field::ALL.len()),
        kept in proptest::collection::vec(any::<bool>(), Field::ALL.len()),
    ) {
        let mut draft = Draft::sample();
        for ((field, value), kept) in Field::ALL.iter().zip(values).zip(kept) {
            if !kept {
                *draft.get_mut(*field) = value;
            }
        }
        match draft.parse() {
            Ok(application) => {
                prop_assert_eq!(Draft::of(&application).parse(), Ok(application));
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for pair in errors.windows(2) {
                    prop_assert!(pair[0].field < pair[1].field, "in the order of the form, one for each field");
                }
            }
        }
    }
}
