//! 云溪县: a county that does not exist, with two years of life. Nothing here reads the clock or chance: the same `today`
//! gives the same county.
//!
//! Plans come first (what is published, what is applied for, by which steps); then [`life`] does them in the order of
//! time through the functions that the desk itself uses, so that the law and the four-eyes rule hold in the demonstration too.

mod bodies;
mod chance;
mod days;
mod life;
mod outside;
mod papers;
mod publications;
mod reports;
mod requests;
mod stories;
mod topics;

use bodies::{Names, houses, opened_at, overseers, person};
use chance::Chance;
use civic::Role;
use days::Days;
use jiff::civil::Date;
use law::clock::Policy;
use store::Store;
use store::files::Files;

/// The name of the county's site.
pub const SITE_NAME: &str = "云溪县政府信息公开平台";
/// Its domain, which nobody can have.
pub const SITE_DOMAIN: &str = "www.yunxi.example";

/// Where the draws begin.
const SEED: u64 = 0x711;

/// A log-in to be printed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LogIn {
    pub role: Role,
    pub login: String,
    pub name: String,
    pub body: String,
}

/// What there is to try.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Settled {
    pub log_ins: Vec<LogIn>,
    /// A number and a code for the tracking page.
    pub receipt: String,
    pub query_code: String,
}

/// Fills an empty archive with the county as it stands on the morning of `today`.
///
/// `password` is the hash that everyone shares.
///
/// # Errors
/// A fault of the archive; or a plan that the law refused, which is a mistake in the plans.
pub async fn settle(
    store: &Store,
    files: &Files,
    today: Date,
    password: &str,
    policy: &Policy,
) -> anyhow::Result<Settled> {
    let days = Days::until(today);
    let mut chance = Chance::seeded(SEED);
    let mut names = Names::new(&mut chance);
    let houses = houses(&mut chance, &mut names);
    let overseers = overseers(&mut chance, &mut names);
    let opened = opened_at(days.first);

    let mut unit = store.begin().await?;
    for house in &houses {
        unit.put_body(&house.body).await?;
        for member in [&house.clerk, &house.reviewer, &house.head] {
            unit.put_person(&person(member, &house.body, password), opened).await?;
        }
    }
    let county = &houses[0];
    for member in &overseers {
        unit.put_person(&person(member, &county.body, password), opened).await?;
    }
    unit.commit().await?;

    let sample =
        life::Life::new(store, files, (&houses, &overseers[0]), days, policy, chance, &mut names).pass().await?;
    let printed = [&county.clerk, &county.reviewer, &county.head, &overseers[0], &overseers[1]];
    let log_ins = printed.map(|member| LogIn {
        role: member.role,
        login: member.login.clone(),
        name: member.name.clone(),
        body: county.body.name.clone(),
    });
    Ok(Settled { log_ins: log_ins.into(), receipt: sample.number.to_string(), query_code: sample.query_code })
}
