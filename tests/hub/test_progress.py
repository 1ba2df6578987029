"""How far a node is, in the one word that its page makes a sentence of."""

from datetime import timedelta

from kontuar.core.times import now
from kontuar.hub.fleet.progress import Exchange, Progress


def test_progress_in_one_word() -> None:
    at = now()
    plain = Exchange(0, None, 3, 3, at)
    assert plain.progress(at) == Progress.DONE
    assert plain.progress(at + timedelta(minutes=5)) == Progress.STOPPED
    assert Exchange(0, None, 3).progress(at) == Progress.NEW
    assert Exchange(4, at, 3, 3, at).progress(at) == Progress.SENDING
    assert Exchange(4, at, 3, 3, at, at, "unreachable").progress(at) == Progress.OFFLINE
    assert Exchange(4, at, 3, 3, at, at, "device-unknown").progress(at) == Progress.REVOKED
    assert Exchange(4, at, 3, 3, at, release_refused="number").progress(at) == Progress.REFUSED
