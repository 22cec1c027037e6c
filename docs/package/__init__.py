"""The pages of the documentation of discourse-toolkit, in the folder ``pages``."""
