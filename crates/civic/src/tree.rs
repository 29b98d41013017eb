use crate::body::Body;
use crate::id::BodyId;
use std::collections::HashMap;

/// All bodies of the installation, who stands under whom.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    bodies: Vec<Body>,
    by_id: HashMap<BodyId, usize>,
}

/// Why a list of bodies is no tree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotATree {
    /// Two bodies share an identifier or a slug.
    #[error("body {0} appears twice")]
    Twice(String),
    /// A parent is named that is not in the list.
    #[error("body {0} names a parent that does not exist")]
    NoParent(String),
    /// Following the parents comes back to the start.
    #[error("body {0} stands above itself")]
    Cycle(String),
}

impl Tree {
    /// Builds the tree; keeps the order given.
    ///
    /// # Errors
    /// [`NotATree`] for a double identifier or slug, an unknown parent, or a cycle.
    pub fn new(bodies: Vec<Body>) -> Result<Self, NotATree> {
        let mut by_id = HashMap::new();
        let mut slugs = std::collections::HashSet::new();
        for (place, body) in bodies.iter().enumerate() {
            if by_id.insert(body.id.clone(), place).is_some() || !slugs.insert(body.slug.clone()) {
                return Err(NotATree::Twice(body.slug.clone()));
            }
        }
        let tree = Self { bodies, by_id };
        for body in &tree.bodies {
            if body.parent.as_ref().is_some_and(|parent| tree.get(parent).is_none()) {
                return Err(NotATree::NoParent(body.slug.clone()));
            }
            let mut steps = 0;
            let mut above = body.parent.as_ref();
            while let Some(id) = above {
                steps += 1;
                if steps > tree.bodies.len() {
                    return Err(NotATree::Cycle(body.slug.clone()));
                }
                above = tree.get(id).and_then(|b| b.parent.as_ref());
            }
        }
        Ok(tree)
    }

    /// Every body, in the order given.
    pub fn all(&self) -> &[Body] {
        &self.bodies
    }

    /// The body with this identifier.
    pub fn get(&self, id: &BodyId) -> Option<&Body> {
        self.by_id.get(id).map(|&place| &self.bodies[place])
    }

    /// The body with this slug.
    pub fn by_slug(&self, slug: &str) -> Option<&Body> {
        self.bodies.iter().find(|body| body.slug == slug)
    }

    /// The bodies without a parent: usually the one government that runs the installation.
    pub fn roots(&self) -> impl Iterator<Item = &Body> {
        self.bodies.iter().filter(|body| body.parent.is_none())
    }

    /// The bodies directly below.
    pub fn children<'a>(&'a self, id: &'a BodyId) -> impl Iterator<Item = &'a Body> {
        self.bodies.iter().filter(move |body| body.parent.as_ref() == Some(id))
    }

    /// Whether `body` is `top` or stands somewhere under it.
    pub fn is_at_or_below(&self, body: &BodyId, top: &BodyId) -> bool {
        let mut here = Some(body);
        while let Some(id) = here {
            if id == top {
                return true;
            }
            here = self.get(id).and_then(|b| b.parent.as_ref());
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BodyKind::*;

    #[test]
    fn a_body_cannot_stand_above_itself() {
        let mut a = Body::sample("aa", "甲", Department, None);
        let b = Body::sample("bb", "乙", Department, Some(&a.id));
        a.parent = Some(b.id.clone());
        assert_eq!(Tree::new(vec![a, b]).unwrap_err(), NotATree::Cycle("aa".into()));
    }

    #[test]
    fn a_parent_must_be_in_the_list_and_a_slug_is_used_once() {
        let lost = Body::sample("aa", "甲", Department, Some(&"nobody".into()));
        assert_eq!(Tree::new(vec![lost]).unwrap_err(), NotATree::NoParent("aa".into()));
        let twin = Body::sample("aa", "甲", Department, None);
        assert_eq!(Tree::new(vec![twin.clone(), twin]).unwrap_err(), NotATree::Twice("aa".into()));
    }
}
