"""What of a record leaves a log for others, and what the logs that have it take out again.

Of what was withdrawn a skeleton is left: which changes there were, and who may read it since.
"""

from collections.abc import Collection, Sequence

from coachlog.domain.families import FAMILIES
from coachlog.domain.fields import BLANK, EPOCH, KNOWN, MOVED_FROM, RETENTION, SNAPSHOT, Fields
from coachlog.domain.folding import (
    PRIVATE,
    SNAPSHOT_FIELDS,
    EntryHistory,
    epoch_of,
    expanded,
    share_of,
)
from coachlog.domain.nameless import NAMELESS_FAMILIES, travelling_nameless
from coachlog.domain.revision import Revision as Revision  # noqa: PLC0414 - for others
from coachlog.domain.typed_text import name_key

# What only the owner of an entry knows.
_OWNERS_ALONE = "learner"
_RECORDED = "recorded_at"  # a new entry says when, and so does a snapshot
# A change of these alone says nothing.
_SAYS_NOTHING = frozenset({"updated_at", KNOWN, EPOCH, BLANK})
# A change of these alone has no text that could be taken out.
_WITHOUT_TEXT = _SAYS_NOTHING | {"share", SNAPSHOT, "deleted", "purged"}


def skeleton(patch: Fields) -> Fields:
    """Return what is left of a change to an entry without its texts.

    That is what others need to know so that they do not show what they should not: who may read
    the entry since, that it is deleted, or to which team it went.
    """
    if is_skeleton(patch):
        return patch
    left: Fields = {BLANK: True}
    if SNAPSHOT in patch:
        left[SNAPSHOT] = []
        patch = expanded(patch)
    share = share_of(patch)
    if share:
        left["share"] = share
    for name in (EPOCH, RETENTION, "deleted", "purged"):
        if name in patch:
            left[name] = patch[name]
    if _RECORDED in patch:
        # Whose it was first: what others may do with it is judged by that for ever.
        left[_RECORDED] = patch[_RECORDED]
        left["trainer"] = patch.get("trainer")
    seen = patch.get(KNOWN)
    if isinstance(seen, dict) and "share" in seen:
        left[KNOWN] = {"share": seen["share"]}
    if MOVED_FROM in patch:
        left[MOVED_FROM] = patch[MOVED_FROM]
        left["team"] = patch["team"]
    return left


def is_skeleton(patch: Fields) -> bool:
    """Return whether a change to an entry has no text, or no longer has one."""
    has_values = bool(patch.get(SNAPSHOT))
    return bool(patch.get(BLANK)) or (patch.keys() <= _WITHOUT_TEXT and not has_values)


def travelling(revisions: Sequence[Revision], teams: Collection[str]) -> list[Revision]:
    """Return what of one record may leave in the stream of a team.

    All of it is sent again whenever one revision is new: an entry that was brought back needs the
    text that was held back before.

    Args:
        revisions: All of one record, in the order of `(hlc, id)`.
        teams: The names of the team, in any spelling. Records about an entry are the caller's to
            leave out where their entry does not travel.

    Returns:
        Nothing of an entry that nobody else could ever read. Without texts where the entry is
        private, deleted or another team's now, and of what was withdrawn before it was shared
        again. Never the learner.
    """
    if not revisions or not FAMILIES[revisions[0].table].travels:
        return []
    if revisions[0].table in NAMELESS_FAMILIES:
        return travelling_nameless(revisions)
    if revisions[0].table != "entry":
        return list(revisions)
    history = history_of(revisions)
    if not history.was_shared():
        return []
    is_withheld = _is_withheld(history, teams)
    leaving = []
    for revision in revisions:
        if is_withheld or epoch_of(revision.id, revision.patch) != history.epoch:
            patch = skeleton(revision.patch)
        else:
            patch = without_learner(revision.patch)
        if not patch.keys() <= _SAYS_NOTHING:
            leaving.append(revision._replace(patch=patch))
    return leaving


def history_of(revisions: Sequence[Revision]) -> EntryHistory:
    """Return what the revisions of an entry say about it."""
    return EntryHistory([(revision.id, revision.patch) for revision in revisions])


def _is_withheld(history: EntryHistory, teams: Collection[str]) -> bool:
    """Return whether the texts of an entry may not leave in the stream of a team."""
    fields = history.fields()
    if history.share == PRIVATE or fields.get("deleted"):
        return True
    keys = {name_key(name) for name in teams}
    return name_key(fields.get("team") or "") not in keys


def without_learner(patch: Fields) -> Fields:
    """Return a change to an entry as others may have it."""
    values = patch.get(SNAPSHOT)
    if _OWNERS_ALONE not in patch and not values:
        return patch
    public = {name: value for name, value in patch.items() if name != _OWNERS_ALONE}
    if values:
        index = SNAPSHOT_FIELDS.index(_OWNERS_ALONE)
        public[SNAPSHOT] = [*values[:index], None, *values[index + 1 :]]
    return public


def to_blank(revisions: Sequence[Revision], device: str) -> list[Revision]:
    """Return the revisions of one entry that a log has to take the text out of.

    Args:
        revisions: All of the entry that are stored, in the order of `(hlc, id)`.
        device: The log that stores them. The one in which the entry was written keeps it, and so
            does the one in which it was withdrawn: that is its writer's own text. Neither keeps
            what was before a retention of its own.

    Returns:
        Those that change, each with the patch that takes the place of its own.
    """
    if not revisions:
        return []
    history = history_of(revisions)
    withdrawn = list(revisions)
    keepers: set[str] = set()
    if not history.is_purged():
        withdrawn, keepers = _withdrawn(history, revisions)
        keepers.add(revisions[0].device)
    if device in keepers:
        withdrawn = _outlived(revisions, device)
    blanked = []
    for revision in withdrawn:
        if not is_skeleton(revision.patch):
            blanked.append(revision._replace(patch=skeleton(revision.patch)))
    return blanked


def _outlived(revisions: Sequence[Revision], device: str) -> list[Revision]:
    """Return what an entry said before the last retention in a log.

    A retention in another log has not masked the learner: only the writer's log knows who that is.
    """
    retained = [
        index
        for index, each in enumerate(revisions)
        if RETENTION in each.patch and each.device == device
    ]
    if not retained:
        return []
    # What was written side by side with it may repeat what it took out.
    later = {each.id.hex() for each in revisions[retained[-1] :] if SNAPSHOT in each.patch}
    return [each for each in revisions if epoch_of(each.id, each.patch) not in later]


def _withdrawn(
    history: EntryHistory,
    revisions: Sequence[Revision],
) -> tuple[list[Revision], set[str]]:
    """Return the revisions whose text was withdrawn, and the logs in which that was done."""
    withdrawn = []
    keepers = set()
    for revision in revisions:
        is_private = share_of(expanded(revision.patch)) == PRIVATE
        if history.share == PRIVATE:
            withdrawn.append(revision)
            if is_private:
                keepers.add(revision.device)
        elif epoch_of(revision.id, revision.patch) != history.epoch:
            withdrawn.append(revision)
        elif revision.id.hex() == history.epoch:
            keepers.add(revision.device)
    return withdrawn, keepers
