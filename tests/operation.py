"""What an installation in operation says in its environment; nothing here opens anything."""

IN_OPERATION = {
    "LAGESBILD_MODE": "drift",
    "LAGESBILD_PSEUDONYM_KEY": "n" * 32,
    "LAGESBILD_COOKIE_SECRET": "k" * 32,
    "LAGESBILD_OIDC_METADATA_URL": "https://inloggning.example/.well-known/openid-configuration",
    "LAGESBILD_OIDC_CLIENT_ID": "lagesbild",
    "LAGESBILD_OIDC_CLIENT_SECRET": "prov",
    "LAGESBILD_REDIRECT_URI": "https://lagesbild.example/oauth2callback",
}
