use super::year;
use crate::error::Error;
use crate::page::Waiting;
use crate::visit::Visit;
use civic::Permission;
use report::annual::Stage;

/// What waits for this person: reports that came back, and reports that are signed and not yet published. Of the two years
/// before this one: what is older is corrected when someone asks, and a running year is signed by nobody.
///
/// # Errors
/// A fault of the archive.
pub async fn waiting(visit: &Visit) -> Result<Vec<Waiting>, Error> {
    let (writes, publishes) = (visit.bodies(Permission::WriteReport), visit.bodies(Permission::PublishReport));
    if writes.is_empty() && publishes.is_empty() {
        return Ok(Vec::new());
    }
    let tree = visit.app.tree();
    let mut waiting = Vec::new();
    for of in [visit.today.year() - 1, visit.today.year() - 2] {
        for (id, life) in visit.app.store.report_lives(of).await? {
            let Some(body) = tree.get(&id) else { continue };
            let label = match life.stage() {
                Stage::Returned | Stage::Correcting if life.returned().is_some() && writes.contains(&id) => "退回修改",
                Stage::Signed | Stage::CorrectionSigned if publishes.contains(&id) => "待公布",
                _ => continue,
            };
            let late = life.published().is_none() && visit.today > year::reporter(body.kind).report_due(of);
            let (label, href) = (format!("{of}年年报{label}"), year::href(body, of));
            waiting.push(Waiting { label, href, count: 1, late: late.into() });
        }
    }
    Ok(waiting)
}
