"""One all-day event as iCalendar text. Source: RFC 5545."""

from datetime import date, timedelta

_MAX_OCTETS = 75
_PRODUCT = "-//Prorata//Prorata//EN"


def event(uid: str, on: date, made_on: date, summary: str, description: str, reminder: str) -> str:
    """Return a calendar with one event that lasts a day, and a reminder a week before it.

    Args:
        uid: the same for the same event, so that a calendar replaces it.
        made_on: when the text was made.
        reminder: what the reminder says.
    """
    # The last day that the calendar knows has no next one; an event without an end lasts its day, too.
    end = [] if on == date.max else [f"DTEND;VALUE=DATE:{_date(on + timedelta(days=1))}"]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_date(made_on)}T000000Z",
        f"DTSTART;VALUE=DATE:{_date(on)}",
        *end,
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(description)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(reminder)}",
        "TRIGGER:-P7D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _date(on: date) -> str:
    return f"{on.year:04d}{on.month:02d}{on.day:02d}"


def _escaped(text: str) -> str:
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line of at most 75 octets, what is more on lines that begin with a space; no letter is cut."""
    folded, octets = "", 0
    for character in line:
        width = len(character.encode())
        if octets + width > _MAX_OCTETS:
            folded, octets = f"{folded}\r\n ", 1
        folded, octets = folded + character, octets + width
    return folded
