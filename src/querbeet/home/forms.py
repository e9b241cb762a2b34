"""Choosing skills on the way in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querbeet.skills.models.vocabulary import Area, Skill


class SkillsForm(forms.Form):
    """Skills by area; `areas` gives them with their boxes, for drawing."""

    skills = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label=_("Skills"))

    def __init__(self, *args: Any, areas: list[tuple[Area, list[Skill]]], chosen: set[str], **kwargs: Any) -> None:
        kwargs["initial"] = {"skills": sorted(chosen)}
        super().__init__(*args, **kwargs)
        self._areas = areas
        self.fields["skills"].choices = [  # type: ignore[attr-defined]
            (skill.key, skill.name) for _area, skills in areas for skill in skills
        ]

    def areas(self) -> list[dict[str, Any]]:
        """Each area with its boxes and how many of them are ticked."""
        boxes = {box.data["value"]: box.data for box in self["skills"].subwidgets}
        drawn = []
        for area, skills in self._areas:
            mine = [boxes[skill.key] for skill in skills]
            drawn.append({"area": area, "boxes": mine, "ticked": sum(bool(box["selected"]) for box in mine)})
        return drawn

    def chosen(self) -> list[str]:
        return self.cleaned_data["skills"]
