"""Candidates for seeds: whether they are articles, what a person should look at, and what is there already."""

from flows.validate.judge import FileReport, Report, validate
from flows.validate.rules import Finding, FindingSeverity, Verdict, rules_with, standard_rules

__all__ = ["FileReport", "Finding", "FindingSeverity", "Report", "Verdict", "rules_with", "standard_rules", "validate"]
