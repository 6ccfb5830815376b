"""The table in docs/pixels.md, between two markers."""
from collections import Counter, defaultdict

BEGIN, END = "<!-- written by a command: begin -->", "<!-- written by a command: end -->"
FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WebP", "avif": "AVIF", "gif": "GIF", "tiff": "TIFF"}
COLUMNS = ("files", "with both", "with one", "with neither", "of these by a rule", "refused, both show", "shown, both refuse", "wrong reason", "wrong")


def counts(judged):
    """One line of the table."""
    cases = [j.case for j in judged]
    agreeing = Counter(c.agreeing for c in cases)
    return (len(cases), agreeing[2], agreeing[1], agreeing[0], sum(j.rule is not None and j.case.agreeing < 2 and not j.fault for j in judged),
            sum(c.refused_alone for c in cases), sum(c.shown_alone for c in cases), sum(j.wrong_reason for j in judged), sum(j.fault for j in judged))


def text(judged):
    lines = ["| format | kind | " + " | ".join(COLUMNS) + " |", "|---|---|" + "---|" * len(COLUMNS)]
    for format_, name in FORMATS.items():
        kinds = defaultdict(list)
        for j in judged:
            if j.case.specimen.format == format_:
                kinds[j.case.specimen.kind].append(j)
        for kind, members in kinds.items():
            lines.append(row(name, kind, counts(members)))
        lines.append(row(f"**{name}**", "all", counts([j for members in kinds.values() for j in members])))
    lines.append(row("**all**", "", counts(judged)))
    return "\n".join([*lines, "", *ruled(judged), *wrong(judged)])


def row(format_, kind, numbers):
    return f"| {format_} | {kind} | " + " | ".join(map(str, numbers)) + " |"


def ruled(judged):
    """Each rule that overruled a decoder, and how often."""
    used = Counter(j.rule.sentence for j in judged if j.rule and j.case.agreeing < 2 and not j.fault)
    yield "Rules that decided where a decoder gives a different answer:"
    yield ""
    for sentence, count in sorted(used.items(), key=lambda item: (-item[1], item[0])):
        yield f"* {sentence} ({count} file{'s' if count != 1 else ''})"


def wrong(judged):
    faults = [j for j in judged if j.fault]
    if faults:
        yield ""
        yield "Wrong by these rules:"
        yield ""
        for j in faults:
            yield f"* `{j.case.specimen.name}`: {told(j.case)}"


def told(case):
    return f"refused as `{case.reason}`" if case.reason else f"shown; agrees with {case.agreeing} of 2"


def write(path, judged):
    with open(path, encoding="utf-8") as page:
        before, _, rest = page.read().partition(BEGIN)
        after = rest.partition(END)[2]
    with open(path, "w", encoding="utf-8") as page:
        page.write(f"{before}{BEGIN}\n\n{text(judged)}\n\n{END}{after}")
