"""The member list: a spreadsheet becomes members."""

from noticemerge.roster.header import Column
from noticemerge.roster.member import Member
from noticemerge.roster.members import Roster
from noticemerge.roster.rows import PassedOver

__all__ = ["Column", "Member", "PassedOver", "Roster"]
