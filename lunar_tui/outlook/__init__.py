"""The outlook of a colony, as people read it: what there is, how long it lasts, what is wrong."""
