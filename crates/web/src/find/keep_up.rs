//! The index follows the archive: at once after an act, and once a second for whatever was missed.

use crate::app::Shared;
use crate::error::Error;
use crate::read::report::Found;
use civic::{Body, PublicationId};
use publishing::publication::day_of;
use publishing::visibility::{Place, Reader, Shown, shown};
use publishing::{Column, markup};
use search::Page;
use store::annual_facts::from_index_name;
use store::publications::Saved;

/// How many publications go into the index before it is made durable.
const BATCH: u32 = 200;

/// Does the jobs that wait for the index, all of them. Called once a second, and right after publishing and withdrawing, so
/// that a publication is found, or no longer found, before the editor sees the answer.
///
/// # Errors
/// A fault of the archive or the index; the jobs stay and are tried again.
pub async fn catch_up(app: &Shared) -> Result<(), Error> {
    loop {
        let jobs = app.store.index_jobs(BATCH).await?;
        if jobs.is_empty() {
            return Ok(());
        }
        let tree = app.tree();
        let (mut put, mut gone) = (Vec::new(), Vec::new());
        for (id, _) in &jobs {
            if let Some((body, year)) = from_index_name(id.as_str()) {
                match crate::read::report::found(app, &body, year).await? {
                    Some(found) => put.push(report_page(id, found)),
                    None => gone.push(id.clone()),
                }
                continue;
            }
            let saved = app.store.public_edition(id.as_str()).await?;
            let found = saved.filter(|s| shown(s.edition.kind(), Reader::Visitor, Place::Search) == Shown::Full);
            match found.as_ref().and_then(|saved| Some((saved, tree.get(&saved.publication.body)?))) {
                Some((saved, body)) => put.push(page(saved, body)),
                None => gone.push(id.clone()),
            }
        }
        let index = app.index.clone();
        let write = tokio::task::spawn_blocking(move || {
            let gone: Vec<&str> = gone.iter().map(PublicationId::as_str).collect();
            index.remove(&gone)?;
            index.put(&put)?;
            index.commit()
        });
        write.await.map_err(|_| Error::Stopping)??;
        let mut unit = app.store.begin().await?;
        for (id, turn) in &jobs {
            unit.index_done(id, *turn).await?;
        }
        unit.commit().await?;
        if jobs.len() < BATCH as usize {
            return Ok(());
        }
    }
}

/// At the start: an index that does not hold what is published (new, lost, restored from elsewhere) is filled again from the
/// archive, while visitors go on finding what is there.
///
/// # Errors
/// A fault of the archive or the index.
pub async fn reconcile(app: &Shared) -> Result<(), Error> {
    catch_up(app).await?;
    let publications: u64 = app.store.published_counts().await?.iter().map(|(_, count)| count).sum();
    let published = publications + app.store.public_reports().await?.len() as u64;
    if app.index.count() as u64 == published {
        return Ok(());
    }
    tracing::info!(found = app.index.count(), published, "filling the search index again");
    app.index.clear()?;
    let mut unit = app.store.begin().await?;
    unit.queue_whole_index().await?;
    unit.commit().await?;
    catch_up(app).await
}

/// [`catch_up`] after an act that is already recorded: a fault here must not look as if the act had failed. The job stays, and
/// the next second tries again.
pub async fn refresh(app: &Shared) {
    if let Err(fault) = catch_up(app).await {
        tracing::error!(%fault, "the search index will catch up later");
    }
}

fn report_page(id: &PublicationId, found: Found) -> Page {
    Page {
        id: id.to_string(),
        title: found.title,
        body: found.text,
        body_name: found.body.name,
        summary: String::new(),
        doc_no: String::new(),
        index_no: String::new(),
        column: Column::Reports.key().into(),
        theme: String::new(),
        validity: String::new(),
        published_on: found.published.to_string(),
        body_slug: found.body.slug,
        kind: "report".into(),
    }
}

fn page(saved: &Saved, body: &Body) -> Page {
    let content = &saved.edition.content;
    let published = saved.edition.published();
    Page {
        id: saved.publication.id.to_string(),
        title: content.title.clone(),
        body: markup::plain(&markup::parse(&content.text)),
        body_name: body.name.clone(),
        summary: content.summary.clone(),
        doc_no: content.doc_no.clone(),
        index_no: saved.publication.number.as_ref().map(ToString::to_string).unwrap_or_default(),
        column: content.column.key().into(),
        theme: content.theme.as_ref().map(|theme| theme.key().to_owned()).unwrap_or_default(),
        // A question of the day, which an index cannot answer; left empty.
        validity: String::new(),
        published_on: published.map(|p| day_of(p.signed.at).to_string()).unwrap_or_default(),
        body_slug: body.slug.clone(),
        kind: "publication".into(),
    }
}
