//! Settings where the sources allow more than one reading; every default is that of the house.

use serde::{Deserialize, Serialize};

/// From which day a period in working days is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstDay {
    /// The day of the act is not counted; day 1 is the next working day, also after a day off.
    #[default]
    NextWorkingDay,
    /// The day of the act is day 1 when it is a working day.
    SameDay,
    /// As the default, but an act on a day off counts as done on the next working day, which is not counted.
    AfterReopening,
}

/// When an application that came online or by e-mail counts as received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ElectronicReceipt {
    /// On the day both sides confirmed it (article 31(3), the later and higher rule).
    #[default]
    Confirmation,
    /// On arrival in the system (国办公开办函〔2015〕207号). Fax keeps the rule of article 31(3).
    Arrival,
}

/// The first day a consultation takes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseFrom {
    /// The day after the letter was sent.
    #[default]
    DayAfterSending,
    /// The day it was sent.
    SendingDay,
}

/// The last day a consultation takes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseUntil {
    /// The day the opinion came in.
    #[default]
    AnswerDay,
    /// The day before it.
    DayBeforeAnswer,
}

/// By when an extension has to be made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtensionLatest {
    /// On or before the due date as it then stands, consultations taken out.
    #[default]
    CurrentDue,
    /// On or before the 20th working day, consultations or not.
    PlainLimit,
}

/// What a payment does to the clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterPayment {
    /// The limit is counted anew from the day after the payment; until then none runs.
    #[default]
    Restart,
    /// The days from the fee notice to the payment are not counted, and the limit goes on.
    Resume,
    /// The limit runs on all the while.
    RunOn,
}

/// The readings a case is computed by. All fields may be left out; unknown ones are refused.
///
/// Reasons and sources are in the decisions named beside each field.
///
/// ```
/// use law::clock::{AfterPayment, Policy};
/// let policy: Policy = serde_json::from_str(r#"{"after_payment":"run_on"}"#).unwrap();
/// assert_eq!(policy, Policy { after_payment: AfterPayment::RunOn, ..Policy::default() });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Which day is day one (decision 0010).
    pub first_day: FirstDay,
    /// When an online or e-mail application counts as received (decision 0011).
    pub electronic_receipt: ElectronicReceipt,
    /// The first day a consultation takes out (decision 0012).
    pub pause_from: PauseFrom,
    /// The last day a consultation takes out (decision 0012).
    pub pause_until: PauseUntil,
    /// By when an extension has to be made (decision 0013).
    pub extension_latest: ExtensionLatest,
    /// Whether a limit counted anew may be extended although the first one was (decision 0013). Default: no.
    pub extension_again_after_restart: bool,
    /// What a payment does to the clock (decision 0014).
    pub after_payment: AfterPayment,
    /// Whether a correction that comes after its limit is taken, as with good reason (article 30). Default: no.
    pub accept_late_correction: bool,
    /// Working days for a correction when the notice's own number is not on record (decision 0015). Default: 15.
    pub correction_working_days: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            first_day: FirstDay::default(),
            electronic_receipt: ElectronicReceipt::default(),
            pause_from: PauseFrom::default(),
            pause_until: PauseUntil::default(),
            extension_latest: ExtensionLatest::default(),
            extension_again_after_restart: false,
            after_payment: AfterPayment::default(),
            accept_late_correction: false,
            correction_working_days: 15,
        }
    }
}
