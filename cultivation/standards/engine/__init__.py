"""The engine: (standard, facts, day) → assessment. Pure: no database, no clock, no settings."""
