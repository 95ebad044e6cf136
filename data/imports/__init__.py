"""Files into rows. A file goes in whole or not at all; a refusal says where, what and what to do.

From a shell:  python -m data.imports cases FILE --profile NAME
"""
