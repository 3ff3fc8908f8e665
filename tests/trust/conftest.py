"""What some of these tests start from."""

from tests.search.conftest import talks

__all__ = ["talks"]
