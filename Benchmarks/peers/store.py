"""Keeps the results of each comparison in a file of its own, so that one can be run again alone."""

import json
import os


class Store:
    """The folder with the results."""

    def __init__(self, folder):
        self.folder = folder / "rows"

    def write(self, key, record):
        """Replaces the results of a comparison, as a whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{key}.json"
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        os.replace(draft, path)

    def read(self, key):
        """The results of a comparison, or None where it was not run yet."""
        path = self.folder / f"{key}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
