"""OGC API - Features, Part 1: Core 1.0.1, at /ogc: the build's layers for GIS programs, as GeoJSON and as pages."""

from app.ogc.routes import blueprint as blueprint
