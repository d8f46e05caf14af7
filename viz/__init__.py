"""Pages to look at a graph: a Subgraph goes in, one self-contained HTML file comes out; nothing here asks a store."""
