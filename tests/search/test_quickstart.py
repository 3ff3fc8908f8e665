"""quickstart: what it refuses before it does anything."""

import socket

import pytest
from django.core.management import CommandError, call_command

from search.management.commands.quickstart import HOST


@pytest.mark.parametrize("port", ["0", "65536", "99999", "-1", "http"])
def test_a_port_that_cannot_be_is_refused_with_the_range(port):
    with pytest.raises(CommandError, match=r"from 1 to 65535"):
        call_command("quickstart", f"--port={port}")


def test_a_port_that_is_taken_is_named_before_anything_is_made():
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} is in use.*--port"):
            call_command("quickstart", port=port)
