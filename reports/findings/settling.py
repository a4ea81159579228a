"""Where a finding is settled, and by whom: the form for those who may, else the names of those to ask."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from indicators.models import Authority, Membership
from reports.findings.kinds import DEFINITION, LIFE, TARGET, THRESHOLD, UPLOAD

_FORMS = {
    THRESHOLD: ("Correct the rule", "ragthreshold"),
    TARGET: ("Set the target", "target"),
    DEFINITION: ("Correct the definition", "definition"),
    LIFE: ("Say that it ended", "lifeevent"),
}
ADMINS, UPLOADERS = "An admin", "An analyst or admin"


@dataclass(frozen=True)
class Way:
    """A link to where something is put right."""

    label: str
    address: str


@dataclass(frozen=True)
class Settlers:
    """Who settles an authority's findings, and on which day what they set should begin: when the next period does.

    `may_edit` and `may_upload` are of the reader; `admins` and `uploaders` are the names of those who may.
    """

    authority: Authority
    starts_on: date
    may_edit: bool
    may_upload: bool
    admins: tuple[str, ...]
    uploaders: tuple[str, ...]

    def ways(self, finding):
        """The Ways that the reader has of settling the finding, the likeliest first."""
        return tuple(way for kind in finding.ways if (way := self._way(kind, finding)))

    def to_ask(self, finding):
        """Who may settle it, where the reader can't: `An admin: ola`; "" where the reader can, or nobody needs to."""
        if not finding.ways or self.ways(finding):
            return ""
        takes_admin = UPLOAD not in finding.ways
        role, names = (ADMINS, self.admins) if takes_admin else (UPLOADERS, self.uploaders)
        return f"{role}: {', '.join(names)}" if names else role

    def form(self, kind, indicator_id, label=""):
        """The Way to the form of a kind for an indicator, begun for the day on which a change should start."""
        usual, model = _FORMS[kind]
        query = {"indicator": indicator_id, "starts_on": self.starts_on.isoformat()}
        return Way(label or usual, f"{reverse(f'admin:indicators_{model}_add')}?{urlencode(query)}")

    def _way(self, kind, finding):
        if kind == UPLOAD:
            address = f"{reverse('uploads')}?{urlencode({'authority': self.authority.slug})}"
            return Way("Upload a corrected report", address) if self.may_upload else None
        return self.form(kind, finding.indicator_id) if self.may_edit and finding.indicator_id else None


def settlers_of(authority, figures, today):
    """The Settlers, for a reader whose rights `authority` was annotated with. One query."""
    settling = authority.memberships.exclude(role=Membership.Role.MANAGER)
    members = list(settling.select_related("user").order_by("user__username"))
    latest = figures.latest
    return Settlers(
        authority=authority,
        starts_on=latest.next.start if latest else today.replace(day=1),
        may_edit=authority.may_edit_targets,
        may_upload=authority.may_upload,
        admins=tuple(str(member.user) for member in members if member.role == Membership.Role.ADMIN),
        uploaders=tuple(str(member.user) for member in members),
    )
