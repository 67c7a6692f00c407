-- The schema of a new log: what all migrations lead to. Do not edit it, but write it anew:
-- pytest tests/storage/test_new_log.py --update-docs
BEGIN IMMEDIATE;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE TABLE action (
        hlc TEXT PRIMARY KEY,
        verb TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID
    ;
CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        uuid TEXT NOT NULL UNIQUE,
        short_id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        team TEXT NOT NULL,
        topics TEXT NOT NULL,
        happened TEXT NOT NULL,
        recovery TEXT,
        expected TEXT,
        why TEXT,
        lesson TEXT,
        trainer TEXT,
        learner TEXT,
        basis TEXT,
        rule_ref TEXT,
        decision TEXT,
        caught TEXT,
        detected_by TEXT,
        factors TEXT NOT NULL,
        own INTEGER NOT NULL,
        share TEXT NOT NULL,
        status TEXT NOT NULL,
        changed_what TEXT,
        occurred_at TEXT,         -- UTC, or NULL where only the day is known
        occurred_on TEXT NOT NULL,-- civil day where it was written
        recorded_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        role TEXT
    , follow_up TEXT);
CREATE TABLE entry_topic (
        entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
        topic TEXT NOT NULL,
        occurred_on TEXT NOT NULL,
        team TEXT NOT NULL,
        kind TEXT NOT NULL,
        private INTEGER NOT NULL,
        PRIMARY KEY (entry, topic)
    ) WITHOUT ROWID
    ;
