"""Every address of REST, as tests that hold for all of them walk it."""

PUBLIC_LISTS = (
    "ladders/",
    "tiers/",
    "districts/",
    "zones/",
    "targets/",
    "published-figures/",
    "standards/",
    "notices/",
)
PRIVATE_LISTS = ("batches/", "applications/", "objections/", "firms/", "certifications/")
LISTS = PUBLIC_LISTS + PRIVATE_LISTS
PUBLIC = (
    "",
    *PUBLIC_LISTS,
    "ladders/quality_sme/",
    "tiers/seed/",
    "districts/120101/",
    "zones/120116400/",
    "standards/specialized-2026/",
    "counts/",
    "counts/series/",
    "targets/progress/",
    "schema/",
    "docs/",
)


def url(address: str) -> str:
    return f"/api/v1/{address}"
