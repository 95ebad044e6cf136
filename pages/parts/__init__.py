"""What pages are put together from: words, colours, charts, cards, tables, panels."""
