"""From an event to its unit, zone and grid cell."""
