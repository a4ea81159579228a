"""The user model. The other apps name it by AUTH_USER_MODEL only, never by import."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who signs in.

    A model of its own from the first migration: to replace Django's later means moving every row by hand.
    """
