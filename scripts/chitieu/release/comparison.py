"""The release that a new one is compared with: the one readers see, or if it is damaged the newest whole one.

What is compared is in the Parquet, so a release counts as whole here if its manifest and its Parquet are as published.
"""

from dataclasses import dataclass

from chitieu.errors import DamagedRelease, GateFailed
from chitieu.release.published import Release
from chitieu.release.releases import Warehouse

GATE = "comparison with the release before"
OBSERVATIONS = "parquet/fct_observation.parquet"


@dataclass(frozen=True)
class Before:
    """What was published before. `release` is None if nothing was, or nothing that is whole; `remarks` say why.

    `is_verified` tells of the release that a new one would replace: None if that cannot be told.
    """

    release: Release | None
    was_used: bool
    is_verified: bool | None
    remarks: tuple[str, ...] = ()

    def require_comparable(self, accept_shrink: bool) -> None:
        """Raise GateFailed if rows could be lost unseen: there was a release, and none is left to count against."""
        if self.was_used and self.release is None and not accept_shrink:
            reason = "releases were published here, but none is whole that the observations could be counted against"
            where = "`chitieu check`; restore a release from a backup, or let this one pass with --accept-shrink"
            raise GateFailed(GATE, reason, self.remarks, where)

    def require_no_less_proof(self, unverified: int, is_verified: bool, accept_unverified: bool) -> None:
        """Raise GateFailed if a release that was proven would give way to one that is not."""
        if is_verified or accept_unverified or not self.was_used or self.is_verified is False:
            return
        current = "were" if self.is_verified else "may have been"
        reason = (
            f"{unverified:,} figures were not read again in their documents; those of the current release {current}"
        )
        where = "the folder of the documents (CHITIEU_DOCUMENTS), or let it pass with --accept-unverified"
        raise GateFailed(GATE, reason, where=where)


def choose(warehouse: Warehouse) -> Before:
    """Look for the release to compare with; what had to be passed over is said, never hidden."""
    current = warehouse.current()
    candidates = [*([current] if current else []), *(one for one in warehouse.releases() if one != current)]
    was_used, is_verified = warehouse.was_used(), None
    remarks = [] if current or not was_used else [f"There was no current release: {warehouse.link_fault()}"]
    for release in candidates:
        try:
            is_verified = release.manifest["is_verified"] if is_verified is None else is_verified
            release.require("parquet/", are_hashed=True)
            if OBSERVATIONS not in release.files:
                raise DamagedRelease(release.release_id, [f"it was published without {OBSERVATIONS}"])
        except DamagedRelease as damaged:
            remarks.append(f"Not compared with {release.release_id}, which is not whole: {damaged.faults[0]}")
        else:
            return Before(release, was_used, is_verified, tuple(remarks))
    return Before(None, was_used, is_verified, tuple(remarks))
