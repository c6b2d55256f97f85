"""All addresses: the pages, the admin, REST, and how the server is."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from cultivation.portal.people.login import admin_login
from registry import pages
from registry.api import health, problems

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("api/", include("registry.api.urls")),
    # One login for all, and one page for the own password: with the lock, the code and the log.
    path("admin/login/", admin_login),
    path("admin/password_change/", RedirectView.as_view(pattern_name="portal:password")),
    path("admin/", admin.site.urls),
    path("language/", set_language, name="set_language"),
    path("imports/", include("cultivation.exchange.pages.urls")),
    path("", include("cultivation.portal.urls")),
]

handler400 = problems.bad_request
handler403 = problems.forbidden
handler404 = problems.not_found
handler500 = problems.server_error
