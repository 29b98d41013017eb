//! The review before publishing: what was looked at, by whom, on what basis, with what result.
//!
//! **Source.** 条例第十七条: a mechanism of review with fixed procedure and responsibility, under the secrecy law and other
//! rules; what cannot be settled is reported to the competent department or the secrecy authority. 保守国家秘密法（2024）
//! 第三十五条: reviewed first, published after.

use crate::edition::Signed;
use crate::vocabulary::closed_list;
use serde::{Deserialize, Serialize};

closed_list! {
    /// 内容审查: whether facts, figures, wording and layout are right.
    ContentCheck {
        /// Right as it stands.
        Sound = "sound" "内容准确、完整，可以公开",
        /// Something is to be mended first.
        NeedsWork = "needs_work" "内容需要修改",
    }
}

closed_list! {
    /// 保密审查 (条例第十四条、第十七条).
    SecrecyCheck {
        /// No secret, nothing that other laws forbid, no danger in the sense of art. 14.
        MayBeOpen = "may_be_open" "不涉及国家秘密，可以公开",
        /// It is, or holds, what must not be opened.
        MustNotBeOpen = "must_not_be_open" "涉及不得公开的内容",
        /// It cannot be settled here (art. 17(3)).
        Unsure = "unsure" "不能确定，需报有关主管部门或保密行政管理部门确定",
    }
}

closed_list! {
    /// 个人信息与商业秘密审查 (条例第十五条).
    PersonalDataCheck {
        /// There is none.
        Absent = "absent" "不涉及个人隐私、商业秘密",
        /// It was made unrecognisable, or the person agrees, or the public interest weighs more, with the reason in the basis.
        Settled = "settled" "已作去标识化处理，或者权利人同意公开",
        /// It is still in the text or an attachment.
        Present = "present" "仍含有不应公开的个人信息或者商业秘密",
    }
}

closed_list! {
    /// What the reviewer decides.
    Verdict {
        /// 审核通过.
        Approve = "approve" "审核通过",
        /// 退回修改.
        Return = "return" "退回修改",
    }
}

/// One review on record. It is appended and never changed; a new edition needs a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Who reviewed, and when.
    pub reviewer: Signed,
    /// 内容审查.
    pub content: ContentCheck,
    /// 保密审查.
    pub secrecy: SecrecyCheck,
    /// 个人信息审查.
    pub personal_data: PersonalDataCheck,
    /// 审查依据: the rules it was measured against.
    pub basis: String,
    /// 审查意见; the reasons, when it is returned.
    pub opinion: String,
    /// The decision.
    pub verdict: Verdict,
}

/// The basis that a review page offers, to be changed where another rule applies.
pub const USUAL_BASIS: &str = "《中华人民共和国政府信息公开条例》第十七条、《中华人民共和国保守国家秘密法》第三十五条";

/// Most characters of a basis or an opinion.
pub const WORDS: usize = 1000;
