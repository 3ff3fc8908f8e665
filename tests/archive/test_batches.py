"""Keys are given to the database some at a time, each once and in their order."""

import pytest

from archive.batches import AT_ONCE, batches


@pytest.mark.parametrize("count", [0, 1, AT_ONCE, AT_ONCE + 1, 3 * AT_ONCE])
def test_every_key_is_in_one_batch(count: int) -> None:
    found = list(batches(range(count)))
    assert [key for batch in found for key in batch] == list(range(count))
    assert all(0 < len(batch) <= AT_ONCE for batch in found)
