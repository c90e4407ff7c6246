"""Hermes, a sales CRM that lives in the terminal."""

__version__ = "0.5.0"
