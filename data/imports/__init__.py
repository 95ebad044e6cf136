"""Files into rows. A file is taken in whole or not at all; a refusal names place, error and cure.

From a shell:  python -m data.imports cases FILE --profile NAME
"""
