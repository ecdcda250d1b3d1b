"""All letters on one page to look at: 校正.html, a file that any browser opens without a network."""

from noticemerge.paper.proofs.page import PROOFS_FILE, proof_page
from noticemerge.paper.proofs.proofs import Proofs, make_proofs

__all__ = ["PROOFS_FILE", "Proofs", "make_proofs", "proof_page"]
