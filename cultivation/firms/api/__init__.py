"""Firms over REST, as far as this app knows them: what a firm holds is added above, by
``cultivation.certification.api``, which serves the endpoint."""
