"""What every page of the registry is made of: access, lists, exports, acts with a preview."""
