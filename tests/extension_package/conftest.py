# The package is installed by tests/test_extensions.py. Imported here, it would add its verbs.
collect_ignore = ["discourse_example.py"]
