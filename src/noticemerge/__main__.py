"""`python -m noticemerge` is the command `noticemerge`."""

from noticemerge.cli import main

if __name__ == "__main__":
    main()
