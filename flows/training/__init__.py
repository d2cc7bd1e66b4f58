"""How the language model is made: corpora in, a model with its figures and its card out; no Prefect."""
