"""Marking and counting: the kernel-free batch, attendance, the tally and its reports."""
