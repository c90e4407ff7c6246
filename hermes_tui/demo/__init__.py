"""A believable year of a rep's work, made up: for `hermes demo`, screenshots, benches and tests."""

from __future__ import annotations

from hermes_tui.demo.generator import DEMO_NOW, generate

__all__ = ["DEMO_NOW", "generate"]
