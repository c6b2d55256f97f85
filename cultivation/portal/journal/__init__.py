"""The pages of the journal: who changed what, when, why; a firm as it was on file on a day."""
