//! One edition's life: the stages with their facts, and the moves between them.

use crate::content::Content;
use crate::index_number::IndexNumber;
use crate::publication::Publication;
use crate::refusal::Refusal;
use crate::review::{ContentCheck, PersonalDataCheck, Review, SecrecyCheck, Verdict, WORDS};
use crate::vocabulary::Openness;
use civic::{EditionId, PersonId, PublicationId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Who did something, and when. The name is kept as it was on that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Who.
    pub by: PersonId,
    /// The name on that day.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// Where an edition stands, with what happened to bring it there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Being written.
    Draft,
    /// Waiting for a reviewer.
    InReview {
        /// Who handed it over, and when.
        submitted: Signed,
    },
    /// Given back by the reviewer.
    Returned {
        /// With these reasons.
        review: Review,
    },
    /// Reviewed; it may be published as it stands.
    Approved {
        /// On the strength of this review.
        review: Review,
    },
    /// What the public reads.
    Published(Published),
    /// A newer edition took its place.
    Superseded {
        /// As it had been published.
        published: Published,
        /// The newer edition.
        next: EditionId,
        /// When.
        at: Timestamp,
    },
    /// Taken back.
    Withdrawn {
        /// As it had been published.
        published: Published,
        /// Who took it back, and when.
        withdrawn: Signed,
        /// Why, in words for the public.
        reason: String,
    },
}

/// The facts of a publishing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Under which number.
    pub number: IndexNumber,
    /// Who pressed the button, and when.
    pub signed: Signed,
    /// The review that allowed it.
    pub review: Review,
}

/// The name of a stage, without its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StageKind {
    /// 草稿.
    Draft,
    /// 待审核.
    InReview,
    /// 已退回.
    Returned,
    /// 待发布.
    Approved,
    /// 已发布.
    Published,
    /// 已被新版本替换.
    Superseded,
    /// 已撤回.
    Withdrawn,
}

impl StageKind {
    /// Every stage, in the order of a life.
    pub const ALL: [StageKind; 7] = [
        Self::Draft,
        Self::InReview,
        Self::Returned,
        Self::Approved,
        Self::Published,
        Self::Superseded,
        Self::Withdrawn,
    ];

    /// The stable key in databases and addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The stage with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.key() == key)
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "是草稿",
            Self::InReview => "待审核",
            Self::Returned => "已退回",
            Self::Approved => "待发布",
            Self::Published => "已发布",
            Self::Superseded => "已被新版本替换",
            Self::Withdrawn => "已撤回",
        }
    }

    /// The word in a list or on a tab.
    pub fn tab(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Superseded => "旧版本",
            other => other.label(),
        }
    }
}

/// Something that can be done with an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Move {
    /// 修改.
    Edit,
    /// 送审.
    Submit,
    /// 撤回送审.
    TakeBack,
    /// 审核通过.
    Approve,
    /// 退回.
    Return,
    /// 发布.
    Publish,
    /// 撤回公开.
    Withdraw,
    /// 建立新版本.
    NewEdition,
    /// A newer edition takes its place.
    Supersede,
}

impl Move {
    /// Every move, in the order of a life.
    pub const ALL: [Move; 9] = [
        Self::Edit,
        Self::Submit,
        Self::TakeBack,
        Self::Approve,
        Self::Return,
        Self::Publish,
        Self::Withdraw,
        Self::NewEdition,
        Self::Supersede,
    ];

    /// The stable key in databases.
    pub fn key(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Submit => "submit",
            Self::TakeBack => "take_back",
            Self::Approve => "approve",
            Self::Return => "return",
            Self::Publish => "publish",
            Self::Withdraw => "withdraw",
            Self::NewEdition => "new_edition",
            Self::Supersede => "supersede",
        }
    }

    /// The move with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.key() == key)
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Edit => "修改",
            Self::Submit => "送审",
            Self::TakeBack => "撤回送审",
            Self::Approve => "审核通过",
            Self::Return => "退回",
            Self::Publish => "发布",
            Self::Withdraw => "撤回公开",
            Self::NewEdition => "建立新版本",
            Self::Supersede => "替换",
        }
    }
}

/// The whole life on one screen: from, by which move, to. What is not here is refused.
#[rustfmt::skip]
pub const LIFECYCLE: [(StageKind, Move, StageKind); 13] = [
    (StageKind::Draft,     Move::Edit,       StageKind::Draft),
    (StageKind::Draft,     Move::Submit,     StageKind::InReview),
    (StageKind::InReview,  Move::TakeBack,   StageKind::Draft),
    (StageKind::InReview,  Move::Approve,    StageKind::Approved),
    (StageKind::InReview,  Move::Return,     StageKind::Returned),
    (StageKind::Returned,  Move::Edit,       StageKind::Draft),
    (StageKind::Approved,  Move::Edit,       StageKind::Draft),     // and the approval is void
    (StageKind::Approved,  Move::Publish,    StageKind::Published),
    (StageKind::Published, Move::Withdraw,   StageKind::Withdrawn),
    (StageKind::Published, Move::Supersede,  StageKind::Superseded),
    (StageKind::Withdrawn, Move::Supersede,  StageKind::Superseded), // published again, after a new review
    (StageKind::Published, Move::NewEdition, StageKind::Draft),      // a draft beside it; this one stays
    (StageKind::Withdrawn, Move::NewEdition, StageKind::Draft),
];

