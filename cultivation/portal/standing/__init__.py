"""Where the city stands: published counts against published targets."""
