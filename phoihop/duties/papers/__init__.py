"""The content of this room's papers, tables and files, free of a file format where it can be."""
