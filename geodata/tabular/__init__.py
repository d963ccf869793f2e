"""From the bytes of a csv or xlsx file to text cells and typed values."""
