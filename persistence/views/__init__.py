"""View stores: where projections are kept."""
