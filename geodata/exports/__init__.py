"""A build as files: extracts, columns, formats, citations, packs and their verification. Read side: no pandas."""
