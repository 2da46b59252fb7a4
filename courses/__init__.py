"""LEARN: lessons, statutes, widgets and study records."""
