"""Standards as people meet them: the sheet of a firm, who could climb, a test for everybody."""
