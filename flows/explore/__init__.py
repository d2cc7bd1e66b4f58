"""The explorer: a local web application over one snapshot, for whoever wants to see what is behind a number.

It only reads. `server` runs it, `guard` keeps all others out, `app` has its pages; the other modules gather what one
page shows from `database`, and know nothing of the web.
"""
