"""From a query string to typed values, under the source's terms."""
