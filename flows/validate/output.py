"""Reports of validation for people (a table), programs (JSON) and continuous integration (JUnit)."""

import json
import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any
from xml.etree import ElementTree as ET

from flows.escaping import visible
from flows.validate.judge import FileReport, Report
from flows.validate.rules import Rules, Verdict

JSON_VERSION = 1
"""Of the form of `as_json`, described in `schemas/validation.schema.json`; a field that goes or changes raises it."""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DOCUMENT = ("document_id", "title", "published_start", "published_end", "published_status", "language", "word_count")
_MARKS = {Verdict.GOOD: "good", Verdict.USABLE: "look", Verdict.NOT_USABLE: "not usable"}


def as_text(report: Report) -> str:
    """Return the report in lines: the worst files first, a line for each finding and what would have been fine."""
    order = {Verdict.NOT_USABLE: 0, Verdict.USABLE: 1, Verdict.GOOD: 2}
    files = sorted(report.files, key=lambda file: order[file.verdict])
    lines = [line for file in files for line in _lines(file, report.rules)]
    return "\n".join([*lines, f"{in_a_line(report)}."])


def in_a_line(report: Report) -> str:
    """Return how many files have which verdict."""
    counts = ", ".join(f"{report.count(verdict)} {verdict}" for verdict in Verdict)
    total = f"{len(report.files)} file" + ("" if len(report.files) == 1 else "s")
    return f"{total}: {counts}"


def _lines(file: FileReport, rules: Rules) -> Iterator[str]:
    yield f"{_MARKS[file.verdict]:<11}{visible(file.path)}"
    for finding in file.findings:
        place = f" (characters {finding.start}-{finding.end})" if finding.start is not None else ""
        yield f"{'':11}{finding.rule}: {visible(finding.message)}{place}"
        yield f"{'':11}  fine: {rules[finding.rule].fine}"


def rules_as_text(rules: Rules) -> str:
    """Return all rules, with severity, meaning, what would be fine and an example."""
    lines = []
    for rule in rules.values():
        lines += [f"{rule.id} ({rule.severity})", f"    {rule.what}"]
        lines += [f"    fine: {rule.fine}", f"    such as: {rule.example}"]
    return "\n".join(lines)


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as plain values for JSON, in the form of `schemas/validation.schema.json`."""
    return {
        "format": "presstable-validation",
        "version": JSON_VERSION,
        "made_by": f"presstable {version('presstable')}",
        "verdict": report.verdict,
        "counts": {verdict: report.count(verdict) for verdict in Verdict},
        "files": [_file(file, report.rules) for file in report.files],
    }


def _file(file: FileReport, rules: Rules) -> dict[str, Any]:
    document = {name: getattr(file.document, name) for name in _DOCUMENT} if file.document else None
    findings = [
        {**finding._asdict(), "severity": rules[finding.rule].severity, "fine": rules[finding.rule].fine}
        for finding in file.findings
    ]
    return {"path": file.path, "verdict": file.verdict, "findings": findings, "document": document}


def json_text(report: Report) -> str:
    """Return the report as JSON text in ASCII."""
    return json.dumps(as_json(report), ensure_ascii=True, indent=2, default=str)


def as_junit(report: Report, *, strict: bool = False) -> bytes:
    """Return the report as JUnit XML: a test a file, failed where it is not usable, and with `strict` where to look."""
    failing = {Verdict.NOT_USABLE, Verdict.USABLE} if strict else {Verdict.NOT_USABLE}
    failures = sum(file.verdict in failing for file in report.files)
    suite = ET.Element(
        "testsuite", name="presstable validate", tests=str(len(report.files)), failures=str(failures), errors="0"
    )
    for file in report.files:
        case = ET.SubElement(suite, "testcase", classname="presstable.validate", name=_for_xml(file.path))
        text = "\n".join(f"{finding.rule}: {finding.message}" for finding in file.findings)
        if file.verdict in failing:
            failure = ET.SubElement(case, "failure", message=str(file.verdict))
            failure.text = _for_xml(text)
        elif text:
            ET.SubElement(case, "system-out").text = _for_xml(text)
    return bytes(ET.tostring(suite, encoding="utf-8", xml_declaration=True))


def _for_xml(text: str) -> str:
    """Return a text without the characters that XML forbids, each as U+FFFD."""
    return _NOT_IN_XML.sub("\ufffd", text)


def exit_code(report: Report, *, strict: bool) -> int:
    """Return the exit code of the command: 0 good, 3 a file is not usable, 4 a file to look at, with `strict` alone."""
    if report.verdict == Verdict.NOT_USABLE:
        return 3
    return 4 if strict and report.verdict == Verdict.USABLE else 0