/// Whether the stage allows the move; who may make it is asked of [`civic::may`] and of the four-eyes rule.
///
/// # Errors
/// [`Refusal::NotNow`], with the way on.
pub fn allowed(stage: StageKind, wanted: Move) -> Result<StageKind, Refusal> {
    LIFECYCLE
        .iter()
        .find(|(from, by, _)| *from == stage && *by == wanted)
        .map(|(_, _, to)| *to)
        .ok_or(Refusal::NotNow { stage, wanted })
}

/// One edition of a publication: what it says, who wrote in it, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its identifier.
    pub id: EditionId,
    /// Of which publication.
    pub publication: PublicationId,
    /// 1 for the first.
    pub number: u32,
    /// Everyone who wrote in it. None of them may review it (条例第十七条).
    pub writers: Vec<PersonId>,
    /// What it says.
    pub content: Content,
    /// Where it stands.
    pub stage: Stage,
}

impl Edition {
    /// The first edition, as a draft.
    pub fn first(id: EditionId, publication: &Publication, content: Content, author: &Signed) -> Self {
        Self {
            id,
            publication: publication.id.clone(),
            number: 1,
            writers: vec![author.by.clone()],
            content,
            stage: Stage::Draft,
        }
    }

    /// The next edition, as a draft that begins with the same content. `latest` is the edition with the highest number;
    /// it stays what the public reads until the new one is published.
    ///
    /// # Errors
    /// [`Refusal::AnotherInWork`] while the latest edition has not reached the public.
    pub fn next(id: EditionId, latest: &Edition, author: &Signed) -> Result<Self, Vec<Refusal>> {
        // It begins with what the others wrote, so they stay among those who cannot review it.
        let mut writers = latest.writers.clone();
        if !writers.contains(&author.by) {
            writers.push(author.by.clone());
        }
        match allowed(latest.kind(), Move::NewEdition) {
            Ok(_) => Ok(Self {
                id,
                publication: latest.publication.clone(),
                number: latest.number + 1,
                writers,
                content: latest.content.clone(),
                stage: Stage::Draft,
            }),
            Err(_) => Err(vec![Refusal::AnotherInWork { edition: latest.number }]),
        }
    }

    /// The name of its stage.
    pub fn kind(&self) -> StageKind {
        match self.stage {
            Stage::Draft => StageKind::Draft,
            Stage::InReview { .. } => StageKind::InReview,
            Stage::Returned { .. } => StageKind::Returned,
            Stage::Approved { .. } => StageKind::Approved,
            Stage::Published(_) => StageKind::Published,
            Stage::Superseded { .. } => StageKind::Superseded,
            Stage::Withdrawn { .. } => StageKind::Withdrawn,
        }
    }

    /// How it was published, if it ever was.
    pub fn published(&self) -> Option<&Published> {
        match &self.stage {
            Stage::Published(published) | Stage::Superseded { published, .. } | Stage::Withdrawn { published, .. } => {
                Some(published)
            }
            Stage::Draft | Stage::InReview { .. } | Stage::Returned { .. } | Stage::Approved { .. } => None,
        }
    }

    /// 修改. Whoever changes an approved edition voids the approval.
    ///
    /// # Errors
    /// [`Refusal::NotNow`] while it is in review or once it was public.
    pub fn edit(mut self, content: Content, by: &Signed) -> Result<Self, Vec<Refusal>> {
        allowed(self.kind(), Move::Edit).map_err(|refusal| vec![refusal])?;
        if !self.writers.contains(&by.by) {
            self.writers.push(by.by.clone());
        }
        Ok(Self { content, stage: Stage::Draft, ..self })
    }

    /// 送审.
    ///
    /// # Errors
    /// Every box that 条例第十二条 asks for and that is empty, and [`Refusal::NotProactive`].
    pub fn submit(self, by: Signed) -> Result<Self, Vec<Refusal>> {
        let mut refusals: Vec<Refusal> = allowed(self.kind(), Move::Submit).err().into_iter().collect();
        refusals.extend(self.content.missing().into_iter().map(Refusal::Missing));
        if self.content.openness != Openness::Proactive {
            refusals.push(Refusal::NotProactive(self.content.openness));
        }
        self.moved(refusals, Stage::InReview { submitted: by })
    }

