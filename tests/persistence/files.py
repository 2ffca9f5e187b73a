"""What stands in a folder, to see whether it was touched."""

import hashlib
from pathlib import Path


def contents(folder: Path) -> dict[str, str]:
    """The files in the folder by name, each with a checksum of what is in it."""
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.is_file()
    }
