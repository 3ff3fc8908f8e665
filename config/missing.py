"""What is not here is said on the archive's own page, also under DEBUG, where Django would list
every address of the site instead."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import is_valid_path
from django.views.defaults import page_not_found


class OwnNotFound:
    """Middleware, the last of all: an address that leads nowhere gets 404.html."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer an unknown address; CommonMiddleware still adds a slash where one is missing."""
        if is_valid_path(request.path_info, getattr(request, "urlconf", None)):
            return self.get_response(request)
        return page_not_found(request, Http404())

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a view that found nothing; any other error stays as it is."""
        return page_not_found(request, error) if isinstance(error, Http404) else None