    /// 撤回送审: back to the desk before anyone reviewed it.
    ///
    /// # Errors
    /// [`Refusal::NotNow`] when it is not in review.
    pub fn take_back(self) -> Result<Self, Vec<Refusal>> {
        let refusals = allowed(self.kind(), Move::TakeBack).err().into_iter().collect();
        self.moved(refusals, Stage::Draft)
    }

    /// 审查: approves or returns, as the review says.
    ///
    /// # Errors
    /// [`Refusal::OwnText`] for whoever wrote or submitted it; for an approval, every check that does not carry it; for a
    /// return, a missing reason.
    pub fn review(self, review: Review) -> Result<Self, Vec<Refusal>> {
        let wanted = match review.verdict {
            Verdict::Approve => Move::Approve,
            Verdict::Return => Move::Return,
        };
        let mut refusals: Vec<Refusal> = allowed(self.kind(), wanted).err().into_iter().collect();
        if self.has_written(&review.reviewer.by) {
            refusals.push(Refusal::OwnText { reviewer: review.reviewer.name.clone() });
        }
        if review.verdict == Verdict::Approve {
            if review.content == ContentCheck::NeedsWork {
                refusals.push(Refusal::ContentNotSound);
            }
            match review.secrecy {
                SecrecyCheck::MayBeOpen => {}
                SecrecyCheck::MustNotBeOpen => refusals.push(Refusal::MustNotBeOpen),
                SecrecyCheck::Unsure => refusals.push(Refusal::SecrecyUnsettled),
            }
            if review.personal_data == PersonalDataCheck::Present {
                refusals.push(Refusal::PersonalDataPresent);
            }
            if review.basis.trim().is_empty() {
                refusals.push(Refusal::NoBasis);
            }
        } else if review.opinion.trim().is_empty() {
            refusals.push(Refusal::NoReason(Move::Return));
        }
        refusals.extend([&review.basis, &review.opinion].into_iter().filter_map(|words| too_long(words)));
        let stage = match review.verdict {
            Verdict::Approve => Stage::Approved { review },
            Verdict::Return => Stage::Returned { review },
        };
        self.moved(refusals, stage)
    }

    /// 发布 under the given number: a new one for the first edition, the same for every later one.
    ///
    /// # Errors
    /// [`Refusal::NotNow`] for everything that has no approval (先审查后公开).
    pub fn publish(self, number: IndexNumber, by: Signed) -> Result<Self, Vec<Refusal>> {
        match &self.stage {
            Stage::Approved { review } => {
                let published = Published { number, signed: by, review: review.clone() };
                Ok(Self { stage: Stage::Published(published), ..self })
            }
            _ => Err(vec![Refusal::NotNow { stage: self.kind(), wanted: Move::Publish }]),
        }
    }

    /// 撤回公开, with a reason that the public will read.
    ///
    /// # Errors
    /// [`Refusal::NotNow`] when it is not public, [`Refusal::NoReason`].
    pub fn withdraw(self, reason: &str, by: Signed) -> Result<Self, Vec<Refusal>> {
        let mut refusals: Vec<Refusal> = allowed(self.kind(), Move::Withdraw).err().into_iter().collect();
        let reason = reason.trim();
        if reason.is_empty() {
            refusals.push(Refusal::NoReason(Move::Withdraw));
        }
        refusals.extend(too_long(reason));
        match self.stage.clone() {
            Stage::Published(published) => {
                self.moved(refusals, Stage::Withdrawn { published, withdrawn: by, reason: reason.into() })
            }
            _ => Err(refusals),
        }
    }

    /// Makes room for a newer edition that is being published.
    ///
    /// # Errors
    /// [`Refusal::NotNow`] when it never was public or has been superseded before.
    pub fn supersede(self, next: EditionId, at: Timestamp) -> Result<Self, Vec<Refusal>> {
        match self.stage.clone() {
            Stage::Published(published) | Stage::Withdrawn { published, .. } => {
                Ok(Self { stage: Stage::Superseded { published, next, at }, ..self })
            }
            _ => Err(vec![Refusal::NotNow { stage: self.kind(), wanted: Move::Supersede }]),
        }
    }

    /// Whether this person wrote in it or handed it over, and so can never review it.
    pub fn has_written(&self, person: &PersonId) -> bool {
        self.writers.contains(person) || matches!(&self.stage, Stage::InReview { submitted } if submitted.by == *person)
    }

    fn moved(self, refusals: Vec<Refusal>, stage: Stage) -> Result<Self, Vec<Refusal>> {
        if refusals.is_empty() { Ok(Self { stage, ..self }) } else { Err(refusals) }
    }
}

fn too_long(words: &str) -> Option<Refusal> {
    let now = words.chars().count();
    (now > WORDS).then_some(Refusal::WordsTooLong { limit: WORDS, now })
}
