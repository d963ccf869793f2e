"""What pages of other sites may show in a frame: the map of a view, the chart of a place, a claim.

Nothing else may be framed by others. Which sites may, the setting MALI_ATLAS_FRAME_ANCESTORS says.
"""
