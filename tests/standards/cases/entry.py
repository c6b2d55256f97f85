"""What all bases have in common."""

CLEAN = {
    "legal_person": True,
    "registered_in_tianjin": True,
    "size_class": "small",
    "in_abnormal_list": False,
    "in_dishonest_list": False,
    "product_prohibited": False,
    "incidents": [],
}
