"""The processes behind one address: workers that answer pages, and helpers that make what is dear."""