CREATE TABLE team (key TEXT PRIMARY KEY, name TEXT NOT NULL, entries INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE topic (key TEXT PRIMARY KEY, name TEXT NOT NULL, entries INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE "entry_fts" USING FTS5 (
    "happened", "recovery", "expected", "why", "lesson", "rule_ref", "topics",
    tokenize='porter unicode61 remove_diacritics 2',
    content="entry"
);
CREATE TABLE checkin (
        uuid TEXT PRIMARY KEY,
        entry TEXT NOT NULL,
        days INTEGER NOT NULL,    -- which of the entry's days it answers
        seen TEXT NOT NULL,       -- not-yet, with-help, unprompted, no-chance
        note TEXT,
        seen_on TEXT NOT NULL,    -- civil day
        author TEXT
    ) WITHOUT ROWID
    ;
CREATE TABLE due (
        entry INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
        due_on TEXT NOT NULL,
        team TEXT NOT NULL,
        private INTEGER NOT NULL,
        trainer TEXT
    );
CREATE TABLE reply (
        uuid TEXT PRIMARY KEY,
        entry TEXT NOT NULL,
        kind TEXT NOT NULL,       -- idea, question, same, thanks
        text TEXT,
        other TEXT,               -- the uuid of another entry
        author TEXT,
        said_on TEXT NOT NULL,    -- civil day
        hlc TEXT                  -- the order in which they were said
    ) WITHOUT ROWID
    ;
CREATE TABLE news (
        hlc TEXT NOT NULL,
        record TEXT NOT NULL,     -- uuid of the reply; of the entry itself where its status changed
        entry TEXT NOT NULL,
        what TEXT NOT NULL,       -- a status, or the kind of a reply
        trainer TEXT NOT NULL,    -- the writer of the entry
        author TEXT NOT NULL,     -- who did it
        told INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (hlc, record)
    ) WITHOUT ROWID
    ;
CREATE TABLE feedback (
        uuid TEXT PRIMARY KEY,
        entry TEXT NOT NULL,
        pace TEXT,                -- too-slow, right, too-fast
        examples TEXT,            -- enough, too-few
        usefulness INTEGER,       -- 1 to 5
        comment TEXT,
        answered_on TEXT NOT NULL -- civil day
    ) WITHOUT ROWID
    ;
CREATE TABLE feedback_group (
        uuid TEXT PRIMARY KEY,
        view TEXT NOT NULL,       -- own: for the trainer; team: for everybody else
        answers TEXT NOT NULL     -- uuids, joined by '; '
    ) WITHOUT ROWID
    ;
CREATE TABLE meeting (
        uuid TEXT PRIMARY KEY,
        held_on TEXT NOT NULL,    -- civil day
        team TEXT NOT NULL,       -- whose turn it was
        state TEXT NOT NULL,      -- done, skipped
        entries TEXT              -- the uuids that were read out, joined by '; '
    ) WITHOUT ROWID
    ;
CREATE TABLE guide (
        uuid TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        text TEXT NOT NULL        -- as its author wrote it
    ) WITHOUT ROWID
    ;
CREATE TABLE walk (
        uuid TEXT PRIMARY KEY,
        guide TEXT NOT NULL,      -- uuid
        path TEXT NOT NULL,
        ending TEXT,              -- the step where it ended; NULL where somebody left
        walked_on TEXT NOT NULL,  -- civil day
        entry TEXT                -- the uuid of the entry that the case was recorded as
    ) WITHOUT ROWID
    ;
CREATE TABLE drill (
        learner TEXT NOT NULL,
        entry TEXT NOT NULL,
        card TEXT NOT NULL,       -- JSON of the fsrs library
        due_on TEXT NOT NULL,
        rated_on TEXT NOT NULL,
        begun_on TEXT NOT NULL,
        answer TEXT NOT NULL,     -- a hash of what the entry said then: another answer is asked for at once
        PRIMARY KEY (learner, entry)
    ) WITHOUT ROWID
    ;
CREATE TABLE taught_name (
        uuid TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        is_name INTEGER NOT NULL, -- 0 for an ordinary word, about which `clear` does not ask again
        author TEXT
    ) WITHOUT ROWID
    ;
CREATE TABLE "revision" (
        number INTEGER PRIMARY KEY, -- the order in which they were written to this file
        id BLOB NOT NULL,         -- UUIDv7
        record TEXT NOT NULL,     -- uuid of the entry, or name of the setting
        tbl TEXT NOT NULL,
        hlc TEXT NOT NULL,        -- hybrid logical clock, sorts as time
        device TEXT NOT NULL,
        author TEXT NOT NULL,
        patch TEXT NOT NULL       -- JSON of the fields that changed
    );
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX action_by_state ON action (undone, hlc);
CREATE INDEX entry_by_day ON entry (occurred_on);
CREATE INDEX entry_by_team ON entry (team, occurred_on);
CREATE INDEX entry_by_trainer ON entry (trainer, occurred_on);
CREATE INDEX entry_counts ON entry (occurred_on, team, kind, share) WHERE share <> 'private';
CREATE INDEX entry_first ON entry (occurred_on, kind, caught, share)
    WHERE caught = 'before-effect' OR (own = 1 AND role = 'leader')
    ;
CREATE INDEX entry_topic_by_topic ON entry_topic (topic, occurred_on);
CREATE INDEX entry_topic_counts ON entry_topic (occurred_on, topic, team, kind, private) WHERE private = 0;
CREATE INDEX checkin_of_entry ON checkin (entry);
CREATE INDEX checkin_by_day ON checkin (seen_on, entry, days, seen);
CREATE INDEX due_by_day ON due (private, due_on);
CREATE INDEX due_by_team ON due (team, private, due_on);
CREATE INDEX due_by_trainer ON due (trainer, due_on, entry, private);
CREATE INDEX reply_of_entry ON reply (entry, hlc, kind, author);
CREATE INDEX reply_by_day ON reply (said_on, kind, entry);
CREATE INDEX reply_questions ON reply (said_on, hlc, uuid, entry, author) WHERE kind = 'question';
CREATE INDEX entry_asking ON entry (occurred_on, id, uuid) WHERE kind = 'question' AND expected IS NULL AND share <> 'private';
CREATE INDEX entry_asking_by_team ON entry (team, occurred_on, id, uuid) WHERE kind = 'question' AND expected IS NULL AND share <> 'private';
CREATE INDEX entry_lessons ON entry (occurred_on, id, kind) WHERE lesson IS NOT NULL AND status IN ('logged', 'shared') AND share <> 'private';
CREATE INDEX entry_lessons_by_team ON entry (team, occurred_on, id, kind) WHERE lesson IS NOT NULL AND status IN ('logged', 'shared') AND share <> 'private';
CREATE INDEX news_untold ON news (trainer) WHERE told = 0;
CREATE INDEX news_by_trainer ON news (trainer, hlc);
CREATE INDEX feedback_of_entry ON feedback (entry);
CREATE INDEX meeting_by_day ON meeting (held_on);
CREATE INDEX entry_to_read_out ON entry (team, occurred_on) WHERE share = 'meeting' AND status = 'logged';
CREATE INDEX walk_of_guide ON walk (guide, walked_on);
CREATE INDEX drill_begun ON drill (learner, begun_on);
CREATE INDEX drill_due ON drill (learner, due_on);
CREATE INDEX entry_open ON entry (occurred_on, share, kind, recovery, status) WHERE kind = 'mistake' AND recovery IS NULL AND status NOT IN ('adopted', 'closed');
CREATE INDEX revision_of_record ON revision (record);
CREATE INDEX revision_by_hlc ON revision (hlc);
CREATE INDEX entry_open_by_team ON entry (team, occurred_on, share, kind, recovery, status) WHERE kind = 'mistake' AND recovery IS NULL AND status NOT IN ('adopted', 'closed');
CREATE INDEX entry_by_status ON entry (status, occurred_on) WHERE status <> 'logged';
CREATE INDEX entry_private ON entry (trainer, team) WHERE share = 'private';
CREATE INDEX entry_by_ending ON entry (substr(uuid, -4));
CREATE INDEX revision_deleting ON revision (substr(record, -4)) WHERE tbl = 'entry' AND instr(patch, '"deleted"');
CREATE INDEX entry_by_learner ON entry (learner) WHERE learner IS NOT NULL;
CREATE INDEX checkin_by_author ON checkin (author, entry);
CREATE INDEX reply_by_author ON reply (author, entry);
CREATE INDEX revision_naming ON revision (record, tbl) WHERE tbl IN ('checkin', 'reply')
    OR (tbl = 'entry' AND substr(patch, 1, 1) = '{'
        AND (instr(patch, '"deleted"') OR instr(patch, '"trainer"') OR instr(patch, '"learner"')))
    ;
CREATE TRIGGER "entry_ai" AFTER INSERT ON "entry" BEGIN
  INSERT INTO "entry_fts" (rowid, "happened", "recovery", "expected", "why", "lesson", "rule_ref", "topics") VALUES (new.rowid, new."happened", new."recovery", new."expected", new."why", new."lesson", new."rule_ref", new."topics");
END;
CREATE TRIGGER "entry_ad" AFTER DELETE ON "entry" BEGIN
  INSERT INTO "entry_fts" ("entry_fts", rowid, "happened", "recovery", "expected", "why", "lesson", "rule_ref", "topics") VALUES('delete', old.rowid, old."happened", old."recovery", old."expected", old."why", old."lesson", old."rule_ref", old."topics");
END;
CREATE TRIGGER entry_au AFTER UPDATE OF happened, recovery, expected, why, lesson, rule_ref, topics ON entry BEGIN
        INSERT INTO entry_fts (entry_fts, rowid, happened, recovery, expected, why, lesson, rule_ref, topics)
        VALUES ('delete', old.id, old.happened, old.recovery, old.expected, old.why, old.lesson, old.rule_ref, old.topics);
        INSERT INTO entry_fts (rowid, happened, recovery, expected, why, lesson, rule_ref, topics) VALUES (new.id, new.happened, new.recovery, new.expected, new.why, new.lesson, new.rule_ref, new.topics);
    END;
INSERT INTO _sqlite_migrations (migration_set, name, applied_at)
VALUES ('coachlog', 'v1_the_log', strftime('%Y-%m-%d %H:%M:%f+00:00', 'now'));
INSERT INTO _sqlite_migrations (migration_set, name, applied_at)
VALUES ('coachlog', 'v2_what_became_of_it', strftime('%Y-%m-%d %H:%M:%f+00:00', 'now'));
INSERT INTO _sqlite_migrations (migration_set, name, applied_at)
VALUES ('coachlog', 'v3_names_and_open_mistakes', strftime('%Y-%m-%d %H:%M:%f+00:00', 'now'));
INSERT INTO _sqlite_migrations (migration_set, name, applied_at)
VALUES ('coachlog', 'v4_less_disk', strftime('%Y-%m-%d %H:%M:%f+00:00', 'now'));
INSERT INTO meta VALUES ('device', lower(hex(randomblob(6))));
PRAGMA application_id = 1668246631;
PRAGMA user_version = 4;
COMMIT;
