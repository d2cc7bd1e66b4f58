"""How the language model is made: corpora in, a pipeline and its figures out. Plain Python and spaCy, no Prefect."""
