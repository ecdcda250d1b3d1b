"""`noticemerge completion`: the script by which a shell completes commands, options and files."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from noticemerge.cli.help import Argument, Command
from noticemerge.cli.options import Settings, common
from noticemerge.cli.report import Exit, Result
from noticemerge.problems import N_, gettext

# For each shell the file it reads when it starts, and the line to put there.
_SHELLS = {
    "bash": ("~/.bashrc", 'eval "$(noticemerge completion bash)"'),
    "zsh": ("~/.zshrc", 'eval "$(noticemerge completion zsh)"'),
    "fish": ("~/.config/fish/completions/noticemerge.fish", "noticemerge completion fish | source"),
    "powershell": ("$PROFILE", "noticemerge completion powershell | Out-String | Invoke-Expression"),
}


@click.command(
    "completion",
    cls=Command,
    help=N_(
        "Print the script with which a shell completes commands, options and files by the Tab key. Its "
        "first lines say what to put where. SHELL is bash, zsh, fish or powershell."
    ),
    examples=("noticemerge completion bash",),
)
@click.argument("shell", cls=Argument, metavar=N_("SHELL"), type=click.Choice(list(_SHELLS)))
@common
@click.pass_obj
def command(settings: Settings, /, shell: str) -> Exit:
    """Print the script, which click makes, below what to do with it."""
    file, line = _SHELLS[shell]
    root = click.get_current_context().find_root()
    made_by = get_completion_class(shell)
    assert made_by
    script = made_by(root.command, {}, "noticemerge", "_NOTICEMERGE_COMPLETE").source()
    said = gettext("To have it in every window, put this line into {file}:").format(file=file)
    return settings.reporter().finish(
        Result(extra={"shell": shell, "script": script}), f"# {said}", f"#   {line}", script.rstrip()
    )
