use crate::args;
use crate::db::{Error, Row, Store, Unit, corrupt};
use civic::{Actor, Appointment, BodyId, PersonId, Role};
use jiff::{Span, Timestamp};

/// A person as the administrator and the log-in see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Identifier.
    pub id: PersonId,
    /// What is typed to log in.
    pub login: String,
    /// The name as the docket shows it.
    pub name: String,
    /// argon2id in PHC form.
    pub password: String,
    /// Whether the password was set by an administrator and must be changed first.
    pub must_change: bool,
    /// Wrong passwords in a row.
    pub failures: i64,
    /// When the lock-out ends, if there is one.
    pub locked_until: Option<Timestamp>,
    /// Whether the person still works here.
    pub active: bool,
    /// Roles in bodies.
    pub appointments: Vec<Appointment>,
}

impl Person {
    /// The person as an actor.
    pub fn actor(&self) -> Actor {
        Actor::person(self.id.clone(), &self.name, self.appointments.clone())
    }
}

/// A live session, found by its token's hash.
#[derive(Clone, Debug)]
pub struct Session {
    /// Whose.
    pub person: Person,
    /// Stands in every form of this session.
    pub csrf: String,
    /// The hash under which it is stored.
    pub token_hash: String,
}

/// How long sessions last and how log-in is locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRules {
    /// Minutes without a request after which a session ends.
    pub idle_minutes: i64,
    /// Hours after which a session ends in any case.
    pub longest_hours: i64,
    /// Wrong passwords in a row that lock the account.
    pub failures: i64,
    /// Minutes of the lock-out.
    pub lock_minutes: i64,
}

impl Default for SessionRules {
    /// 30 minutes idle, 12 hours in all, five failures lock for 15 minutes.
    fn default() -> Self {
        Self { idle_minutes: 30, longest_hours: 12, failures: 5, lock_minutes: 15 }
    }
}

fn person(row: &Row, appointments: Vec<Appointment>) -> Result<Person, Error> {
    Ok(Person {
        id: row.text("id")?.into(),
        login: row.text("login")?,
        name: row.text("name")?,
        password: row.text("password")?,
        must_change: row.flag("must_change")?,
        failures: row.int("failures")?,
        locked_until: row.opt_parsed("locked_until")?,
        active: row.flag("active")?,
        appointments,
    })
}

fn appointment(row: &Row) -> Result<Appointment, Error> {
    let role = row.text("role")?;
    Ok(Appointment {
        body: row.text("body")?.into(),
        role: Role::from_key(&role).ok_or_else(|| corrupt("appointment.role", &role))?,
    })
}

impl Store {
    async fn appointments(&self, id: &str) -> Result<Vec<Appointment>, Error> {
        let rows =
            self.rows("SELECT body, role FROM appointment WHERE person = $1 ORDER BY body, role", args![id]).await?;
        rows.iter().map(appointment).collect()
    }

    /// The person with this log-in name, also if they have left or are locked out.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn person_by_login(&self, login: &str) -> Result<Option<Person>, Error> {
        let Some(row) = self.row("SELECT * FROM person WHERE login = $1", args![login]).await? else {
            return Ok(None);
        };
        let appointments = self.appointments(&row.text("id")?).await?;
        person(&row, appointments).map(Some)
    }

    /// The person with this identifier.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn person(&self, id: &PersonId) -> Result<Option<Person>, Error> {
        let Some(row) = self.row("SELECT * FROM person WHERE id = $1", args![id]).await? else {
            return Ok(None);
        };
        let appointments = self.appointments(id.as_str()).await?;
        person(&row, appointments).map(Some)
    }

    /// Everyone, active first, by log-in name.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn people(&self) -> Result<Vec<Person>, Error> {
        let mut people = Vec::new();
        for row in self.rows("SELECT * FROM person ORDER BY active DESC, login", []).await? {
            let appointments = self.appointments(&row.text("id")?).await?;
            people.push(person(&row, appointments)?);
        }
        Ok(people)
    }

    /// The live session with this token hash: not idle too long, not too old, its person still active.
    /// Notes that it was seen, at most once a minute.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn session(
        &self,
        token_hash: &str,
        now: Timestamp,
        rules: &SessionRules,
    ) -> Result<Option<Session>, Error> {
        let found = self
            .row(
                "SELECT p.*, s.csrf, s.created_at AS begun, s.seen_at FROM session s JOIN person p ON p.id = s.person
                 WHERE s.token_hash = $1 AND p.active = 1",
                args![token_hash],
            )
            .await?;
        let Some(row) = found else { return Ok(None) };
        let seen: Timestamp = row.parsed("seen_at")?;
        let begun: Timestamp = row.parsed("begun")?;
        let idle = now.duration_since(seen).as_secs();
        if idle > rules.idle_minutes * 60 || now.duration_since(begun).as_secs() > rules.longest_hours * 3600 {
            return Ok(None);
        }
        if idle > 60 {
            let mut unit = self.begin().await?;
            unit.run("UPDATE session SET seen_at = $1 WHERE token_hash = $2", args![now, token_hash]).await?;
            unit.commit().await?;
        }
        let appointments = self.appointments(&row.text("id")?).await?;
        let csrf = row.text("csrf")?;
        Ok(Some(Session { person: person(&row, appointments)?, csrf, token_hash: token_hash.to_owned() }))
    }
}

