"""Invented firms and all that happens to them over ten years, for demonstration and trial.

``world.generate`` invents (pure: seed and day in, rows out), ``loading.load`` writes it, in one
revision.
What is drawn how often stands in ``knobs.py``, which batches there are in ``calendar.py``.
"""
