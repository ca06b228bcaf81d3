"""Half an hour of readers: the service holds no more memory at the end than once it was warm.

`python -m tests.prove.soak [seconds]`: they vote, change their minds, look at counts and take votes back, on
every kind of store that is there, all at the same time.
"""

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.feedback.postgres import Server, programs
from tests.feedback.running import VOTE, Running
from tests.prove.results import ROOT, write_result

SECONDS = 1_800
READERS = 2_000
TOGETHER = 4
PAUSE = 0.02  # seconds between two requests of one connection
MOST_GROWTH = 0.05
PAGES = ("guides/add-licenses", "faq", "index", "privacy", "guides/users")


@dataclass
class Soaked:
    """A service under load: what it answered, and the memory it held over time, in KiB."""

    service: Running
    statuses: Counter[int] = field(default_factory=Counter)
    memory: list[int] = field(default_factory=list)

    def ask_until(self, end: float, seed: int) -> None:
        """Send one reader's request after the other."""
        chosen = random.Random(seed)
        with httpx.Client(base_url=self.service.address, timeout=30) as client:
            while time.monotonic() < end:
                self.statuses[_ask(client, chosen)] += 1
                time.sleep(PAUSE)

    def growth(self) -> float:
        """Return by what share the memory grew, medians of a tenth of the time each."""
        tenth = max(1, len(self.memory) // 10)
        warm = sorted(self.memory[tenth : 2 * tenth])[tenth // 2]
        return sorted(self.memory[-tenth:])[tenth // 2] / warm - 1


def main(seconds: int) -> int:
    """Soak, write the result, and return 0 where no service grew and none failed."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(found) if (found := programs()) else None
        stores: dict[str, dict[str, str]] = {"sqlite": {}} | (
            {"postgresql": {"PRORATA_DATABASE": server.database()}} if server else {}
        )
        soaked = {
            store: Soaked(Running(Path(folder, store), ROOT / "site", **environment))
            for store, environment in stores.items()
        }
        _soak(soaked, seconds)
        results = {store: _result(one) for store, one in soaked.items()}
        stopped = [one.service.stop() for one in soaked.values()]
        if server:
            server.stop()
    for store, result in results.items():
        print(store, result)
    write_result("soak", {"seconds": seconds, "stores": results})
    held = all(result["growth"] < MOST_GROWTH and not result["failed"] for result in results.values())
    return 0 if held and all(told == (0, "") for told in stopped) else 1


def _soak(soaked: dict[str, Soaked], seconds: int) -> None:
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=one.ask_until, args=(end, seed))
        for one in soaked.values()
        for seed in range(TOGETHER)
    ]
    for thread in threads:
        thread.start()
    while time.monotonic() < end:
        for one in soaked.values():
            one.memory.append(_resident(one.service.process.pid))
        time.sleep(min(1, seconds / 100))
    for thread in threads:
        thread.join()


def _ask(client: httpx.Client, chosen: random.Random) -> int:
    vote = VOTE | {"page": chosen.choice(PAGES), "reader": f"reader-{chosen.randrange(READERS)}"}
    kind = chosen.random()
    if kind < 0.3:
        asked = client.get("/api/counts", params={"page": vote["page"], "language": "en"})
    elif kind < 0.4:
        asked = client.request("DELETE", "/api/votes", json=_without(vote, "helpful"))
    elif kind < 0.5:
        asked = client.put("/api/votes", json=_without(vote, "reader"))  # refused: 400
    else:
        words = {"helpful": chosen.random() < 0.7, "comment": "Mot " * chosen.randrange(1, 200)}
        asked = client.put("/api/votes", json=vote | words)
    return asked.status_code


def _without(vote: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in vote.items() if key != name}


def _resident(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0])


def _result(one: Soaked) -> dict[str, Any]:
    return {
        "requests": one.statuses.total(),
        "statuses": {str(status): count for status, count in sorted(one.statuses.items())},
        "failed": sum(count for status, count in one.statuses.items() if status >= 500),
        "first_mib": round(one.memory[len(one.memory) // 10] / 1024, 1),
        "last_mib": round(one.memory[-1] / 1024, 1),
        "growth": round(one.growth(), 4),
        "mib_by_tenth": [round(kib / 1024, 1) for kib in one.memory[:: max(1, len(one.memory) // 10)]],
    }


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
