"""Om måtten: what every figure means, where it stands here, and what words mean."""
