from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View

from goldenthread.access.public import acts_of


class Home(View):
    """Sends each person to the page her day starts on."""

    def get(self, request: HttpRequest) -> HttpResponse:
        acts = acts_of(request.user)
        if "tray.read" in acts and request.user.role == "front_door_worker":
            return redirect("front_door")
        if "person_signs_in.manage" in acts:
            return redirect("administration")
        if "workspace.read" in acts:
            return redirect("inspection_workspace")
        if request.user.role in ("director", "elected_member"):
            return redirect("leaders")
        if "manager_home.read" in acts:
            return redirect("manager_home")
        if request.user.role == "analyst":
            return redirect("measures")
        return redirect("work" if "work.read" in acts else "totals")
