"""What is given to the commands that load files: who loads, and the file."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

# The exit code for a command that can't be carried out as it was given.
USAGE = 2


def user_given(name, check):
    """The user of that name, whom `check` lets load; None for no name. Raises CommandError."""
    if name is None:
        return None
    try:
        user = get_user_model().objects.get(username=name)
        check(user)
    except (get_user_model().DoesNotExist, PermissionDenied) as problem:
        raise CommandError(f"--user {name}: {problem}", returncode=USAGE) from problem
    return user


def bytes_of(file):
    """What is in the file. Raises CommandError."""
    try:
        return file.read_bytes()
    except OSError as problem:
        raise CommandError(f"{file} can't be read: {problem.strerror}.", returncode=USAGE) from problem
