"""Several logs of one department, each with its own file, user and clock."""

from coachlog.clock import FixedClock
from coachlog.domain.merging import Revision
from coachlog.services.doctor import examine
from coachlog.services.edit import edit
from coachlog.services.record import record
from coachlog.services.settings import load_settings
from coachlog.services.status import set_status
from coachlog.storage.arrivals import arrive
from coachlog.storage.file.open import open_log
from coachlog.storage.patch_json import read_patch

# What is this file's alone, or follows from the order in which revisions came.
LOCAL = ("action", "arrival", "held", "meta", "news", "drill", "segment", "shelf", "shelf_team")


class Replica:
    """A log, its user, and what it exchanges."""

    def __init__(self, folder, name, at, seed):
        self.name = name
        self.path = str(folder / f"{name}.db")
        self.clock = FixedClock(at, seed=seed)
        self.log = open_log(self.path, self.clock, default=False, create=True)
        self.log.reader = self.log.login = name

    @property
    def settings(self):
        return load_settings(self.log, given_name=self.name)

    def record(self, happened="Showed how", **typed):
        fields = {"kind": "correction", "team": "permits", "topics": ["fees"], **typed}
        fields["happened"] = happened
        return record(self.log, self.settings, fields).fields["uuid"]

    def edit(self, uuid, **patch):
        return edit(self.log, self.settings, uuid, patch)

    def set_status(self, uuid, status, changed_what=None):
        return set_status(self.log, self.settings, uuid, status, changed_what)

    def revisions(self):
        """Return everything that is stored, whether or not it may leave."""
        rows = self.log.all(
            "SELECT id, record, tbl, hlc, device, author, patch FROM revision"
            " WHERE tbl <> 'setting' ORDER BY number"
        )
        return [Revision(*row[:-1], read_patch(row[-1])) for row in rows]

    def take(self, revisions, source="merge"):
        """Take what comes from elsewhere in a transaction."""
        with self.log.atomic():
            return arrive(self.log, revisions, source)

    def texts(self):
        return sorted(self.log.column("SELECT happened FROM entry"))

    def problems(self):
        """Return what `doctor` says is not in order."""
        checks = examine(self.path, self.clock, default=False, fix=False)
        return [check for check in checks if check.state == "problem"]

    def tables(self):
        """Return the rows of the tables that follow from the set of revisions."""
        return tables_of(self.log)


def tables_of(log):
    """Return the rows of the tables of a log that follow from the set of its revisions."""
    names = log.column(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB '*fts*'"
        " AND name NOT GLOB '_*' AND name NOT GLOB 'sqlite_*'"
    )
    uuids = dict(log.all("SELECT id, uuid FROM entry"))
    tables = {}
    for name in set(names) - set(LOCAL):
        columns = log.column("SELECT name FROM pragma_table_info(?)", (name,))
        rows = []
        for row in log.all(f"SELECT * FROM {name}"):
            fields = dict(zip(columns, row, strict=True))
            rows.append(repr(_comparable(name, fields, uuids)))
        tables[name] = sorted(rows)
    return tables


def _comparable(table, fields, uuids):
    """Return a row without what each log chooses for itself: row numbers and short ids."""
    if table in ("entry_topic", "due"):
        fields["entry"] = uuids[fields["entry"]]
    if table == "entry":
        del fields["id"], fields["short_id"]
    fields.pop("number", None)
    return fields
