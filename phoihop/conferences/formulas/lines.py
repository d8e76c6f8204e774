"""What a line can carry: tier of a site from what was measured, what is wrong with it, and the uplink a host needs."""

from collections.abc import Iterable
from dataclasses import dataclass

VIDEO_KBPS, AUDIO_KBPS = 2000, 128
"""From so many kbit/s down a site takes moving pictures, or sound beside the papers; below it, data alone."""
PICTURE_UP_KBPS, SOUND_UP_KBPS = 600, 61
DOWN_KBPS = {"video": 1400, "audio": 61, "data": 4}
"""What one site draws from the video server by its tier, one speaker and the host shown."""
SLOW_DELAY_MS, WRONG_CLOCK_MS = 1500, 60_000


@dataclass(frozen=True)
class Measured:
    """One test of a line. kbit/s and milliseconds; `clock_ms` is how far the site's clock runs ahead of ours."""

    has_camera: bool
    has_sound: bool
    down_kbps: int
    up_kbps: int
    delay_ms: int
    clock_ms: int
    can_video: bool


def tier_of(line: Measured) -> str:
    """ "video", "audio" or "data"."""
    if line.down_kbps >= VIDEO_KBPS and line.up_kbps >= PICTURE_UP_KBPS and line.has_camera and line.can_video:
        return "video"
    if line.down_kbps >= AUDIO_KBPS and line.up_kbps >= SOUND_UP_KBPS and line.has_sound and line.can_video:
        return "audio"
    return "data"


def faults_of(line: Measured) -> list[str]:
    """Codes of what should be mended before the conference: camera, sound, browser, down, up, delay, clock."""
    found = {
        "camera": not line.has_camera,
        "sound": not line.has_sound,
        "browser": not line.can_video,
        "down": line.down_kbps < AUDIO_KBPS,
        "up": line.up_kbps < SOUND_UP_KBPS,
        "delay": line.delay_ms > SLOW_DELAY_MS,
        "clock": abs(line.clock_ms) > WRONG_CLOCK_MS,
    }
    return [code for code, wrong in found.items() if wrong]


def uplink_kbps(tiers: Iterable[str]) -> int:
    """What the host's line must send when each site draws what its tier takes."""
    return sum(DOWN_KBPS[tier] for tier in tiers)


SILENT_SECONDS = 95.0
"""A console says twice a minute how its line is; three times missed, the line counts as weak."""


def link_state(has_joined: bool, is_lost: bool, delay_ms: int, silent_seconds: float) -> str:
    """ "good", "weak", "lost", or "away" for a site that was never there. `silent_seconds`: since it last told."""
    if not has_joined:
        return "away"
    if is_lost:
        return "lost"
    return "weak" if delay_ms > SLOW_DELAY_MS or silent_seconds > SILENT_SECONDS else "good"


_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("coc_coc_browser/", "Cốc Cốc"), ("Firefox/", "Firefox"))
_ENGINES = (("Chrome/", "Chromium"), ("Version/", "Safari"))


def browser_name(agent: str) -> str:
    """A browser's name and main version out of what it calls itself: "Chromium 126"; what it says, if none is known."""
    for mark, name in (*_BROWSERS, *_ENGINES):
        _before, found, after = agent.partition(mark)
        if found:
            return f"{name} {after.split('.')[0].split(' ')[0]}"[:60]
    return agent[:60]
