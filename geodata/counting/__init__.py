"""From placed events to additive counts."""
