use super::year;
use crate::error::Error;
use crate::page::Waiting;
use crate::visit::Visit;
use civic::Permission;
use report::annual::Stage;

/// What waits for this person: reports that came back, and reports that are signed and not yet published.
///
/// # Errors
/// A fault of the archive.
pub async fn waiting(visit: &Visit) -> Result<Vec<Waiting>, Error> {
    let (writes, publishes) = (visit.bodies(Permission::WriteReport), visit.bodies(Permission::PublishReport));
    if writes.is_empty() && publishes.is_empty() {
        return Ok(Vec::new());
    }
    let (tree, this) = (visit.app.tree(), year::current(visit.today));
    let mut waiting = Vec::new();
    for (id, life) in visit.app.store.report_lives(this).await? {
        let Some(body) = tree.get(&id) else { continue };
        let label = match life.stage() {
            Stage::Returned | Stage::Correcting if life.returned().is_some() && writes.contains(&id) => "年报退回修改",
            Stage::Signed | Stage::CorrectionSigned if publishes.contains(&id) => "年报待公布",
            _ => continue,
        };
        let late = u64::from(life.published().is_none() && visit.today > year::reporter(body.kind).report_due(this));
        waiting.push(Waiting { label: label.into(), href: year::href(body, this), count: 1, late });
    }
    Ok(waiting)
}
