"""What all letters of a mailing share: the sheets 通知 and 添付資料.

In: a file's path and values that win over it. Out: a `Notice` with its values, date, attachments and doubts.
`planning`, `output` and the commands call it.
"""

from noticemerge.notice.attachments import Attachment
from noticemerge.notice.beside import notice_beside, notice_of
from noticemerge.notice.notice import Notice, means_date

__all__ = [
    "Attachment",
    "Notice",
    "means_date",
    "notice_beside",
    "notice_of",
]
