"""Texts written for this project whose events are labelled; `GUIDELINES.md` says how."""
