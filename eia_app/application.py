"""Assembly of the web application from its layers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from eia_app import resources
from eia_app.services.reports.render_workers import RenderWorkers
from eia_app.storage.engine import Sessions, open_engine
from eia_app.storage.forms.folder import Forms
from eia_app.web.assessment import (
    action_progress,
    contributors,
    editions,
    overview,
    register,
    verify,
)
from eia_app.web.attachments import views as files
from eia_app.web.coach import views as coach
from eia_app.web.evidence import views as evidence
from eia_app.web.guidance import guide, worked_example
from eia_app.web.home import views as home_views
from eia_app.web.http import assets, authorization, cross_site, errors, health
from eia_app.web.http.app_class import (
    Service,
    add_headers,
    add_static_headers,
    close_session,
)
from eia_app.web.http.current import Parts
from eia_app.web.http.form_limits import MOST_FIELDS, MOST_POSTED
from eia_app.web.http.form_writer import writer_mark
from eia_app.web.http.url_converters import Slug
from eia_app.web.notifications import inbox
from eia_app.web.people import account, changes, confirm_password, sign_in
from eia_app.web.people import views as people
from eia_app.web.reports import downloads, edited_paragraph, formats, packs
from eia_app.web.review import (
    close_round,
    comments,
    invitations,
    queue,
    replies,
    reviewers,
    versions,
)
from eia_app.web.review import views as review
from eia_app.web.templating import labels as http_labels
from eia_app.web.templating.context import Unprintable, layout
from eia_app.web.training import practice, workshops
from eia_app.web.wizard import drafts, pages
from eia_app.web.wizard import lists as wizard_lists
from eia_app.web.workflow import transitions

if TYPE_CHECKING:
    from eia_app.config import Settings

BLUEPRINTS = (
    assets.bp, home_views.bp, sign_in.bp, register.bp, overview.bp, pages.bp, wizard_lists.bp,
    transitions.bp, action_progress.bp, contributors.bp, downloads.bp, formats.bp, people.bp,
    inbox.bp, verify.bp, changes.bp, drafts.bp, review.bp, comments.bp, invitations.bp, queue.bp,
    reviewers.bp, close_round.bp, replies.bp, versions.bp, coach.bp, evidence.bp,
    worked_example.bp, guide.bp, packs.bp, edited_paragraph.bp, files.bp, practice.bp,
    workshops.bp, editions.bp, account.bp, health.bp,
)  # fmt: skip


def create_app(settings: Settings) -> Service:
    """Return the web application with these settings."""
    app = Service(__name__, static_folder=None, template_folder=None)
    app.config.update(_config(settings))
    sessions = Sessions(open_engine(settings.database_url))
    app.extensions["eia"] = Parts(
        settings=settings,
        forms=Forms(settings.forms_dir, settings.council),
        sessions=sessions,
        assets=assets.Assets(resources.static()),
        renderers=RenderWorkers(sessions),
    )
    _prepare_templates(app)
    app.url_map.converters["slug"] = Slug
    cross_site.refuse_foreign(app)  # before anything reads or counts what was sent
    verify.limiter.init_app(app)
    files.allow_uploads(app)  # before anything reads what was sent
    CSRFProtect(app)
    authorization.deny_undeclared(app)
    confirm_password.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.register(app)
    app.teardown_request(close_session)
    app.after_request(add_headers)
    app.wsgi_app = _with_middleware(app, settings)  # type: ignore[method-assign] # as Flask says to
    return app


def _config(settings: Settings) -> dict[str, object]:
    """Return the configuration of Flask and its extensions."""
    return {
        "SECRET_KEY": settings.secret_key,
        # A cookie of this name is refused by browsers unless this host alone set it, over HTTPS.
        "SESSION_COOKIE_NAME": "__Host-eia" if settings.secure_cookies else "eia",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_REFRESH_EACH_REQUEST": True,
        "PERMANENT_SESSION_LIFETIME": timedelta(minutes=settings.session_minutes),
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": MOST_POSTED,
        "MAX_FORM_MEMORY_SIZE": MOST_POSTED,
        "MAX_FORM_PARTS": MOST_FIELDS,
        "RATELIMIT_STORAGE_URI": settings.rate_limit_storage,
    }


def _with_middleware(app: Service, settings: Settings) -> WhiteNoise:
    """Return the application behind its static files and a reverse proxy, if there is one."""
    return WhiteNoise(
        ProxyFix(app.wsgi_app) if settings.behind_proxy else app.wsgi_app,
        root=resources.static(),
        prefix="static/",
        immutable_file_test=r"-[0-9a-f]{10}\.",
        autorefresh=False,
        allow_all_origins=False,
        add_headers_function=lambda headers, _path, _url: add_static_headers(
            headers, https=settings.secure_cookies
        ),
    )


def _prepare_templates(app: Service) -> None:
    own_templates = FileSystemLoader(resources.templates())
    govuk_templates = PackageLoader("govuk_frontend_jinja")
    app.jinja_options = {
        "loader": ChoiceLoader(
            [own_templates, PrefixLoader({"govuk_frontend_jinja": govuk_templates})]
        ),
        "trim_blocks": True,
        "lstrip_blocks": True,
        "auto_reload": False,
        "undefined": Unprintable,
    }
    app.jinja_env.filters.update(http_labels.FILTERS)
    app.jinja_env.globals.update(http_labels.GLOBALS, writer_mark=writer_mark)
    app.context_processor(layout)
