"""What some of these tests start from."""

from tests.browser.conftest import base_url, browser_type_launch_args, chromium, signed_in, watched
from tests.search.conftest import talks

__all__ = ["base_url", "browser_type_launch_args", "chromium", "signed_in", "talks", "watched"]
