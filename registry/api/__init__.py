"""The root of REST: one router over the endpoints of all apps, problem documents, the schema."""
