"""After certification: renewals, ends, bans, yearly updates."""
