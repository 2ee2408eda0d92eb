"""The dictionary and the examples of docs/, generated from what the models and registries say."""
