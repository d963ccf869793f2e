"""Mali Atlas's pipeline: from event, boundary and force files to one build of figures and geometry.

Pure: tables in, tables out. Nothing here knows Flask, Jinja or Folium.
"""
