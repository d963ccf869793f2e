"""The interactive map: Folium's map, the script's configuration, the files of a build."""
