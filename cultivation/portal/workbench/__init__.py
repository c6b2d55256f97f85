"""The workbench: where the city stands, and what waits for the person who looks."""
