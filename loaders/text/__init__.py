"""What a title and an abstract say: extraction by packaged, versioned lexicons, never by what a store holds.

`extract` is the seam: the same text gives the same claims whatever was loaded before. Linking happens in identity.
"""

from loaders.text.claims import assertions_of, to_annotation
from loaders.text.extract import LEXICON_VERSION, Extraction, Mention, extract

__all__ = ["LEXICON_VERSION", "Extraction", "Mention", "assertions_of", "extract", "to_annotation"]
