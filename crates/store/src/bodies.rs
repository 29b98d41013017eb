use crate::args;
use crate::db::{Error, Row, Store, Unit, corrupt};
use civic::{Body, BodyKind, Tree};

fn body(row: &Row) -> Result<Body, Error> {
    let kind = row.text("kind")?;
    Ok(Body {
        id: row.text("id")?.into(),
        slug: row.text("slug")?,
        name: row.text("name")?,
        short_name: row.text("short_name")?,
        code: row.text("code")?,
        kind: BodyKind::from_key(&kind).ok_or_else(|| corrupt("body.kind", &kind))?,
        parent: row.opt_text("parent")?.map(Into::into),
        uscc: row.text("uscc")?,
        contact: row.json("contact")?,
        reconsideration_organ: row.text("reconsideration_organ")?,
        court: row.text("court")?,
    })
}

impl Store {
    /// Every body, as a tree.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the rows are no tree.
    pub async fn tree(&self) -> Result<Tree, Error> {
        let rows = self.rows("SELECT * FROM body ORDER BY place, slug", []).await?;
        let bodies = rows.iter().map(body).collect::<Result<Vec<_>, _>>()?;
        Tree::new(bodies).map_err(|why| corrupt("body", &why.to_string()))
    }
}

impl Unit {
    /// Whether the bodies, as this unit would leave them, are no tree: somebody changed another branch meanwhile.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn is_no_tree(&mut self) -> Result<bool, Error> {
        let rows = self.rows("SELECT * FROM body ORDER BY place, slug", []).await?;
        let bodies = rows.iter().map(body).collect::<Result<Vec<_>, _>>()?;
        Ok(Tree::new(bodies).is_err())
    }

    /// Adds a body at the end of the lists, or changes the one with the same identifier (its slug stays).
    ///
    /// # Errors
    /// [`Error::Twice`] when another body has the slug.
    pub async fn put_body(&mut self, body: &Body) -> Result<(), Error> {
        let contact = serde_json::to_string(&body.contact).map_err(|e| corrupt("body.contact", &e.to_string()))?;
        self.run(
            "INSERT INTO body (id, slug, name, short_name, code, kind, parent, uscc, contact,
                               reconsideration_organ, court, place)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, (SELECT count(*) FROM body))
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, short_name = excluded.short_name,
                 code = excluded.code, kind = excluded.kind, parent = excluded.parent, uscc = excluded.uscc,
                 contact = excluded.contact, reconsideration_organ = excluded.reconsideration_organ,
                 court = excluded.court",
            args![
                &body.id,
                &body.slug,
                &body.name,
                &body.short_name,
                &body.code,
                body.kind.key(),
                body.parent.as_ref(),
                &body.uscc,
                contact,
                &body.reconsideration_organ,
                &body.court
            ],
        )
        .await?;
        Ok(())
    }
}
