"""The command line: it parses words, calls the library and shows what came back."""

from noticemerge.cli.root import main, root

__all__ = ["main", "root"]