impl Unit {
    /// Adds a person or changes the one with the same identifier, with exactly these appointments.
    ///
    /// # Errors
    /// [`Error::Twice`] when another person has the log-in name.
    pub async fn put_person(&mut self, person: &Person, now: Timestamp) -> Result<(), Error> {
        self.run(
            "INSERT INTO person (id, login, name, password, must_change, failures, locked_until, active, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (id) DO UPDATE SET login = excluded.login, name = excluded.name,
                 password = excluded.password, must_change = excluded.must_change, failures = excluded.failures,
                 locked_until = excluded.locked_until, active = excluded.active",
            args![
                &person.id,
                &person.login,
                &person.name,
                &person.password,
                person.must_change,
                person.failures,
                person.locked_until,
                person.active,
                now
            ],
        )
        .await?;
        self.put_appointments(person).await
    }

    /// Changes the name, the roles and whether a person still works here. The password stays what it is by now: whoever
    /// changes roles must not bring back one that was replaced meanwhile.
    ///
    /// # Errors
    /// [`Error::Twice`] when another person has the log-in name.
    pub async fn change_person(&mut self, person: &Person) -> Result<(), Error> {
        self.run(
            "UPDATE person SET login = $2, name = $3, active = $4 WHERE id = $1",
            args![&person.id, &person.login, &person.name, person.active],
        )
        .await?;
        self.put_appointments(person).await
    }

    async fn put_appointments(&mut self, person: &Person) -> Result<(), Error> {
        self.run("DELETE FROM appointment WHERE person = $1", args![&person.id]).await?;
        for at in &person.appointments {
            self.run(
                "INSERT INTO appointment (person, body, role) VALUES ($1, $2, $3)",
                args![&person.id, &at.body, at.role.key()],
            )
            .await?;
        }
        Ok(())
    }

    /// Sets a person's own new password and touches nothing else. `false`: the person has left, or `old` is no longer the
    /// hash, and nothing was recorded: a request that began before a dismissal must not undo it.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn change_password(&mut self, id: &PersonId, old: &str, new: &str) -> Result<bool, Error> {
        let changed = self
            .run(
                "UPDATE person SET password = $3, must_change = 0 WHERE id = $1 AND password = $2 AND active = 1",
                args![id, old, new],
            )
            .await?;
        Ok(changed == 1)
    }

    /// Sets a temporary password that must be changed first, and lifts a lock-out.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn reset_password(&mut self, id: &PersonId, new: &str) -> Result<(), Error> {
        self.run(
            "UPDATE person SET password = $2, must_change = 1, failures = 0, locked_until = NULL WHERE id = $1",
            args![id, new],
        )
        .await?;
        Ok(())
    }

    /// Counts a wrong password and locks the account when it was one too many. Returns when the lock ends, if it began.
    ///
    /// The count is taken by the statement itself, so that guesses made at once are all counted.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn log_in_failed(
        &mut self,
        id: &PersonId,
        now: Timestamp,
        rules: &SessionRules,
    ) -> Result<Option<Timestamp>, Error> {
        let row =
            self.row("UPDATE person SET failures = failures + 1 WHERE id = $1 RETURNING failures", args![id]).await?;
        let failures = row.map_or(Ok(0), |row| row.int("failures"))?;
        if failures < rules.failures {
            return Ok(None);
        }
        let until = now.checked_add(Span::new().minutes(rules.lock_minutes)).unwrap_or(Timestamp::MAX);
        self.run("UPDATE person SET failures = 0, locked_until = $1 WHERE id = $2", args![until, id]).await?;
        Ok(Some(until))
    }

    /// Begins a session and forgets failures. The old token of the same browser, if any, is ended (rotation).
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn log_in(
        &mut self,
        id: &PersonId,
        token_hash: &str,
        csrf: &str,
        old_token_hash: Option<&str>,
        address: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        if let Some(old) = old_token_hash {
            self.log_out(old).await?;
        }
        self.run("UPDATE person SET failures = 0, locked_until = NULL WHERE id = $1", args![id]).await?;
        self.run(
            "INSERT INTO session (token_hash, person, csrf, created_at, seen_at, address) VALUES ($1, $2, $3, $4, $4, $5)",
            args![token_hash, id, csrf, now, address],
        )
        .await?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn log_out(&mut self, token_hash: &str) -> Result<(), Error> {
        self.run("DELETE FROM session WHERE token_hash = $1", args![token_hash]).await?;
        Ok(())
    }

    /// Ends every session of a person: after a new password, a change of roles, or leaving.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn log_out_everywhere(&mut self, id: &PersonId) -> Result<(), Error> {
        self.run("DELETE FROM session WHERE person = $1", args![id]).await?;
        Ok(())
    }

    /// Clears sessions that began before `oldest`; they have ended already.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn clear_sessions_before(&mut self, oldest: Timestamp) -> Result<(), Error> {
        self.run("DELETE FROM session WHERE created_at < $1", args![oldest]).await?;
        Ok(())
    }

    /// Whether any person holds a role in a body; an installation without an administrator cannot be run.
    ///
    /// # Errors
    /// [`Error`] when the database cannot answer.
    pub async fn holders(&mut self, role: Role, body: Option<&BodyId>) -> Result<i64, Error> {
        let row = self
            .row(
                "SELECT count(*) AS n FROM appointment a JOIN person p ON p.id = a.person
                 WHERE a.role = $1 AND p.active = 1 AND ($2 = '' OR a.body = $2)",
                args![role.key(), body.map_or("", BodyId::as_str)],
            )
            .await?;
        row.map_or(Ok(0), |row| row.int("n"))
    }
}
