"""A purge keeps few pages in memory while it writes the whole file anew."""

from coachlog.storage.purge import purge


def test_a_purge_writes_changed_pages_soon(log, monkeypatch):
    limits = []
    run = type(log).run

    def note(self, sql, *values):
        if sql == "VACUUM":
            limits.append(self.value("PRAGMA cache_spill"))
        return run(self, sql, *values)

    monkeypatch.setattr(type(log), "run", note)
    before = log.value("PRAGMA cache_spill")
    purge(log)
    (limit,) = limits
    assert 0 < limit * log.value("PRAGMA page_size") <= 16 << 20
    assert log.value("PRAGMA cache_spill") == before > limit
