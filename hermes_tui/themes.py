"""Hermes' own themes: one accent, dim for what is secondary, bold for what decides; dark and light."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="hermes-dark",
    dark=True,
    primary="#7aa2d6",
    secondary="#8b93a7",
    accent="#e0a458",
    foreground="#d7dae0",
    background="#14161b",
    surface="#191c22",
    panel="#1f232b",
    success="#84b082",
    warning="#e0a458",
    error="#e06c75",
    variables={
        "block-cursor-foreground": "#14161b",
        "block-cursor-background": "#e0a458",
        "input-selection-background": "#7aa2d6 35%",
        "scrollbar": "#2b313c",
        "scrollbar-background": "#14161b",
        "scrollbar-hover": "#3a4250",
        "scrollbar-active": "#7aa2d6",
    },
)

LIGHT = Theme(
    name="hermes-light",
    dark=False,
    primary="#2f5d9b",
    secondary="#5b6472",
    accent="#a8590c",
    foreground="#23272e",
    background="#faf9f6",
    surface="#f3f1ec",
    panel="#ebe8e1",
    success="#3c6e3a",
    warning="#a8590c",
    error="#b3272f",
    variables={
        "block-cursor-foreground": "#faf9f6",
        "block-cursor-background": "#a8590c",
        "input-selection-background": "#2f5d9b 25%",
        "scrollbar": "#d5d0c5",
        "scrollbar-background": "#faf9f6",
        "scrollbar-hover": "#bdb6a8",
        "scrollbar-active": "#2f5d9b",
    },
)

THEMES = (DARK, LIGHT)
