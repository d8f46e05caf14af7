"""Exports: copies of a bundle in the formats of other tools. Input is an open bundle (or the rows of its graph), output a file or a folder.

Each module writes one family of formats; `pipelines.export` chooses among them.
"""
