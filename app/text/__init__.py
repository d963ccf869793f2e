"""Labels, numbers and captions in the language of the answer."""
