"""Officers: who may do what. The administrator writes, auditors read."""
